"""The register form of places: codes reused, partial dates, mergers proposed and never taken as facts."""

import io

import pytest
from tests.documents.real import real

from habeas.documents.lists.place_register import (
    Change,
    PlaceHistory,
    is_place_register,
    propose_mergers,
    read_place_register,
)
from habeas.documents.lists.places import PlaceKind
from habeas.documents.results import ReadList
from habeas.documents.tables.spreadsheet import read_table
from habeas.errors import RefusedError

HEAD = "prison\tname\toperator\taddress_uprn\tchange-date\tstart-date\tend-date"


def register(*rows: str) -> ReadList[PlaceHistory]:
    data = "\n".join((HEAD, *rows)).encode()
    return read_place_register(read_table(io.BytesIO(data), name="places.tsv"))


def sample() -> ReadList[PlaceHistory]:
    return read_place_register(read_table(real("places_sample.tsv")))


def test_a_code_reused_is_one_place_with_a_history() -> None:
    places = {place.code: place for place in sample().whole()}
    assert len(places) == 18
    first, second = places["MH"].entries
    assert (first.name, first.since, first.kind) == ("HMP Morton Hall", None, PlaceKind.PRISON)
    assert (second.name, second.since, second.kind) == (
        "HMIRC Morton Hall",
        "2011-05",
        PlaceKind.IMMIGRATION,
    )
    assert second.changes == (Change.RENAMED, Change.TYPE_CHANGED)
    assert (second.line, second.original["name"]) == (3, "HMIRC Morton Hall")


def test_partial_dates_stay_partial() -> None:
    places = {place.code: place for place in sample().whole()}
    assert (places["WA"].closed, places["HY"].closed, places["BW"].opened) == ("2006", "2016-05", "2017-02")
    assert places["BW"].entries[0].since == "2017-02"


def test_a_merger_is_proposed_with_its_reason() -> None:
    proposals = {each.closed: each for each in propose_mergers(sample().items)}
    assert set(proposals) == {("EV", "WO"), ("AL", "PK", "CH")}
    wight = proposals["AL", "PK", "CH"]
    assert (wight.on, wight.into, wight.reason) == (
        "2009-04",
        "IW",
        "HMP/YOI Isle of Wight stands at the address of HMP Albany",
    )
    assert proposals["EV", "WO"].into is None


def test_one_that_began_when_others_closed_is_proposed() -> None:
    result = register("A\tHMP A\t\t\t\t\t2014-04", "B\tHMP B\t\t\t\t\t2014-04", "C\tHMP C\t\t\t\t2014-04\t")
    (merger,) = propose_mergers(result.whole())
    assert (merger.closed, merger.into) == (("A", "B"), "C")


def test_places_closed_in_one_year_alone_are_no_merger() -> None:
    assert propose_mergers(register("A\tHMP A\t\t\t\t\t2014", "B\tHMP B\t\t\t\t\t2014").whole()) == []


def test_entries_come_in_the_order_of_time() -> None:
    (place,) = register(
        "A\tHMP C\t\t\t2015\t\t", "A\tHMP A\t\t\t\t2001\t", "A\tHMP A\tcompany:1\t\t2010-02\t\t"
    ).whole()
    assert [(entry.name, entry.since, entry.changes) for entry in place.entries] == [
        ("HMP A", "2001", ()),
        ("HMP A", "2010-02", (Change.OPERATOR_CHANGED,)),
        ("HMP C", "2015", (Change.RENAMED, Change.OPERATOR_CHANGED)),
    ]
    assert place.name == "HMP C"


def test_a_place_with_a_wrong_row_is_left_out_whole() -> None:
    result = register(
        "A\tHMP A\t\t\t\t\t",
        "A\tHMP B\t\t\t\t\t",
        "B\tHMP B\t\t\t\t2010\t2009",
        "C\tHMP C\t\t\tsoon\t\t",
        "C\tHMP C\t\t\t\t\t",
        "D\tHMP D\t\t\t2010\t\t",
        "D\tHMP E\t\t\t2010\t\t",
        "\tHMP F\t\t\t\t\t",
        "G\t\t\t\t\t\t",
        "H\tHMP H\t\t\t\t\t2010",
        "H\tHMP I\t\t\t2005\t\t2011",
    )
    assert [(found.line, found.column, found.code) for found in result.problems] == [
        (3, "prison", "code-repeated"),
        (4, "end-date", "date-backwards"),
        (5, "change-date", "date-unreadable"),
        (7, "change-date", "code-repeated"),
        (8, "change-date", "code-repeated"),
        (9, "prison", "code-missing"),
        (10, "name", "name-missing"),
        (12, "end-date", "dates-differ"),
    ]
    assert [place.code for place in result.items] == ["H"]


def test_other_headings_are_refused() -> None:
    table = read_table(io.BytesIO(b"Name,Region\r\nA,B\r\n"), name="l.csv")
    assert not is_place_register(table)
    with pytest.raises(RefusedError, match="prison, name, change-date"):
        read_place_register(table)
