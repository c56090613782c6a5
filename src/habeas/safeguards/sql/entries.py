"""``exists``, ``at_most``, ``attribute``, ``apart``, ``before`` and the templates of the register as SQL."""

from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING, codes, span_codes
from habeas.safeguards.sql.covering import denied
from habeas.safeguards.sql.query import NULL, Query, judged, literal, matches, names
from habeas.safeguards.sql.stages import left_away
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute, Test
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import PAIRED, ClosedPairs, InOrder, Numbered, Written


def exists(q: Query, t: Exists) -> str:
    """The table of its occasions."""
    first = q.add(
        "first",
        f"""
SELECT v.rid, MIN(v.e) AS e, MIN(v.ts) AS ts FROM {q.events(*t.patterns)} AS v JOIN who AS y ON y.rid = v.rid
WHERE {matches(t.patterns)} GROUP BY v.rid
""",
    )
    there = "f.e IS NOT NULL AND f.ts IS NOT NULL" if t.timed else "f.e IS NOT NULL"
    return q.occasions(
        f"FROM who AS y LEFT JOIN {first} AS f ON f.rid = y.rid",
        rid="y.rid",
        mark=judged((there, MET), ("f.e IS NOT NULL", NOT_RECORDED), ("y.is_open", PENDING)),
        since=f"CASE WHEN {there} THEN f.ts END",
        ev1="f.e",
    )


def at_most(q: Query, t: AtMost) -> str:
    """The table of its occasions."""
    numbered = q.add(
        "numbered",
        f"""
SELECT v.rid, v.e, ROW_NUMBER() OVER (PARTITION BY v.rid ORDER BY v.e) AS place
FROM {q.events(*t.patterns)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches(t.patterns)}
""",
    )
    return q.occasions(
        f"""FROM who AS y LEFT JOIN (
  SELECT n.rid, COUNT(*) AS n, MIN(CASE WHEN n.place = w.l_limit + 1 THEN n.e END) AS over_e
  FROM {numbered} AS n JOIN who AS w ON w.rid = n.rid GROUP BY n.rid
) AS c ON c.rid = y.rid""",
        rid="y.rid",
        mark=judged(("c.over_e IS NOT NULL", BREACHED), otherwise=MET),
        n="COALESCE(c.n, 0)",
        ev1="c.over_e",
    )


def attribute(q: Query, t: Attribute) -> str:
    """The table of its occasions."""
    asked = {one.field for one in (*t.tests, *t.exceptions)}
    return q.occasions(
        f"FROM {q.events(*t.patterns, fields=asked)} AS v JOIN who AS y ON y.rid = v.rid "
        f"WHERE {matches(t.patterns)}",
        rid="v.rid",
        key="v.first_e",
        mark=tested(t, "y.l_limit"),
        since="v.ts",
        ev1="v.e",
    )


def tested(t: Attribute, limit: str) -> str:
    """The verdict of all tests of the event ``v``, of which one may have a limit."""
    tests = [_test(one, limit) for one in t.tests]
    excepted = " OR ".join(f"({_test(one, limit)}) = {MET}" for one in t.exceptions) or "FALSE"
    gravest = tests[0] if len(tests) == 1 else f"LEAST({', '.join(tests)})"
    return f"CASE WHEN {excepted} THEN {MET} ELSE {gravest} END"


def _test(test: Test, limit: str) -> str:
    """The verdict of a test of the event ``v``."""
    field = f"v.f_{test.field}"
    match test.asks:
        case Asks.IS:
            kept = f"{field} IN ({', '.join(map(literal, test.values))})"
        case Asks.HAS:
            kept = " OR ".join(names(field, literal(one)) for one in test.values)
        case Asks.AT_MOST:
            kept = f"LENGTH({field}) - LENGTH(REPLACE({field}, '|', '')) - 1 <= {limit}"
        case Asks.SAID:
            kept = "TRUE"
    missing = f"{field} IS NULL"
    if test.asks is Asks.SAID and test.field in SAID:
        missing = f"NOT COALESCE(v.f_{test.field}_said, FALSE)"
    elif test.field in TEXTS:
        missing = f"({field} IS NULL OR {field} = '')"
    return f"CASE WHEN {missing} THEN {NOT_RECORDED} WHEN {kept} THEN {MET} ELSE {BREACHED} END"


