"""Each signal as one query over the stages of an audit (``sql/stages``).

A query tells of each entry or record that it looks at: the station, the officer, the record, how much was
counted (``n``) and out of how much (``total``). It is grouped and summed once for all of them. Of entries of
which none is to be looked at it may tell the sum, without a record.
"""

from collections.abc import Callable, Iterable, Mapping

from habeas.safeguards import thresholds
from habeas.safeguards.signals import kinds
from habeas.safeguards.signals.signal import Measure
from habeas.safeguards.sql.codes import EXACT, code, codes, span_codes
from habeas.safeguards.sql.stages import standing


def _texts(values: Iterable[str]) -> str:
    return ", ".join(f"'{each}'" for each in sorted(values))


Numbers = Mapping[str, int]
MINUTE = 60_000_000
_NOBODY = "CAST(NULL AS INTEGER) AS officer"
_NO_RECORD = "CAST(NULL AS INTEGER) AS rid"
_FOR_ONE = f"kind NOT IN ({codes(*kinds.DONE_FOR_ALL)})"
_ALIKE = "ts + 1000 * station + kind"
"""A number that entries of one station, kind and time have in common, and hardly any others."""
BY_HAND = f"source NOT IN ({_texts(kinds.NOT_TIMED_BY_HAND)})"
ON_THE_SPOT = "source <> 'paper'"
BESIDE_THE_POLICE = f"source IN ({_texts(kinds.BESIDE_THE_POLICE)})"
SOURCED = "source <> ''"
"""What is asked of the source of an act: who timed it, whether on the spot, who wrote it, if that is said."""
PLACES = 1 << 31
"""More than there are records."""


def act(as_of: int, entries: str = "entry") -> str:
    """What stands, with who did it where that is an officer; made once for signals of single records."""
    return f"""
SELECT x.e, x.rid, x.ts, x.wr, x.kind, x.station, COALESCE(x.source, '') AS source,
  CASE WHEN COALESCE(x.source, '') NOT IN ({_texts(kinds.NOT_OFFICERS)}) THEN x.actor END AS officer
FROM {entries} AS x LEFT JOIN chain AS c ON c.e = x.e WHERE {standing(as_of)}
"""


def officer() -> str:
    """Officers by number: who wrote entries, and who is only named in one."""
    return f"""
SELECT number, name FROM actor UNION ALL
SELECT -ROW_NUMBER() OVER (ORDER BY s.name) AS number, s.name FROM (
  SELECT DISTINCT f_taken_by AS name FROM saying WHERE kind IN ({codes("cell_left", "cell_entered")})
) AS s LEFT JOIN actor AS a ON a.name = s.name WHERE s.name IS NOT NULL AND a.name IS NULL
"""


def outing() -> str:
    """Each time that somebody was taken out of a cell by a person who is named, until the return; made once.

    ``later``: an interview was before it; ``n``: nothing says what for.
    """
    return f"""
WITH cell AS (
  SELECT e, rid, ts, kind, f_taken_by,
    MIN(CASE WHEN kind = {code("cell_entered")} THEN ts END) OVER (
      PARTITION BY rid ORDER BY e ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS back
  FROM saying WHERE kind IN ({codes("cell_left", "cell_entered")})
), taken AS (
  SELECT c.rid, c.ts, x.station, c.f_taken_by AS taken_by,
    COALESCE(c.back, CASE WHEN NOT y.is_open THEN y.end_ts END) AS back
  FROM cell AS c JOIN stay AS y ON y.rid = c.rid JOIN entry AS x ON x.e = c.e
  WHERE c.kind = {code("cell_left")} AND c.ts IS NOT NULL AND c.f_taken_by IS NOT NULL
), first AS (
  SELECT rid, MIN(ts) AS ts FROM event WHERE kind = {code("interview_started")} GROUP BY rid
)
SELECT t.rid, t.station, t.taken_by, COALESCE(f.ts < t.ts, FALSE) AS later,
  CASE WHEN EXISTS (
    SELECT 1 FROM event AS a WHERE a.rid = t.rid AND a.kind IN ({codes(*kinds.ACCOUNTS_FOR)})
      AND (a.ts IS NULL OR (a.ts >= t.ts AND a.ts <= t.back))
  ) THEN 0 ELSE 1 END AS n
FROM taken AS t LEFT JOIN first AS f ON f.rid = t.rid
WHERE t.back >= t.ts
"""


