"""Every occasion that is told, as the contract has it (``OCCASION``): put into words by DuckDB, many at once.

Of a million detentions there are millions.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from habeas.safeguards.audit import Asked
from habeas.safeguards.ingest.engine import put_rows, text
from habeas.safeguards.sql.codes import REASONS, VERDICTS

_DAY = "CAST(make_timestamp({}) AS DATE)"
INSTANT = "strftime(make_timestamp({}), '%Y-%m-%dT%H:%M:%S.%fZ')"
"""An instant in microseconds as the contract writes it."""
_BESIDE = {
    "rule": "SMALLINT",
    "law": "VARCHAR",
    "day": "DATE",
    "name": "VARCHAR",
    "limit_by": "VARCHAR",
    "source": "VARCHAR",
}
EVIDENCE = ("e_1", "e_2", "e_3")
IDS = (*EVIDENCE, "excused", "too_late")
"""The entries that an occasion names."""
SAID = {
    "rule": "SMALLINT",
    "place": "INTEGER",
    "e": "BIGINT",
    "record_id": "VARCHAR",
    "law": "VARCHAR",
    "t0": "BIGINT",
    "verdict": "SMALLINT",
    "reason": "SMALLINT",
    **dict.fromkeys(("since", "until", "due", "observed", "n", "allowed"), "BIGINT"),
    "first": "SMALLINT",
    **dict.fromkeys(IDS, "VARCHAR"),
}
"""An occasion in numbers: its rule, verdict and reason by theirs, instants and lengths in microseconds.

``law`` is the jurisdiction of the record.
"""
ORDER = "ORDER BY t.rule, t.place, t.since NULLS LAST, t.e NULLS LAST"
"""In this order they are told: ``place`` is that of the record, ``e`` the first entry that is named."""


def worded(db: Any, asked: Asked, said: str) -> Any:
    """Every occasion of a table ``said``, with the columns of ``OCCASION``; lengths in seconds.

    What an occasion is told with beside what it says itself, as who set its limit, hangs on its rule, on the
    jurisdiction of its record and on the day on which custody began: it is asked once for each of these.
    """
    put_beside(db, asked, said)
    verdicts = _names([(code, verdict.value) for verdict, code in VERDICTS.items()])
    reasons = _names([(code, reason.value) for reason, code in REASONS.items()])
    since, until, due = (INSTANT.format(f"t.{each}") for each in ("since", "until", "due"))
    ids = ", ".join(f"t.{each}" for each in EVIDENCE)
    return db.sql(f"""
SELECT t.record_id, b.name AS rule, v.name AS verdict, w.name AS reason, {since} AS since, {until} AS until,
  {due} AS due_at, t.observed / 1e6 AS observed_s, t.n AS count, t.allowed / 1e6 AS limit_s, b.limit_by,
  list_filter([{ids}], lambda x: x IS NOT NULL) AS evidence, t.excused AS excused_by,
  t.too_late AS excuse_too_late, f.name AS as_first_written, b.source
FROM {said} AS t
JOIN beside AS b ON {is_beside("t.law", "t.t0")}
JOIN {verdicts} AS v(code, name) ON v.code = t.verdict
LEFT JOIN {reasons} AS w(code, name) ON w.code = t.reason
LEFT JOIN {verdicts} AS f(code, name) ON f.code = t.first
{ORDER}""")


def put_beside(db: Any, asked: Asked, said: str) -> None:
    """Make the table ``beside`` of what is told of each rule, jurisdiction and day that an occasion has.

    ``said`` has the columns ``rule``, ``law`` and ``t0`` of ``SAID``.
    """
    found = db.execute(f"SELECT DISTINCT t.rule, t.law, {_DAY.format('t.t0')} FROM {said} AS t").fetchall()
    put_rows(db, "beside", _BESIDE, ((*row, *_beside(asked, *row)) for row in found))


def is_beside(law: str, t0: str) -> str:
    """The condition by which a row ``b`` of ``beside`` belongs to an occasion ``t``."""
    same = "b.{} IS NOT DISTINCT FROM {}"
    return f"b.rule = t.rule AND {same.format('law', law)} AND {same.format('day', _DAY.format(t0))}"


def _beside(asked: Asked, at: int, law: str | None, day: date | None) -> tuple[str, str | None, str]:
    rule = asked.rules[at]
    limits = rule.limits_on(day or asked.as_of.date(), asked.site) or {}
    by = next((each.by for each in limits.values()), None)
    return rule.name, by, rule.source_in(law or "").ref


def _names(names: Sequence[tuple[int, str]]) -> str:
    return f"(VALUES {', '.join(f'({code}, {text(name)})' for code, name in names)})"
