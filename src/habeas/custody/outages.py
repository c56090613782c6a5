"""Outages in the book of a station, and which entries were written elsewhere while one lasted.

How late such an entry reached the register is shown, and judged by nobody: there was no register to write in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas.custody.events import Event
from habeas.custody.history import effective, pairs

ELSEWHERE = frozenset({"paper", "device"})
"""Where entries are written while the register cannot be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A stretch in which a station could not reach the register; ``ended`` is ``None`` while it lasts."""

    start: Event
    end: Event | None
    began: datetime
    ended: datetime | None

    @property
    def reason(self) -> str:
        """Why, as far as it was said."""
        return str(self.start.data.get("note", ""))

    def holds(self, when: datetime, within: timedelta = timedelta()) -> bool:
        """Whether an instant lies in it, or the outage began within so long after that instant."""
        return self.began <= when + within and (self.ended is None or when <= self.ended)


def outages(book: Iterable[Event]) -> tuple[Outage, ...]:
    """The outages that the book of a station tells of, the first first; an end without a start is none."""
    found = []
    for span in pairs(effective(book), "outage"):
        if span.start is not None and span.start.occurred_at is not None:
            ended = None if span.end is None else span.end.occurred_at
            found.append(Outage(start=span.start, end=span.end, began=span.start.occurred_at, ended=ended))
    return tuple(found)


def lasting_outage(found: Sequence[Outage]) -> Outage | None:
    """The outage that has not ended, the last begun where there are several."""
    return next((one for one in reversed(found) if one.end is None), None)


def in_outage(event: Event, found: Iterable[Outage], within: timedelta = timedelta()) -> Outage | None:
    """The outage in which an entry was written elsewhere; ``None`` where there was none, or at the desk.

    ``within`` is how long the writing of it could wait: an outage that began by then held it up too.
    """
    when = event.occurred_at
    if when is None or event.source not in ELSEWHERE:
        return None
    return next((one for one in found if one.holds(when, within)), None)
