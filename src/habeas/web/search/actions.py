"""Searches that somebody keeps: the journal has that, and not a word of what is looked for."""

from collections.abc import Mapping

from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader
from habeas.web.search.models import SavedSearch

SAVED = register("search.saved", N_("kept a search"))
DROPPED = register("search.dropped", N_("no longer keeps a search"))
MOST = 50


def keep(actor: Reader, *, name: str, text: str, narrowed: Mapping[str, str], newest: bool) -> SavedSearch:
    """Keep a search for its owner; ``RefusedError`` where a kept one has the name, or too many are kept."""
    if actor.user_id is None:
        raise ValueError("a search is kept by somebody who has signed in")
    with transaction.atomic():
        own = SavedSearch.objects.filter(owner_id=actor.user_id)
        if own.filter(name=name).exists():
            raise RefusedError(
                "search-name-taken",
                N_("you keep a search of this name already"),
                advice=N_("Give this one another name."),
            )
        if own.count() >= MOST:
            raise RefusedError(
                "search-too-many", N_("you keep 50 searches already"), advice=N_("Remove one first.")
            )
        row = SavedSearch.objects.create(
            owner_id=actor.user_id, name=name, text=text, narrowed=dict(narrowed), newest=newest
        )
        record(actor, SAVED, row, fields=["text"])
    return row


def drop(actor: Reader, row: SavedSearch) -> None:
    """Keep it no longer."""
    with transaction.atomic():
        record(actor, DROPPED, row)
        row.delete()
