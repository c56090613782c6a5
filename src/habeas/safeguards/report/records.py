"""Records that are drawn, as three tables: taken out of those of an audit, kept as files, and read again.

Of a record they hold kinds of entries and their times, and what was found in it. What an entry says, and who
wrote it, stays in the register. A report reads them where they were made; a page that opens one record of an
audit reads the files that were kept of it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from habeas.custody import Event
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures import Standing
from habeas.safeguards.figures.beside import before
from habeas.safeguards.figures.holes import ATTRIBUTES
from habeas.safeguards.figures.making import standing
from habeas.safeguards.ingest import Ingested
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.codes import VERDICTS
from habeas.safeguards.sql.query import literal
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import Excused
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.verdict import Verdict

TABLES = ("drawn_record", "drawn_told", "drawn_entry")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAID = (
    *("rule", "record_id", "zone", "jurisdiction", "verdict", "since", "until", "due", "observed", "n"),
    *("allowed", "excused", "too_late", "first", "e_1", "e_2", "e_3"),
)
"""What is told of an occasion: instants and lengths in microseconds, entries by their number."""
_EVIDENCE = SAID[-3:]
_ASKED = ("basis", *ATTRIBUTES)
OF_A_RECORD = (
    *("rid", "record_id", "zone", "station", "establishment_type", "before", "kinds_before"),
    *_ASKED,
)
"""What is told of a record, and which of its attributes rules ask."""
Rows = Callable[[str], Sequence[tuple[Any, ...]]]
"""The rows of a query over tables, wherever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One occasion that is told: on which a rule was not kept, or is not recorded, or still open."""

    rule: str
    record_id: str
    zone: str
    standing: Standing
    verdict: Verdict
    since: datetime | None
    until: datetime | None
    due_at: datetime | None
    observed: timedelta | None
    count: int | None
    limit: timedelta | None
    excused_too_late: bool
    changed_since: bool
    excused: bool = False
    unended: bool = False
    """Whether it is counted to the instant of the audit, since nobody wrote that it ended."""
    evidence: tuple[Event, ...] = ()
    """The entries that it rests on, where its record is drawn."""
    whole: bool = True
    """Whether all of these entries are there."""

    @property
    def known(self) -> bool:
        """Whether the rule was not kept; else that is not recorded, or not yet to be told."""
        return self.verdict is Verdict.BREACHED

    @property
    def is_drawn(self) -> bool:
        """Whether it is drawn into the days of its record."""
        return self.verdict in (Verdict.BREACHED, Verdict.NOT_RECORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that is drawn: its entries without what they say, and what was found in it."""

    record_id: str
    zone: str
    establishment_type: str | None
    events: tuple[Event, ...]
    found: tuple[Found, ...]
    """What was not kept first, then what is not recorded, then what else is told."""
    station: str = ""
    unknown: tuple[str, ...] = ()
    """What the register does not say of the person."""
    before: str | None = None
    """The record of the stay that this one goes on from."""
    kinds_before: frozenset[str] = frozenset()
    """The kinds of entries that stand there with their time."""


def make_tables(found: ByDuckDB, read: Ingested, which: str) -> None:
    """Make the three tables of an audit, of the records for which ``which`` holds: a condition on ``r``.

    Their rows lie by record, so that of one record little else is read.
    """
    now = int((found.asked.as_of - _EPOCH) / timedelta(microseconds=1))
    kinds = {code: kind for kind, code in kind_codes().items()}
    kinds |= {int(code): kind for code, kind in read.meta["kinds"].items()}
    stations = dict(enumerate(read.meta["stations"]))
    attributes = ", ".join(f"y.{name}" for name in _ASKED)
    found.sql.make(
        "drawn_record",
        f"""
WITH before AS ({before(found)}), there AS (
  SELECT b.rid, list_sort(list(DISTINCT k.name)) AS kinds
  FROM before AS b JOIN event AS v ON v.rid = b.before
  JOIN {_named(kinds)} AS k(code, name) ON k.code = v.kind
  WHERE v.ts IS NOT NULL GROUP BY b.rid
)
SELECT r.rid, r.record_id, r.zone, r.jurisdiction, s.name AS station, r.establishment_type,
  p.record_id AS before, there.kinds AS kinds_before, {attributes}
FROM record AS r JOIN stay AS y ON y.rid = r.rid LEFT JOIN before AS b ON b.rid = r.rid
LEFT JOIN record AS p ON p.rid = b.before LEFT JOIN there ON there.rid = r.rid
LEFT JOIN {_named(stations)} AS s(code, name) ON s.code = r.station
WHERE {which}""",
        by=("rid",),
    )
    rules = {at: rule.name for at, rule in enumerate(found.asked.rules)}
    verdicts = {code: verdict.value for verdict, code in VERDICTS.items()}
    found.sql.make(
        "drawn_told",
        f"""
SELECT t.* REPLACE (n.name AS rule, v.name AS verdict), r.record_id, r.zone, r.jurisdiction
FROM told AS t JOIN drawn_record AS r ON r.rid = t.rid
JOIN {_named(rules)} AS n(code, name) ON n.code = t.rule
JOIN {_named(verdicts)} AS v(code, name) ON v.code = t.verdict""",
        by=("rid", "verdict", "since NULLS LAST", "rule"),
    )
    evidence = " UNION ALL ".join(
        f"SELECT {each} FROM drawn_told WHERE {each} IS NOT NULL" for each in _EVIDENCE
    )
    found.sql.make(
        "drawn_entry",
        f"""
SELECT x.e, x.rid, r.record_id, k.name AS kind, x.ts, x.wr, x.seq, x.span, x.fixes, x.source
FROM entry AS x JOIN record AS r ON r.rid = x.rid JOIN {_named(kinds)} AS k(code, name) ON k.code = x.kind
WHERE (x.rid IN (SELECT rid FROM drawn_record) OR x.e IN ({evidence})) AND x.wr <= {now}""",
        by=("rid", "e"),
    )


