"""``clock`` and ``cadence`` as SQL."""

from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.blocks import start_columns
from habeas.safeguards.sql.codes import (
    BREACHED,
    EXACT,
    MET,
    NOT_RECORDED,
    PENDING,
    code,
    span_codes,
)
from habeas.safeguards.sql.query import ENDED, NULL, Query, bounded, judged, literal, matches
from habeas.safeguards.sql.within import chained, delay_of
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.starts import ARRIVED, T0


def clock(q: Query, t: Clock) -> str:
    """The table of its occasions."""
    at, e, bound = start_columns(t.start)
    own = q.add(
        "own",
        f"""
SELECT y.*, 0 AS key, y.{at} AS since, y.{e} AS own_e, y.{bound} AS bound, {q.lost} AS lost FROM who AS y
""",
    )
    named = q.add(
        "named",
        f"""
SELECT v.rid, MIN(CASE WHEN v.ts IS NOT NULL THEN v.e END) AS e, MIN(v.ts) AS ts,
  MAX(CASE WHEN v.ts IS NULL THEN 1 ELSE 0 END) AS timeless
FROM {q.events(*t.ends)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches(t.ends)} GROUP BY v.rid
""",
    )
    sure = _dues(q, t, own, sure=True)
    best = _dues(q, t, own, sure=False)
    first = "(n.ts IS NULL OR (o.end_e IS NOT NULL AND o.end_ts < n.ts))"
    base = q.add(
        "base",
        f"""
SELECT o.*, s.due, s.excuse, s.late, s.plain, p.due AS best,
  CASE WHEN {first} THEN o.end_ts ELSE n.ts END AS ended,
  CASE WHEN {first} THEN o.end_e ELSE n.e END AS ended_e,
  CASE WHEN {first} THEN FALSE ELSE TRUE END AS by_name, COALESCE(n.timeless, 0) AS timeless
FROM {own} AS o LEFT JOIN {named} AS n ON n.rid = o.rid
LEFT JOIN {sure} AS s ON s.rid = o.rid LEFT JOIN {best} AS p ON p.rid = o.rid
""",
    )
    over = f"COALESCE(b.ended, {q.as_of})"
    unknown = "b.since IS NULL OR (b.ended IS NULL AND b.ended_e IS NOT NULL)"
    mark = judged(
        (unknown, NOT_RECORDED),
        (f"{over} <= b.due AND b.ended_e IS NULL", PENDING),
        (f"{over} <= b.due AND b.lost AND NOT b.by_name", NOT_RECORDED),
        (f"{over} <= b.due", MET),
        (f"{over} <= b.best OR b.timeless = 1", NOT_RECORDED),
        otherwise=BREACHED,
    )
    judged_ = q.add("judged", f"SELECT b.*, {mark} AS plain_mark FROM {base} AS b")
    final = q.add(
        "final",
        f"SELECT b.*, {bounded('b.plain_mark', 'b.bound', clock=True)} AS final_mark FROM {judged_} AS b",
    )
    held = "b.final_mark = b.plain_mark"
    return q.occasions(
        f"FROM {final} AS b",
        rid="b.rid",
        mark="b.final_mark",
        since="b.since",
        until=f"CASE WHEN NOT ({unknown}) THEN {over} END",
        due=f"CASE WHEN b.since IS NOT NULL AND {held} THEN b.due END",
        observed=f"CASE WHEN NOT ({unknown}) THEN {over} - b.since END",
        allowed="CASE WHEN b.since IS NOT NULL THEN b.l_limit END",
        ev1="COALESCE(b.own_e, CASE WHEN b.since IS NOT NULL THEN b.ended_e END)",
        ev2="CASE WHEN b.since IS NOT NULL AND b.own_e IS NOT NULL THEN b.ended_e END",
        excused=f"""CASE WHEN NOT ({unknown}) AND {held} AND b.plain_mark IN ({PENDING}, {MET})
    AND {over} > b.plain THEN b.excuse END""",
        too_late="CASE WHEN b.since IS NOT NULL THEN b.late END",
    )


