"""Dates known in part: what they may mean, and that no other day is made of them."""

import calendar
from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf, Precision
from habeas.errors import RefusedError

days = st.dates(date(1000, 1, 1), date(9998, 12, 31))
years = st.integers(1000, 9998)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024-07-03", "2024-07-03", "2024-07-03", Precision.DAY),
        ("2024-02", "2024-02-01", "2024-02-29", Precision.MONTH),
        ("2024-02-XX", "2024-02-01", "2024-02-29", Precision.MONTH),
        ("2024", "2024-01-01", "2024-12-31", Precision.YEAR),
        ("2024-XX", "2024-01-01", "2024-12-31", Precision.YEAR),
        ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
        ("2024-21", "2024-03-01", "2024-05-31", Precision.SEASON),
        ("2022-12/2023-01", "2022-12-01", "2023-01-31", Precision.INTERVAL),
        ("2019/..", "2019-01-01", None, Precision.INTERVAL),
        ("2019/", "2019-01-01", None, Precision.INTERVAL),
        ("../2019-06", None, "2019-06-30", Precision.INTERVAL),
    ],
)
def test_what_a_date_may_mean(text, earliest, latest, precision):
    read = Edtf.parse(text)
    assert read.text == text
    assert str(read.earliest) == str(earliest)
    assert str(read.latest) == str(latest)
    assert read.precision is precision


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2024~", True, False),
        ("2024-07?", False, True),
        ("2024-07-03%", True, True),
        ("2019~/2020", True, False),
    ],
)
def test_doubt_is_kept_and_widens_nothing(text, approximate, uncertain):
    read = Edtf.parse(text)
    assert (read.approximate, read.uncertain) == (approximate, uncertain)
    assert not read.known_to_the_day
    plain = Edtf.parse(text.replace("~", "").replace("?", "").replace("%", ""))
    assert (read.earliest, read.latest) == (plain.earliest, plain.latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "/",
        "../..",
        "yesterday",
        "3.7.2024",
        "2024-00",
        "2024-13",
        "2024-25",
        "2024-41",
        "2023-02-29",
        "2024-02-30",
        "2024-7-3",
        "24",
        "2024-07-03T10:00",
        "2020/2021/2022",
        "20XX",
        "2024-XX-03",
        "-0044",
        "Y17E7",
        "[2020,2021]",
        "٢٠٢٤",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(RefusedError) as refused:
        Edtf.parse(text)
    assert refused.value.code == "date-unreadable"
    assert refused.value.advice


def test_an_interval_does_not_run_backwards():
    with pytest.raises(RefusedError) as refused:
        Edtf.parse("2024/2023")
    assert refused.value.code == "date-backwards"


@given(days)
def test_a_day_is_itself(day):
    assert Edtf.of(day) == Edtf.parse(day.isoformat())
    assert Edtf.of(day).earliest == Edtf.of(day).latest == day
    assert Edtf.of(day).known_to_the_day


@given(days)
def test_a_month_and_a_year_hold_their_days_and_end_where_they_end(day):
    month, year = Edtf.parse(f"{day:%Y-%m}"), Edtf.parse(f"{day:%Y}")
    assert month.earliest <= day <= month.latest
    assert year.earliest <= month.earliest
    assert month.latest <= year.latest
    assert month.latest.day == calendar.monthrange(day.year, day.month)[1]


@given(days, days)
def test_an_interval_reaches_from_the_first_day_to_the_last(one, other):
    start, end = sorted((one, other))
    read = Edtf.parse(f"{start:%Y-%m}/{end:%Y-%m}")
    assert read.earliest <= start <= end <= read.latest
    assert list(read.years) == list(range(start.year, end.year + 1))


@given(st.text(max_size=12) | st.text("0123456789X-/.~?%", max_size=21))
def test_whatever_comes_is_read_or_refused(text):
    try:
        read = Edtf.parse(text)
    except RefusedError:
        return
    assert Edtf.parse(read.text) == read
    if read.earliest and read.latest:
        assert read.earliest <= read.latest


@given(years, days)
def test_an_age_in_days_is_a_range_that_holds_each_day_meant(year, as_of):
    least, greatest = Edtf.parse(str(year)).age_in_days(as_of)
    for meant in (date(year, 1, 1), date(year, 7, 3), date(year, 12, 31)):
        assert least <= max(0, (as_of - meant).days) <= greatest


def test_order_is_by_the_earliest_day_then_the_latest():
    texts = ["2024-07-03", "2024", "../2020", "2024-07", "2023/..", "2024-07-02"]
    ordered = sorted(map(Edtf.parse, texts), key=Edtf.sort_key)
    assert [str(each) for each in ordered] == [
        "../2020",
        "2023/..",
        "2024",
        "2024-07",
        "2024-07-02",
        "2024-07-03",
    ]


@given(days, st.sampled_from([4, 7, 10]))
def test_a_date_of_known_digits_means_what_the_standard_s_own_parser_says(day, length):
    text = day.isoformat()[:length]
    parsed = edtf.parse_edtf(text)
    read = Edtf.parse(text)
    assert read.earliest == date(*parsed.lower_strict()[:3])
    assert read.latest == date(*parsed.upper_strict()[:3])
