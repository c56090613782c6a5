"""The doors for filing a response, and for recording what it holds on each item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from habeas.clock import Edtf
from habeas.dossier.facts import Capacity, Certainty, Klass, Source, Voice
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.procedure.report.acts import ResponseKind, ResponseReceived
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.replies.access import ANSWERS_TO, transmitted, transmitted_on
from habeas.web.replies.models import AnsweredItem, Filing
from habeas.web.reports.actions import add_document, add_document_act, take
from habeas.web.reports.models import Ask, Document, DocumentAct
from habeas.web.sources.actions import source_for
from habeas.web.threads.actions import claim
from habeas.web.threads.models import Claim

FILED = register("reply.filed", N_("filed the response to a report"))
TAKEN_APART = register("reply.item_answered", N_("recorded what a response holds on an item"))

cite("ECPT#10(1)", enforces="A response is filed beside its report, taken apart in the State's own voice.")


def file_response(
    actor: Actor | None,
    report: Document,
    *,
    received_on: date,
    kind: str = "single",
    language: str = "",
    annexes: str = "",
    only: str = "",
) -> Filing:
    """Make the document of a response to a report that was transmitted; it is confidential.

    ``only`` are the paragraphs that it answers, where it leaves others open: what was due for the whole
    report is then still awaited.

    Raises ``RefusedError`` (``report-never-transmitted``, ``response-before-report``), and, of a report
    of the body's own, ``ForbiddenError`` where its procedure does not allow the step.
    """
    if not transmitted(Document.objects.filter(pk=report.pk)).exists():
        raise RefusedError(
            "report-never-transmitted",
            N_("This was never transmitted to the Party: no response to it can be filed."),
            advice=N_("Record first that it was transmitted."),
        )
    sent = transmitted_on(report)
    if sent is not None and sent.earliest and received_on < sent.earliest:
        raise RefusedError(
            "response-before-report", N_("This day lies before the report was transmitted to the Party.")
        )
    day = received_on.isoformat()
    with transaction.atomic():
        number = Document.objects.filter(responds_to=report).count() + 1
        named = f"Response {number} of {report.party.name} to {report}, received {day}"
        source = Source(
            name=named[:300], date=Edtf.parse(day), voice=Voice.STATE, capacity=Capacity.GOVERNMENT
        )
        response = Document(
            party=report.party,
            kind=ANSWERS_TO,
            title=named[:300],
            date=day,
            responds_to=report,
            source=source_for(actor, source),
            certainty=Certainty.SEEN.value,
            klass=Klass.CONFIDENTIAL.value,
            voice=Voice.STATE.value,
        )
        add_document(actor, response)
        act = DocumentAct(
            document=response, kind="received", date=day, concerns=only, klass=Klass.CONFIDENTIAL.value
        )
        add_document_act(actor, act)
        filing = Filing.objects.create(
            report=report,
            response=response,
            kind=kind,
            received_on=received_on,
            language=language,
            annexes=annexes,
        )
        if report.conducted:
            step = ResponseReceived(
                on=received_on,
                kind=ResponseKind(kind),
                document=response.public_id,
                in_part=bool(only),
            )
            take(actor, report, step)
        record(actor, FILED, filing, fields=["response"], party=report.party.public_id)
    return filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a response says on items: ``text`` verbatim, ``paragraph`` where in the response."""

    position: str = ""
    progress: str = ""
    text: str = ""
    paragraph: str = ""
    date: str = ""
    ministry: str = ""
    evidence: str = ""


def answer_items(actor: Actor | None, filing: Filing, asks: Iterable[Ask], heard: Heard) -> list[Claim]:
    """Record what one passage of a response says on one item or several: on all of them, or on none.

    Raises ``RefusedError`` (``item-of-another-report``), and as ``threads.actions.claim`` does.
    """
    made = []
    with transaction.atomic():
        for ask in asks:
            _hold_item(filing, ask)
            row = Claim(
                ask=ask,
                position=heard.position,
                progress=heard.progress,
                text=heard.text,
                document=filing.response,
                pinpoint=heard.paragraph,
                date=heard.date or filing.received_on.isoformat(),
                certainty=Certainty.SEEN.value,
            )
            claim(actor, row)
            item = AnsweredItem.objects.create(
                filing=filing, ask=ask, claim=row, ministry=heard.ministry, evidence=heard.evidence
            )
            record(actor, TAKEN_APART, item, fields=["claim"], party=ask.party.public_id)
            made.append(row)
    return made


def _hold_item(filing: Filing, ask: Ask) -> None:
    if ask.document_id != filing.report_id or ask.party_id != filing.report.party_id:
        raise RefusedError("item-of-another-report", N_("This item stands in another report."))
