"""The register held against a list: by record, then by person, then by place and time alone.

The list is read as a stream into a table beside those of the audit. What is left over goes on to the next way
of matching. The times of one record, person or place are looked at together, and no more is in memory than
these, and the differences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from habeas.custody.exchange.tables import instant_of
from habeas.safeguards.against.listing import Listing
from habeas.safeguards.against.matching import paired, together
from habeas.safeguards.against.result import Difference, Half, Outcome, Reconciled
from habeas.safeguards.against.rows import Item, Unusable, items, read_rows
from habeas.safeguards.ingest.engine import put_rows
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.sql.codes import codes, micros

_BATCH = 50_000
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
}
_ALONE = (Outcome.NOT_HERE, Outcome.NOT_THERE)
_LEFT = """
SELECT 0 AS half, i.n AS id, i.side, i.ts, {key} AS key FROM list_item AS i
WHERE i.open AND {key} IS NOT NULL
UNION ALL
SELECT 1, h.e, h.side, h.ts, {own} FROM here AS h
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
    unusable: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def until(self) -> datetime:
        """What is entered or happens after the instant of the audit is not there."""
        return min(self.listing.until, self.as_of)

    def reconciled(self, path: Path) -> Reconciled:
        self._take(items(read_rows(path, self.listing), self.listing))
        self._take_entries()
        self._by("i.rid", "h.rid")
        self._by("i.person", "h.person")
        self._alone_by_key()
        self._by_place()
        return Reconciled(
            listing=self.listing,
            file=path.name,
            there=Half(self.halves[0], self.lacking[0]),
            here=Half(self.halves[1], self.lacking[1]),
            unusable=self.unusable,
            faults=tuple(self.faults),
            differences=tuple(self._differences()),
        )

    def _take(self, read: Iterable[Item | Unusable]) -> None:
        """Read the list into a table, with the numbers that the audit has for what it names."""
        put_rows(self.db, "list_read", _LIST, self._usable(read))
        self.db.execute("""
CREATE OR REPLACE TEMP TABLE list_item AS
SELECT l.n, l.line, l.side, l.ts, l.place, r.rid, p.person, s.number AS station, TRUE AS open,
  l.record IS NOT NULL OR l.person IS NOT NULL AS keyed
FROM list_read AS l LEFT JOIN record AS r ON r.record_id = l.record
LEFT JOIN (SELECT DISTINCT person, person_ref FROM record WHERE person IS NOT NULL) AS p
  ON p.person_ref = l.person
LEFT JOIN station AS s ON s.name = l.place
""")

    def _usable(self, read: Iterable[Item | Unusable]) -> Iterator[tuple[Any, ...]]:
        """What of the list can be held against the register; what cannot is counted."""
        number = 0
        for one in read:
            if isinstance(one, Item) and one.at <= self.until:
                number += 1
                yield number, one.line, one.side, micros(one.at), one.record, one.person, one.place
            else:
                self._unusable(one)

    def _unusable(self, one: Item | Unusable) -> None:
        if isinstance(one, Item):
            one = Unusable(one.line, "time-outside", one.at.isoformat())
        self.unusable[one.code] += 1
        if len(self.faults) < _FAULTS:
            self.faults.append((one.line, one.code, one.what))

    def _take_entries(self) -> None:
        """The entries that the list can have, and which of them it should have: within what it covers.

        Two entries of one record at one instant, as of a transfer and an arrival, tell of the same.
        """
        own, listing = self.listing.counterparts, self.listing
        sides = " ".join(f"WHEN v.kind IN ({codes(*own.of(side))}) THEN '{side}'" for side in listing.sides)
        every = codes(*(kind for side in listing.sides for kind in own.of(side)))
        to = ", ".join(f"'{each}'" for each in own.to)
        moved = f"AND (v.kind <> {kind_codes()['transferred_out']} OR w.f_to IN ({to}))" if to else ""
        places = ", ".join("?" for _place in listing.places)
        near = micros(listing.tolerance)
        since, until = micros(listing.since), micros(self.until)
        reach = micros(max(listing.reach, listing.tolerance))
        self.db.execute(
            f"""
CREATE OR REPLACE TEMP TABLE here AS
SELECT v.e, v.rid, y.person, x.station, v.kind, v.ts, CASE {sides} END AS side, TRUE AS open,
  v.ts >= {since + near} AND v.ts < {until - near} AND s.name IN ({places}) AS covered
FROM event AS v JOIN entry AS x ON x.e = v.e JOIN stay AS y ON y.rid = v.rid
LEFT JOIN station AS s ON s.number = x.station LEFT JOIN saying AS w ON w.e = v.e
WHERE v.kind IN ({every}) AND (v.ts IS NULL OR v.ts BETWEEN {since - reach} AND {until + reach}) {moved}
QUALIFY v.ts IS NULL OR row_number() OVER (PARTITION BY v.rid, side, v.ts ORDER BY v.e) = 1
""",
            list(listing.places),
        )

    def _by(self, key: str, own: str) -> None:
        """Pair what belongs to one record or person."""
        reach, tolerance = micros(self.listing.reach), micros(self.listing.tolerance)
        settled: list[tuple[int, int]] = []
        for _key, rows in self._groups(_LEFT.format(key=key, own=own)):
            there, here, untimed = _parted(rows)
            pairs = paired([ts for _id, ts in there], [ts for _id, ts in here], reach)
            for i, j in pairs:
                (item, then), (entry, now) = there[i], here[j]
                same = abs(now - then) <= tolerance
                self._tell(Outcome.SAME if same else Outcome.DIFFERS, item, entry)
                settled.append((item, entry))
            left = [item for at, (item, _ts) in enumerate(there) if at not in {i for i, _j in pairs}]
            for item, entry in zip(left, untimed, strict=False):
                self._tell(Outcome.UNTIMED, item, entry)
                settled.append((item, entry))
        self._close(settled)

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
            for one in together([ts for _id, ts in there], [ts for _id, ts in here], tolerance):
                mine = [there[at][0] for at in one.there]
                yours = [here[at][0] for at in one.here]
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

    def _tell(self, outcome: Outcome, item: int | None, entry: int | None) -> None:
        if item is not None:
            self.halves[0][outcome] += 1
        if entry is not None:
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

    def _groups(self, text: str) -> Iterator[tuple[Any, list[tuple[Any, ...]]]]:
        """Rows by key and side; the key is the last column."""
        for key, rows in groupby(self._streamed(text), key=lambda row: (row[4], row[2])):
            yield key, list(rows)

    def _streamed(self, text: str) -> Iterator[tuple[Any, ...]]:
        found = self.db.execute(text)
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
SELECT f.at, COALESCE(i.side, h.side), COALESCE(i.place, s.name), i.line, i.ts, r.record_id, x.event_id,
  h.kind, h.ts
