"""What stands beside a verdict, and changes none: an entry that disagrees, the record of the stay before.

An interview that names no lawyer counts as one without, though a lawyer was entered as having come and not
yet left. And a rule over one stay does not look at what stands in the record of the stay before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from habeas.custody.history import JOINED_WITHIN
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.site import JOINED
from habeas.safeguards.sql.codes import BREACHED, EXACT, NOT_RECORDED, codes, micros, span_codes
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.cover import Cover
from habeas.safeguards.templates.presence import Exists
from habeas.safeguards.templates.starts import T0
from habeas.safeguards.templates.within import Within


def disputed(found: ByDuckDB) -> dict[int, dict[str | None, int]]:
    """By rule and jurisdiction: how often an entry names somebody as absent, who by another was there."""
    by_rule = defaultdict[int, dict[str | None, int]](dict)
    for rule, law, count in found.rows(f"""
SELECT t.rule, y.jurisdiction, COUNT(*) FROM told AS t JOIN stay AS y ON y.rid = t.rid
WHERE {is_disputed(found)} GROUP BY t.rule, y.jurisdiction"""):
        by_rule[rule][law] = count
    return by_rule


def is_disputed(found: ByDuckDB) -> str:
    """Whether two entries disagree on an occasion ``t`` of the table ``told``, as a condition."""
    spans = ", ".join(
        f"({at}, {span_codes()[template.by]})"
        for at, template in _templates(found.asked.rules)
        if isinstance(template, Cover) and template.denied is not None
    )
    if not spans:
        return "FALSE"
    return f"""(t.verdict = {BREACHED} AND t.observed IS NULL AND EXISTS (
  SELECT 1 FROM (VALUES {spans}) AS c(rule, span) JOIN stretch AS x ON x.name = c.span
  WHERE c.rule = t.rule AND x.rid = t.rid AND x.since < t.until AND x.until > t.since
))"""


def in_the_record_before(found: ByDuckDB) -> Counter[int]:
    """By rule: how often what is not recorded stands in the record of the stay before."""
    rules = ", ".join(
        f"({at}, {starts_at_t0}, [{codes(*kinds)}])"
        for at, template in _templates(found.asked.rules)
        for kinds, starts_at_t0 in [sought(template)]
        if kinds and found.asked.rules[at].scope is Scope.STAY
    )
    if not rules:
        return Counter()
    counted = found.rows(f"""
WITH before AS ({before(found)}), sought AS (
  SELECT c.rule, c.from_t0, k.kind
  FROM (VALUES {rules}) AS c(rule, from_t0, kinds), UNNEST(c.kinds) AS k(kind)
)
SELECT t.rule, COUNT(DISTINCT (t.rid, t.since)) FROM told AS t
JOIN before AS b ON b.rid = t.rid JOIN stay AS y ON y.rid = t.rid JOIN sought AS s ON s.rule = t.rule
WHERE t.verdict = {NOT_RECORDED} AND (NOT s.from_t0 OR y.t0 IS NULL OR y.t0_is <> {EXACT})
  AND EXISTS (SELECT 1 FROM event AS v WHERE v.rid = b.before AND v.kind = s.kind AND v.ts IS NOT NULL)
GROUP BY t.rule""")
    return Counter(dict(counted))


def before(found: ByDuckDB) -> str:
    """The stay that each one goes on from: of the same person, and over by a transfer shortly before."""
    soon = micros(found.asked.site.limit(JOINED) or JOINED_WITHIN)
    return f"""
SELECT y.rid, MAX_BY(o.rid, o.end_ts) AS before FROM stay AS y JOIN record AS r ON r.rid = y.rid
JOIN record AS p ON p.person = r.person AND p.rid <> r.rid JOIN stay AS o ON o.rid = p.rid
WHERE o.moved AND o.end_ts <= y.began AND y.began - o.end_ts <= {soon} GROUP BY y.rid"""


def sought(template: Template) -> tuple[frozenset[str], bool]:
    """The kinds of which one entry, if it stands in the record before, is not missing; whether it is T0's."""
    match template:
        case Within(start=start) | Clock(start=start) if start == T0:
            return frozenset({"apprehended"}), True
        case Exists(patterns=patterns):
            return frozenset(one.kind for one in patterns), False
        case AllOf(parts=parts) | AnyOf(parts=parts):
            own = [sought(each)[0] for each in parts if isinstance(each, Exists)]
            return frozenset().union(*own), False
    return frozenset(), False


def _templates(rules: Sequence[Rule]) -> Iterator[tuple[int, Template]]:
    for at, rule in enumerate(rules):
        yield at, rule.template.inner if isinstance(rule.template, Excused) else rule.template
