"""``at_least``, ``total`` and ``continuous`` as SQL: what there is in each full block of time."""

from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING
from habeas.safeguards.sql.query import NULL, Query, bounded, judged, matches
from habeas.safeguards.sql.sweep import measure, stretches
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.starts import T0


def start_columns(start: str) -> tuple[str, str, str]:
    """Instant, entry and bound of a start, as columns of a stay."""
    return ("t0", "t0_e", "t0_is") if start == T0 else ("arr", "arr_e", "arr_is")


def _blocks(q: Query, start: str, window: int, skip: int = 0, allowed: str = NULL) -> tuple[str, str]:
    """Each full block that is over; and the stays of which that is not known."""
    at, _e, bound = start_columns(start)
    many = q.add(
        "many",
        f"""
SELECT y.rid, y.{at} AS at, y.{bound} AS bound, y.l_limit,
  CAST((y.over_at - y.{at}) // {window} AS BIGINT) AS n
FROM who AS y WHERE y.{at} + {skip + 1} * {window} <= y.over_at
""",
    )
    block = q.add(
        "block",
        f"""
SELECT m.rid, u.n AS key, m.at + (u.n - 1) * {window} AS since, m.at + u.n * {window} AS until, m.bound,
  m.l_limit
FROM {many} AS m JOIN {q.counted(many, skip)} AS u ON u.most = m.n
""",
    )
    unknown = q.occasions(
        f"FROM who AS y WHERE y.{at} IS NULL OR y.over_at IS NULL",
        rid="y.rid",
        mark=str(NOT_RECORDED),
        allowed=allowed,
    )
    return block, unknown


def _by_block(q: Query, block: str, found: str, unknown: str, *, mark: str, **said: str) -> str:
    """Each block with what was found in it, and the stays of which that is not known."""
    blocks = q.occasions(
        f"FROM {block} AS b LEFT JOIN {found} AS f ON f.rid = b.rid AND f.key = b.key",
        rid="b.rid",
        key="b.key",
        mark=bounded(mark, "b.bound"),
        since="b.since",
        until="b.until",
        **said,
    )
    return q.add("o", f"SELECT * FROM {blocks} UNION ALL SELECT * FROM {unknown}")


def at_least(q: Query, t: AtLeast) -> str:
    """The table of its occasions."""
    window = q.windows["limit"]
    block, unknown = _blocks(q, t.start, window)
    at = start_columns(t.start)[0]
    counted = q.add(
        "counted",
        f"""
SELECT v.rid, (v.ts - y.{at}) // {window} + 1 AS key, COUNT(*) AS n
FROM {q.events(*t.patterns)} AS v JOIN who AS y ON y.rid = v.rid
WHERE {matches(t.patterns)} AND v.ts >= y.{at} GROUP BY 1, 2
""",
    )
    mark = judged(("f.n >= b.l_limit", MET))
    return _by_block(q, block, counted, unknown, mark=mark, n="COALESCE(f.n, 0)")


def total(q: Query, t: Total) -> str:
    """The table of its occasions."""
    window = q.windows["limit"]
    block, unknown = _blocks(q, t.start, window, t.skip)
    measured = measure(q, block, stretches(q, t.span), None)
    mark = judged(("f.sure >= b.l_limit", MET))
    return _by_block(q, block, measured, unknown, mark=mark, observed="f.sure", allowed="b.l_limit")


def continuous(q: Query, t: Continuous) -> str:
    """The table of its occasions."""
    window = q.windows["limit"]
    block, unknown = _blocks(q, t.start, window, allowed="y.l_limit")
    span = stretches(q, t.span)
    return sliding(q, t, span, unknown) if t.sliding else anchored(q, block, span, unknown)


