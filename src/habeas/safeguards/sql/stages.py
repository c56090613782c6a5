"""What every rule asks first, made once for all of them: the events that stand, stays, stretches of time.

The text is one canonical SQL, in the dialect of DuckDB and within what PostgreSQL knows too. Times
are whole microseconds in UTC; ``e`` numbers the entries of the register by record, time and number, so that
within a record the least ``e`` is the first (safeguards.md 1 and 4).

Tables that are there: ``entry``, ``record``, ``outage`` as they were read; ``spoken``, which has again the
entries of the kinds that can say something (``ingest.fields``), with what they say; ``chain``, which says of
an entry that has to do with a correction whether it stands, what it was when first written, and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.custody.history import ENDINGS, REOPENING, TO_THE_END
from habeas.custody.kinds import spans
from habeas.safeguards.custody import BEGINNINGS
from habeas.safeguards.guard import ATTRIBUTES as GUARDED
from habeas.safeguards.ingest.fields import FIELDS, column
from habeas.safeguards.rule import TAKES, USUAL_SET, sets_of
from habeas.safeguards.sql.codes import EARLIEST, EXACT, LATEST, code, codes, span_codes

SAYS = tuple(map(column, FIELDS))
"""What an entry says, in the fields that rules ask."""
ATTRIBUTES = (*GUARDED, "person", "station", "jurisdiction")


def _column(name: str) -> str:
    return name.replace("-", "_").lower()


def in_set(name: str) -> str:
    """The column of a stay that says whether a set of rules holds for it."""
    return f"in_{_column(name)}"


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of the tables that a rule is asked over.

    ``said`` has the entries of the kinds that say something, with what they say.
    """

    event: str = "event"
    said: str = "saying"
    stretch: str = "stretch"
    stay: str = "stay"

    @classmethod
    def of(cls, prefix: str) -> "Tables":
        """Those of a variant."""
        return cls(*(f"{prefix}_{name}" for name in ("event", "saying", "stretch", "stay")))


MAIN = Tables()
BARE = ("e", "rid", "ts", "kind", "span", "written", "first_e")
EVENT = (*BARE, *SAYS)
STRETCH = ("rid", "name", "s_e", "t_e", "own_e", "since", "until", "running", "key")
_DERIVED = ("arr", "arr_e", "arr_is", "over_at", "moved")
STAY = (
    *("rid", *ATTRIBUTES, "began", "t0", "t0_e", "t0_is", "end_e", "end_ts", "is_open", "kept", "held"),
    *map(in_set, TAKES),
    *_DERIVED,
)
"""The columns of the tables of stages."""
LONGEST = """
SELECT COALESCE(MAX(y.over_at - LEAST(COALESCE(y.t0, y.over_at), COALESCE(y.arr, y.over_at))), 0) AS longest,
  COALESCE(MAX(c.n), 0) AS entries
FROM stay AS y LEFT JOIN (SELECT rid, COUNT(*) AS n FROM event GROUP BY rid) AS c ON c.rid = y.rid
"""
"""How long the longest stay is, and how many entries a record has at most."""


def links(as_of: int) -> str:
    """The entries that have to do with a correction, as ``chains.Link`` has them."""
    return f"""
SELECT x.e, x.rid, x.seq, x.kind, x.ts, x.wr, x.fixes FROM entry AS x
WHERE x.wr <= {as_of} AND (x.fixes IS NOT NULL OR x.e IN (SELECT f.fixes FROM entry AS f WHERE f.fixes >= 0))
"""


def numbers(most: int) -> str:
    """The whole numbers from 1, up to ``most`` at least."""
    places = len(str(most))
    digits = "(VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
    summed = " + ".join(f"{10**at} * d{at}.n" for at in range(places))
    joined = " CROSS JOIN ".join(f"{digits} AS d{at}(n)" for at in range(places))
    return f"""
SELECT CAST(d.n + 1 AS BIGINT) AS n FROM (SELECT {summed} AS n FROM {joined}) AS d WHERE d.n < {most}
"""


NUMBERING = """
SELECT x.rid, MAX(x.seq) AS top, COUNT(DISTINCT x.seq) AS apart, COUNT(*) AS n FROM entry AS x GROUP BY x.rid
"""
"""Of each record the highest number of an entry, how many numbers there are, and how many entries."""


def corrected(as_of: int) -> str:
    """The records in which something corrects."""
    return f"SELECT DISTINCT x.rid FROM entry AS x WHERE x.fixes IS NOT NULL AND x.wr <= {as_of}"


