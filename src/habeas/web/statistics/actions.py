"""The door for what is taken away: that a figure left as a file."""

from django.db import transaction

from habeas.web.journal.actions import record
from habeas.web.parties.lists import LIST_EXPORTED
from habeas.web.people.access import Reader


def note_export(reader: Reader, *, figure: str, count: int) -> None:
    """Keep in the journal which figure left, and how many rows."""
    with transaction.atomic():
        changes = {"list": (None, f"statistics {figure}"), "format": (None, "csv"), "rows": (None, count)}
        record(reader, LIST_EXPORTED, None, changes=changes)
