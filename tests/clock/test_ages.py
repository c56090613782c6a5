"""How long ago: counted on the calendar, exact to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Age, Edtf, age_between, age_of

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "age"),
    [
        ("2023-01-31", "2023-02-28", Age(0, 1, 0)),
        ("2023-01-31", "2023-03-01", Age(0, 1, 1)),
        ("2024-02-29", "2025-02-28", Age(1, 0, 0)),
        ("2024-02-29", "2025-03-01", Age(1, 0, 1)),
        ("2022-12-05", "2024-07-03", Age(1, 6, 28)),
        ("2024-07-03", "2024-07-03", Age(0, 0, 0)),
        ("2024-07-04", "2024-07-03", Age(0, 0, 0)),
    ],
)
def test_ages_on_the_calendar(start, end, age):
    assert age_between(date.fromisoformat(start), date.fromisoformat(end)) == age


@given(days, days)
def test_an_age_leads_back_to_the_day(one, other):
    start, end = sorted((one, other))
    age = age_between(start, end)
    assert 0 <= age.months < 12
    assert 0 <= age.days < 31
    months = start.year * 12 + start.month - 1 + age.years * 12 + age.months
    year, month = divmod(months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    assert date(year, month + 1, min(start.day, last)) + timedelta(days=age.days) == end


@given(days, st.integers(0, 4000), st.integers(0, 4000))
def test_what_is_later_is_not_younger(start, one, more):
    sooner, later = start + timedelta(days=one), start + timedelta(days=one + more)
    assert age_between(start, sooner) <= age_between(start, later)


@given(days, days)
def test_an_age_of_a_month_lies_between_those_of_its_days(day, as_of):
    ages = age_of(Edtf.parse(f"{day:%Y-%m}"), as_of)
    assert ages.least <= age_between(day, as_of) <= ages.greatest


def test_an_open_beginning_has_no_greatest_age():
    ages = age_of(Edtf.parse("../2020"), date(2024, 12, 31))
    assert ages.least == Age(4, 0, 0)
    assert ages.greatest is None


@pytest.mark.parametrize(
    ("age", "said"),
    [(Age(0, 0, 30), (30, "days")), (Age(1, 11, 30), (23, "months")), (Age(2, 0, 0), (2, "years"))],
)
def test_one_number_for_people(age, said):
    assert age.coarse() == said
