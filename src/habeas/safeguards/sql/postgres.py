"""The rules in a PostgreSQL that has the register, in place: nothing leaves it but what was found.

Whoever connects needs to read the tables and to make temporary ones, no more: ``GRANT TEMPORARY`` on the
database, ``SELECT`` on the schema.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from habeas.safeguards.limits import Site
from habeas.safeguards.sql.chains import Row
from habeas.safeguards.sql.dialects import Dialect, in_dialect
from habeas.safeguards.sql.engine import PART, Engine


@dataclass
class Postgres(Engine):
    """An audit in PostgreSQL at one instant, over the tables that a connection sees."""

    name = "postgres"

    db: psycopg.Connection[Any]
    as_of: datetime
    site: Site
    every_set: bool = False

    def __post_init__(self) -> None:
        """Compile nothing ahead: of so many short queries, that takes longer than they do."""
        self.db.execute("SET jit = off")
        self.db.prepare_threshold = None  # a name stands for another table by and by

    def make(self, name: str, text: str, *, once: bool = False) -> None:
        """Make a temporary table; its numbers are counted for whoever reads it again."""
        self._drop(name)
        self._execute(f"CREATE TEMP TABLE {name} AS {in_dialect(text, Dialect.POSTGRES)}")
        if not once:
            self._execute(f"ANALYZE {name}")

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a temporary table."""
        self._execute(f"INSERT INTO {name} {in_dialect(text, Dialect.POSTGRES)}")

    def fetch(self, text: str) -> Sequence[Sequence[Any]]:
        """The rows of a query."""
        return self._execute(in_dialect(text, Dialect.POSTGRES)).fetchall()

    def stream(self, text: str) -> Iterator[Sequence[Any]]:
        """The rows of a query, a part at a time, from a cursor that the server holds."""
        with self.db.transaction(), self.db.cursor("told") as found:
            found.itersize = PART
            found.execute(in_dialect(text, Dialect.POSTGRES).encode())
            yield from found

    def put_chain(self, rows: Sequence[Row]) -> None:
        """Make the table ``chain``."""
        self._drop("chain")
        self._execute("CREATE TEMP TABLE chain (e BIGINT, stands BOOLEAN, first_e BIGINT, wr BIGINT)")
        with self.db.cursor().copy("COPY chain FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        self._execute("ANALYZE chain")

    def _drop(self, name: str) -> None:
        self._execute(f"DROP TABLE IF EXISTS pg_temp.{name}")

    def _execute(self, text: str) -> "psycopg.Cursor[Any]":
        return self.db.execute(text.encode())