def again(as_of: int, late: str) -> str:
    """Those, and the ones in which an entry was written late."""
    return f"""
SELECT rid FROM corrected UNION
SELECT x.rid FROM entry AS x WHERE x.wr <= {as_of} AND x.fixes IS NULL AND {late}
"""


def event(as_of: int, entries: str = "entry") -> str:
    """The events that stand at an instant."""
    return f"""
SELECT {_STANDING}
FROM {entries} AS x LEFT JOIN chain AS c ON c.e = x.e
WHERE {standing(as_of)}
"""


def standing(as_of: int) -> str:
    """Whether an entry ``x`` with its chain ``c`` stands at an instant."""
    return f"x.wr <= {as_of} AND (x.ts IS NULL OR x.ts <= {as_of}) AND COALESCE(c.stands, TRUE)"


def said(as_of: int) -> str:
    """Of those, the ones that can say something, with what they say."""
    return f"""
SELECT {_STANDING}, {_listed("x", SAYS)}
FROM spoken AS x LEFT JOIN chain AS c ON c.e = x.e
WHERE {standing(as_of)}
"""


def of_some(table: str, rids: str, says: tuple[str, ...] = ()) -> str:
    """Of some records the entries of a table, as far as ``entered`` and ``entered_said`` ask."""
    listed = _listed("x", ("e", "rid", "ts", "kind", "span", "wr", "fixes", *says))
    return f"SELECT {listed} FROM {table} AS x WHERE x.rid IN (SELECT rid FROM {rids})"


def entered(entries: str, as_of: int, rids: str, but: str = "FALSE") -> str:
    """The events of some records without any correction: as they were first written, but for some."""
    return f"""
SELECT x.e, x.rid, x.ts, x.kind, x.span, x.wr AS written, x.e AS first_e
FROM {entries} AS x WHERE {_entered(as_of, rids, but)}
"""


def entered_said(spoken: str, as_of: int, rids: str, but: str = "FALSE") -> str:
    """Of those, the ones that can say something, with what they say."""
    return f"""
SELECT x.e, x.rid, x.ts, x.kind, x.span, x.wr AS written, x.e AS first_e, {_listed("x", SAYS)}
FROM {spoken} AS x WHERE {_entered(as_of, rids, but)}
"""


def _entered(as_of: int, rids: str, but: str) -> str:
    return f"""x.wr <= {as_of} AND (x.ts IS NULL OR x.ts <= {as_of}) AND x.fixes IS NULL
  AND x.rid IN (SELECT rid FROM {rids}) AND NOT COALESCE({but}, FALSE)"""


_STANDING = (
    "x.e, x.rid, x.ts, x.kind, x.span, COALESCE(c.wr, x.wr) AS written, COALESCE(c.first_e, x.e) AS first_e"
)


