"""Notes, in the transaction of each change, what the index has to take in.

Every writing has its entry in the journal (``actions.py`` of each app), so that following the journal misses
none. What is noted is a mark: kind and public id of a row, or of its Party where the row itself is not
searched and others are made of it.
"""

from django.db import transaction

from habeas.web.journal.models import JournalEntry
from habeas.web.search.kinds import MARKED
from habeas.web.search.models import Waiting

BY_PARTY = frozenset({"replies.answereditem", "replies.filing", "replies.sending", "parties.succession"})
"""Kinds of row that are not searched, and whose change may be one of what is."""


def note(entry: JournalEntry) -> None:
    """Note what ``entry`` tells of, where anything that is searched rests on it."""
    if entry.object_kind in MARKED and entry.object_id:
        mark = f"{entry.object_kind}:{entry.object_id}"
    elif entry.object_kind in BY_PARTY and entry.party_id:
        mark = f"parties.party:{entry.party_id}"
    else:
        return
    from habeas.web.search.jobs import wake  # noqa: PLC0415 (all that is searched: not before anything is written)

    Waiting.objects.create(mark=mark)
    transaction.on_commit(wake)
