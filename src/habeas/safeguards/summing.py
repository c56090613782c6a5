"""What was found of the parts of a register, put together: counts are summed, lengths are ranked over all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from habeas.safeguards.audit import Told
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.occasions import RANKS
from habeas.safeguards.templates.within import Within
from habeas.safeguards.verdict import Reason, Verdict

Counts = Mapping[str, Mapping[str, int]]
"""What came of a rule in a part, as JSON can say it: ``records``, ``reasons`` and ``occasions`` by code."""
Ranks = Mapping[int, tuple[timedelta | None, ...]]
"""Of each rule, by its number, the median and the 90th percentile; or of what else there was asked by."""
_Coded = TypeVar("_Coded", Verdict, Reason)


def counts(one: Told) -> Counts:
    """What is counted of a rule."""
    return {
        "records": {each.value: n for each, n in one.records.items()},
        "reasons": {each.value: n for each, n in one.reasons.items()},
        "occasions": {each.value: n for each, n in one.occasions.items()},
    }


def summed(rule: Rule, parts: Sequence[Counts], ranks: tuple[timedelta | None, ...] | None) -> Told:
    """What came of a rule in all parts."""
    median, p90 = ranks if ranks and isinstance(rule.template, Within) else (None, None)
    return Told(
        rule=rule,
        records=_sum(Verdict, parts, "records"),
        reasons=_sum(Reason, parts, "reasons"),
        occasions=_sum(Verdict, parts, "occasions"),
        median=median,
        p90=p90,
    )


def _sum(of: type[_Coded], parts: Iterable[Counts], name: str) -> Counter[_Coded]:
    found = Counter[_Coded]()
    for part in parts:
        found.update({of(code): n for code, n in part[name].items()})
    return found


def ranked(lengths: str, by: str = "rule") -> str:
    """For each rule the least length that at least a share of all does not exceed, for each share.

    ``lengths`` is a query for how often (``n``) each ``length`` (microseconds) was measured, by ``rule``; or
    by what else the lengths are told apart.
    """
    least = ", ".join(
        f"MIN(CASE WHEN upto * {share.denominator} >= whole * {share.numerator} THEN length END)"
        for share in RANKS
    )
    return f"""
WITH measured AS (SELECT {by}, length, SUM(n) AS n FROM ({lengths}) AS l GROUP BY {by}, length),
ranked AS (
  SELECT {by}, length, SUM(n) OVER (PARTITION BY {by} ORDER BY length) AS upto,
    SUM(n) OVER (PARTITION BY {by}) AS whole
  FROM measured
)
SELECT {by}, {least} FROM ranked GROUP BY {by}
"""


def ranks(rows: Iterable[Sequence[Any]]) -> Ranks:
    """What that query found."""
    return {rule: tuple(timedelta(microseconds=each) for each in found) for rule, *found in rows}
