"""The database refuses to change or delete what the journal holds.

On SQLite, ``INSERT OR REPLACE`` fires the delete trigger too, as the settings switch
``recursive_triggers`` on. On PostgreSQL ``TRUNCATE`` is refused as well. Who owns the tables
can still drop a trigger: on PostgreSQL the role that serves does not (``habeas migrate --for``).
"""

from collections.abc import Iterator

TABLES = ("journal_journalentry", "journal_revision")

_REFUSE = """
CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""


def install(vendor: str) -> Iterator[str]:
    """Yield the statements that lock the tables on ``vendor`` (``sqlite`` or ``postgresql``)."""
    if vendor == "postgresql":
        yield _REFUSE
    for table in TABLES:
        if vendor == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()"
            )
        else:
            for what in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER {table}_refuse_{what.lower()} BEFORE {what} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
                )


def remove(vendor: str) -> Iterator[str]:
    """Yield the statements that undo :func:`install`: for taking the migration back."""
    for table in TABLES:
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {table}_refuse ON {table}"
        else:
            for what in ("update", "delete"):
                yield f"DROP TRIGGER IF EXISTS {table}_refuse_{what}"
