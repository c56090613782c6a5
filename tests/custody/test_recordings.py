"""Interviews held against their recordings: breaks, faults, overlaps, ends that are not written."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habeas.custody import Event, new_event_id
from habeas.custody.recordings import interviews

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=90)
_COUNT = itertools.count(1)


def said(kind: str, minutes: float | None, span_id: str | None = None, **columns: Any) -> Event:
    number = next(_COUNT)
    at = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Event(
        record_id="r1",
        event_id=new_event_id(NOON, number.to_bytes(10, "big")),
        kind=kind,
        occurred_at=at,
        recorded_at=(at or NOON) + timedelta(minutes=1),
        seq=number,
        span_id=span_id,
        **columns,
    )


def held(*told: tuple[Any, ...], as_of: datetime = LATER) -> list[tuple[bool, list[tuple[float, float]]]]:
    """Of each interview whether it is known, and its gaps in minutes."""
    found = interviews([said(*one) for one in told], as_of=as_of)
    return [
        (
            one.known,
            [tuple((at - NOON) / timedelta(minutes=1) for at in (gap.begins, gap.ends)) for gap in one.gaps],  # type: ignore[misc]
        )
        for one in found
    ]


INTERVIEW = (("interview_started", 0), ("interview_ended", 60))


@pytest.mark.parametrize(
    ("told", "gaps"),
    [
        ([], [(0, 60)]),
        ([("recording_started", 0), ("recording_stopped", 60)], []),
        ([("recording_started", -5), ("recording_stopped", 70)], []),
        ([("recording_started", 5), ("recording_stopped", 55)], [(0, 5), (55, 60)]),
        ([("recording_started", 60), ("recording_stopped", 70)], [(0, 60)]),
        (
            [
                ("recording_started", 0, "a"),
                ("recording_stopped", 40, "a"),
                ("recording_started", 30, "b"),
                ("recording_stopped", 58, "b"),
            ],
            [(58, 60)],
        ),
        (
            [
                ("interview_break_started", 20),
                ("interview_break_ended", 30),
                ("recording_started", 0),
                ("recording_stopped", 20),
                ("recording_started", 33),
                ("recording_stopped", 60),
            ],
            [(30, 33)],
        ),
        # a break of which nobody wrote the end takes nothing off
        (
            [
                ("interview_break_started", 20),
                ("recording_started", 0),
                ("recording_stopped", 20),
                ("released", 80),
            ],
            [(20, 60)],
        ),
        # an end that nobody wrote: it may have run on until the next began
        (
            [("recording_started", 10), ("recording_started", 40), ("recording_stopped", 50)],
            [(0, 10), (50, 60)],
        ),
        ([("recording_stopped", 40)], [(40, 60)]),
        ([("recording_started", None), ("recording_stopped", None)], [(0, 60)]),
        ([("recording_started", 0, "a"), ("recording_stopped", None, "a"), ("released", 80)], []),
    ],
)
def test_what_no_recording_covers_is_a_gap_and_what_is_not_known_is_none(told, gaps):
    assert held(*INTERVIEW, *told) == [(True, gaps)]


@pytest.mark.parametrize(
    ("told", "gaps"),
    [
        # to the next start
        (
            [
                ("recording_started", 0),
                ("recording_fault", 20),
                ("recording_started", 26),
                ("recording_stopped", 60),
            ],
            [(20, 26)],
        ),
        # and where none came, to the end, also if it was stopped later
        ([("recording_started", 0), ("recording_fault", 20), ("recording_stopped", 60)], [(20, 60)]),
        # in one minute: failed, and begun again
        (
            [
                ("recording_started", 0, "a"),
                ("recording_fault", 20, "a"),
                ("recording_started", 20, "b"),
                ("recording_stopped", 60, "b"),
            ],
            [],
        ),
        # sound and picture together: the one that it names
        (
            [
                ("recording_started", 0, "a"),
                ("recording_started", 0, "b"),
                ("recording_fault", 20, "a"),
                ("recording_stopped", 60, "a"),
                ("recording_stopped", 50, "b"),
            ],
            [(50, 60)],
        ),
        # which of the two is not said: the other may have gone on
        (
            [
                ("recording_started", 0, "a"),
                ("recording_started", 0, "b"),
                ("recording_fault", 20),
                ("recording_stopped", 60, "a"),
                ("recording_stopped", 60, "b"),
            ],
            [],
        ),
        # whose beginning nobody wrote may have begun after it
        ([("recording_fault", 20), ("recording_stopped", 60)], []),
        ([("recording_fault", None), ("recording_started", 0), ("recording_stopped", 60)], []),
    ],
)
def test_a_fault_ends_the_recording_that_it_surely_struck(told, gaps):
    assert held(*INTERVIEW, *told) == [(True, gaps)]


def test_an_interview_that_goes_on_is_held_up_to_now_and_one_without_an_end_not_at_all():
    going = [("arrived", -10), ("interview_started", 0), ("recording_started", 4)]
    assert held(*going) == [(True, [(0, 4)])]
    assert held(*going, ("recording_stopped", 30)) == [(True, [(0, 4), (30, 90)])]
    assert held(*going, ("released", 50)) == [(False, [])]
    assert held(("interview_ended", 60)) == [(False, [])]
    assert held(("interview_started", None), ("interview_ended", None)) == []


def test_what_was_struck_is_no_recording_and_seconds_count():
    started = said("recording_started", 0.5)
    told = [said(*one) for one in INTERVIEW]
    told += [started, said("recording_stopped", 60)]
    [one] = interviews(told, as_of=LATER)
    assert one.unrecorded == timedelta(seconds=30)
    [one] = interviews([*told, said("annulled", 61, corrects=started.event_id)], as_of=LATER)
    assert one.gaps == ()  # a stop without a start: since when it ran is not known
