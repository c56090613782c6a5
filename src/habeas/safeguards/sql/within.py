"""``within`` as SQL."""

from habeas.safeguards.excuse import Delay, Waiver
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import BREACHED, EXACT, MET, NOT_RECORDED, PENDING, code, codes, span_codes
from habeas.safeguards.sql.query import ENDED, EXCUSED, NULL, Query, bounded, judged, matches
from habeas.safeguards.templates.starts import T0
from habeas.safeguards.templates.within import Within


def within(q: Query, t: Within) -> str:
    """The table of its occasions."""
    start = _start(q, t)
    due = delay_of(q, t.delay, start, "plain")
    waived = waiver_of(q, t.waiver, due, "due")
    answered = _answered(q, t, start)
    waiver = f"LEFT JOIN {waived} AS w ON w.rid = s.rid AND w.key = s.key" if t.waiver is not None else ""
    waiver_late, standing = ("w.late", "w.waiver") if t.waiver is not None else (NULL, NULL)
    base = q.add(
        "base",
        f"""
SELECT s.rid, s.key, s.own, s.since, s.plain, s.bound, s.due, s.excuse,
  COALESCE(s.late, {waiver_late}) AS late, s.late AS delay_late, {standing} AS waiver,
  a.e AS answer, a.ts AS at, a.timeless, s.end_e, s.end_ts, s.is_open, s.l_limit, s.lost
FROM {due} AS s LEFT JOIN {answered} AS a ON {_same("a", t)} {waiver}
""",
    )
    over = "FALSE" if t.outlives else "b.end_e IS NOT NULL"
    running = "TRUE" if t.outlives else "b.is_open"
    mark = judged(
        ("b.since IS NULL", NOT_RECORDED),
        ("b.waiver IS NOT NULL", EXCUSED),
        ("b.at <= b.due", MET),
        (f"{over} AND (b.end_ts IS NULL OR (b.end_ts <= b.due AND b.lost))", NOT_RECORDED),
        (f"{over} AND b.end_ts <= b.due", ENDED),
        ("b.timeless IS NOT NULL", NOT_RECORDED),
        ("b.at IS NOT NULL", BREACHED),
        (f"{running} AND {q.as_of} <= b.due", PENDING),
    )
    plain = q.add("judged", f"SELECT b.*, {mark} AS plain_mark FROM {base} AS b")
    ended = f"({over} AND (b.end_ts IS NULL OR b.end_ts <= b.due))"
    answer = "b.at IS NOT NULL AND (b.at <= b.due OR NOT (" + ended + " OR b.timeless IS NOT NULL))"
    final = q.add(
        "bounded", f"SELECT b.*, {bounded('b.plain_mark', 'b.bound')} AS final_mark FROM {plain} AS b"
    )
    met_or_late = f"b.since IS NOT NULL AND b.waiver IS NULL AND {answer}"
    held = "b.final_mark = b.plain_mark"
    return q.occasions(
        f"FROM {final} AS b",
        rid="b.rid",
        key="b.key",
        mark="b.final_mark",
        since="b.since",
        until=f"CASE WHEN {met_or_late} THEN b.at END",
        due=f"CASE WHEN {held} THEN b.due END",
        observed=f"CASE WHEN {met_or_late} THEN b.at - b.since END",
        allowed="b.l_limit",
        ev1="b.own",
        ev2=f"""CASE WHEN b.since IS NULL THEN NULL WHEN b.waiver IS NOT NULL THEN b.waiver
    WHEN {met_or_late} THEN b.answer WHEN {ended} THEN b.end_e ELSE b.timeless END""",
        excused=f"CASE WHEN {held} AND {met_or_late} AND b.at <= b.due AND b.at > b.plain THEN b.excuse END",
        too_late="""CASE WHEN b.since IS NULL THEN NULL
    WHEN b.waiver IS NOT NULL THEN b.delay_late ELSE b.late END""",
    )


def _same(alias: str, t: Within) -> str:
    """Whether a row is of the same occasion, of which a record has one or several."""
    return f"{alias}.rid = s.rid" + (f" AND {alias}.key = s.key" if t.every else "")


def _start(q: Query, t: Within) -> str:
    of_stay = f"y.end_e, y.end_ts, y.is_open, y.l_limit, {q.lost} AS lost"
    if not t.triggers:
        at, e, bound = ("t0", "t0_e", "t0_is") if t.start == T0 else ("arr", "arr_e", "arr_is")
        return q.add(
            "start",
            f"""
SELECT y.rid, 0 AS key, y.{e} AS own, y.{at} AS since, y.{at} + y.l_limit AS plain, y.{bound} AS bound,
  {of_stay}
FROM who AS y
""",
        )
    source = f"{q.events(*t.triggers)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches(t.triggers)}"
    if t.every:
        return q.add(
            "start",
            f"""
SELECT v.rid, v.first_e AS key, v.e AS own, v.ts AS since, v.ts + y.l_limit AS plain, {EXACT} AS bound,
  {of_stay}
FROM {source}
""",
        )
    first = q.add("first", f"SELECT v.rid, MIN(v.e) AS e FROM {source} GROUP BY v.rid")
    return q.add(
        "start",
        f"""
SELECT v.rid, v.first_e AS key, v.e AS own, v.ts AS since, v.ts + y.l_limit AS plain, {EXACT} AS bound,
  {of_stay}
FROM {source} AND EXISTS (SELECT 1 FROM {first} AS f WHERE f.e = v.e)
""",
    )


