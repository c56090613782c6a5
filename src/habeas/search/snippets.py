"""The place of a text where something was found: pieces of plain text, some of them marked.

Never markup: who shows it decides how a marked piece looks. The text is the caller's, read through
its door; the index holds none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.search.query import Passage, Query, Term
from habeas.search.words import LEAST, Word, languages_of, lemmas, stump, words_of

LENGTH = 280
"""Letters that are shown of a text, about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of the text, ``start`` to ``end``, and whether they were looked for."""

    start: int
    end: int
    text: str
    marked: bool


def marks(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the text has what was looked for: the words themselves, their forms, else their beginnings."""
    words = list(words_of(text))
    languages = languages_of(text)
    found: set[tuple[int, int]] = set()
    for term in query.terms():
        match term:
            case Passage():
                found.update(_passages(words, term.words))
            case Term():
                found.update(_forms(text, words, term, languages))
    return sorted(found)


def _passages(words: list[Word], wanted: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    long = len(wanted)
    for at in range(len(words) - long + 1):
        if all(words[at + n].even == wanted[n] for n in range(long)):
            yield words[at].start, words[at + long - 1].end


def _forms(text: str, words: list[Word], term: Term, languages: frozenset[str]) -> Iterable[tuple[int, int]]:
    if term.begins:
        return [(one.start, one.end) for one in words if one.even.startswith(term.even)]
    wanted = set(lemmas(term.text, languages))
    near = [
        (one.start, one.end)
        for one in words
        if one.even == term.even or wanted.intersection(lemmas(text[one.start : one.end], languages))
    ]
    if near or len(term.even) < LEAST:
        return near
    begin = stump(term.even)
    return [(one.start, one.end) for one in words if begin in one.even]


def snippet(text: str, query: Query, length: int = LENGTH) -> tuple[Piece, ...]:
    """The part of ``text`` with most of what was looked for, cut at words; its beginning where nothing is."""
    found = marks(text, query)
    start, end = _window(text, found, length)
    pieces = []
    at = start
    for low, high in found:
        if low < at or high > end:
            continue
        if low > at:
            pieces.append(Piece(at, low, text[at:low], marked=False))
        pieces.append(Piece(low, high, text[low:high], marked=True))
        at = high
    if at < end:
        pieces.append(Piece(at, end, text[at:end], marked=False))
    return tuple(pieces)


def _window(text: str, found: list[tuple[int, int]], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    best = 0
    if found:
        starts = [0, *(low for low, _high in found)]  # where as much is at the beginning, there
        held = [sum(low <= other[0] and other[1] <= low + length for other in found) for low in starts]
        best = starts[held.index(max(held))]
    start = max(0, min(best - length // 4, len(text) - length))
    if start and (gap := text.find(" ", start, start + length // 4)) != -1:
        start = gap + 1
    end = min(len(text), start + length)
    if end < len(text) and (gap := text.rfind(" ", start, end)) > start:
        end = gap
    return start, end
