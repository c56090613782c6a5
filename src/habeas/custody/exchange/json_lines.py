"""A table as JSON lines (UTF-8): an object a line, columns that say nothing left out."""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from habeas.custody.exchange.lines import lines_of
from habeas.custody.exchange.strict_json import object_of
from habeas.custody.exchange.tables import Row, Said, Table, Type, instant_text
from habeas.errors import RefusedError, Where


def read(table: Table, stream: BinaryIO, name: str) -> Iterator[Said | RefusedError]:
    """Yield what each line says. Empty lines say nothing."""
    for number, line in lines_of(stream, name):
        where = Where(name, number)
        if isinstance(line, RefusedError):
            yield line
        elif line.strip():
            try:
                yield where, object_of(line)
            except ValueError as error:
                why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                yield RefusedError(
                    "register-line-broken", f"this line of {table.name} is no JSON object: {why}", where=where
                )


def lines(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield each row as a line."""
    names = table.names
    instants = [place for place, column in enumerate(table.columns) if column.type is Type.INSTANT]
    for row in rows:
        values = list(row)
        for place in instants:
            if (value := values[place]) is not None:
                values[place] = instant_text(int(value))
        said = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        yield json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
