"""``cover``, ``exclude``, ``max_duration``, ``min_gap`` and ``max_gap`` as SQL."""

from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING, micros, span_codes
from habeas.safeguards.sql.query import NULL, Query, judged, literal, matches, names
from habeas.safeguards.sql.sweep import measure, stretches
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Denial

_KNOWN = "since IS NOT NULL AND until IS NOT NULL"


def denied(denial: Denial | None, alias: str) -> str:
    """Whether an entry says that somebody was not there, as an expression."""
    if denial is None:
        return "FALSE"
    field = f"{alias}.f_{denial.field}"
    return f"({field} IS NOT NULL AND NOT {names(field, literal(denial.lacks))})"


def cover(q: Query, t: Cover) -> str:
    """The table of its occasions."""
    span, by = stretches(q, t.span), stretches(q, t.by)
    less = stretches(q, t.less) if t.less else None
    known = q.add("known", f"SELECT rid, key, since, until FROM {span} WHERE {_KNOWN}")
    measured = measure(q, known, by, less)
    touched = q.add(
        "touched",
        f"""
SELECT DISTINCT p.rid, p.key FROM {known} AS p JOIN {by} AS x ON x.rid = p.rid
WHERE CASE
  WHEN x.since IS NOT NULL AND x.until IS NOT NULL
    THEN x.since < x.until AND x.since < p.until AND p.since < x.until AND p.since < p.until
  WHEN x.since IS NOT NULL THEN p.since <= x.since AND x.since < p.until
  ELSE p.since < x.until AND x.until <= p.until END
""",
    )
    tolerance = micros(t.tolerance)
    joined = "" if t.denied is None else f"LEFT JOIN {q.events(fields=(t.denied.field,))} AS v ON v.e = x.s_e"
    base = q.add(
        "base",
        f"""
SELECT x.*, m.worst, m.best, h.rid IS NOT NULL AS overlaps, {denied(t.denied, "v")} AS denied
FROM {span} AS x LEFT JOIN {measured} AS m ON m.rid = x.rid AND m.key = x.key
LEFT JOIN {touched} AS h ON h.rid = x.rid AND h.key = x.key
{joined}
""",
    )
    mark = judged(
        ("b.denied AND b.s_e IS NOT NULL", BREACHED),
        ("b.since IS NULL OR b.until IS NULL", NOT_RECORDED),
        (f"b.best > {tolerance} AND b.overlaps", BREACHED),
        ("b.running", PENDING),
        (f"b.worst <= {tolerance}", MET),
    )
    return q.occasions(
        f"FROM {base} AS b",
        rid="b.rid",
        key="b.key",
        mark=mark,
        since="b.since",
        until="b.until",
        observed="CASE WHEN NOT (b.denied AND b.s_e IS NOT NULL) THEN b.worst END",
        allowed=str(tolerance),
        ev1="b.own_e",
        ev2="CASE WHEN b.s_e IS NOT NULL THEN b.t_e END",
    )


def exclude(q: Query, t: Exclude) -> str:
    """The table of its occasions."""
    other = stretches(q, t.other)
    every = stretches(q, t.span)
    span = q.add(
        "span", f"SELECT x.* FROM {every} AS x WHERE EXISTS (SELECT 1 FROM {other} AS z WHERE z.rid = x.rid)"
    )
    known = q.add("known", f"SELECT rid, key, since, until FROM {span} WHERE {_KNOWN}")
    measured = measure(q, known, other, None)
    base = q.add(
        "base",
        f"""
SELECT x.*, m.sure, CASE WHEN m.best < x.until - x.since THEN TRUE ELSE FALSE END AS possible
FROM {span} AS x LEFT JOIN {measured} AS m ON m.rid = x.rid AND m.key = x.key
""",
    )
    mark = judged(
        ("b.since IS NULL OR b.until IS NULL", NOT_RECORDED),
        ("b.sure > 0", BREACHED),
        ("b.running", PENDING),
        ("b.possible", NOT_RECORDED),
        otherwise=MET,
    )
    return _of_stretch(q, base, mark, "b.sure")


