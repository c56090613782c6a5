"""How kernels lay out what they read."""

import duckdb
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.safeguards import example_site
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.kernels.lines import Lines
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.kernels.spoken import Spoken
from habeas.safeguards.kernels.stays import Source, Stays
from habeas.safeguards.sql.stages import MAIN

NUMBERS = st.integers(0, 60) | st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.tuples(st.integers(0, 5), NUMBERS), max_size=30))
def test_lines_come_by_their_number_whatever_somebody_numbered_them(said: list[tuple[int, int]]) -> None:
    said.sort(key=lambda one: one[0])
    row, seq = (np.array([one[at] for one in said], np.int64) for at in (0, 1))
    e = np.arange(len(row))
    lines = Lines(row=row, e=e, seq=seq, ts=e, wr=e, own=np.ones(len(row), np.bool_), soon=e)
    assert lines.by_number.tolist() == sorted(e.tolist(), key=lambda at: (row[at], seq[at], at))


def test_what_is_read_of_few_records_at_a_time_comes_by_record_and_leaves_no_gap() -> None:
    rows = "(VALUES (30, 9), (10, 1), (11, 2), (21, 5), (20, 5), (40, NULL)) AS v(e, rid)"
    read = Reading(duckdb.connect())
    found = read.by_record(f"SELECT e, rid, e % 2 AS odd FROM {rows} WHERE rid IS NOT NULL", 2)
    said = [{name: values.tolist() for name, values in each.items()} for each in found]
    assert said == [
        {"e": [10, 11], "rid": [1, 2], "odd": [0, 1]},
        {"e": [20, 21], "rid": [5, 5], "odd": [0, 1]},
        {"e": [30], "rid": [9], "odd": [0]},
    ]
    assert not list(read.by_record(f"SELECT e, rid FROM {rows} WHERE FALSE", 2))


def test_what_sql_says_of_a_stay_is_said_of_that_one_in_whatever_order_rows_come() -> None:
    rows, events, as_of = register(3, 40)
    db = load(rows, events).duckdb()
    Kernels(db, as_of, example_site()).prepare()
    read = Reading(db)
    stays = Stays(Source(read, Spoken(read), 0), MAIN)
    assert len(stays.rid) > 1
    assert stays.stay("LAST_VALUE(y.rid) OVER (ORDER BY y.rid DESC)").tolist() == stays.rid.tolist()
