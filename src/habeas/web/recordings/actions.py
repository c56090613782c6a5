"""The one door for writing about recordings: the entry that names a file is the act, and comes after it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from habeas.custody import Event
from habeas.custody.events import LATE_AFTER
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody.kept import Arrived, Arriving, is_kept
from habeas.web.custodydesk import actions as desk
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.actions import Signed
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register, tell

TAKEN_OUT = register("recording.taken_out", N_("took out the recording of an interview"))
PURPOSES = {
    "lawyer": N_("for the person or the lawyer"),
    "court": N_("for a court or prosecutor"),
    "oversight": N_("for an inspection or a complaint"),
}
tell("custody.record", "recording", N_("Entry"))
tell("custody.record", "purpose", N_("For whom?"), PURPOSES)


def keep(arriving: Arriving, event: Event, declared: str) -> Arrived:
    """Keep what arrived, where it is what was declared, on the form and in the entry; no entry names it yet.

    Raises ``RefusedError`` (``recording-empty``, ``recording-undeclared``, ``recording-of-another-entry``,
    ``record-erased``).
    """
    arrived = arriving.so_far
    if not arrived.size:
        raise RefusedError("recording-empty", N_("The file is empty. Nothing was kept."))
    if declared and declared != arrived.sha256:
        raise RefusedError(
            "recording-undeclared",
            N_("What arrived has another SHA-256 than you gave. Nothing was kept."),
            advice=N_("Send the file again; if it differs again, it is another file, or was changed."),
        )
    if event.data.get("sha256") not in (None, arrived.sha256):
        raise RefusedError(
            "recording-of-another-entry",
            N_("The entry names another SHA-256 than this file has. Nothing was kept."),
            advice=N_("If the entry is wrong, correct it first."),
        )
    return arriving.keep()


def say_kept_here(
    signed: Signed, opened: Opened, event: Event, *, event_id: str, sha256: str, why: str
) -> None:
    """Correct the entry that the recording was stopped: the file is here. It must be on the disk before."""
    if not is_kept(opened.record.record_id, sha256):
        raise RefusedError("recording-gone", N_("The file is no longer here. Send it again."))
    _correct(signed, opened, event, {"sha256": sha256, "kept": "here"}, event_id=event_id, why=why)


def say_kept_elsewhere(
    signed: Signed, opened: Opened, event: Event, *, event_id: str, sha256: str, where: str, why: str
) -> None:
    """Correct it to say where the recording is, and which SHA-256 it has."""
    said = {"sha256": sha256, "where": where, "kept": "elsewhere"}
    _correct(signed, opened, event, said, event_id=event_id, why=why)


def _correct(
    signed: Signed, opened: Opened, event: Event, said: Mapping[str, Any], *, event_id: str, why: str
) -> None:
    before = {
        name: value for name, value in event.data.items() if name not in ("written_by", "why", "late_reason")
    }
    late = event.occurred_at is not None and signed.now - event.occurred_at > LATE_AFTER
    columns = {
        "event_id": event_id,
        "kind": event.kind,
        "occurred_at": event.occurred_at.isoformat() if event.occurred_at else None,
        "span_id": event.span_id,
        "page": event.page,
        "corrects": event.event_id,
        "data": {**before, **said, "why": why, **({"late_reason": why} if late else {})},
    }
    desk.enter(signed, opened.record.record_id, columns)


def note_taken_out(actor: Actor, opened: Opened, event: Event, purpose: str) -> None:
    """Say in the journal that a recording is taken out, and for whom; before it leaves."""
    with transaction.atomic():
        changes = {"recording": (None, event.seq), "purpose": (None, purpose)}
        record(actor, TAKEN_OUT, opened.record, changes=changes)
