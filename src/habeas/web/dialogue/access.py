"""Which letters and talks a reader may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.web.dialogue.models import Letter, LetterAct, Talks, TalksAct
from habeas.web.people.access import Reader
from habeas.web.sources.access import visible


def letters_for(reader: Reader) -> "QuerySet[Letter, Any]":
    """Letters that the reader may see, with their acts."""
    return visible(
        reader,
        Letter.objects.select_related("party", "source", "visit__party").prefetch_related("acts__source"),
    )


def letter_for(reader: Reader, public_id: str) -> Letter:
    """Return one letter, or ``Http404``."""
    letter: Letter | None = letters_for(reader).filter(public_id=public_id).first()
    if letter is None:
        raise Http404
    return letter


def talks_for(reader: Reader) -> "QuerySet[Talks, Any]":
    """Talks that the reader may see, with their acts."""
    return visible(reader, Talks.objects.select_related("party", "source").prefetch_related("acts__source"))


def one_talks_for(reader: Reader, public_id: str) -> Talks:
    """Return one row of talks, or ``Http404``."""
    talks: Talks | None = talks_for(reader).filter(public_id=public_id).first()
    if talks is None:
        raise Http404
    return talks


def letter_act_for(reader: Reader, public_id: str, act_id: str) -> LetterAct:
    """Return a step of a letter that the reader may see, not yet withdrawn; or ``Http404``."""
    act = letter_for(reader, public_id).acts.filter(public_id=act_id, withdrawn_why="").first()
    if act is None:
        raise Http404
    return act


def talks_act_for(reader: Reader, public_id: str, act_id: str) -> TalksAct:
    """Return a step of talks that the reader may see, not yet withdrawn; or ``Http404``."""
    act = one_talks_for(reader, public_id).acts.filter(public_id=act_id, withdrawn_why="").first()
    if act is None:
        raise Http404
    return act
