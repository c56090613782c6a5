"""The canonical SQL, which is that of DuckDB, as PostgreSQL reads it.

What keeps the text alike, and is held to by writing it so:

- Times are whole microseconds, never timestamps: what a day more is, engines see differently where clocks
  change (Spark adds a day of the calendar to ``ts + INTERVAL '24' HOUR``).
- Frames count rows; ranges of time in a frame are not everywhere.
- ``ORDER BY`` puts nulls last, as DuckDB and PostgreSQL do.
- ``a // b`` divides whole numbers; PostgreSQL's gives a ``numeric``, so that what is kept of it is cast.
- Every derived table and every column of a union has a name: PostgreSQL 15 asks for it.
- Columns are named, not left out of a star: PostgreSQL cannot.
- A scalar subquery never hangs on the row outside: PostgreSQL would ask it for each. It is joined instead.
"""


def in_postgres(text: str) -> str:
    """A canonical query as PostgreSQL reads it. It needs the extra ``audit``."""
    import sqlglot  # noqa: PLC0415 (the extra)

    [found] = sqlglot.transpile(
        text, read="duckdb", write="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return found