def _answered(q: Query, t: Within, start: str) -> str:
    """What answers each occasion, when, and an answer without a time."""
    inside = "TRUE" if t.early else "v.ts >= s.since"
    key = ", s.key" if t.every else ""
    answer = q.add(
        "answer",
        f"""
SELECT s.rid{key},
  MIN(CASE WHEN v.ts IS NOT NULL AND {inside} THEN v.e END) AS e,
  MIN(CASE WHEN {inside} THEN v.ts END) AS ts,
  MIN(CASE WHEN v.ts IS NULL THEN v.e END) AS timeless
FROM {start} AS s JOIN {q.events(*t.answers)} AS v ON v.rid = s.rid
WHERE {matches(t.answers)} GROUP BY s.rid{key}
""",
    )
    if not t.already:
        return answer
    there = q.add(
        "there",
        f"""
SELECT s.rid, s.key, MIN(x.s_e) AS e FROM {start} AS s JOIN {q.tables.stretch} AS x ON x.rid = s.rid
WHERE x.name = {span_codes()[t.already]} AND x.since <= s.since
  AND (x.until IS NULL OR x.running OR s.since < x.until)
GROUP BY s.rid, s.key
""",
    )
    return q.add(
        "answered",
        f"""
SELECT s.rid, s.key, COALESCE(h.e, a.e) AS e,
  CASE WHEN h.e IS NOT NULL THEN s.since ELSE a.ts END AS ts, a.timeless
FROM {start} AS s LEFT JOIN {answer} AS a ON {_same("a", t)}
LEFT JOIN {there} AS h ON h.rid = s.rid AND h.key = s.key
""",
    )


def delay_of(q: Query, delay: Delay | None, start: str, plain: str) -> str:
    """Each occasion, when it is due after its delays, the last that moved it, the first that came too late.

    In the order in which they took effect each counts until one took effect too late: no later one can count.
    """
    if delay is None:
        return q.add(
            "due", f"SELECT s.*, s.{plain} AS due, {NULL} AS excuse, {NULL} AS late FROM {start} AS s"
        )
    each = q.add(
        "delay",
        f"""
SELECT s.rid, s.key, s.{plain} AS plain, v.e, v.f_until AS til,
  CASE WHEN v.written > v.ts THEN v.written ELSE v.ts END AS effect
FROM {start} AS s JOIN {q.events(Pattern(delay.kind), fields=("until",))} AS v ON v.rid = s.rid
WHERE v.kind = {code(delay.kind)} AND v.ts IS NOT NULL AND v.f_until IS NOT NULL
""",
    )
    return chained(q, each, start, plain)


def chained(q: Query, each: str, start: str, plain: str) -> str:
    """The same for a table of what moves: ``rid, key, plain, e, til, effect``."""
    over = "PARTITION BY d.rid, d.key ORDER BY d.effect, d.e"
    before = q.add(
        "before",
        f"""
SELECT d.*, GREATEST(d.plain, COALESCE(
    MAX(d.til) OVER ({over} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), d.plain)) AS stood
FROM {each} AS d
""",
    )
    broke = q.add(
        "broke",
        f"""
SELECT d.*, MAX(CASE WHEN d.effect > d.stood THEN 1 ELSE 0 END)
    OVER ({over} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS broken
FROM {before} AS d
""",
    )
    numbered = q.add(
        "numbered",
        f"""
SELECT d.*, ROW_NUMBER() OVER (PARTITION BY d.rid, d.key, d.broken ORDER BY d.effect, d.e) AS place,
  MAX(CASE WHEN d.broken = 0 THEN d.til END) OVER (PARTITION BY d.rid, d.key) AS furthest
FROM {broke} AS d
""",
    )
    moved = q.add(
        "moved",
        f"""
SELECT rid, key, MAX(CASE WHEN broken = 0 THEN til END) AS til,
  MAX(CASE WHEN broken = 0 AND til > stood AND til = furthest THEN e END) AS excuse,
  MAX(CASE WHEN broken = 1 AND place = 1 THEN e END) AS late
FROM {numbered} GROUP BY rid, key
""",
    )
    return q.add(
        "due",
        f"""
SELECT s.*, CASE WHEN m.til > s.{plain} THEN m.til ELSE s.{plain} END AS due, m.excuse, m.late
FROM {start} AS s LEFT JOIN {moved} AS m ON m.rid = s.rid AND m.key = s.key
""",
    )


def waiver_of(q: Query, waiver: Waiver | None, start: str, at: str) -> str:
    """The waiver that stands at an instant of each occasion, and else the first that was written too late."""
    if waiver is None:
        return q.add(
            "waiver",
            f"SELECT rid, key, {NULL} AS waiver, {NULL} AS late FROM {start} WHERE FALSE",
        )
    kinds = codes(*(each for each in (waiver.waived, waiver.requested) if each))
    in_time = f"v.ts <= s.{at} AND v.written <= s.{at}"
    said = q.add(
        "said",
        f"""
SELECT s.rid, s.key,
  MAX(CASE WHEN {in_time} THEN v.e END) AS last_e,
  MAX(CASE WHEN {in_time} AND v.kind = {code(waiver.waived)} THEN v.e END) AS waiver_e,
  MIN(CASE WHEN v.kind = {code(waiver.waived)} AND NOT ({in_time}) THEN v.e END) AS late
FROM {start} AS s JOIN {q.tables.event} AS v ON v.rid = s.rid
WHERE v.kind IN ({kinds}) AND v.ts IS NOT NULL AND s.{at} IS NOT NULL GROUP BY s.rid, s.key
""",
    )
    return q.add(
        "waiver",
        f"""
SELECT rid, key, CASE WHEN waiver_e = last_e THEN waiver_e END AS waiver,
  CASE WHEN waiver_e = last_e THEN NULL ELSE late END AS late
FROM {said}
""",
    )
