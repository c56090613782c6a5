"""What a record says at an instant: corrections followed, spans paired, attributes projected from events.

Of several corrections of one event the one with the highest ``seq`` counts, and may be corrected itself;
``annulled`` removes an event, and to correct an ``annulled`` restores it. A correction that names nothing,
another record, something later, another kind or itself is a fault of the register: whom it names is ignored,
and what it says stands as an event of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from habeas.custody.events import EPOCH, Event
from habeas.custody.kinds import spans

ANNULLED = "annulled"
ATTRIBUTES = ("record_opened", "record_amended")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry of the register, by its id."""

    event_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a page shows it: what stands, what it replaced (the latest first), or why it is struck."""

    first: Event
    stands: Event | None
    replaced: tuple[Event, ...] = ()
    annulled_by: Event | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch between two events; either may be missing where it is not written."""

    name: str
    start: Event | None
    end: Event | None


def ordered(events: Iterable[Event]) -> list[Event]:
    """Events by when they happened, then by number; those without a time last."""
    return sorted(events, key=_in_time)


def in_register_order(events: Iterable[Event]) -> list[Event]:
    """Events by their number; a number that was given twice leaves them in the order of what happened."""
    return sorted(events, key=lambda one: (one.seq or 0, *_happened(one), *_by_id(one)))


def _in_time(one: Event) -> tuple[object, ...]:
    return *_happened(one), one.seq or 0, *_by_id(one)


def _happened(one: Event) -> tuple[bool, datetime]:
    return one.occurred_at is None, one.occurred_at or EPOCH


def _by_id(one: Event) -> tuple[int, str]:
    """Its id, the shorter first: ids that count come in their order, 9 before 10."""
    return len(one.event_id), one.event_id


def written_by(events: Iterable[Event], as_of: datetime) -> list[Event]:
    """Those that were written by an instant, in the order of the register: later ones did not exist then."""
    return in_register_order(one for one in events if one.recorded_at <= as_of)


def lines(events: Iterable[Event]) -> tuple[list[Line], list[Fault]]:
    """Each event as first written, with what stands for it now; and the faults of the corrections.

    A correction that is at fault corrects nothing, and is an event of its own; ``annulled`` is none.
    """
    # Where there is no number, what was written later is later: a time may be put earlier, or be added.
    entries = sorted(in_register_order(events), key=lambda one: (one.seq or 0, one.recorded_at))
    by_id = {one.event_id: one for one in entries}
    chains, faults = _Chains(), list[Fault]()
    for one in entries:
        code = "" if one.corrects is None else _fault(one, by_id, chains)
        if code:
            faults.append(Fault(one.event_id, code))
        if not code or one.kind != ANNULLED:
            chains.take(one, under=None if code else one.corrects)
    return [chains.line(first) for first in chains.firsts], faults


def _fault(one: Event, by_id: Mapping[str, Event], chains: "_Chains") -> str:
    """Why a correction does not hold; empty where it does. Entries come in the order of the register."""
    corrected = by_id.get(one.corrects or "")
    if corrected is None:
        return "corrects-unknown"
    if corrected.event_id == one.event_id:
        return "corrects-itself"
    if corrected.record_id != one.record_id:
        return "corrects-another-record"
    if (corrected.seq or 0) > (one.seq or 0):
        return "corrects-later"
    first = chains.first_of.get(corrected.event_id)
    if first is None:
        return "corrects-a-fault"
    return "" if one.kind in (first.kind, ANNULLED) else "corrects-another-kind"


class _Chains:
    """The corrections of a record, each under what it corrects."""

    def __init__(self) -> None:
        self.firsts: list[Event] = []
        self.first_of: dict[str, Event] = {}
        self.corrections: dict[str, list[Event]] = {}

    def take(self, one: Event, under: str | None) -> None:
        """Take an entry, in the order of the register; ``under`` is the one that it corrects."""
        self.corrections[one.event_id] = []
        if under is None:
            self.firsts.append(one)
            self.first_of[one.event_id] = one
        else:
            self.corrections[under].append(one)
            self.first_of[one.event_id] = self.first_of[under]

    def line(self, first: Event) -> Line:
        """What became of an event."""
        stands, annulled_by = self._stands(first)
        versions = [one for one in self._below(first) if one.kind != ANNULLED and one is not stands]
        versions.sort(key=lambda one: one.seq or 0, reverse=True)
        return Line(first, stands, tuple(versions), annulled_by)

    def _stands(self, event: Event) -> tuple[Event | None, Event | None]:
        """What stands for an event; else the entry that annulled it."""
        while (last := self._last_that_holds(event)) is not None:
            if last.kind == ANNULLED:
                return None, last
            event = last
        return event, None

    def _last_that_holds(self, event: Event) -> Event | None:
        """The last correction of an event that was not undone; one that was restored as something else."""
        for one in reversed(self.corrections[event.event_id]):
            if one.kind != ANNULLED:
                return one
            after = self.corrections[one.event_id]
            if after and after[-1].kind != ANNULLED:
                return after[-1]  # restored with what it says
            if not self._undone(one):
                return one
        return None

    def _undone(self, annulment: Event) -> bool:
        """Whether an annulment was annulled itself, and that stands."""
        undone = False
        while after := self.corrections[annulment.event_id]:
            annulment, undone = after[-1], not undone
        return undone

    def _below(self, event: Event) -> Iterator[Event]:
        """An event and all that corrects it, each before its own corrections."""
        waiting = [event]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(self.corrections[one.event_id]))


