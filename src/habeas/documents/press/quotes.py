"""What stands in quotation marks of any kind, nested ones within, and over several paragraphs."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from habeas.documents.press.passages import Passages, Span
from habeas.documents.press.words import LETTER

_DOUBLE = {"“": "”", "«": "»", "„": "“”", '"': '"', "”": "”"}
_OPENERS = re.compile(r"[“«„\"‘']")
_BEFORE = re.compile(r"[\s(\[–—/:-]")
_SINGLE_BEGINS = re.compile(r"(?:(?<=\s)|^)[‘'](?=\w)", re.MULTILINE)
_SINGLE_END = re.compile(rf"[’'](?!{LETTER}|\d)")
_PUNCTUATION = tuple(",.?!…;")
_LONGEST = 20_000
"""Of one quoted passage within a paragraph, in characters."""
_MOST_PARAGRAPHS = 20
"""Over which a quote may go without a mark at their beginnings."""
_FEWEST = 3
"""Words after a mark that nothing closes: fewer are no quote."""


@dataclass(frozen=True, slots=True)
class Quote:
    """``outer`` is with its marks, ``inner`` without; an ``unclosed`` one may go on in the next paragraph."""

    outer: Span
    inner: Span
    paragraph: int
    unclosed: bool = False
    goes_on: bool = False
    """Whether it is the rest of one in which the writer tells who speaks."""


def quotes(passages: Passages) -> list[Quote]:
    """The outermost quotes of all paragraphs, in order."""
    text, spans = passages.text, passages.paragraphs
    doubles = sum(text.count(mark) for mark in '“«„"')
    single = len(_SINGLE_BEGINS.findall(text)) >= doubles
    found, number = list[Quote](), 0
    while number < len(spans):
        found += _of_paragraph(text, spans[number], number, single=single)
        number += 1
        if found and found[-1].unclosed and found[-1].paragraph == number - 1:
            over = list(_over(text, spans, found[-1], number))
            found += over
            number += len(over)
            if over and over[-1].outer[1] < spans[number - 1][1]:  # what follows the mark that closed it
                rest = over[-1].outer[1], spans[number - 1][1]
                found += _of_paragraph(text, rest, number - 1, single=single)
    return [each for each in found if each.inner[1] > each.inner[0]]


def parted(found: Sequence[Quote], passages: Passages, aside: re.Pattern[str]) -> list[Quote]:
    """Quotes in which the writer tells who speaks (“« Nous voilà, dit NAME, et nous restons »”) in two."""
    parts = list[Quote]()
    for one in found:
        within = aside.search(passages.plain, *one.inner)
        if within is None:
            parts.append(one)
            continue
        first, rest = within.start(), within.end()
        parts.append(Quote((one.outer[0], first), (one.inner[0], first), one.paragraph))
        parts.append(replace(one, outer=(rest, one.outer[1]), inner=(rest, one.inner[1]), goes_on=True))
    return parts


def _over(text: str, spans: Sequence[Span], begun: Quote, number: int) -> Iterator[Quote]:
    """The paragraphs after one that does not close its quote, up to the mark that does."""
    mark = text[begun.outer[0]]
    closing = _DOUBLE.get(mark, "")
    marks = re.compile("[" + re.escape(mark + closing) + "]")
    parts = list[Quote]()
    for at in range(number, min(len(spans), number + _MOST_PARAGRAPHS)):
        start, end = spans[at]
        found = marks.search(text, start, end)
        if found is None:
            parts.append(Quote((start, end), (start, end), at, unclosed=True))
            continue
        first = found.start()
        closes = text[first] in closing and first > start and not text[first - 1].isspace()
        if closes:
            yield from parts
            yield Quote((start, first + 1), _stripped(text, start, first), at)
        return


def _of_paragraph(text: str, span: Span, number: int, *, single: bool) -> Iterator[Quote]:
    """Those of one paragraph; one that is not closed goes to its end."""
    ends = _Ends(text, span)
    at, last = span
    while opening := _OPENERS.search(text, at, last):
        start, mark = opening.start(), opening[0]
        at = start + 1
        if not _opens(text, start, span, mark, single=single):
            continue
        close = ends.single(start) if mark in "‘'" else ends.double(start, mark)
        if close is None and mark == "“":
            close = ends.double(start, '"')  # a curly mark closed by a straight one
        if close is None:
            if mark in "‘'" or len(text[start:last].split(maxsplit=_FEWEST)) <= _FEWEST:
                continue
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
    return (single or mark == "‘") and bool(_BEFORE.match(before)) and bool(re.match(r"[\w“\"¿¡…]", after))


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


class _Ends:
    """Where quotes may close, looked up once for a paragraph, so that many openings cost no more than few."""

    def __init__(self, text: str, span: Span) -> None:
        self._text = text
        self._span = span
        self._marks: dict[str, list[int]] = {}
        self._singles: tuple[list[int], list[int]] | None = None

    def double(self, start: int, mark: str) -> int | None:
        """The mark that closes the one at ``start``; one of the same kind opened within is counted."""
        closing = _DOUBLE[mark]
        if mark == '"':
            for at in self._from('"', start + 1):
                if at - start > _LONGEST:
                    return None
                if at == self._span[1] - 1 or not self._begins_word(at):
                    return at
            stopped = (
                at
                for at in self._from('"', start + 1)
                if self._text[max(start, at - 3) : at].rstrip().endswith(_PUNCTUATION)
            )
            return next(stopped, None)
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
        places, stops = self._singles
        last = self._first(stops, start) or self._first(places, start)
        if last is None or last - start > _LONGEST:
            return None
        other = _SINGLE_BEGINS.search(self._text, start + 1, last)  # another begins: this one has ended
        before = places[bisect_left(places, other.start()) - 1] if other and places else 0
        return before if before > start + 1 else last

    @staticmethod
    def _first(places: Sequence[int], start: int) -> int | None:
        at = bisect_left(places, start + 2)
        return places[at] if at < len(places) else None

    def _at_stop(self, at: int) -> bool:
        before, after = self._text[max(0, at - 3) : at].rstrip('”"»')[-1:], self._text[at + 1 : at + 2]
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
