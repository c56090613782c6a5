"""The rules in DuckDB, which reads the canonical SQL as it is. It needs the extra ``audit``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from habeas.safeguards.ingest.engine import put_rows
from habeas.safeguards.limits import Site
from habeas.safeguards.sql import stages
from habeas.safeguards.sql.engine import PART, Engine

if TYPE_CHECKING:
    import duckdb


@dataclass
class Duck(Engine):
    """An audit in DuckDB at one instant, over the tables of a connection."""

    name = "duckdb"

    db: "duckdb.DuckDBPyConnection"
    as_of: datetime
    site: Site
    every_set: bool = False

    def make(self, name: str, text: str, *, once: bool = False, by: Sequence[str] = ()) -> None:
        """Make a temporary table; where it is sorted, what a rule does not ask of it is not read."""
        order = f"ORDER BY {', '.join(by)}" if by else ""
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text} {order}")

    def events(self) -> None:
        """Read the events that stand where they lie, by kind: of a kind, nothing else is read."""
        for name, text in (
            ("event", stages.event(self._now, "entry_by_kind")),
            ("saying", stages.said(self._now)),
        ):
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {text}")

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a table."""
        self.db.execute(f"INSERT INTO {name} {text}")

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""
        found: Sequence[tuple[Any, ...]] = self.db.execute(text).fetchall()
        return found

    def stream(self, text: str) -> Iterator[Sequence[Any]]:
        """The rows of a query, a part at a time."""
        found = self.db.execute(text)
        while rows := found.fetchmany(PART):
            yield from rows

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a temporary table of rows."""
        put_rows(self.db, name, columns, rows)
