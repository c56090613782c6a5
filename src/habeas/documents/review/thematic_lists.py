"""Thematic lists of the OHCHR: a table of recommendations with the State's position, themes and persons.

The words of a recommendation stay as they stand; its number is what they begin with.
"""

import re
from dataclasses import dataclass
from itertools import chain

from habeas.documents.asks import Position
from habeas.documents.paragraphs import Paragraph, ReadText, Row
from habeas.documents.position_words import position_of

_NUMBERED = re.compile(r"(?P<number>\d{1,3}\.\d{1,3})\.?\s+(?P<text>\S.*)", re.DOTALL)
_SOURCE = re.compile(r"^Source of [Pp]osition:?\s*(?P<said>.+)$")
_PARTS = {"sdgs:": "sdgs", "affected persons:": "affected"}
_BULLET = re.compile(r"^[-–•]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One recommendation of such a list; ``paragraph`` is that of its words, which begin at ``start``."""

    number: str
    paragraph: Paragraph
    start: int
    position: Position | None
    as_written: str
    source: str | None
    themes: tuple[str, ...]
    sdgs: tuple[str, ...]
    affected: tuple[str, ...]


def listed_by_theme(read: ReadText) -> list[Listed]:
    """The recommendations in the order of the list, each once; none where it is another document."""
    found, is_list = dict[str, Listed](), False
    for row in chain.from_iterable(read.tables()):
        first = row.get(1, [])
        if not first:
            continue
        if first[0].text.strip().lower() == "recommendation" and 2 in row:
            is_list = True
            continue
        one = _one(row) if is_list else None
        if one is not None:
            found.setdefault(one.number, one)
    return list(found.values())


def _one(row: Row) -> Listed | None:
    words = row[1][0]
    numbered = _NUMBERED.fullmatch(words.text)
    if not numbered:
        return None
    written = " ".join(each.text for each in row.get(2, [])).strip()
    source = next((found["said"] for each in row[1][1:] if (found := _SOURCE.match(each.text))), None)
    parts: dict[str, list[str]] = {"themes": [], "sdgs": [], "affected": []}
    part = "themes"
    for line in (line for each in row.get(3, []) for line in each.text.split("\n")):
        part = _PARTS.get(line.strip().lower(), part)
        if line.strip().lower() not in _PARTS:
            parts[part].append(_BULLET.sub("", line.strip()))
    return Listed(
        number=numbered["number"],
        paragraph=words,
        start=numbered.start("text"),
        position=position_of(written),
        as_written=written,
        source=source,
        themes=tuple(parts["themes"]),
        sdgs=tuple(parts["sdgs"]),
        affected=tuple(parts["affected"]),
    )
