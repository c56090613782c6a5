"""Whatever the true days are, the range that is said holds what would be counted with them."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.web.statistics.counting import (
    Period,
    Range,
    Within,
    counted,
    days_of,
    end_of,
    lag,
    spread,
    start_of,
)

days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
forms = st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"])


@st.composite
def in_part(draw) -> tuple[Edtf, date]:
    """A date known in part, and the day that it truly was."""
    day = draw(days)
    return Edtf.parse(day.strftime(draw(forms))), day


@st.composite
def stretches(draw) -> tuple[Edtf, date, date]:
    """A stretch of time whose ends are known in part, and its true ends."""
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 40)))
    form = draw(forms)
    return Edtf.parse(f"{first.strftime(form)}/{last.strftime(form)}"), first, last


@given(st.lists(in_part(), max_size=8), days, st.integers(0, 900))
def test_a_count_holds_the_recount_of_the_true_days(found, first, length) -> None:
    period = Period(first, first + timedelta(days=length))
    said = counted((period.holds(when), Range(1, 1)) for when, _ in found)
    true = sum(period.first <= day <= period.last for _, day in found)
    assert said.most is not None
    assert said.least <= true <= said.most
    exact = counted((period.holds(Edtf.of(day)), Range(1, 1)) for _, day in found)
    assert exact == Range(true, true)


@given(stretches())
def test_the_days_of_a_visit_hold_the_true_number(stretch) -> None:
    when, first, last = stretch
    said = days_of(when)
    assert said is not None
    assert said.most is not None
    assert said.least <= (last - first).days + 1 <= said.most
    start, end = start_of(when), end_of(when)
    assert start is not None
    assert end is not None
    assert start.earliest is not None
    assert start.earliest <= first
    assert end.latest is not None
    assert last <= end.latest


@given(st.lists(st.tuples(in_part(), in_part()), min_size=1, max_size=7))
def test_the_middle_of_the_lags_holds_the_true_middle(pairs) -> None:
    pairs = [tuple(sorted(pair, key=lambda one: one[1])) for pair in pairs]
    said = spread([lag(before, after) for (before, _), (after, _) in pairs])
    true = [(after - before).days for (_, before), (_, after) in pairs]
    assert said.known == said.of == len(pairs)
    assert said.middle is not None
    assert said.shortest is not None
    assert said.longest is not None
    assert said.middle[0] <= median(true) <= said.middle[1]
    assert said.shortest <= min(true)
    assert max(true) <= said.longest


@pytest.mark.parametrize(
    ("when", "within"),
    [
        ("2024", Within.SURELY),
        ("2024-03-04", Within.SURELY),
        ("2023-12-31", Within.NO),
        ("202X", Within.PERHAPS),
        ("2024-06/..", Within.PERHAPS),
        ("../2023", Within.NO),
        (None, Within.UNDATED),
    ],
)
def test_what_lies_in_a_year(when, within) -> None:
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert year.holds(Edtf.parse(when) if when else None) is within


@pytest.mark.parametrize("when", ["2024-03", "2024", "2024-03-01/..", None])
def test_for_how_long_is_not_known_where_only_when_is(when) -> None:
    assert days_of(Edtf.parse(when) if when else None) is None


def test_what_cannot_be_measured_stays_in_the_denominator() -> None:
    out_of_order = lag(Edtf.parse("2024-05-01"), Edtf.parse("2024-04-01"))
    assert out_of_order is None
    said = spread([Range(10, 10), out_of_order, lag(None, Edtf.parse("2024"))])
    assert (said.known, said.of, said.middle) == (1, 3, (10.0, 10.0))
    assert spread([None]).middle is None


def test_an_unknown_number_makes_an_open_end() -> None:
    assert counted([(Within.SURELY, Range(1, None)), (Within.SURELY, Range(2, 2))]) == Range(3, None)
