"""Places as values: name and kind of today, history as acts."""

from habeas.dossier import entries as kinds
from habeas.dossier.facts import Certainty, Klass
from habeas.web.places.models import Place, PlaceChange
from habeas.web.sources.store import shared_value, source_value, when


def place_value(row: Place) -> kinds.Place:
    """A place with its history."""
    return kinds.Place(
        **shared_value(row),
        name=row.name,
        kind=row.kind,
        state=row.state,
        region=row.region,
        names=tuple(row.other_names),
        acts=tuple(change_value(change) for change in row.changes.all() if not change.withdrawn_why),
    )


def change_value(row: PlaceChange) -> kinds.Act:
    """One change as an act; what it was merged into lends it its class."""
    told = f"{row.before} → {row.value}" if row.before and row.value else (row.value or row.before)
    if row.into is not None:
        told = row.into.name
    return kinds.Act(
        kind=row.kind,
        date=when(row.date),
        basis=told,
        note=row.note,
        source=source_value(row.source) if row.source else None,
        certainty=Certainty(row.certainty) if row.certainty else None,
        klass=Klass(row.into.klass) if row.into else None,
    )
