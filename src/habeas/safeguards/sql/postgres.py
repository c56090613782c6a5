"""The rules in a PostgreSQL that has the register, in place: nothing leaves it but what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from habeas.safeguards.limits import Site
from habeas.safeguards.sql.dialects import in_postgres
from habeas.safeguards.sql.engine import PART, Engine
from habeas.safeguards.sql.query import literal

MEMORY = "128MB"
"""What one sort or join takes in the database before it goes to the disk."""


class Answer(Protocol):
    """What came of a statement."""

    def fetchall(self) -> Sequence[tuple[Any, ...]]:
        """All rows."""


class Database(Protocol):
    """A connection that a shell opened, one statement a transaction unless it begins one."""

    def execute(self, query: bytes, params: Sequence[Any] | None = None, /) -> Answer:
        """Run a statement."""


@dataclass
class Postgres(Engine):
    """An audit in PostgreSQL at one instant, over temporary tables of a connection."""

    name = "postgres"

    db: Database
    as_of: datetime
    site: Site
    every_set: bool = False

    def __post_init__(self) -> None:
        """Set how this session plans: it asks few questions, of all rows, that nobody asked before."""
        self._run("SET jit = off")  # compiling takes longer than most of the queries
        self._run(
            "SET enable_nestloop = off"
        )  # of the parts of a query it guesses one row, and loops over all
        self._run(f"SET work_mem = {literal(MEMORY)}")

    def make(self, name: str, text: str, *, once: bool = False, by: Sequence[str] = ()) -> None:
        """Make a temporary table; its numbers are counted for whoever reads it again."""
        self._run(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self._run(f"CREATE TEMP TABLE {name} AS {in_postgres(text)}")
        if not once:
            self._run(f"ANALYZE pg_temp.{name}")

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a temporary table."""
        self._run(f"INSERT INTO pg_temp.{name} {in_postgres(text)}")

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""
        return self._run(in_postgres(text)).fetchall()

    def stream(self, text: str) -> Iterator[Sequence[Any]]:
        """The rows of a query, a part at a time, from a cursor that the server holds."""
        self._run("BEGIN")
        self._run(f"DECLARE said CURSOR FOR {in_postgres(text)}")
        while rows := self._run(f"FETCH {PART} FROM said").fetchall():
            yield from rows
        self._run("COMMIT")

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a temporary table of rows, which are few enough to be sent at once."""
        lists = ", ".join(f"unnest(%s::{of}[]) AS {each}" for each, of in columns.items())
        values = [list(each) for each in zip(*rows, strict=True)] or [[]] * len(columns)
        self._run(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self.db.execute(f"CREATE TEMP TABLE {name} AS SELECT {lists}".encode(), values)
        self._run(f"ANALYZE pg_temp.{name}")

    def _run(self, text: str) -> Answer:
        return self.db.execute(text.encode())
