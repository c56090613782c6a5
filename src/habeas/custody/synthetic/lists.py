"""Lists that others keep beside a synthetic register, with the discrepancies that were planted in them.

A list follows what stands in the register, a few minutes off, as such lists do; then some of its rows are
left out, put hours off, or are of nobody whom the register knows.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from habeas.custody.exchange.tables import Row
from habeas.custody.synthetic.chance import Chance
from habeas.custody.synthetic.plan import HOUR, MINUTE, Plan
from habeas.custody.synthetic.written import SECOND

IN, OUT = "in", "out"
NEAR_THE_ENDS = HOUR
"""So near the first and the last instant nothing is planted: there a list cannot be held to miss anything."""
_OVER = ("released", "bailed", "transferred_out", "left_premises", "escaped")
_SHARE = 0.05
"""The share of rows with a discrepancy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of list: whose entries it follows, by what it names them, how far it is off."""

    name: str
    at: tuple[str, ...]
    until: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Of transfers, those to such a place alone."""
    key: str = "record"
    off: tuple[int, int] = (-3, 3)
    """Minutes after the entry."""
    tolerance: int = 15
    says: str = ""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                name="door",
                at=("arrived", "transferred_in", "attended"),
                until=_OVER,
                says="who comes and goes, by the number of the record",
            ),
            Kind(
                name="legal-aid",
                at=("lawyer_arrived",),
                until=("lawyer_left",),
                says="when lawyers came and went, by the number of the record",
            ),
            Kind(
                name="remand-prison",
                at=("transferred_out",),
                to=("remand", "prison"),
                key="person",
                off=(5, 40),
                tolerance=60,
                says="whom a prison took in, by the pseudonym of the person",
            ),
            Kind(
                name="camera",
                at=("interview_started",),
                until=("interview_ended",),
                key="",
                off=(-1, 1),
                tolerance=4,
                says="when somebody sat in an interview room, and not who",
            ),
        )
    }
)


@dataclass(slots=True)
class Listed:
    """The rows of each list of one part, and what was planted in them by the place of the row."""

    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: {name: [] for name in KINDS})
    planted: list[dict[str, Any]] = field(default_factory=list)


def columns(kind: Kind) -> tuple[str, ...]:
    """The headings of a list."""
    return (*((kind.key,) if kind.key else ()), "establishment", "time", "way")


def described(kind: Kind, plan: Plan) -> str:
    """The file beside a list that says what it is (``habeas audit --against``)."""
    places = ", ".join(f'"{each}"' for each in _covered(kind, plan))
    key = f'{kind.key} = "{kind.key}"\n' if kind.key else ""
    return (
        f"# Invented, as is the register that it goes with: {kind.says}.\n"
        f'name = "an invented list: {kind.name}"\nkind = "{kind.name}"\n'
        f'from = "{_instant(plan.begins)}"\nuntil = "{_instant(plan.ends)}"\n'
        f"places = [{places}]\ntolerance = {kind.tolerance}\n"
        f'[columns]\n{key}place = "establishment"\nat = "time"\nwhat = "way"\n'
        f'[what]\n{IN} = "at"\n{OUT} = "until"\n'
    )


def _covered(kind: Kind, plan: Plan) -> list[str]:
    """The places that a list covers: of a prison's those from which people are sent there."""
    return [place.id for place in plan.places if place.type not in kind.to]


def listed(plan: Plan, number: int, records: Sequence[Row], events: Sequence[Row]) -> Listed:
    """The lists of a part of the register."""
    made = Listed()
    persons = {str(row[0]): str(row[1]) for row in records}
    standing = [_Entry.of(row) for row in _standing(events)]
    for kind in KINDS.values():
        _Making(plan, kind, Chance("list", plan.seed, number, kind.name), persons, made).take(standing)
    return made


@dataclass(frozen=True, slots=True)
class _Entry:
    record_id: str
    event_id: str
    kind: str
    at: int
    place: str
    data: str

    @classmethod
    def of(cls, row: Row) -> "_Entry":
        return cls(
            str(row[0]), str(row[1]), str(row[3]), int(row[4] or 0) // SECOND, str(row[9]), str(row[14])
        )


