"""One English term has one Arabic term: the catalogue says what docs/terms.md says."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tools import messages

from habeas.language import words
from habeas.safeguards.figures.values import Each, Share
from habeas.safeguards.report.saying import share_of

_NOT_SAID = re.compile(r"“[^”]*”|\{\w+\}|%\(\w+\)[sd]|rapid response")
TERMS = Path(__file__).parents[2] / "docs/terms.md"


class Term(NamedTuple):
    """One row of the table; words without their vowel signs."""

    english: str
    arabic: tuple[str, ...]
    never: tuple[str, ...]


def bare(text: str) -> str:
    """Arabic without vowel signs: they are written where a word could be read two ways."""
    return "".join(each for each in text if not unicodedata.combining(each))


def terms() -> Iterator[Term]:
    for line in TERMS.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] != "term":
            arabic, never = (tuple(map(bare, cell.split(", "))) for cell in cells[1:3])
            yield Term(cells[0], arabic, never)


def said() -> Iterator[tuple[str, str]]:
    """What is translated: English, and each form of its Arabic."""
    for message in messages.read("ar"):
        if message.id and messages.translated(message):
            english = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string if not isinstance(message.string, str) else (message.string,)
            for form in forms:
                yield english, bare(form)


def wrong(term: Term, english: str, arabic: str) -> str:
    """What is wrong with a sentence that has the term; empty where nothing is. Quotations are left out."""
    english = _NOT_SAID.sub("", english)
    if not re.search(rf"\b{re.escape(term.english)}s?\b", english):
        return ""
    if found := [word for word in term.never if word in arabic]:
        return f"{english!r} says {found} for “{term.english}”: {arabic}"
    if not any(word in arabic for word in term.arabic):
        return f"{english!r} has none of {term.arabic} for “{term.english}”: {arabic}"
    return ""


@pytest.mark.parametrize("term", tuple(terms()), ids=lambda term: term.english)
def test_a_term_is_said_as_the_table_has_it(term: Term) -> None:
    sentences = list(said())
    assert any(term.english in english for english, _arabic in sentences)
    assert [told for english, arabic in sentences if (told := wrong(term, english, arabic))] == []


def test_a_sentence_that_says_it_otherwise_is_found() -> None:
    term = Term("lawyer", ("محام",), ("وكيل",))
    assert wrong(term, "A lawyer came", "جاء محامٍ") == ""
    assert "says" in wrong(term, "A lawyer came", "جاء وكيل")
    assert "none of" in wrong(term, "A lawyer came", "جاء شخص")


def test_no_list_has_a_latin_comma_between_arabic_words() -> None:
    between = re.compile(r"[\u0621-\u064a»)}], [\u0621-\u064a«({]")
    assert [arabic for _english, arabic in said() if between.search(arabic)] == []


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (1, "2 من استجواب واحد"),
        (2, "2 من استجوابين"),
        (7, "2 من 7 استجوابات"),
        (15, "2 من 15 استجوابًا"),
        (100, "2 من 100 استجواب"),
    ],
)
def test_after_of_the_noun_is_in_the_genitive(of: int, said: str) -> None:
    assert share_of(Share(count=2, of=of), Each.INTERVIEW, words("ar")) == said