def max_duration(q: Query, t: MaxDuration) -> str:
    """The table of its occasions."""
    span = stretches(q, t.span)
    less = stretches(q, t.less) if t.less else None
    known = q.add("known", f"SELECT rid, key, since, until FROM {span} WHERE {_KNOWN}")
    measured = measure(q, known, None, less)
    base = q.add(
        "base",
        f"""
SELECT x.*, m.worst, m.best, y.l_limit
FROM {span} AS x JOIN who AS y ON y.rid = x.rid
LEFT JOIN {measured} AS m ON m.rid = x.rid AND m.key = x.key
""",
    )
    mark = judged(
        ("b.since IS NULL OR b.until IS NULL", NOT_RECORDED),
        ("b.best > b.l_limit", BREACHED),
        ("b.running", PENDING),
        ("b.worst <= b.l_limit", MET),
    )
    return _of_stretch(q, base, mark, "b.worst", allowed="b.l_limit")


def _of_stretch(q: Query, base: str, mark: str, observed: str, allowed: str = NULL) -> str:
    return q.occasions(
        f"FROM {base} AS b",
        rid="b.rid",
        key="b.key",
        mark=mark,
        since="b.since",
        until="b.until",
        observed=observed,
        allowed=allowed,
        ev1="b.own_e",
        ev2="CASE WHEN b.s_e IS NOT NULL THEN b.t_e END",
    )


def min_gap(q: Query, t: MinGap) -> str:
    """The table of its occasions."""
    span = stretches(q, t.span)
    many = q.add("many", f"SELECT rid FROM {span} GROUP BY rid HAVING COUNT(*) > 1")
    begun = q.add(
        "begun",
        f"""
SELECT x.rid, x.key, x.s_e, x.since,
  LAG(x.until) OVER (PARTITION BY x.rid ORDER BY x.s_e) AS before_until,
  LAG(x.s_e) OVER (PARTITION BY x.rid ORDER BY x.s_e) AS before_s,
  LAG(x.t_e) OVER (PARTITION BY x.rid ORDER BY x.s_e) AS before_t
FROM {span} AS x WHERE x.since IS NOT NULL
""",
    )
    gap = "CASE WHEN b.since > b.before_until THEN b.since - b.before_until ELSE 0 END"
    pairs = q.occasions(
        f"FROM {begun} AS b JOIN who AS y ON y.rid = b.rid WHERE b.before_s IS NOT NULL",
        rid="b.rid",
        key="b.key",
        mark=judged(
            ("b.before_until IS NULL", NOT_RECORDED), (f"{gap} >= y.l_limit", MET), otherwise=BREACHED
        ),
        since="b.before_until",
        until="b.since",
        observed=f"CASE WHEN b.before_until IS NOT NULL THEN {gap} END",
        allowed="y.l_limit",
        ev1="b.before_s",
        ev2="COALESCE(b.before_t, b.s_e)",
        ev3="CASE WHEN b.before_t IS NOT NULL THEN b.s_e END",
    )
    unknown = q.occasions(
        f"""FROM {span} AS x JOIN who AS y ON y.rid = x.rid
WHERE x.since IS NULL AND EXISTS (SELECT 1 FROM {many} AS m WHERE m.rid = x.rid)""",
        rid="x.rid",
        key="x.key",
        mark=str(NOT_RECORDED),
        until="x.until",
        allowed="y.l_limit",
        ev1="x.own_e",
        ev2="CASE WHEN x.s_e IS NOT NULL THEN x.t_e END",
    )
    return q.add("o", f"SELECT * FROM {pairs} UNION ALL SELECT * FROM {unknown}")


