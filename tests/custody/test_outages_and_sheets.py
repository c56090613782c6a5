"""What the book of a station tells of outages and of numbered paper."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from habeas.custody import Event, event_from, new_event_id
from habeas.custody.outages import in_outage, lasting_outage, outages
from habeas.custody.sheets import State, account, issues, line_id, next_number, page_of, place_on

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
_numbers = count(1)


def event(kind: str, *, hour: float = 0, **columns: Any) -> Event:
    """An event that happened so many hours after noon, and stands in the register in turn."""
    number = next(_numbers)
    said = {
        "record_id": "book:north",
        "event_id": new_event_id(NOON, number.to_bytes(10, "big")),
        "kind": kind,
        "occurred_at": (NOON + timedelta(hours=hour)).isoformat(),
        **columns,
    }
    made = event_from(said, now=NOON + timedelta(hours=48))
    return Event(**{name: getattr(made, name) for name in Event.__slots__} | {"seq": number})


def test_an_outage_runs_from_its_start_to_its_end_and_on_where_none_is_written() -> None:
    book = [
        event("outage_started", hour=5, span_id="b"),
        event("outage_started", span_id="a", data={"note": "no power"}),
        event("outage_ended", hour=2, span_id="a"),
        event("handover", hour=3),
    ]
    first, second = outages(book)
    assert (first.reason, first.ended) == ("no power", NOON + timedelta(hours=2))
    assert (second.began, second.end) == (NOON + timedelta(hours=5), None)
    assert lasting_outage((first, second)) is second
    assert lasting_outage((first,)) is None


def test_an_outage_that_was_struck_or_has_no_start_is_none() -> None:
    wrong = event("outage_started")
    assert outages([wrong, event("annulled", corrects=wrong.event_id, data={"why": "a mistake"})]) == ()
    assert outages([event("outage_ended")]) == ()


def test_only_what_was_written_elsewhere_while_it_lasted_is_in_an_outage() -> None:
    found = outages([event("outage_started", span_id="a"), event("outage_ended", hour=2, span_id="a")])

    def within(**columns: Any) -> bool:
        return in_outage(event("meal_offered", **columns), found) is not None

    assert within(hour=1, source="paper")
    assert within(hour=1, source="device")
    assert within(hour=2, source="paper")
    assert not within(hour=2.1, source="paper")
    assert not within(hour=-0.1, source="paper")
    assert not within(hour=1, source="desk")
    assert not within(occurred_at=None, source="paper")


def test_a_line_of_paper_is_named_and_read_again() -> None:
    assert place_on(page_of(14, 3)) == (14, 3)
    assert [place_on(page) for page in (None, "page 14", "sheet 0, line 1", "sheet 1, line 3 and 4")] == [
        None
    ] * 4
    assert line_id("north", 14, 3) == line_id("north", 14, 3)
    assert len({line_id("north", 14, 3), line_id("south", 14, 3), line_id("north", 1, 43)}) == 3


def test_a_sheet_that_was_passed_over_is_missing_and_those_behind_are_ready() -> None:
    book = [
        event("sheets_issued", data={"first_sheet": 1, "last_sheet": 6}),
        event("sheet_cancelled", data={"sheet": 2, "why": "torn"}),
    ]
    states = {one.number: one.state for one in account(book, {1: {1, 2}, 4: {1}, 9: {2}, 5: ()})}
    assert states == {
        1: State.TYPED,
        2: State.CANCELLED,
        3: State.MISSING,
        4: State.TYPED,
        5: State.MISSING,
        6: State.MISSING,
        9: State.STRANGE,
    }
    assert [one.state for one in account(book, {1: {1}})][2:] == [State.READY] * 4


def test_numbers_go_on_also_past_an_issue_that_was_struck() -> None:
    assert next_number([]) == 1
    first = event("sheets_issued", data={"first_sheet": 1, "last_sheet": 6})
    struck = event("annulled", corrects=first.event_id, data={"why": "the printer failed"})
    assert next_number([first, struck]) == 7
    assert issues([first, struck]) == ()
