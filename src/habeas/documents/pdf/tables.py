"""Tables of questions and answers in a PDF: where their headings stand tells the columns, and so the cells.

pdfium reads what stands on one height as one line where nothing was written between, so that such lines are
taken apart again at the columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from habeas.documents.answer_headings import asked_and_answered
from habeas.documents.paragraphs import Cell
from habeas.documents.pdf.lines import Line

_NEAR = 3.0
"""Points by which lines of one column begin apart."""
_LINES_OF_HEADING = 5
_NUMBERED = re.compile(r"\d{1,3}(?:[.)]\s|\s?$)")


def with_cells(lines: Sequence[Line]) -> Iterator[tuple[Line, Cell | None]]:
    """The lines, those of such tables by cell."""
    columns, table, row, last, said = list[float](), 0, 0, 0, ""
    for at, line in enumerate(lines):
        parts = _parts(line, [x for _offset, x in line.gaps])
        beside = [*parts, *_beside(lines, at)]
        if len(beside) > 1 and asked_and_answered(dict(enumerate(part.text for part in beside))):
            columns, table, row, last = [part.left for part in beside], table + 1, 1, len(parts)
            yield from ((part, (table, row, column)) for column, part in enumerate(parts, start=1))
            continue
        placed = [(part, _column(part, columns)) for part in _parts(line, columns)] if columns else []
        if not placed or not all(column for _part, column in placed):
            columns = []
            yield line, None
            continue
        for part, column in placed:
            numbered = column == 1 and _NUMBERED.match(part.text) and not said.endswith(",")
            if column < last or (column == last and numbered):
                row += 1
            last, said = column, part.text
            yield part, (table, row, column)


def _beside(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """The further headings on the height of one: those before them may have several lines."""
    line = lines[at]
    reach = line.right
    for other in lines[at + 1 : at + _LINES_OF_HEADING]:
        if other.page == line.page and abs(other.top - line.top) <= _NEAR and other.left > reach:
            reach = other.right
            yield other


def _parts(line: Line, columns: Sequence[float]) -> list[Line]:
    """A line taken apart where it has a gap before the beginning of a column."""
    cuts = [offset for offset, x in line.gaps if any(abs(x - begins) <= _NEAR for begins in columns)]
    lefts = [line.left, *(x for offset, x in line.gaps if offset in cuts)]
    bounds = [0, *cuts, len(line.text)]
    return [
        replace(
            line,
            text=line.text[start:end].rstrip(),
            left=left,
            right=right,
            bold=tuple(
                (max(a, start) - start, min(b, end) - start) for a, b in line.bold if a < end and b > start
            ),
            marks=tuple((at - start, mark) for at, mark in line.marks if start < at <= end),
            gaps=(),
        )
        for (start, end), (left, right) in zip(pairwise(bounds), pairwise([*lefts, line.right]), strict=True)
    ]


def _column(part: Line, columns: Sequence[float]) -> int:
    """The column that a part stands in, from 1; 0 where it stands in none, or goes over several."""
    found = sum(part.left >= begins - _NEAR for begins in columns)
    goes_over = found < len(columns) and part.right > columns[found] + _NEAR
    return 0 if goes_over else found