SAID = frozenset({"reason", "urgent_reason"})
"""Fields of which an engine only has whether they say anything."""
TEXTS = frozenset({"authorised_by", "to", "by", "purpose", "taken_by"})
"""Fields that can be there and empty."""


def apart(q: Query, t: Apart) -> str:
    """The table of its occasions."""
    others = q.add(
        "others",
        f"""
SELECT v.rid, v.e, v.f_{t.others_field} AS said
FROM {q.events(*t.others, fields=(t.others_field,))} AS v JOIN who AS y ON y.rid = v.rid
WHERE {matches(t.others)}
""",
    )
    own = q.add(
        "own",
        f"""
SELECT v.rid, v.e, v.first_e, v.ts, v.f_{t.field} AS who FROM {q.events(*t.patterns, fields=(t.field,))} AS v
JOIN who AS y ON y.rid = v.rid WHERE {matches(t.patterns)}
""",
    )
    compared = q.add(
        "compared",
        f"""
SELECT w.e, MIN(CASE WHEN {names("o.said", "w.who")} THEN o.e END) AS same,
  MAX(CASE WHEN o.said IS NULL THEN 1 ELSE 0 END) AS unsaid
FROM {own} AS w JOIN {others} AS o ON o.rid = w.rid GROUP BY w.e
""",
    )
    missing = "w.who IS NULL OR w.who = ''"
    return q.occasions(
        f"FROM {own} AS w LEFT JOIN {compared} AS c ON c.e = w.e",
        rid="w.rid",
        key="w.first_e",
        mark=judged(
            (missing, NOT_RECORDED),
            ("c.same IS NOT NULL", BREACHED),
            ("c.unsaid = 1", NOT_RECORDED),
            otherwise=MET,
        ),
        since="w.ts",
        ev1="w.e",
        ev2=f"CASE WHEN NOT ({missing}) THEN c.same END",
    )


def before(q: Query, t: Before) -> str:
    """The table of its occasions."""
    fields = () if t.denied is None else (t.denied.field,)
    own = q.add(
        "own",
        f"""
SELECT v.rid, v.e, v.first_e, v.ts, {denied(t.denied, "v")} AS denied
FROM {q.events(*t.triggers, fields=fields)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches(t.triggers)}
""",
    )
    back = matches(t.waived) if t.waived else "FALSE"
    found = q.add(
        "found",
        f"""
SELECT v.rid, v.e, v.ts, CASE WHEN {back} THEN 1 ELSE 0 END AS back
FROM {q.events(*t.earlier, *t.waived)} AS v JOIN who AS y ON y.rid = v.rid
WHERE {matches((*t.earlier, *t.waived))}
""",
    )
    pick = "MAX" if t.waived else "MIN"
    compared = q.add(
        "compared",
        f"""
SELECT w.e, {pick}(CASE WHEN f.ts <= w.ts THEN f.e END) AS decides,
  {pick}(CASE WHEN f.ts <= w.ts AND f.back = 1 THEN f.e END) AS decides_back,
  MAX(CASE WHEN f.ts IS NULL THEN 1 ELSE 0 END) AS timeless,
  MIN(CASE WHEN f.back = 0 AND f.ts IS NOT NULL THEN f.e END) AS later,
  MIN(CASE WHEN f.back = 0 THEN f.ts END) AS later_ts,
  MIN(f.e) AS any_e
FROM {own} AS w JOIN {found} AS f ON f.rid = w.rid GROUP BY w.e
""",
    )
    base = q.add(
        "base",
        f"""
SELECT w.*, c.decides, c.decides_back, c.timeless, c.later, c.later_ts, c.any_e
FROM {own} AS w LEFT JOIN {compared} AS c ON c.e = w.e
""",
    )
    mark = judged(
        ("b.ts IS NULL", NOT_RECORDED),
        ("b.decides IS NOT NULL AND b.decides = b.decides_back", BREACHED),
        ("b.decides IS NOT NULL", MET),
        ("b.timeless = 1", NOT_RECORDED),
        ("b.later IS NOT NULL OR b.any_e IS NOT NULL OR b.denied", BREACHED),
    )
    open_ = "b.ts IS NOT NULL AND b.decides IS NULL AND COALESCE(b.timeless, 0) = 0"
    return q.occasions(
        f"FROM {base} AS b",
        rid="b.rid",
        key="b.first_e",
        mark=mark,
        since="b.ts",
        observed=f"CASE WHEN {open_} THEN b.later_ts - b.ts END",
        ev1="b.e",
        ev2=f"CASE WHEN b.ts IS NULL THEN NULL WHEN b.decides IS NOT NULL THEN b.decides "
        f"WHEN {open_} THEN COALESCE(b.later, b.any_e) END",
    )


