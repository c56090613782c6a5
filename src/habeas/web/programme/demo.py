"""An invented Party's places on the map, where delegations were, and a first programme, for the demo.

Orland does not exist: on the map its places lie in the open sea.
"""

from datetime import date

from habeas.web.journal.actions import snapshot
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.actions import add_place, change_place
from habeas.web.places.models import Place
from habeas.web.programme.actions import protect, put_on, save_criteria, say_of_year
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProgrammeYear, ProtectedPlace
from habeas.web.visits.actions import add_stop
from habeas.web.visits.models import Visit, VisitPlace

_WHERE = {
    "Northgate Police Station": ("56.71", "2.92", 24),
    "Harbour District Police Station": ("55.42", "1.96", 18),
    "Ansel Remand Prison": ("55.31", "2.61", 410),
    "Greyfield Prison": ("56.02", "3.88", 760),
}
_NEW: tuple[tuple[str, str, str, str, int | None], ...] = (
    ("Tern Island Psychiatric Hospital (invented)", "psychiatric", "55.86", "5.05", 220),
    ("Eastmere Reception Centre (invented)", "immigration", "56.93", "4.62", 120),
    ("Saltmarsh Camp (invented)", "military", "54.88", "4.21", None),
)
_STOPS = {
    date(2020, 9, 14): {
        "Northgate Police Station": "2020-09-15",
        "Harbour District Police Station": "2020-09-16",
        "Greyfield Prison": "2020-09-18/2020-09-22",
    },
    date(2023, 9, 4): {"Northgate Police Station": "2023-09-05"},
}


def fill(reader: Reader, party: Party) -> None:
    """Enter it, unless anything was put on the programme already."""
    if not party.invented or ProgrammeEntry.objects.filter(party=party).exists():
        return
    _places(reader, party)
    for first, stops in _STOPS.items():
        visit = Visit.objects.filter(party=party, date_earliest=first).first()
        for name, day in stops.items() if visit else ():
            place = Place.objects.filter(party=party, name=name).first()
            if visit and place and not visit.stops.filter(place=place).exists():
                add_stop(reader, VisitPlace(visit=visit, place=place, date=day))
    _programme(reader, party)


def _places(reader: Reader, party: Party) -> None:
    for name, (latitude, longitude, size) in _WHERE.items():
        place = Place.objects.filter(party=party, name=name, latitude=None).first()
        if place is None:
            continue
        before = snapshot(place)
        place.latitude, place.longitude, place.capacity_places = latitude, longitude, size
        change_place(reader, place, before, reason="Coordinates, for the map.")
    known = Place.objects.filter(party=party).first()
    for name, kind, latitude, longitude, holds in _NEW:
        if known is None or Place.objects.filter(party=party, name=name).exists():
            continue
        place = Place(
            party=party, source=known.source, certainty="seen", name=name, kind=kind, capacity_places=holds
        )
        place.latitude, place.longitude = latitude, longitude
        add_place(reader, place)
        if kind == "military":
            basis = "Letter of the invented Protecting Power; a delegate is there every month."
            protect(reader, ProtectedPlace(place=place, date="2022", basis=basis))


def _programme(reader: Reader, party: Party) -> None:
    criteria = CriteriaSet.objects.filter(name="Police and remand first (invented)").first()
    if criteria is None:
        criteria = CriteriaSet(
            name="Police and remand first (invented)",
            years=6,
            no_visit=True,
            kinds=["police", "temporary detention", "remand"],
            asks=1,
        )
        save_criteria(reader, criteria)
    if not ProgrammeYear.objects.filter(year=2027).exists():
        say_of_year(reader, ProgrammeYear(year=2027, kept_free=2), {})
    decided = {"decided_by": "Plenary meeting 119 (invented)", "decided_on": date(2026, 11, 6)}
    put_on(
        reader,
        ProgrammeEntry(
            year=2027,
            party=party,
            kind="periodic",
            reason="The visit of March 2026 was cancelled.",
            criteria=criteria,
            **decided,
        ),
    )
    remand = Place.objects.filter(party=party, name="Ansel Remand Prison").first()
    if remand is not None:
        reason = "No visit is known, and two letters tell of delays in seeing a doctor."
        put_on(
            reader,
            ProgrammeEntry(year=2027, party=party, place=remand, kind="urgent", reason=reason, **decided),
        )
