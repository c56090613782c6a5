"""The one door for writing at the desk: who signs is known first, then the register takes the entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from habeas.clock import parse_instant
from habeas.custody import Event
from habeas.custody.events import LATE_AFTER, written
from habeas.custody.records import BOOK
from habeas.custody.sheets import line_id, place_on
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody.access import is_kept, stands
from habeas.web.custody.actions import take
from habeas.web.custody.ledger import Appended
from habeas.web.custodydesk.access import pseudonym
from habeas.web.custodydesk.kinds import may_write
from habeas.web.people.access import Reader, may, reader_of
from habeas.web.people.roles import Capability
from habeas.web.stations.access import hand_by_badge, hand_of
from habeas.web.stations.actions import try_pin
from habeas.web.stations.models import Hand, Station

A_MOMENT = timedelta(minutes=1)
"""How long an entry may be on its way from here to the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signs an entry, who sits at the desk, on which machine, when."""

    hand: Hand
    reader: Reader
    station: Station
    now: datetime
    device_id: str | None = None
    queued_at: datetime | None = None
    """When a machine without network wrote it, by its own clock: shown, and trusted in nothing."""

    @property
    def written_by(self) -> dict[str, str]:
        """Whose sign-in it was written under, where that is another."""
        own = hand_of(self.reader)
        return {} if own is None or own.pk == self.hand.pk else {"written_by": own.actor_id}

    @property
    def when(self) -> datetime:
        """When it was written, as far as anybody says."""
        return self.queued_at or self.now

    def queued(self, columns: Mapping[str, Any]) -> dict[str, str]:
        """What an entry says that waited in a machine: the time there, and why it comes late."""
        if self.queued_at is None:
            return {}
        said = {"device_time": written(self.queued_at) or ""}
        late = self.now + A_MOMENT - parse_instant(columns["occurred_at"]) > LATE_AFTER
        if late and not columns.get("data", {}).get("late_reason"):
            said["late_reason"] = _("written without network, in the queue of a machine")
        return said

    def columns(self, record_id: str, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of an event with who and where."""
        return {
            "record_id": record_id,
            "establishment_id": self.station.code,
            "actor_id": self.hand.actor_id,
            "device_id": self.device_id,
            "source": self.source(columns),
            **columns,
            "data": {**columns.get("data", {}), **self.written_by, **self.queued(columns)},
        }

    def source(self, columns: Mapping[str, Any]) -> str:
        """Where the entry comes from: a machine's queue, a page of paper, the health staff, the desk."""
        if self.queued_at is not None:
            return "device"
        if columns.get("page"):
            return "paper"
        return "doctor" if may(reader_of(self.hand.user), Capability.WRITE_HEALTH) else "desk"


def sign(hands: Mapping[str, Hand], signer: str, typed: str, *, machine: str, now: datetime) -> Hand:
    """Who signs: by badge whoever it is, by PIN whom the form names. What was typed is kept nowhere.

    Raises ``RefusedError`` (``pin-wrong``, ``pin-locked``, ``signer-unknown``).
    """
    by_badge = hand_by_badge(typed)
    if by_badge is not None and by_badge.actor_id in hands:
        return by_badge
    hand = hands.get(signer)
    if hand is None:
        raise RefusedError("signer-unknown", N_("Only who is posted here and may make this entry signs it."))
    if not hand.pin:
        raise RefusedError(
            "pin-unset",
            N_("This person has no PIN yet."),
            advice=N_("Set one under “PIN for signing”, in the menu of the own account."),
        )
    if not try_pin(hand, typed, machine=machine, now=now):
        raise RefusedError("pin-wrong", N_("The PIN is not right. Nothing was written."))
    return hand


def enter(signed: Signed, record_id: str, columns: Mapping[str, Any]) -> Appended:
    """Write one entry into a record. Raises ``RefusedError``, as the ledger does."""
    if not may_write(reader_of(signed.hand.user), columns["kind"]):
        raise RefusedError("signer-unknown", N_("Only who is posted here and may make this entry signs it."))
    said = signed.columns(record_id, columns)
    place = place_on(columns.get("page")) if not columns.get("corrects") else None
    if place is not None:  # a line of a numbered sheet is one entry, by whichever form it is typed in
        said["event_id"] = line_id(signed.station.code, *place)
    try:
        [answer] = take([said])
    except RefusedError as refused:
        if place is None or refused.code != "event-id-taken":
            raise
        raise RefusedError(
            "sheet-line-taken",
            N_("This line of this sheet was typed in already."),
            advice=N_("If it tells of two things, name the second “sheet 14, line 3, second part”."),
        ) from refused
    return answer


