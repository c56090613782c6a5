"""A record as a rule sees it at an instant: what stands of what was written by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from habeas.custody import Event, attributes, effective, pairs, written_by
from habeas.custody.history import ENDINGS

_STAND_INS = ("arrived", "record_opened")
_REOPENING = frozenset({"transferred_in", "arrived", "apprehended"})


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


class Case:
    """One record, judged at ``as_of``: entries written after it do not exist, and none happened after it."""

    def __init__(self, events: Iterable[Event], as_of: datetime) -> None:
        self.as_of = as_of
        standing = effective(written_by(events, as_of))
        self.events: Sequence[Event] = [
            one for one in standing if one.occurred_at is None or one.occurred_at <= as_of
        ]

    def of(self, *kinds: str) -> list[Event]:
        """Events of these kinds, those with a time first and in its order."""
        return [one for one in self.events if one.kind in kinds]

    def first(self, *kinds: str) -> Event | None:
        """The first of these kinds; one without a time only where none has one."""
        return next(iter(self.of(*kinds)), None)

    @cached_property
    def attributes(self) -> dict[str, Any]:
        """What is known of the person and the record."""
        return attributes(self.events)

    @cached_property
    def t0(self) -> Start:
        """The earliest apprehension; where its time is not known, what it was before (safeguards.md 1)."""
        apprehended = self.first("apprehended")
        if apprehended is not None and apprehended.occurred_at is not None:
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
        ends = [
            one
            for place, one in enumerate(timed)
            if one.kind in ENDINGS and not any(after.kind in _REOPENING for after in timed[place + 1 :])
        ]
        if ends:
            return ends[0]
        return next((one for one in self.events if one.kind in ENDINGS and one.occurred_at is None), None)

    @property
    def is_open(self) -> bool:
        """Whether the person is still there, as far as is written."""
        return self.end is None

    def during(self, span: str, at: datetime) -> Event | None:
        """What began a span that goes on at an instant; one without an end goes on to the end of the stay."""
        end = None if self.end is None else self.end.occurred_at
        for each in pairs(self.events, span):
            start = None if each.start is None else each.start.occurred_at
            over = end if each.end is None else each.end.occurred_at
            if start is not None and start <= at and (over is None or at < over):
                return each.start
        return None
