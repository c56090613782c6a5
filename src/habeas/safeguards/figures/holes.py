"""What a register cannot show, and its worst gaps: asked of its tables, each in one pass."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from habeas.safeguards.audit import Findings
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.values import (
    Beginning,
    CannotShow,
    Gap,
    NotCounted,
    Outages,
    People,
    RuleFigures,
    Share,
    Silence,
)
from habeas.safeguards.ingest import Ingested
from habeas.safeguards.rule import LATE, TAKES
from habeas.safeguards.sql.codes import EXACT, MET, NOT_APPLICABLE, code, codes, micros
from habeas.safeguards.sql.stages import in_outage
from habeas.safeguards.templates.attribute import Apart

PEOPLE = ("lawyer", "doctor", "person")
"""Sources of entries (contracts.md 2) that are somebody beside the police."""
NOT_POLICE = (*PEOPLE, "device")
"""Those that are not the police's own word."""
_MANY = 100
"""So many occasions of one record are worth a word."""
ATTRIBUTES = ("juvenile", "foreign_national", "vulnerable", "needs_interpreter")
MOST = 10
"""So many of the worst are told."""
_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cannot_show(found: ByDuckDB, rules: Sequence[RuleFigures], read: Ingested) -> CannotShow:
    """What the register cannot show."""
    of_custody = [one.counts for one in rules if not one.as_entered]
    unknown = ", ".join(f"COUNT(*) FILTER (WHERE {name} IS NULL)" for name in ATTRIBUTES)
    known = ", ".join(f"'{each}'" for each in TAKES)
    taken_over = f"rid IN (SELECT rid FROM event WHERE kind = {code('transferred_in')})"
    exact, stand_in, elsewhere, without, is_open, nowhere, of_no_law, *attributes = found.rows(f"""
SELECT COUNT(*) FILTER (WHERE held AND t0 IS NOT NULL AND t0_is = {EXACT}),
  COUNT(*) FILTER (WHERE held AND t0 IS NOT NULL AND t0_is <> {EXACT} AND NOT {taken_over}),
  COUNT(*) FILTER (WHERE held AND t0 IS NOT NULL AND t0_is <> {EXACT} AND {taken_over}),
  COUNT(*) FILTER (WHERE held AND t0 IS NULL),
  COUNT(*) FILTER (WHERE is_open), COUNT(*) FILTER (WHERE station IS NULL),
  COUNT(*) FILTER (WHERE COALESCE(jurisdiction NOT IN ({known}), TRUE)), {unknown}
FROM stay""")[0]

    def of_records(count: int) -> Share:
        return Share(count=count, of=found.records)

    sources = {
        source or "": count
        for source, count in found.rows(
            f"SELECT source, COUNT(*) FROM {_entries(found)} GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    }
    alone, with_devices = _unheard(found)
    return CannotShow(
        not_recorded=Share(
            count=sum(one.not_recorded for one in of_custody), of=sum(one.of for one in of_custody)
        ),
        beginning=Beginning(known=exact, stand_in=stand_in, unknown=without, elsewhere=elsewhere),
        sources=sources,
        police_alone=alone,
        police_and_devices=with_devices,
        of_one_record=_of_one_record(found),
        attributes={name: of_records(count) for name, count in zip(ATTRIBUTES, attributes, strict=True)},
        jurisdiction_unknown=of_records(of_no_law),
        station_unknown=of_records(nowhere),
        open_records=of_records(is_open),
        last_written=found.last_written,
        outages=_outages(found, sources),
        faults=dict(read.faults),
        rows_left_out=int(read.meta["left_out"]),
        records_table=bool(read.meta["records_table"]),
        without_limit=tuple(sorted(found.asked.without_limit)),
        not_counted=not_counted(found, read),
        nobody_else=_nobody_else(found),
    )


def not_counted(found: Findings, read: Ingested) -> NotCounted:
    """What is in the files beside the records and entries that are judged."""
    books = read.meta.get("books", {})  # a cache of before 29 November 2026 does not tell
    return NotCounted(
        books=books.get("records", 0),
        entries_of_books=books.get("events", 0),
        records_after=read.meta["records"] - found.records,
        entries_after=read.meta["events"] - found.events,
    )


def _nobody_else(found: ByDuckDB) -> Share | None:
    """Who is named as a person apart, and made no entry and led no interview: it may be a rank.

    ``prosecutor:…`` and ``court:…`` are nobody of the police, and are no officers of the register.
    """
    asked = [one.template for one in found.asked.rules if isinstance(one.template, Apart)]
    if not asked:
        return None
    named = " UNION ALL ".join(
        f"SELECT f_{one.field} AS name FROM saying "
        f"WHERE kind IN ({codes(*(each.kind for each in one.patterns))})"
        for one in asked
    )
    [[count, of]] = found.rows(f"""
WITH known AS (
  SELECT name FROM actor UNION ALL
  SELECT UNNEST(REGEXP_SPLIT_TO_ARRAY(f_interviewers, '[|]')) FROM saying WHERE f_interviewers IS NOT NULL
)
SELECT COUNT(*) FILTER (WHERE name NOT LIKE '%:%' AND name NOT IN (SELECT name FROM known)), COUNT(*)
FROM ({named}) WHERE name IS NOT NULL AND name <> ''""")
    return Share(count=count, of=of)


def _entries(found: ByDuckDB) -> str:
    """What was written by the instant of the audit, as SQL reads it."""
    return f"(SELECT * FROM entry WHERE wr <= {micros(found.asked.as_of)})"


def _of_one_record(found: ByDuckDB) -> Share | None:
    """One wrong time is enough for a record to have more occasions than all others together."""
    [[most, every]] = found.rows(f"""
SELECT COALESCE(MAX(n), 0), CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM (
  SELECT COUNT(*) AS n FROM told WHERE verdict NOT IN ({MET}, {NOT_APPLICABLE}) GROUP BY rid
)""")
    return Share(count=most, of=every) if most > _MANY and every < 2 * most < 2 * every else None


def _unheard(found: ByDuckDB) -> tuple[Share, Share]:
    """Records of people held in which nobody wrote but the police, and nobody but they and their devices.

    Each is of the records that tell: an entry of which nobody wrote from where it came may be of others.
    """
    others, people = (", ".join(f"'{each}'" for each in of) for of in (NOT_POLICE, PEOPLE))
    [[alone, heard, with_devices, with_people]] = found.rows(f"""
WITH wrote AS (
  SELECT rid, BOOL_OR(COALESCE(source IN ({others}), FALSE)) AS others,
    BOOL_OR(COALESCE(source IN ({people}), FALSE)) AS people, BOOL_OR(source IS NULL) AS unsaid
  FROM {_entries(found)} GROUP BY rid
)
SELECT COUNT(*) FILTER (WHERE NOT others AND NOT unsaid), COUNT(*) FILTER (WHERE others),
  COUNT(*) FILTER (WHERE NOT people AND NOT unsaid), COUNT(*) FILTER (WHERE people)
FROM stay JOIN wrote ON wrote.rid = stay.rid WHERE held""")
    return Share(count=alone, of=alone + heard), Share(count=with_devices, of=with_devices + with_people)


def people(found: ByDuckDB) -> People:
    """Of whom the records are."""
    told = ATTRIBUTES[:3]
    counted = ", ".join(f"COUNT(*) FILTER (WHERE y.held AND y.{name})" for name in told)
    held, invited, persons, joined, *attributes = found.rows(f"""
SELECT COUNT(*) FILTER (WHERE y.held), COUNT(*) FILTER (WHERE NOT y.held), COUNT(DISTINCT r.person),
  COUNT(r.person), {counted} FROM stay AS y JOIN record AS r ON r.rid = y.rid""")[0]
    return People(
        held=held,
        invited=invited,
        persons=persons,
        joined=joined,
        attributes=dict(zip(told, attributes, strict=True)),
    )


def kinds_of_places(found: ByDuckDB) -> dict[str, str]:
    """Of each station what it is, where its records say one thing."""
    return dict(
        found.rows("""
SELECT s.name, MIN(r.establishment_type) FROM record AS r JOIN station AS s ON s.number = r.station
WHERE r.establishment_type IS NOT NULL GROUP BY s.name
HAVING COUNT(DISTINCT r.establishment_type) = 1 ORDER BY s.name""")
    )


def _outages(found: ByDuckDB, sources: Mapping[str, int]) -> Outages:
    now = micros(found.asked.as_of)
    late = micros(found.asked.site.limit(LATE) or timedelta())
    [[count, length, longest, unended]] = found.rows(f"""
SELECT COUNT(*), COALESCE(SUM(COALESCE(ended, {now}) - began), 0),
  COALESCE(MAX(COALESCE(ended, {now}) - began), 0),
  COUNT(*) FILTER (WHERE ended IS NULL)
FROM outage WHERE began <= {now}""")
    [[outside]] = found.rows(f"""
SELECT COUNT(*) FROM {_entries(found)} AS x WHERE x.source = 'paper' AND NOT {in_outage(late)}""")
    return Outages(
        count=count,
        seconds=int(length) // 1_000_000,
        longest_s=int(longest) // 1_000_000,
        unended=unended,
        from_paper=Share(count=sources.get("paper", 0), of=sum(sources.values())),
        from_paper_outside=outside,
    )


def silences(found: ByDuckDB, names: Sequence[str]) -> tuple[Silence, ...]:
    """The longest stretch of each station in which somebody was held throughout and it wrote nothing.

    Of stays that follow each other without a break one stretch is made. Whole hours count alone: a silence
    ends with the hour in which the last one left, and does not go on while nobody is held. What follows the
    last entry of a station is none: where a register ends is told apart. What was written on paper while the
    register could not be reached stands at the hour of which it tells.
    """
    hour, now = micros(_HOUR), micros(found.asked.as_of)
    rows = found.rows(f"""
WITH written AS (
  SELECT station, wr // {hour} AS h FROM {_entries(found)} WHERE station IS NOT NULL
  UNION SELECT station, ts // {hour} FROM {_entries(found)}
  WHERE station IS NOT NULL AND ts IS NOT NULL AND source = 'paper'
), stayed AS (
  SELECT y.station, y.began, COALESCE(y.end_ts, {now}) AS ended FROM stay AS y
  WHERE y.held AND y.began < COALESCE(y.end_ts, {now})
), stretch AS (
  SELECT station, -(-MIN(began) // {hour}) AS first,
    LEAST(MAX(ended) // {hour}, ANY_VALUE(latest)) - 1 AS last
  FROM (
    SELECT *, COUNT(*) FILTER (WHERE began > before) OVER (PARTITION BY station ORDER BY began, ended) AS nth
    FROM (
      SELECT *, MAX(ended) OVER (
        PARTITION BY station ORDER BY began, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS before
      FROM stayed JOIN (SELECT station, MAX(h) AS latest FROM written GROUP BY station) USING (station)
    )
  ) GROUP BY station, nth
), edge AS (
  SELECT station, first, first - 1 AS h FROM stretch WHERE first <= last
  UNION ALL SELECT station, first, last + 1 FROM stretch WHERE first <= last
  UNION ALL SELECT s.station, s.first, w.h
  FROM written AS w ASOF JOIN stretch AS s ON s.station = w.station AND w.h >= s.first
  WHERE w.h <= s.last
), silent AS (
  SELECT station, h, LEAD(h) OVER (PARTITION BY station, first ORDER BY h) - h - 1 AS hours FROM edge
), longest AS (
  SELECT t.*, s.name FROM silent AS t JOIN station AS s ON s.number = t.station WHERE t.hours > 0
  QUALIFY ROW_NUMBER() OVER (PARTITION BY t.station ORDER BY t.hours DESC, t.h) = 1
  ORDER BY t.hours DESC, s.name LIMIT {MOST}
)
SELECT g.station, g.h, g.hours, COUNT(*) FROM longest AS g JOIN stayed AS y
  ON y.station = g.station AND y.began < (g.h + 1 + g.hours) * {hour} AND y.ended > (g.h + 1) * {hour}
GROUP BY g.station, g.h, g.hours, g.name ORDER BY g.hours DESC, g.name""")
    return tuple(
        Silence(
            station=names[station],
            since=_EPOCH + (last + 1) * _HOUR,
            until=_EPOCH + (last + 1 + hours) * _HOUR,
            hours=hours,
            held=held,
        )
        for station, last, hours, held in rows
    )


def gaps(found: ByDuckDB) -> tuple[Gap, ...]:
    """The longest stretches of stays of which nothing is written, the longest first."""
    rows = found.rows(f"""
WITH step AS (
  SELECT v.rid, v.ts, LEAD(v.ts) OVER (PARTITION BY v.rid ORDER BY v.e) AS next_ts, v.e FROM event AS v
  WHERE v.ts IS NOT NULL
)
SELECT r.record_id, s.ts, s.next_ts FROM step AS s JOIN stay AS y ON y.rid = s.rid
JOIN record AS r ON r.rid = s.rid
WHERE s.next_ts IS NOT NULL AND (y.end_ts IS NULL OR s.ts < y.end_ts)
ORDER BY s.next_ts - s.ts DESC, r.place, s.ts LIMIT {MOST}""")
    return tuple(
        Gap(
            record_id=record_id,
            since=_EPOCH + timedelta(microseconds=since),
            until=_EPOCH + timedelta(microseconds=until),
            seconds=(until - since) // 1_000_000,
        )
        for record_id, since, until in rows
    )
