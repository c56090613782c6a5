"""A place keeps its history: each change is dated, makes the place what it is now, and is journalled."""

from datetime import date
from pathlib import Path

import pytest
from tests.documents.real import real

from habeas.clock import Edtf
from habeas.documents.lists.place_register import propose_mergers, read_place_register
from habeas.documents.lists.places import PlaceKind, ReadPlace
from habeas.documents.tables.spreadsheet import read_table
from habeas.dossier.facts import Klass
from habeas.dossier.facts import Source as SourceValue
from habeas.errors import RefusedError
from habeas.web.journal.access import history_of
from habeas.web.journal.actions import snapshot
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Party
from habeas.web.people.access import NOBODY
from habeas.web.places import actions
from habeas.web.places.access import places_for
from habeas.web.places.models import Place
from habeas.web.places.store import place_value
from habeas.web.places.taking import take_place_histories, take_places
from habeas.web.sources.actions import source_for

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

TODAY = date(2031, 7, 3)
PUBLIC = SourceValue(name="Register of prisons", date=Edtf.parse("2020"), address="https://example.org/")
ANYONE = None


@pytest.fixture
def party() -> Party:
    return add_party(None, name="Orland")


@pytest.fixture
def place(party: Party) -> Place:
    source = source_for(None, SourceValue(name="Ministry of Justice, list of 2019"))
    row = Place(party=party, source=source, name="Prison No. 4", kind="prison")
    return actions.add_place(None, row, opened="1996")


def test_a_new_name_keeps_the_old_one(place: Place) -> None:
    actions.rename_place(None, place, name="Open Prison No. 4", on="2019-03", today=TODAY)
    place.refresh_from_db()
    assert (place.name, place.other_names) == ("Open Prison No. 4", ["Prison No. 4"])
    assert [act.kind for act in place_value(place).acts] == ["opened", "renamed"]


def test_a_change_recorded_late_takes_its_place_in_time(place: Place) -> None:
    actions.rename_place(None, place, name="Third", on="2019", today=TODAY)
    earlier = actions.rename_place(None, place, name="Second", on="2010", today=TODAY)
    place.refresh_from_db()
    assert (place.name, earlier.before) == ("Third", "Prison No. 4")
    assert set(place.other_names) == {"Prison No. 4", "Second"}


def test_closed_and_reopened_and_of_another_kind(place: Place) -> None:
    actions.close_place(None, place, on="2020", today=TODAY)
    assert place.state == "closed"
    with pytest.raises(RefusedError, match="closed already"):
        actions.close_place(None, place, on="2021", today=TODAY)
    actions.reopen_place(None, place, on="2022-05", today=TODAY)
    assert place.state == "open"
    actions.change_kind(None, place, kind="immigration", on="2022-05", today=TODAY)
    place.refresh_from_db()
    assert (place.kind, place.state) == ("immigration", "open")


def test_a_merger_closes_and_cannot_run_in_a_circle(place: Place) -> None:
    other = actions.add_place(None, Place(party=place.party, source=place.source, name="Prison No. 5"))
    actions.merge_places(None, [place], into=other, on="2009-04", today=TODAY)
    place.refresh_from_db()
    assert place.state == "closed"
    with pytest.raises(RefusedError, match="merged into it"):
        actions.merge_places(None, [other], into=place, on="2010", today=TODAY)


def test_places_of_two_parties_do_not_merge(place: Place) -> None:
    other = actions.add_place(
        None, Place(party=add_party(None, name="Vale"), source=place.source, name="Prison No. 5")
    )
    with pytest.raises(RefusedError, match="two Parties"):
        actions.merge_places(None, [place], into=other, on="2009-04", today=TODAY)


def test_what_lies_ahead_is_not_recorded_as_done(place: Place) -> None:
    with pytest.raises(RefusedError, match="lies ahead"):
        actions.close_place(None, place, on="2031-08", today=TODAY)
    assert place.changes.count() == 1


def test_a_change_withdrawn_gives_back_what_was_and_stays_in_the_history(place: Place) -> None:
    change = actions.rename_place(None, place, name="Mistaken", on="2019", today=TODAY)
    with pytest.raises(RefusedError, match="needs a reason"):
        actions.withdraw_change(None, change, today=TODAY, reason=" ")  # type: ignore[arg-type]
    actions.withdraw_change(None, change, today=TODAY, reason="Another place was meant.")  # type: ignore[arg-type]
    place.refresh_from_db()
    assert place.name == "Prison No. 4"
    entry = history_of(place)[0]
    assert (entry.action, entry.reason) == ("place.change_withdrawn", "Another place was meant.")


