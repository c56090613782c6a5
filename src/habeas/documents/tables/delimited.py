"""Text with separators (CSV, TSV), record by record, each with the line on which it begins.

Strict: a quotation mark that is opened and not closed, or closed in the middle of a
cell, is refused with its line, because nothing after it can be trusted.
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from habeas.documents.refusals import refusal
from habeas.documents.sources import LIMITS, Limits

SEPARATORS = (",", ";", "\t")
SAMPLE = 50


class Record(NamedTuple):
    """One record: the line on which it begins, from 1, and its cells, verbatim."""

    line: int
    cells: tuple[str, ...]


def records(text: str, separator: str, file: str, limits: Limits = LIMITS) -> Iterator[Record]:
    """Yield the records of ``text``; an empty line is a record without cells.

    Raises ``row-broken``, ``too-many-rows``, ``too-many-columns``, ``too-many-cells`` or
    ``cell-too-long``.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count = total = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(str(error), line, file, limits) from None
        if cells is None:
            return
        count += 1
        total += len(cells)
        if total > limits.cells:
            raise refusal("too-many-cells", file, line=line, limit=limits.cells)
        _within(cells, count, line, file, limits)
        yield Record(line, tuple(cells))


def _broken(why: str, line: int, file: str, limits: Limits) -> Exception:
    if "field limit" in why:
        return refusal("cell-too-long", file, line=line, found="> 131072", limit=limits.cell)
    if "end of data" in why:
        why = "a quotation mark is opened and never closed"
    elif "expected after" in why:
        why = "a quotation mark closes in the middle of a cell"
    return refusal("row-broken", file, line=line, why=why)


def _within(cells: list[str], count: int, line: int, file: str, limits: Limits) -> None:
    if count > limits.rows + 1:  # the headings are one
        raise refusal("too-many-rows", file, line=line, limit=limits.rows)
    if len(cells) > limits.columns:
        raise refusal("too-many-columns", file, line=line, limit=limits.columns)
    for place, cell in enumerate(cells, 1):
        if len(cell) > limits.cell:
            raise refusal(
                "cell-too-long", file, line=line, column=str(place), found=len(cell), limit=limits.cell
            )


def separator_of(text: str) -> tuple[str, int]:
    """Tell the separator, and the offset where the list begins.

    ``sep=;`` in the first line (Excel's own mark) settles it. Else the separator wins
    that gives the first records the same number of cells, more than one; of several,
    the one with most. A list of one column has a comma by convention.
    """
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS and text[5:6] in ("\r", "\n"):
        end = 7 if text[5:7] == "\r\n" else 6
        return text[4], end
    return max(SEPARATORS, key=lambda separator: _fit(text, separator)), 0


def _fit(text: str, separator: str) -> tuple[bool, int]:
    """Whether it divides evenly, and into how many cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for cells in reader:
            if any(cells):
                widths.append(len(cells))
            if len(widths) >= SAMPLE:
                break
    except csv.Error:
        return False, 0
    widest = max(widths, default=0)
    return widest > 1 and widths.count(widest) * 2 > len(widths), widest
