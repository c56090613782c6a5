import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.papers.letters import breakable, printable, written


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("one\ttwo\r\nthree\u2028four", "one two three four"),
        ("bell\x07", "bell[U+0007]"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("half \ud800 pair", "half [U+D800] pair"),
        ("\ue000", "[U+E000]"),
        ("Pàghjina № 5 – “məhkəmə”", "Pàghjina № 5 – “məhkəmə”"),
        ("\u2067سجن\u2069", "\u2067سجن\u2069"),
        ("\u2067never closed", "[U+2067]never closed"),
        ("closed first\u2069\u2066", "closed first[U+2069][U+2066]"),
    ],
)
def test_what_cannot_be_printed_is_shown_and_not_dropped(given_text: str, shown: str) -> None:
    assert written(given_text) == shown


@given(st.text(st.characters(codec=None)))
def test_written_text_is_stable_and_free_of_controls(text: str) -> None:
    shown = written(text)
    assert written(shown) == shown
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Co") for character in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ədliyyə Nazirliyi", "Ədliyyə Nazirliyi"),
        ("Διεύθυνση, Ёлка, ქართული, Հայերեն, شرطة", "Διεύθυνση, Ёлка, ქართული, Հայերեն, شرطة"),
        ("■ ◆ ● ▲ ◌ ◔ →", "■ ◆ ● ▲ ◌ ◔ →"),
        ("\u2067سجن\u2069 a\u00adb \u26a0\ufe0f", "\u2067سجن\u2069 a\u00adb \u26a0\ufe0f"),
        ("警 office", "[U+8B66] office"),
        ("e\u0301 \u10d0\u0301", "e\u0301 \u10d0[U+0301]"),
    ],
)
def test_letters_that_no_shipped_font_holds_are_named(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.sampled_from("abc/ \u0301")), st.integers(2, 20))
def test_no_word_stays_longer_than_a_line_and_nothing_is_lost(text: str, longest: int) -> None:
    shown = breakable(text, longest)
    assert shown.replace("\u200b", "") == text
    assert all(len(word) <= longest for word in shown.replace("\u200b", " ").split())


def test_a_path_breaks_where_a_folder_ends() -> None:
    assert breakable("reg/events.parquet/part-01.parquet", 15).split("\u200b") == [
        *("reg/", "events.parquet/", "part-01.parquet"),
    ]
