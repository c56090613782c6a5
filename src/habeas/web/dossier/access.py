"""Which Parties have a dossier for a reader, and which statements, events, procedures and figures."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.http import Http404

from habeas.clock import Edtf
from habeas.dossier.status import VisitStatus, visit_status
from habeas.web.dossier.models import Event, Figure, FigureValue, Procedure, Statement
from habeas.web.parties.access import dossiers_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.sources.access import acts_shown, reads_confidential, visible
from habeas.web.visits.access import visits_for
from habeas.web.visits.store import visit_value

MADE = frozenset({VisitStatus.UNDER_WAY, VisitStatus.SUSPENDED, VisitStatus.COMPLETED})
"""Where a visit stands once the delegation was there."""
NOT_MADE = frozenset({VisitStatus.CANCELLED, VisitStatus.REFUSED, VisitStatus.POSTPONED})
"""Where it stands when it came to nothing, or not yet."""


def statements_for(reader: Reader) -> "QuerySet[Statement, Any]":
    """Statements that the reader may see, with what they speak about."""
    return visible(
        reader,
        Statement.objects.select_related("party", "source").prefetch_related(
            "about_asks", "about_visits", "about_documents", "about_figures"
        ),
    )


def events_for(reader: Reader) -> "QuerySet[Event, Any]":
    """Events that the reader may see."""
    return visible(reader, Event.objects.select_related("party", "source"))


def procedures_for(reader: Reader) -> "QuerySet[Procedure, Any]":
    """Procedures that the reader may see, with their steps."""
    return visible(reader, Procedure.objects.select_related("party", "source").prefetch_related("steps"))


def conducted_ids(reader: Reader, party: Party) -> frozenset[str]:
    """Public ids of the procedures that the body conducts itself, for who reads the Party's file."""
    if not reads_confidential(reader, party.public_id):
        return frozenset()
    rows = procedures_for(reader).filter(party=party, conducted=True)
    return frozenset(rows.values_list("public_id", flat=True))


def figures_for(reader: Reader, party: Party) -> "QuerySet[Figure, Any]":
    """Figures of a Party, each with the values that the reader may see: a figure without any is not shown."""
    values = visible(reader, FigureValue.objects.select_related("party", "source"))
    return Figure.objects.filter(party=party).prefetch_related(Prefetch("values", queryset=values))


def parties_listed(reader: Reader, *, as_of: date) -> list[dict[str, Any]]:
    """The Parties with what their line in the list says; a few queries, however many Parties.

    A visit counts once it was made: not where it is only planned, nor where it was cancelled or refused.
    """
    visits = Counter[int]()
    visited: dict[int, Edtf] = {}
    for row in visits_for(reader).order_by(F("date_latest").asc(nulls_last=True), "pk"):
        visit = acts_shown(reader, visit_value(row), row.party.public_id)
        if visit_status(visit, as_of) in MADE:
            visits[row.party.pk] += 1
            if visit.period:
                visited[row.party.pk] = visit.period
    said = _latest(statements_for(reader).prefetch_related(None))
    return [
        {
            "party": party,
            "visits": visits[party.pk],
            "last_visit": visited.get(party.pk),
            "last_statement": said.get(party.pk),
        }
        for party in dossiers_for(reader)
    ]


def _latest(rows: "QuerySet[Any, Any]") -> dict[int, str]:
    """By Party the latest date, as it is known: a month stays a month."""
    dated = rows.exclude(date="").order_by(F("date_latest").asc(nulls_last=True), "pk")
    return dict(dated.values_list("party", "date"))


KINDS: dict[str, Callable[[Reader], "QuerySet[Any, Any]"]] = {
    "statement": statements_for,
    "event": events_for,
    "figure": lambda reader: visible(reader, FigureValue.objects.select_related("party", "source", "figure")),
    "procedure": procedures_for,
}


def fact_for(reader: Reader, kind: str, public_id: str) -> Any:
    """Return one fact of a kind, or ``Http404``."""
    rows = KINDS.get(kind)
    row = rows(reader).filter(public_id=public_id).first() if rows else None
    if row is None:
        raise Http404
    return row
