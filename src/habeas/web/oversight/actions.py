"""The one door for noting something on an alert or a complaint: row and journal entry together."""

from django.db import transaction

from habeas.language import N_
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.oversight.models import Note

NOTED = {
    "comment": register("oversight.commented", N_("commented on an alert or a complaint")),
    "escalated": register("oversight.escalated", N_("escalated an alert or a complaint")),
    "answered": register("oversight.answered", N_("noted an answer on an alert or a complaint")),
    "closed": register("oversight.closed", N_("closed an alert or a complaint")),
}


def note(actor: Actor, row: Note) -> Note:
    """Add a note; the journal says that, and nothing of what it says."""
    with transaction.atomic():
        row.save()
        record(actor, NOTED[row.kind], row, fields=["text"] + (["to"] if row.to else []))
    return row
