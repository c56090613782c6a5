"""What the maps promise: what is shown lies where it lies, nothing over another, nothing lost."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from math import hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.language import words
from habeas.pictures.borders import inside, states
from habeas.pictures.glyphs import Shape, Tone
from habeas.pictures.ground import lines, path, seat, survey
from habeas.pictures.map import Fill, MapPlace, PartyClass, gathered, outline, party_map, places_map
from habeas.pictures.parties import EUROPE
from habeas.pictures.projection import Azimuthal, Frame, cut_line, cut_ring, frame, thinned

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"AZ": "Azerbaijan", "GE": "Georgia", "AM": "Armenia", "RS": "Serbia", "XK": "Kosovo", "MC": "Monaco"}
CLASSES = (
    PartyClass(key="yes", label="automatic publication", tone=Tone.BODY, fill=Fill.SOLID),
    PartyClass(key="no", label="on request", tone=Tone.STATE, fill=Fill.LINES),
)

longitudes, latitudes = st.floats(-20, 70), st.floats(30, 75)
points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))


def place(longitude: float, latitude: float, label: str = "Place", href: str | None = None) -> MapPlace:
    return MapPlace(
        latitude=latitude,
        longitude=longitude,
        shape=Shape.SQUARE,
        tone=Tone.BODY,
        label=label,
        title=label,
        href=href,
    )


def draw(*places: MapPlace, focus: str | None = "AZ", width: int = 960, language: str = "en") -> str:
    return places_map(
        places, focus=focus, words=words(language), width=width, title="Map", summary="Where", names=NAMES
    )


def parties(values: dict[str, str], width: int = 960, **said: object) -> str:
    return party_map(
        values,
        classes=CLASSES,
        names=NAMES,
        words=words("en"),
        width=width,
        title="Map",
        summary="Which",
        **said,  # type: ignore[arg-type]
    )


def read(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 (our own bytes)


@settings(deadline=None)
@given(longitudes, latitudes, longitudes, latitudes)
def test_what_is_projected_comes_back(lon0: float, lat0: float, longitude: float, latitude: float) -> None:
    projection = Azimuthal(lon0, lat0)
    assert projection.back(*projection.forward(longitude, latitude)) == pytest.approx((longitude, latitude))


@pytest.mark.parametrize(("south", "west"), [(36.0, -8.0), (52.0, 13.0), (69.0, 30.0)])
def test_equal_areas_stay_equal(south: float, west: float) -> None:
    projection = Azimuthal(15, 52)
    a, b, c = (projection.forward(*at) for at in ((west, south), (west + 0.01, south), (west, south + 0.01)))
    drawn = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))
    step = 0.01 * pi / 180
    from math import cos, radians

    assert drawn == pytest.approx(step * step * cos(radians(south)), rel=1e-3)


@settings(deadline=None)
@given(st.lists(points, min_size=3, max_size=20), points)
def test_a_cut_ring_holds_what_the_ring_held_on_the_sheet(
    ring: list[tuple[float, float]], at: tuple[float, float]
) -> None:
    cut = cut_ring(ring, 100, 80)
    assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 80 + 1e-6 for x, y in cut)
    x, y = at
    # On a line "inside" is a matter of rounding; anywhere else the two agree.
    clear = min((_away(at, one, two) for one, two in zip(ring, ring[1:] + ring[:1], strict=True)), default=1)
    if 0.01 < x < 99.99 and 0.01 < y < 79.99 and clear > 0.01:
        assert inside(x, y, [tuple(cut)] if cut else []) == inside(x, y, [tuple(ring)])


def _away(at: tuple[float, float], one: tuple[float, float], two: tuple[float, float]) -> float:
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    share = (
        0.0 if length == 0 else max(0.0, min(1.0, ((at[0] - one[0]) * dx + (at[1] - one[1]) * dy) / length))
    )
    return hypot(at[0] - one[0] - share * dx, at[1] - one[1] - share * dy)


@settings(deadline=None)
@given(st.lists(points, min_size=2, max_size=20))
def test_a_cut_line_stays_on_the_sheet(line: list[tuple[float, float]]) -> None:
    for piece in cut_line(line, 100, 80):
        assert len(piece) >= 2
        assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 80 + 1e-6 for x, y in piece)


@settings(deadline=None)
@given(st.lists(points, min_size=2, max_size=30))
def test_thinning_keeps_both_ends_and_a_path_tells_every_point(line: list[tuple[float, float]]) -> None:
    kept = thinned(line, 1)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    data = path([line], closed=False)
    tenths = [(round(x * 10), round(y * 10)) for x, y in line]
    if data:
        numbers = [round(float(said) * 10) for said in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", data)]
        x, y = numbers[:2]
        told = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            told.append((x, y))
        assert told == [at for index, at in enumerate(tenths) if index == 0 or at != tenths[index - 1]]
    else:
        assert len(set(tenths)) == 1


@pytest.mark.parametrize("code", sorted(states().walks))
def test_every_state_can_be_framed(code: str) -> None:
    sheet = frame(outline(code), 360, 342, margin=26)
    placed = [sheet.place(*point) for point in outline(code)]
    assert all(25.9 <= x <= 334.1 and 25.9 <= y <= 316.1 for x, y in placed)
    assert code in survey(sheet).land


def test_a_frame_reaches_for_places_far_from_the_mainland() -> None:
    canaries = place(-15.44, 28.10, "Las Palmas")
    assert ">Las Palmas</text>" in draw(canaries, focus="ES")
    assert "outside" not in draw(canaries, focus="ES")


def test_the_named_points_lie_on_their_state_as_it_is_drawn() -> None:
    sheet = frame(outline("AZ"), 960, 634, margin=26)
    land = survey(sheet).land
    for longitude, latitude, code in (
        (49.85, 40.4, "AZ"),
        (45.41, 39.21, "AZ"),
        (46.75, 39.815, "AZ"),
        (44.9, 40.2, "AM"),
    ):
        x, y = sheet.place(longitude, latitude)
        assert [one for one, rings in land.items() if inside(x, y, rings)] == [code]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(45, 50), st.floats(38.5, 41.5)), max_size=130))
def test_no_two_markers_lie_over_each_other_and_none_is_lost(spots: list[tuple[float, float]]) -> None:
    sheet = Frame(Azimuthal(47.5, 40), 6000, 480, 300, 960, 634)
    clusters = gathered([place(*spot) for spot in spots], sheet)
    assert sum(len(one.members) for one in clusters) == len(spots)
    for one, two in combinations(clusters, 2):
        assert (
            abs(one.x - two.x) >= one.half + two.half
            or abs(one.y - two.y) >= 18
            or hypot(one.x - two.x, one.y - two.y) >= 20
        )


def test_coincident_places_are_counted_and_named() -> None:
    drawing = draw(*(place(49.85, 40.4, f"Unit {number}") for number in range(1, 13)))
    assert ">12</text>" in drawing
    assert "12 places: Unit 1; " in drawing
    assert "Unit 8 and 4 more</title>" in drawing


def test_what_lies_beyond_the_shapes_is_counted_beneath() -> None:
    assert "1 place lies outside this map." in draw(place(0, 0))
    assert "2 places lie outside this map." in draw(place(0, 0), place(-120, 40))


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["en", "ar"]), st.sampled_from([360, 960]))
@settings(max_examples=25, deadline=None)
def test_any_name_makes_well_formed_xml(label: str, href: str, language: str, width: int) -> None:
    root = read(
        draw(place(46.4, 40.7, label, href), place(49.85, 40.4, "زيارة"), language=language, width=width)
    )
    assert len([one for one in root.iter() if (one.get("class") or "").startswith("place")]) == 2


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.floats(45, 50), st.floats(38.5, 41.5)), max_size=40), st.sampled_from([360, 960])
)
def test_no_two_texts_lie_over_each_other(spots: list[tuple[float, float]], width: int) -> None:
    from habeas.pictures.svg import text_width

    root = read(draw(*(place(*spot, f"Place {index}") for index, spot in enumerate(spots)), width=width))
    boxes = []
    for one in root.iter(f"{SVG}text"):
        size, said = float(one.get("font-size", "12")), one.text or ""
        taken = text_width(said, size)
        x, y = float(one.get("x", "0")), float(one.get("y", "0"))
        left = x - taken * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")]
        boxes.append((left, y - 8, left + taken, y + 1))
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] or b[3] <= a[1]


def test_kosovo_is_starred_its_line_broken_and_the_note_given() -> None:
    drawing = draw(focus="XK")
    assert ">Kosovo*</text>" in drawing
    assert 'class="border broken"' in drawing
    assert "Resolution 1244 (1999)" in drawing
    assert "Kosovo" not in draw(focus="AZ")


def test_a_map_without_focus_or_places_shows_europe() -> None:
    land = survey(frame(EUROPE, 960, 730, margin=12)).land
    assert {"IS", "PT", "NO", "MT", "CY", "AZ", "MC", "VA"} <= set(land)
    assert "Georgia" in draw(focus=None)


def test_names_of_states_lie_within_their_land() -> None:
    ground = survey(frame(outline("AZ"), 960, 634, margin=26))
    for x, y in seat(ground, "AZ", 70, 11):
        assert inside(x, y, ground.land["AZ"])


def test_no_coast_is_drawn_where_the_shapes_were_cut() -> None:
    drawing = lines(survey(frame(outline("RU"), 960, 634, margin=26)))
    assert "coast" in drawing
    # At 20° N the shapes end within the Sahara.
    desert = survey(Frame(Azimuthal(10, 20), 4000, 480, 300, 960, 634))
    assert {"NE", "DZ"} <= set(desert.land)
    assert not desert.coasts


def test_the_antimeridian_cuts_nothing() -> None:
    drawing = draw(place(-173.2, 64.45, "Provideniya"), place(177.45, 64.75, "Anadyr"), focus="RU")
    assert "outside" not in drawing
    sheet = frame(outline("RU"), 960, 634, margin=26)
    west, east = sheet.place(177.45, 64.75), sheet.place(states().turned(-173.2), 64.45)
    assert 0 < east[0] - west[0] < 60


def test_each_party_is_painted_as_its_class_and_says_so() -> None:
    drawing = parties({"AZ": "no", "MC": "yes", "ZZ": "yes"})
    root = read(drawing)
    titles = [one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}g") if one.get("class") == "party"]
    assert titles == ["Azerbaijan: on request", "Monaco: automatic publication"]
    assert "Not on this map: ZZ." in drawing
    assert 'fill="url(#parties-1)"' in drawing
    assert 'id="parties-1"' in drawing
    # Monaco is smaller than a point of the map: a disc stands for it.
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_a_party_with_a_page_is_a_link_and_the_map_a_group() -> None:
    drawing = parties({"AZ": "no"}, links={"AZ": "/parties/az", "GE": "javascript:x"})
    assert 'href="/parties/az" class="party" aria-label="Azerbaijan: on request"' in drawing
    assert 'role="group"' in drawing
    assert "javascript" not in drawing


@pytest.mark.parametrize("drawing", [draw(place(49.85, 40.4)), parties({"AZ": "yes", "GE": "no"}, width=360)])
def test_a_map_carries_nothing_that_a_strict_policy_refuses(drawing: str) -> None:
    assert "style" not in drawing
    assert "<script" not in drawing
    assert not re.search(r"\son\w+=", drawing)
    assert set(re.findall(r'https?://[^"\s<]+', drawing)) == {"http://www.w3.org/2000/svg"}
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', drawing)) >= 11


def test_maps_are_the_same_each_time_and_small() -> None:
    assert draw(place(49.85, 40.4)) == draw(place(49.85, 40.4))
    assert len(draw(place(49.85, 40.4)).encode()) < 60_000
    assert len(parties({"AZ": "yes"}, width=360).encode()) < 120_000


def test_what_is_nowhere_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="no shape"):
        draw(focus="XX")
    with pytest.raises(ValueError, match="not a place"):
        place(200, 91)
    with pytest.raises(ValueError, match="not a place"):
        place(float("nan"), 1)
    with pytest.raises(ValueError, match="no such class"):
        parties({"AZ": "perhaps"})
