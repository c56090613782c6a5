"""How kernels lay out what they read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from habeas.safeguards.kernels.lines import Lines

NUMBERS = st.integers(0, 60) | st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.tuples(st.integers(0, 5), NUMBERS), max_size=30))
def test_lines_come_by_their_number_whatever_somebody_numbered_them(said: list[tuple[int, int]]) -> None:
    said.sort(key=lambda one: one[0])
    row, seq = (np.array([one[at] for one in said], np.int64) for at in (0, 1))
    e = np.arange(len(row))
    lines = Lines(row=row, e=e, seq=seq, ts=e, wr=e, own=np.ones(len(row), np.bool_), soon=e)
    assert lines.by_number.tolist() == sorted(e.tolist(), key=lambda at: (row[at], seq[at], at))
