"""The one door for reading at the desk: the stations, who is there, a record as its reader may see it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from habeas.custody import Event, attributes, effective, lines, pairs, spans
from habeas.custody.before import Before, before, began
from habeas.custody.due import Due, due
from habeas.custody.history import Line, Span, ordered
from habeas.custody.outages import Outage, outages
from habeas.custody.persons import person_ref
from habeas.web.custody.access import (
    Book,
    of_one_person,
    opened_to,
    present_at,
    read,
    read_again,
    record_before,
    records_for,
    station_book,
)
from habeas.web.custody.models import Record
from habeas.web.custody.store import leaf_of_row
from habeas.web.keyring.wrapping import secret
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.stations.access import machines_of, names_of, stations_of
from habeas.web.stations.models import Station

READERS = (
    Capability.KEEP_REGISTER,
    Capability.WRITE_HEALTH,
    Capability.OVERSEE_REGISTER,
    Capability.READ_REGISTER,
)
"""Who opens the register of a station, each within bounds."""
WRITERS = (Capability.KEEP_REGISTER, Capability.WRITE_HEALTH)
_NAMING = (Capability.KEEP_REGISTER, Capability.WRITE_HEALTH, Capability.OVERSEE_REGISTER)
NAMES = frozenset({"name", "born", "whom"})
"""Who somebody is, and who is told: an auditor reads what was done, not of whom."""
LEFT_LATELY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody on the board: what is known, since when, what is due and what runs."""

    record: Record
    said: Mapping[str, Any]
    since: datetime | None
    due: tuple[Due, ...]
    late: tuple[Due, ...]
    running: tuple[Span, ...]

    @property
    def name(self) -> str:
        """The name, where the reader may have it and it is known."""
        return str(self.said.get("name", ""))

    @property
    def invited(self) -> bool:
        """Whether the person came when called, and is not held."""
        return self.said.get("basis") == "attendance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record as its reader may see it."""

    book: Book
    station: Station
    events: tuple[Event, ...]
    said: Mapping[str, Any]
    lines: tuple[Line, ...]
    due: tuple[Due, ...]
    running: tuple[Span, ...]
    sealed: Mapping[str, frozenset[str]]
    """By event the fields that are there and not readable: sealed from the reader, or erased."""
    names: Mapping[str, str]
    earlier: tuple[Record, ...]
    before: Before | None
    """What of the custody was under another record, where this one goes on from it."""
    outages: tuple[Outage, ...]
    """Those of the station, so that an entry from paper is shown in the light of them."""

    @property
    def record(self) -> Record:
        """The row of the board."""
        return self.book.record

    @property
    def standing(self) -> list[Event]:
        """The events that stand."""
        return effective(self.events)


def own_stations(reader: Reader) -> list[Station]:
    """The stations whose board somebody may open."""
    return list(stations_of(reader))


def station_for(reader: Reader, code: str) -> Station | None:
    """One of them."""
    return stations_of(reader).filter(code=code).first()


def may_name(reader: Reader) -> bool:
    """Whether somebody reads who the person is."""
    return any(may(reader, capability) for capability in _NAMING)


def board(reader: Reader, station: Station, at: datetime) -> list[Present]:
    """Who is at a station now, the longest first."""
    return _present(reader, present_at(reader, station.code), station, at)


def left_lately(reader: Reader, station: Station, at: datetime) -> list[Present]:
    """Who left within a day, the last first."""
    rows = records_for(reader).filter(
        establishment_id=station.code, ended_at__gte=at - LEFT_LATELY, erased=False
    )
    return _present(reader, rows.order_by("-ended_at"), station, at)


def _present(reader: Reader, records: Iterable[Record], station: Station, at: datetime) -> list[Present]:
    found = read_again(list(records))
    return [_one_present(record, _shown(reader, events), station, at) for record, events in found]


def _one_present(record: Record, events: tuple[Event, ...], station: Station, at: datetime) -> Present:
    wanted = _wanted(station, events, held_before(record, events), at)
    return Present(
        record=record,
        said=attributes(events),
        since=began(events) or record.opened_at,
        due=tuple(one for one in wanted if not one.late(at)),
        late=tuple(one for one in wanted if one.late(at)),
        running=() if record.ended_at else running(events),
    )


def record_for(reader: Reader, record_id: str, at: datetime) -> Opened | None:
    """A record; ``None`` where there is none that the reader may open. A station's own book is none."""
    record = records_for(reader).filter(record_id=record_id).first()
    station = station_for(reader, record.establishment_id) if record is not None else None
    if record is None or station is None:
        return None
    book = read(record, opens=opened_to(reader))
    events = _shown(reader, book.events)
    found, _faults = lines(events)
    earlier = held_before(record, events)
    return Opened(
        book=book,
        station=station,
        events=events,
        said=MappingProxyType(attributes(events)),
        lines=tuple(_by_time(found)),
        due=() if record.erased else _wanted(station, events, earlier, at),
        running=() if record.ended_at else running(events),
        sealed=_unread(book),
        names=_names(events),
        outages=outages_at(reader, station),
        earlier=tuple(of_one_person(reader, record).order_by("-opened_at")),
        before=earlier,
    )


