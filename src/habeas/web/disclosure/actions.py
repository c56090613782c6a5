"""The one door for opening something of a record to a court; the journal says which fields, and no value.

To whom and by what order stands in the disclosure itself: an order is told by who it is about.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custodydesk.access import Opened
from habeas.web.disclosure.access import (
    ACTION,
    Chosen,
    approval_of,
    changed,
    digest_of,
    hold_unerased,
    is_sealed,
    reads_all,
)
from habeas.web.disclosure.models import Disclosure
from habeas.web.journal.actions import approve as approve_bytes
from habeas.web.journal.actions import record, request_approval, require_approval
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader

DISCLOSURE_ASKED = register(
    "custody_record.disclosure_asked",
    N_("chose fields of a custody record for a court or authority"),
)
DISCLOSED = register(ACTION, N_("opened fields of a custody record to a court or authority"))
TIME_TO_APPROVE = timedelta(days=14)


def ask(
    reader: Reader,
    opened: Opened,
    chosen: Chosen,
    *,
    recipient: str,
    basis: str,
    reference: str,
    ordered_on: date,
    at: datetime,
) -> Disclosure:
    """Keep what is chosen, for whom and by what order; what is sealed waits for a second person.

    Raises ``RefusedError`` (``record-erased``, ``disclosure-empty``, ``disclosure-not-read``).
    """
    hold_unerased(opened.record)
    if not chosen:
        raise RefusedError("disclosure-empty", N_("Nothing is chosen. Choose an entry, or a field of one."))
    if not reads_all(opened, chosen):
        raise RefusedError("disclosure-not-read", N_("Nobody opens to others what they do not read."))
    row = Disclosure(
        record_id=opened.record.record_id,
        chosen={event_id: sorted(names) for event_id, names in chosen.items()},
        recipient=recipient,
        basis=basis,
        reference=reference,
        ordered_on=ordered_on,
        sealed=is_sealed(opened, chosen),
        asked_by_id=reader.user_id or 0,
    )
    row.sha256 = digest_of(row, opened.record)
    with transaction.atomic():
        row.save()
        changes = {**_told(row, opened), "sealed": (None, row.sealed)}
        record(reader, DISCLOSURE_ASKED, opened.record, changes=changes)
        if row.sealed:
            request_approval(
                reader, sha256=row.sha256, action=ACTION, subject=row, at=at, expires_at=at + TIME_TO_APPROVE
            )
    return row


def approve(reader: Reader, row: Disclosure, opened: Opened, *, read: str, at: datetime) -> None:
    """Approve, as another person, exactly what was shown: ``read`` is its digest."""
    with transaction.atomic():
        asked = approval_of(row)
        if asked is None:
            raise RefusedError("approval-missing", N_("Nobody asked for an approval of these bytes."))
        if not digest_of(row, opened.record) == asked.sha256 == read:
            raise changed()
        approve_bytes(reader, asked, at=at)


def note_taking(reader: Reader, row: Disclosure, opened: Opened, form: str, *, at: datetime) -> None:
    """Say in the journal that it leaves, before it does; refuse what may not."""
    with transaction.atomic():
        digest = digest_of(row, opened.record)
        if digest != row.sha256:
            raise changed()
        if not reads_all(opened, row.chosen):
            raise RefusedError("disclosure-not-read", N_("Nobody opens to others what they do not read."))
        if row.sealed:
            require_approval(digest, ACTION, subject=row, at=at)
        changes = {**_told(row, opened), "format": (None, form)}
        record(reader, DISCLOSED, opened.record, changes=changes)


def _told(row: Disclosure, opened: Opened) -> dict[str, tuple[None, object]]:
    kinds = {event.event_id: event.kind for event in opened.events}
    names = [f"{kinds[event_id]}.{name}" for event_id, chosen in row.chosen.items() for name in chosen]
    return {
        "disclosure": (None, row.public_id),
        "entries": (None, len(row.chosen)),
        "opened": (None, sorted(names)),
        "sha256": (None, row.sha256),
    }
