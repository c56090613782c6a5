"""What of a custody was under another record: after a transfer all of it, after a release what was held."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.entered import Said, entered

from habeas.custody import Event, new_event_id
from habeas.custody.before import WITHIN, Before, before

MONDAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def stay(*entries: Said) -> list[Event]:
    """Entries by hours after Monday, eight o'clock."""
    return entered(MONDAY, *((kind, after * 60, *data) for kind, after, *data in entries))


def test_a_transfer_goes_on_with_the_way_between_and_a_release_without_the_time_free():
    held = ("apprehended", 0), ("record_opened", 1)
    moved = before(stay(*held, ("transferred_out", 20)), MONDAY + hours(22))
    assert moved == Before(since=MONDAY)
    assert moved.counts_from == MONDAY
    freed = before(stay(*held, ("released", 20)), MONDAY + hours(22))
    assert freed == Before(since=MONDAY, free=hours(2))
    assert freed.counts_from == MONDAY + hours(2)


@pytest.mark.parametrize(
    "earlier",
    [
        stay(("apprehended", 0), ("record_opened", 1)),
        stay(("apprehended", 0), ("died", 20)),
        stay(("attended", 0), ("record_opened", 1, {"basis": "attendance"}), ("left_premises", 20)),
        stay(("attended", 0), ("record_opened", 1, {"basis": "attendance"}), ("released", 20)),
        stay(("apprehended", 30), ("record_opened", 30), ("released", 40)),
        stay(("apprehended", 0), ("judge_seen", 19), ("released", 20)),
        stay(),
    ],
    ids=["still there", "dead", "left freely", "invited", "begun later", "freed by a judge", "empty"],
)
def test_nothing_goes_on_from(earlier):
    assert before(earlier, MONDAY + hours(22)) is None


def test_who_was_free_for_longer_than_a_day_begins_anew():
    freed = stay(("apprehended", 0), ("record_opened", 1), ("released", 20))
    assert before(freed, MONDAY + hours(20) + WITHIN) is not None
    assert before(freed, MONDAY + hours(20) + WITHIN + timedelta(seconds=1)) is None


def test_a_judge_reached_before_a_transfer_is_reached():
    moved = stay(("apprehended", 0), ("judge_seen", 19), ("transferred_out", 20))
    assert before(moved, MONDAY + hours(21)) == Before(since=MONDAY, judge=True)


def test_a_release_that_was_corrected_counts_as_corrected():
    freed = stay(("apprehended", 0), ("record_opened", 1), ("released", 20))
    when = MONDAY + hours(18)
    mended = Event(
        record_id="r1",
        event_id=new_event_id(when, b"\1" * 10),
        kind="released",
        occurred_at=when,
        recorded_at=when,
        seq=4,
        corrects=freed[2].event_id,
        data={},
    )
    assert before([*freed, mended], MONDAY + hours(22)) == Before(since=MONDAY, free=hours(4))


@given(
    st.lists(
        st.tuples(
            st.integers(1, 600), st.integers(0, 24 * 60), st.sampled_from(("transferred_out", "released"))
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_counts_is_what_was_held_however_often_somebody_was_let_out(stays):
    """Stays by minutes held, minutes until the next, and how they ended; the last is the one before now."""
    minute, at, told = timedelta(minutes=1), MONDAY, []
    for held, apart, ended in stays:
        told.append((at, at + held * minute, ended))
        at += (held + apart) * minute
    found, start = None, at
    for since, until, ended in reversed(told):
        entries = stay(("apprehended", (since - MONDAY) / hours(1)), (ended, (until - MONDAY) / hours(1)))
        found = before(entries, start, found)
        start = since
    counted = sum(
        ((held + (apart if ended == "transferred_out" else 0)) * minute for held, apart, ended in stays),
        timedelta(),
    )
    assert found is not None
    assert abs(at - found.counts_from - counted) < timedelta(milliseconds=1)


def test_an_apprehension_without_a_time_begins_nothing_and_the_next_entry_does():
    timeless, *others = stay(("apprehended", 0), ("arrived", 1), ("released", 20))
    freed = [replace(timeless, occurred_at=None), *others]
    assert before(freed, MONDAY + hours(22)) == Before(since=MONDAY + hours(1), free=hours(2))
