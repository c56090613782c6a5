"""The one door for reading the register: records of the stations that somebody may open, and no other.

What health staff wrote, and complaints, are under a key of their own: the station gets the events without
these values (security.md 1.2; domain.md 5).
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from habeas.custody import Event, Keeping
from habeas.custody.before import ENDED_BY, WITHIN
from habeas.custody.records import BOOK
from habeas.tlog.faults import MissingError
from habeas.tlog.proof import Proof
from habeas.web.custody import wall
from habeas.web.custody.models import Entry, Log, Record
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import event_of, events_of, last_leaves
from habeas.web.keyring.access import Keys, keys_of
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.stations.access import OVER_ALL, stations_of
from habeas.web.stations.models import Device

COMPLAINT = "complaint_made"
_MOST_KEPT = 5_000
_kept: OrderedDict[str, tuple[bytes, tuple[Event, ...]]] = OrderedDict()
"""By record its last leaf and its events as the station reads them, for boards that many look at."""
_keeping = threading.Lock()
_AT_ONCE = 500
HEALTH = frozenset({"examination_ended", "injury_recorded"})


@dataclass(frozen=True, slots=True)
class Book:
    """A record as somebody may read it: the events in the order of the register, and how it stands."""

    record: Record
    entries: tuple[Entry, ...]
    events: tuple[Event, ...]


def records_for(reader: Reader) -> QuerySet[Record]:
    """The records that somebody may open."""
    codes = list(stations_of(reader).values_list("code", flat=True))
    return Record.objects.filter(establishment_id__in=codes)


def present_at(reader: Reader, station: str) -> QuerySet[Record]:
    """Those who are at a station now, the longest first; not its own book."""
    here = records_for(reader).filter(establishment_id=station, ended_at=None, erased=False)
    return here.exclude(record_id__startswith=BOOK).order_by("opened_at")


def book_of(reader: Reader, record_id: str) -> Book | None:
    """A record with its events; ``None`` where there is none that the reader may open."""
    record = records_for(reader).filter(record_id=record_id).first()
    if record is None:
        return None
    return read(record, opens=opened_to(reader))


def station_book(reader: Reader, code: str) -> tuple[Event, ...]:
    """What the own book of a station tells: handovers, outages, sheets; empty for one not to be opened."""
    if not stations_of(reader).filter(code=code).exists():
        return ()
    found = read_again(list(Record.objects.filter(record_id=f"{BOOK}{code}")))
    return found[0][1] if found else ()


def read(record: Record, *, opens: frozenset[str] = frozenset()) -> Book:
    """The events of a record; values that the station does not read are open only in the kinds ``opens``."""
    rows = tuple(Entry.objects.filter(record_id=record.record_id).order_by("seq"))
    whole: Keys = keys_of([record.record_id]).get(record.record_id, {})
    of_station: Keys = {keeping: key for keeping, key in whole.items() if keeping is not Keeping.SEALED}
    events = tuple(event_of(row, whole if row.kind in opens else of_station) for row in rows)
    return Book(record, rows, events)


def read_again(records: Sequence[Record]) -> list[tuple[Record, tuple[Event, ...]]]:
    """Each record with its events; one to which no entry came since is not read from the store again."""
    leaves = last_leaves([record.record_id for record in records])
    found = []
    for record in records:
        _seq, leaf = leaves[record.record_id]
        kept_leaf, events = _kept.get(record.record_id, (b"", ()))
        if kept_leaf != leaf:
            events = read(record).events
        found.append((record, events))
        with _keeping:
            _kept[record.record_id] = leaf, events
            _kept.move_to_end(record.record_id)
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return found


def forget(record_id: str) -> None:
    """Let go of what is at hand of a record that is erased."""
    with _keeping:
        _kept.pop(record_id, None)


@wall.everything()
def stands(record_id: str, event_id: str) -> bool:
    """Whether an event stands in a record; for who is about to write it."""
    return Entry.objects.filter(record_id=record_id, event_id=event_id).exists()


@wall.everything()
def is_kept(record_id: str) -> bool:
    """Whether there is such a record, at whichever station; for who is about to open one."""
    return Entry.objects.filter(record_id=record_id).exists()


@wall.everything()
def is_erased(record_id: str) -> bool:
    """Whether a record was erased, at whichever station; for who is about to keep something of it."""
    return Record.objects.filter(record_id=record_id, erased=True).exists()


@wall.everything()
def entries_there(event_ids: Iterable[str]) -> set[str]:
    """Those of the ids that stand in the register; for who is about to write them."""
    wanted, there = list(event_ids), set[str]()
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Entry.objects.filter(event_id__in=wanted[first : first + _AT_ONCE])
        there.update(rows.values_list("event_id", flat=True))
    return there


@wall.everything()
def events_standing(record_id: str, event_ids: Collection[str]) -> list[Event]:
    """The events of a record under some ids, as the station reads them; for who is about to write them."""
    rows = Entry.objects.filter(record_id=record_id, event_id__in=event_ids).order_by("seq")
    keys = keys_of([record_id], [Keeping.COMMITTED]).get(record_id, {})
    return [event_of(row, keys) for row in rows]


def opened_to(reader: Reader) -> frozenset[str]:
    """The kinds whose sealed values somebody reads: findings are the doctors', complaints the inspectors'."""
    kinds = HEALTH if may(reader, Capability.WRITE_HEALTH) else frozenset()
    return kinds | {COMPLAINT} if may(reader, Capability.OVERSEE_REGISTER) else kinds


def of_one_person(reader: Reader, record: Record) -> QuerySet[Record]:
    """The other records of the same person, so that a transfer or re-arrest keeps its clocks."""
    if not record.person:
        return Record.objects.none()
    return records_for(reader).filter(~Q(record_id=record.record_id), person=record.person)


@wall.everything()
def record_before(record: Record, began: datetime) -> tuple[Record, tuple[Event, ...]] | None:
    """The record from which this one goes on: of the same person, ended within a day before.

    It may be of another station: whoever asks tells nothing of it but how long the person was held.
    """
    if not record.person or record.opened_at is None:
        return None
    rows = Record.objects.filter(person=record.person, ended_by__in=ENDED_BY, ended_at__gte=began - WITHIN)
    rows = rows.filter(~Q(record_id=record.record_id), opened_at__lte=record.opened_at)
    found = rows.order_by("-opened_at").first()
    return None if found is None else read_again([found])[0]


# What machines read ---------------------------------------------------------------------------


def book_for(device: Device, record_id: str) -> Book | None:
    """A record of the machine's station, nothing opened that the station does not read; else ``None``."""
    code = device.station.code
    with wall.only([code]):
        record = Record.objects.filter(record_id=record_id, establishment_id=code).first()
        return None if record is None else read(record)