def _named(names: Mapping[int, str]) -> str:
    listed = ", ".join(f"({code}, {literal(name)})" for code, name in names.items())
    return f"(VALUES {listed or '(-1, NULL)'})"


def read_records(
    rows: Rows, record_ids: Collection[str], rules: Mapping[str, Rule], as_of: datetime
) -> tuple[Record, ...]:
    """Records of the three tables, those that are there, in the order of ``record_ids``.

    What was told of a rule that is not among ``rules`` is passed over.
    """
    if not record_ids:
        return ()
    of_records = rows(
        f"SELECT {', '.join(OF_A_RECORD)} FROM drawn_record "
        f"WHERE record_id IN ({', '.join(map(literal, record_ids))})"
    )
    if not of_records:
        return ()
    rids = ", ".join(str(rid) for rid, *_rest in of_records)
    told = [
        dict(zip(SAID, row, strict=True))
        for row in rows(f"SELECT {', '.join(SAID)} FROM drawn_told WHERE rid IN ({rids}) ORDER BY ALL")
    ]
    events = _events(rows, rids, {said[each] for said in told for each in _EVIDENCE} - {None})
    own = defaultdict[str, list[Found]](list)
    for said in told:
        if said["rule"] in rules:
            own[said["record_id"]].append(found_of(said, rules[said["rule"]], as_of, events))
    of_record = defaultdict[str, list[Event]](list)
    for one in events.values():
        of_record[one.record_id].append(one)
    records = {}
    for row in of_records:
        _rid, record_id, zone, station, kind, gone_before, kinds_before, *attributes = row
        records[record_id] = Record(
            record_id=record_id,
            zone=zone or "UTC",
            station=station or "",
            establishment_type=kind,
            events=tuple(of_record[record_id]),
            found=tuple(sorted(own[record_id], key=_gravest_first)),
            unknown=tuple(
                name
                for name, value in zip(("establishment_type", *_ASKED), (kind, *attributes), strict=True)
                if value is None
            ),
            before=gone_before,
            kinds_before=frozenset(kinds_before or ()),
        )
    return tuple(records[each] for each in record_ids if each in records)


def _gravest_first(one: Found) -> tuple[int, bool, datetime, str]:
    return VERDICTS[one.verdict], one.since is None, one.since or _EPOCH, one.rule


def _events(rows: Rows, rids: str, more: Collection[int]) -> Mapping[int, Event]:
    """The entries of records by their number, and some ``more``; they are known by it within these tables."""
    events = dict[int, Event]()
    columns = "e, rid, record_id, kind, ts, wr, seq, span, fixes, source"
    own = f"SELECT {columns} FROM drawn_entry WHERE rid IN ({rids})"
    others = f"SELECT {columns} FROM drawn_entry WHERE e IN ({', '.join(map(str, more)) or 'NULL'})"
    # Two conditions, each of which passes over what lies elsewhere; with OR all would be read.
    for number, _rid, record_id, kind, ts, wr, seq, span, fixes, source in rows(
        f"{own} UNION {others} ORDER BY rid, e"
    ):
        events[number] = Event(
            record_id=record_id,
            event_id=_id(number),
            kind=kind,
            occurred_at=_at(ts),
            recorded_at=_EPOCH + timedelta(microseconds=wr),
            seq=seq or None,
            source=source,
            span_id=None if span is None else str(span),
            corrects=None if fixes is None else _id(fixes),
        )
    return events


def _id(number: int) -> str:
    return f"{number:012}"  # in the order of the numbers


def found_of(
    said: Mapping[str, Any], rule: Rule, as_of: datetime, events: Mapping[int, Event] | None = None
) -> Found:
    """An occasion of a row; with the entries that it rests on where ``events`` are given."""
    numbers = [said[each] for each in _EVIDENCE if said[each] is not None]
    evidence = tuple(events[each] for each in numbers if each in events) if events else ()
    until, observed = _at(said["until"]), _length(said["observed"])
    return Found(
        rule=rule.name,
        record_id=said["record_id"],
        zone=said["zone"] or "UTC",
        standing=standing(rule, said["jurisdiction"]),
        verdict=Verdict(said["verdict"]),
        since=_at(said["since"]),
        until=until,
        due_at=_at(said["due"]),
        observed=observed,
        count=said["n"],
        limit=_length(said["allowed"]),
        excused=said["excused"] is not None,
        excused_too_late=said["too_late"] is not None,
        changed_since=said["first"] is not None,
        unended=unended(rule, until=until, observed=observed, entries=len(numbers), as_of=as_of),
        evidence=evidence,
        whole=len(evidence) == len(numbers),
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
