"""The register held against a list: by record, then by person, then by place and time alone.

Who is named is looked for at the place that the row names first, and then at any.

The list is read as a stream into a table beside those of the audit. What is left over goes on to the next way
of matching. The times of one record, person or place are looked at together, and no more is in memory than
these, and the differences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from habeas.custody.exchange.tables import instant_of
from habeas.safeguards.against.listing import Listing
from habeas.safeguards.against.matching import paired, together
from habeas.safeguards.against.result import Difference, Half, Outcome, Reconciled, Strange
from habeas.safeguards.against.rows import Fault, Item, Unusable, items, read_rows
from habeas.safeguards.ingest.engine import put_rows
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.sql.codes import codes, micros

_BATCH = 50_000
_LIKE = 0.8
"""How like a place of the register has to be written to be meant; 1 is the same."""
_EVER = datetime.max.replace(tzinfo=UTC)
_FAULTS = 100
"""So many faults of a list are told one by one; all are counted."""
_LIST = {
    "n": "BIGINT",
    "line": "BIGINT",
    "side": "VARCHAR",
    "ts": "BIGINT",
    "record": "VARCHAR",
    "person": "VARCHAR",
    "place": "VARCHAR",
    "day": "BOOLEAN",
}
_ONCE = """
CREATE OR REPLACE TEMP TABLE list_once AS
SELECT *, CASE WHEN record IS NULL AND person IS NULL THEN 1
  ELSE row_number() OVER (PARTITION BY record, person, place, side, ts ORDER BY n) END AS nth FROM list_read
"""
"""Two that nobody is named of may be of two persons."""
_ALONE = (Outcome.NOT_HERE, Outcome.NOT_THERE)
_AWAY = Outcome.ELSEWHERE
_PRISON = """
NOT EXISTS (SELECT * FROM record AS p
  WHERE p.station = s.number AND COALESCE(p.establishment_type, '') NOT IN ({to}))
"""
"""That a place is a prison's: every record that is kept there says so, or none is kept there."""
_LEFT = """
SELECT 0 AS half, i.n AS id, i.side, i.ts, {key} AS key, i.station, TRUE AS asked, FALSE AS sent
FROM list_item AS i
WHERE i.open AND {key} IS NOT NULL
UNION ALL
SELECT 1, h.e, h.side, h.ts, {own}, h.station, h.asked, h.sent FROM here AS h
WHERE h.open AND {own} IN (SELECT {key} FROM list_item AS i WHERE i.open AND {key} IS NOT NULL)
ORDER BY key, side, half, ts NULLS LAST, id
"""


def reconcile(db: Any, path: Path, listing: Listing, as_of: datetime) -> Reconciled:
    """Hold the stages of an audit (``db`` has them) against the list in a file."""
    return _Reconciling(db, listing, as_of).reconciled(path)


