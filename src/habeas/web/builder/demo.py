"""The invented text of an invented report, for the demo: half written, with a round open."""

from datetime import date

from habeas.language import words
from habeas.web.builder.access import findings_beside
from habeas.web.builder.actions import Wording, add, add_remark, begin, open_round
from habeas.web.builder.models import Manuscript, Passage, Remark, Round
from habeas.web.builder.outlining import outline
from habeas.web.people.access import Reader
from habeas.web.reports.models import Document
from habeas.web.visits.models import Visit

MINISTRY = "Ministry of the Interior"
WRITTEN = {
    "Consultations and co-operation": (
        Wording(
            text="The co-operation received was generally satisfactory, with one exception: at the remand "
            "prison an officer stood at the open door of an interview."
        ),
    ),
    "Safeguards against ill-treatment": (
        Wording(text="Lawyers were called in 9 of 40 custody records looked at."),
        Wording(
            text="The Committee recommends that every person held by the police be offered a lawyer within "
            "one hour of arrest, and that the hour of the offer be entered in the register.",
            form="ask",
            kind="recommendation",
            addressee=MINISTRY,
            provision="ECPT#10(1)",
        ),
        Wording(
            text="The Committee would like to receive the number of persons who saw a lawyer in 2025, by "
            "police station.",
            form="ask",
            kind="request",
            addressee=MINISTRY,
            provision="ECPT#10(1)",
        ),
    ),
    "Conditions of detention": (
        Wording(text="Cell 2 of the police station in Brod had no window and no call bell that worked."),
        Wording(
            text="The Committee recommends that the authorities improve the cells as appropriate.",
            form="ask",
            kind="recommendation",
        ),
    ),
}


def fill(reader: Reader, report: Document, visit: Visit) -> None:
    """Begin the text from the record of the visit and write some of it."""
    manuscript = begin(reader, Manuscript(report=report, language="en"), outline(reader, visit, words("en")))
    drawn = {finding.text: finding for finding, _used in findings_beside(reader, manuscript)}
    for heading, wordings in WRITTEN.items():
        behind = Passage.objects.get(manuscript=manuscript, form="heading", text=heading)
        for wording in wordings:
            found = [drawn[wording.text]] if wording.text in drawn else []
            behind = add(reader, manuscript, [wording], after=behind, findings=found)[0]
    round_ = open_round(
        reader,
        Round(
            manuscript=manuscript,
            kind="members",
            to="members of the delegation",
            sent_on=date(2026, 10, 9),
            until=date(2026, 10, 23),
        ),
    )
    about = Passage.objects.get(manuscript=manuscript, text=WRITTEN["Conditions of detention"][1].text)
    add_remark(
        reader,
        Remark(
            round=round_,
            passage=about,
            said_by="Mikael Member (invented)",
            text="Say what is to be done: a window, and a call bell.",
        ),
    )
