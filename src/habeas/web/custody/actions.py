"""The one door for writing the register. The append is the act: no journal entry stands beside it."""

from collections.abc import Mapping, Sequence

from habeas.custody import event_from, new_event_id
from habeas.errors import RefusedError
from habeas.web.custody import writing
from habeas.web.custody.erasing import finish_erasures
from habeas.web.custody.ledger import Appended, Submission
from habeas.web.custody.models import Record
from habeas.web.custody.projection import ERASING


def take(said: Sequence[Mapping[str, object]], *, as_recorded: bool = False) -> list[Appended]:
    """Read events strictly and append them together; they are on the disk when this returns.

    Raises ``HabeasError``, and then nothing of them is in the register.
    """
    now = writing.wall_clock()
    events = tuple(event_from(one, now=now) for one in said)
    return writing.pen().append(Submission(events, as_recorded))


def erase(record_id: str, *, legal_basis: str, asked_by: str, approved_by: str) -> Appended:
    """Destroy the keys of a record that was asked for by one person and approved by another.

    ``asked_by`` and ``approved_by`` are the pseudonyms of those who write registers. Leaves, roots and
    receipts stay as they were; nothing that was committed is ever read again.
    """
    if asked_by == approved_by:
        raise RefusedError("erasure-alone", "who asks for an erasure does not approve it")
    if not Record.objects.filter(record_id=record_id, erased=False).exists():
        raise RefusedError("record-missing", "there is no such record, or it was erased before")
    now = writing.wall_clock()
    [answer] = take(
        [
            {
                "record_id": record_id,
                "event_id": new_event_id(now),
                "kind": ERASING,
                "occurred_at": now.isoformat(),
                "actor_id": asked_by,
                "source": "system",
                "data": {"legal_basis": legal_basis, "approved_by": approved_by},
            }
        ]
    )
    writing.pen().forget(record_id)
    finish_erasures()
    return answer
