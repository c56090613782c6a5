"""The findings of DuckDB over a register in the form that an audit caches (safeguards.md 4)."""

from typing import TYPE_CHECKING

from habeas.safeguards.audit import Asked
from habeas.safeguards.by_engine import ByEngine

if TYPE_CHECKING:
    import duckdb


class ByDuckDB(ByEngine):
    """One audit over the tables of a connection, mostly that of ``ingest.open_cache``."""

    def __init__(
        self,
        asked: Asked,
        db: "duckdb.DuckDBPyConnection",
        *,
        each_verdict: bool = False,
        by_place: bool = False,
        each_length: bool = False,
        each_counted: bool = False,
    ) -> None:
        self.db = db
        from habeas.safeguards.kernels.engine import Kernels  # noqa: PLC0415 (NumPy is a heavy part)

        duck = Kernels(db, asked.as_of, asked.site, every_set=asked.every_set)
        also = {"each_length": each_length, "each_counted": each_counted}
        super().__init__(asked, duck, each_verdict=each_verdict, by_place=by_place, **also)
