"""A stay while it is invented: its person, its entries in any order, and the hours that are taken."""

import json
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from habeas.custody.synthetic.chance import Chance
from habeas.custody.synthetic.plan import DAY, HOUR, Place

SHIFT_OF = tuple(2 if hour < 7 or hour >= 23 else 0 if hour < 15 else 1 for hour in range(24))


def text(**fields: object) -> str:
    """The ``data`` of an entry, in canonical form (all names and texts here are ASCII)."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


said = lru_cache(maxsize=8_192)(text)
"""The same for what is said often."""


class Entry:
    """One entry: what happened when, and who wrote it when."""

    __slots__ = ("at", "by", "corrects", "data", "id", "kind", "page", "recorded", "source", "span")

    def __init__(
        self, kind: str, at: int | None, by: str, data: str | None, *, span: str | None, source: str
    ) -> None:
        self.kind, self.at, self.by, self.data, self.span, self.source = kind, at, by, data, span, source
        self.recorded: int | None = None
        """Microseconds; drawn when it is written, where nothing else was said before."""
        self.id = ""
        self.page: str | None = None
        self.corrects: Entry | None = None

    def says(self, **fields: object) -> None:
        """Change what it says; ``None`` takes a field away."""
        known = {**json.loads(self.data or "{}"), **fields}
        kept = {name: value for name, value in known.items() if value is not None}
        self.data = text(**kept) if kept else None


class Fate(Enum):
    """What goes wrong with a stay and is decided before it is lived, since all else follows from it."""

    JUDGE_LATE = auto()
    REMAND_LATE = auto()
    LAWYER_AT_LAST = auto()
    JUVENILE_FOR_LONG = auto()
    JUVENILE_FOR_LONG_IN_TWO_PLACES = auto()
    JUVENILE_JUDGE_LATE = auto()


@dataclass(frozen=True, slots=True)
class Person:
    """Who is held, without a name."""

    ref: str
    sex: str
    juvenile: bool
    foreign: bool
    interpreter: bool
    vulnerable: bool
    language: str


def person(chance: Chance) -> Person:
    """Somebody invented."""
    foreign = chance.yes(0.15)
    return Person(
        ref=f"p-{chance.bits(64):016x}",
        sex="female" if chance.yes(0.15) else "male",
        juvenile=chance.yes(0.08),
        foreign=foreign,
        interpreter=foreign and chance.yes(0.6),
        vulnerable=chance.yes(0.08),
        language=chance.one(("ar", "ru", "tr", "uk", "ro", "fr")) if foreign else "local",
    )


@dataclass(slots=True)
class Stay:
    """One record in the making. Times are seconds in UTC, mostly whole minutes."""

    chance: Chance
    place: Place
    person: Person
    basis: str
    begun: int
    """When the person was first obliged to remain, in this record or the one before it."""
    arrived: int
    """When they came to the first establishment."""
    record_id: str = ""
    free: int = 0
    """When the taking in is over."""
    end: int = 0
    """When it is planned to end."""
    entries: list[Entry] = field(default_factory=list)
    taken: list[tuple[int, int, str]] = field(default_factory=list)
    """Hours out of the cell, in order: from, to, and what for."""
    rests: list[tuple[int, int]] = field(default_factory=list)
    offset: int = 0
    spans: int = 0
    hurt: bool = False
    lawyer: str | None = None
    """Who, where one was asked for."""
    lawyer_after: int = 0
    """Until when the lawyer is held off, where that was authorised."""
    fate: Fate | None = None
    basis_first: str | None = None
    """What the record was opened with, where it was amended later."""
    goes_to: Place | None = None
    """Where another record of the same custody is opened afterwards."""
    prison: Place | None = None
    """Where another is opened if a judge remands them."""
    followed_by: "Stay | None" = None
    left_out: Entry | None = None
    """An entry that was numbered and is not there any more."""
    put_last: Entry | None = None
    """An entry that got the last number, whatever it says of when it was written."""

    def put(
        self,
        kind: str,
        at: int,
        data: str | None = None,
        *,
        by: str | None = None,
        span: str | None = None,
        source: str = "desk",
    ) -> Entry:
        """Make an entry; the custody officer on duty did it where nobody else is named."""
        if by is None:
            hour = (at + self.offset) // HOUR % 24
            by = self.place.officers[SHIFT_OF[hour]][at // DAY & 1]
        entry = Entry(kind, at, by, data, span=span, source=source)
        self.entries.append(entry)
        return entry

    def span(self) -> str:
        """A new name for a span."""
        self.spans += 1
        return f"s{self.spans}"

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of some kinds, as they were made."""
        return [each for each in self.entries if each.kind in kinds]

    def first(self, *kinds: str) -> Entry | None:
        """The first entry of some kinds."""
        return next((each for each in self.entries if each.kind in kinds), None)

    def local_hour(self, at: int) -> int:
        """The hour on the wall."""
        return (at + self.offset) // HOUR % 24

    def local_midnight(self, at: int) -> int:
        """The last midnight on the wall before an instant."""
        return at - (at + self.offset) % DAY

    def take(self, wanted: int, length: int, what: str, *, awake: bool = False) -> int | None:
        """Take the first free hours from ``wanted`` for something out of the cell; ``None`` without any.

        ``awake`` keeps it out of rests.
        """
        held = [(start, over) for start, over, _what in self.taken]
        held += self.rests if awake else []
        start = max(wanted, self.free)
        for begun, over in sorted(held):
            if start + length <= begun - 1_200:
                break
            start = max(start, over + 1_200)
        if start + length > self.end - 900:
            return None
        self.taken.append((start, start + length, what))
        self.taken.sort()
        return start
