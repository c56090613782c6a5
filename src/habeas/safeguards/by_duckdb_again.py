"""An audit of a register that was audited before: what can only be the same is taken over (``keeping``)."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.safeguards.audit import Asked, Told
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.keeping import KeepingDuck

if TYPE_CHECKING:
    import duckdb


class ByDuckDBAgain(ByDuckDB):
    """One audit over a cache, which has what an earlier one found and will have what this one finds."""

    def __init__(
        self,
        asked: Asked,
        db: "duckdb.DuckDBPyConnection",
        cache: Path,
        *,
        each_verdict: bool = False,
        by_place: bool = False,
    ) -> None:
        super().__init__(asked, db, each_verdict=each_verdict, by_place=by_place)
        how = (db, asked.as_of, asked.site, asked.every_set)
        self.sql = self.keeping = KeepingDuck(*how, cache=cache, asked=asked)

    def told(self) -> Iterator[Told]:
        """What came of each rule."""
        with self.keeping.keeping():
            yield from super().told()
