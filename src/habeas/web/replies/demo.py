"""An invented Party's replies, for the demo: one sent in the portal, one draft, and a letter half apart."""

from datetime import date

from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.replies.access import items_of, reports_for, transmitted
from habeas.web.replies.actions import save_draft, send
from habeas.web.replies.answering import Answer
from habeas.web.replies.apart import Heard, answer_items, say_silent
from habeas.web.replies.filing import Came, file_response
from habeas.web.replies.models import Filing, ReplyDraft, Sending
from habeas.web.reports.access import documents_for


def fill(reader: Reader) -> None:
    """Answer as the liaison officer ``reader``, unless anything was written already."""
    report = reports_for(reader).filter(party__invented=True, asks__isnull=False).first()
    if report is None or Sending.objects.exists() or ReplyDraft.objects.exists():
        return
    items = list(items_of(report)[:2])
    if len(items) < 2:
        return
    first, second = items
    save_draft(
        reader,
        first,
        Answer(
            position="accepted_in_part",
            action="A bill on access to a lawyer from the first hour is before the Government (invented).",
            evidence="Draft bill, annex 1 (invented)",
            ministry="Ministry of the Interior of Orland",
        ),
    )
    send(reader, report)
    save_draft(
        reader,
        second,
        Answer(position="already_implemented", action="The cell was taken out of use (invented)."),
    )


def fill_desk(reader: Reader, party: Party) -> None:
    """Let the desk officer ``reader`` have filed a letter of an invented Party, and have taken half apart."""
    reports = transmitted(documents_for(reader)).filter(party=party, confidential_reference="INV (2020) 5")
    report = reports.first()
    if not party.invented or report is None or Filing.objects.filter(sending=None).exists():
        return
    letter = Came(
        received_on=date(2022, 1, 17),
        kind="follow-up",
        reference="MFA 31/2 (invented)",
        dated="2022-01-12",
        channel="Permanent Representation, by hand",
        language="other",
        translated=True,
        only="21, 24, 33",
        annexes="Annex 1: statistics of complaints 2018 to 2020 (invented)\nAnnex 2: draft decree (invented)",
    )
    filing = file_response(reader, report, letter)
    lawyer, record, complaints = (report.asks.filter(paragraph=one).first() for one in ("21", "24", "33"))
    if lawyer and record and complaints:
        for heard in _LAWYER:
            answer_items(reader, filing, [lawyer], heard)
        answer_items(reader, filing, [record], _RECORD)
        say_silent(reader, filing, [complaints])


_LAWYER = (
    Heard(
        position="already_implemented",
        text="Access to a lawyer is guaranteed by law to every person deprived of liberty (invented).",
        paragraph="Paragraph 21",
        ministry="Ministry of the Interior of Orland",
        evidence="Code of Criminal Procedure, Article 46 (invented)",
    ),
    Heard(
        position="accepted_in_part",
        progress="planned",
        text="A roster of duty lawyers will be drawn up with the Bar (invented).",
        paragraph="Paragraph 21",
        ministry="Ministry of Justice of Orland",
    ),
)
_RECORD = Heard(
    position="accepted",
    progress="ongoing",
    text="The draft decree on a single custody record is attached as annex 2 (invented).",
    paragraph="Paragraph 24",
    ministry="Ministry of the Interior of Orland",
    action="A decree is drafted (invented).",
    evidence="Annex 2 (invented)",
)
