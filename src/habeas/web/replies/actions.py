"""The doors for writing replies: drafts, sending, and asking for publication."""

from collections.abc import Container, Iterable
from datetime import datetime
from textwrap import shorten

from django.db import transaction
from django.utils import timezone

from habeas import canonical
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.papers import sha256_of
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.replies.access import items_of, transmitted, transmitted_on
from habeas.web.replies.answering import Answer, asked_hash, faults_of, plain
from habeas.web.replies.apart import Heard, answer_items
from habeas.web.replies.filing import Came, file_response
from habeas.web.replies.models import AnsweredItem, PublicationWish, ReplyDraft, Sending
from habeas.web.reports.models import Ask, Document

DRAFT_SAVED = register("reply.draft_saved", N_("saved a draft of an answer to what was transmitted"))
DRAFT_DISCARDED = register("reply.draft_discarded", N_("discarded a draft of an answer"))
SENT = register("reply.sent", N_("sent answers to a report that was transmitted"))
PUBLICATION_ASKED = register("reply.publication_asked", N_("asked for the publication of a report"))
RECEIPT_TAKEN = register("reply.receipt_exported", N_("took away the receipt of a reply as a file"))

cite("ECPT#10(1)", enforces="What a Party answers to a report is kept as it was sent, beside the report.")
cite("ECPT#11(2)", enforces="A Party asks for publication; nothing is opened by its asking.")


def hold_transmitted(ask: Ask) -> Document:
    """Return the report of an ask. Raises ``RefusedError`` (``item-never-transmitted``)."""
    report = ask.document
    known = report is not None and transmitted(Document.objects.filter(pk=report.pk)).exists()
    if report is None or not known:
        raise RefusedError(
            "item-never-transmitted",
            N_("This was never transmitted to the Party: nothing can be answered to it."),
            advice=N_("Answer what stands in a report that was transmitted."),
        )
    return report


def _hold_officer(actor: Reader, report: Document) -> None:
    if not may(actor, Capability.READ_TRANSMITTED, report.party.public_id):
        raise RefusedError(
            "reply-of-another-state", N_("Only a liaison officer of this Party answers for it here.")
        )


def _hold(answer: Answer, report: Document) -> None:
    sent = transmitted_on(report)
    faults = list(faults_of(answer, transmitted=sent, today=timezone.localdate())) if sent else []
    if faults:
        raise RefusedError("answer-refused", faults[0][1])


# Drafts -----------------------------------------------------------------------------------------------


def save_draft(actor: Reader, ask: Ask, answer: Answer) -> ReplyDraft:
    """Keep what the State means to answer to one item; nobody of the body sees it.

    Raises ``RefusedError`` (``item-never-transmitted``, ``reply-of-another-state``, ``answer-refused``).
    """
    report = hold_transmitted(ask)
    _hold_officer(actor, report)
    _hold(answer, report)
    with transaction.atomic():
        row = ReplyDraft.objects.select_for_update().filter(ask=ask, sending=None).first()
        row = row or ReplyDraft(ask=ask)
        row.position, row.date = answer.position, answer.date
        row.action, row.evidence = plain(answer.action), plain(answer.evidence)
        row.ministry, row.by_id = plain(answer.ministry), actor.user_id
        row.save()
        record(actor, DRAFT_SAVED, row, fields=["answer"], party=report.party.public_id)
    return row


def discard_draft(actor: Reader, draft: ReplyDraft) -> None:
    """Throw away what was not sent. Raises ``RefusedError`` (``reply-of-another-state``)."""
    _hold_officer(actor, hold_transmitted(draft.ask))
    with transaction.atomic():
        row = ReplyDraft.objects.select_for_update().get(pk=draft.pk, sending=None)
        record(actor, DRAFT_DISCARDED, row, fields=["answer"], party=draft.ask.party.public_id)
        row.delete()


# Sending ----------------------------------------------------------------------------------------------


