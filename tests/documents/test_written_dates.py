"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.documents.written_dates import read_date


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2024", "2024"),
        ("2024-07", "2024-07"),
        ("2011-05~", "2011-05~"),
        ("2022-12/2023-12", "2022-12/2023-12"),
        ("2024-07-03T00:00:00", "2024-07-03"),
        ("2024-07-03 10:30", "2024-07-03"),
        ("3.7.2024", "2024-07-03"),
        ("13/7/2024", "2024-07-13"),
        ("7/13/2024", "2024-07-13"),
        ("07/07/2024", "2024-07-07"),
        ("7/2024", "2024-07"),
        ("2024/7/3", "2024-07-03"),
        ("3 July 2024", "2024-07-03"),
        ("July 3, 2024", "2024-07-03"),
        ("1er février 2024", "2024-02-01"),
        ("juillet  2024", "2024-07"),
        ("Aug. 2024", "2024-08"),
        ("3 июля 2024", "2024-07-03"),
        ("3 iyul 2024", "2024-07-03"),
    ],
)
def test_a_date_becomes_edtf(written: str, edtf: str) -> None:
    assert read_date(written) == (edtf, None)


@pytest.mark.parametrize("written", ["soon", "31.02.2024", "3.7.24", "13/13/2024", "2024-13"])
def test_what_is_no_date_is_told(written: str) -> None:
    assert read_date(written) == (None, "date-unreadable")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_slashed_date_is_read_in_the_order_that_is_said(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}", day_first=True).edtf == day.isoformat()
    assert read_date(f"{day:%m/%d/%Y}", day_first=False).edtf == day.isoformat()
    ambiguous = day.day <= 12 and day.day != day.month
    assert (read_date(f"{day:%d/%m/%Y}").code == "date-ambiguous") == ambiguous
