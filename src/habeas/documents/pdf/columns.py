"""Columns of a page: which lines stand beside each other, and how far in each begins within its own column.

The makers of PDF write one column after the other, so a column begins where a line stands higher than the one
before it and wholly beside it. A table is written row by row: what jumps up again and again is one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from habeas.documents.pdf.lines import Line

_FEWEST = 4
"""Lines of a column, unless others of its document begin as far in."""
_SECTIONS = 2
"""How often a page may begin with its columns anew, below something that goes over all of them."""


class _Column(NamedTuple):
    """The lines from one place of a page to another, how far in they begin, and where they end."""

    first: int
    end: int
    begins: float
    ends: float


def in_columns(lines: Iterable[Line], widths: Sequence[float]) -> list[Line]:
    """The lines, each with its column and how far in it begins there; ``widths`` are those of the pages."""
    pages = [
        [_inset(line, widths[number - 1]) for line in group]
        for number, group in groupby(lines, key=lambda line: line.page)
    ]
    paired = [list(_pairs(page)) for page in pages]
    known = [after.begins for pairs in paired for before, after in pairs if _long(before) and _long(after)]
    found = list[Line]()
    for page, pairs in zip(pages, paired, strict=True):
        sure = [pair for pair in pairs if _long(pair[1]) or _is_known(pair[1], known, page)]
        found += _set_in(page, sure) if len(sure) <= _SECTIONS * 2 and known else page
    return found


def _inset(line: Line, width: float) -> Line:
    return replace(line, inset=width - line.right) if line.from_right else line


def _long(column: _Column) -> bool:
    return column.end - column.first >= _FEWEST


def _is_known(column: _Column, known: Iterable[float], page: Sequence[Line]) -> bool:
    return any(abs(column.begins - each) < page[column.first].size for each in known)


def _pairs(page: Sequence[Line]) -> Iterator[tuple[_Column, _Column]]:
    """What stands side by side: the lines before a jump up the page, and those after it."""
    jumps = [0, *(at for at in range(1, len(page)) if page[at].bottom > page[at - 1].top), len(page)]
    for (first, jump), end in zip(pairwise(jumps), jumps[2:], strict=False):
        top = page[jump].top + page[jump].size
        beside = next(at for at in range(first, jump) if page[at].bottom < top)
        before = _column(page, beside, jump)
        last = jump
        while last < end and page[last].inset > before.ends - 1:
            last += 1
        if last > jump and _long(before):
            yield before, _column(page, jump, last)


def _column(page: Sequence[Line], first: int, end: int) -> _Column:
    within = page[first:end]
    begins = min(line.inset for line in within)
    return _Column(first, end, begins, max(line.inset + line.right - line.left for line in within))


def _set_in(page: Sequence[Line], pairs: Sequence[tuple[_Column, _Column]]) -> list[Line]:
    """Lines of further columns as far in as they would be in the first."""
    found = list(page)
    origin = {pair[0].first: pair[0].begins for pair in pairs}
    number = dict[int, int]()
    for before, after in pairs:
        origin[after.first] = origin[before.first]
        number[after.first] = number.get(before.first, 0) + 1
        for at in range(after.first, after.end):
            inset = page[at].inset - after.begins + origin[after.first]
            found[at] = replace(page[at], inset=inset, column=number[after.first])
    return found
