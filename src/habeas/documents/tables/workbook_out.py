"""Tables out, as XLSX, in which no cell runs when a spreadsheet program opens it.

Texts go out unchanged, as texts: typed as such and marked as quoted, which is Excel's own way to say "not a
formula".
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from habeas.documents.refusals import refusal
from habeas.documents.sources import LIMITS
from habeas.documents.tables.out import STARTS, Value, refuse_width
from habeas.documents.tables.workbook_parts import LAST_ROW, escape


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], stream: BinaryIO, *, sheet: str = "Habeas"
) -> None:
    """Write one sheet with a row of headings that stays in view.

    Raises ``cell-too-long`` and ``too-many-rows`` with the place where Excel's own
    limits are passed, ``ValueError`` for a row of another width than the headings.
    """
    kept = [list(headings), *rows]
    for line, row in enumerate(kept, 1):  # all before the first is written, so that nothing is left half
        refuse_width(row, headings)
        _refuse_for_excel(row, line, headings)
    book = Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31] or "Habeas")
    page.freeze_panes = "A2"
    for row in kept:
        page.append([_cell(page, value) for value in row])
    book.save(stream)


def _cell(page: Any, value: Value) -> Any:
    cell = WriteOnlyCell(page, escape(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with “=” is written as a formula
        if STARTS.match(value):
            cell.quotePrefix = True
    return cell


def _refuse_for_excel(row: Sequence[Value], line: int, headings: Sequence[str]) -> None:
    if line > LAST_ROW:
        raise refusal("too-many-rows", "-", line=line, limit=LAST_ROW)
    for value, heading in zip(row, headings, strict=True):
        if isinstance(value, str) and len(value) > LIMITS.cell:
            raise refusal(
                "cell-too-long", "-", line=line, column=heading, found=len(value), limit=LIMITS.cell
            )