def nothing_after_end(q: Query, t: NothingAfterEnd) -> str:
    """The table of its occasions."""
    after = q.add(
        "after_end",
        f"""
SELECT v.rid, MIN(v.e) AS e, COUNT(*) AS n FROM {q.tables.event} AS v JOIN who AS y ON y.rid = v.rid
WHERE v.ts > y.end_ts AND v.kind NOT IN ({codes(*t.still)}) GROUP BY v.rid
""",
    )
    return q.occasions(
        f"FROM who AS y LEFT JOIN {after} AS a ON a.rid = y.rid WHERE y.end_e IS NOT NULL",
        rid="y.rid",
        mark=judged(("y.end_ts IS NULL", NOT_RECORDED), ("a.e IS NOT NULL", BREACHED), otherwise=MET),
        since="y.end_ts",
        n="CASE WHEN y.end_ts IS NOT NULL THEN COALESCE(a.n, 0) END",
        ev1="y.end_e",
        ev2="a.e",
    )


def written(q: Query, t: Written, *, limited: bool) -> str:
    """The table of its occasions; those that were met are told together."""
    kept = "x.wr - x.ts <= y.l_limit" if limited else "x.wr >= x.ts"
    away = left_away(q.limits["limit"]) if limited else ""
    there = f"AND (a.e IS NULL OR {kept})" if limited else ""
    counted = "COUNT(*) - COUNT(a.e)" if limited else "COUNT(*)"
    limit = "MIN(y.l_limit)" if limited else NULL
    told = q.add(
        "written",
        f"""
SELECT x.rid, COALESCE({kept}, FALSE) AS kept, {limit} AS allowed, MIN(x.e) AS e, MIN(x.ts) AS ts,
  MIN(x.wr) AS wr, {counted} AS times
FROM entry AS x JOIN who AS y ON y.rid = x.rid {away}
WHERE x.fixes IS NULL AND x.wr <= {q.as_of} {there}
GROUP BY x.rid, COALESCE({kept}, FALSE), CASE WHEN {kept} THEN 0 ELSE x.e END HAVING {counted} > 0
""",
    )
    return q.occasions(
        f"FROM {told} AS w",
        rid="w.rid",
        key="CASE WHEN w.kept THEN 0 ELSE w.e END",
        mark=judged(("w.kept", MET), ("w.ts IS NULL", NOT_RECORDED), otherwise=BREACHED),
        since=_unless_kept("w.ts"),
        until=_unless_kept("w.wr"),
        observed=_unless_kept("w.wr - w.ts"),
        allowed=_unless_kept("w.allowed"),
        ev1=_unless_kept("w.e"),
        times="w.times",
    )


def _unless_kept(value: str) -> str:
    return f"CASE WHEN NOT w.kept THEN {value} END"