def _listed(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def late(limit: int) -> str:
    """Whether an entry ``x`` was written late and not elsewhere in an outage."""
    return f"(x.wr - x.ts > {limit} AND NOT {in_outage(limit)})"


def away(as_of: int) -> str:
    """Entries that were written elsewhere, and how soon after each an outage of its station had begun.

    Less than nothing where one had begun before: ``in_outage``.
    """
    return f"""
SELECT x.e, x.rid, x.wr - x.ts AS took, x.fixes IS NULL AS first, MIN(o.began - x.ts) AS soon
FROM entry AS x JOIN outage AS o ON o.station = x.station
WHERE x.elsewhere AND x.wr <= {as_of} AND (o.ended IS NULL OR x.ts <= o.ended)
GROUP BY x.e, x.rid, x.wr, x.ts, x.fixes
"""


def left_away(within: str) -> str:
    """A join of the same to entries ``x``, quicker for many: ``a.e`` is null where it was not so."""
    return f"LEFT JOIN away AS a ON a.e = x.e AND a.soon <= {within}"


def in_outage(within: int | str) -> str:
    """Whether an entry ``x`` was written elsewhere since its station could not reach the register."""
    return f"EXISTS (SELECT 1 FROM away AS a WHERE a.e = x.e AND a.soon <= {within})"


def there(as_of: int) -> str:
    """Whether a record ``r`` was there at an instant: not if all of its entries were written later."""
    return f"""NOT EXISTS (
    SELECT 1 FROM (SELECT x.rid FROM entry AS x GROUP BY x.rid HAVING MIN(x.wr) > {as_of}) AS l
    WHERE l.rid = r.rid
  )"""


def stay(events: str, as_of: int, which: str = "") -> str:
    """One row for each record ``r``: where it begins and ends, and what is known of the person.

    ``which`` says of which records; of all that were there where it says nothing.
    """
    sets = ",\n  ".join(f"{_in_set(name)} AS in_{_column(name)}" for name in TAKES)
    attributes = ", ".join(f"r.{name}" for name in ATTRIBUTES)
    stand_ins = codes("arrived", "record_opened")
    # Who came when called was there before being kept: of them nothing that was entered stands in.
    stands_in = "s.std IS NOT NULL AND NOT (s.kept = 1 AND s.called = 1)"
    return f"""
WITH seen AS (
  SELECT rid,
    MIN(CASE WHEN kind = {code("apprehended")} THEN e END) AS app_e,
    MIN(CASE WHEN kind = {code("apprehended")} THEN ts END) AS app,
    MIN(CASE WHEN kind IN ({stand_ins}) AND ts IS NOT NULL THEN e END) AS std_e,
    MIN(CASE WHEN kind IN ({stand_ins}) THEN ts END) AS std,
    MIN(CASE WHEN kind IN ({codes("arrived", "transferred_in")}) THEN e END) AS came_e,
    MIN(CASE WHEN kind IN ({codes("arrived", "transferred_in")}) THEN ts END) AS came,
    MIN(CASE WHEN kind IN ({codes(*BEGINNINGS)}) THEN ts END) AS began,
    MAX(CASE WHEN kind IN ({codes(*REOPENING)}) AND ts IS NOT NULL THEN e END) AS reopened,
    MAX(CASE WHEN kind IN ({codes("apprehended", "detention_authorised")}) THEN 1 ELSE 0 END) AS kept,
    MAX(CASE WHEN kind = {code("attended")} THEN 1 ELSE 0 END) AS called
  FROM {events}
  WHERE kind IN ({codes(*REOPENING, *BEGINNINGS, "detention_authorised")})
  GROUP BY rid
), ending AS (
  SELECT v.rid,
    MIN(CASE WHEN v.ts IS NOT NULL AND (s.reopened IS NULL OR v.e > s.reopened) THEN v.e END) AS timed_e,
    MIN(CASE WHEN s.reopened IS NULL OR v.e > s.reopened THEN v.ts END) AS timed,
    MIN(CASE WHEN v.ts IS NULL THEN v.e END) AS timeless_e
  FROM {events} AS v LEFT JOIN seen AS s ON s.rid = v.rid
  WHERE v.kind IN ({codes(*ENDINGS)})
  GROUP BY v.rid
), known AS (
  SELECT r.rid, {attributes}, s.began,
    CASE WHEN s.app IS NOT NULL THEN s.app WHEN {stands_in} THEN s.std END AS t0,
    CASE WHEN s.app IS NULL AND {stands_in} THEN s.std_e ELSE s.app_e END AS t0_e,
    CASE WHEN s.app IS NULL AND {stands_in} THEN {LATEST} ELSE {EXACT} END AS t0_is,
    s.app, s.app_e, s.came, s.came_e,
    COALESCE(n.timed_e, n.timeless_e) AS end_e, n.timed AS end_ts,
    CASE WHEN n.timed_e IS NULL AND n.timeless_e IS NULL THEN TRUE ELSE FALSE END AS is_open,
    COALESCE(s.kept, 0) AS kept,
    CASE WHEN r.basis = 'attendance' AND COALESCE(s.kept, 0) = 0 THEN FALSE ELSE TRUE END AS held,
  {sets}
  FROM record AS r LEFT JOIN seen AS s ON s.rid = r.rid LEFT JOIN ending AS n ON n.rid = r.rid
  WHERE {which or there(as_of)}
)
SELECT {", ".join(f"b.{name}" for name in STAY[: -len(_DERIVED)])},
  CASE WHEN b.came IS NOT NULL THEN b.came WHEN b.app IS NOT NULL THEN b.app END AS arr,
  CASE WHEN b.came IS NOT NULL THEN b.came_e WHEN b.app IS NOT NULL THEN b.app_e ELSE b.came_e END AS arr_e,
  CASE WHEN b.came IS NULL AND b.app IS NOT NULL THEN {EARLIEST} ELSE {EXACT} END AS arr_is,
  CASE WHEN b.is_open THEN {as_of} ELSE b.end_ts END AS over_at,
  COALESCE(k.kind = {code("transferred_out")}, FALSE) AS moved
FROM known AS b LEFT JOIN (
  SELECT e, kind FROM {events} WHERE kind IN ({codes(*ENDINGS)})
) AS k ON k.e = b.end_e
"""


def _in_set(name: str) -> str:
    yes = [each for each in TAKES if name in sets_of(each)]
    no = [each for each in TAKES if name not in sets_of(each)]
    usual = name in sets_of(USUAL_SET)
    listed = ", ".join(f"'{each}'" for each in (no if usual else yes))
    if usual:
        return f"COALESCE(r.jurisdiction NOT IN ({listed}), TRUE)" if no else "TRUE"
    return f"COALESCE(r.jurisdiction IN ({listed}), FALSE)"


def stretch(events: str, stays: str, as_of: int, *, corrected: bool = True) -> str:
    """The spans of each record: by their id, else a start with the next end if no start lies between.

    ``corrected`` says whether an entry may have had another number when it was first written.
    """
    first = "COALESCE(c.first_e, b.s_e, b.t_e)" if corrected else "COALESCE(b.s_e, b.t_e)"
    chain = "LEFT JOIN chain AS c ON c.e = COALESCE(b.s_e, b.t_e)" if corrected else ""
    rows = [
        f"({code(start)}, {span_codes()[name]}, TRUE), ({code(end)}, {span_codes()[name]}, FALSE)"
        for name, (start, end) in spans().items()
        if name != "outage"
    ]
    to_the_end = ", ".join(str(span_codes()[name]) for name in sorted(TO_THE_END))
    return f"""
WITH mark AS (
  SELECT v.rid, v.e, v.ts, v.span, v.first_e, m.name, m.starts
  FROM {events} AS v JOIN (VALUES {", ".join(rows)}) AS m(kind, name, starts) ON m.kind = v.kind
), named AS (
  SELECT rid, name, span,
    MIN(CASE WHEN starts THEN e END) AS s_e,
    MIN(CASE WHEN starts THEN ts END) AS since,
    MAX(CASE WHEN NOT starts THEN e END) AS t_e,
    CASE WHEN COUNT(CASE WHEN NOT starts THEN 1 END) = COUNT(CASE WHEN NOT starts THEN ts END)
      THEN MAX(CASE WHEN NOT starts THEN ts END) END AS ended
  FROM mark WHERE span IS NOT NULL GROUP BY rid, name, span
), loose AS (
  SELECT rid, name, e, ts, starts,
    LEAD(starts) OVER (PARTITION BY rid, name ORDER BY e) AS next_starts,
    LEAD(e) OVER (PARTITION BY rid, name ORDER BY e) AS next_e,
    LEAD(ts) OVER (PARTITION BY rid, name ORDER BY e) AS next_ts,
    LAG(starts) OVER (PARTITION BY rid, name ORDER BY e) AS before_starts
  FROM mark WHERE span IS NULL
), paired AS (
  SELECT rid, name, s_e, since, t_e, ended FROM named
  UNION ALL
  SELECT rid, name, e AS s_e, ts AS since,
    CASE WHEN NOT next_starts THEN next_e END AS t_e, CASE WHEN NOT next_starts THEN next_ts END AS ended
  FROM loose WHERE starts
  UNION ALL
  SELECT rid, name, NULL AS s_e, NULL AS since, e AS t_e, ts AS ended
  FROM loose WHERE NOT starts AND NOT COALESCE(before_starts, FALSE)
), bounded AS (
  SELECT p.rid, p.name, p.s_e, p.t_e, p.since,
    CASE WHEN p.t_e IS NOT NULL THEN p.ended
      WHEN y.is_open THEN {as_of}
      WHEN p.name IN ({to_the_end}) THEN y.end_ts END AS until,
    p.t_e IS NULL AND y.is_open AS running
  FROM paired AS p JOIN {stays} AS y ON y.rid = p.rid
)
SELECT b.rid, b.name, b.s_e, b.t_e, COALESCE(b.s_e, b.t_e) AS own_e, b.since,
  CASE WHEN b.until >= COALESCE(b.since, b.until) THEN b.until END AS until,
  b.running, {first} AS key
FROM bounded AS b {chain}
"""


def member(stays: str, joined_within: int) -> str:
    """Which records belong to one custody: ``cid`` is the first of them, ``pos`` the place in it."""
    return f"""
WITH own AS (
  SELECT y.rid, COALESCE(y.person, -1 - y.rid) AS person, y.began, y.end_ts, y.moved FROM {stays} AS y
), follows AS (
  SELECT rid, person, began,
    CASE WHEN LAG(moved) OVER (PARTITION BY person ORDER BY COALESCE(began, 0), rid)
      AND began - LAG(end_ts) OVER (PARTITION BY person ORDER BY COALESCE(began, 0), rid) <= {joined_within}
      THEN 0 ELSE 1 END AS begins
  FROM own
), grouped AS (
  SELECT rid, person, began,
    SUM(begins) OVER (
      PARTITION BY person ORDER BY COALESCE(began, 0), rid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS chain_no
  FROM follows
)
SELECT rid,
  FIRST_VALUE(rid) OVER (PARTITION BY person, chain_no ORDER BY COALESCE(began, 0), rid) AS cid,
  ROW_NUMBER() OVER (PARTITION BY person, chain_no ORDER BY COALESCE(began, 0), rid) AS pos,
  COUNT(*) OVER (PARTITION BY person, chain_no) AS stays
FROM grouped
"""


_SEVERAL = "SELECT rid FROM member WHERE stays > 1"
"""The records that belong to a custody of several."""


def custody_event(tables: Tables) -> str:
    """The events of custodies of several stays, numbered anew by their time; ``origin`` is their ``e``."""
    return f"""
SELECT m.cid AS rid, v.e AS origin,
  ROW_NUMBER() OVER (ORDER BY m.cid, v.ts NULLS LAST, m.pos, v.e) AS e,
  {_listed("v", BARE[2:])}
FROM {tables.event} AS v JOIN member AS m ON m.rid = v.rid
WHERE m.stays > 1
"""


def custody_said(tables: Tables, events: str) -> str:
    """Of those, the ones that can say something, with what they say."""
    return f"""
SELECT {_listed("v", BARE)}, {_listed("s", SAYS)}
FROM {events} AS v JOIN (SELECT * FROM {tables.said} AS z WHERE z.rid IN ({_SEVERAL})) AS s ON s.e = v.origin
"""


def custody_stay(stays: str, events: str) -> str:
    """A custody as one row: the start and the attributes of its first stay, the end of its last."""
    of_last = {"t0_e", "arr_e", "end_e", "end_ts", "is_open", "over_at", "moved", "kept", "held"}
    first = ", ".join(f"f.{name}" for name in STAY if name not in of_last)
    return f"""
SELECT {first},
  t.e AS t0_e, a.e AS arr_e, n.e AS end_e, l.end_ts, l.is_open, l.over_at, l.moved, k.kept,
  CASE WHEN f.basis = 'attendance' AND k.kept = 0 THEN FALSE ELSE TRUE END AS held
FROM member AS m
JOIN member AS z ON z.cid = m.cid AND z.pos = z.stays
JOIN {stays} AS f ON f.rid = m.rid
JOIN {stays} AS l ON l.rid = z.rid
JOIN (
  SELECT x.cid, MAX(y.kept) AS kept FROM member AS x JOIN {stays} AS y ON y.rid = x.rid GROUP BY x.cid
) AS k ON k.cid = m.cid
LEFT JOIN {events} AS t ON t.origin = f.t0_e
LEFT JOIN {events} AS a ON a.origin = f.arr_e
LEFT JOIN {events} AS n ON n.origin = l.end_e
WHERE m.stays > 1 AND m.pos = 1
"""


def custody_stretch(stretches: str, events: str) -> str:
    """The stretches of custodies of several stays."""
    return f"""
SELECT m.cid AS rid, s.name, b.e AS s_e, t.e AS t_e, COALESCE(b.e, t.e) AS own_e,
  s.since, s.until, s.running, s.key
FROM {stretches} AS s JOIN member AS m ON m.rid = s.rid
LEFT JOIN {events} AS b ON b.origin = s.s_e
LEFT JOIN {events} AS t ON t.origin = s.t_e
WHERE m.stays > 1
"""


_OTHERS = """
  SELECT m.rid FROM member AS m LEFT JOIN again AS a ON a.rid = m.rid
  WHERE m.stays > 1 AND a.rid IS NULL
    AND m.cid IN (SELECT z.cid FROM member AS z JOIN again AS b ON b.rid = z.rid)
"""


def mixed(first: str, main: str, columns: tuple[str, ...]) -> str:
    """Of what was first written, and beside it of the other stays of the same custodies."""
    listed = ", ".join(columns)
    return f"SELECT {listed} FROM {first} UNION ALL SELECT {listed} FROM {main} WHERE rid IN ({_OTHERS})"