def _dues(q: Query, t: Clock, own: str, *, sure: bool) -> str:
    """When the time runs out: less what suspends it, and with what extends it."""
    names = ["limit", *dict.fromkeys(name for _who, name in t.caps)]
    if t.suspended_by:
        suspended = _suspended(q, t, own, sure=sure)
        added = ", ".join(
            f"SUM(CASE WHEN s.passed <= o.l_{name} THEN s.len ELSE 0 END) AS d_{name}" for name in names
        )
        extra = q.add(
            "extra",
            f"SELECT o.rid, {added} FROM {own} AS o JOIN {suspended} AS s ON s.rid = o.rid GROUP BY o.rid",
        )
        dues = ", ".join(f"o.since + o.l_{name} + COALESCE(x.d_{name}, 0) AS due_{name}" for name in names)
        start = q.add(
            "dues",
            f"SELECT o.rid, o.key, {dues} FROM {own} AS o LEFT JOIN {extra} AS x ON x.rid = o.rid",
        )
    else:
        dues = ", ".join(f"o.since + o.l_{name} AS due_{name}" for name in names)
        start = q.add("dues", f"SELECT o.rid, o.key, {dues} FROM {own} AS o")
    if not t.extended_by:
        return q.add(
            "ends",
            f"""
SELECT rid, due_limit AS due, due_limit AS plain, {NULL} AS excuse, {NULL} AS late FROM {start}
""",
        )
    caps = " ".join(
        f"WHEN v.f_by = {literal(who)} THEN LEAST(v.f_until, d.due_{name})" for who, name in t.caps
    )
    until = f"CASE {caps} ELSE v.f_until END" if caps else "v.f_until"
    extension = q.events(Pattern(t.extended_by), fields=("by", "until"))
    each = q.add(
        "extension",
        f"""
SELECT d.rid, d.key, d.due_limit AS plain, v.e, {until} AS til,
  CASE WHEN v.written > v.ts THEN v.written ELSE v.ts END AS effect
FROM {start} AS d JOIN {extension} AS v ON v.rid = d.rid
WHERE v.kind = {code(t.extended_by)}
  AND v.ts IS NOT NULL AND v.f_until IS NOT NULL AND d.due_limit IS NOT NULL
""",
    )
    moved = chained(q, each, start, "due_limit")
    return q.add("ends", f"SELECT rid, due, due_limit AS plain, excuse, late FROM {moved}")


def _suspended(q: Query, t: Clock, own: str, *, sure: bool) -> str:
    """What suspends, in pieces that do not touch, each with how much of the time had passed before it."""
    unless = joined = ""
    if t.unless is not None:
        unless = f" AND NOT COALESCE({matches((t.unless,))}, FALSE)"
        joined = f"LEFT JOIN {q.events(t.unless)} AS v ON v.e = x.s_e"
    known = " AND x.since IS NOT NULL AND x.until IS NOT NULL" if sure else ""
    far = 4 * 10**18
    pieces = q.add(
        "pieces",
        f"""
SELECT o.rid, o.since AS begin_at,
  GREATEST(COALESCE(x.since, o.since), o.since) AS a, COALESCE(x.until, {far}) AS b
FROM {own} AS o JOIN {q.tables.stretch} AS x ON x.rid = o.rid
{joined}
WHERE x.name = {span_codes()[t.suspended_by]}{known}{unless} AND o.since IS NOT NULL
""",
    )
    marked = q.add(
        "marked",
        f"""
SELECT rid, begin_at, a, b, CASE WHEN a <= MAX(b) OVER (
    PARTITION BY rid ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) THEN 0 ELSE 1 END AS opens
FROM {pieces} WHERE a < b
""",
    )
    grouped = q.add(
        "grouped",
        f"""
SELECT rid, begin_at, a, b,
  SUM(opens) OVER (
    PARTITION BY rid ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS piece
FROM {marked}
""",
    )
    merged = q.add(
        "merged",
        f"""
SELECT rid, MIN(begin_at) AS begin_at, MIN(a) AS a, MAX(b) AS b FROM {grouped} GROUP BY rid, piece
""",
    )
    return q.add(
        "suspended",
        f"""
SELECT rid, b - a AS len, a - begin_at - COALESCE(SUM(b - a) OVER (
    PARTITION BY rid ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS passed
FROM {merged}
""",
    )


