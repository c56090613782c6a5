"""The one door for reading what may be erased: records by number and dates, never what they say.

Who runs the register opens no record, and the wall of the database shows them none: what is read here is read
past it, for those alone whom the doors of these pages let in.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils import timezone

from habeas import canonical
from habeas.custody.events import keeping_of
from habeas.custody.kinds import Keeping
from habeas.custody.records import BOOK
from habeas.custody.retention import Retention, retention_for
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody import wall
from habeas.web.custody.kept import folder_of
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.store import last_leaves, leaf_of_row
from habeas.web.custodydesk.access import counts_on
from habeas.web.custodydesk.times import local
from habeas.web.erasure.models import RETENTION, Request
from habeas.web.erasure.site import retentions
from habeas.web.journal import access as journal
from habeas.web.journal.models import Approval
from habeas.web.oversight.access import notes_in, open_matters
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.stations.models import Station

ACTION = "custody_record.erased"
SHORT = 6
"""Letters of a record's number that are typed before it is erased."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record with when its stay ended and how long the law has it kept."""

    record: Record
    station: Station
    ended: date | None
    retention: Retention | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it has to be kept; ``None`` where none is set, or the stay goes on."""
        return self.retention.last_day(self.ended) if self.retention and self.ended else None

    def is_over(self, today: date) -> bool:
        """Whether that day has passed."""
        return self.last_day is not None and self.last_day < today


@wall.everything()
def kept_for(reader: Reader, record_id: str) -> Kept | None:
    """A record that somebody may erase or decide on; ``None`` for a station's own book, and any other."""
    able = (Capability.RUN_REGISTER, Capability.OVERSEE_REGISTER, Capability.READ_REGISTER)
    if record_id.startswith(BOOK) or not any(may(reader, one) for one in able):
        return None
    record = Record.objects.filter(record_id=record_id).first()
    station = Station.objects.filter(code=record.establishment_id).first() if record is not None else None
    return None if record is None or station is None else _kept(record, station)


def _kept(record: Record, station: Station) -> Kept:
    ended = local(record.ended_at, station.zone).date() if record.ended_at else None
    return Kept(record, station, ended, _period(station))


def _period(station: Station) -> Retention | None:
    return retention_for(
        retentions(), station=station.code, jurisdiction=station.jurisdiction, day=timezone.localdate()
    )


def periods() -> list[tuple[Station, Retention | None]]:
    """Of each station how long its records are kept."""
    return [(station, _period(station)) for station in Station.objects.all()]


@wall.everything()
def over(today: date, most: int) -> list[Kept]:
    """So many records whose time is over, of each station the longest ended first."""
    return list(islice(_over(today), most))


def _over(today: date) -> Iterator[Kept]:
    for station, period in periods():
        if period is None:
            continue
        until = datetime.combine(period.ended_by(today), time(), ZoneInfo(station.zone))
        rows = Record.objects.filter(establishment_id=station.code, erased=False, ended_at__lt=until)
        rows = rows.exclude(record_id__startswith=BOOK).order_by("ended_at")
        yield from (one for one in (_kept(row, station) for row in rows.iterator()) if one.is_over(today))


@wall.everything()
def counts(record_id: str) -> Mapping[str, int]:
    """How much is destroyed: entries, values in them, how many of these are sealed, recordings, notes."""
    found: Counter[str] = Counter(entries=0, values=0, sealed=0)
    found["recordings"] = len([*folder_of(record_id).glob("*")])
    found["notes"] = notes_in(record_id)
    for row in Entry.objects.filter(record_id=record_id):
        leaf = leaf_of_row(row)
        keepings = [keeping_of(leaf.event.kind, name) for name in leaf.commitments]
        found.update(entries=1, values=len(keepings), sealed=keepings.count(Keeping.SEALED))
    return found


def short(record_id: str) -> str:
    """What is typed of a record's number."""
    return record_id[:SHORT]


# What forbids it -----------------------------------------------------------------------------------


@wall.everything()
def hold(kept: Kept) -> None:
    """Refuse a record that cannot be erased now; raises ``RefusedError``, which says why."""
    if kept.record.erased:
        raise RefusedError("erasure-done", N_("This record was erased before."))
    if kept.ended is None:
        raise RefusedError(
            "erasure-while-held",
            N_("The stay goes on: the record of somebody who is held is not erased."),
            advice=N_("Enter the end of the stay first, where it has ended."),
        )
    if counts_on(kept.record):
        raise RefusedError(
            "erasure-counts-on",
            N_("The person is held again, and what was held under this record counts on."),
            advice=N_("It can be erased when that stay is over."),
        )
    complaints, escalated = open_matters(kept.record.record_id)
    if complaints:
        raise RefusedError(
            "erasure-complaint-open",
            N_("A complaint in this record is open."),
            advice=N_("The inspector closes it first."),
        )
    if escalated:
        raise RefusedError(
            "erasure-matter-open",
            N_("The inspector told somebody of an alert in this record, and it is not closed."),
            advice=N_("The inspector closes it first."),
        )


def hold_ground(kept: Kept, ground: str) -> None:
    """Refuse the end of a time that has not ended, or that nobody set."""
    if ground != RETENTION or kept.is_over(timezone.localdate()):
        return
    if kept.retention is None:
        raise RefusedError(
            "erasure-no-retention",
            N_("No time for which records are kept is set for this station: its end is no ground."),
        )
    raise RefusedError(
        "erasure-before-retention", N_("The time for which this record has to be kept is not over.")
    )


# What was asked ------------------------------------------------------------------------------------


def requests() -> list[Request]:
    """Everything that was asked, the newest first."""
    return list(Request.objects.select_related("asked_by"))


def request_for(reader: Reader, public_id: str) -> tuple[Request, Kept] | None:
    """One of them with its record."""
    row = Request.objects.select_related("asked_by").filter(public_id=public_id).first()
    kept = kept_for(reader, row.record_id) if row is not None else None
    return None if row is None or kept is None else (row, kept)


def approval_of(row: Request) -> Approval | None:
    """The last approval that was asked for it."""
    return journal.approval_of(row, ACTION)


def waits(row: Request) -> bool:
    """Whether another person has still to decide on it."""
    return journal.waits(approval_of(row))


def to_approve(reader: Reader) -> int:
    """How many erasures wait for somebody as the second person."""
    return journal.waiting_for(reader.user_id, ACTION) if _decides(reader) else 0


def _decides(reader: Reader) -> bool:
    return may(reader, Capability.OVERSEE_REGISTER) or may(reader, Capability.RUN_REGISTER)


def may_approve(reader: Reader, row: Request) -> bool:
    """Whether somebody may be the second person."""
    return _decides(reader) and row.asked_by_id != reader.user_id and waits(row)


@wall.everything()
def digest_of(row: Request) -> str:
    """SHA-256 of what is decided on: the record as it stands to its last entry, and the ground."""
    seq, leaf = last_leaves([row.record_id])[row.record_id]
    return canonical.digest(
        {
            "record": row.record_id,
            "entries": seq,
            "last": leaf.hex(),
            "ground": row.ground,
            "basis": row.basis,
            "reference": row.reference,
            "ordered_on": row.ordered_on.isoformat() if row.ordered_on else None,
        }
    )
