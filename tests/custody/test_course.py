"""The course of a stay: every entry once, ends that are not written, gaps of recording and of writing."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from habeas.custody import Event, effective, kinds, new_event_id
from habeas.custody.course import SILENT_AFTER, Course, course_of, lane_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=9)
_COUNT = itertools.count(1)


def event(kind: str, minutes: float | None, seq: int | None = None, **columns: Any) -> Event:
    number = next(_COUNT)
    at = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Event(
        record_id="r1",
        event_id=new_event_id(NOON, number.to_bytes(10, "big")),
        kind=kind,
        occurred_at=at,
        recorded_at=(at or NOON) + timedelta(minutes=1),
        seq=seq or number,
        **columns,
    )


def course(*events: Event, as_of: datetime = LATER) -> Course:
    return course_of(events, as_of=as_of)


def minutes(gaps: Any) -> list[tuple[float, float]]:
    return [tuple((at - NOON) / timedelta(minutes=1) for at in (one.begins, one.ends)) for one in gaps]


def test_every_kind_has_a_lane_and_the_two_ends_of_a_span_have_the_same():
    for kind in kinds().values():
        assert lane_of(kind.name)
    ends = {kind.ends: lane_of(kind.name) for kind in kinds().values() if kind.ends}
    assert ends == {kind.starts: lane_of(kind.name) for kind in kinds().values() if kind.starts}
    assert lane_of("x_of_a_site") == "other"


timed = st.none() | st.integers(0, 5000)
some_kind = st.sampled_from(
    [*sorted(set(kinds()) - {"annulled"}), *["interview_started", "interview_ended"] * 9]
)


@given(st.lists(st.tuples(some_kind, timed, st.sampled_from([None, "s1", "s2"])), max_size=40))
def test_each_entry_stands_once_and_in_order(told):
    events = [event(kind, at, seq, span_id=span) for seq, (kind, at, span) in enumerate(told, 1)]
    found = course(*events)
    stretches = [each for own in found.stretches.values() for each in own]
    seen = [one.event_id for each in stretches for one in each.written]
    seen += [one.event_id for own in found.moments.values() for one in own]
    seen += [one.event_id for one in found.timeless]
    assert sorted(seen) == sorted(one.event_id for one in effective(events))
    assert all(each.begins <= each.stops for each in stretches)
    assert all(one.begins < one.ends for one in (*found.unrecorded, *found.silent))


def test_a_start_without_an_end_runs_while_the_person_is_there_and_is_torn_once_gone():
    here = course(event("arrived", 0), event("interview_started", 10), as_of=NOON + timedelta(minutes=70))
    [running] = here.stretches["interview"]
    assert running.running
    assert not running.end_missing
    assert running.stops == NOON + timedelta(minutes=70)
    gone = course(event("arrived", 0), event("interview_started", 10), event("released", 90))
    [torn] = gone.stretches["interview"]
    assert torn.end_missing
    assert torn.begins == torn.stops
    assert [one.span.name for one in gone.incomplete()] == ["interview"]


def test_a_stay_in_a_cell_runs_to_the_end_of_the_stay_and_its_end_is_still_missing():
    found = course(event("cell_entered", 5), event("released", 90))
    [cell] = found.stretches["place"]
    assert cell.stops == NOON + timedelta(minutes=90)
    assert cell.end_missing


def test_an_end_without_a_start_is_torn_on_its_left():
    [only] = course(event("rest_ended", 30), event("released", 90)).stretches["rest"]
    assert only.start_missing
    assert not only.end_missing


def test_an_interview_is_held_against_its_recording_less_its_breaks():
    found = course(
        event("interview_started", 0),
        event("recording_started", 14),
        event("recording_stopped", 40),
        event("interview_break_started", 40),
        event("interview_break_ended", 50),
        event("recording_started", 55),
        event("recording_stopped", 80),
        event("interview_ended", 80),
    )
    assert minutes(found.unrecorded) == [(0, 14), (50, 55)]


def test_an_interview_without_any_recording_is_a_gap_and_one_that_may_be_recorded_is_none():
    assert minutes(course(event("interview_started", 0), event("interview_ended", 30)).unrecorded) == [
        (0, 30)
    ]
    unknown = course(
        event("interview_started", 0),
        event("recording_started", 10),
        event("interview_ended", 30),
        event("released", 40),
    )
    assert minutes(unknown.unrecorded) == [(0, 10)]


spans_ = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 100)), max_size=6)


@given(spans_, spans_)
def test_gaps_of_recording_are_what_no_recording_covers(interviews, recordings):
    def both(name: str, found: list[tuple[int, int]]) -> list[Event]:
        ends = ("_started", "_ended") if name == "interview" else ("_started", "_stopped")
        return [
            event(name + which, at, span_id=f"{name}{place}")
            for place, (start, length) in enumerate(found)
            for which, at in zip(ends, (start, start + length), strict=True)
        ]

    found = minutes(course(*both("interview", interviews), *both("recording", recordings)).unrecorded)
    for minute in (each + 0.5 for each in range(400)):
        talks = any(start < minute < start + length for start, length in interviews)
        taped = any(start < minute < start + length for start, length in recordings)
        assert any(begins < minute < ends for begins, ends in found) == (talks and not taped)


def test_long_silence_is_said_between_what_happened_and_up_to_now():
    found = course(
        event("arrived", 0), event("checked", 60), event("checked", 400), as_of=NOON + timedelta(hours=12)
    )
    assert minutes(found.silent) == [(60, 400), (400, 720)]
    assert all(one.length > SILENT_AFTER for one in found.silent)
    assert not course(event("arrived", 0), event("released", 100)).silent


def test_what_was_struck_or_corrected_is_not_drawn_and_listed():
    first = event("checked", 10)
    again = event("checked", 12, corrects=first.event_id, data={"why": "wrong clock"})
    struck = event("roused", 20)
    gone = event("annulled", 25, corrects=struck.event_id)
    found = course(first, again, struck, gone)
    assert [one.event_id for one in found.moments["checks"]] == [again.event_id]
    assert {line.first.event_id for line in found.not_standing} == {first.event_id, struck.event_id}


def test_an_empty_record_has_no_course():
    found = course()
    assert found.begins is None
    assert found.ends is None
    assert not found.silent
