"""The sheets of an XLSX file as texts, row by row; no formula is evaluated, no link followed.

Numbers are written as short as they can be read back, days as ``2024-07-03``, months
and years (cells that show no more than that) as ``2024-07`` and ``2024``: a cell that
shows a month does not know the day.
"""

import math
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from habeas.documents.package import Package
from habeas.documents.refusals import RowProblem, problem, refusal, warning
from habeas.documents.sources import Limits
from habeas.documents.tables.delimited import Record
from habeas.documents.tables.workbook_package import opened_workbook
from habeas.documents.tables.workbook_parts import (
    DIGITS,
    Cell,
    Relations,
    SharedStrings,
    SheetCells,
    SheetName,
    SheetNames,
    Styles,
)

FILL = 1_000_000
"""How many cells merging may fill."""

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What stands in a number format for itself: quoted, in brackets, or behind a backslash."""


class Sheet(NamedTuple):
    """One sheet: its name, its rows, what is to be told of it, and the visible sheets of the workbook."""

    name: str
    records: list[Record]
    problems: list[RowProblem]
    visible: tuple[str, ...]


def read_sheet(data: bytes, file: str, sheet: str | None, limits: Limits, *, as_saved: bool = False) -> Sheet:
    """Read one sheet: the one named, else the first visible one with anything in it.

    ``as_saved``: as a program would save it as CSV. Of a formula it is the value that was found last, and
    what shows an hour has it at midnight too.

    Raises the ``spreadsheet-…`` and ``zip-…`` codes. Hidden sheets are never read;
    they and other sheets that were not read are told.
    """
    with opened_workbook(data, file, limits) as package:
        return _Workbook(package, as_saved=as_saved).read(sheet)


class _Workbook:
    """What the cells of any sheet need: shared texts, styles, the day from which days count."""

    def __init__(self, package: Package, *, as_saved: bool) -> None:
        self.package, self.file, self.limits = package, package.file, package.limits
        self.as_saved = as_saved
        base = self._base()
        self.names = SheetNames(self.file)
        package.parse(base, self.names)
        folder = posixpath.dirname(base)
        relations = Relations(self.file)
        package.parse(self._needed(f"{folder}/_rels/{posixpath.basename(base)}.rels"), relations)
        self.paths = {
            key: (_joined(folder, target), kind) for key, (target, kind) in relations.targets.items()
        }
        self.strings = SharedStrings(self.file, self.limits)
        self.styles = Styles(self.file)
        for path, kind in self.paths.values():
            if kind == "sharedStrings":
                package.parse(self._needed(path), self.strings)
            elif kind == "styles":
                package.parse(self._needed(path), self.styles)
        self.epoch = MAC_EPOCH if self.names.from_1904 else WINDOWS_EPOCH
        self.problems: list[RowProblem] = []

    def _base(self) -> str:
        relations = Relations(self.file)
        self.package.parse(self._needed("_rels/.rels"), relations)
        for target, kind in relations.targets.values():
            if kind == "officeDocument":
                return self._needed(_joined("", target))
        raise refusal("spreadsheet-not-xlsx", self.file)

    def _needed(self, part: str) -> str:
        if not self.package.has(part):
            raise refusal("spreadsheet-broken", self.file, why=f"{part} is missing")
        return part

    def read(self, wanted: str | None) -> Sheet:
        """Read the sheet that is wanted, and tell which were not read."""
        pages = [
            each for each in self.names.sheets if self.paths.get(each.relation, ("", ""))[1] == "worksheet"
        ]
        visible = [each for each in pages if not each.hidden]
        names = tuple(each.name for each in visible)
        for each in visible:
            if wanted not in (None, each.name):
                continue
            records = self._records(each)
            if records or wanted is not None:
                return Sheet(each.name, records, self._told(pages, each) + self.problems, names)
        if wanted is not None:
            raise refusal("spreadsheet-no-sheet", self.file, sheet=wanted, sheets=", ".join(names))
        raise refusal("no-rows", self.file)

    def _told(self, pages: Iterable[SheetName], chosen: SheetName) -> list[RowProblem]:
        return [
            warning("sheet-hidden" if each.hidden else "sheet-not-read", 1, None, sheet=each.name)
            for each in pages
            if each is not chosen
        ]

    def _records(self, sheet: SheetName) -> list[Record]:
        rows: dict[int, dict[int, str]] = {}
        total = 0

        def row_done(line: int, cells: list[Cell]) -> None:
            nonlocal total
            total += len(cells)
            if total > self.limits.cells:
                raise refusal("too-many-cells", self.file, line=line, limit=self.limits.cells)
            if len(rows) > self.limits.rows:  # the headings are one
                raise refusal("too-many-rows", self.file, line=line, limit=self.limits.rows)
            rows[line] = {cell.column: self._text(cell, line) for cell in cells}

        handler = SheetCells(self.file, sheet.name, self.limits, row_done, found=self.as_saved)
        self.package.parse(self._needed(self.paths[sheet.relation][0]), handler)
        self._spread(handler.merged, rows)
        return [
            Record(line, tuple(cells.get(column, "") for column in range(1, max(cells) + 1)))
            for line, cells in rows.items()
        ]

    def _spread(self, merged: Iterable[str], rows: dict[int, dict[int, str]]) -> None:
        """Give each row that a merged cell spans its value; a cell across columns stays where it is.

        Down a column, one name stands for many rows. Across columns it is a title.
        """
        filled = 0
        lines = list(rows)  # in the order of the file, which is that of their numbers
        for reference in merged:
            try:
                left, top, right, bottom = range_boundaries(reference)
            except (ValueError, TypeError):
                raise refusal("spreadsheet-broken", self.file, why=f"no such range: {reference}") from None
            if left is None or top is None or bottom is None or left != right:
                continue
            value = rows.get(top, {}).get(left, "")
            spanned = lines[bisect_right(lines, top) : bisect_right(lines, bottom)] if value else []
            filled += len(spanned)
            if filled > FILL:
                raise refusal("spreadsheet-too-many-merged", self.file)
            for line in spanned:
                rows[line].setdefault(left, value)
            if spanned:
                column = get_column_letter(left)
                self.problems.append(warning("cells-merged", top, column, cells=reference))

    def _text(self, cell: Cell, line: int) -> str:
        raw = "".join(cell.parts)
        match cell.type:
            case "s":
                return self._shared(raw)
            case "b":
                return "TRUE" if raw.strip() == "1" else "FALSE"
            case "e":
                column = get_column_letter(cell.column)
                self.problems.append(problem("cell-error", line, column, value=raw))
                return raw
            case "n":
                return self._number(raw.strip(), cell.style)
        return raw

    def _shared(self, raw: str) -> str:
        place = raw.strip()
        if not DIGITS.fullmatch(place) or int(place) >= len(self.strings.strings):
            raise refusal("spreadsheet-broken", self.file, why=f"there is no text number {raw}")
        return self.strings.strings[int(place)]

    def _number(self, raw: str, style: str) -> str:
        number = float(raw) if NUMBER.fullmatch(raw) else math.inf
        if not math.isfinite(number):
            raise refusal("spreadsheet-broken", self.file, why=f"“{raw}” is not a number")
        shown = self.styles.format_of(style)
        if shown:
            return _moment(number, shown, self.epoch, midnight=self.as_saved) or raw
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        return repr(number)


def _moment(number: float, shown: str, epoch: datetime, *, midnight: bool) -> str | None:
    """The date or time to the precision that the cell shows; ``None`` where it is out of range.

    ``midnight``: an hour that is shown is told where it is the first, too.
    """
    try:
        moment = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return None
    if isinstance(moment, time):
        return _timed(moment)
    if isinstance(moment, timedelta) or moment is None:
        return None if moment is None else str(moment)
    letters = set(LITERAL.sub("", shown.casefold()).split(";")[0])
    if "d" not in letters and "h" not in letters and "y" in letters:
        return f"{moment:%Y-%m}" if "m" in letters else f"{moment:%Y}"
    is_first = not (moment.hour or moment.minute or moment.second)
    if not is_first or (midnight and "h" in letters):
        return f"{moment:%Y-%m-%d} {_timed(moment.time())}"
    return f"{moment:%Y-%m-%d}"


def _timed(moment: time) -> str:
    return moment.isoformat("seconds" if moment.second else "minutes")


def _joined(folder: str, target: str) -> str:
    """The name of a part from a target of ``folder``; an absolute target starts at the root."""
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
