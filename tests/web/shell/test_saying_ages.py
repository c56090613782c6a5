"""Ages in words: exact by the calendar, a range where the date is known in part."""

from datetime import date

import pytest

from habeas.clock import Edtf
from habeas.language import words
from habeas.web.shell.ages import age_words

TODAY = date(2024, 7, 3)
EN = words("en")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-07-03", "today"),
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
