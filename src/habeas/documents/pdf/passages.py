"""Where a passage that was read stands on the pages: the boxes of its lines, to mark it on their picture.

Letters and figures alone are compared: a hyphen at a line end, spaces and marks of footnotes are read in
another way than they stand. Lines that came between (a running header, a footnote) are stepped over.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from habeas.documents.pdf.lines import Line
from habeas.documents.pdf.right_to_left import runs_from_right

_HEAD = 24
"""Letters by which the beginning of a passage is looked for."""
_BETWEEN = 80
"""Lines that may come between two lines of a passage: a page of footnotes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page, in points from its lower left corner; ``page`` counts from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Passages:
    """The lines of a document, in which passages are looked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._letters = [_letters(line.text) for line in lines]
        self._whole = "".join(self._letters)
        self._starts = [0, *accumulate(map(len, self._letters))]
        self._pages = [line.page for line in lines]

    def boxes(self, passage: str, page: int | None = None) -> tuple[Box, ...]:
        """The boxes of the lines of a passage, none where it is not found; ``page`` is where it begins."""
        wanted = _letters(passage)
        if not wanted:
            return ()
        first = self._starts[bisect_left(self._pages, page)] if page is not None else 0
        best: tuple[int, tuple[Box, ...]] = 0, ()
        for at in (*self._found(wanted[:_HEAD], first), *self._found(wanted[:_HEAD], 0, first)):
            seen, boxes = self._followed(wanted, at)
            if seen == len(wanted):
                return boxes
            best = max(best, (seen, boxes), key=lambda each: each[0])
        return best[1]

    def _found(self, head: str, begin: int, end: int | None = None) -> Iterator[int]:
        end = len(self._whole) if end is None else end
        while (begin := self._whole.find(head, begin, end)) >= 0:
            yield begin
            begin += 1

    def _followed(self, wanted: str, at: int) -> tuple[int, tuple[Box, ...]]:
        """How many letters of a passage follow from a place on, and their boxes."""
        number = bisect_right(self._starts, at) - 1
        begin, seen, between = at - self._starts[number], 0, 0
        boxes = list[Box]()
        while number < len(self._lines) and seen < len(wanted) and between <= _BETWEEN:
            here = self._letters[number][begin:]
            took = len(here) if wanted.startswith(here, seen) else 0
            if not took and here.startswith(wanted[seen:]):
                took = len(wanted) - seen
            if took:
                boxes.append(_box(self._lines[number], len(self._letters[number]), begin, begin + took))
            between = 0 if took else between + 1
            seen, begin, number = seen + took, 0, number + 1
        return seen, tuple(boxes)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _box(line: Line, letters: int, begin: int, end: int) -> Box:
    """The box of a part of a line, by its share of the letters; all of one that is written from the right."""
    left, right = line.left, line.right
    if any(map(runs_from_right, line.text)):
        begin, end = 0, letters
    width = (right - left) / letters
    return Box(line.page, left + begin * width, line.bottom, left + end * width, line.top)