def annul(signed: Signed, record_id: str, event: Event, *, event_id: str, why: str) -> None:
    """Strike an entry; it stays in the record."""
    columns = {
        "event_id": event_id,
        "kind": "annulled",
        "occurred_at": _minute(signed.now),
        "corrects": event.event_id,
        "data": {"why": why},
    }
    write_once(signed, record_id, [columns])


def open_record(signed: Signed, given: Mapping[str, Any], particulars: Mapping[str, Any]) -> str:
    """Open a record with arrival and, where it is known, apprehension, all in one; its id.

    The id of the opening is the form's own, and those of the others follow from it: a form that is sent
    twice opens one record. Raises ``RefusedError`` (``record-id-taken``, or what the register refuses).
    """
    record_id, first = str(given["record_id"]), str(given["event_id"])
    if is_kept(record_id) and not stands(record_id, first):
        raise RefusedError("record-id-taken", N_("Another record has this number. Nothing was written."))
    said = dict(particulars)
    ref = pseudonym(
        name=said.get("name", ""), born=said.get("born", ""), document=given.get("document") or ""
    )
    if ref is not None:
        said["person_ref"] = ref
    station = signed.station
    said |= {"establishment_type": station.kind, "jurisdiction": station.jurisdiction, "zone": station.zone}
    late = {"late_reason": given["late_reason"]} if given.get("late_reason") else {}
    attended = said["basis"] == "attendance"
    coming: dict[str, Any] = dict(late)
    if attended and given.get("told_free_to_leave") is not None:
        coming["told_free_to_leave"] = given["told_free_to_leave"]
    events = [
        {
            "kind": "attended" if attended else "arrived",
            "occurred_at": given["arrived"].isoformat(),
            "data": coming,
        },
        {"kind": "record_opened", "event_id": first, "occurred_at": _minute(signed.when), "data": said},
    ]
    if given.get("apprehended") is not None and not attended:
        when = given["apprehended"].isoformat()
        events.insert(0, {"kind": "apprehended", "occurred_at": when, "data": late})
    for number, one in enumerate(events):
        one.setdefault("event_id", _beside(first, number))
    write_once(signed, record_id, events)
    return record_id


def amend(
    signed: Signed, record_id: str, event_id: str, changes: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Say the particulars of a record anew; with another name or date of birth the pseudonym follows."""
    said = {name: value for name, value in changes.items() if name != "why"}
    if not said:
        raise RefusedError("nothing-changed", N_("Nothing was changed."))
    now = {**before, **said}
    ref = pseudonym(name=str(now.get("name", "")), born=str(now.get("born", "")))
    if ref is not None and {"name", "born"} & said.keys():
        said["person_ref"] = ref
    columns = {
        "event_id": event_id,
        "kind": "record_amended",
        "occurred_at": _minute(signed.now),
        "data": {**said, "why": changes["why"]},
    }
    write_once(signed, record_id, [columns])


def hand_over(signed: Signed, takes_over: Hand, *, event_id: str, note: str) -> None:
    """Write in the station's own book that a shift was handed over, signed by both."""
    if takes_over.pk == signed.hand.pk:
        raise RefusedError("handover-alone", N_("Who hands over and who takes over are two people."))
    columns = {
        "event_id": event_id,
        "kind": "handover",
        "occurred_at": _minute(signed.now),
        "data": {"to": takes_over.actor_id, **({"note": note} if note else {})},
    }
    write_once(signed, f"{BOOK}{signed.station.code}", [columns])


def write_once(signed: Signed, record_id: str, events: Sequence[Mapping[str, Any]]) -> None:
    """Write events whose time is that of sending: a form that is sent twice writes them once."""
    try:
        take([signed.columns(record_id, one) for one in events])
    except RefusedError as refused:
        if refused.code != "event-id-taken" or not all(stands(record_id, one["event_id"]) for one in events):
            raise


def _minute(now: datetime) -> str:
    """The minute, as people type it: what happens within one is ordered by the number of the entry."""
    return now.replace(second=0, microsecond=0).isoformat()


def _beside(event_id: str, number: int) -> str:
    """An id that follows from another, so that what is sent again has the same."""
    head, tail = event_id[:-2], int(event_id[-2:], 16)
    return f"{head}{(tail + number + 1) % 256:02x}"
