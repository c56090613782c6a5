"""The findings of DuckDB over a register in the form that an audit caches (safeguards.md 4)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from habeas.safeguards.audit import Asked, Tell, Told, untold
from habeas.safeguards.by_engine import ByEngine
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.occasions import COUNTED, Occasions
from habeas.safeguards.templates.within import Within
from habeas.safeguards.worded import worded

if TYPE_CHECKING:
    import duckdb

    from habeas.safeguards.kernels.counting import InArrays


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
        """``each_counted``: the table ``counted`` is made too, of which all that is counted can be made."""
        self.db = db
        from habeas.safeguards.kernels.engine import Kernels  # noqa: PLC0415 (NumPy is a heavy part)

        duck = Kernels(db, asked.as_of, asked.site, every_set=asked.every_set)
        super().__init__(asked, duck, each_verdict=each_verdict, by_place=by_place, each_length=each_length)
        self.each_counted = each_counted

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        if self.each_counted:
            self._empty("counted", COUNTED)
        yield from super().told(tell)

    def occasion_batches(self, most: int) -> Iterator[Any]:
        """Every occasion that is told, as batches of Arrow; its tables are there already."""
        self.db.execute(f"CREATE OR REPLACE TEMP VIEW said AS {self._said()}")
        yield from worded(self.db, self.asked, "said").to_arrow_reader(most)

    def _keep(self, at: int, found: Occasions, rule: Rule) -> None:
        super()._keep(at, found, rule)
        if self.each_counted:
            cast("InArrays", found).count_each(at, measured=isinstance(rule.template, Within))
