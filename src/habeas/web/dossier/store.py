"""The dossier of a Party, drawn together from the rows of all apps."""

from django.db.models import Model, Q

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.dossier.facts import Certainty, Klass
from habeas.dossier.publicly import public_dossier
from habeas.web.dialogue.access import letters_for, talks_for
from habeas.web.dialogue.models import Letter, Talks
from habeas.web.dialogue.store import letter_value, talks_value
from habeas.web.dossier.access import events_for, figures_for, procedures_for, statements_for
from habeas.web.dossier.models import Event, Figure, FigureValue, Procedure, Statement
from habeas.web.parties.access import authorities_for, liaison_officers_for, standings_for, successions_for
from habeas.web.parties.models import Authority, Party, Standing
from habeas.web.parties.store import (
    authority_value,
    completeness_value,
    liaison_officer_value,
    party_value,
    standing_value,
    succession_value,
)
from habeas.web.people.access import Reader
from habeas.web.places.access import places_for
from habeas.web.places.models import Place
from habeas.web.places.store import place_value
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.reports.models import Ask, Document
from habeas.web.reports.store import ask_value, document_value
from habeas.web.sources.access import reads_confidential
from habeas.web.sources.store import shared_value, when
from habeas.web.threads.access import assessments_for, claims_for, links_for, own_degrees, touched
from habeas.web.threads.store import ask_link_value, assessment_value, claim_value
from habeas.web.visits.access import incidents_for, visits_for
from habeas.web.visits.models import Incident, Visit
from habeas.web.visits.store import incident_value, visit_value


def audience_of(reader: Reader, party: Party) -> Klass:
    """For whom the dossier is drawn up: for who may read what is confidential, or for everybody."""
    return Klass.CONFIDENTIAL if reads_confidential(reader, party.public_id) else Klass.PUBLIC


def dossier_for(reader: Reader, party: Party, *, asks: bool = True) -> kinds.Dossier:
    """Return what ``reader`` may know of ``party``.

    Without ``asks`` only those that statements speak of or of which more is said: the others have
    their own page.

    Everything comes through the doors of its app. Who may not read what is confidential
    gets the public projection on top, so that no pointer leads past a door.
    """
    audience = audience_of(reader, party)
    dossier = kinds.Dossier(
        party=party_value(party),
        audience=audience,
        complete=_complete_in_public(party) if audience is Klass.PUBLIC else completeness_value(party),
        standings=tuple(map(standing_value, standings_for(reader).filter(party=party))),
        authorities=tuple(map(authority_value, authorities_for(reader).filter(party=party))),
        successions=tuple(
            map(succession_value, successions_for(reader).filter(party=party, withdrawn_why=""))
        ),
        liaison_officers=tuple(map(liaison_officer_value, liaison_officers_for(reader).filter(party=party))),
        places=tuple(
            map(
                place_value,
                places_for(reader).filter(party=party).prefetch_related("changes__source", "changes__into"),
            )
        ),
        visits=tuple(map(visit_value, visits_for(reader).filter(party=party))),
        documents=tuple(map(document_value, documents_for(reader).filter(party=party))),
        letters=tuple(map(letter_value, letters_for(reader).filter(party=party))),
        talks=tuple(map(talks_value, talks_for(reader).filter(party=party))),
        incidents=tuple(map(incident_value, incidents_for(reader).filter(party=party))),
        procedures=tuple(map(procedure_value, procedures_for(reader).filter(party=party))),
        statements=tuple(map(statement_value, statements_for(reader).filter(party=party))),
        events=tuple(map(event_value, events_for(reader).filter(party=party))),
        figures=tuple(figure for row in figures_for(reader, party) if (figure := figure_value(row)).values),
        asks=_asks(reader, party, every=asks),
        claims=tuple(map(claim_value, claims_for(reader).filter(party=party, withdrawn_why=""))),
        assessments=tuple(
            map(assessment_value, assessments_for(reader).filter(party=party, withdrawn_why=""))
        ),
        links=tuple(map(ask_link_value, links_for(reader).filter(party=party, withdrawn_why=""))),
        scale=own_degrees(),
    )
    return public_dossier(dossier) if audience is Klass.PUBLIC else dossier


