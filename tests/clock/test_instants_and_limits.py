"""Instants know their zone; spans are half open; a limit holds from its day until the next one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import DatedLimit, limit_on, parse_instant, require_aware
from habeas.errors import RefusedError

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 (bounds)


@given(instants)
def test_reading_gives_back_the_instant_in_utc(instant):
    read = parse_instant(instant.isoformat())
    assert read == instant
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-07-03T14:30:00", "instant-without-zone"),
        ("half past two", "instant-unreadable"),
        ("2024-07-03", "instant-without-zone"),
        ("2024-02-30T00:00Z", "instant-unreadable"),
    ],
)
def test_what_is_no_instant_is_refused(text, code):
    with pytest.raises(RefusedError) as refused:
        parse_instant(text)
    assert refused.value.code == code


def test_a_day_alone_is_told_how_an_instant_is_written() -> None:
    """With the zone alone behind it, a day would be refused again."""
    with pytest.raises(RefusedError) as refused:
        parse_instant("2024-07-03")
    assert "2024-07-03T14:30:00Z" in str(refused.value.advice)


def test_a_naive_instant_is_the_programmers_fault():
    with pytest.raises(ValueError, match="without a zone"):
        require_aware(datetime(2024, 7, 3))  # noqa: DTZ001 (that is the point)


FORMER = DatedLimit(72, "hours", "X#1", in_force_until=date(2010, 12, 31))
LATER = DatedLimit(48, "hours", "X#1", in_force_from=date(2011, 1, 1))
EXCEPTION = DatedLimit(24, "hours", "X#1", in_force_from=date(2020, 3, 1), in_force_until=date(2020, 3, 31))


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(1999, 1, 1), FORMER),
        (date(2010, 12, 31), FORMER),
        (date(2011, 1, 1), LATER),
        (date(2020, 2, 29), LATER),
        (date(2020, 3, 1), EXCEPTION),
        (date(2020, 3, 31), EXCEPTION),
        (date(2020, 4, 1), LATER),
    ],
)
def test_the_limit_of_a_day(day, limit):
    assert limit_on([EXCEPTION, FORMER, LATER], day) is limit


def test_no_limit_where_none_holds():
    assert limit_on([LATER], date(2010, 12, 31)) is None
