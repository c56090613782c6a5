"""How long, of each stretch, something goes on or does not: one sweep over its edges.

A stretch with a bound that is not known takes time surely nowhere, and possibly up to any bound: each length
comes twice, at worst and at best (templates.cover, templates.lengths).
"""

from collections.abc import Mapping

from habeas.safeguards.sql.codes import span_codes
from habeas.safeguards.sql.query import Query

_COUNTS = ("j1", "j2", "k1", "k2")
"""How many of one span surely go on, and how many possibly; and of another."""


def stretches(q: Query, span: str) -> str:
    """The stretches of a span of the stays concerned."""
    return q.add(
        "stretch",
        f"""
SELECT x.* FROM {q.tables.stretch} AS x JOIN who AS y ON y.rid = x.rid
WHERE x.name = {span_codes()[span]}
""",
    )


def measure(q: Query, pieces: str, by: str | None, less: str | None) -> str:
    """Of each piece (``rid, key, since, until``, all known): ``worst`` and ``best``.

    Both are the length in which neither ``by`` nor ``less`` goes on: ``worst`` as far as that is sure,
    ``best`` as far as it is possible. ``sure`` is the length in which ``by`` surely goes on.
    """
    edges = [_edge("since", {}, pieces), _edge("until", {}, pieces)]
    for table, sure, possible in ((by, "j1", "j2"), (less, "k1", "k2")):
        if table is not None:
            edges += _edges(q, pieces, table, sure, possible)
    swept = q.add(
        "swept",
        f"""
SELECT rid, key, t,
  LEAD(t) OVER (PARTITION BY rid, key ORDER BY t) AS after,
  {", ".join(f"SUM({each}) OVER (PARTITION BY rid, key ORDER BY t) AS {each}" for each in _COUNTS)}
FROM ({" UNION ALL ".join(edges)}) AS edge
""",
    )
    return q.add(
        "measured",
        f"""
SELECT rid, key,
  CAST(COALESCE(SUM(CASE WHEN j1 = 0 AND k1 = 0 THEN after - t END), 0) AS BIGINT) AS worst,
  CAST(COALESCE(SUM(CASE WHEN j2 = 0 AND k2 = 0 THEN after - t END), 0) AS BIGINT) AS best,
  CAST(COALESCE(SUM(CASE WHEN j1 > 0 THEN after - t END), 0) AS BIGINT) AS sure
FROM {swept} GROUP BY rid, key
""",
    )


def _edges(q: Query, pieces: str, table: str, sure: str, possible: str) -> list[str]:
    """Where another span begins and ends inside each piece."""
    inside = q.add(
        "inside",
        f"""
SELECT p.rid, p.key,
  CASE WHEN x.since > p.since THEN x.since ELSE p.since END AS a,
  CASE WHEN x.until < p.until THEN x.until ELSE p.until END AS b,
  CASE WHEN x.since IS NOT NULL AND x.until IS NOT NULL THEN 1 ELSE 0 END AS known
FROM {pieces} AS p JOIN {table} AS x ON x.rid = p.rid
WHERE COALESCE(x.since, p.since) < p.until AND COALESCE(x.until, p.until) > p.since
  AND (x.since IS NULL OR x.until IS NULL OR x.since < x.until)
""",
    )
    return [
        _edge("a", {sure: "known", possible: "1"}, f"{inside} WHERE a < b"),
        _edge("b", {sure: "-known", possible: "-1"}, f"{inside} WHERE a < b"),
    ]


def _edge(at: str, counts: Mapping[str, str], source: str) -> str:
    """What changes at an instant: how many more of what go on."""
    changes = ", ".join(f"{counts.get(each, '0')} AS {each}" for each in _COUNTS)
    return f"SELECT rid, key, {at} AS t, {changes} FROM {source}"