def send(actor: Reader, report: Document) -> Sending:
    """Send every draft on a report, as one immutable sending; the rest of the items can follow later.

    The response, and a claim of the State on each item, come to be with it. Raises ``RefusedError``
    (``reply-of-another-state``, ``item-never-transmitted``, ``nothing-to-send``, ``answer-refused``).
    """
    _hold_officer(actor, report)
    now = timezone.now()
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=report.pk)
        asks = {row.pk: row for row in items_of(report)}
        rows = ReplyDraft.objects.select_for_update().filter(ask__in=asks, sending=None)
        drafts = list(rows.order_by("ask_id"))
        if not drafts:
            raise RefusedError(
                "nothing-to-send", N_("No answer is written yet."), advice=N_("Write at least one first.")
            )
        for draft in drafts:
            draft.ask = asks[draft.ask_id]
            hold_transmitted(draft.ask)
            _hold(_answer(draft), report)
        number = Sending.objects.filter(filing__report=report).count() + 1
        only = _only(asks.values(), {draft.ask_id for draft in drafts})
        filing = file_response(actor, report, Came(received_on=timezone.localdate(now), only=only))
        data = canonical.encode(_sent(actor, report, drafts, number=number, at=now))
        sending = Sending.objects.create(
            filing=filing,
            number=number,
            sent_at=now,
            by_id=actor.user_id,
            items=len(drafts),
            data=data,
            sha256=sha256_of(data),
        )
        for draft in drafts:
            heard = Heard(
                position=draft.position,
                text="\n\n".join(part for part in (draft.action, draft.evidence) if part),
                date=draft.date or timezone.localdate(now).isoformat(),
                ministry=draft.ministry,
                action=draft.action,
                evidence=draft.evidence,
            )
            answer_items(actor, filing, [draft.ask], heard)
            draft.sending = sending
            draft.save(update_fields=["sending"])
        changes = {"sha256": (None, sending.sha256), "items": (None, len(drafts))}
        record(actor, SENT, sending, changes=changes, party=report.party.public_id)
    return sending


def _only(asks: Iterable[Ask], now: Container[int]) -> str:
    """The paragraphs that are answered now, where others were never answered; empty once all were."""
    asks = list(asks)
    before = set(AnsweredItem.objects.filter(ask__in=asks).values_list("ask_id", flat=True))
    if all(ask.pk in before or ask.pk in now for ask in asks):
        return ""
    named = dict.fromkeys(ask.paragraph or ask.number or "–" for ask in asks if ask.pk in now)
    return shorten(", ".join(named), 60, placeholder=" …")


def _answer(draft: ReplyDraft) -> Answer:
    return Answer(
        position=draft.position,
        action=draft.action,
        evidence=draft.evidence,
        date=draft.date,
        ministry=draft.ministry,
    )


def _sent(
    actor: Reader, report: Document, drafts: list[ReplyDraft], *, number: int, at: datetime
) -> canonical.Json:
    return {
        "schema": "habeas/sending/1",
        "party": plain(report.party.name),
        "report": {
            "id": report.public_id,
            "title": plain(report.title),
            "reference": plain(report.confidential_reference or report.reference),
        },
        "number": number,
        "sent_at": at.isoformat(),
        "sent_by": plain(actor.name),
        "items": [
            {
                "id": draft.ask.public_id,
                "paragraph": plain(draft.ask.paragraph),
                "asked_sha256": asked_hash(draft.ask.text),
                "position": draft.position,
                "action": draft.action,
                "evidence": draft.evidence,
                "date": draft.date,
                "ministry": draft.ministry,
            }
            for draft in drafts
        ],
    }


# Publication, and what leaves as a file ---------------------------------------------------------------


def ask_for_publication(actor: Reader, report: Document, *, words: str) -> PublicationWish:
    """Record that the Party asks that a report be published; the publication officer takes it from there.

    Raises ``RefusedError`` (``reply-of-another-state``, ``publication-asked-already``).
    """
    _hold_officer(actor, report)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=report.pk)
        if PublicationWish.objects.filter(report=report).exists():
            raise RefusedError(
                "publication-asked-already", N_("The Party has asked for its publication already.")
            )
        row = PublicationWish.objects.create(
            report=report, asked_on=timezone.localdate(), words=plain(words), by_id=actor.user_id
        )
        record(actor, PUBLICATION_ASKED, row, fields=["asked_on"], party=report.party.public_id)
    return row


def note_receipt(actor: Reader, sending: Sending, *, form: str, sha256: str) -> None:
    """Note in the journal that a receipt was taken away."""
    changes = {"format": (None, form), "sha256": (None, sha256)}
    with transaction.atomic():
        record(actor, RECEIPT_TAKEN, sending, changes=changes, party=sending.filing.report.party.public_id)