FROM found AS f LEFT JOIN list_item AS i ON i.n = f.n LEFT JOIN here AS h ON h.e = f.e
LEFT JOIN station AS s ON s.number = h.station LEFT JOIN record AS r ON r.rid = COALESCE(h.rid, i.rid)
LEFT JOIN event_id AS x ON x.e = h.e ORDER BY f.at
""",
            [columns[0], *columns],
        ).fetchall()
        kinds = {code: name for name, code in kind_codes().items()}
        for at, side, place, line, then, record_id, event_id, kind, now in rows:
            outcome, _item, _entry, group, lacking = self.found[at]
            yield Difference(
                outcome=outcome,
                side=side,
                place=place,
                line=line,
                there_at=_at(then),
                record_id=record_id,
                event_id=event_id,
                kind=None if kind is None else kinds[kind],
                here_at=_at(now),
                group=group,
                lacking=lacking,
            )


def _parted(rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], list[Any], list[int]]:
    """The times of the list, the entries with a time, and those without one."""
    there = [(id_, ts) for half, id_, _side, ts, _key in rows if half == 0]
    here = [(id_, ts) for half, id_, _side, ts, _key in rows if half == 1 and ts is not None]
    return there, here, [id_ for half, id_, _side, ts, _key in rows if half == 1 and ts is None]


def _at(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