def max_gap(q: Query, t: MaxGap) -> str:
    """The table of its occasions."""
    every = q.add(
        "stretch",
        f"""
SELECT x.*, y.l_limit FROM {q.tables.stretch} AS x JOIN who AS y ON y.rid = x.rid
WHERE x.name = {span_codes()[t.inside]}
  AND (x.since IS NULL OR x.until IS NULL OR x.until - x.since > y.l_limit)
""",
    )
    seen = q.add(
        "seen",
        f"""
SELECT v.rid, v.ts
FROM {q.events(*t.patterns)} AS v JOIN (SELECT DISTINCT rid FROM {every}) AS x ON x.rid = v.rid
WHERE {matches(t.patterns)}
""",
    )
    inside = q.add(
        "inside",
        f"""
SELECT x.rid, x.key, s.ts AS t FROM {every} AS x JOIN {seen} AS s ON s.rid = x.rid
WHERE s.ts >= x.since AND s.ts <= x.until
""",
    )
    where = _widest(q, every, inside)
    last = q.add("last", f"SELECT rid, key, MAX(t) AS t FROM {inside} GROUP BY rid, key")
    timeless = q.add("timeless", f"SELECT DISTINCT rid FROM {seen} WHERE ts IS NULL")
    base = q.add(
        "base",
        f"""
SELECT x.*, w.gap, w.t AS gap_at, l.t AS last_t, n.rid IS NOT NULL AS timeless
FROM {every} AS x
LEFT JOIN {where} AS w ON w.rid = x.rid AND w.key = x.key
LEFT JOIN {last} AS l ON l.rid = x.rid AND l.key = x.key
LEFT JOIN {timeless} AS n ON n.rid = x.rid
""",
    )
    unseen = "b.since IS NULL OR b.until IS NULL OR b.last_t IS NULL"
    pending = f"NOT ({unseen}) AND b.gap <= b.l_limit AND b.running AND b.until - b.last_t <= b.l_limit"
    mark = judged(
        (unseen, NOT_RECORDED),
        ("b.gap > b.l_limit AND b.timeless", NOT_RECORDED),
        ("b.gap > b.l_limit", BREACHED),
        ("b.running AND b.until - b.last_t > b.l_limit", NOT_RECORDED),
        ("b.running", PENDING),
        otherwise=MET,
    )
    return q.occasions(
        f"FROM {base} AS b",
        rid="b.rid",
        key="b.key",
        mark=mark,
        since=f"CASE WHEN {unseen} THEN b.since ELSE b.gap_at END",
        until=f"CASE WHEN {unseen} THEN b.until ELSE b.gap_at + b.gap END",
        due=f"CASE WHEN {pending} THEN b.last_t + b.l_limit END",
        observed=f"CASE WHEN NOT ({unseen}) THEN b.gap END",
        allowed="b.l_limit",
        ev1="b.own_e",
        ev2="CASE WHEN b.s_e IS NOT NULL THEN b.t_e END",
    )


def _widest(q: Query, every: str, inside: str) -> str:
    """The widest gap of each stretch, and where it first is: between its bounds and what lies inside."""
    points = q.add(
        "points",
        f"""
SELECT rid, key, t FROM {inside}
UNION ALL SELECT x.rid, x.key, x.since AS t FROM {every} AS x
WHERE x.since IS NOT NULL AND x.until IS NOT NULL
UNION ALL SELECT x.rid, x.key, x.until AS t FROM {every} AS x
WHERE x.since IS NOT NULL AND x.until IS NOT NULL AND NOT x.running
""",
    )
    gaps = q.add(
        "gaps",
        f"SELECT rid, key, t, LEAD(t) OVER (PARTITION BY rid, key ORDER BY t) - t AS gap FROM {points}",
    )
    widest = q.add("widest", f"SELECT rid, key, MAX(gap) AS gap FROM {gaps} GROUP BY rid, key")
    return q.add(
        "where_widest",
        f"""
SELECT g.rid, g.key, w.gap, MIN(g.t) AS t FROM {gaps} AS g
JOIN {widest} AS w ON w.rid = g.rid AND w.key = g.key AND w.gap = g.gap
GROUP BY g.rid, g.key, w.gap
""",
    )
