"""The occasions of a rule, as an engine found them: what is counted of them, and what is kept.

What is kept goes into tables of the engine, whichever rule it is of: ``told``, and where they are asked for
``verdict``, ``length`` and ``tally`` (``sql.tally``). Kernels put them into ``counted``, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from habeas.safeguards.sql import tally
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_APPLICABLE

TOLD: Mapping[str, str] = {
    "rule": "SMALLINT",
    "rid": "INTEGER",
    "verdict": "SMALLINT",
    "reason": "SMALLINT",
    **dict.fromkeys(("since", "until", "due", "observed", "n", "allowed"), "BIGINT"),
    **dict.fromkeys(("e_1", "e_2", "e_3", "excused", "too_late"), "BIGINT"),
    "first": "SMALLINT",
}
VERDICT: Mapping[str, str] = {"rule": "SMALLINT", "rid": "INTEGER", "verdict": "SMALLINT"}
LENGTH: Mapping[str, str] = {
    "rule": "SMALLINT",
    **{each: tally.TALLY[each] for each in ("station", "month")},
    "observed": "BIGINT",
    "n": "BIGINT",
}
"""How often each length was measured; where, if that was asked for."""
COUNTED: Mapping[str, str] = {
    "rule": "SMALLINT",
    "rid": "INTEGER",
    "mark": "SMALLINT",
    **dict.fromkeys(("excused", "too_late", "changed", "decides"), "BOOLEAN"),
    "times": "INTEGER",
    "observed": "BIGINT",
}
"""Every occasion, as far as it is counted: of this the other tables can be made, and what is told of a rule.

The gravest of a record ``decides``; ranks are of ``observed``.
"""
RANKS = (Fraction(1, 2), Fraction(9, 10))
"""Of which shares the least length is told that at least so many do not exceed."""
_MEASURED = f"observed IS NOT NULL AND mark % 10 IN ({BREACHED}, {MET})"
"""Whether an occasion is one of those of which median and 90th percentile are."""


class Occasions(Protocol):
    """Those of one rule."""

    def by_record(self) -> Iterable[Sequence[Any]]:
        """How many records have which gravest verdict, and which reason why it does not apply."""

    def by_verdict(self) -> Iterable[Sequence[Any]]:
        """How many occasions have which verdict."""

    def ranks(self) -> Sequence[int | None]:
        """The least lengths, in microseconds, that at least half of them, and nine tenths, do not exceed."""

    def tell(self, rule: int) -> None:
        """Put those that are told into ``told``."""

    def count_places(self, rule: int) -> None:
        """Put how many there are where into ``tally``."""

    def measure(self, rule: int, *, by_place: bool) -> None:
        """Put how often each length was measured into ``length``; ``by_place``: and where."""

    def judge(self, rule: int, concerned: str) -> None:
        """Put a verdict for each record concerned into ``verdict``."""


class Tables(Protocol):
    """An engine that has them in a table."""

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a table that was made."""

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""


@dataclass(frozen=True)
class InTable:
    """Those in a table of an engine, which counts them by SQL."""

    sql: Tables
    table: str

    def by_record(self) -> Iterable[Sequence[Any]]:
        """How many records have which gravest verdict, and which reason why it does not apply."""
        why = f"CASE WHEN verdict = {NOT_APPLICABLE} THEN mark // 10 END"
        return self.sql.fetch(f"SELECT verdict, {why}, COUNT(*) FROM ({self._gravest}) AS g GROUP BY 1, 2")

    def by_verdict(self) -> Iterable[Sequence[Any]]:
        """How many occasions have which verdict."""
        return self.sql.fetch(f"SELECT mark % 10, SUM(times) FROM {self.table} GROUP BY 1")

    def ranks(self) -> Sequence[int | None]:
        """The least lengths, in microseconds, that at least half of them, and nine tenths, do not exceed."""
        least = ", ".join(
            f"PERCENTILE_DISC({float(share)}) WITHIN GROUP (ORDER BY observed)" for share in RANKS
        )
        [found] = self.sql.fetch(f"SELECT {least} FROM {self.table} WHERE {_MEASURED}")
        return found

    def tell(self, rule: int) -> None:
        """Put those that are told into ``told``."""
        self.sql.add(
            "told",
            f"""
SELECT {rule}, rid, mark % 10, CASE WHEN mark >= 10 THEN mark // 10 END, since, until, due, observed, n,
  allowed, ev1, ev2, ev3, excused, too_late, as_first_written
FROM {self.table}
WHERE mark < {MET} OR excused IS NOT NULL OR too_late IS NOT NULL OR as_first_written IS NOT NULL
""",
        )

    def count_places(self, rule: int) -> None:
        """Put how many there are where into ``tally``."""
        self.sql.add("tally", tally.counted(rule, self.table))

    def measure(self, rule: int, *, by_place: bool) -> None:
        """Put how often each length was measured into ``length``; ``by_place``: and where."""
        where, join = "CAST(NULL AS INTEGER), CAST(NULL AS INTEGER)", ""
        if by_place:
            where, join = "p.station, p.month", "JOIN placed AS p ON p.rid = o.rid"
        self.sql.add(
            "length",
            f"SELECT {rule}, {where}, o.observed, COUNT(*) FROM {self.table} AS o {join} "
            f"WHERE {_MEASURED} GROUP BY 1, 2, 3, 4",
        )

    def judge(self, rule: int, concerned: str) -> None:
        """Put a verdict for each record concerned into ``verdict``."""
        self.sql.add(
            "verdict",
            f"SELECT {rule}, y.rid, COALESCE(g.verdict, {NOT_APPLICABLE}) FROM stay AS y "
            f"LEFT JOIN ({self._gravest}) AS g ON g.rid = y.rid WHERE {concerned}",
        )

    @property
    def _gravest(self) -> str:
        return f"SELECT rid, MIN(mark % 10) AS verdict, MIN(mark) AS mark FROM {self.table} GROUP BY rid"
