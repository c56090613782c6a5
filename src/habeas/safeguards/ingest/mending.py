"""A table of text in which quotation marks do not pair: what is damaged ends with its line.

One mark too many makes one cell of every row up to the next mark, or to the end of the file. Here a file is
copied so that this cannot be: a row over several lines stays one only where it has as many cells as there
are headings, and none of its lines is a row by itself. Every line that is no row is left empty in the copy
and named; the others are on the lines on which they were.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from habeas.safeguards.ingest.faults import Unreadable

LONGEST_LINE = 2_097_152
"""Bytes that a row may have."""
_BYTES = "latin-1"
"""A letter for each byte: what is no UTF-8 comes through as it was."""
_AT_ONCE = 100
"""So many lines of a cell are asked about at once."""
AnyRow = Callable[[Sequence[Sequence[str]]], bool]


class Rows:
    """The grammar of rows: RFC 4180, with marks in the middle of a cell that does not begin with one."""

    def __init__(self, separator: str, cells: int) -> None:
        self.cells = cells
        apart = re.escape(separator)
        quoted = ' ?+"(?:[^"]++|"")*+'
        cell = rf'(?:{quoted}" *+|(?! ?")[^{apart}\r\n]*+)'
        self._cell = re.compile(cell + apart)
        self._whole = re.compile(rf"(?:{cell}{apart}){{{cells - 1}}}{cell}(?:\r\n|\r|\n)?\Z")
        self._row = re.compile(rf"(?:{cell}{apart})*+(?:{cell}(?:\r\n|\r|\n)?|(?P<open>{quoted}))\Z")

    def match(self, text: str) -> re.Match[str] | None:
        """A row whose last cell may be ``open`` at the end of the text; nothing where it is none."""
        return self._row.match(text)

    def is_whole(self, line: str) -> bool:
        """Whether a line is a row with just as many cells as there are headings: almost every one is."""
        return self._whole.match(line) is not None

    def divided(self, text: str) -> list[str]:
        """The cells of a row, as they stand."""
        found, at = [], 0
        while cell := self._cell.match(text, at):
            found.append(cell[0][:-1])
            at = cell.end()
        return [*found, text[at:].rstrip("\r\n")]

    def unlike(self, cells: Sequence[str]) -> Unreadable | None:
        """What is wrong with the number of cells; empty ones after the last heading say nothing."""
        if len(cells) < self.cells:
            return Unreadable.FEW
        return Unreadable.MANY if any(each.strip('" ') for each in cells[self.cells :]) else None

    def alone(self, line: str) -> list[str] | None:
        """What the cells of a line say that is a row by itself."""
        row = self.match(line)
        if row is None or row["open"] is not None:
            return None
        cells = self.divided(line)
        return None if self.unlike(cells) else [_said(each) for each in cells[: self.cells]]


def _said(cell: str) -> str:
    inner = cell.strip(" ")
    plain = inner[1:-1].replace('""', '"') if inner.startswith('"') else cell
    return plain.encode(_BYTES).decode("utf-8", errors="replace")


def mend(path: Path, copy: Path, rows: Rows, separator: str, any_row: AnyRow) -> dict[int, Unreadable]:
    """Write the copy, with an empty heading; the lines that were left empty in it, and why.

    ``any_row`` says whether some of what lines say, in as many cells as there are headings, is a row of the
    table, and no text.
    """
    with (
        path.open(encoding=_BYTES, newline="") as given,
        copy.open("w", encoding=_BYTES, newline="") as made,
    ):
        mending = _Mending(given, rows, any_row)
        next(given, None)
        made.write(separator.join("-" * rows.cells) + "\n")
        made.writelines(mending.lines())
    return mending.broken


class _Mending:
    def __init__(self, given: TextIO, rows: Rows, any_row: AnyRow) -> None:
        self.given, self.rows, self.any_row = given, rows, any_row
        self.again: deque[str] = deque()
        """Lines that were taken for the rest of a cell."""
        self.broken: dict[int, Unreadable] = {}

    def lines(self) -> Iterator[str]:
        number = 2
        while line := self._next():
            row, why = self._row(line)
            if why is None:
                yield "".join(row).rstrip("\r\n") + "\n"
            else:
                self.broken[number] = why
                yield "\n"
            number += len(row)

    def _next(self) -> str:
        return self.again.popleft() if self.again else self.given.readline()

    def _row(self, line: str) -> tuple[list[str], Unreadable | None]:
        """The lines of the row that begins with this one; or this one, and why it is none."""
        if len(line) <= LONGEST_LINE and self.rows.is_whole(line):
            return [line], None
        begins = self.rows.match(line)
        if begins is None:
            return [line], Unreadable.QUOTES
        if begins["open"] is not None:
            row = self._over_lines(line, begins.start("open"))
            return (row, None) if row else ([line], Unreadable.QUOTES)
        if not line.rstrip("\r\n"):
            return [line], None
        if len(line) > LONGEST_LINE:
            return [line], Unreadable.LONG
        return [line], self.rows.unlike(self.rows.divided(line))

    def _over_lines(self, first: str, mark: int) -> list[str]:
        """The lines of a row of which the first opens a cell; none where it is not closed as one would be."""
        own, size, whole, within = [first], len(first), False, list[Sequence[str]]()
        while size <= LONGEST_LINE and (line := self._next()):
            own.append(line)
            size += len(line)
            row = self.rows.match('"' + line)
            if row is None:
                break
            alone = self._alone(line)
            if row["open"] is None:
                unmarked = first[:mark] + first[mark:].replace('"', "", 1)
                whole = not (
                    size > LONGEST_LINE
                    or self.rows.unlike(self.rows.divided("".join(own)))
                    or self.any_row(within)
                    or (self.any_row(self._alone(unmarked)) and self.any_row(alone))
                )
                break
            within += alone
            if len(within) >= _AT_ONCE:
                if self.any_row(within):
                    break
                within = []
        if not whole:
            self.again.extendleft(reversed(own[1:]))
            return []
        return own

    def _alone(self, line: str) -> list[list[str]]:
        cells = self.rows.alone(line)
        return [] if cells is None or len(cells) == 1 else [cells]
