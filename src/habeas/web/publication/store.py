"""The rows of a publication as a history of the room ``procedure``, and back."""

from habeas.procedure.machine import Act, History
from habeas.procedure.publication import VOCABULARY
from habeas.procedure.regimes import Regime as Terms
from habeas.procedure.written import particulars
from habeas.web.parties.models import Party
from habeas.web.publication.models import PublicationStep, Regime
from habeas.web.reports.models import Document


def steps_of(document: Document) -> list[PublicationStep]:
    """The steps in the order in which they were recorded."""
    return list(PublicationStep.objects.filter(document=document).order_by("pk"))


def history_of(document: Document) -> History:
    """The history that the rows keep."""
    return History(
        tuple(
            VOCABULARY.read(
                step.step, step.particulars, on=step.on, note=step.note, withdrawn_why=step.withdrawn_why
            )
            for step in steps_of(document)
        )
    )


def terms_of(party: Party) -> list[Terms]:
    """The terms of automatic publication of a Party, as values."""
    return [
        Terms(
            name=row.public_id,
            since=row.since,
            until=row.until,
            window_days=row.window_days,
            longest_days=row.longest_days,
            kinds=frozenset(row.kinds),
        )
        for row in Regime.objects.filter(party=party)
    ]


def step_row(document: Document, act: Act) -> PublicationStep:
    """The row that keeps an act."""
    return PublicationStep(
        document=document,
        step=VOCABULARY.word_of(type(act)),
        on=act.on,
        note=act.note,
        particulars=particulars(act),
    )
