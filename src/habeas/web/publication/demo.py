"""The invented Party whose dossier is public: its report and response gone through, approved and published.

And the text of another report, half gone through, for who prepares.
"""

import io
from datetime import UTC, date, datetime, timedelta

from docx import Document as WordFile

from habeas.documents.redaction import occurrences
from habeas.procedure.publication import RequestedByParty
from habeas.web.people.access import Reader
from habeas.web.publication.actions import approve_all, prepare_text, publish_all, record_act
from habeas.web.publication.models import PublicationStep
from habeas.web.redaction.access import units_for
from habeas.web.redaction.actions import decide, list_met, record_consent, take_text
from habeas.web.redaction.models import CONSENT, DELETE, OFFICE, WorkingText
from habeas.web.reports.models import Document

REPORT = (
    "At the police station in Vell, Mr Tomas Invented said that he was questioned before he saw a lawyer.",
    "A doctor of the delegation saw bruises that are consistent with what Mr Invented said.",
    "Ms Ada Invented, a nurse, said so under her name and consented to be named.",
    "The Committee recommends that every person held by the police see a lawyer before being questioned.",
    "The Minister of the Interior, Rosa Officeholder, told the delegation that a law was being drafted.",
)
RESPONSE = (
    "A draft law on access to a lawyer from the first hour was sent to Parliament in November 2023.",
    "The case of the person at the police station in Vell was sent to the prosecutor, who closed it.",
)


def fill(officer: Reader, head: Reader) -> None:
    """Publish the two, and begin with a third, unless a text was taken already."""
    if WorkingText.objects.exists():
        return
    pair = Document.objects.filter(party__invented=True, reference__startswith="INV/Inf (2024) ")
    report, response = pair.filter(kind="visit report").first(), pair.filter(kind="response").first()
    if report and response:
        _publish(officer, head, report, response)
    started = PublicationStep.objects.values("document")
    other = Document.objects.filter(party__invented=True, kind="visit report", klass="confidential")
    third = other.exclude(pk__in=started).order_by("-date_earliest", "pk").first()
    if third:
        title = third.title or third.get_kind_display()
        asked = RequestedByParty(on=date(2026, 11, 20), reference="letter of 18 November 2026 (invented)")
        record_act(officer, third, asked)
        text = take_text(officer, third, _word(REPORT), title=title, language="en")
        decide(officer, text, occurrences(units_for(text), "Tomas Invented"), DELETE)
        list_met(officer, third, ["Ministry of Justice of Orland"], kind="authority")
        list_met(officer, third, ["Association for Those Held (invented)"], kind="organisation")


def _publish(officer: Reader, head: Reader, report: Document, response: Document) -> None:
    at, on = datetime(2024, 1, 15, 10, tzinfo=UTC), date(2024, 1, 15)
    read = {}
    for document, paragraphs in ((report, REPORT), (response, RESPONSE)):
        text = take_text(officer, document, _word(paragraphs), title=document.title, language="en")
        record_act(officer, document, RequestedByParty(on=on, reference="letter of 10 January 2024"))
        if document == report:
            _go_through(officer, text)
        read[prepare_text(officer, document, names_deleted=True, at=at, on=on)] = document
    approve_all(head, read, at=at + timedelta(hours=1), on=on)
    publish_all(officer, [report, response], at=at + timedelta(hours=2), on=on)


def _go_through(officer: Reader, text: WorkingText) -> None:
    units = units_for(text)
    consent = record_consent(
        officer, text.document, how="writing", given_on=date(2024, 1, 8), kept_at="file 3 (invented)"
    )
    for words in ("Mr Tomas Invented", "Mr Invented"):
        decide(officer, text, occurrences(units, words), DELETE)
    decide(officer, text, occurrences(units, "Ada Invented"), CONSENT, consent=consent)
    decide(officer, text, occurrences(units, "Rosa Officeholder"), OFFICE, office="Minister of the Interior")


def _word(paragraphs: tuple[str, ...]) -> bytes:
    made = WordFile()
    made.add_heading("Facts found during the visit", 1)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph, style="List Number")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
