"""Tables out, as CSV and XLSX, in which no cell runs when a spreadsheet program opens it.

In CSV a text that begins with ``= + - @``, a tab, a line end or an apostrophe gets an
apostrophe before it, and so does one of these after a separator or a line end within
the text, for a program set to another separator would begin a cell there. Taking each
such apostrophe away again gives the text back (``restored``); ``read_csv`` does so, and
import of other people's files never does. In XLSX texts go out unchanged, as texts:
typed as such and marked as quoted, which is Excel's own way to say "not a formula".
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from habeas.documents.encodings import decode
from habeas.documents.refusals import refusal
from habeas.documents.sources import LIMITS, Limits, Source, name_of, read_all
from habeas.documents.tables.delimited import records
from habeas.documents.tables.workbook_parts import LAST_ROW, escape

Value = str | int | float | None
"""What a cell may hold. Dates go out as EDTF text, so that their precision stays."""

_PART = 100_000
"""From so many characters on a part of a table goes out."""
TRIGGERS = "=+\\-@＝＋－＠'\t\r\n"
STARTS = re.compile(f"(?:^|(?<=[;,\t\r\n|]))(?=[{TRIGGERS}])")
GUARDED = re.compile(f"(?:^|(?<=[;,\t\r\n|]))'(?=[{TRIGGERS}])")


def neutralised(text: str) -> str:
    """Return ``text`` so that no program takes it, or a part of it, for a formula."""
    return STARTS.sub("'", text)


def restored(text: str) -> str:
    """The inverse: ``restored(neutralised(text)) == text``."""
    return GUARDED.sub("", text)


def csv_parts(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], *, separator: str = ",", mark: bool = True
) -> Iterator[bytes]:
    """UTF-8 with CRLF, a part at a time, since there may be millions of rows.

    ``mark`` puts the byte order mark first, without which Excel misreads it. Raises ``ValueError`` for a row
    of another width than the headings.
    """
    part = io.StringIO(newline="")
    writer = csv.writer(part, delimiter=separator, lineterminator="\r\n")
    part.write("\ufeff" if mark else "")
    writer.writerow([neutralised(heading) for heading in headings])
    for row in rows:
        _refuse_width(row, headings)
        writer.writerow([_as_text(value) for value in row])
        if part.tell() > _PART:
            yield part.getvalue().encode()
            part.seek(0)
            part.truncate()
    yield part.getvalue().encode()


def write_csv(
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    stream: BinaryIO,
    *,
    separator: str = ",",
    mark: bool = True,
) -> None:
    """Write the same to a stream, as :func:`csv_parts` has it."""
    for part in csv_parts(headings, rows, separator=separator, mark=mark):
        stream.write(part)


def read_csv(
    source: Source, *, name: str | None = None, separator: str = ",", limits: Limits = LIMITS
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows of a file that ``write_csv`` wrote, each text as it was."""
    file = name_of(source, name)
    text, _ = decode(read_all(source, file, limits.file), file, "utf-8")
    found = [
        tuple(restored(cell) for cell in record.cells) for record in records(text, separator, file, limits)
    ]
    return found[0], found[1:]


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], stream: BinaryIO, *, sheet: str = "Habeas"
) -> None:
    """Write one sheet with a row of headings that stays in view.

    Raises ``cell-too-long`` and ``too-many-rows`` with the place where Excel's own
    limits are passed, ``ValueError`` for a row of another width than the headings.
    """
    kept = [list(headings), *rows]
    for line, row in enumerate(kept, 1):  # all before the first is written, so that nothing is left half
        _refuse_width(row, headings)
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


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    return neutralised(value) if isinstance(value, str) else str(value)


def _refuse_width(row: Sequence[Value], headings: Sequence[str]) -> None:
    if len(row) != len(headings):
        raise ValueError(f"a row of {len(row)} cells for {len(headings)} headings")
