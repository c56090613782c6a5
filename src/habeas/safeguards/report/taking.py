"""What a report takes from the tables of an audit beside the figures: occasions, and records to be drawn.

Of a record it takes kinds of entries and their times. What an entry says, and who wrote it, stays there.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from habeas.custody import Event
from habeas.safeguards.audit import Row
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures import Figures, Pulled, Standing
from habeas.safeguards.figures.beside import before
from habeas.safeguards.figures.holes import ATTRIBUTES
from habeas.safeguards.figures.making import standing
from habeas.safeguards.ingest import FIRST, Ingested
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.codes import BREACHED, NOT_RECORDED
from habeas.safeguards.sql.query import literal
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import Excused
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap

NOT_KEPT_LISTED, NOT_RECORDED_LISTED = 10, 5
"""So many occasions of a rule are listed, the gravest first."""
NOT_KEPT_ON_SHEETS, NOT_RECORDED_ON_SHEETS = 5, 2
"""So many of them on sheets."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    *("rule", "record_id", "zone", "law", "verdict", "since", "until", "due", "observed", "n", "allowed"),
    *("excused", "too_late", "first", "e_1", "e_2", "e_3"),
)
_EVIDENCE = _COLUMNS[-3:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One occasion on which a rule was not kept, or of which it is not recorded whether it was."""

    rule: str
    record_id: str
    zone: str
    standing: Standing
    known: bool
    """Whether it was not kept; else it is not recorded."""
    since: datetime | None
    until: datetime | None
    due_at: datetime | None
    observed: timedelta | None
    count: int | None
    limit: timedelta | None
    excused_too_late: bool
    changed_since: bool
    unended: bool = False
    """Whether it is counted to the instant of the audit, since nobody wrote that it ended."""
    evidence: tuple[Event, ...] = ()
    """The entries that it rests on, where its record is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that is drawn: its entries without what they say, and what was found in it."""

    record_id: str
    zone: str
    establishment_type: str | None
    events: tuple[Event, ...]
    found: tuple[Found, ...]
    unknown: tuple[str, ...] = ()
    """What the register does not say of the person."""
    before: str | None = None
    """The record of the stay that this one goes on from."""
    kinds_before: frozenset[str] = frozenset()
    """The kinds of entries that stand there with their time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Everything that a report says beside the figures; empty where it is to be public."""

    occasions: Mapping[str, tuple[Found, ...]]
    """The gravest of each rule."""
    records: tuple[Record, ...]
    """Those to pull, those in which somebody died, then the record of the gravest occasion of each rule."""
    rules: Mapping[str, Rule]
    """Those that were asked, by their names."""
    wrong: tuple[Row, ...] = ()
    """The first places of each kind of what is wrong with the register, by the names of ``PLACE``."""


def taken(found: ByDuckDB, read: Ingested, figures: Figures) -> Taken:
    """Take what is listed and drawn."""
    occasions = _occasions(found)
    first = [own[0].record_id for own in occasions.values() if own and own[0].known]
    named = [one.record_id for one in figures.pulled] + [one.record_id for one in figures.deaths]
    drawn = dict.fromkeys([*named, *first])
    return Taken(
        occasions=occasions,
        records=_records(found, read, list(drawn)),
        rules={one.name: one for one in found.asked.rules},
        wrong=tuple(found.wrong(FIRST)),
    )


def shortened(whole: Taken, figures: Figures) -> Taken:
    """What of it stands on sheets: fewer occasions, and drawn only what is to be pulled and who died."""
    named = {one.record_id for one in figures.pulled} | {one.record_id for one in figures.deaths}
    return replace(
        whole,
        occasions={
            rule: (
                *_known(own, known=True)[:NOT_KEPT_ON_SHEETS],
                *_known(own, known=False)[:NOT_RECORDED_ON_SHEETS],
            )
            for rule, own in whole.occasions.items()
        },
        records=tuple(one for one in whole.records if one.record_id in named),
    )


def _known(found: Sequence[Found], *, known: bool) -> list[Found]:
    return [one for one in found if one.known is known]


def pulled_of(figures: Figures, record: Record) -> Pulled | None:
    """Why a record is to be pulled; ``None`` where it is not."""
    return next((one for one in figures.pulled if one.record_id == record.record_id), None)


def _occasions(found: ByDuckDB) -> Mapping[str, tuple[Found, ...]]:
    """Of each rule the occasions furthest from what it allows, those not kept first."""
    by_rule = defaultdict[str, list[Found]](list)
    rows = found.rows(f"""
SELECT t.rule, r.record_id, r.zone, r.jurisdiction, t.verdict, t.since, t.until, t.due, t.observed, t.n,
  t.allowed, t.excused, t.too_late, t.first, t.e_1, t.e_2, t.e_3
FROM (
  SELECT *, ROW_NUMBER() OVER (
    PARTITION BY rule, verdict ORDER BY ABS(observed - allowed) DESC NULLS LAST, rid, since NULLS LAST, e_1
  ) AS place
  FROM told WHERE verdict IN ({BREACHED}, {NOT_RECORDED})
) AS t JOIN record AS r ON r.rid = t.rid
WHERE t.place <= CASE WHEN t.verdict = {BREACHED} THEN {NOT_KEPT_LISTED} ELSE {NOT_RECORDED_LISTED} END
ORDER BY t.rule, t.verdict, t.place""")
    for row in rows:
        one = _found(found, row)
        by_rule[one.rule].append(one)
    return {rule: tuple(own) for rule, own in by_rule.items()}


def _records(found: ByDuckDB, read: Ingested, record_ids: Sequence[str]) -> tuple[Record, ...]:
    if not record_ids:
        return ()
    listed = ", ".join(map(literal, record_ids))
    attributes_of = ", ".join(f"s.{name}" for name in ATTRIBUTES)
    of_records = found.rows(
        f"SELECT r.rid, r.record_id, r.zone, r.establishment_type, {attributes_of} "
        f"FROM record AS r JOIN stay AS s ON s.rid = r.rid WHERE r.record_id IN ({listed})"
    )
    rids = ", ".join(str(row[0]) for row in of_records)
    rows = found.rows(f"""
SELECT t.rule, r.record_id, r.zone, r.jurisdiction, t.verdict, t.since, t.until, t.due, t.observed, t.n,
  t.allowed, t.excused, t.too_late, t.first, t.e_1, t.e_2, t.e_3
FROM told AS t JOIN record AS r ON r.rid = t.rid
WHERE t.rid IN ({rids}) AND t.verdict IN ({BREACHED}, {NOT_RECORDED})
ORDER BY t.rid, t.verdict, t.since NULLS LAST, t.rule""")
    rests_on = [row[-len(_EVIDENCE) :] for row in rows]
    events = _events(found, read, rids, {each for own in rests_on for each in own if each is not None})
    own = defaultdict[str, list[Found]](list)
    for row, numbers in zip(rows, rests_on, strict=True):
        evidence = tuple(events[each] for each in numbers if each in events)
        own[row[1]].append(replace(_found(found, row), evidence=evidence))
    gone_before = _before(found, rids)
    records = {
        record_id: Record(
            record_id=record_id,
            zone=zone or "UTC",
            establishment_type=kind,
            events=tuple(one for one in events.values() if one.record_id == record_id),
            found=tuple(own[record_id]),
            unknown=tuple(name for name, value in zip(ATTRIBUTES, attributes, strict=True) if value is None),
            before=gone_before[rid][0] if rid in gone_before else None,
            kinds_before=gone_before[rid][1] if rid in gone_before else frozenset(),
        )
        for rid, record_id, zone, kind, *attributes in of_records
    }
    return tuple(records[each] for each in record_ids if each in records)


def _before(found: ByDuckDB, rids: str) -> Mapping[int, tuple[str, frozenset[str]]]:
    """Of each of these records the one of the stay before, and the kinds of entries that stand there."""
    names = {code: kind for kind, code in kind_codes().items()}
    by_rid = defaultdict[int, tuple[str, set[str]]](lambda: ("", set()))
    for rid, record_id, kind in found.rows(f"""
SELECT DISTINCT b.rid, r.record_id, v.kind FROM ({before(found)}) AS b JOIN record AS r ON r.rid = b.before
JOIN event AS v ON v.rid = b.before WHERE b.rid IN ({rids}) AND v.ts IS NOT NULL"""):
        by_rid[rid] = record_id, {*by_rid[rid][1], names.get(kind, "")}
    return {rid: (record_id, frozenset(kinds)) for rid, (record_id, kinds) in by_rid.items()}


def _events(found: ByDuckDB, read: Ingested, rids: str, more: Collection[int]) -> Mapping[int, Event]:
    """The entries of records that there were at the instant, and some ``more``, without what they say."""
    names = {code: kind for kind, code in kind_codes().items()}
    names |= {int(code): kind for code, kind in read.meta["kinds"].items()}
    now = int((found.asked.as_of - _EPOCH) / timedelta(microseconds=1))
    events = dict[int, Event]()
    for number, record_id, event_id, kind, ts, wr, seq, span, corrects, source in found.rows(f"""
SELECT x.e, r.record_id, i.event_id, x.kind, x.ts, x.wr, x.seq, x.span, c.event_id, x.source
FROM entry AS x JOIN record AS r ON r.rid = x.rid JOIN event_id AS i ON i.e = x.e
LEFT JOIN event_id AS c ON c.e = x.fixes
WHERE (x.rid IN ({rids}) OR x.e IN ({", ".join(map(str, more)) or "NULL"})) AND x.wr <= {now}
ORDER BY x.rid, x.e"""):
        events[number] = Event(
            record_id=record_id,
            event_id=event_id,
            kind=names[kind],
            occurred_at=_at(ts),
            recorded_at=_EPOCH + timedelta(microseconds=wr),
            seq=seq or None,
            source=source,
            span_id=None if span is None else str(span),
            corrects=corrects,
        )
    return events


def _found(found: ByDuckDB, row: Sequence[Any]) -> Found:
    said = dict(zip(_COLUMNS, row, strict=True))
    rule = found.asked.rules[said["rule"]]
    return Found(
        rule=rule.name,
        record_id=said["record_id"],
        zone=said["zone"] or "UTC",
        standing=standing(rule, said["law"]),
        known=said["verdict"] == BREACHED,
        since=_at(said["since"]),
        until=_at(said["until"]),
        due_at=_at(said["due"]),
        observed=_length(said["observed"]),
        count=said["n"],
        limit=_length(said["allowed"]),
        excused_too_late=said["too_late"] is not None,
        changed_since=said["first"] is not None,
        unended=unended(
            rule,
            until=_at(said["until"]),
            observed=_length(said["observed"]),
            entries=sum(said[each] is not None for each in _EVIDENCE),
            as_of=found.asked.as_of,
        ),
    )


def _at(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


def _length(micros: int | None) -> timedelta | None:
    return None if micros is None else timedelta(microseconds=micros)


def unended(
    rule: Rule, *, until: datetime | None, observed: timedelta | None, entries: int, as_of: datetime
) -> bool:
    """Whether an occasion ends where the audit looks, with no entry of an end among those it rests on."""
    template = rule.template.inner if isinstance(rule.template, Excused) else rule.template
    if isinstance(template, MinGap):
        return observed is not None and entries == 2  # the beginnings of both
    if isinstance(template, MaxGap) and observed is not None:
        return False  # from one entry to another
    return (
        isinstance(template, Clock | Cover | Exclude | MaxDuration | MaxGap)
        and until == as_of
        and entries == 1
    )
