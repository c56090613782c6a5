"""The database refuses to change or delete an entry, and takes each only in its place.

Triggers stop mistakes and an application that is led astray. Who holds the file can drop them: that is what
the signed tree and its witnesses are for (security.md 1.2). On PostgreSQL the role that serves owns nothing,
and can do neither (``rights.py``).
"""

from collections.abc import Iterator

TABLES = ("custody_entry", "custody_log")

_REFUSE = """
CREATE OR REPLACE FUNCTION custody_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the register is append-only'; END $$
"""
_NEXT = """
CREATE OR REPLACE FUNCTION custody_next() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF NEW.number <> (SELECT COALESCE(MAX(number) + 1, 0) FROM custody_entry) THEN
    RAISE EXCEPTION 'an entry of the register has the next number';
  END IF;
  RETURN NEW;
END $$
"""


def install(vendor: str) -> Iterator[str]:
    """Yield the statements that lock the tables on ``vendor`` (``sqlite`` or ``postgresql``)."""
    if vendor == "postgresql":
        yield _REFUSE
        yield _NEXT
        yield (
            "CREATE TRIGGER custody_entry_next BEFORE INSERT ON custody_entry "
            "FOR EACH ROW EXECUTE FUNCTION custody_next()"
        )
        for table in TABLES:
            yield (
                f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION custody_refuses()"
            )
        return
    yield (
        "CREATE TRIGGER custody_entry_next BEFORE INSERT ON custody_entry "
        "WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number) + 1, 0) FROM custody_entry) "
        "BEGIN SELECT RAISE(ABORT, 'an entry of the register has the next number'); END"
    )
    for table in TABLES:
        for what in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{what.lower()} BEFORE {what} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END"
            )


def remove(vendor: str) -> Iterator[str]:
    """Yield the statements that undo :func:`install`: for taking the migration back."""
    on = " ON custody_entry" if vendor == "postgresql" else ""
    yield f"DROP TRIGGER IF EXISTS custody_entry_next{on}"
    for table in TABLES:
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {table}_refuse ON {table}"
        else:
            for what in ("update", "delete"):
                yield f"DROP TRIGGER IF EXISTS {table}_refuse_{what}"
