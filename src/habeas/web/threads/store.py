"""Claims, assessments and links as values, of the dossier and of the room ``threads``."""

from collections.abc import Iterable

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.threads import Asked, Assessed, Degree, Item, Link, Relation
from habeas.web.reports.models import Ask
from habeas.web.sources.store import shared_value, when
from habeas.web.threads.models import AskLink, Assessment, Claim
from habeas.web.threads.models import Degree as DegreeRow


def item_value(row: Ask) -> Item:
    """An ask, as far as threads need it."""
    return Item(
        id=row.public_id,
        party=str(row.party_id),
        date=row.when,
        places=frozenset(place.public_id for place in row.places.all()),
    )


def asked_value(row: Ask) -> Asked:
    """An ask with its words and where it stands, as it is compared with others."""
    document = row.document
    named = [row.reference] + ([document.reference, document.confidential_reference] if document else [])
    return Asked(
        id=row.public_id,
        party=str(row.party_id),
        date=row.when,
        text=row.text,
        references=frozenset(one for one in named if one),
        paragraphs=frozenset(one for one in (row.paragraph, row.number) if one),
    )


def link_value(row: AskLink) -> Link:
    """A link, whether it stands or not."""
    return Link(
        later=row.later.public_id,
        earlier=row.earlier.public_id,
        relation=Relation(row.relation),
        withdrawn=bool(row.withdrawn_why),
    )


def assessed_values(rows: Iterable[Assessment]) -> list[Assessed]:
    """The assessments that stand."""
    return [
        Assessed(
            id=row.public_id,
            ask=row.ask.public_id,
            degree=row.degree,
            date=Edtf.parse(row.date),
            place=row.pk,
        )
        for row in rows
        if not row.withdrawn_why
    ]


def degree_value(row: DegreeRow) -> Degree:
    """A degree of the body's own."""
    return Degree(code=row.code, name=row.name, closes=row.closes, names=dict(row.names))


def claim_value(row: Claim) -> kinds.Claim:
    """What the State says of an ask."""
    return kinds.Claim(
        **shared_value(row),
        ask=row.ask.public_id,
        date=when(row.date),
        position=row.position,
        progress=row.progress,
        text=row.text,
        document=row.document.public_id if row.document else "",
    )


def assessment_value(row: Assessment) -> kinds.Assessment:
    """What the body found of an ask. Who found it is told by role: names stay in the store."""
    return kinds.Assessment(
        **shared_value(row),
        ask=row.ask.public_id,
        date=Edtf.parse(row.date),
        degree=row.degree,
        reasons=row.reasons,
        visits=tuple(visit.public_id for visit in row.visits.all()),
        documents=tuple(document.public_id for document in row.documents.all()),
        third_party=row.third_party,
        role=row.author_role,
    )


def ask_link_value(row: AskLink) -> kinds.AskLink:
    """A link between two asks."""
    return kinds.AskLink(
        **shared_value(row),
        later=row.later.public_id,
        earlier=row.earlier.public_id,
        relation=row.relation,
        date=when(row.date),
        why=row.why,
    )