def acted(acts: str) -> str:
    """How much each officer wrote at each station with a time, and how much of it is not done for all."""
    return f"""
SELECT station, officer, COUNT(*) AS n, COUNT(CASE WHEN {_FOR_ONE} THEN 1 END) AS for_one
FROM {acts} AS a WHERE ts IS NOT NULL AND station IS NOT NULL GROUP BY station, officer
"""


ACTING = """
SELECT station, officer, SUM(n) AS n, SUM(for_one) AS for_one FROM acted GROUP BY station, officer
"""
"""The same over all parts of a register."""


def alike() -> str:
    """The number of each entry that can be one of many at one time, whether it stands or not."""
    return f"""
SELECT {_ALIKE} AS number FROM entry AS x WHERE ts IS NOT NULL AND station IS NOT NULL AND {_FOR_ONE}
"""


def _rounded(numbers: Numbers, _as_of: int) -> str:
    unit = numbers[thresholds.ROUNDED] * MINUTE
    return f"""
SELECT station, officer, rid, CASE WHEN MOD(ts, {unit}) = 0 THEN 1 ELSE 0 END AS n, 1 AS total
FROM act WHERE ts IS NOT NULL AND {BY_HAND}
"""


def _identical(numbers: Numbers, as_of: int) -> str:
    crowded = f"(SELECT * FROM entry WHERE {_ALIKE} IN (SELECT number FROM alike))"
    return f"""
WITH one AS (
  SELECT station, officer, rid, kind, ts FROM ({act(as_of, crowded)}) AS a WHERE {_FOR_ONE}
), crowd AS (
  SELECT station, kind, ts FROM one GROUP BY station, kind, ts
  HAVING COUNT(DISTINCT rid) >= {numbers[thresholds.IDENTICAL]}
)
SELECT o.station, o.officer, o.rid, 1 AS n, 0 AS total FROM one AS o
JOIN crowd AS c ON c.station = o.station AND c.kind = o.kind AND c.ts = o.ts UNION ALL
SELECT station, officer, {_NO_RECORD}, 0 AS n, for_one AS total FROM acting WHERE for_one > 0
"""


def _bundled(numbers: Numbers, _as_of: int) -> str:
    return f"""
SELECT station, officer, rid,
  CASE WHEN COUNT(*) OVER (PARTITION BY rid, ts - MOD(ts, {MINUTE})) >= {numbers[thresholds.BUNDLED]}
    THEN 1 ELSE 0 END AS n, 1 AS total
FROM act WHERE ts IS NOT NULL AND kind IN ({codes(*kinds.ABOUT_RIGHTS)})
"""


def _written_up(numbers: Numbers, _as_of: int) -> str:
    least, spread = numbers[thresholds.WRITTEN_UP], numbers[thresholds.WRITTEN_UP_SPREAD] * MINUTE
    return f"""
WITH one AS (
  SELECT station, officer, rid, ts, wr - MOD(wr, {MINUTE}) AS minute FROM act
  WHERE ts IS NOT NULL AND {ON_THE_SPOT}
), many AS (
  SELECT rid, minute FROM one GROUP BY rid, minute HAVING COUNT(*) >= {least}
), together AS (
  SELECT o.rid, o.minute FROM one AS o JOIN many AS m ON m.rid = o.rid AND m.minute = o.minute
  GROUP BY o.rid, o.minute HAVING MAX(o.ts) - MIN(o.ts) >= {spread}
)
SELECT o.station, o.officer, o.rid, CASE WHEN t.rid IS NULL THEN 0 ELSE 1 END AS n, 1 AS total
FROM one AS o LEFT JOIN together AS t ON t.rid = o.rid AND t.minute = o.minute
"""


