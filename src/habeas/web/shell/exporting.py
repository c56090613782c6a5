"""A list as a file: the header and rows that the page shows, as CSV or XLSX.

In XLSX every text is written as a text, never as a formula. CSV has no types, and programmes
that open it take a text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula: such a text gets an
apostrophe before it, unless it is a plain number.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Rows = Iterable[Sequence[object]]
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d+(?:[.,]\d+)?\Z)")
LONGEST = 32_767
"""The most characters that a cell of XLSX holds."""


def csv_bytes(header: Sequence[object], rows: Rows) -> bytes:
    """UTF-8 with the mark that spreadsheets look for, comma, CRLF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (header, *rows):
        writer.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(header: Sequence[object], rows: Rows) -> bytes:
    """One sheet whose header stays in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, cell, bold=True) for cell in header])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


KINDS: Mapping[str, tuple[str, str, Callable[[Sequence[object], Rows], bytes]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", csv_bytes),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
}
"""Name in the address, name on the page, media type and writer of each kind of file."""


def file_response(name: str, kind: str, header: Sequence[object], rows: Rows) -> HttpResponse:
    """Answer with a file to be kept. ``name`` has no ending and names no person."""
    _label, media, write = KINDS[kind]
    response = HttpResponse(write(header, rows), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    typed = isinstance(value, (int, float, date)) and not isinstance(value, datetime)
    kept: Any = value if typed else _text(value)
    cell = WriteOnlyCell(sheet, value=kept)
    if not typed:
        cell.data_type = "s"  # else a text that begins with “=” becomes a formula
    if bold:
        cell.font = Font(bold=True)
    return cell


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST]
