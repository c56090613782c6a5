"""Ages in words: exact by the calendar, a range where the date is known in part."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.language import words
from habeas.web.shell.ages import Age, add_months, age_words, months_between

TODAY = date(2024, 7, 3)
EN = words("en")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-07-03", "0 days (since 3 July 2024)"),
        ("2024-07-02", "1 day (since 2 July 2024)"),
        ("2024-03-12", "3 months (since 12 March 2024)"),
        ("2024-03-03", "4 months (since 3 March 2024)"),
        ("2022-07-04", "23 months (since 4 July 2022)"),
        ("2022-07-03", "2 years (since 3 July 2022)"),
        ("2024-03", "3 to 4 months (since March 2024)"),
        ("2024-06", "3 days to 1 month (since June 2024)"),
        ("2021", "2 to 3 years (since 2021)"),
        ("2021-03", "3 years (since March 2021)"),
        ("2024-07", "0 to 2 days (since July 2024)"),
        ("../2021", "2 years or more (since until 2021)"),
        ("2024-08", "not yet (August 2024)"),
    ],
)
def test_ages_are_said(when: str, said: str) -> None:
    assert age_words(Edtf.parse(when), TODAY, EN) == said


def test_no_date_is_said_to_be_unknown() -> None:
    assert age_words(None, TODAY, EN) == "unknown"
    assert age_words(date(2024, 7, 2), TODAY, EN) == "1 day (since 2 July 2024)"


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@settings(deadline=None)
@given(DAYS, DAYS)
def test_months_are_as_many_as_can_be_added(one: date, other: date) -> None:
    start, end = sorted((one, other))
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@settings(deadline=None)
@given(DAYS, st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=27), st.booleans())
def test_a_range_holds_the_true_age(as_of: date, back: int, offset: int, whole_year: bool) -> None:
    true = add_months(as_of, -back - 2).replace(day=1) + timedelta(days=offset)
    when = Edtf.parse(f"{true.year}" if whole_year else true.strftime("%Y-%m"))
    least = Age(min(when.latest or as_of, as_of), as_of)
    most = Age(when.earliest or as_of, as_of)
    for unit in ("day", "month", "year"):
        assert least.count(unit) <= Age(true, as_of).count(unit) <= most.count(unit)
