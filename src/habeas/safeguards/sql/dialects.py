"""The canonical SQL in the dialect of an engine, and what is special of each, in this one place.

The canonical text is read as that of DuckDB. What keeps it alike everywhere:

- Times are whole microseconds, never timestamps: ``ts + INTERVAL '24' HOUR`` of Spark adds a day of the
  calendar, and one hour is lost where clocks change.
- Frames count rows; ranges of time in a frame are not everywhere.
- ``ORDER BY`` puts nulls last: DuckDB and PostgreSQL do, for Spark it is written out.
- ``a // b`` divides whole numbers: ``DIV`` in Spark; PostgreSQL's gives a ``numeric``, so that what is kept
  of it is cast.
- Every derived table and every column of a union has a name: PostgreSQL 15 and Spark ask for it.
- Columns are named, not left out of a star: PostgreSQL cannot.
- A scalar subquery never hangs on the row outside: Spark wants an aggregate there. It is joined instead.
"""

from enum import StrEnum
from functools import lru_cache


class Dialect(StrEnum):
    """The engines whose SQL is not the canonical one, as sqlglot names them."""

    POSTGRES = "postgres"
    SPARK = "spark"


@lru_cache(maxsize=4_096)
def in_dialect(text: str, dialect: Dialect) -> str:
    """A canonical query as another engine reads it. It needs the extra ``audit``."""
    import sqlglot  # noqa: PLC0415 (the extra)

    [found] = sqlglot.transpile(
        text, read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return found
