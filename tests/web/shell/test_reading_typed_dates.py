"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.errors import RefusedError
from habeas.language import LANGUAGES, words
from habeas.web.shell.typed_dates import read_date

TYPED = {
    "3 July 2024": "2024-07-03",
    "July 3, 2024": "2024-07-03",
    "3rd of July 2024": "2024-07-03",
    "03/07/2024": "2024-07-03",
    "3.7.2024": "2024-07-03",
    "2024/7/3": "2024-07-03",
    "03/04/2024": "2024-04-03",
    "7/2024": "2024-07",
    "July 2024": "2024-07",
    "Sept. 2020": "2020-09",
    "1er juillet 2024": "2024-07-01",
    "juil. 2024": "2024-07",
    "août 2023": "2023-08",
    "1 iyul 2024": "2024-07-01",
    "٣ يوليو ٢٠٢٤": "2024-07-03",
    "٠٣/٠٧/٢٠٢٤": "2024-07-03",
    "۳/۷/۲۰۲۴": "2024-07-03",
    "2024": "2024",
    "c. 2011": "2011~",
    "c.2011": "2011~",
    "vers 2011": "2011~",
    "2011 ?": "2011?",
    "about 3 July 2024 (uncertain)": "2024-07-03%",
    "the 2010s": "201X",
    "les années 2010": "201X",
    "spring of 2011": "2011-21",
    "été 2011": "2011-22",
    "2019 – 2021": "2019/2021",
    "2019-2021": "2019/2021",
    "3–5 July 2024": "2024-07-03/2024-07-05",
    "3 July – 5 August 2024": "2024-07-03/2024-08-05",
    "du 3 au 5 juillet 2024": "2024-07-03/2024-07-05",
    "March to May 2024": "2024-03/2024-05",
    "from 2019 on": "2019/..",
    "depuis 2019": "2019/..",
    "2019 –": "2019/..",
    "until 2021": "../2021",
    "jusqu’en 2021": "../2021",
    "2024-07-03": "2024-07-03",
    "  2024-XX ": "2024-XX",
}


@pytest.mark.parametrize(("typed", "text"), TYPED.items())
def test_what_people_type_is_read(typed: str, text: str) -> None:
    assert read_date(typed).text == text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/2024", "date-impossible"),
        ("31 June 2024", "date-impossible"),
        ("07/25/2024", "date-impossible"),
        ("13/2024", "date-impossible"),
        ("3/7/24", "date-year-short"),
        ("2021 – 2019", "date-backwards"),
        ("2021/2019", "date-backwards"),
        ("before 2021", "date-unreadable"),  # the year itself would be within “until”
        ("yesterday", "date-unreadable"),
        ("", "date-unreadable"),
        ("–", "date-unreadable"),
        ("July", "date-unreadable"),
    ],
)
def test_what_is_no_date_is_refused_by_code(typed: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_date(typed)
    assert refused.value.code == code
    assert refused.value.advice


DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
SINGLE = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.strftime("%Y-%m")),
    DAYS.map(lambda day: f"{day.year}"),
    DAYS.map(lambda day: f"{day.year // 10}X"),
    st.tuples(DAYS, st.sampled_from(["21", "22", "23", "24"])).map(lambda pair: f"{pair[0].year}-{pair[1]}"),
)
DOUBTED = st.tuples(SINGLE, st.sampled_from(["", "~", "?", "%"])).map("".join)


@st.composite
def spans(draw: st.DrawFn) -> str:
    one, other = sorted((draw(SINGLE), draw(SINGLE)), key=lambda text: Edtf.parse(text).sort_key())
    mark = draw(st.sampled_from(["", "~", "?", "%"]))
    return draw(st.sampled_from([f"{one}{mark}/{other}{mark}", f"{one}{mark}/..", f"../{other}{mark}"]))


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(deadline=None)
@example(text="2000-01-01/2000-01-01")
@given(text=st.one_of(DOUBTED, spans()))
def test_what_the_product_writes_it_reads_back(language: str, text: str) -> None:
    try:
        when = Edtf.parse(text)
    except RefusedError:
        return  # two imprecise dates may lie the wrong way round
    again = read_date(words(language).date(when))
    start, _slash, end = text.partition("/")
    told = Edtf.parse(start) if start == end else when  # from a day to that day is that day
    assert (again.earliest, again.latest, again.precision) == (told.earliest, told.latest, told.precision)
    assert (again.approximate, again.uncertain) == (when.approximate, when.uncertain)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(day=DAYS)
def test_days_are_read_back_in_every_language(language: str, day: date) -> None:
    assert read_date(words(language).date(day)) == Edtf.of(day)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_date(text)
    except RefusedError as error:
        refused = error
    else:
        assert read == Edtf.parse(read.text)
        return
    assert refused.code.startswith("date-")