def _two_places(numbers: Numbers, as_of: int) -> str:
    near = numbers[thresholds.TWO_PLACES] * MINUTE
    theirs = "(SELECT * FROM entry WHERE actor IN (SELECT officer FROM moving))"
    return f"""
WITH moving AS (
  SELECT officer FROM acting WHERE officer IS NOT NULL GROUP BY officer HAVING COUNT(*) > 1
), one AS (
  SELECT a.station, a.officer, a.rid, a.ts,
    LAG(a.station) OVER (PARTITION BY a.officer ORDER BY a.ts, r.place, a.e) AS before,
    LAG(a.ts) OVER (PARTITION BY a.officer ORDER BY a.ts, r.place, a.e) AS was
  FROM ({act(as_of, theirs)}) AS a JOIN record AS r ON r.rid = a.rid
  WHERE a.ts IS NOT NULL AND a.station IS NOT NULL AND a.officer IS NOT NULL
)
SELECT station, officer, rid,
  CASE WHEN station <> before AND ts - was <= {near} THEN 1 ELSE 0 END AS n, 1 AS total
FROM one WHERE before IS NOT NULL UNION ALL
SELECT station, officer, {_NO_RECORD}, 0 AS n, n - 1 AS total FROM acting
WHERE n > 1 AND officer IS NOT NULL AND officer NOT IN (SELECT officer FROM moving)
"""


def _not_by_police(_numbers: Numbers, _as_of: int) -> str:
    return f"""
SELECT station, {_NOBODY}, rid,
  CASE WHEN {BESIDE_THE_POLICE} THEN 1 ELSE 0 END AS n, 1 AS total
FROM act WHERE {SOURCED}
"""


def _out(_numbers: Numbers, _as_of: int) -> str:
    return f"""
WITH investigator AS (
  SELECT DISTINCT UNNEST(REGEXP_SPLIT_TO_ARRAY(l.f_interviewers, '[|]')) AS name
  FROM (SELECT DISTINCT f_interviewers FROM saying WHERE kind = {code("interview_started")}) AS l
)
SELECT t.station, o.number AS officer, t.rid, t.n, 1 AS total, t.later FROM outing AS t
JOIN investigator AS i ON i.name = t.taken_by JOIN officer AS o ON o.name = t.taken_by
"""


def _out_before_interview(numbers: Numbers, as_of: int) -> str:
    return f"SELECT t.* FROM ({_out(numbers, as_of)}) AS t WHERE NOT t.later"


def _unaccounted(_numbers: Numbers, _as_of: int) -> str:
    names = ", ".join(str(span_codes()[each]) for each in kinds.WHERE)
    return f"""
WITH asked AS (
  SELECT rid, station, t0 AS since, over_at AS until FROM stay
  WHERE held AND t0_is = {EXACT} AND over_at > t0
), piece AS (
  SELECT s.rid, GREATEST(s.since, a.since) AS since, LEAST(s.until, a.until) AS until
  FROM stretch AS s JOIN asked AS a ON a.rid = s.rid
  WHERE s.name IN ({names}) AND s.since < a.until AND s.until > a.since
), reach AS (
  SELECT rid, since, until,
    MAX(until) OVER (
      PARTITION BY rid ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
  FROM piece
), known AS (
  SELECT rid, SUM(CASE WHEN before IS NULL OR before <= since THEN until - since
    WHEN until > before THEN until - before ELSE 0 END) AS known
  FROM reach GROUP BY rid
)
SELECT a.station, {_NOBODY}, a.rid, a.until - a.since - COALESCE(k.known, 0) AS n,
  a.until - a.since AS total
FROM asked AS a LEFT JOIN known AS k ON k.rid = a.rid
"""