def numbered(q: Query, t: Numbered) -> str:
    """The table of its occasions: of every entry there is, whatever the instant."""
    wrong = "COALESCE(c.top - c.apart + c.n - c.apart, 0)"
    return q.occasions(
        "FROM who AS y LEFT JOIN numbering AS c ON c.rid = y.rid",
        rid="y.rid",
        mark=judged(("c.top = 0", NOT_RECORDED), (f"{wrong} > 0 OR {wrong} < 0", BREACHED), otherwise=MET),
        n=f"CASE WHEN c.top = 0 THEN NULL ELSE {wrong} END",
    )


def in_order(q: Query, t: InOrder) -> str:
    """The table of its occasions: what was written before with the latest time, and how much later it is."""
    own = f"""
FROM entry AS x JOIN who AS y ON y.rid = x.rid {left_away(q.limits["limit"])}
WHERE x.fixes IS NULL AND x.wr <= {q.as_of} AND x.ts IS NOT NULL AND a.e IS NULL"""
    back = q.add(
        "back",
        f"""
SELECT o.rid, o.e, o.seq, o.latest, o.latest - o.ts AS gap FROM (
  SELECT x.rid, x.e, x.seq, x.ts,
    MAX(x.ts) OVER (PARTITION BY x.rid ORDER BY x.seq, x.e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      AS latest
  {own.strip()}
) AS o WHERE o.latest > o.ts
""",
    )
    widest = q.add(
        "widest",
        f"""
SELECT b.rid, b.e, b.seq, b.latest, b.gap,
  ROW_NUMBER() OVER (PARTITION BY b.rid ORDER BY b.gap DESC, b.seq, b.e) AS place
FROM {back} AS b
""",
    )
    pair = q.add(
        "pair",
        f"""
SELECT w.rid, w.gap, w.e, x.e AS before_e, ROW_NUMBER() OVER (PARTITION BY w.rid ORDER BY x.seq, x.e) AS place
FROM {widest} AS w JOIN (SELECT x.rid, x.e, x.seq, x.ts {own.strip()}) AS x
  ON x.rid = w.rid AND x.ts = w.latest AND (x.seq < w.seq OR (x.seq = w.seq AND x.e < w.e))
WHERE w.place = 1
""",
    )
    return q.occasions(
        f"""FROM who AS y LEFT JOIN {pair} AS p ON p.rid = y.rid AND p.place = 1
LEFT JOIN numbering AS c ON c.rid = y.rid""",
        rid="y.rid",
        mark=judged(("c.top = 0", NOT_RECORDED), ("p.gap > y.l_limit", BREACHED), otherwise=MET),
        observed="CASE WHEN COALESCE(c.top, 1) > 0 THEN COALESCE(p.gap, 0) END",
        allowed="y.l_limit",
        ev1="p.before_e",
        ev2="p.e",
    )


def closed_pairs(q: Query, t: ClosedPairs) -> str:
    """The table of its occasions."""
    paired = ", ".join(str(span_codes()[name]) for name in PAIRED)
    order = " ".join(f"WHEN {span_codes()[name]} THEN {at}" for at, name in enumerate(PAIRED))
    unended = q.add(
        "unended",
        f"""
SELECT x.rid, x.s_e, CASE x.name {order} END AS place
FROM {q.tables.stretch} AS x JOIN who AS y ON y.rid = x.rid
WHERE x.name IN ({paired}) AND x.s_e IS NOT NULL AND x.t_e IS NULL AND NOT y.is_open
""",
    )
    first = q.add(
        "first",
        f"""
SELECT u.rid, COUNT(*) AS n, MIN(CASE WHEN u.place = m.place THEN u.s_e END) AS e
FROM {unended} AS u JOIN (SELECT rid, MIN(place) AS place FROM {unended} GROUP BY rid) AS m ON m.rid = u.rid
GROUP BY u.rid
""",
    )
    return q.occasions(
        f"FROM who AS y LEFT JOIN {first} AS f ON f.rid = y.rid",
        rid="y.rid",
        mark=judged(("f.n > 0", BREACHED), otherwise=MET),
        n="COALESCE(f.n, 0)",
        ev1="f.e",
    )