_ROWS: dict[kinds.Lists, type[Model]] = {
    kinds.Lists.STANDING: Standing,
    kinds.Lists.AUTHORITY: Authority,
    kinds.Lists.PLACE: Place,
    kinds.Lists.VISIT: Visit,
    kinds.Lists.DOCUMENT: Document,
    kinds.Lists.ASK: Ask,
    kinds.Lists.LETTER: Letter,
    kinds.Lists.TALKS: Talks,
    kinds.Lists.CO_OPERATION: Incident,
    kinds.Lists.PROCEDURE: Procedure,
    kinds.Lists.STATEMENT: Statement,
    kinds.Lists.EVENT: Event,
    kinds.Lists.FIGURE: FigureValue,
}


def _complete_in_public(party: Party) -> dict[kinds.Lists, bool | None]:
    """What is said of lists of which nothing is held back: a shortened list is not called complete."""
    held = Klass.CONFIDENTIAL.value
    return {
        name: said
        for name, said in completeness_value(party).items()
        if not _ROWS[name]._default_manager.filter(party=party, klass=held).exists()
    }


def _asks(reader: Reader, party: Party, *, every: bool) -> tuple[kinds.Ask, ...]:
    """All asks of a Party, or those that statements about it speak of and of which more is said."""
    rows = asks_for(reader).filter(party=party)
    if not every:
        spoken_of = rows.filter(statements__party=party)
        rows = rows.filter(Q(pk__in=spoken_of.values("pk")) | Q(pk__in=touched(reader).values("pk")))
    return tuple(map(ask_value, rows.prefetch_related("themes", "places")))


DELIBERATION = frozenset({"ground attached", "voted"})
"""Steps that stay on the page of the procedure: the body's own deliberation is no fact of a dossier."""


def procedure_value(row: Procedure) -> kinds.Procedure:
    """A procedure with its steps."""
    return kinds.Procedure(
        **shared_value(row),
        kind=row.kind,
        annex=row.annex,
        steps=tuple(
            kinds.Step(
                step=step.step,
                date=when(step.date),
                ground=step.ground,
                note=step.note,
                certainty=Certainty(step.certainty),
            )
            for step in row.steps.all()
            if not step.withdrawn_why and step.step not in DELIBERATION
        ),
    )


def statement_value(row: Statement) -> kinds.Statement:
    """A statement and what it points at."""
    pointed = (row.about_asks, row.about_visits, row.about_documents, row.about_figures)
    return kinds.Statement(
        **shared_value(row),
        date=when(row.date),
        speaker=row.speaker,
        gist=row.gist,
        name_variants=tuple(row.name_variants),
        role=row.role,
        about=row.about,
        kind=row.kind,
        provision=row.provision,
        dates_reported=tuple((Edtf.parse(date), source) for date, source in row.dates_reported),
        points_at=tuple(item.public_id for manager in pointed for item in manager.all()),
    )


def event_value(row: Event) -> kinds.Event:
    """An event around the dialogue."""
    return kinds.Event(
        **shared_value(row), date=when(row.date), kind=row.kind, body=row.body, figures=row.figures
    )


def figure_value(row: Figure) -> kinds.Figure:
    """A figure with the values that the reader may see (they are fetched so)."""
    return kinds.Figure(
        id=row.public_id,
        about=row.about,
        values=tuple(map(figure_value_value, row.values.all())),
    )


def figure_value_value(row: FigureValue) -> kinds.FigureValue:
    """One value of a figure."""
    return kinds.FigureValue(**shared_value(row), value=row.value, as_of=when(row.date))
