"""Documents and asks as values."""

from habeas.dossier import entries as kinds
from habeas.web.reports.models import Ask, Document
from habeas.web.sources.store import acts_value, shared_value, when


def document_value(row: Document) -> kinds.Document:
    """A document with its acts."""
    return kinds.Document(
        **shared_value(row),
        kind=row.kind,
        title=row.title,
        date=when(row.date),
        reference=row.reference,
        confidential_reference=row.confidential_reference,
        responds_to=row.responds_to.public_id if row.responds_to else "",
        visits=tuple(visit.public_id for visit in row.visits.all()),
        acts=acts_value(row.acts),
    )


def ask_value(row: Ask) -> kinds.Ask:
    """An ask, verbatim."""
    return kinds.Ask(
        **shared_value(row),
        kind=row.kind,
        text=row.text,
        number=row.number,
        paragraph=row.paragraph,
        asked_by=row.asked_by,
        addressee=row.addressee,
        document=row.document.public_id if row.document else "",
        date=when(row.date),
        session=row.session,
        position=row.position,
        position_as_written=row.position_as_written,
        response=row.response,
        themes=tuple(theme.name for theme in row.themes.all()),
        places=tuple(place.public_id for place in row.places.all()),
    )
