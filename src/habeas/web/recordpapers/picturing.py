"""The day of a record as pictures for its page: one picture for each day, in two widths."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from habeas.custody.course import Course
from habeas.custody.outages import Outage
from habeas.safeguards.record_days import Looking
from habeas.safeguards.record_days import days_of as drawn_days
from habeas.web.custodydesk.access import Opened
from habeas.web.shell.marks import own_words

WIDE, NARROW = 960, 380


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One day: its heading, and its picture in two widths."""

    heading: str
    summary: str
    wide: str
    narrow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A record drawn: the days, the course that they show, and numbers of the entries by event."""

    course: Course
    numbers: dict[str, int]
    days: tuple[Drawn, ...]
    cut: bool
    """Whether the stay is longer than what is drawn."""


def days_of(opened: Opened, outages: Sequence[Outage], at: datetime, *, by_calendar: bool) -> Days:
    """Draw a record day by day, by the calendar of its station or from the arrival on."""
    numbers = {
        one.event_id: line.first.seq or 0
        for line in opened.lines
        for one in (line.first, *line.replaced, *((line.stands,) if line.stands else ()))
    }
    looking = Looking(
        zone=opened.station.zone,
        at=at,
        words=own_words(),
        numbers=numbers,
        by_calendar=by_calendar,
        widths=(WIDE, NARROW),
    )
    made = drawn_days(opened.events, looking, outages=outages)
    days = tuple(
        Drawn(heading=one.heading, summary=one.summary, wide=one.pictures[0], narrow=one.pictures[1])
        for one in made.days
    )
    return Days(course=made.course, numbers=numbers, days=days, cut=bool(made.left_out))
