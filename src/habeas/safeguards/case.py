"""A record as a rule sees it at an instant: what stands of what was written by then (safeguards.md 1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from habeas.clock.intervals import Piece
from habeas.custody import Event, attributes, pairs, spans, written_by
from habeas.custody.history import ENDINGS, REOPENING, TO_THE_END, lines, ordered
from habeas.custody.outages import Outage, in_outage
from habeas.custody.records import PROJECTED, Record
from habeas.safeguards.pattern import Pattern, matches

_STAND_INS = ("arrived", "record_opened")


@dataclass(frozen=True, slots=True)
class Start:
    """From when a time runs: the entry, or none; and what is known where it only stands in."""

    event: Event | None
    latest: bool = False
    """It may have begun earlier: only that too much time has passed is known."""
    earliest: bool = False
    """It may have begun later: only that time is left, or custody was over, is known."""

    @property
    def at(self) -> datetime | None:
        """The instant."""
        return None if self.event is None else self.event.occurred_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A span of a record: half-open, from ``since`` to ``until``, each ``None`` where it is not known."""

    start: Event | None
    end: Event | None
    since: datetime | None
    until: datetime | None
    running: bool = False
    """It goes on at the instant of the audit, which stands for its end."""

    @property
    def known(self) -> tuple[datetime, datetime] | None:
        """Both bounds, where both are known."""
        return None if self.since is None or self.until is None else (self.since, self.until)


EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
"""The first instant and the last."""


def sure(stretches: Iterable[Stretch]) -> list[Piece]:
    """The time that the stretches are known to take."""
    return [each.known for each in stretches if each.known is not None]


def possible(stretches: Iterable[Stretch]) -> list[Piece]:
    """The time that they can have taken: what has no known bound may have no bound."""
    return [
        (EVER[0] if each.since is None else each.since, EVER[1] if each.until is None else each.until)
        for each in stretches
    ]


