"""A table as Parquet: exact types, UTC microseconds, zstd. By pyarrow (the extra ``audit``)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import ModuleType
from typing import Any, BinaryIO

from habeas.custody.exchange.tables import Column, Row, Said, Table, Type, instant_of
from habeas.errors import PartMissingError, RefusedError, Where

ROWS_READ = 8_192
ROWS_WRITTEN = 524_288
"""Rows of a group: about what engines read best (safeguards.md 4)."""


def _parts() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow as arrow  # noqa: PLC0415 (a heavy part that few verbs need)
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise PartMissingError(
            "part-missing",
            "the Python package “pyarrow” is not installed (Parquet)",
            advice="Install it with: pip install 'habeas[audit]'. JSON lines and CSV need no part.",
        ) from fault
    return arrow, parquet


def read(table: Table, stream: BinaryIO, name: str) -> Iterator[Said | RefusedError]:
    """Yield what each row says.

    Raises ``register-not-parquet``, ``register-heading-wrong`` or ``register-column-wrong``, and
    ``PartMissingError`` without pyarrow.
    """
    arrow, parquet = _parts()
    number = 0
    try:
        file = parquet.ParquetFile(stream)
        columns = _columns(arrow, table, file.schema_arrow, name)
        for batch in file.iter_batches(batch_size=ROWS_READ, columns=[column.name for column in columns]):
            batch.validate(full=True)
            values = [_values(arrow, column, batch.column(column.name), name) for column in columns]
            for row in zip(*values, strict=True):
                number += 1
                yield _said(Where(name, number), columns, row)
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as fault:
        raise RefusedError(
            "register-not-parquet",
            f"what follows row {number} is not readable as Parquet ({type(fault).__name__})",
            where=Where(name),
        ) from None


def write(
    table: Table, rows: Iterable[Row], stream: BinaryIO, metadata: Mapping[str, str] | None = None
) -> None:
    """Write rows in groups; ``metadata`` goes into the file beside the schema."""
    arrow, parquet = _parts()
    schema = arrow.schema(
        [
            arrow.field(column.name, _type(arrow, column), nullable=not column.required)
            for column in table.columns
        ],
        metadata=dict(metadata or {}),
    )
    source = iter(rows)
    # A dictionary of what never comes twice is work for nothing.
    repeated = [each.name for each in table.columns if each.type is Type.TEXT and each.name != "event_id"]
    with parquet.ParquetWriter(stream, schema, compression="zstd", use_dictionary=repeated) as writer:
        while group := list(islice(source, ROWS_WRITTEN)):
            columns = zip(*group, strict=True)
            arrays = [
                arrow.array(list(values), type=field.type)
                for field, values in zip(schema, columns, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema), row_group_size=ROWS_WRITTEN)


def _type(arrow: Any, column: Column) -> Any:
    return {
        Type.TEXT: arrow.string,
        Type.BOOL: arrow.bool_,
        Type.WHOLE: arrow.int64,
        Type.INSTANT: lambda: arrow.timestamp("us", tz="UTC"),
    }[column.type]()


def _columns(arrow: Any, table: Table, schema: Any, name: str) -> list[Column]:
    known = {column.name: column for column in table.columns}
    missing = [column.name for column in table.columns if column.required and column.name not in schema.names]
    wrong = [each for each in schema.names if each not in known]
    if missing or wrong or len(set(schema.names)) != len(schema.names):
        raise RefusedError(
            "register-heading-wrong",
            f"missing: {', '.join(missing) or 'none'}; unknown or twice: {', '.join(wrong) or 'none'}",
            where=Where(name),
            advice=f"The columns are {', '.join(table.names)}.",
        )
    for field in schema:
        if known[field.name].type is Type.INSTANT and not _has_zone(arrow, field.type):
            raise RefusedError(
                "register-column-wrong",
                f"the column holds {field.type}, and an instant needs a zone",
                where=Where(name, None, field.name),
                advice="Write timestamps in UTC, with UTC as their zone.",
            )
    return [known[each] for each in schema.names]


def _has_zone(arrow: Any, type_: Any) -> bool:
    types = arrow.types
    return bool(types.is_null(type_) or (types.is_timestamp(type_) and type_.tz is not None))


def _values(arrow: Any, column: Column, values: Any, name: str) -> list[Any]:
    """The values of a column as plain ones. Whole numbers of any width and other units of time are taken."""
    try:
        cast = values.cast(_type(arrow, column))
        return list((cast.cast(arrow.int64()) if column.type is Type.INSTANT else cast).to_pylist())
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError):
        raise RefusedError(
            "register-column-wrong",
            f"the column holds {values.type}, and what is in it is no {column.type}",
            where=Where(name, None, column.name),
        ) from None


def _said(where: Where, columns: list[Column], row: tuple[Any, ...]) -> Said | RefusedError:
    said = {column.name: value for column, value in zip(columns, row, strict=True)}
    for column in columns:
        if column.type is Type.INSTANT and said[column.name] is not None:
            try:
                said[column.name] = instant_of(said[column.name])
            except OverflowError:
                return RefusedError(
                    "register-column-wrong", f"{column.name} lies outside the years 1 to 9999", where=where
                )
    return where, said