def _standing(events: Sequence[Row]) -> Iterator[Row]:
    """What stands of the entries, and has a time."""
    corrected = {row[13] for row in events if row[13] is not None}
    return (row for row in events if row[1] not in corrected and row[3] != "annulled" and row[4] is not None)


class _Making:
    """One list of a part of the register."""

    def __init__(
        self, plan: Plan, kind: Kind, chance: Chance, persons: Mapping[str, str], made: Listed
    ) -> None:
        self.plan, self.kind, self.chance, self.persons, self.made = plan, kind, chance, persons, made
        self.rows = made.rows[kind.name]
        self.covered = frozenset(_covered(kind, plan))

    def take(self, standing: Sequence[_Entry]) -> None:
        """A row for each entry that the list follows, or what was planted instead of it."""
        followed: dict[tuple[str, str, int], _Entry] = {}
        for entry in standing:
            if (side := self._side(entry)) is not None:
                followed.setdefault((entry.record_id, side, entry.at), entry)
        often = Counter((record_id, side) for record_id, side, _at in followed)
        taken = {(side, entry.place, entry.at // MINUTE) for (_id, side, _at), entry in followed.items()}
        for (record_id, side, at), entry in followed.items():
            may = self.plan.begins + NEAR_THE_ENDS < at < self.plan.ends - NEAR_THE_ENDS
            what = self.chance.random() / _SHARE
            if not may or what >= 1:
                self._put(entry, side, self._off(at))
            elif what < 0.4:
                self._tell("not-there", entry)
            elif what < 0.7 and self.kind.key and often[record_id, side] == 1:
                self._put(entry, side, at + self.chance.between(90, 180) * MINUTE)
                self._tell("differs", entry, row=len(self.rows))
            else:
                self._put(entry, side, self._off(at))
                self._stranger(entry, side, at, taken)

    def _side(self, entry: _Entry) -> str | None:
        if entry.place not in self.covered:
            return None
        if self.kind.to:
            there = entry.kind in self.kind.at and json.loads(entry.data).get("to") in self.kind.to
            return IN if there else None
        if entry.kind in self.kind.at:
            return IN
        return OUT if entry.kind in self.kind.until else None

    def _stranger(self, entry: _Entry, side: str, at: int, taken: set[tuple[str, str, int]]) -> None:
        """A row of somebody whom the register does not know; by time alone, where nobody else is near."""
        near = range(at // MINUTE + 20, at // MINUTE + 20 + 4 * self.kind.tolerance)
        if not self.kind.key and any((side, entry.place, minute) in taken for minute in near):
            return
        number = f"{self.chance.bits(64):016x}"
        there = near[2 * self.kind.tolerance] * MINUTE
        taken.add((side, entry.place, there // MINUTE))
        self.rows.append(self._cells(f"{self.kind.key[:1]}-unknown-{number}", entry.place, there, side))
        self._tell("not-here", None, row=len(self.rows))

    def _off(self, at: int) -> int:
        return at + self.chance.between(*self.kind.off) * MINUTE

    def _put(self, entry: _Entry, side: str, at: int) -> None:
        key = entry.record_id if self.kind.key != "person" else self.persons[entry.record_id]
        if self.plan.begins <= at < self.plan.ends:
            self.rows.append(self._cells(key, entry.place, at, side))

    def _cells(self, key: str, place: str, at: int, side: str) -> tuple[str, ...]:
        return (*((key,) if self.kind.key else ()), place, _instant(at), side)

    def _tell(self, outcome: str, entry: _Entry | None, *, row: int | None = None) -> None:
        self.made.planted.append(
            {
                "schema": "habeas/planted-discrepancy/1",
                "list": self.kind.name,
                "outcome": outcome,
                "row": row,
                "record_id": None if entry is None else entry.record_id,
                "event_id": None if entry is None else entry.event_id,
            }
        )


def _instant(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
