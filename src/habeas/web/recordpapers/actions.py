"""The one door for what is handed out of a record: the journal says so before it leaves."""

from django.db import transaction

from habeas.language import N_
from habeas.web.custodydesk.access import Opened
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register

HANDED_OUT = register("custody_record.handed_out", N_("handed out a custody record"))


def note_copy(actor: Actor, opened: Opened, form: str, *, sealed: bool) -> None:
    """Say in the journal that a copy is made: of which record, in which form, and whether of all."""
    with transaction.atomic():
        changes = {"format": (None, form), "sealed": (None, sealed)}
        record(actor, HANDED_OUT, opened.record, changes=changes)
