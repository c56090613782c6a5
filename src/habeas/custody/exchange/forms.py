"""The forms of a table: one way in and one way out, whatever the form."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import BinaryIO, TypeVar

from habeas.custody.events import Event
from habeas.custody.exchange import commas, json_lines, parquet
from habeas.custody.exchange.rows import event_read, event_row, record_read, record_row
from habeas.custody.exchange.tables import EVENTS, RECORDS, Row, Said, Table
from habeas.custody.records import Record
from habeas.errors import RefusedError, Where

Value = TypeVar("Value")


class Form(StrEnum):
    """A form of a table; its value is the ending of its files."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_READERS: Mapping[Form, Callable[[Table, BinaryIO, str], Iterator[Said | RefusedError]]] = {
    Form.JSONL: json_lines.read,
    Form.CSV: commas.read,
    Form.PARQUET: parquet.read,
}


def read_events(stream: BinaryIO, form: Form, name: str) -> Iterator[Event | RefusedError]:
    """Yield each event, or the refusal of its row. Raises where the file itself is wrong."""
    return _read(EVENTS, stream, form, name, event_read)


def read_records(stream: BinaryIO, form: Form, name: str) -> Iterator[Record | RefusedError]:
    """Yield each record as it stands, or the refusal of its row."""
    return _read(RECORDS, stream, form, name, record_read)


def _read(
    table: Table,
    stream: BinaryIO,
    form: Form,
    name: str,
    reading: Callable[[Where, Mapping[str, object]], Value],
) -> Iterator[Value | RefusedError]:
    for one in _READERS[form](table, stream, name):
        if isinstance(one, RefusedError):
            yield one
            continue
        try:
            yield reading(*one)
        except RefusedError as refused:
            yield refused


def write_events(events: Iterable[Event], stream: BinaryIO, form: Form) -> None:
    """Write the table ``events``."""
    write_rows(EVENTS, map(event_row, events), stream, form)


def write_records(records: Iterable[Record], stream: BinaryIO, form: Form) -> None:
    """Write the table ``records``."""
    write_rows(RECORDS, map(record_row, records), stream, form)


def write_rows(
    table: Table,
    rows: Iterable[Row],
    stream: BinaryIO,
    form: Form,
    *,
    metadata: Mapping[str, str] | None = None,
    first: bool = True,
) -> None:
    """Write rows of a table. ``metadata`` is for Parquet; without ``first``, CSV goes on without headings."""
    match form:
        case Form.JSONL:
            stream.writelines(json_lines.lines(table, rows))
        case Form.CSV:
            stream.writelines(commas.lines(table, rows, headings=first))
        case Form.PARQUET:
            parquet.write(table, rows, stream, metadata)