class Case:
    """One record, judged at ``as_of``: entries written after it do not exist, and none happened after it."""

    def __init__(
        self,
        events: Iterable[Event],
        as_of: datetime,
        outages: Sequence[Outage] = (),
        *,
        record: Record | None = None,
        numbers: Sequence[int] | None = None,
    ) -> None:
        known = list(events)
        self.as_of, self.outages, self.record = as_of, outages, record
        self.numbers = [one.seq or 0 for one in known] if numbers is None else numbers
        """Those of every entry there is, also of what was written after the instant."""
        self.entries = written_by(known, as_of)
        """Every entry as it was written, in the order of the register."""
        self._first_written: dict[timedelta, Self | None] = {}
        self._stretches: dict[str, list[Stretch]] = {}
        found, self.faults = lines(self.entries)
        self.firsts = {one.stands.event_id: one.first for one in found if one.stands is not None}
        self.events = self._happened(one.stands for one in found if one.stands is not None)

    @cached_property
    def as_entered(self) -> Self:
        """The record as it was entered, with what was late and without any correction."""
        kept = [one for one in self.entries if one.corrects is None]
        return self if len(kept) == len(self.entries) else self._of(kept)

    def _of(self, kept: Sequence[Event]) -> Self:
        return type(self)(kept, self.as_of, self.outages, record=self.record, numbers=self.numbers)

    def _happened(self, events: Iterable[Event]) -> list[Event]:
        return [one for one in ordered(events) if one.occurred_at is None or one.occurred_at <= self.as_of]

    def as_first_written(self, late_after: timedelta) -> Self | None:
        """The record without its corrections and without what was written late; ``None`` where that is it."""
        if late_after not in self._first_written:
            self._first_written[late_after] = self._without(late_after)
        return self._first_written[late_after]

    def _without(self, late_after: timedelta) -> Self | None:
        late = {one.event_id for one in self.entries if self._late(one, late_after)}
        if not late and not any(one.corrects for one in self.entries):
            return None
        kept = [one for one in self.entries if one.corrects is None and one.event_id not in late]
        return self._of(kept)

    def _late(self, one: Event, late_after: timedelta) -> bool:
        """Whether an entry was written late; during an outage that is shown and not judged."""
        late = one.late
        return late is not None and late > late_after and not self.in_outage(one, late_after)

    def in_outage(self, one: Event, within: timedelta) -> bool:
        """Whether an entry was written elsewhere since its station could not reach the register."""
        station = one.establishment_id or (self.record and self.record.establishment_id)
        own = (each for each in self.outages if each.start.establishment_id in (station, None))
        return in_outage(one, own, within) is not None

    def first_of(self, event: Event) -> Event:
        """What an entry was when it was first written, before any correction."""
        return self.firsts.get(event.event_id, event)

    def written(self, event: Event) -> datetime:
        """When it was written: at first, where a correction left its time alone."""
        first = self.first_of(event)
        return first.recorded_at if first.occurred_at == event.occurred_at else event.recorded_at

    def of(self, *kinds: str) -> list[Event]:
        """Events of these kinds, those with a time first and in its order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [one for one in self.events if one.kind in kinds]

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for one in self.events:
            found.setdefault(one.kind, []).append(one)
        return found

    def matching(self, patterns: Sequence[Pattern]) -> list[Event]:
        """Events that one of the patterns matches, in the same order."""
        kinds = {one.kind for one in patterns if one.kind in self._by_kind}
        if not kinds:
            return []
        found = self.of(*kinds)
        if not any(one.field for one in patterns):
            return found
        return [one for one in found if matches(patterns, one)]

    def first(self, *kinds: str) -> Event | None:
        """The first of these kinds; one without a time only where none has one."""
        return next(iter(self.of(*kinds)), None)

    @cached_property
    def attributes(self) -> Mapping[str, Any]:
        """What is known of the person and the record: as its row says, where there is one."""
        if self.record is None:
            return attributes(self.events)
        return {name: getattr(self.record, name) for name in PROJECTED}

    @property
    def held(self) -> bool:
        """Whether somebody was deprived of liberty: who came when called and was never kept is not."""
        if self.attributes.get("basis") != "attendance":
            return True
        return self.first("apprehended", "detention_authorised") is not None

    @cached_property
    def t0(self) -> Start:
        """The earliest apprehension; where its time is not known, what it was before (safeguards.md 1).

        Who came when called was there before it: of them nothing that was entered stands in
        (docs/decisions/0009).
        """
        apprehended = self.first("apprehended")
        if apprehended is not None and apprehended.occurred_at is not None:
            return Start(apprehended)
        if self.first("attended") and (apprehended or self.first("detention_authorised")):
            return Start(apprehended)
        timed = [one for one in self.of(*_STAND_INS) if one.occurred_at is not None]
        return Start(timed[0], latest=True) if timed else Start(apprehended)

    @cached_property
    def arrived(self) -> Start:
        """The earliest arrival; where it is missing, the apprehension, before which it cannot be."""
        arrived = self.first("arrived", "transferred_in")
        if arrived is not None and arrived.occurred_at is not None:
            return Start(arrived)
        if self.t0.at is not None and not self.t0.latest:
            return Start(self.t0.event, earliest=True)
        return Start(arrived)

    @cached_property
    def end(self) -> Event | None:
        """What ended the stay: the first ending after which nobody came in again."""
        timed = [one for one in self.events if one.occurred_at is not None]
        reopened = max((place for place, one in enumerate(timed) if one.kind in REOPENING), default=-1)
        ends = (one for one in timed[reopened + 1 :] if one.kind in ENDINGS)
        timeless = (one for one in self.events if one.kind in ENDINGS and one.occurred_at is None)
        return next(ends, None) or next(timeless, None)

    @property
    def is_open(self) -> bool:
        """Whether the person is still there, as far as is written."""
        return self.end is None

    @property
    def lost(self) -> bool:
        """Whether the person was brought to a place of which there is no record, as a custody can end."""
        return False

    @property
    def over_at(self) -> datetime | None:
        """Until when the stay is known to have run: its end, or now; ``None`` where the end has no time."""
        return self.as_of if self.end is None else self.end.occurred_at

    def stretches(self, span: str) -> list[Stretch]:
        """The spans of one name in the order of their starts; what ends before it begins has no known end."""
        if span not in self._stretches:
            self._stretches[span] = list(self._paired(span))
        return self._stretches[span]

    def _paired(self, span: str) -> Iterator[Stretch]:
        for each in pairs(self.of(*spans()[span]), span):
            since = None if each.start is None else each.start.occurred_at
            until = None if each.end is None else each.end.occurred_at
            running = each.end is None and self.is_open
            if each.end is None and (running or span in TO_THE_END):
                until = self.over_at
            if since is not None and until is not None and until < since:
                until, running = None, False
            yield Stretch(start=each.start, end=each.end, since=since, until=until, running=running)

    def during(self, span: str, at: datetime) -> Event | None:
        """What began a span that goes on at an instant; one whose end is not known goes on."""
        for each in self.stretches(span):
            over = each.until if not each.running else None
            if each.since is not None and each.since <= at and (over is None or at < over):
                return each.start
        return None
