"""Which records to pull today: those in which most was not kept that binds.

The order is no judgement of anybody. Each rule that was not kept in a record counts once, by what it rests
on (``POINTS``), and twice in the record of a child or of somebody vulnerable. What is not recorded counts
nothing. Among equals, who is still held comes first, then where more is not recorded. The report says all of
this beside the list.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from habeas.safeguards.audit import Told
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.values import Ground, Pulled, Standing
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.codes import BREACHED, NOT_RECORDED

POINTS: Mapping[Standing, int] = MappingProxyType({Standing.BINDING: 6, Standing.SOFT: 4, Standing.SITE: 3})
"""What a rule that was not kept counts."""
MOST = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Stands = Callable[[Rule, str | None], Standing]


def pulled(found: ByDuckDB, told: Sequence[Told], standing: Stands) -> tuple[Pulled, ...]:
    """The records to pull, the gravest first, each with its grounds."""
    numbers = {rule.name: at for at, rule in enumerate(found.asked.rules)}
    laws = [row[0] for row in found.rows("SELECT DISTINCT jurisdiction FROM stay")]
    stands = {(numbers[one.rule.name], law): standing(one.rule, law) for one in told for law in laws}
    if not stands:
        return ()
    at = {law: place for place, law in enumerate(laws)}
    weights = ", ".join(f"({rule}, {at[law]}, {POINTS[each]})" for (rule, law), each in stands.items())
    places = ", ".join(f"({_text(law)}, {place})" for law, place in at.items())
    chosen = found.rows(f"""
WITH own AS (
  SELECT t.rid, t.rule, MIN(t.verdict) AS verdict FROM told AS t
  WHERE t.verdict IN ({BREACHED}, {NOT_RECORDED}) GROUP BY t.rid, t.rule
), counted AS (
  SELECT o.rid, SUM(CASE WHEN o.verdict = {BREACHED} THEN w.points ELSE 0 END) AS points,
    COUNT(*) FILTER (WHERE o.verdict = {NOT_RECORDED}) AS unknown
  FROM own AS o JOIN stay AS y ON y.rid = o.rid
  JOIN (VALUES {places}) AS l(law, place) ON l.law IS NOT DISTINCT FROM y.jurisdiction
  JOIN (VALUES {weights}) AS w(rule, place, points) ON w.rule = o.rule AND w.place = l.place
  GROUP BY o.rid
)
SELECT c.rid, r.record_id, y.jurisdiction, COALESCE(y.juvenile, FALSE), COALESCE(y.vulnerable, FALSE),
  y.is_open, COALESCE(y.t0, y.began), y.end_ts,
  CAST(c.points * (CASE WHEN COALESCE(y.juvenile, FALSE) OR COALESCE(y.vulnerable, FALSE) THEN 2 ELSE 1 END)
    AS BIGINT) AS points
FROM counted AS c JOIN stay AS y ON y.rid = c.rid JOIN record AS r ON r.rid = c.rid
WHERE c.points > 0
ORDER BY points DESC, y.is_open DESC, c.unknown DESC, r.record_id LIMIT {MOST}""")
    grounds = _grounds(found, [row[0] for row in chosen])
    return tuple(
        Pulled(
            record_id=record_id,
            points=points,
            grounds=tuple(
                sorted(
                    (
                        Ground(
                            rule=found.asked.rules[rule].name,
                            standing=stands[rule, law],
                            occasions=occasions,
                            not_recorded=verdict == NOT_RECORDED,
                        )
                        for rule, verdict, occasions in grounds[rid]
                    ),
                    key=lambda one: (one.not_recorded, -POINTS[one.standing], one.rule),
                )
            ),
            juvenile=juvenile,
            vulnerable=vulnerable,
            held=held,
            since=None if since is None else _EPOCH + timedelta(microseconds=since),
            until=None if until is None else _EPOCH + timedelta(microseconds=until),
        )
        for rid, record_id, law, juvenile, vulnerable, held, since, until, points in chosen
    )


def _grounds(found: ByDuckDB, rids: Sequence[int]) -> Mapping[int, list[tuple[int, int, int]]]:
    """By record: each rule with its gravest verdict, and on how many occasions it was that."""
    by_record = defaultdict[int, list[tuple[int, int, int]]](list)
    listed = ", ".join(map(str, rids)) or "NULL"
    for rid, rule, verdict, occasions in found.rows(f"""
SELECT rid, rule, verdict, n FROM (
  SELECT rid, rule, verdict, COUNT(*) AS n, MIN(verdict) OVER (PARTITION BY rid, rule) AS gravest
  FROM told WHERE rid IN ({listed}) AND verdict IN ({BREACHED}, {NOT_RECORDED}) GROUP BY rid, rule, verdict
) WHERE verdict = gravest ORDER BY rid, rule"""):
        by_record[rid].append((rule, verdict, occasions))
    return by_record


def _text(value: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if value is None else "'" + value.replace("'", "''") + "'"
