"""How long a record is kept: a period with its source, and none where the law of the place is not set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody.retention import Retention, read_retentions, retention_for
from habeas.errors import RefusedError

SITE = """
name = "North"
[minutes]
[[retention]]
value = 5
unit = "years"
source = "Act on police data, section 12 (invented)"
in_force_from = 2020-01-01
in_force_until = 2025-12-31
[[retention]]
value = 30
unit = "months"
source = "Act on police data, section 12 as amended (invented)"
in_force_from = 2026-01-01
[[retention]]
station = "airport"
value = 90
unit = "days"
source = "Border act, section 3 (invented)"
in_force_from = 2024-01-01
"""


def found(station: str = "north", day: date = date(2026, 5, 4)) -> Retention | None:
    return retention_for(read_retentions(SITE, file="x"), station=station, jurisdiction="CoE", day=day)


def test_the_period_in_force_on_the_day_counts_and_the_station_before_the_rest():
    told = found(), found("airport"), found(day=date(2024, 1, 1))
    assert [one and (one.value, one.unit) for one in told] == [(30, "months"), (90, "days"), (5, "years")]
    assert found(day=date(2019, 1, 1)) is None


def test_where_nothing_is_set_there_is_no_period():
    assert read_retentions('name = "x"\n[minutes]\n', file="x") == ()
    assert retention_for((), station="a", jurisdiction="CoE", day=date(2026, 1, 1)) is None


def test_a_period_ends_with_a_day_of_the_calendar():
    months = Retention(1, "months", "x")
    assert months.last_day(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Retention(2, "years", "x").last_day(date(2024, 2, 29)) == date(2026, 2, 28)
    assert Retention(10, "days", "x").last_day(date(2026, 2, 25)) == date(2026, 3, 7)


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(0, 4000),
    st.builds(Retention, st.integers(1, 40), st.sampled_from(["days", "months", "years"]), st.just("x")),
)
def test_no_record_whose_period_is_over_is_left_out_of_the_list(ended, after, period):
    today = ended + timedelta(days=after)
    assert period.last_day(ended) >= today or ended < period.ended_by(today)


@pytest.mark.parametrize(
    "wrong",
    [
        "[[retention]]\nvalue = 5\nunit = 'years'\nin_force_from = 2024-01-01",
        "[[retention]]\nvalue = 5\nunit = 'years'\nsource = ' '\nin_force_from = 2024-01-01",
        "[[retention]]\nvalue = 5\nunit = 'years'\nsource = 'x'",
        "[[retention]]\nvalue = 0\nunit = 'years'\nsource = 'x'\nin_force_from = 2024-01-01",
        "[[retention]]\nvalue = 5\nunit = 'weeks'\nsource = 'x'\nin_force_from = 2024-01-01",
        "[[retention]]\nvalue = 5\nunit = 'days'\nsource = 'x'\nin_force_from = 2024-01-01\ndays = 3",
        "[[retention]]\nvalue = 5\nunit = 'days'\nsource = 'x'\nin_force_from = 2024-01-01\nstation = 5",
        "retention = 5",
        "[[retention",
    ],
)
def test_a_period_without_source_day_or_unit_is_refused(wrong):
    with pytest.raises(RefusedError) as fault:
        read_retentions(wrong, file="site.toml")
    assert fault.value.code == "retention-unreadable"
