"""Which visits and incidents a reader may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from habeas.web.people.access import Reader, register_parties
from habeas.web.sources.access import visible
from habeas.web.visits.models import Incident, Membership, Visit


@register_parties
def parties_of_member(user_id: int, day: date) -> Iterable[str]:
    """Parties to which a member of a delegation makes a visit on ``day``: whose file they may read."""
    return (
        Membership.objects.filter(user_id=user_id, from_day__lte=day)
        .filter(Q(until_day=None) | Q(until_day__gte=day))
        .values_list("visit__party__public_id", flat=True)
        .distinct()
    )


def visits_for(reader: Reader) -> "QuerySet[Visit, Any]":
    """Visits that the reader may see, with their acts."""
    return visible(reader, Visit.objects.select_related("party", "source").prefetch_related("acts__source"))


def visit_for(reader: Reader, public_id: str) -> Visit:
    """Return one visit, or ``Http404``."""
    visit: Visit | None = visits_for(reader).filter(public_id=public_id).first()
    if visit is None:
        raise Http404
    return visit


def incidents_for(reader: Reader) -> "QuerySet[Incident, Any]":
    """Incidents of co-operation that the reader may see."""
    return visible(reader, Incident.objects.select_related("party", "source", "visit"))
