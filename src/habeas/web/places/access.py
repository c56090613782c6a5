"""Which places a reader may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.web.people.access import Reader
from habeas.web.places.models import Place
from habeas.web.sources.access import visible


def places_for(reader: Reader) -> "QuerySet[Place, Any]":
    """Places that the reader may see, each with its Party, source and authority."""
    return visible(reader, Place.objects.select_related("party", "source", "authority"))


def place_for(reader: Reader, public_id: str) -> Place:
    """Return one place with its history, or ``Http404``."""
    place: Place | None = (
        places_for(reader).filter(public_id=public_id).prefetch_related("changes__into", "merged").first()
    )
    if place is None:
        raise Http404
    return place
