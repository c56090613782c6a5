"""Which letters and talks a reader may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.web.dialogue.models import Letter, Talks
from habeas.web.people.access import Reader
from habeas.web.sources.access import visible


def letters_for(reader: Reader) -> "QuerySet[Letter, Any]":
    """Letters that the reader may see, with their acts."""
    return visible(reader, Letter.objects.select_related("party", "source").prefetch_related("acts__source"))


def letter_for(reader: Reader, public_id: str) -> Letter:
    """Return one letter, or ``Http404``."""
    letter: Letter | None = letters_for(reader).filter(public_id=public_id).first()
    if letter is None:
        raise Http404
    return letter


def talks_for(reader: Reader) -> "QuerySet[Talks, Any]":
    """Talks that the reader may see, with their acts."""
    return visible(reader, Talks.objects.select_related("party", "source").prefetch_related("acts__source"))
