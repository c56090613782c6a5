"""A text gone through before it becomes public: what is deleted is gone, and the mark stands in its place.

The confidential text stays as it is. What is published is another text, made here from the passages that a
person marked; how long a deleted name was, its mark does not tell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from habeas.documents.sources import Source
from habeas.documents.word.reading import WordDocument, WordParagraph, read_word
from habeas.documents.word.traces import LeftOut, look_for_traces
from habeas.law import cite

cite("ECPT#11(3)", enforces="A deleted passage is not in the text that is published, however it is packed.")

DELETED = "[…]"
"""The mark of a deletion."""

_GAP = r"[\s\u00ad\u200b\u2060]+"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One piece of the text that is gone through by itself: a paragraph, a heading, a cell, a footnote.

    ``level`` is that of a heading from 1, 0 for none; ``cell`` table, row and column from 1.
    """

    text: str
    label: str = ""
    level: int = 0
    cell: tuple[int, int, int] | None = None
    footnote: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Where something stands: the unit from 0, and from which to before which character."""

    unit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word document says, and how much of it is no text and stays behind."""

    units: tuple[Unit, ...]
    left_out: LeftOut


def text_of_word(source: Source, *, name: str | None = None) -> WordText:
    """Read a DOCX that is to be gone through. Raises the ``word-…`` codes.

    Refused is what hides something: tracked changes, comments, hidden text.
    """
    left_out = look_for_traces(source, name=name)
    units = _units(read_word(source, name=name))
    return WordText(tuple(replace(unit, text=normalize("NFC", unit.text)) for unit in units), left_out)


def stands(units: Sequence[Unit], passage: Passage) -> bool:
    """Whether there is such a passage in the text."""
    length = len(units[passage.unit].text) if 0 <= passage.unit < len(units) else 0
    return 0 <= passage.start < passage.end <= length


def redacted(units: Sequence[Unit], deleted: Iterable[Passage]) -> tuple[Unit, ...]:
    """The text without the passages. ``ValueError`` for one that stands nowhere in it."""
    by_unit: dict[int, list[Passage]] = {}
    for passage in deleted:
        if not stands(units, passage):
            raise ValueError(f"no such passage: {passage}")
        by_unit.setdefault(passage.unit, []).append(passage)
    return tuple(
        replace(unit, text=_without(unit.text, sorted(by_unit[place]))) if place in by_unit else unit
        for place, unit in enumerate(units)
    )


def occurrences(units: Sequence[Unit], words: str) -> tuple[Passage, ...]:
    """Where the words stand, in capitals or not, and however spaces and line ends fall between them."""
    parts = words.translate(dict.fromkeys(map(ord, _UNSEEN))).split()
    if not parts:
        return ()
    unseen = f"[{_UNSEEN}]*"
    spelt = _GAP.join(unseen.join(re.escape(letter) for letter in part) for part in parts)
    edge_before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    edge_after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    found = re.compile(f"{edge_before}{spelt}{edge_after}", re.IGNORECASE)
    return tuple(
        Passage(place, match.start(), match.end())
        for place, unit in enumerate(units)
        for match in found.finditer(unit.text)
    )


def _without(text: str, passages: list[Passage]) -> str:
    kept: list[str] = []
    at = 0
    for passage in passages:
        if not kept or text[at : passage.start].strip():
            kept += [text[at : passage.start], DELETED]
        at = max(at, passage.end)
    kept.append(text[at:])
    return "".join(kept)


def _units(document: WordDocument) -> Iterator[Unit]:
    for paragraph in document.paragraphs:
        yield from _of(paragraph)


def _of(paragraph: WordParagraph) -> Iterator[Unit]:
    text = paragraph.text.strip()
    if text or paragraph.cell:
        yield Unit(
            text=text, label=paragraph.label, level=min(paragraph.heading or 0, 3), cell=paragraph.cell
        )
    for note in paragraph.footnotes:
        if note:
            yield Unit(text=note, footnote=True)
