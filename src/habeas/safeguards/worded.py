"""Every occasion that is told, as the contract has it (``OCCASION``): put into words by DuckDB, all at once.

Of a million detentions there are millions. An engine that has no tables of DuckDB tells them one by one
(``by_engine``), and the same.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from habeas.safeguards.audit import Asked
from habeas.safeguards.ingest.engine import put_rows, text
from habeas.safeguards.sql.codes import REASONS, VERDICTS

_DAY = "CAST(make_timestamp(y.t0) AS DATE)"
_INSTANT = "strftime(make_timestamp({}), '%Y-%m-%dT%H:%M:%S.%fZ')"
_BESIDE = {
    "rule": "SMALLINT",
    "law": "VARCHAR",
    "day": "DATE",
    "name": "VARCHAR",
    "limit_by": "VARCHAR",
    "source": "VARCHAR",
}
_EVIDENCE = ("e_1", "e_2", "e_3")


def worded(db: Any, asked: Asked, joins: str) -> str:
    """The query of every occasion, whose columns are those of ``OCCASION``; lengths in seconds.

    ``joins``: to the entries that it names (``ByEngine.name_entries``).

    What an occasion is told with beside what it says itself, as who set its limit, hangs on its rule, on the
    jurisdiction of its record and on the day on which custody began: it is asked once for each of these.
    """
    since, until, due = (_INSTANT.format(f"t.{each}") for each in ("since", "until", "due"))
    ids = ", ".join(f"i_{each}.event_id" for each in _EVIDENCE)
    _put_beside(db, asked)
    verdicts = _names([(code, verdict.value) for verdict, code in VERDICTS.items()])
    reasons = _names([(code, reason.value) for reason, code in REASONS.items()])
    return f"""
SELECT r.record_id, b.name AS rule, v.name AS verdict, w.name AS reason, {since} AS since, {until} AS until,
  {due} AS due_at, t.observed / 1e6 AS observed_s, t.n AS count, t.allowed / 1e6 AS limit_s, b.limit_by,
  list_filter([{ids}], lambda x: x IS NOT NULL) AS evidence, i_excused.event_id AS excused_by,
  i_too_late.event_id AS excuse_too_late, f.name AS as_first_written, b.source
FROM told AS t JOIN record AS r ON r.rid = t.rid JOIN stay AS y ON y.rid = t.rid
JOIN beside AS b ON b.rule = t.rule AND b.law IS NOT DISTINCT FROM r.jurisdiction
  AND b.day IS NOT DISTINCT FROM {_DAY}
JOIN {verdicts} AS v(code, name) ON v.code = t.verdict
LEFT JOIN {reasons} AS w(code, name) ON w.code = t.reason
LEFT JOIN {verdicts} AS f(code, name) ON f.code = t.first {joins}
ORDER BY t.rule, r.place, t.since NULLS LAST, t.e_1 NULLS LAST"""


def _put_beside(db: Any, asked: Asked) -> None:
    """Make the table ``beside`` of what is told of each rule, jurisdiction and day that an occasion has."""
    found = db.execute(f"""
SELECT DISTINCT t.rule, r.jurisdiction, {_DAY}
FROM told AS t JOIN record AS r ON r.rid = t.rid JOIN stay AS y ON y.rid = t.rid""").fetchall()
    rows = ((*row, *_beside(asked, *row)) for row in found)
    put_rows(db, "beside", _BESIDE, rows)


def _beside(asked: Asked, at: int, law: str | None, day: date | None) -> tuple[str, str | None, str]:
    rule = asked.rules[at]
    limits = rule.limits_on(day or asked.as_of.date(), asked.site) or {}
    by = next((each.by for each in limits.values()), None)
    return rule.name, by, rule.source_in(law or "").ref


def _names(names: Sequence[tuple[int, str]]) -> str:
    return f"(VALUES {', '.join(f'({code}, {text(name)})' for code, name in names)})"