def anchored(q: Query, block: str, span: str, unknown: str) -> str:
    """Each block by what began in it, and by what of one begun before lies in it."""
    inside = "x.since >= b.since AND x.since < b.until"
    lies = "LEAST(x.until, b.until) - b.since"
    found = q.add(
        "found",
        f"""
SELECT b.rid, b.key,
  MAX(CASE WHEN {inside} THEN x.until - x.since WHEN x.since < b.since AND x.until > b.since THEN {lies}
    WHEN x.since < b.since THEN 0 * (x.until - x.since) END) AS longest,
  MAX(CASE WHEN {inside} AND x.running THEN 1 ELSE 0 END) AS running,
  MAX(CASE WHEN {inside} AND x.until IS NOT NULL THEN 1 ELSE 0 END) AS whole,
  MAX(CASE WHEN x.since IS NOT NULL AND x.until IS NOT NULL THEN 0
    WHEN x.since >= b.since THEN CASE WHEN x.since < b.until THEN 1 ELSE 0 END
    WHEN LEAST(COALESCE(x.until, b.until), b.until) - b.since >= b.l_limit THEN 1 ELSE 0 END) AS may
FROM {block} AS b JOIN {span} AS x ON x.rid = b.rid GROUP BY b.rid, b.key
""",
    )
    mark = judged(
        ("f.longest >= b.l_limit", MET),
        ("f.running = 1", PENDING),
        ("f.may = 1", NOT_RECORDED),
        ("f.whole = 1", BREACHED),
    )
    return _by_block(q, block, found, unknown, mark=mark, observed="f.longest", allowed="b.l_limit")


def sliding(q: Query, t: Continuous, span: str, unknown: str) -> str:
    """The record: whether the windows that have one long enough are all windows."""
    window = q.windows["limit"]
    at, _e, bound = start_columns(t.start)
    own = q.add(
        "own",
        f"""
SELECT y.rid, y.{at} AS since, y.over_at AS until, y.over_at - {window} AS last, y.{bound} AS bound,
  y.l_limit
FROM who AS y WHERE y.{at} + {window} <= y.over_at
""",
    )
    reached = []
    for sure in (True, False):
        known = "x.since IS NOT NULL AND x.until IS NOT NULL" if sure else "TRUE"
        good = q.add(
            "good",
            f"""
SELECT o.rid, o.since AS from_, o.last,
  GREATEST(COALESCE(x.since + o.l_limit - {window}, o.since), o.since) AS a,
  LEAST(COALESCE(x.until - o.l_limit, o.last), o.last) AS b
FROM {own} AS o JOIN {span} AS x ON x.rid = o.rid
WHERE {known} AND (x.since IS NULL OR x.until IS NULL OR x.until - x.since >= o.l_limit)
""",
        )
        before = q.add(
            "before",
            f"""
SELECT rid, from_, last, a, b,
  MAX(b) OVER (PARTITION BY rid ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
FROM {good}
""",
        )
        reached.append(
            q.add(
                "reached",
                f"""
SELECT rid FROM {before} GROUP BY rid, from_, last
HAVING MAX(CASE WHEN a > CASE WHEN reach > from_ THEN reach ELSE from_ END THEN 1 ELSE 0 END) = 0
  AND MAX(b) >= last AND MAX(CASE WHEN a <= from_ AND b >= from_ THEN 1 ELSE 0 END) = 1
""",
            )
        )
    some = q.add(
        "some", f"SELECT DISTINCT x.rid FROM {span} AS x WHERE x.since IS NOT NULL AND x.until IS NOT NULL"
    )
    mark = judged(
        ("s.rid IS NOT NULL", MET),
        ("p.rid IS NOT NULL OR n.rid IS NULL", NOT_RECORDED),
        otherwise=BREACHED,
    )
    windows = q.occasions(
        f"""FROM {own} AS o LEFT JOIN {reached[0]} AS s ON s.rid = o.rid
LEFT JOIN {reached[1]} AS p ON p.rid = o.rid LEFT JOIN {some} AS n ON n.rid = o.rid""",
        rid="o.rid",
        mark=bounded(mark, "o.bound"),
        since="o.since",
        until="o.until",
        allowed="o.l_limit",
    )
    return q.add("o", f"SELECT * FROM {windows} UNION ALL SELECT * FROM {unknown}")
