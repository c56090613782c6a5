"""The one door for writing the register. The append is the act: no journal entry stands beside it."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from django.db import transaction

from habeas import canonical
from habeas.custody import Event, event_from, new_event_id
from habeas.custody.records import BOOK
from habeas.errors import RefusedError, Where
from habeas.language import N_
from habeas.web.custody import wall, writing
from habeas.web.custody.access import forget, records_strange_to
from habeas.web.custody.erasing import finish_erasures
from habeas.web.custody.kept import STOPPED, is_kept
from habeas.web.custody.ledger import Appended, Submission, place_of
from habeas.web.custody.models import Record
from habeas.web.custody.projection import ERASING
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.stations.models import Device

REGISTER_EXPORTED = register("register.exported", N_("took the register out as files"))

_here: WeakKeyDictionary[writing.Pen, set[tuple[str, str]]] = WeakKeyDictionary()
"""By pen the stations and records that are known to belong together: what was there once was, for good."""
_MOST_KNOWN = 50_000

OF_THE_REGISTER = frozenset({ERASING, "log_opened", "log_refilled"})
"""Kinds that nobody sends: a record is erased by two people, a log opened after a loss."""


def take(said: Sequence[Mapping[str, object]]) -> list[Appended]:
    """Read events strictly and append them together; they are on the disk when this returns.

    Raises ``HabeasError``, which names the event as ``events:3``; then nothing of them is in the register.
    """
    return writing.pen().append(Submission(read_strictly(said)))


def take_from(device: Device, said: Sequence[Mapping[str, object]]) -> list[Appended]:
    """The same from a machine of a station, which writes for that station alone."""
    station = device.station.code
    events = read_strictly([_of_device(one, device, place_of(at)) for at, one in enumerate(said)])
    pen = writing.pen()
    here = _here.setdefault(pen, set())
    own = {(station, event.record_id) for event in events}
    if not own <= here:
        _hold_station(events, station)
    answers = pen.append(Submission(events))
    if len(here) > _MOST_KNOWN:
        here.clear()
    here |= own
    return answers


def read_strictly(said: Sequence[Mapping[str, object]]) -> tuple[Event, ...]:
    """Events that are to be appended now. Raises ``RefusedError`` with the place of the first that is not."""
    now = writing.wall_clock()
    events = tuple(event_from(one, now=now, where=place_of(at)) for at, one in enumerate(said))
    for at, event in enumerate(events):
        hold_not_of_the_register(event, place_of(at))
        _hold_file(event, place_of(at))
    return events


def _hold_file(event: Event, where: Where) -> None:
    """Refuse an entry that says that a recording is here which is not: the file comes before its entry."""
    here = event.kind == STOPPED and event.data.get("kept") == "here"
    if here and not is_kept(event.record_id, str(event.data.get("sha256"))):
        raise RefusedError(
            "event-names-no-file",
            "no recording with this SHA-256 was sent to this record",
            where=where,
            advice="Leave kept out: it is written when the file is added under Recordings.",
        )


def hold_not_of_the_register(event: Event, where: Where | None = None) -> None:
    """Refuse what nobody sends."""
    if event.kind in OF_THE_REGISTER:
        raise RefusedError(
            "event-kind-of-the-register",
            f"{event.kind} is written by the register itself",
            where=where,
            advice="Leave it out.",
        )


def hold_kept(event: Event) -> None:
    """Refuse an event of another register that no leaf can hold, though files can."""
    try:
        canonical.encode(event.page)
    except ValueError as fault:
        raise RefusedError("event-column-wrong", f"page: {fault}", where=Where(event.event_id)) from None


def _of_device(said: Mapping[str, object], device: Device, where: Where) -> Mapping[str, object]:
    """What a machine sends, with what the server knows of it."""
    own = {"establishment_id": device.station.code, "device_id": device.device_id}
    for name, value in own.items():
        if said.get(name) not in (None, value):
            raise RefusedError(
                "event-of-another-station",
                f"{name} is not that of this machine",
                where=where,
                advice="Leave it out: the register sets it.",
            )
    return {**said, **own, "source": said.get("source") or "device"}


def _hold_station(events: Sequence[Event], station: str) -> None:
    """Refuse events for a record that never was at the station, until it is brought in."""
    strange = records_strange_to(station, {event.record_id for event in events})
    for at, event in enumerate(events):
        if event.kind == "transferred_in" and not event.record_id.startswith(BOOK):
            strange -= {event.record_id}
        if event.record_id in strange:
            raise RefusedError(
                "record-of-another-station",
                "this record is kept at another station",
                where=place_of(at),
                advice="Where the person was brought here, transferred_in comes first.",
            )


@wall.everything()
def erase(record_id: str, *, legal_basis: str, asked_by: str, approved_by: str) -> Appended:
    """Destroy the keys of a record that was asked for by one person and approved by another.

    ``asked_by`` and ``approved_by`` are the pseudonyms of those who write registers. Leaves, roots and
    receipts stay as they were; nothing that was committed is ever read again.
    """
    if asked_by == approved_by:
        raise RefusedError("erasure-alone", N_("who asks for an erasure does not approve it"))
    if not Record.objects.filter(record_id=record_id, erased=False).exists():
        raise RefusedError("record-missing", N_("there is no such record, or it was erased before"))
    now = writing.wall_clock()
    said = {
        "record_id": record_id,
        "event_id": new_event_id(now),
        "kind": ERASING,
        "occurred_at": now.isoformat(),
        "actor_id": asked_by,
        "source": "system",
        "data": {"legal_basis": legal_basis, "approved_by": approved_by},
    }
    [answer] = writing.pen().append(Submission((event_from(said, now=now),)))
    forget(record_id)
    finish_erasures()
    return answer


def note_export(form: str, events: int, *, sealed: bool) -> None:
    """Say in the journal that the register is taken out; before it is, so that none leaves unsaid."""
    changes = {"format": (None, form), "rows": (None, events), "sealed": (None, sealed)}
    with transaction.atomic():
        record(None, REGISTER_EXPORTED, None, changes=changes)
