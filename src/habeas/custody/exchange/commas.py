"""A table as CSV (RFC 4180, UTF-8): headings, and no cell that a spreadsheet program would run.

An empty cell is nothing. A text that begins with what starts a formula, or with apostrophes before it, gets
one apostrophe more on writing and loses one on reading, so that no byte is lost.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from habeas.custody.exchange.lines import lines_of
from habeas.custody.exchange.tables import Column, Plain, Row, Said, Table, Type, instant_text
from habeas.errors import RefusedError, Where

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_BOOLS = {"true": True, "false": False}
_WHOLE = re.compile(r"[0-9]{1,18}")


def read(table: Table, stream: BinaryIO, name: str) -> Iterator[Said | RefusedError]:
    """Yield what each record says, with the line on which it begins.

    Raises ``register-heading-wrong`` where the first line is not the columns of the table.
    """
    found = _records(stream, name)
    headings = next(found, None)
    if isinstance(headings, RefusedError):
        raise headings
    columns = _columns(table, headings[1] if headings else [], name)
    for one in found:
        if isinstance(one, RefusedError):
            yield one
            continue
        line, cells = one
        if not cells:
            continue
        where = Where(name, line)
        if len(cells) != len(columns):
            yield RefusedError(
                "register-line-broken", f"{len(cells)} cells for {len(columns)} headings", where=where
            )
        else:
            yield (
                where,
                {column.name: _value(column, cell) for column, cell in zip(columns, cells, strict=True)},
            )


def lines(table: Table, rows: Iterable[Row], *, headings: bool = True) -> Iterator[bytes]:
    """Yield each row as a record, the headings first."""
    if headings:
        yield (",".join(table.names) + "\r\n").encode()
    types = [column.type for column in table.columns]
    for row in rows:
        text = io.StringIO(newline="")
        cells = [_cell(type_, value) for type_, value in zip(types, row, strict=True)]
        csv.writer(text, lineterminator="\r\n").writerow(cells)
        yield text.getvalue().encode()


def _cell(type_: Type, value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return instant_text(value) if type_ is Type.INSTANT else str(value)
    return f"'{value}" if _FORMULA.match(value) else value


def _value(column: Column, cell: str) -> object:
    """What a cell says; what is not of its column is left as text, and refused by who reads the row."""
    if not cell:
        return None
    if column.type is Type.BOOL:
        return _BOOLS.get(cell, cell)
    if column.type is Type.WHOLE:
        return int(cell) if _WHOLE.fullmatch(cell) else cell
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _columns(table: Table, headings: Sequence[str], name: str) -> list[Column]:
    known = {column.name: column for column in table.columns}
    missing = [column.name for column in table.columns if column.required and column.name not in headings]
    wrong = [heading for heading in headings if heading not in known]
    if missing or wrong or len(set(headings)) != len(headings):
        why = (
            f"the column {missing[0]} is missing"
            if missing
            else f"“{wrong[0]}” is no column of {table.name}"
            if wrong
            else "a column stands twice"
        )
        raise RefusedError(
            "register-heading-wrong",
            why,
            where=Where(name, 1),
            advice=f"The columns are {', '.join(table.names)}, separated by commas.",
        )
    return [known[heading] for heading in headings]


def _records(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[str]] | RefusedError]:
    """Records with the line on which each begins; a refused line is left out of the record around it."""
    refused: list[RefusedError] = []

    def good() -> Iterator[str]:
        for _number, line in lines_of(stream, name):
            if isinstance(line, RefusedError):
                refused.append(line)
                yield "\r\n"  # keeps the count of lines
            else:
                yield line

    reader = csv.reader(good(), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield RefusedError("register-line-broken", f"no record of CSV: {error}", where=Where(name, line))
            continue
        if refused:
            yield from refused
            refused.clear()
            continue
        if cells is None:
            return
        yield line, cells
