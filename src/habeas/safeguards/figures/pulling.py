"""Which records to pull today: those in which most was not kept that binds.

The order is no judgement of anybody. Each rule that was not kept in a record counts once, by what it rests
on (``POINTS``), and twice in the record of a child or of somebody vulnerable. Rules that rest on one fact
(``facts``) count once together, by the gravest of them. What is not recorded counts nothing, and no more does
what another entry disputes. Among equals, who is still held comes first, then who came last: of them there is
most left to be asked and seen. The report says all of this beside the list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from habeas.safeguards.audit import Told
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.beside import is_disputed
from habeas.safeguards.figures.facts import Anchor, fact_of
from habeas.safeguards.figures.values import Ground, Pulled, Standing
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.codes import BREACHED, NOT_RECORDED

POINTS: Mapping[Standing, int] = MappingProxyType({Standing.BINDING: 6, Standing.SOFT: 4, Standing.SITE: 3})
"""What a rule that was not kept counts."""
MOST = 10
_GRAVE, _DISPUTED, _UNKNOWN = range(3)
"""What came of a rule in a record: it was not kept, two entries disagree, or it is not recorded."""
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
    facts = _facts([one.rule for one in told], numbers)
    chosen = found.rows(f"""
WITH own AS ({_own(found, facts, f"t.verdict = {BREACHED}")}), fact AS (
  SELECT o.rid, MAX(w.points) AS points
  FROM own AS o JOIN stay AS y ON y.rid = o.rid
  JOIN (VALUES {places}) AS l(law, place) ON l.law IS NOT DISTINCT FROM y.jurisdiction
  JOIN (VALUES {weights}) AS w(rule, place, points) ON w.rule = o.rule AND w.place = l.place
  WHERE o.grade = {_GRAVE} GROUP BY o.rid, o.of_what, o.fact
), counted AS (
  SELECT rid, SUM(points) AS points FROM fact GROUP BY rid
)
SELECT c.rid, r.record_id, y.jurisdiction, COALESCE(y.juvenile, FALSE), COALESCE(y.vulnerable, FALSE),
  y.is_open, COALESCE(y.t0, y.began), y.end_ts, s.name AS station,
  CAST(c.points * (CASE WHEN COALESCE(y.juvenile, FALSE) OR COALESCE(y.vulnerable, FALSE) THEN 2 ELSE 1 END)
    AS BIGINT) AS total, COUNT(*) OVER (PARTITION BY total) AS equals
FROM counted AS c JOIN stay AS y ON y.rid = c.rid JOIN record AS r ON r.rid = c.rid
LEFT JOIN station AS s ON s.number = y.station
ORDER BY total DESC, y.is_open DESC, COALESCE(y.t0, y.began) DESC NULLS LAST, r.record_id LIMIT {MOST}""")
    grounds = _grounds(found, [row[0] for row in chosen], facts)
    return tuple(
        Pulled(
            record_id=record_id,
            points=points,
            grounds=tuple(_told_of(found.asked.rules, grounds[rid], law, stands)),
            juvenile=juvenile,
            vulnerable=vulnerable,
            held=held,
            since=None if since is None else _EPOCH + timedelta(microseconds=since),
            until=None if until is None else _EPOCH + timedelta(microseconds=until),
            station=station,
            equals=equals,
        )
        for rid, record_id, law, juvenile, vulnerable, held, since, until, station, points, equals in chosen
    )


def _facts(rules: Sequence[Rule], numbers: Mapping[str, int]) -> str:
    """Of each rule where its fact stands, and which one it is; a rule whose fact is its own by its number."""
    known = {one.name: fact_of(one) for one in rules}
    kinds = list(dict.fromkeys(fact.of for fact in known.values() if fact is not None))
    listed = []
    for name, fact in known.items():
        number = numbers[name]
        anchor = "" if fact is None else fact.anchor.name
        listed.append(f"({number}, '{anchor}', {-1 - number if fact is None else kinds.index(fact.of)})")
    return ", ".join(listed)


def _own(found: ByDuckDB, facts: str, among: str) -> str:
    """Each record and rule with the gravest that came of it, how often, and the fact of the first.

    What is not recorded or disputed rests on no fact: of that each rule stands for itself.
    """
    at = " ".join(f"WHEN '{each.name}' THEN {each}" for each in Anchor)
    return f"""
SELECT rid, rule, grade, COUNT(*) AS n,
  CASE WHEN grade = {_GRAVE} THEN of_what ELSE -1 - rule END AS of_what,
  CASE WHEN grade = {_GRAVE} THEN MIN(fact) END AS fact
FROM (
  SELECT *, MIN(grade) OVER (PARTITION BY rid, rule) AS gravest FROM (
    SELECT t.rid, t.rule, f.of_what, CASE f.anchor {at} END AS fact,
      CASE WHEN t.verdict = {NOT_RECORDED} THEN {_UNKNOWN}
        WHEN {is_disputed(found)} THEN {_DISPUTED} ELSE {_GRAVE} END AS grade
    FROM told AS t JOIN (VALUES {facts}) AS f(rule, anchor, of_what) ON f.rule = t.rule
    WHERE t.verdict IN ({BREACHED}, {NOT_RECORDED}) AND {among}
  )
) WHERE grade = gravest GROUP BY rid, rule, grade, of_what"""


@dataclass(frozen=True, slots=True)
class _Found:
    """One rule in one record."""

    rule: int
    grade: int
    occasions: int
    fact: tuple[int, int | None]


def _grounds(found: ByDuckDB, rids: Sequence[int], facts: str) -> Mapping[int, list[_Found]]:
    """By record: each rule with the gravest that came of it, on how many occasions, and the fact."""
    by_record = defaultdict[int, list[_Found]](list)
    listed = ", ".join(map(str, rids)) or "NULL"
    own = _own(found, facts, f"t.rid IN ({listed})")
    for rid, rule, grade, occasions, of_what, fact in found.rows(
        f"SELECT rid, rule, grade, n, of_what, fact FROM ({own}) ORDER BY rid, rule"
    ):
        by_record[rid].append(_Found(rule, grade, occasions, (of_what, fact)))
    return by_record


def _told_of(
    rules: Sequence[Rule],
    found: Sequence[_Found],
    law: str | None,
    stands: Mapping[tuple[int, str | None], Standing],
) -> Iterator[Ground]:
    """The grounds of one record, the gravest first; each names those that rest on the same fact."""

    def gravity(one: _Found) -> tuple[int, int, str]:
        return one.grade, -POINTS[stands[one.rule, law]], rules[one.rule].name

    for one in sorted(found, key=gravity):
        same = (each for each in found if each.fact == one.fact and each is not one)
        yield Ground(
            rule=rules[one.rule].name,
            standing=stands[one.rule, law],
            occasions=one.occasions,
            not_recorded=one.grade == _UNKNOWN,
            disputed=one.grade == _DISPUTED,
            same_fact=tuple(sorted(rules[each.rule].name for each in same)),
        )


def _text(value: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if value is None else "'" + value.replace("'", "''") + "'"
