"""The borders follow the practice of the Council of Europe: held on named points."""

import hashlib
import tomllib
from importlib.resources import files

import pytest

from habeas.pictures.borders import inside, states

# Longitude, latitude and State of places whose State a map must not get wrong, and of the smallest States.
NAMED = {
    "Simferopol": (34.10, 44.95, "UA"),
    "Sevastopol": (33.53, 44.60, "UA"),
    "Kerch": (36.44, 45.35, "UA"),
    "Yalta": (34.15, 44.51, "UA"),
    "Donetsk": (37.80, 48.00, "UA"),
    "Luhansk": (39.30, 48.57, "UA"),
    "Mariupol": (37.55, 47.11, "UA"),
    "Kherson": (32.61, 46.65, "UA"),
    "Melitopol": (35.37, 46.85, "UA"),
    "Kyrenia": (33.32, 35.325, "CY"),
    "Famagusta": (33.93, 35.12, "CY"),
    "Nicosia, north": (33.36, 35.19, "CY"),
    "Nicosia, buffer zone": (33.36, 35.178, "CY"),
    "Larnaca": (33.61, 34.93, "CY"),
    "Rizokarpaso": (34.38, 35.60, "CY"),
    "Episkopi": (32.87, 34.67, "GB"),
    "Khankendi": (46.75, 39.815, "AZ"),
    "Shusha": (46.75, 39.76, "AZ"),
    "Lachin": (46.55, 39.64, "AZ"),
    "Nakhchivan": (45.41, 39.21, "AZ"),
    "Baku": (49.85, 40.40, "AZ"),
    "Ganja": (46.36, 40.68, "AZ"),
    "Yerevan": (44.51, 40.18, "AM"),
    "Meghri": (46.24, 38.91, "AM"),
    "Sukhumi": (41.02, 43.01, "GE"),
    "Gali": (41.73, 42.63, "GE"),
    "Tskhinvali": (43.97, 42.225, "GE"),
    "Tbilisi": (44.79, 41.71, "GE"),
    "Tiraspol": (29.61, 46.84, "MD"),
    "Bender": (29.48, 46.83, "MD"),
    "Chișinău": (28.85, 47.02, "MD"),
    "Pristina": (21.16, 42.66, "XK"),
    "North Mitrovica": (20.866, 42.897, "XK"),
    "Belgrade": (20.46, 44.80, "RS"),
    "Skopje": (21.43, 42.00, "MK"),
    "Ankara": (32.86, 39.93, "TR"),
    "Istanbul": (28.95, 41.02, "TR"),
    "Kaliningrad": (20.51, 54.71, "RU"),
    "Grozny": (45.69, 43.32, "RU"),
    "Murmansk": (33.08, 68.95, "RU"),
    "Vladivostok": (131.95, 43.15, "RU"),
    "Anadyr": (177.45, 64.75, "RU"),
    "Chukotka, beyond 180°": (-174.0, 66.6, "RU"),
    "Bardufoss": (18.54, 69.06, "NO"),
    "Kangerlussuaq": (-50.70, 67.00, "DK"),
    "Krasnodar": (38.98, 45.04, "RU"),
    "Minsk": (27.56, 53.90, "BY"),
    "Monaco": (7.42, 43.738, "MC"),
    "San Marino": (12.447, 43.937, "SM"),
    "Vatican City": (12.4534, 41.9029, "VA"),
    "Rome": (12.49, 41.90, "IT"),
    "Andorra la Vella": (1.52, 42.507, "AD"),
    "Vaduz": (9.525, 47.141, "LI"),
    "Valletta": (14.505, 35.897, "MT"),
    "Luxembourg": (6.13, 49.61, "LU"),
    "Llívia": (1.982, 42.464, "ES"),
    "Ceuta": (-5.32, 35.888, "ES"),
    "Melilla": (-2.945, 35.288, "ES"),
    "Las Palmas": (-15.44, 28.10, "ES"),
    "Ponta Delgada": (-25.66, 37.76, "PT"),
    "Gibraltar": (-5.348, 36.138, "GB"),
    "Belfast": (-5.95, 54.59, "GB"),
    "Douglas": (-4.50, 54.16, "GB"),
    "Dublin": (-6.27, 53.35, "IE"),
    "Tórshavn": (-6.80, 62.02, "DK"),
    "Mariehamn": (19.94, 60.11, "FI"),
    "Longyearbyen": (15.64, 78.21, "NO"),
    "Reykjavík": (-21.90, 64.13, "IS"),
    "Sarajevo": (18.41, 43.86, "BA"),
    "Podgorica": (19.26, 42.44, "ME"),
    "Tirana": (19.82, 41.33, "AL"),
}

COUNCIL_OF_EUROPE = {
    *("AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI"),
    *("FR", "GB", "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME"),
    *("MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "UA"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_point_lies_in_its_state(name: str) -> None:
    longitude, latitude, code = NAMED[name]
    assert states().at(longitude, latitude) == code


def test_the_sea_and_what_is_beyond_the_shapes_is_no_state() -> None:
    assert states().at(4.0, 39.0) is None
    assert states().at(35.0, 43.0) is None
    assert states().at(-20.0, 68.0) is None
    assert states().at(-120.0, 40.0) is None


def test_every_member_of_the_council_of_europe_has_a_shape() -> None:
    assert len(COUNCIL_OF_EUROPE) == 46
    assert set(states().walks) >= COUNCIL_OF_EUROPE
    assert {"RU", "BY", "XK", "VA"} <= set(states().walks)


def test_no_line_divides_cyprus_but_the_base_areas_and_none_parts_crimea_from_ukraine() -> None:
    def touching(west: float, south: float, east: float, north: float) -> set[frozenset[str]]:
        return {
            sides
            for arc, sides in zip(states().arcs, states().sides, strict=True)
            if any(west < x < east and south < y < north for x, y in arc)
        }

    assert touching(32.2, 34.5, 34.7, 35.75) == {
        frozenset({"CY"}),
        frozenset({"GB"}),
        frozenset({"CY", "GB"}),
    }
    assert touching(32.4, 44.3, 36.3, 46.2) == {frozenset({"UA"})}


def test_each_correction_says_why_and_after_what() -> None:
    text = (files("habeas.pictures") / "shapes" / "corrections.toml").read_text(encoding="utf-8")
    corrections = tomllib.loads(text)["correction"]
    assert all(one["reason"].endswith(".") and one["source"] for one in corrections)
    assert {one["to"] for one in corrections} <= set(states().walks)


def test_the_shapes_are_small_and_those_that_were_built() -> None:
    folder = files("habeas.pictures") / "shapes"
    content = (folder / "europe.json").read_bytes()
    assert len(content) < 700_000
    assert hashlib.sha256(content).hexdigest() in (folder / "ORIGIN.txt").read_text(encoding="utf-8")


def test_a_hole_is_outside() -> None:
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    hole = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0))
    assert inside(0.5, 2, (square, hole))
    assert not inside(2, 2, (square, hole))
    assert not inside(5, 2, (square, hole))