def cadence(q: Query, t: Cadence) -> str:
    """The table of its occasions.

    With ``c`` the sum of the limits before it, each due time counts from ``c`` plus the least of the start
    and, of every entry before, its time less the limits up to and with its own: a running minimum.
    """
    start = _begun(q, t)
    answer = q.add(
        "answer",
        f"""
SELECT v.rid, v.e, v.ts, ROW_NUMBER() OVER (PARTITION BY v.rid ORDER BY v.e) AS n
FROM {q.events(*t.patterns)} AS v JOIN {start} AS s ON s.rid = v.rid
WHERE {matches(t.patterns)} AND v.ts >= s.ts
""",
    )
    timeless = q.add(
        "timeless",
        f"""
SELECT v.rid, MIN(v.e) AS e FROM {q.events(*t.patterns)} AS v JOIN {start} AS s ON s.rid = v.rid
WHERE {matches(t.patterns)} AND v.ts IS NULL GROUP BY v.rid
""",
    )
    since = _turns(q, t, start, answer)
    plain = q.add("plain", f"SELECT t.*, t.n AS key, t.since + t.lim AS plain FROM {since} AS t")
    due = delay_of(q, t.postponed, plain, "plain")
    base = q.add(
        "base",
        f"""
SELECT t.*, y.end_e, y.end_ts, y.is_open, y.over_at, z.e AS timeless
FROM {due} AS t JOIN who AS y ON y.rid = t.rid LEFT JOIN {timeless} AS z ON z.rid = t.rid
""",
    )
    stops = "b.e IS NULL AND (b.over_at IS NULL OR b.due >= b.over_at)"
    stopped = q.add("stopped", f"SELECT b.rid, MIN(b.n) AS n FROM {base} AS b WHERE {stops} GROUP BY b.rid")
    mark = judged(
        ("b.ts <= b.due", MET),
        ("b.ts IS NOT NULL AND b.timeless IS NOT NULL", NOT_RECORDED),
        ("b.ts IS NOT NULL", BREACHED),
        ("b.end_ts <= b.due", ENDED),
        ("b.timeless IS NOT NULL", NOT_RECORDED),
        (f"b.is_open AND {q.as_of} <= b.due", PENDING),
    )
    judged_ = q.add(
        "judged",
        f"""
SELECT b.*, {mark} AS plain_mark FROM {base} AS b JOIN {stopped} AS s ON s.rid = b.rid AND b.n <= s.n
""",
    )
    final = q.add(
        "final", f"SELECT b.*, {bounded('b.plain_mark', 'b.bound')} AS final_mark FROM {judged_} AS b"
    )
    held = "b.final_mark = b.plain_mark"
    turned = q.occasions(
        f"FROM {final} AS b",
        rid="b.rid",
        key="b.n",
        mark="b.final_mark",
        since="b.since",
        until="b.ts",
        due=f"CASE WHEN {held} THEN b.due END",
        observed="b.ts - b.since",
        allowed="b.lim",
        ev1="""CASE WHEN b.ts IS NOT NULL AND (b.ts <= b.due OR b.timeless IS NULL) THEN b.e
    WHEN b.ts IS NULL AND b.end_ts <= b.due THEN b.end_e ELSE b.timeless END""",
        excused=f"CASE WHEN {held} AND b.ts <= b.due AND b.ts > b.plain THEN b.excuse END",
        too_late="b.late",
    )
    unknown = q.occasions(
        f"FROM {start} AS s WHERE s.ts IS NULL", rid="s.rid", mark=str(NOT_RECORDED), ev1="s.e"
    )
    return q.add("o", f"SELECT * FROM {turned} UNION ALL SELECT * FROM {unknown}")


def _begun(q: Query, t: Cadence) -> str:
    """From when the first due time counts."""
    if t.start in (T0, ARRIVED):
        at, e, bound = start_columns(t.start)
        return q.add("start", f"SELECT y.rid, y.{at} AS ts, y.{e} AS e, y.{bound} AS bound FROM who AS y")
    return q.add(
        "start",
        f"""
SELECT y.rid, MIN(v.ts) AS ts, MIN(v.e) AS e, {EXACT} AS bound
FROM who AS y LEFT JOIN {q.tables.event} AS v ON v.rid = y.rid AND v.kind = {code(t.start)} GROUP BY y.rid
""",
    )


def _turns(q: Query, t: Cadence, start: str, answer: str) -> str:
    """Each due time by its number: from when it counts, its limit, and the entry that answers it."""
    last = t.limits[-1]
    own = " ".join(f"WHEN {at} THEN y.l_{name}" for at, name in enumerate(t.limits, 1))
    limit = f"CASE n.n {own} ELSE y.l_{last} END"
    firsts = " + ".join(
        f"CASE WHEN n.n > {at} THEN y.l_{name} ELSE 0 END" for at, name in enumerate(t.limits, 1)
    )
    many = len(t.limits) + 1
    summed = f"({firsts} + CASE WHEN n.n > {many} THEN (n.n - {many}) * y.l_{last} ELSE 0 END)"
    how_many = q.add(
        "many",
        f"""
SELECT s.rid, s.ts, s.bound, COALESCE(c.n, 0) + 2
  + CASE WHEN y.over_at > s.ts THEN CAST((y.over_at - s.ts) // y.l_{last} AS BIGINT) ELSE 0 END AS n
FROM {start} AS s JOIN who AS y ON y.rid = s.rid
LEFT JOIN (SELECT rid, COUNT(*) AS n FROM {answer} GROUP BY rid) AS c ON c.rid = s.rid
WHERE s.ts IS NOT NULL
""",
    )
    turns = q.add(
        "turns",
        f"""
SELECT m.rid, n.n, m.ts AS begin_at, m.bound, {limit} AS lim, {summed} AS c, a.e, a.ts,
  a.ts - {summed} - {limit} AS less
FROM {how_many} AS m JOIN who AS y ON y.rid = m.rid JOIN {q.counted(how_many)} AS n ON n.most = m.n
LEFT JOIN {answer} AS a ON a.rid = m.rid AND a.n = n.n
""",
    )
    return q.add(
        "since",
        f"""
SELECT t.*, t.c + LEAST(t.begin_at, COALESCE(MIN(t.less) OVER (
    PARTITION BY t.rid ORDER BY t.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), t.begin_at)) AS since
FROM {turns} AS t
""",
    )
