"""The one door for reading a station's outages and paper: its book, its sheets, whom a line may be about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from habeas.custody import Event, attributes, effective
from habeas.custody.outages import Outage, outages
from habeas.custody.records import BOOK
from habeas.custody.sheets import LINES, Issue, Sheet, account, cancelled, issues, line_id, next_number
from habeas.web.custody.access import entries_there, read_again, records_for, station_book
from habeas.web.people.access import Reader
from habeas.web.stations.access import names_of
from habeas.web.stations.models import Station

TYPED_WITHIN = timedelta(days=14)
"""How long after somebody left a line of paper is still typed in for them here."""

SHOWN = 200
"""Sheets that are listed each; of those before them only the ones that are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The book of a station, as far as it tells of outages and paper."""

    events: tuple[Event, ...]
    outages: tuple[Outage, ...]
    issues: tuple[Issue, ...]

    @property
    def next_number(self) -> int:
        """The number of the next sheet."""
        return next_number(self.events)

    def is_issued(self, number: int) -> bool:
        """Whether there is such a sheet."""
        return any(one.first <= number <= one.last for one in self.issues)

    def cancelled(self, number: int) -> Event | None:
        """The entry by which a sheet was cancelled."""
        return cancelled(self.events).get(number)

    def names(self) -> dict[str, str]:
        """Who signed what stands in it, by pseudonym."""
        return names_of(one.actor_id for one in self.events if one.actor_id)


def account_of(reader: Reader, station: Station) -> Account:
    """What the book of a station tells; empty where nothing was written in it yet."""
    events = station_book(reader, station.code)
    return Account(events=events, outages=outages(events), issues=issues(events))


def typed_lines(
    station: Station, numbers: Iterable[int], lines: Iterable[int] = range(1, LINES + 1)
) -> dict[int, set[int]]:
    """By sheet those of the lines that stand in the register."""
    asked = tuple(lines)
    place = {line_id(station.code, number, line): (number, line) for number in numbers for line in asked}
    found: dict[int, set[int]] = {}
    for event_id in entries_there(place):
        number, line = place[event_id]
        found.setdefault(number, set()).add(line)
    return found


def sheets_of(station: Station, told: Account) -> tuple[Sheet, ...]:
    """What became of every sheet that was issued; of those before the last ``SHOWN`` not each line.

    Nearly every sheet that was used has a first line, so that the others are looked at whole, and few are.
    """
    numbers = [number for one in told.issues for number in range(one.first, one.last + 1)]
    typed = typed_lines(station, numbers, lines=(1,))
    struck = cancelled(told.events)
    whole = {number for number in numbers if number not in typed and number not in struck}
    typed |= typed_lines(station, whole.union(numbers[-SHOWN:]))
    return account(told.events, typed)


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody whom a line of paper may be about: the record, what is known of them, what stands in it."""

    record_id: str
    name: str
    since: datetime | None
    standing: Collection[Event]


def held_at(reader: Reader, station: Station, now: datetime) -> list[Held]:
    """Who is at a station, or left it within a fortnight, the last who came first."""
    rows = records_for(reader).filter(establishment_id=station.code, erased=False)
    rows = rows.exclude(record_id__startswith=BOOK)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=now - TYPED_WITHIN)).order_by("-opened_at")
    return [
        Held(record.record_id, str(attributes(events).get("name", "")), record.opened_at, effective(events))
        for record, events in read_again(list(rows))
    ]
