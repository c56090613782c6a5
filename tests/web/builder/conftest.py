"""A visit that is over, its report, and the text of it."""

from datetime import date

import pytest
from tests import cast

from habeas.procedure.report.acts import Drafted
from habeas.procedure.visit.acts import Completed, Decided, Decider, Kind, Programmed, Started
from habeas.web.builder.actions import Wording, begin
from habeas.web.builder.models import Manuscript
from habeas.web.parties.models import Party
from habeas.web.reports.actions import begin as begin_report
from habeas.web.sources.models import Source
from habeas.web.visits.actions import begin as begin_visit
from habeas.web.visits.actions import take
from habeas.web.visits.models import Visit

FOUND = "Lawyers were called in 9 of 40 custody records looked at."
ASKED = "The CPT recommends that every person be offered a lawyer at the outset of custody."


@pytest.fixture
def visit() -> Visit:
    party = Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)
    row = Visit(party=party, source=Source.objects.create(name="programme"), date="2025-01-13/2025-01-20")
    begin_visit(None, row, Programmed(on=date(2025, 1, 6)))
    for act in (
        Decided(on=date(2025, 1, 7), kind=Kind.AD_HOC, decider=Decider.MECHANISM),
        Started(on=date(2025, 1, 13)),
        Completed(on=date(2025, 1, 20)),
    ):
        take(None, row, act)
    return row


@pytest.fixture
def report(visit):
    return begin_report(None, visit, Drafted(on=date(2025, 3, 3)))


@pytest.fixture
def manuscript(report) -> Manuscript:
    """A heading, three paragraphs, and an ask behind the second."""
    return begin(
        None,
        Manuscript(report=report),
        [
            Wording(text="Introduction", form="heading", level=1),
            Wording(text="A delegation visited Orland."),
            Wording(text=FOUND),
            Wording(text=ASKED, form="ask", kind="recommendation", addressee="Ministry of the Interior"),
            Wording(text="The third paragraph."),
        ],
    )


@pytest.fixture
def dana():
    return cast.reader(cast.desk_officer())


@pytest.fixture
def helene():
    return cast.reader(cast.head_of_body())
