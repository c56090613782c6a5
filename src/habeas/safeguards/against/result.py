"""What came of holding the register against a list: counts with their denominators, and every difference."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from habeas.safeguards.against.listing import Listing
from habeas.safeguards.against.rows import Fault, Unusable

_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)
_FEW = 10


class Outcome(StrEnum):
    """What became of a time of the list, or of an entry of the register."""

    SAME = "same"
    """It is in both, and the times differ by no more than the tolerance."""
    DIFFERS = "differs"
    """It is in both, by record or person, and the times differ by more."""
    ELSEWHERE = "elsewhere"
    """It is in both, by record or person, and the register has it at another place than the list."""
    UNTIMED = "untimed"
    """The register has it, without a time."""
    ANY_OF = "any-of"
    """As many in both, by place and time alone: which is which cannot be said."""
    ONE_OF = "one-of"
    """Some of these are in one and not in the other: which, cannot be said."""
    NOT_HERE = "not-here"
    """In the list and not in the register."""
    NOT_THERE = "not-there"
    """In the register and not in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a person looks at: where it stands in the list, and in the register."""

    outcome: Outcome
    side: str
    """Which time of the list: when something began, or when it was over."""
    place: str | None = None
    line: int | None = None
    there_at: datetime | None = None
    there_day: date | None = None
    """The day, where the list says no more; ``there_at`` is its noon."""
    record_id: str | None = None
    event_id: str | None = None
    kind: str | None = None
    here_at: datetime | None = None
    group: int | None = None
    """The number of those among which it cannot be said which."""
    lacking: int = 0
    """How many of that group have no counterpart."""
    here_place: str | None = None
    """Where the register has it; ``place`` is where the list has it, or the same."""

    @property
    def apart(self) -> timedelta | None:
        """How much later the register has it; of a day nobody knows."""
        if self.here_at is None or self.there_at is None or self.there_day is not None:
            return None
        return self.here_at - self.there_at

    def as_row(self) -> dict[str, Any]:
        """As JSON and the table have it."""
        apart = self.apart
        return {
            "outcome": self.outcome.value,
            "side": self.side,
            "place": self.place,
            "line": self.line,
            "there_at": _instant(self.there_at) if self.there_day is None else self.there_day.isoformat(),
            "record_id": self.record_id,
            "event_id": self.event_id,
            "kind": self.kind,
            "here_at": _instant(self.here_at),
            "apart_s": None if apart is None else apart.total_seconds(),
            "group": self.group,
            "lacking": self.lacking,
            "here_place": self.here_place,
        }


COLUMNS = (
    *("list", "outcome", "side", "place", "line", "there_at", "record_id", "event_id", "kind", "here_at"),
    *("apart_s", "group", "lacking", "here_place"),
)


@dataclass(frozen=True, slots=True)
class Strange:
    """A place of the list that no record and no entry of the register has."""

    place: str
    times: int
    """How many times the list has there."""
    near: str | None
    """A place of the register that is written nearly so."""


@dataclass(frozen=True, slots=True)
class Half:
    """The times of the list, or the entries of the register: how many there are, and what became of them."""

    outcomes: Counter[Outcome]
    lacking: int
    """Of those among which it cannot be said which, how many have no counterpart."""

    @property
    def whole(self) -> int:
        """Out of how many."""
        return self.outcomes.total()

    def as_json(self) -> dict[str, Any]:
        """As ``habeas/audit/1`` has it."""
        return {
            "of": self.whole,
            **{each.value: self.outcomes[each] for each in Outcome if self.outcomes[each]},
            "lacking": self.lacking,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What came of one list."""

    listing: Listing
    file: str
    until: datetime
    """To when it is compared: where the audit is of an instant before its end, to that instant."""
    days: bool
    """Whether all of its times are days alone."""
    repeated: int
    """How many of its times came twice, for clocks were put back, and are read as the later."""
    there: Half
    here: Half
    unusable: Counter[Fault]
    """Rows of the list of which nothing is said, and why."""
    faults: tuple[Unusable, ...]
    """The first of them."""
    strange: tuple[Strange, ...]
    named: int
    """How many of its times name a record or a person."""
    known: int
    """How many of these name one that the register has."""
    differences: tuple[Difference, ...]

    @property
    def shift(self) -> timedelta | None:
        """How much later the register has nearly all times that differ, where they are as of another zone.

        By whole quarters of an hour, give or take the tolerance and the hour by which zones differ in summer
        alone. It is told of ten that differ and more, if they are more than those that are the same.
        """
        apart = [each.apart for each in self.differences if each.outcome is Outcome.DIFFERS and each.apart]
        if len(apart) < max(_FEW, self.there.outcomes[Outcome.SAME]):
            return None
        [(quarters, _times)] = Counter(round(each / _QUARTER) for each in apart).most_common(1)
        shift = quarters * _QUARTER
        off = [min(abs(each - shift - hours * _HOUR) for hours in (-1, 0, 1)) for each in apart]
        alike = sum(each <= self.listing.tolerance for each in off)
        return shift if shift and alike >= 0.9 * len(apart) else None

    def as_json(self) -> dict[str, Any]:
        """As ``habeas/audit/1`` has it; the differences are rows of their own."""
        said = self.listing
        return {
            "list": said.name,
            "kind": said.kind,
            "file": self.file,
            "from": _instant(said.since),
            "until": _instant(said.until),
            "compared_until": _instant(self.until),
            "days": self.days,
            "hour_twice": self.repeated,
            "shift_s": None if self.shift is None else self.shift.total_seconds(),
            "places": list(said.places),
            "tolerance_s": said.tolerance.total_seconds(),
            "there": self.there.as_json(),
            "here": self.here.as_json(),
            "unusable": {fault.value: count for fault, count in sorted(self.unusable.items())},
            "faults": [{"line": one.line, "code": one.fault.value, "what": one.what} for one in self.faults],
            "places_unknown": [
                {"place": one.place, "times": one.times, "near": one.near} for one in self.strange
            ],
            "named": {"of": self.named, "known": self.known},
            "differences": [each.as_row() for each in self.differences],
        }

    def rows(self) -> Iterable[dict[str, Any]]:
        """Every difference as the row of a table, by the names of ``COLUMNS``."""
        return ({"list": self.listing.name, **each.as_row()} for each in self.differences)


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="microseconds").replace("+00:00", "Z")