def _by_time(found: list[Line]) -> list[Line]:
    """Lines by when they happened, as corrected; what was annulled stands where it stood."""
    place = {
        one.event_id: number
        for number, one in enumerate(ordered(line.stands or line.first for line in found))
    }
    return sorted(found, key=lambda line: place[(line.stands or line.first).event_id])


def _shown(reader: Reader, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events without who the person is, for those who read only what was done."""
    if may_name(reader):
        return events
    return tuple(replace(one, data=_without(one.data)) for one in events)


def _without(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({name: value for name, value in data.items() if name not in NAMES})


def _unread(book: Book) -> Mapping[str, frozenset[str]]:
    """By event what lies sealed beside its leaf and was not opened."""
    found = {}
    for row, event in zip(book.entries, book.events, strict=True):
        missing = set(leaf_of_row(row).commitments) - set(event.data)
        if missing:
            found[event.event_id] = frozenset(missing)
    return MappingProxyType(found)


def _names(events: tuple[Event, ...]) -> Mapping[str, str]:
    ids = {one.actor_id for one in events if one.actor_id}
    for name in ("written_by", "approved_by"):
        ids |= {str(one.data[name]) for one in events if name in one.data}
    machines = {one.device_id for one in events if one.device_id and not one.actor_id}
    return MappingProxyType(names_of(ids) | machines_of(machines))


def running(events: tuple[Event, ...]) -> tuple[Span, ...]:
    """The spans that began and have not ended."""
    standing = effective(events)
    found = [span for name in spans() for span in pairs(standing, name) if span.start and not span.end]
    return tuple(sorted(found, key=_start))


def _start(span: Span) -> datetime:
    assert span.start is not None  # noqa: S101 (of those that began, for the type checker)
    return span.start.occurred_at or span.start.recorded_at


def _wanted(
    station: Station, events: tuple[Event, ...], earlier: Before | None, at: datetime
) -> tuple[Due, ...]:
    practice, jurisdiction = station.practice, station.jurisdiction
    return due(events, at=at, practice=practice, jurisdiction=jurisdiction, earlier=earlier)


def held_before(record: Record, events: tuple[Event, ...]) -> Before | None:
    """What of the custody was under other records, the one before the other; of them, the times alone."""
    joined = [found for _record, found in _goes_on_from(record, events)]
    return joined[-1] if joined else None  # the earliest has all of it


def counts_on(record: Record) -> bool:
    """Whether what was held under a record counts on in a stay of the person that goes on."""
    if not record.person:
        return False
    held = read_again(list(Record.objects.filter(person=record.person, ended_at=None, erased=False)))
    joined = (earlier for each, events in held for earlier, _found in _goes_on_from(each, events))
    return any(earlier.record_id == record.record_id for earlier in joined)


def _goes_on_from(record: Record, events: tuple[Event, ...]) -> Iterator[tuple[Record, Before]]:
    """The records before it of one custody, the last first, each with what was held from it on."""
    found, start = None, began(events)
    while start is not None and (earlier := record_before(record, start)) is not None:
        record, told = earlier
        found = before(told, start, found)
        if found is None:
            return
        yield record, found
        start = found.since


def pseudonym(*, name: str, born: str, document: str = "") -> str | None:
    """The pseudonym of a person under this installation's secret."""
    return person_ref(secret("persons.key"), name=name, born=born, document=document)


def records_of_person(reader: Reader, station: Station, ref: str | None, at: datetime) -> list[Present]:
    """The records at a station of one person, the last first."""
    if not ref:
        return []
    rows = records_for(reader).filter(establishment_id=station.code, person=ref)
    return _present(reader, rows.order_by("-opened_at"), station, at)


def outages_at(reader: Reader, station: Station) -> tuple[Outage, ...]:
    """The outages that the book of a station tells of."""
    return outages(station_book(reader, station.code))


def last_handover(reader: Reader, station: Station) -> tuple[Event, str, str] | None:
    """The last handover of a station: the event, who handed over, and to whom."""
    given = [one for one in effective(station_book(reader, station.code)) if one.kind == "handover"]
    if not given:
        return None
    last = given[-1]
    names = names_of([last.actor_id or "", str(last.data.get("to", ""))])
    return last, names.get(last.actor_id or "", ""), names.get(str(last.data.get("to", "")), "")
