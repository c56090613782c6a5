"""The one door for erasing a record: one person asks, another decides, and the keys are destroyed.

The journal says that it was asked and done, on what ground; the register keeps the basis in clear, with the
pseudonyms of both (``key_destroyed``).
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.audits import actions as audits
from habeas.web.custody import actions as register_actions
from habeas.web.erasure.access import (
    ACTION,
    Kept,
    approval_of,
    counts,
    digest_of,
    hold,
    hold_ground,
    requests,
    short,
    waits,
)
from habeas.web.erasure.models import RETENTION, Request
from habeas.web.journal.actions import approve as approve_bytes
from habeas.web.journal.actions import record, request_approval, require_approval
from habeas.web.journal.kinds import register
from habeas.web.offline.actions import forget_erased
from habeas.web.oversight.actions import empty_erased
from habeas.web.people.access import Reader
from habeas.web.stations.actions import pseudonym_of

ERASURE_ASKED = register("custody_record.erasure_asked", N_("asked for the erasure of a custody record"))
ERASED = register(ACTION, N_("approved the erasure of a custody record, whose keys were destroyed"))
TIME_TO_APPROVE = timedelta(days=14)


def ask(
    reader: Reader,
    kept: Kept,
    *,
    ground: str,
    basis: str,
    reference: str,
    ordered_on: date | None,
    at: datetime,
) -> Request:
    """Ask that a record be erased. Raises ``RefusedError``, which says why not."""
    hold(kept)
    hold_ground(kept, ground)
    if any(row.record_id == kept.record.record_id and waits(row) for row in requests()):
        raise RefusedError("erasure-asked", N_("It was asked already, and waits for another person."))
    if ground == RETENTION and kept.retention is not None:
        basis, reference, ordered_on = kept.retention.source, "", None
    row = Request(
        record_id=kept.record.record_id,
        ground=ground,
        basis=basis,
        reference=reference,
        ordered_on=ordered_on,
        asked_by_id=reader.user_id or 0,
    )
    row.sha256 = digest_of(row)
    with transaction.atomic():
        row.save()
        record(reader, ERASURE_ASKED, kept.record, changes={"ground": (None, ground), **_counted(kept)})
        request_approval(
            reader, sha256=row.sha256, action=ACTION, subject=row, at=at, expires_at=at + TIME_TO_APPROVE
        )
    return row


def erase(reader: Reader, row: Request, kept: Kept, *, read: str, typed: str, at: datetime) -> None:
    """Approve as another person, and destroy the keys. ``read`` is the digest of what was shown.

    The register is written last: where it refuses, nothing was approved. What waits in a queue for
    the record, and what inspectors noted on it, goes with it.
    """
    if typed.strip().lower() != short(row.record_id).lower():
        raise RefusedError("erasure-not-typed", N_("What was typed is not the number of the record."))
    hold(kept)
    hold_ground(kept, row.ground)
    with transaction.atomic():
        asked = approval_of(row)
        if asked is None or not digest_of(row) == asked.sha256 == read:
            raise RefusedError(
                "erasure-of-another-record",
                N_("The record was added to after the erasure was asked for."),
                advice=N_("Let it be asked for anew."),
            )
        approve_bytes(reader, asked, at=at)
        require_approval(asked.sha256, ACTION, subject=row, at=at)
        record(reader, ERASED, kept.record, changes={"ground": (None, row.ground), **_counted(kept)})
        register_actions.erase(
            row.record_id,
            legal_basis=row.basis,
            asked_by=pseudonym_of(reader, row.asked_by_id),
            approved_by=pseudonym_of(reader, reader.user_id or 0),
        )
        forget_erased(reader)
        empty_erased(reader)
        audits.empty_erased(reader)


def _counted(kept: Kept) -> dict[str, tuple[None, int]]:
    return {name: (None, number) for name, number in counts(kept.record.record_id).items()}