def _held_again(numbers: Numbers, as_of: int) -> str:
    soon = numbers[thresholds.AGAIN] * MINUTE
    return f"""
SELECT y.station, {_NOBODY}, y.rid, CASE WHEN EXISTS (
    SELECT 1 FROM stay AS z WHERE z.held AND {_next(soon)}
  ) THEN 1 ELSE 0 END AS n, 1 AS total
FROM stay AS y JOIN event AS v ON v.e = y.end_e
WHERE v.kind IN ({codes(*kinds.FREED)}) AND y.person IS NOT NULL AND y.end_ts + {soon} <= {as_of}
"""


def _next(soon: int | None) -> str:
    """Whether ``z`` is a later stay of the person of ``y``, begun soon enough."""
    until = "" if soon is None else f" AND z.began <= y.end_ts + {soon}"
    return f"z.person = y.person AND z.rid <> y.rid AND z.began >= y.end_ts{until}"


def _became_criminal(numbers: Numbers, _as_of: int) -> str:
    return f"""
WITH said AS (
  SELECT rid, MIN(e) AS e, MAX(CASE WHEN f_basis = 'criminal' THEN 1 ELSE 0 END) AS criminal
  FROM saying WHERE kind IN ({codes("record_opened", "record_amended")}) AND f_basis IS NOT NULL GROUP BY rid
), known AS (
  SELECT y.rid, y.person, y.station, y.end_ts, COALESCE(v.f_basis, y.basis) AS began_as,
    CASE WHEN s.criminal = 1 OR y.basis = 'criminal' THEN 1 ELSE 0 END AS criminal
  FROM stay AS y LEFT JOIN said AS s ON s.rid = y.rid LEFT JOIN saying AS v ON v.e = s.e
)
SELECT y.station, {_NOBODY}, y.rid, CASE WHEN y.criminal = 1 OR EXISTS (
    SELECT 1 FROM stay AS z WHERE z.basis = 'criminal' AND {_next(numbers[thresholds.AGAIN] * MINUTE)}
  ) THEN 1 ELSE 0 END AS n, 1 AS total
FROM known AS y WHERE y.began_as = 'administrative'
"""


def _back_to_police(_numbers: Numbers, _as_of: int) -> str:
    return f"""
WITH sent AS (
  SELECT y.rid, y.person, y.station, MIN(z.began) AS next FROM stay AS y
  JOIN saying AS v ON v.e = y.end_e LEFT JOIN stay AS z ON {_next(None)}
  WHERE v.kind = {code("transferred_out")} AND v.f_to IN ({_texts(kinds.PRISONS)})
    AND y.person IS NOT NULL AND y.end_ts IS NOT NULL
  GROUP BY y.rid, y.person, y.station
)
SELECT y.station, {_NOBODY}, y.rid, CASE WHEN EXISTS (
    SELECT 1 FROM stay AS z WHERE z.person = y.person AND z.rid <> y.rid AND z.began = y.next
      AND z.establishment_type IN ({_texts(kinds.WITH_THE_POLICE)})
  ) THEN 1 ELSE 0 END AS n, 1 AS total
FROM sent AS y
"""


def _waived(name: str) -> Callable[[Numbers, int], str]:
    asked, waived = kinds.ANSWERS[name]

    def query(_numbers: Numbers, _as_of: int) -> str:
        return f"""
WITH last AS (
  SELECT COALESCE(MAX(CASE WHEN ts IS NOT NULL THEN e END), MAX(e)) AS e
  FROM act WHERE kind IN ({codes(asked, waived)}) GROUP BY rid
)
SELECT a.station, a.officer, a.rid, CASE WHEN a.kind = {code(waived)} THEN 1 ELSE 0 END AS n, 1 AS total
FROM last AS l JOIN act AS a ON a.e = l.e
"""

    return query


