"""The door for what is drafted: that a letter was made, with its number and the hash of its bytes."""

from typing import Any

from django.db import transaction

from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader

DRAFTED = register("draft.made", N_("drafted a letter and took it away"))

cite("ECPT#8(1)", enforces="A notification is drafted from the visit; no place has to be named in it.")
cite("ECPT#14(1)", enforces="The names of those who assist the delegation stand in the notification.")
cite("ECPT#8(2)(b)", enforces="Lists of places are asked for by a letter that names this provision.")


def note_draft(reader: Reader, row: Any, *, key: str, number: str, sha256: str) -> None:
    """Keep in the journal, beside what it was filled from, that a letter left as a file."""
    with transaction.atomic():
        changes = {"draft": (None, key), "number": (None, number), "sha256": (None, sha256)}
        record(reader, DRAFTED, row, changes=changes, party=row.party.public_id)
