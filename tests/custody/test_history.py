"""Corrections are events: what stands follows from them, and nothing that was written is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody import Event, attributes, effective, lines, pairs, written_by

START = datetime(2031, 7, 3, 8, tzinfo=UTC)


def event(seq: int, kind: str = "checked", **more) -> Event:
    at = more.pop("at", seq)
    corrects = more.pop("corrects", None)
    return Event(
        record_id=more.pop("record_id", "r"),
        event_id=f"e{seq}",
        kind=kind,
        seq=seq,
        occurred_at=None if at is None else START + timedelta(minutes=at),
        recorded_at=START + timedelta(minutes=seq),
        corrects=None if corrects is None else f"e{corrects}",
        data=MappingProxyType(more),
    )


def standing(*events: Event) -> list[str]:
    return [one.event_id for one in effective(events)]


def test_of_several_corrections_the_last_counts_and_may_be_corrected_itself() -> None:
    assert standing(event(1), event(2, corrects=1)) == ["e2"]
    assert standing(event(1), event(2, corrects=1), event(3, corrects=1)) == ["e3"]
    assert standing(event(1), event(2, corrects=1), event(3, corrects=2)) == ["e3"]
    # What corrects a version that no longer counts changes nothing.
    assert standing(event(1), event(2, corrects=1), event(3, corrects=1), event(4, corrects=2)) == ["e3"]


def test_annulled_removes_and_to_correct_it_restores() -> None:
    annulled = [event(1), event(2, "annulled", corrects=1)]
    assert standing(*annulled) == []
    assert standing(*annulled, event(3, "annulled", corrects=2)) == ["e1"]
    assert standing(*annulled, event(3, "annulled", corrects=2), event(4, "annulled", corrects=3)) == []
    assert standing(*annulled, event(3, corrects=2)) == ["e3"]


@pytest.mark.parametrize("length", [3000, 3001])
def test_a_chain_of_corrections_may_be_as_long_as_somebody_makes_it(length) -> None:
    numbers = range(2, length + 1)
    corrected = [event(1), *(event(seq, corrects=seq - 1) for seq in numbers)]
    [line], faults = lines(corrected)
    assert (line.stands, line.replaced, faults) == (corrected[-1], tuple(corrected[-2::-1]), [])
    annulled = [event(1), *(event(seq, "annulled", corrects=seq - 1) for seq in numbers)]
    assert standing(*annulled) == ([] if length % 2 == 0 else ["e1"])
    restored = [
        event(1),
        *(event(seq, "checked" if seq % 2 else "annulled", corrects=seq - 1) for seq in numbers),
    ]
    assert standing(*restored) == ([] if length % 2 == 0 else [f"e{length}"])


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (event(2, corrects=9), "corrects-unknown"),
        (event(2, corrects=2), "corrects-itself"),
        (event(2, corrects=1, record_id="other"), "corrects-another-record"),
        (event(2, corrects=3), "corrects-later"),
        (event(2, "roused", corrects=1), "corrects-another-kind"),
    ],
)
def test_a_correction_that_cannot_be_is_a_fault_corrects_nothing_and_says_what_it_says(one, code) -> None:
    found, faults = lines([event(1), one, event(3)])
    assert [(fault.event_id, fault.code) for fault in faults] == [("e2", code)]
    assert [line.stands.event_id for line in found] == ["e1", "e2", "e3"]
    # It can be corrected itself, as any other entry.
    later = event(4, one.kind, corrects=2, record_id=one.record_id)
    found, faults = lines([event(1), one, event(3), later])
    assert [line.stands.event_id for line in found] == ["e1", "e4", "e3"]


def test_without_numbers_what_is_later_is_what_was_written_later() -> None:
    """Who puts a time earlier, or adds one that was missing, corrects what was written before."""
    late = event(1, at=30)
    earlier = replace(event(2, at=10, corrects=1), seq=None)
    assert standing(replace(late, seq=None), earlier) == ["e2"]
    untimed = replace(event(1, at=None), seq=None)
    assert standing(untimed, earlier) == ["e2"]
    assert standing(untimed, replace(event(2, "annulled", corrects=1), seq=None)) == []
    _found, faults = lines([replace(event(1, corrects=2), seq=None), replace(event(2), seq=None)])
    assert [fault.event_id for fault in faults] == ["e1"]


def test_an_annulment_that_cannot_be_takes_nothing_away_and_is_no_event() -> None:
    entries = [event(1), event(2, "annulled", corrects=9), event(3, corrects=2), event(4, corrects=3)]
    found, faults = lines(entries)
    assert [fault.code for fault in faults] == ["corrects-unknown", "corrects-a-fault"]
    assert [line.stands.event_id for line in found] == ["e1", "e4"]


def test_a_page_shows_what_stands_what_it_replaced_and_what_struck_it() -> None:
    (line,), _faults = lines([event(1), event(2, corrects=1), event(3, "annulled", corrects=2)])
    assert (line.stands, line.annulled_by.event_id) == (None, "e3")
    assert [one.event_id for one in line.replaced] == ["e2", "e1"]


corrections = st.lists(
    st.tuples(st.sampled_from(("checked", "annulled")), st.none() | st.integers(1, 12)), max_size=12
)


@given(corrections)
def test_every_entry_stands_was_replaced_annulled_or_is_a_fault(shape) -> None:
    entries = [event(seq, kind, corrects=to) for seq, (kind, to) in enumerate(shape, start=1)]
    found, faults = lines(entries)
    shown = {one.event_id for line in found for one in (line.stands, *line.replaced) if one}
    annulments = {one.event_id for one in entries if one.kind == "annulled"}
    assert shown | annulments | {fault.event_id for fault in faults} == {one.event_id for one in entries}
    assert sum(line.stands is not None for line in found) == len(effective(entries))


@given(corrections, st.integers(0, 12))
def test_what_was_written_later_did_not_exist_then(shape, minutes) -> None:
    entries = [event(seq, kind, corrects=to) for seq, (kind, to) in enumerate(shape, start=1)]
    then = START + timedelta(minutes=minutes)
    assert written_by(entries, then) == entries[:minutes]


def test_spans_go_by_their_name_else_a_start_with_the_next_end() -> None:
    rest = [event(1, "rest_started"), event(2, "rest_ended"), event(3, "rest_started")]
    found = [(one.start and one.start.event_id, one.end and one.end.event_id) for one in pairs(rest, "rest")]
    assert found == [("e1", "e2"), ("e3", None)]
    twice = [
        event(1, "rest_started"),
        event(2, "rest_started"),
        event(3, "rest_ended"),
        event(4, "rest_ended"),
    ]
    found = [(one.start and one.start.event_id, one.end and one.end.event_id) for one in pairs(twice, "rest")]
    assert found == [("e1", None), ("e2", "e3"), (None, "e4")]


def test_attributes_are_what_the_events_say_of_the_person() -> None:
    opened = event(1, "record_opened", juvenile=None, basis="criminal", note="at the desk")
    amended = event(2, "record_amended", juvenile=True)
    assert attributes([opened, amended]) == {"juvenile": True, "basis": "criminal"}
    corrected = event(3, "record_amended", corrects=2, juvenile=False)
    assert attributes([opened, amended, corrected])["juvenile"] is False
