"""The one door for noting something on an alert or a complaint: row and journal entry together."""

from django.db import transaction

from habeas.language import N_
from habeas.web.custody.access import is_erased
from habeas.web.custody.models import Record
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.oversight.access import records_with_notes
from habeas.web.oversight.models import Note

NOTED = {
    "comment": register("oversight.commented", N_("commented on an alert or a complaint")),
    "escalated": register("oversight.escalated", N_("escalated an alert or a complaint")),
    "answered": register("oversight.answered", N_("noted an answer on an alert or a complaint")),
    "closed": register("oversight.closed", N_("closed an alert or a complaint")),
}
EMPTIED = register("oversight.emptied", N_("emptied the notes on a record that was erased"))


def note(actor: Actor, row: Note) -> Note:
    """Add a note; the journal says that, and nothing of what it says."""
    with transaction.atomic():
        row.save()
        record(actor, NOTED[row.kind], row, fields=["text"] + (["to"] if row.to else []))
    return row


def empty_erased(actor: Actor | None) -> None:
    """Empty the notes on records that are erased: they tell of the same person. That there were some stays.

    With each erasure, and every night: the power may fail between an erasure and this.
    """
    for record_id in filter(is_erased, records_with_notes()):
        with transaction.atomic():
            Note.objects.filter(record_id=record_id).update(text="")
            record(actor, EMPTIED, Record(record_id=record_id), fields=["text"])
