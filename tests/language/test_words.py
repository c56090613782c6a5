"""What is said outside a template: dates to the precision known, ages, numbers, and no word lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.language import COMPLETE, LANGUAGES, RIGHT_TO_LEFT, runs, words

ENGLISH = words("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-07-03", "3 July 2024"),
        ("2024-07", "July 2024"),
        ("2024", "2024"),
        ("201X", "the 2010s"),
        ("2024-23", "autumn of 2024"),
        ("2024-07~", "about July 2024"),
        ("2024-07?", "July 2024 (uncertain)"),
        ("2024%", "about 2024 (uncertain)"),
        ("2022-12/2023", "December 2022 to 2023"),
        ("2022-12-05/2022-12-05", "5 December 2022"),
        ("2019/..", "from 2019 on"),
        ("../2019", "until 2019"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(text, said):
    assert ENGLISH.date(Edtf.parse(text)) == said


def test_no_date_is_said_so():
    assert ENGLISH.date(None) == "date not known"
    assert ENGLISH.age(None, date(2024, 1, 1)) == "age not known"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-07-03", "0 days"),
        ("2024-07-02", "1 day"),
        ("2024-06-03", "1 month"),
        ("2024-03-03", "4 months"),
        ("2022-07-03", "2 years"),
        ("2024-03", "3 to 4 months"),
        ("2014", "9 to 10 years"),
        ("../2020-07-03", "4 years or more"),
        ("2024-07", "0 to 2 days"),
    ],
)
def test_an_age_is_a_range_where_the_date_is(text, said):
    assert ENGLISH.age(Edtf.parse(text), date(2024, 7, 3)) == said


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@given(number=st.integers(0, 10**9))
def test_numbers_keep_western_digits(language, number):
    said = words(language).number(number)
    assert "".join(filter(str.isascii, filter(str.isdigit, said))) == str(number)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_language_says_the_year_of_a_date(language, day):
    for text in (f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}/.."):
        assert str(day.year) in words(language).date(Edtf.parse(text))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_directions(language):
    assert words(language).direction == ("rtl" if language in RIGHT_TO_LEFT else "ltr")
    assert set(LANGUAGES) > COMPLETE


def test_names_are_filled_and_braces_of_values_are_left_alone():
    assert ENGLISH.say("{least} to {greatest}", least="{x}", greatest="2") == "{x} to 2"
    assert ENGLISH.say("") == ""


def test_a_language_that_is_not_there_is_the_programmers_fault():
    with pytest.raises(ValueError, match="no such language"):
        words("de")


def test_what_runs_the_other_way_is_kept_in_one_piece():
    arabic, reference = words("ar"), "CPT/Inf (2018) 37"
    assert arabic.apart(reference) == f"\u2068{reference}\u2069"
    assert f"\u2068{reference}\u2069" in arabic.say("{name}, {kind}: not published", name=reference, kind="")
    assert arabic.apart(arabic.apart(reference)) == arabic.apart(reference)
    assert arabic.apart("2024") == "2024"
    assert ENGLISH.apart(reference) == reference
    assert ENGLISH.apart("لجنة") == "\u2068لجنة\u2069"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("7 (b)", "ltr"),
        ("7 لجنة b", "rtl"),
        ("\u2068b\u2069 لجنة", "rtl"),
        ("7 (2)", None),
        ("\u2069b", "ltr"),
    ],
)
def test_the_first_letter_tells_how_a_text_runs(text, way):
    assert runs(text) == way


@pytest.mark.parametrize(
    ("hours", "minutes", "said"),
    [
        (72, 0, "72 h 00 min"),
        (73, 24, "73 h 24 min"),
        (99, 59, "99 h 59 min"),
        (100, 30, "4 days 4 h"),
        (120, 0, "5 days"),
        (25, 0, "25 h 00 min"),
    ],
)
def test_a_length_is_said_so_that_it_can_be_held_against_a_limit(hours, minutes, said) -> None:
    assert ENGLISH.length(timedelta(hours=hours, minutes=minutes)) == said


def test_a_duration_is_said_in_words() -> None:
    assert [ENGLISH.period(each) for each in ("P1M", "P2W", "P1Y", "P10D")] == [
        "1 month",
        "2 weeks",
        "1 year",
        "10 days",
    ]


def test_the_first_of_a_month_is_an_ordinal_in_french():
    assert words("fr").date(date(2025, 3, 1)) == "1er mars 2025"
    assert words("fr").date(date(2025, 3, 2)) == "2 mars 2025"
    assert words("en").date(date(2025, 3, 1)) == "1 March 2025"


def test_what_stands_in_a_list_has_the_comma_of_its_language():
    parts = ("Ana", "", "Ben", None)
    assert ENGLISH.listed(parts) == "Ana, Ben"
    assert words("fr").listed(parts, apart=True) == "Ana\u00a0; Ben"
    assert words("ar").listed(parts) == "\u2068Ana\u2069، \u2068Ben\u2069"
