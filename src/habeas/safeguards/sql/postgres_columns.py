"""Whether the tables of a register in PostgreSQL have the columns that are read, of types that can be."""

from collections.abc import Iterator, Mapping

from habeas.custody.exchange import EVENTS, RECORDS, Table
from habeas.custody.exchange.tables import Column, Type
from habeas.errors import RefusedError, Where
from habeas.safeguards.sql.postgres import Database

_NOT_READ = frozenset({"sex", "logged_at", "page", "device_id"})
"""Columns that no rule asks."""
_CAST = frozenset({"event_id", "corrects"})
"""Columns that are read as text, whatever they are."""
_CATEGORIES = {Type.TEXT: "S", Type.BOOL: "B", Type.WHOLE: "N"}
"""Categories of types, as ``pg_type.typcategory`` has them."""
_NEEDED = {Type.TEXT: "text", Type.BOOL: "boolean", Type.WHOLE: "bigint", Type.INSTANT: "timestamptz"}
_COLUMNS = """
SELECT a.attname, format_type(t.oid, NULL), t.typcategory
FROM pg_attribute AS a JOIN pg_type AS own ON own.oid = a.atttypid
JOIN pg_type AS t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
"""


def hold_columns(db: Database, where: str) -> None:
    """Refuse tables of a schema (``where``, with its dot) that cannot be read, by column and type.

    Raises ``RefusedError`` (``register-table-missing``, ``register-column-wrong``).
    """
    for table in (RECORDS, EVENTS):
        found = db.execute(_COLUMNS.encode(), [f"{where}{table.name}"]).fetchall()
        if not found:
            raise RefusedError(
                "register-table-missing",
                "there is no such table",
                where=Where(f"{where}{table.name}"),
                advice="--schema names where records and events lie, else the search path of the role does.",
            )
        wrong = list(_wrong(table, {name: (type_, category) for name, type_, category in found}))
        if wrong:
            raise RefusedError(
                "register-column-wrong",
                f"the table is not that of a register: {'; '.join(wrong)}",
                where=Where(f"{where}{table.name}"),
                advice="A view of the form in docs/register.md, with such columns, will do.",
            )


def _wrong(table: Table, there: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for column in table.columns:
        if column.name in _NOT_READ:
            continue
        needed = "text, json or jsonb" if column.name == "data" else _NEEDED[column.type]
        if column.name not in there:
            yield f"{column.name} is missing ({needed})"
        elif not _fits(column, *there[column.name]):
            yield f"{column.name} is {there[column.name][0]}, and has to be {needed}"


def _fits(column: Column, type_: str, category: str) -> bool:
    if column.name in _CAST or (column.name == "data" and type_ in {"json", "jsonb"}):
        return True
    if column.type is Type.INSTANT:
        return type_ == "timestamp with time zone"
    return category == _CATEGORIES[column.type]
