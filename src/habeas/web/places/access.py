"""Which places a reader may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.web.people.access import Reader
from habeas.web.places.models import Place, PlaceChange
from habeas.web.sources.access import visible


def places_for(reader: Reader) -> "QuerySet[Place, Any]":
    """Places that the reader may see, each with its Party, source and authority."""
    return visible(reader, Place.objects.select_related("party", "source", "authority__party"))


def place_for(reader: Reader, public_id: str) -> Place:
    """Return one place with its history, or ``Http404``."""
    place: Place | None = (
        places_for(reader)
        .filter(public_id=public_id)
        .prefetch_related("changes__into__party", "changes__source", "merged__place__party")
        .first()
    )
    if place is None:
        raise Http404
    return place


def change_for(reader: Reader, public_id: str, change_id: str) -> PlaceChange:
    """Return a change of a place that the reader may see, not yet withdrawn; or ``Http404``."""
    found = place_for(reader, public_id).changes.filter(public_id=change_id, withdrawn_why="").first()
    if found is None:
        raise Http404
    return found
