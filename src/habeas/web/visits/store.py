"""Visits and incidents as values."""

from habeas.dossier import entries as kinds
from habeas.web.sources.store import acts_value, shared_value, when
from habeas.web.visits.models import Incident, Visit


def visit_value(row: Visit) -> kinds.Visit:
    """A visit with its acts."""
    return kinds.Visit(
        **shared_value(row),
        kind=row.kind,
        period=when(row.date),
        label=row.label,
        aim=row.aim,
        acts=acts_value(row.acts),
    )


def incident_value(row: Incident) -> kinds.Incident:
    """An incident of co-operation."""
    return kinds.Incident(
        **shared_value(row),
        date=when(row.date),
        head=row.head,
        kind=row.kind,
        visit=row.visit.public_id if row.visit else "",
    )