def effective(events: Iterable[Event]) -> list[Event]:
    """The events that stand, by when they happened."""
    found, _faults = lines(events)
    return ordered(one.stands for one in found if one.stands is not None)


def outset(standing: Iterable[Event]) -> Event | None:
    """From when the clocks of a record run, of events that stand: the apprehension, else the first timed."""
    timed = [one for one in standing if one.occurred_at is not None]
    return next((one for one in timed if one.kind == "apprehended"), None) or next(iter(timed), None)


def pairs(events: Sequence[Event], name: str) -> list[Span]:
    """The spans of one name: by ``span_id``, else a start with the next end if no start lies between."""
    start_kind, end_kind = spans()[name]
    named: dict[str, list[Event]] = {}
    loose: list[Event] = []
    for one in ordered(events):
        if one.kind in (start_kind, end_kind):
            (named.setdefault(one.span_id, []) if one.span_id else loose).append(one)
    found = [_named(name, own, start_kind) for own in named.values()]
    open_: Event | None = None
    for one in loose:
        if one.kind == start_kind:
            if open_ is not None:
                found.append(Span(name, open_, None))
            open_ = one
        else:
            found.append(Span(name, open_, one))
            open_ = None
    if open_ is not None:
        found.append(Span(name, open_, None))
    return sorted(found, key=_place)


def _named(name: str, own: Sequence[Event], start_kind: str) -> Span:
    starts = [one for one in own if one.kind == start_kind]
    ends = [one for one in own if one.kind != start_kind]
    return Span(name, starts[0] if starts else None, ends[-1] if ends else None)


def _place(span: Span) -> tuple[object, ...]:
    one = span.start or span.end
    return () if one is None else _in_time(one)


def attributes(events: Iterable[Event]) -> dict[str, Any]:
    """What is known of the person held: opening, then each amendment over it in the order of the register."""
    found: dict[str, Any] = {}
    standing = [one for one in effective(events) if one.kind in ATTRIBUTES]
    for one in sorted(standing, key=lambda each: each.seq or 0):
        found |= {name: value for name, value in one.data.items() if name not in _OF_THE_ENTRY}
    return found


_OF_THE_ENTRY = frozenset({"written_by", "note", "late_reason", "why", "signature", "device_time"})

ENDINGS = frozenset({"released", "bailed", "left_premises", "transferred_out", "escaped", "died"})
BEGINNINGS = frozenset({"attended", "arrived", "record_opened", "transferred_in"})
REOPENING = frozenset({"transferred_in", "arrived", "apprehended"})
"""After these an ending was none: the person came in again."""
TO_THE_END = frozenset({"lawyer", "cell"})
"""Spans that run to the end of the stay where no end is written (``kinds.toml``)."""
JOINED_WITHIN = timedelta(hours=24)
"""How soon after a transfer the next stay begins that goes on from the one before (safeguards.md 1).

For its audits a site may set its own.
"""
STAYING = ENDINGS | BEGINNINGS | {"record_amended"}
"""The kinds that say where somebody is and since when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Where somebody is or was last, since when, and what ended it."""

    establishment_id: str | None = None
    person_ref: str | None = None
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


def stay(events: Iterable[Event]) -> Stay:
    """The stay that a record tells of; events of other kinds than ``STAYING`` change nothing.

    A stay that was ended goes on where somebody comes in again, as after a transfer undone.
    """
    known = list(events)
    standing = [one for one in effective(known) if one.kind in ENDINGS | BEGINNINGS]
    begun = [one for one in standing if one.kind in BEGINNINGS]
    opened = [one for one in begun if one.kind == "record_opened"] or begun
    last = standing[-1] if standing else None
    ended = last if last is not None and last.kind in ENDINGS else None
    return Stay(
        establishment_id=next(
            (one.establishment_id for one in reversed(begun) if one.establishment_id), None
        ),
        person_ref=attributes(known).get("person_ref"),
        opened_at=opened[0].occurred_at or opened[0].recorded_at if opened else None,
        ended_at=None if ended is None else ended.occurred_at or ended.recorded_at,
        ended_by=None if ended is None else ended.kind,
    )