@dataclass
class _Reconciling:
    db: Any
    listing: Listing
    as_of: datetime
    halves: tuple[Counter[Outcome], Counter[Outcome]] = field(default_factory=lambda: (Counter(), Counter()))
    lacking: list[int] = field(default_factory=lambda: [0, 0])
    found: list[tuple[Outcome, int | None, int | None, int | None, int]] = field(default_factory=list)
    """Outcome, item, entry, group, how many are lacking."""
    unusable: Counter[Fault] = field(default_factory=Counter)
    faults: list[Unusable] = field(default_factory=list)
    days: int = 0
    repeated: int = 0
    """How many of the times of the list are days alone, and how many came twice."""
    strange: dict[str, int] = field(default_factory=dict)
    """Places of the list that the register does not have, and how many times there."""

    prisons: frozenset[int] = frozenset()
    """Of the places that a prison's list covers, those that are the prison's."""

    @property
    def until(self) -> datetime:
        """What is entered or happens after the instant of the audit is not there."""
        return min(self.listing.until, self.as_of)

    def reconciled(self, path: Path) -> Reconciled:
        places = [name for (name,) in self._streamed("SELECT name FROM station")]
        listed = (*self.listing.places, *self.listing.place_of.values())
        self.strange = dict.fromkeys((each for each in listed if each not in places), 0)
        self._take(items(read_rows(path, self.listing), self.listing))
        [(named, known)] = self._streamed(
            "SELECT COUNT(*), COUNT(COALESCE(rid, person)) FROM list_item WHERE keyed"
        )
        self._take_entries()
        self._by("i.rid", "h.rid")
        self._by("i.person", "h.person")
        self._alone_by_key()
        self._by_place()
        return Reconciled(
            listing=self.listing,
            file=path.name,
            until=self.until,
            days=bool(self.days) and self.days == self.halves[0].total(),
            repeated=self.repeated,
            there=Half(self.halves[0], self.lacking[0]),
            here=Half(self.halves[1], self.lacking[1]),
            unusable=self.unusable,
            faults=tuple(self.faults),
            strange=tuple(_strange(place, times, places) for place, times in self.strange.items()),
            named=named,
            known=known,
            differences=tuple(sorted(self._differences(), key=_order)),
        )

    def _take(self, read: Iterable[Item | Unusable]) -> None:
        """Read the list into a table, with the numbers that the audit has for what it names."""
        put_rows(self.db, "list_read", _LIST, self._usable(read))
        self.db.execute(_ONCE)
        for (line,) in self._streamed("SELECT line FROM list_once WHERE nth > 1 ORDER BY n"):
            self._leave(Unusable(line, Fault.TWICE, ""))
        self.db.execute("""
CREATE OR REPLACE TEMP TABLE list_item AS
SELECT l.n, l.line, l.side, l.ts, l.day, l.place, r.rid, p.person, s.number AS station, TRUE AS open,
  l.record IS NOT NULL OR l.person IS NOT NULL AS keyed
FROM list_once AS l LEFT JOIN record AS r ON r.record_id = l.record
LEFT JOIN (SELECT DISTINCT person, person_ref FROM record WHERE person IS NOT NULL) AS p
  ON p.person_ref = l.person
LEFT JOIN station AS s ON s.name = l.place WHERE l.nth = 1
""")

    def _usable(self, read: Iterable[Item | Unusable]) -> Iterator[tuple[Any, ...]]:
        """What of the list can be held against the register; what cannot is counted."""
        number = 0
        for one in map(self._compared, read):
            if isinstance(one, Item):
                number += 1
                self.days += one.day
                self.repeated += one.repeated
                yield number, one.line, one.side, micros(one.at), one.record, one.person, one.place, one.day
            else:
                self._leave(one)

    def _leave(self, one: Unusable) -> None:
        self.unusable[one.fault] += 1
        if len(self.faults) < _FAULTS:
            self.faults.append(one)

    def _compared(self, one: Item | Unusable) -> Item | Unusable:
        if isinstance(one, Unusable):
            return one
        if one.at > self.until:
            return Unusable(one.line, Fault.TIME_OUTSIDE, one.at.astimezone(self.listing.clock).isoformat())
        if one.place in self.strange:
            self.strange[one.place] += 1
            if not one.keyed:
                return Unusable(one.line, Fault.PLACE_UNKNOWN, one.place)
        return one

    def _take_entries(self) -> None:
        """The entries that the list can have, and which of them it should have: within what it covers.

        Two entries of one record at one place and instant, as of a transfer and an arrival, tell of the same.
        """
        own, listing = self.listing.counterparts, self.listing
        sides = " ".join(f"WHEN v.kind IN ({codes(*own.of(side))}) THEN '{side}'" for side in listing.sides)
        every = codes(*(kind for side in listing.sides for kind in own.of(side)))
        places = ", ".join("?" for _place in listing.places)
        sent, moved = f"v.kind = {kind_codes()['transferred_out']}", ""
        if own.to:
            to = ", ".join(f"'{each}'" for each in own.to)
            found = f"SELECT number FROM station AS s WHERE s.name IN ({places}) AND {_PRISON.format(to=to)}"
            self.prisons = frozenset(number for (number,) in self._streamed(found, listing.places))
            taken_in = f"v.kind = {kind_codes()['transferred_in']}"
            at = ", ".join(map(str, sorted(self.prisons))) or "NULL"
            moved = f"AND CASE WHEN {sent} THEN w.f_to IN ({to}) WHEN {taken_in} THEN x.station IN ({at}) "
            moved += "ELSE TRUE END"
        near = micros(listing.tolerance)
        since, until = micros(listing.since), micros(self.until)
        reach = micros(max(listing.reach, listing.tolerance))
        self.db.execute(
            f"""
CREATE OR REPLACE TEMP TABLE here AS
SELECT v.e, v.rid, y.person, x.station, v.kind, v.ts, CASE {sides} END AS side, TRUE AS open,
  {sent} AS sent, s.name IN ({places}) AS asked,
  v.ts >= {since + near} AND v.ts < {until - near} AND asked AS covered
FROM event AS v JOIN entry AS x ON x.e = v.e JOIN stay AS y ON y.rid = v.rid
LEFT JOIN station AS s ON s.number = x.station LEFT JOIN saying AS w ON w.e = v.e
WHERE v.kind IN ({every}) AND (v.ts IS NULL OR v.ts BETWEEN {since - reach} AND {until + reach}) {moved}
QUALIFY v.ts IS NULL OR row_number() OVER (PARTITION BY v.rid, side, x.station, v.ts ORDER BY v.e) = 1
""",
            list(listing.places),
        )

    def _by(self, key: str, own: str) -> None:
        """Pair what belongs to one record or person: at the place that a row names first, then at any."""
        settled: list[tuple[int, int]] = []
        for _key, rows in self._groups(_LEFT.format(key=key, own=own)):
            left = rows
            named = {row.station for row in rows if row.half == 0 and row.station is not None}
            for place in (*sorted(named), None):
                pairs = list(self._pairs([row for row in left if place in (None, row.station)]))
                for item, entry in pairs:
                    outcome = self._met(item, entry)
                    self._tell(outcome, item.id, entry.id, counted=outcome is not _AWAY or entry.asked)
                    settled.append((item.id, entry.id))
                gone = {row for pair in pairs for row in pair}
                told = [entry for _item, entry in pairs]
                left = [row for row in left if row not in gone and not self._same_move(row, told)]
        self._close(settled)
        if self.prisons:
            self._close_same_moves()

    def _pairs(self, rows: Sequence["_Time"]) -> Iterator[tuple["_Time", "_Time"]]:
        """Times of the list with entries: by when it was, and those left over with entries without a time."""
        there, here, untimed = _parted(rows)
        pairs = paired([row.ts for row in there], [row.ts for row in here], micros(self.listing.reach))
        yield from ((there[i], here[j]) for i, j in pairs)
        met = {i for i, _j in pairs}
        yield from zip((row for at, row in enumerate(there) if at not in met), untimed, strict=False)

    def _same_move(self, row: "_Time", told: Sequence["_Time"]) -> bool:
        """Whether an entry tells of the move of one of those again: out of the station, in at the prison."""
        if not self.prisons or row.half == 0 or row.ts is None:
            return False
        reach = micros(self.listing.reach)
        times = (each.ts for each in told if each.sent is not row.sent and each.ts is not None)
        return any(abs(row.ts - ts) <= reach for ts in times)

    def _close_same_moves(self) -> None:
        """The same where one of both was met by the record, and the other is of another of that person."""
        reach = micros(self.listing.reach)
        for own in ("rid", "person"):
            self.db.execute(f"""
UPDATE here SET open = FALSE WHERE open AND EXISTS (
  SELECT * FROM here AS o WHERE NOT o.open AND o.sent <> here.sent AND o.{own} = here.{own}
    AND ABS(o.ts - here.ts) <= {reach}
)""")

    def _met(self, item: "_Time", entry: "_Time") -> Outcome:
        """What is told of a time of the list and the entry that it is paired with.

        Who was sent to a prison was sent out of another place.
        """
        sent = entry.sent and item.station in self.prisons
        if None not in (item.station, entry.station) and item.station != entry.station and not sent:
            return _AWAY
        if entry.ts is None:
            return Outcome.UNTIMED
        same = abs(entry.ts - item.ts) <= micros(self.listing.tolerance)
        return Outcome.SAME if same else Outcome.DIFFERS

    def _alone_by_key(self) -> None:
        """What names a record or a person and has no entry there is not in the register."""
        left = "SELECT n FROM list_item WHERE open AND keyed"
        for (item,) in self._streamed(left):
            self._tell(Outcome.NOT_HERE, item, None)
        self.db.execute("UPDATE list_item SET open = FALSE WHERE open AND keyed")

    def _by_place(self) -> None:
        """What hangs together by place and time; of what does not, in which of both it is."""
        tolerance = micros(self.listing.tolerance)
        group = 0
        text = """
SELECT 0 AS half, n AS id, side, ts, place AS key FROM list_item WHERE open
UNION ALL
SELECT 1, h.e, h.side, h.ts, s.name FROM here AS h LEFT JOIN station AS s ON s.number = h.station
WHERE h.open AND h.ts IS NOT NULL
ORDER BY key, side, half, ts, id
"""
        covered = {e for (e,) in self._streamed("SELECT e FROM here WHERE open AND covered")}
        for _key, rows in self._groups(text):
            there, here, _untimed = _parted(rows)
            for one in together([row.ts for row in there], [row.ts for row in here], tolerance):
                mine = [there[at].id for at in one.there]
                yours = [here[at].id for at in one.here]
                if len(mine) == len(yours) == 1:
                    self._tell(Outcome.SAME, mine[0], yours[0])
                elif not mine:
                    if yours[0] in covered:
                        self._tell(Outcome.NOT_THERE, None, yours[0])
                elif not yours:
                    self._tell(Outcome.NOT_HERE, mine[0], None)
                else:
                    group += 1
                    at_the_edge = sum(each not in covered for each in yours)
                    lacking_here = max(one.lacking_here - at_the_edge, 0)
                    self._tell_group(one.lacking_there, lacking_here, mine, yours, group)

    def _tell_group(
        self, lacking_there: int, lacking_here: int, mine: list[int], yours: list[int], group: int
    ) -> None:
        for half, ids, lacking in ((0, mine, lacking_there), (1, yours, lacking_here)):
            outcome = Outcome.ONE_OF if lacking else Outcome.ANY_OF
            self.lacking[half] += lacking
            self.halves[half][outcome] += len(ids)
            if lacking_there or lacking_here:
                for each in ids:
                    item, entry = (each, None) if half == 0 else (None, each)
                    self.found.append((outcome, item, entry, group, lacking))

    def _tell(self, outcome: Outcome, item: int | None, entry: int | None, *, counted: bool = True) -> None:
        """Keep what became of both; an entry that the list should not have is not ``counted``."""
        if item is not None:
            self.halves[0][outcome] += 1
        if entry is not None and counted:
            self.halves[1][outcome] += 1
        if outcome is not Outcome.SAME:
            self.found.append((outcome, item, entry, None, 1 if outcome in _ALONE else 0))
            if outcome in _ALONE:
                self.lacking[0 if entry is None else 1] += 1

    def _close(self, settled: Sequence[tuple[int, int]]) -> None:
        """What was matched is not left over."""
        for table, column, at in (("list_item", "n", 0), ("here", "e", 1)):
            self.db.execute(
                f"UPDATE {table} SET open = FALSE WHERE {column} IN (SELECT unnest(?::BIGINT[]))",
                [[each[at] for each in settled]],
            )

    def _groups(self, text: str) -> Iterator[tuple[Any, list["_Time"]]]:
        """Rows by key and side."""
        for key, rows in groupby(self._streamed(text), key=lambda row: (row[4], row[2])):
            yield key, [_Time(*row) for row in rows]

    def _streamed(self, text: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        found = self.db.execute(text, list(values))
        while rows := found.fetchmany(_BATCH):
            yield from rows

    def _differences(self) -> Iterator[Difference]:
        """What was found, with where it stands in the list and in the register."""
        columns = [[row[at] for row in self.found] for at in (1, 2)]
        rows = self.db.execute(
            """
WITH found AS (
  SELECT unnest(range(len(?::BIGINT[]))) AS at, unnest(?::BIGINT[]) AS n, unnest(?::BIGINT[]) AS e
)
SELECT f.at, COALESCE(i.side, h.side), COALESCE(i.place, s.name), i.line, i.ts, i.day,
  r.record_id, x.event_id, h.kind, h.ts, s.name
FROM found AS f LEFT JOIN list_item AS i ON i.n = f.n LEFT JOIN here AS h ON h.e = f.e
LEFT JOIN station AS s ON s.number = h.station LEFT JOIN record AS r ON r.rid = COALESCE(h.rid, i.rid)
LEFT JOIN event_id AS x ON x.e = h.e
""",
            [columns[0], *columns],
        ).fetchall()
        kinds = {code: name for name, code in kind_codes().items()}
        for at, side, place, line, then, day, record_id, event_id, kind, now, here_place in rows:
            outcome, _item, _entry, group, lacking = self.found[at]
            yield Difference(
                outcome=outcome,
                side=side,
                place=place,
                line=line,
                there_at=_at(then),
                there_day=instant_of(then).astimezone(self.listing.clock).date() if day else None,
                record_id=record_id,
                event_id=event_id,
                kind=None if kind is None else kinds[kind],
                here_at=_at(now),
                group=group,
                lacking=lacking,
                here_place=here_place,
            )


class _Time(NamedTuple):
    """A time of the list (half 0), or an entry of the register (half 1)."""

    half: int
    id: int
    side: str
    ts: Any
    """Microseconds; ``None`` of an entry that nobody timed."""
    key: Any
    station: int | None = None
    asked: bool = True
    """Whether the list covers its place."""
    sent: bool = False
    """Whether it is a transfer out."""


def _order(one: Difference) -> tuple[Any, ...]:
    """As the list has it, then as the register has it; what cannot be told apart at the end, together."""
    line = (one.line is None, one.line or 0)
    return (one.group or 0, *line, one.record_id or "", one.side, one.here_at or _EVER, one.event_id or "")


def _strange(place: str, times: int, places: Sequence[str]) -> Strange:
    folded = {each.casefold(): each for each in places}
    near = get_close_matches(place.casefold(), folded, n=1, cutoff=_LIKE)
    return Strange(place, times, folded[near[0]] if near else None)


def _parted(rows: Sequence[_Time]) -> tuple[list[_Time], list[_Time], list[_Time]]:
    """The times of the list, the entries with a time, and those without one."""
    there = [row for row in rows if row.half == 0]
    here = [row for row in rows if row.half == 1 and row.ts is not None]
    return there, here, [row for row in rows if row.half == 1 and row.ts is None]


def _at(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
