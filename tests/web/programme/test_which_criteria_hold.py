"""A criterion is met, not met, or not known: what is said holds for every day that a date may mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf, age_between
from habeas.web.programme.criteria import (
    Coverage,
    Criteria,
    Criterion,
    Known,
    Verdict,
    coverage,
    held,
    not_visited_for,
    since_last,
)

TODAY = date(2031, 4, 7)
days = st.dates(date(1990, 1, 1), TODAY)


@st.composite
def dated_in_part(draw) -> tuple[Edtf, date]:
    """A date known in part, and the day that it truly was."""
    day = draw(days)
    form = draw(st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
    return Edtf.parse(day.strftime(form)), day


@given(st.lists(dated_in_part(), min_size=1, max_size=5), st.integers(0, 30))
def test_what_is_said_of_the_years_is_true_of_the_true_days(visits, years) -> None:
    true_age = age_between(max(day for _, day in visits), TODAY)
    said = not_visited_for(years, [when for when, _ in visits], TODAY)
    if said is Verdict.MET:
        assert true_age.years >= years
    if said is Verdict.NOT_MET:
        assert true_age.years < years
    since = since_last([when for when, _ in visits], TODAY)
    assert since is not None
    assert since.least <= true_age
    assert since.most is not None
    assert true_age <= since.most


@given(st.lists(days, min_size=1, max_size=5), st.integers(0, 30))
def test_of_days_that_are_known_nothing_is_left_open(found, years) -> None:
    assert not_visited_for(years, map(Edtf.of, found), TODAY) is not Verdict.NOT_KNOWN


@pytest.mark.parametrize(
    ("visits", "said"),
    [
        (["2025-04-07"], Verdict.MET),  # six years to the day
        (["2025-04-08"], Verdict.NOT_MET),
        (["2025"], Verdict.NOT_KNOWN),
        (["2025", "2019"], Verdict.NOT_KNOWN),
        (["2024", "2019"], Verdict.MET),
        (["2020", None], Verdict.NOT_KNOWN),  # one visit on a day that nobody noted
        (["2030", None], Verdict.NOT_MET),
        ([], Verdict.NOT_KNOWN),
    ],
)
def test_not_visited_for_six_years(visits, said) -> None:
    dates = [Edtf.parse(one) if one else None for one in visits]
    assert not_visited_for(6, dates, TODAY) is said


def test_only_criteria_that_the_set_uses_are_spoken_of() -> None:
    known = Known(kind="police", size=20, asks=2)
    assert held(Criteria(), known, TODAY) == ()
    found = held(Criteria(kinds=frozenset({"police"}), asks=3, size=20, no_visit=True), known, TODAY)
    assert {one.criterion: one.verdict for one in found} == {
        Criterion.NO_VISIT: Verdict.MET,
        Criterion.KIND: Verdict.MET,
        Criterion.SIZE: Verdict.MET,
        Criterion.ASKS: Verdict.NOT_MET,
    }


def test_a_size_or_a_kind_that_nobody_knows_is_not_held_against_a_place() -> None:
    found = held(Criteria(size=10, kinds=frozenset({"prison"})), Known(kind="unknown"), TODAY)
    assert [one.verdict for one in found] == [Verdict.NOT_KNOWN, Verdict.NOT_KNOWN]


@given(st.lists(st.one_of(st.none(), days.map(Edtf.of)), max_size=3), st.integers(1, 20))
def test_article_17_3_a_place_visited_by_the_icrc_is_shown_as_such_whatever_its_visits(visits, years) -> None:
    """Article 17(3)."""
    found = tuple(visits)
    assert coverage(found, TODAY, years=years, protected=True) is Coverage.NOT_TO_BE_VISITED
    shown = coverage(found, TODAY, years=years, protected=False)
    assert (shown is Coverage.NO_VISIT) == (not visits)
