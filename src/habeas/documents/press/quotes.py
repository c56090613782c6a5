"""What stands in quotation marks: curly, straight, guillemets, low ones, single ones, nested, over paragraphs."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.documents.press.passages import Passages, Span
from habeas.documents.press.words import LETTER

_DOUBLE = {"“": "”", "«": "»", "„": "“”", '"': '"', "”": "”"}
_OPENERS = re.compile(r"[“«„\"‘']")
_BEFORE = re.compile(r"[\s(\[–—/:-]")
_SINGLE_END = re.compile(rf"[’'](?!{LETTER}|\d)")
_PUNCTUATION = tuple(",.?!…;")
_LONGEST = 20_000
"""Of one quoted passage within a paragraph, in characters."""


@dataclass(frozen=True, slots=True)
class Quote:
    """``outer`` is with its marks, ``inner`` without; ``unclosed`` goes on in the next paragraph, or nowhere."""

    outer: Span
    inner: Span
    paragraph: int
    unclosed: bool = False


def quotes(passages: Passages) -> list[Quote]:
    """The outermost quotes of all paragraphs, in order."""
    found = list[Quote]()
    single = not any(mark in passages.text for mark in "“«„\"")
    following = [passages.text[start] for start, _end in passages.paragraphs[1:]]
    for number, (span, next_begins) in enumerate(zip(passages.paragraphs, [*following, ""], strict=True)):
        found += _of_paragraph(passages.text, span, number, next_begins, single=single)
    return [each for each in found if each.inner[1] > each.inner[0]]


def _of_paragraph(text: str, span: Span, number: int, following: str, *, single: bool) -> Iterator[Quote]:
    """Those of one paragraph; one that is not closed goes on where the next begins with its mark."""
    ends = _Ends(text, span)
    at, last = span
    while opening := _OPENERS.search(text, at, last):
        start, mark = opening.start(), opening[0]
        at = start + 1
        if not _opens(text, start, span, mark, single=single):
            continue
        close = ends.single(start) if mark in "‘'" else ends.double(start, mark)
        if close is None:
            if (mark in "‘'" or text[span[0] : start].strip(" –—-")) and mark != following:
                continue  # a lonely mark within a paragraph quotes nothing
            yield Quote((start, last), _stripped(text, start + 1, last), number, unclosed=True)
            return
        yield Quote((start, close + 1), _stripped(text, start + 1, close), number)
        at = close + 1


def _opens(text: str, at: int, span: Span, mark: str, *, single: bool) -> bool:
    before = text[at - 1] if at > span[0] else " "
    after = text[at + 1] if at + 1 < span[1] else " "
    if mark in "“«„":
        return True
    if mark == '"':
        return after != " " and bool(_BEFORE.match(before))
    return single and bool(_BEFORE.match(before)) and bool(re.match(r"[\w“\"¿¡…]", after))


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


class _Ends:
    """Where quotes may close, looked up once for a paragraph, so that many openings cost no more than few."""

    def __init__(self, text: str, span: Span) -> None:
        self._text = text
        self._span = span
        self._marks: dict[str, list[int]] = {}
        self._singles: tuple[Sequence[int], Sequence[int]] | None = None

    def double(self, start: int, mark: str) -> int | None:
        """The mark that closes the one at ``start``; one of the same kind opened within is counted."""
        closing = _DOUBLE[mark]
        if mark == '"':
            for at in self._from('"', start + 1):
                if at - start > _LONGEST:
                    return None
                if at == self._span[1] - 1 or not self._begins_word(at):
                    return at
            return None
        depth = 1
        for at in self._from(mark + closing, start + 1):
            if at - start > _LONGEST:
                return None
            depth += 1 if self._text[at] == mark and mark not in closing else -1
            if depth == 0:
                return at
        return next(iter(self._from(closing, start + 1)), None) if depth > 1 else None

    def single(self, start: int) -> int | None:
        """The apostrophe that closes: one after a stop, or before one, before others."""
        if self._singles is None:
            places = [each.start() for each in _SINGLE_END.finditer(self._text, *self._span)]
            self._singles = places, [at for at in places if self._at_stop(at)]
        for known in reversed(self._singles):
            index = bisect_left(known, start + 2)
            if index < len(known) and known[index] - start <= _LONGEST:
                return known[index]
        return None

    def _at_stop(self, at: int) -> bool:
        before, after = self._text[at - 1], self._text[at + 1 : at + 2]
        return before in _PUNCTUATION or after in ("", *_PUNCTUATION) or at + 1 >= self._span[1]

    def _begins_word(self, at: int) -> bool:
        return self._text[at - 1].isspace() and bool(re.match(r"\w", self._text[at + 1 : at + 2]))

    def _from(self, marks: str, at: int) -> Iterator[int]:
        if marks not in self._marks:
            pattern = re.compile("[" + re.escape(marks) + "]")
            self._marks[marks] = [each.start() for each in pattern.finditer(self._text, *self._span)]
        places = self._marks[marks]
        for index in range(bisect_left(places, at), len(places)):
            yield places[index]