def _asked_for(name: str) -> Callable[[Numbers, int], str]:
    def query(_numbers: Numbers, _as_of: int) -> str:
        return f"""
SELECT y.station, {_NOBODY}, y.rid, CASE WHEN r.rid IS NULL THEN 0 ELSE 1 END AS n, 1 AS total
FROM stay AS y LEFT JOIN (
  SELECT DISTINCT rid FROM event WHERE kind = {code(kinds.REQUESTS[name])}
) AS r ON r.rid = y.rid WHERE y.held
"""

    return query


QUERIES: Mapping[str, Callable[[Numbers, int], str]] = {
    "times.rounded": _rounded,
    "times.identical": _identical,
    "entries.bundled": _bundled,
    "entries.written-up": _written_up,
    "officer.two-places": _two_places,
    "entries.not-by-police": _not_by_police,
    "cell.out-with-investigator": _out,
    "cell.out-before-first-interview": _out_before_interview,
    "time.unaccounted": _unaccounted,
    "release.held-again": _held_again,
    "basis.became-criminal": _became_criminal,
    "prison.back-to-police": _back_to_police,
    **{name: _waived(name) for name in kinds.ANSWERS},
    **{name: _asked_for(name) for name in kinds.REQUESTS},
}


OF_A_RECORD = frozenset(
    {"times.rounded", "entries.bundled", "entries.written-up", "entries.not-by-police", "time.unaccounted"}
    | {*kinds.ANSWERS, *kinds.REQUESTS}
)
"""The signals that look at each record by itself, and at nothing that time alone changes once it is over."""


def by_record(query: str, measure: Measure) -> str:
    """What a query of a signal tells by station, officer and record; of a time, of how many stretches."""
    times = "1" if measure is Measure.SECONDS else "u.total"
    return f"""
SELECT u.station, u.officer, u.rid, CAST(SUM(u.n) AS BIGINT) AS n, CAST(SUM(u.total) AS BIGINT) AS total,
  CAST(SUM({times}) AS BIGINT) AS times
FROM ({query}) AS u GROUP BY u.station, u.officer, u.rid
"""


def numbered(at: int, rows: str) -> str:
    """The same as the table ``signalled`` has them, with the number of the signal."""
    return f"SELECT {at}, one.* FROM ({rows}) AS one"


def summed(table: str, low: Iterable[int]) -> str:
    """The same by signal, station and officer, and how telling the record is that tells most of each.

    ``most`` is ``PLACES`` times how much that record tells, and more the earlier it is: it says both.
    ``low``: the signals of which what was not counted is to be looked at.
    """
    telling = f"CASE WHEN u.signal IN ({', '.join(map(str, low))}) THEN u.total - u.n ELSE u.n END"
    return f"""
SELECT u.signal, u.station, u.officer, SUM(u.n) AS n, SUM(u.total) AS total, SUM(u.times) AS times,
  MAX(CAST({telling} AS DECIMAL(38, 0)) * {PLACES} + {PLACES - 1} - p.place) AS most
FROM {table} AS u LEFT JOIN record AS p ON p.rid = u.rid GROUP BY u.signal, u.station, u.officer
"""


def named(sums: Iterable[str]) -> str:
    """All such sums of several queries put together, with the names of station, officer and record."""
    return f"""
SELECT g.signal, s.name, o.name, g.n, g.total, r.record_id, g.times, g.most FROM (
  SELECT u.signal, u.station, u.officer, SUM(u.n) AS n, SUM(u.total) AS total, SUM(u.times) AS times,
    MAX(u.most) AS most
  FROM ({" UNION ALL ".join(sums)}) AS u GROUP BY u.signal, u.station, u.officer
) AS g LEFT JOIN station AS s ON s.number = g.station LEFT JOIN officer AS o ON o.number = g.officer
LEFT JOIN record AS r ON r.place = {PLACES - 1} - MOD(g.most, {PLACES})
"""
