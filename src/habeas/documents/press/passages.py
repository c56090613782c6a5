"""A press text divided: title, paragraphs, sentences. Offsets are those of the text as it was given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.documents.press.words import LIKE, UPPER, Words

Span = tuple[int, int]

HIDDEN = "\x01"
"""Stands, in the skeleton of a text, for each character of what is quoted."""

_PARTED = re.compile(r"\n[ \t\r]*\n[ \t\r\n]*|\f|\n(?=[–—-] )")
"""An empty line, a page's end, or a dash that begins a line, as answers do."""
_LINES = re.compile(r"\n+")
_END = re.compile(rf"(?<=[.?!…])[\"'”»)\]]*\s+(?=[\"'“«„‘(\[–—-]*\s?[{UPPER}\d{HIDDEN}])")
_SEMICOLON = re.compile(r"; (?=\w)")
_INITIAL = re.compile(rf"(?:^|[\s.(])[{UPPER}]\.\Z")
_CLOSED = re.compile(HIDDEN + r"\s+(?=\S)")
_BEGINS = re.compile(rf"[\"'“«„‘(\[–—{UPPER}\d{HIDDEN}]")
_TO_STOP = re.compile(rf"[^.{HIDDEN}]+")
_LONGEST_TITLE = 220
LONGEST_SENTENCE = 4_000
"""In characters; what is longer is cut, so that no text keeps the rules busy."""


@dataclass(frozen=True, slots=True)
class Passages:
    """``plain`` is the text with like characters made the same; the title is no paragraph."""

    text: str
    plain: str
    title: Span | None
    paragraphs: tuple[Span, ...]


def divided(text: str) -> Passages:
    """The title, where the first paragraph reads like one, and the paragraphs."""
    spans = list(_paragraphs(text))
    title = None
    if len(spans) > 1:
        start, end = spans[0]
        first = text[start:end]
        if (
            end - start <= _LONGEST_TITLE
            and "\n" not in first.strip()
            and not first.rstrip(" \n\"'”’»)").endswith((".", "…", ":"))
        ):
            title, spans = spans[0], spans[1:]
    return Passages(text, text.translate(LIKE), title, tuple(spans))


def _paragraphs(text: str) -> Iterator[Span]:
    """Parted by empty lines; where there are none, each line is one."""
    parted = _PARTED if "\n\n" in text or _wrapped(text) else _LINES
    start = 0
    for gap in (*parted.finditer(text), None):
        end = len(text) if gap is None else gap.start()
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start + lead, start + len(piece.rstrip())
        start = end if gap is None else gap.end()


def _wrapped(text: str) -> bool:
    """Whether lines end where a narrow page does: most of them in the middle of a sentence."""
    lines = [line.rstrip() for line in text[:20_000].split("\n") if line.strip()]
    return len(lines) > 2 and sum(
        not line.endswith((".", "?", "!", "”", '"', "»", ":")) for line in lines
    ) * 2 > len(lines)


def skeleton(passages: Passages, quoted: Sequence[Span]) -> str:
    """The plain text with the words of quotes hidden, so that no rule reads them as the writer's own."""
    kept, at = list[str](), 0
    for start, end in quoted:
        kept += [passages.plain[at:start], HIDDEN * (end - start)]
        at = end
    return "".join([*kept, passages.plain[at:]])


def sentences(said: str, passages: Passages, span: Span, known: Words, verb: re.Pattern[str]) -> list[Span]:
    """The sentences of a paragraph; a quote that ends with a stop ends one, unless NAME SAYS follows."""
    start, found = span[0], list[Span]()
    ends = {
        *_ends(said, span, known),
        *_ends_of_quotes(said, passages.plain, span, verb),
        *_between_two(said, span, verb),
    }
    for at in sorted(ends):
        found += _cut(start, at)
        start = max(start, at)
    found += _cut(start, span[1])
    return [each for begin, end in found if (each := _bare(said, begin, end))[0] < each[1]]


def _bare(said: str, start: int, end: int) -> Span:
    """Without the blanks around."""
    piece = said[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _cut(start: int, end: int) -> Iterator[Span]:
    """One span, or several where it is longer than any sentence: rules look at no more at once."""
    while end - start > LONGEST_SENTENCE:
        yield start, start + LONGEST_SENTENCE
        start += LONGEST_SENTENCE
    if end > start:
        yield start, end


def _ends(said: str, span: Span, known: Words) -> Iterator[int]:
    abbreviated = known.pattern(r"(?:^|[\s(\"'])", "abbreviations", r"\.\Z", exact=True)
    for found in _END.finditer(said, *span):
        before = said[max(span[0], found.start() - 12) : found.start()]
        if not abbreviated.search(before) and not _INITIAL.search(before):
            yield found.end()


def _between_two(said: str, span: Span, verb: re.Pattern[str]) -> Iterator[int]:
    """“The town says it was cold; the guards say it was not”: where another begins to speak."""
    for found in _SEMICOLON.finditer(said, *span):
        before = said[max(span[0], found.start() - 160) : found.start()].rpartition(". ")[2]
        after = _TO_STOP.match(said, found.end(), min(span[1], found.end() + 60))
        if HIDDEN not in before and verb.search(before) and after and verb.search(after[0]):
            yield found.end()


def _ends_of_quotes(said: str, plain: str, span: Span, verb: re.Pattern[str]) -> Iterator[int]:
    for found in _CLOSED.finditer(said, *span):
        last = found.start()
        while last > span[0] and plain[last] in "\"'”»’ ":
            last -= 1
        if plain[last] not in ".?!…" or not _BEGINS.match(said, found.end()):
            continue
        follows = _TO_STOP.match(said, found.end(), min(span[1], found.end() + 120))
        if plain[last] != "." and follows and verb.search(follows[0]):
            continue
        yield found.end()