@pytest.mark.parametrize("do", ["rename", "kind", "move", "close", "change"])
def test_what_is_changed_by_hand_is_no_longer_public(place: Place, do: str) -> None:
    Place.objects.update(klass="public")
    place.refresh_from_db()
    match do:
        case "rename":
            actions.rename_place(None, place, name="Canary", on="", today=TODAY)
        case "kind":
            actions.change_kind(None, place, kind="military", on="", today=TODAY)
        case "move":
            actions.move_place(None, place, to="Canary", on="", today=TODAY)
        case "close":
            actions.close_place(None, place, on="", today=TODAY)
        case "change":
            before = snapshot(place)
            place.region = "Canary"
            actions.change_place(None, place, before, reason="Misread.")  # type: ignore[arg-type]
    assert not places_for(NOBODY).exists()
    assert history_of(place)[0].revision.changes["klass"] == ["public", "confidential"]


def test_every_action_writes_the_journal(place: Place) -> None:
    other = actions.add_place(None, Place(party=place.party, source=place.source, name="Prison No. 5"))
    actions.open_place(None, other, on="1950", today=TODAY)
    actions.rename_place(None, place, name="New", on="2001", today=TODAY)
    actions.change_kind(None, place, kind="juvenile", on="2002", today=TODAY)
    actions.move_place(None, place, to="4 Mill Lane", on="2003", today=TODAY)
    actions.close_place(None, place, on="2004", today=TODAY)
    actions.reopen_place(None, place, on="2005", today=TODAY)
    actions.merge_places(None, [place], into=other, on="2006", today=TODAY)
    written = list(JournalEntry.objects.order_by("number").values_list("action", flat=True))
    assert written == [
        "party.added",
        "source.added",
        "place.added",
        "place.added",
        "place.opened",
        "place.renamed",
        "place.kind_changed",
        "place.moved",
        "place.closed",
        "place.reopened",
        "place.merged",
    ]


# Lists ---------------------------------------------------------------------------------------


def read(name: str = "Station 1", **more: object) -> ReadPlace:
    return ReadPlace(name=name, **({"line": 2} | more))  # type: ignore[arg-type]


def test_a_list_of_places_comes_in_with_its_dates(party: Party) -> None:
    row = read(kind=PlaceKind.POLICE_STATION, region="North", capacity=12, opened="1996", closed="2020-05")
    done = take_places(None, [row], party=party, source=PUBLIC, today=TODAY)
    place = Place.objects.get()
    assert (done.added, place.kind, place.state, place.klass) == (
        ["Station 1"],
        "police",
        "closed",
        "confidential",
    )
    assert [(change.kind, change.date) for change in place.changes.all()] == [
        ("opened", "1996"),
        ("closed", "2020-05"),
    ]


def test_a_place_that_is_there_is_left_alone(party: Party) -> None:
    take_places(None, [read(code="A")], party=party, source=PUBLIC, today=TODAY)
    again = [read("STATION  1"), read("Other name", code="A", line=3), read("Station 2", line=4)]
    done = take_places(None, again, party=party, source=PUBLIC, today=TODAY)
    assert (done.added, done.repeated) == (["Station 2"], [2, 3])


def test_a_list_that_is_refused_leaves_nothing(party: Party) -> None:
    rows = [read(), read("n" * 201, line=3)]
    before = JournalEntry.objects.count()
    with pytest.raises(RefusedError) as refused:
        take_places(None, rows, party=party, source=PUBLIC, today=TODAY, file="places.csv")
    assert str(refused.value.where) == "places.csv:3, column name"
    assert not Place.objects.exists()
    assert JournalEntry.objects.count() == before
    tried = take_places(None, rows, party=party, source=PUBLIC, today=TODAY, dry_run=True)
    assert [row.line for row in tried.refused] == [3]


def test_public_only_from_a_public_source(party: Party) -> None:
    with pytest.raises(RefusedError, match="date and its address"):
        take_places(
            None, [read()], party=party, source=SourceValue(name="A list"), klass=Klass.PUBLIC, today=TODAY
        )


def sample() -> Path:
    return real("places_sample.tsv")


def test_a_register_comes_in_with_renamings_mergers_and_partial_dates(party: Party) -> None:
    histories = read_place_register(read_table(sample())).whole()
    mergers = {
        code: proposal.into
        for proposal in propose_mergers(histories)
        if proposal.into
        for code in proposal.closed
    }
    done = take_place_histories(
        None, histories, party=party, source=PUBLIC, klass=Klass.PUBLIC, mergers=mergers, today=TODAY
    )
    assert len(done.added) == len(histories) == 18
    morton = Place.objects.get(code="MH")
    assert (morton.name, morton.other_names, morton.kind) == (
        "HMIRC Morton Hall",
        ["HMP Morton Hall"],
        "immigration",
    )
    assert [(c.kind, c.date) for c in morton.changes.all()] == [
        ("renamed", "2011-05"),
        ("kind changed", "2011-05"),
    ]
    wight = Place.objects.get(code="IW")
    assert {change.place.code for change in wight.merged.all()} == {"AL", "PK", "CH"}
    assert Place.objects.get(code="AL").state == "closed"
    weare = Place.objects.get(code="WA")
    assert (weare.state, weare.changes.get().date) == ("closed", "2006")
    assert JournalEntry.objects.filter(action="places.taken_over").count() == 1
    assert places_for(NOBODY).count() == 18
