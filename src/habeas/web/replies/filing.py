"""The door for filing a response, however it came: the document, its receipt, and the step that it is."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from habeas.clock import Edtf
from habeas.dossier.facts import Capacity, Certainty, Klass, Source, Voice
from habeas.errors import RefusedError
from habeas.language import N_, words
from habeas.law import cite
from habeas.procedure.report.acts import ResponseKind, ResponseReceived
from habeas.procedure.report.steps import report_deadlines
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.replies.access import ANSWERS_TO, transmitted, transmitted_on
from habeas.web.replies.models import Filing
from habeas.web.reports.access import history_for
from habeas.web.reports.actions import add_document, add_document_act, take
from habeas.web.reports.models import Document, DocumentAct
from habeas.web.sources.actions import source_for

FILED = register("reply.filed", N_("filed the response to a report"))

cite("ECPT#10(1)", enforces="A response is filed beside its report, taken apart in the State's own voice.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How a response came. ``dated`` (EDTF) is the day that the letter bears; empty: that of its receipt.

    ``only`` are the paragraphs that it answers, where it leaves others open: what was due for the whole
    report is then still awaited. ``annexes`` are titles, one a line.
    """

    received_on: date
    kind: str = "single"
    reference: str = ""
    dated: str = ""
    channel: str = ""
    language: str = ""
    translated: bool = False
    only: str = ""
    annexes: str = ""


def file_response(actor: Actor | None, report: Document, came: Came) -> Filing:
    """Make the document of a response to a report that was transmitted; it is confidential.

    Raises ``RefusedError`` (``report-never-transmitted``, ``response-before-report``,
    ``response-not-yet``, ``letter-after-receipt``, ``letter-filed-already``), and, of a report of the
    body's own, ``ForbiddenError`` where its procedure does not allow the step.
    """
    _hold(report, came)
    day = came.received_on.isoformat()
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=report.pk)
        _refuse_twice(report, came)
        number = Document.objects.filter(responds_to=report).count() + 1
        when = words("en").date(came.received_on)
        named = f"Response {number} of {report.party.name} to {report}, received {when}"[:300]
        source = Source(name=named, date=Edtf.parse(day), voice=Voice.STATE, capacity=Capacity.GOVERNMENT)
        response = Document(
            party=report.party,
            kind=ANSWERS_TO,
            title=named,
            confidential_reference=came.reference,
            date=came.dated or day,
            responds_to=report,
            source=source_for(actor, source),
            certainty=Certainty.SEEN.value,
            klass=Klass.CONFIDENTIAL.value,
            voice=Voice.STATE.value,
        )
        add_document(actor, response)
        act = DocumentAct(
            document=response, kind="received", date=day, concerns=came.only, klass=Klass.CONFIDENTIAL.value
        )
        add_document_act(actor, act)
        filing = Filing.objects.create(
            report=report,
            response=response,
            kind=came.kind,
            received_on=came.received_on,
            channel=came.channel,
            language=came.language,
            translated=came.translated,
            only=came.only,
            annexes=came.annexes,
        )
        if report.conducted:
            take(actor, report, _step(report, response, came))
        record(actor, FILED, filing, fields=["response"], party=report.party.public_id)
    return filing


def _hold(report: Document, came: Came) -> None:
    if not transmitted(Document.objects.filter(pk=report.pk)).exists():
        raise RefusedError(
            "report-never-transmitted",
            N_("This was never transmitted to the Party: no response to it can be filed."),
            advice=N_("Record first that it was transmitted."),
        )
    sent = transmitted_on(report)
    if sent is not None and sent.earliest and came.received_on < sent.earliest:
        raise RefusedError(
            "response-before-report", N_("This day lies before the report was transmitted to the Party.")
        )
    if came.received_on > timezone.localdate():
        raise RefusedError(
            "response-not-yet", N_("This day has not come yet: nothing can have been received.")
        )
    dated = Edtf.parse(came.dated) if came.dated else None
    if dated is not None and dated.earliest and dated.earliest > came.received_on:
        raise RefusedError(
            "letter-after-receipt", N_("The letter bears a later day than the one on which it came.")
        )


def _refuse_twice(report: Document, came: Came) -> None:
    """A letter is known by its reference, its day and what it answers: a form sent twice files it once."""
    same = Filing.objects.filter(
        report=report,
        received_on=came.received_on,
        kind=came.kind,
        only=came.only,
        response__confidential_reference=came.reference,
    )
    if came.reference and same.exists():
        raise RefusedError(
            "letter-filed-already",
            N_("A response with this reference that came on this day is filed already."),
            advice=N_("Open it from the responses to the report."),
        )


def _step(report: Document, response: Document, came: Came) -> ResponseReceived:
    """The step of the body's own report; an answer to the paragraphs of one clock meets that clock."""
    clocks = report_deadlines(history_for(report).standing())
    meets = any(clock.concerns == came.only for clock in clocks)
    return ResponseReceived(
        on=came.received_on,
        kind=ResponseKind(came.kind),
        document=response.public_id,
        concerns=came.only if meets else "",
        in_part=bool(came.only) and not meets,
    )
