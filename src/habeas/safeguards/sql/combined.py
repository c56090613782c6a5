"""What excuses an interview, all of several and one of several, as SQL."""

from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_APPLICABLE, NOT_RECORDED, PENDING, code
from habeas.safeguards.sql.query import COLUMNS, EXCUSED, NULL, Query, matches
from habeas.safeguards.sql.within import waiver_of
from habeas.safeguards.templates.combined import Excused


def excused(q: Query, t: Excused, inner: str) -> str:
    """The occasions of the inner template that come after a request, with what excuses them."""
    asked = q.add(
        "asked",
        f"""
SELECT v.rid, MIN(v.ts) AS ts, MAX(CASE WHEN v.ts IS NULL THEN 1 ELSE 0 END) AS timeless
FROM {q.events(*t.after)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches(t.after)} GROUP BY v.rid
""",
    )
    if t.after:
        mark = (
            f"CASE WHEN a.ts IS NULL OR i.since IS NULL OR i.since < a.ts THEN {NOT_RECORDED} ELSE i.mark END"
        )
        after = q.add(
            "after",
            f"""
SELECT {_columns("i", mark=mark)} FROM {inner} AS i JOIN {asked} AS a ON a.rid = i.rid
WHERE a.ts IS NULL OR i.since IS NULL OR i.since >= a.ts OR a.timeless = 1
""",
        )
    else:
        after = inner
    waived = waiver_of(q, t.waiver, after, "since")
    delayed = _inside(q, t, after)
    urgent = "v.f_urgent AND v.f_urgent_reason_said" if t.urgency is not None else "FALSE"
    base = q.add(
        "base",
        f"""
SELECT i.*, w.waiver, w.late AS waiver_late, d.excuse, d.late AS delay_late,
  CASE WHEN {urgent} AND v.ts IS NOT NULL AND v.written <= v.ts THEN i.ev1 END AS urgent,
  CASE WHEN {urgent} AND NOT COALESCE(v.ts IS NOT NULL AND v.written <= v.ts, FALSE)
    THEN i.ev1 END AS urgent_late
FROM {after} AS i LEFT JOIN {waived} AS w ON w.rid = i.rid AND w.key = i.key
LEFT JOIN {delayed} AS d ON d.rid = i.rid AND d.key = i.key
LEFT JOIN {q.events(fields=("urgent", "urgent_reason"))} AS v ON v.e = i.ev1
""",
    )
    plain = f"(b.since IS NULL OR b.ev1 IS NULL OR b.mark >= {NOT_APPLICABLE})"
    excuse = "COALESCE(b.waiver, b.urgent) IS NOT NULL"
    kept = f"b.mark IN ({MET}, {PENDING})"
    mark = (
        f"CASE WHEN {plain} THEN b.mark WHEN {excuse} THEN {EXCUSED} WHEN {kept} THEN b.mark "
        f"WHEN b.excuse IS NOT NULL THEN {MET} ELSE b.mark END"
    )
    late = "COALESCE(b.waiver_late, b.urgent_late)"
    columns = _columns(
        "b",
        mark=mark,
        ev2=f"CASE WHEN NOT {plain} AND {excuse} THEN COALESCE(b.waiver, b.urgent) ELSE b.ev2 END",
        ev3=f"CASE WHEN NOT {plain} AND {excuse} THEN NULL ELSE b.ev3 END",
        excused=f"CASE WHEN {plain} OR {excuse} OR {kept} THEN b.excused ELSE b.excuse END",
        too_late=f"CASE WHEN {plain} OR {excuse} THEN b.too_late WHEN {kept} THEN {late} "
        f"WHEN b.excuse IS NOT NULL THEN b.too_late ELSE COALESCE({late}, b.delay_late) END",
    )
    return q.add("o", f"SELECT {columns} FROM {base} AS b")


def _columns(alias: str, **said: str) -> str:
    return ", ".join(f"{said.get(name, f'{alias}.{name}')} AS {name}" for name in COLUMNS)


def _inside(q: Query, t: Excused, after: str) -> str:
    """The delay inside which each occasion begins, and else one that was written too late for it."""
    if t.delay is None:
        return q.add(
            "inside",
            f"SELECT rid, key, {NULL} AS excuse, {NULL} AS late FROM {after} WHERE FALSE",
        )
    each = q.add(
        "delay",
        f"""
SELECT i.rid, i.key, v.e, CASE WHEN v.written <= i.since THEN 1 ELSE 0 END AS counts,
  ROW_NUMBER() OVER (PARTITION BY i.rid, i.key, CASE WHEN v.written <= i.since THEN 1 ELSE 0 END
    ORDER BY CASE WHEN v.written > v.ts THEN v.written ELSE v.ts END, v.e) AS place
FROM {after} AS i JOIN {q.events(Pattern(t.delay.kind), fields=("until",))} AS v ON v.rid = i.rid
WHERE v.kind = {code(t.delay.kind)} AND v.ts <= i.since AND i.since <= v.f_until
""",
    )
    return q.add(
        "inside",
        f"""
SELECT rid, key, MAX(CASE WHEN counts = 1 AND place = 1 THEN e END) AS excuse,
  MAX(CASE WHEN counts = 0 AND place = 1 THEN e END) AS late
FROM {each} GROUP BY rid, key
""",
    )


def whole(q: Query, parts: list[str], *, best: bool) -> str:
    """The record by the gravest of the parts, or by the best; a part that is not applicable drops out."""
    rank = (
        f"CASE p.mark WHEN {MET} THEN 0 WHEN {PENDING} THEN 1 WHEN {NOT_RECORDED} THEN 2 "
        f"WHEN {BREACHED} THEN 3 END"
        if best
        else "p.mark"
    )
    gravest = [
        q.add(
            "part",
            f"""
SELECT rid, {at} AS part,
  COALESCE(MIN(CASE WHEN mark < {NOT_APPLICABLE} THEN mark END), {NOT_APPLICABLE}) AS mark
FROM {part} GROUP BY rid
""",
        )
        for at, part in enumerate(parts)
    ]
    union = q.add("parts", " UNION ALL ".join(f"SELECT * FROM {each}" for each in gravest))
    ranked = q.add(
        "ranked",
        f"""
SELECT p.*, ROW_NUMBER() OVER (
    PARTITION BY p.rid
    ORDER BY CASE WHEN p.mark < {NOT_APPLICABLE} THEN 0 ELSE 1 END, {rank}, p.part) AS place
FROM {union} AS p
""",
    )
    rows = " UNION ALL ".join(
        f"SELECT rid, {at} AS part, key, mark, due, ev1, ev2, ev3 FROM {part}"
        for at, part in enumerate(parts)
    )
    every = q.add("every", rows)
    first = q.add(
        "first",
        f"""
SELECT e.*, ROW_NUMBER() OVER (PARTITION BY e.rid ORDER BY e.key) AS place
FROM {every} AS e JOIN {ranked} AS r ON r.rid = e.rid AND r.place = 1 AND r.part = e.part
WHERE e.mark = CASE WHEN r.mark < {NOT_APPLICABLE} THEN r.mark ELSE e.mark END
""",
    )
    return q.occasions(
        f"FROM {first} AS f WHERE f.place = 1",
        rid="f.rid",
        mark="f.mark",
        due="f.due",
        ev1="f.ev1",
        ev2="f.ev2",
        ev3="f.ev3",
    )
