"""What several stretches of time leave and share, minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from habeas.clock.intervals import Piece, length, minus, overlap, union

DAY = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pieces = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6).map(
    lambda given: [(DAY + a * MINUTE, DAY + b * MINUTE) for a, b in given]
)


def minutes(found: list[Piece]) -> set[int]:
    return {at for at in range(40) if any(since <= DAY + at * MINUTE < until for since, until in found)}


@given(pieces, pieces)
def test_what_is_left_is_in_one_and_in_no_other(one: list[Piece], other: list[Piece]) -> None:
    left = minus(one, other)
    assert minutes(left) == minutes(one) - minutes(other)
    assert length(left) == len(minutes(left)) * MINUTE


@given(pieces)
def test_what_is_joined_is_in_order_and_touches_nothing(given_: list[Piece]) -> None:
    joined = union(given_)
    assert minutes(joined) == minutes(given_)
    assert all(before[1] < after[0] for before, after in pairwise(joined))


@given(pieces, st.integers(0, 39))
def test_what_is_shared_lies_in_both(given_: list[Piece], begin: int) -> None:
    one = (DAY + begin * MINUTE, DAY + 40 * MINUTE)
    assert minutes(overlap(one, given_)) == minutes([one]) & minutes(given_)


def test_touching_is_no_overlap() -> None:
    noon = DAY + 720 * MINUTE
    assert overlap((DAY, noon), [(noon, noon + MINUTE)]) == []
