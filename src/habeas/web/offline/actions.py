"""The one door for writing what queues deliver: the register first, then what became of the entry."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.custody.access import is_erased, is_kept
from habeas.web.custody.http.answers import status_of
from habeas.web.custodydesk.actions import Signed, sign
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.offline.models import LEFT_OUT, WAITING, WRITTEN, Item
from habeas.web.offline.queued import Queued, number_of, read_queued
from habeas.web.offline.replaying import Filled, bound, filled_from, hold, signer_of, without_pin, write
from habeas.web.offline.sealing import open_sealed, seal
from habeas.web.outages.access import Held, held_at
from habeas.web.people.access import Reader, reader_of
from habeas.web.people.roles import Capability
from habeas.web.stations.access import hands_at
from habeas.web.stations.models import Device, Hand, Station

DELIVERED = register("queue.delivered", N_("took entries from the queue of a machine"))
SIGNED_AGAIN = register("queue.signed", N_("signed an entry again that waited in the queue of a machine"))
LEFT = register("queue.left_out", N_("left out an entry that waited in the queue of a machine"))
REFUSED, ERASED = "refused", "record-erased"
FARTHEST = timedelta(days=3650)
"""How far a clock may be off before nothing more is told of it than that."""
NO_YEAR = 503
_WRITING = (Capability.KEEP_REGISTER, Capability.WRITE_HEALTH)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one entry: only ``refused`` is not kept here, and stays in the browser."""

    number: int
    state: str
    why: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a queue is delivered: the station, who is signed in, on which machine, when."""

    reader: Reader
    station: Station
    machine: str
    now: datetime

    def hands(self) -> list[Hand]:
        """Who may sign here."""
        return hands_at(self.station, _WRITING)

    def held(self) -> dict[str, Held]:
        """Whom an entry may be about, as it is now."""
        return {one.record_id: one for one in held_at(self.reader, self.station, self.now)}


def deliver(desk: Desk, sent: Sequence[Mapping[str, Any]], sent_at: datetime) -> list[Answer]:
    """Take entries in the order of the queue; the answer to each that was reached.

    An answer stands for good: what it says is on the disk. Where the register takes nothing at the moment,
    the rest is not answered and is sent again.
    """
    ahead = int(max(-FARTHEST, min(FARTHEST, sent_at - desk.now)).total_seconds())
    answers, taken = [], 0
    for one in sent:
        try:
            queued = read_queued(one, desk.station)
            before = Item.objects.filter(device=queued.device, number=queued.number).first()
            if before is None:
                before, taken = _taken(queued, desk, ahead), taken + 1
            elif before.digest != queued.digest:
                raise RefusedError("queue-number-taken", N_("Another entry came under this number before."))
        except HabeasError as refused:
            if status_of(refused) == NO_YEAR:
                break
            answers.append(Answer(number_of(one), REFUSED, refused.code, refused.message))
        else:
            answers.append(Answer(before.number, before.state, before.why))
    if taken:
        with transaction.atomic():
            record(desk.reader, DELIVERED, desk.station, changes={"rows": (None, taken)})
    return answers


def _taken(queued: Queued, desk: Desk, ahead: int) -> Item:
    """Write what an entry says, or keep it sealed for somebody to sign; either is kept."""
    opened = open_sealed(queued.sealed, queued.device.device_id, queued.event_id)
    why = ""
    try:
        filled = filled_from(opened, queued.event_id)
        _hold_unerased(filled)
        _hold_device(queued.device)
        _hold_chain(queued)
        _replay(filled, queued.device.device_id, queued.at, desk)
    except HabeasError as refused:
        if status_of(refused) == NO_YEAR:
            raise
        why = refused.code
    made, _new = Item.objects.get_or_create(
        device=queued.device,
        number=queued.number,
        defaults={
            "digest": queued.digest,
            "previous": queued.previous,
            "event_id": queued.event_id,
            "queued_at": queued.at,
            "delivered_at": desk.now,
            "ahead": ahead,
            "state": LEFT_OUT if why == ERASED else WAITING if why else WRITTEN,
            "why": why,
            "sealed": _to_wait(opened, queued.device.device_id, queued.event_id, why),
        },
    )
    return made


def _to_wait(opened: bytes, device_id: str, event_id: str, why: str) -> bytes:
    """What is kept of an entry: nothing once it is written, or erased; a PIN only until its record opens."""
    if why in ("", ERASED):
        return b""
    try:
        comes = why == "record-missing" and not is_kept(filled_from(opened, event_id).record_id)
        kept = opened if comes else without_pin(opened)
    except (ValueError, KeyError, TypeError, IndexError, RefusedError):
        kept = opened  # it cannot be read, so that nobody knows a PIN in it either
    return seal(kept, device_id, event_id)


def _hold_unerased(filled: Filled) -> None:
    """Refuse what is of an erased record: nothing of it is kept. Raises ``RefusedError``."""
    if is_erased(filled.record_id):
        raise RefusedError(ERASED, N_("Its record was erased."))


def _hold_device(device: Device) -> None:
    """Have what still comes from a withdrawn machine signed by somebody who reads it: it is not lost.

    Raises ``RefusedError`` (``queue-machine-withdrawn``).
    """
    if device.withdrawn_at is not None:
        raise RefusedError(
            "queue-machine-withdrawn", N_("The machine was withdrawn before this came from it.")
        )


def _hold_chain(queued: Queued) -> None:
    """Hold an entry to those beside it. Raises ``RefusedError`` (``queue-chain-broken``)."""
    items = Item.objects.filter(device=queued.device)
    before = items.filter(number=queued.number - 1).first()
    after = items.filter(number=queued.number + 1).first()
    if (before and before.digest != queued.previous) or (after and after.previous != queued.digest):
        raise RefusedError(
            "queue-chain-broken", N_("It names another entry before it than the one that came.")
        )


def _replay(filled: Filled, device_id: str, at: datetime, desk: Desk) -> None:
    """Write what was filled in, signed by the PIN or badge that was given there."""
    hands, held = desk.hands(), desk.held()
    form = bound(filled, station=desk.station, hands=hands, reader=desk.reader, at=at, held=held)
    hold(form)
    typed = filled.fields.get("pin_code", "").strip()
    signer = signer_of(filled, hands)
    hand = sign({one.actor_id: one for one in hands}, signer, typed, machine=desk.machine, now=desk.now)
    write(filled, form, _signed(desk, hand, reader_of(hand.user), device_id, at), held)


def _signed(desk: Desk, hand: Hand, reader: Reader, device_id: str, at: datetime) -> Signed:
    return Signed(
        hand=hand, reader=reader, station=desk.station, now=desk.now, device_id=device_id, queued_at=at
    )


def opened_item(item: Item) -> Filled:
    """What an entry says that waits. Raises ``RefusedError``."""
    return filled_from(_opened(item), item.event_id)


def _opened(item: Item) -> bytes:
    return open_sealed(bytes(item.sealed), item.device.device_id, item.event_id)


def sign_again(item: Item, hand: Hand, desk: Desk) -> None:
    """Write an entry that waited as it stands, signed now; then what waited for it alone.

    Raises ``RefusedError``: what the desk and the register refuse.
    """
    filled, held, signer = opened_item(item), desk.held(), reader_of(hand.user)
    form = bound(filled, station=desk.station, hands=[hand], reader=signer, at=item.queued_at, held=held)
    hold(form)
    write(filled, form, _signed(desk, hand, desk.reader, item.device.device_id, item.queued_at), held)
    with transaction.atomic():
        _settle(item, WRITTEN, "")
        record(desk.reader, SIGNED_AGAIN, item)
    for follower in Item.objects.filter(device=item.device, state=WAITING, why="record-missing"):
        _try_again(follower, desk)


def _try_again(item: Item, desk: Desk) -> None:
    """Write what waited for its record to be opened, by the PIN that was given there."""
    try:
        _replay(opened_item(item), item.device.device_id, item.queued_at, desk)
    except HabeasError as refused:
        item.sealed = _to_wait(_opened(item), item.device.device_id, item.event_id, refused.code)
        _settle(item, WAITING, refused.code)
    else:
        _settle(item, WRITTEN, "")


def leave_out(item: Item, reason: str, reader: Reader) -> None:
    """Leave an entry out that waited; that it came stays, what it said does not."""
    with transaction.atomic():
        _settle(item, LEFT_OUT, reason)
        record(reader, LEFT, item, fields=["state", "why"])


def forget_erased(reader: Reader | None) -> None:
    """Leave out what waits for records that are erased: its words go with the record's.

    With each erasure, and every night: the power may fail between an erasure and this.
    """
    for item in Item.objects.filter(state=WAITING).select_related("device"):
        with suppress(RefusedError):  # what cannot be opened tells nothing of anybody
            if not is_erased(opened_item(item).record_id):
                continue
            with transaction.atomic():
                _settle(item, LEFT_OUT, ERASED)
                record(reader, LEFT, item, fields=["state", "why"])


def _settle(item: Item, state: str, why: str) -> None:
    item.state, item.why = state, why
    if state != WAITING:
        item.sealed = b""
    item.save(update_fields=["state", "why", "sealed"])