def entry_for(device: Device, event_id: str) -> Entry | None:
    """An entry of the machine's station; ``None`` for any other, as for one that is not there."""
    code = device.station.code
    with wall.only([code]):
        return Entry.objects.filter(event_id=event_id, establishment_id=code).first()


@wall.everything()
def records_strange_to(station: str, record_ids: Collection[str]) -> set[str]:
    """Those of the records that are kept, and never were at this station; other stations' books too."""
    here = Record.objects.filter(record_id__in=record_ids, establishment_id=station)
    left = set(record_ids) - set(here.values_list("record_id", flat=True))
    if not left:
        return left
    books = {one for one in left if one.startswith(BOOK)} - {BOOK + station}
    entries = Entry.objects.filter(record_id__in=left).values_list("record_id", flat=True)
    kept, once = entries.filter(seq=1), entries.filter(establishment_id=station).distinct()
    return books | (set(kept) - set(once))


def receipt_of(entry: Entry) -> Proof | None:
    """The receipt of an entry; ``None`` until a signed head covers it."""
    return PublishedLog(entry.log).proof(entry.index)


# The published log ------------------------------------------------------------------------------


def log_file(path: str, name: str = "") -> bytes | None:
    """The bytes at a path of the published log; ``None`` where there are none.

    ``name`` is that of the log as addresses have it (``log_name``); without one it is the log that is written
    now. A log that ended in a loss stays to be read: its last head is what the next one begins with.
    """
    logs = list(Log.objects.order_by("first"))
    log = next((one for one in reversed(logs) if name in ("", log_name(one.origin))), None)
    if log is None:
        return None
    try:
        return PublishedLog(log).fetch(path)
    except MissingError:
        return None


def log_name(origin: str) -> str:
    """The name of a log as an address has it: ``north.example/register`` is ``north.example-register``."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", origin)


def entries_open_to(reader: Reader) -> bool:
    """Whether somebody reads the entries of all stations."""
    return any(may(reader, capability) for capability in OVER_ALL)


def every_event(keepings: Collection[Keeping], *, by_record: bool = False) -> Iterator[Event]:
    """Every event in order, opened as far as ``keepings`` say: for whoever runs the machine."""
    if by_record:
        entries = Entry.objects.order_by("record_id", "seq").iterator(_AT_ONCE)
        parts = iter(lambda: list(islice(entries, _AT_ONCE)), [])
    else:
        parts = _in_short_reads()
    for rows in parts:
        keys = keys_of({row.record_id for row in rows}, keepings)
        yield from events_of(rows, keys)


def _in_short_reads() -> Iterator[list[Entry]]:
    """Every entry in its order; each read ends at once, and so holds back no checkpoint of SQLite's log."""
    last = -1
    while rows := list(Entry.objects.filter(number__gt=last).order_by("number")[:_AT_ONCE]):
        yield rows
        last = rows[-1].number
