"""Which reports a Party answers here, and which drafts, receipts and responses a reader may see.

A draft is for the liaison officers of its State alone. What was sent is for them and for who reads
the file. Of what the body assesses, links or notes nothing comes through these doors.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.http import Http404

from habeas.clock import Edtf
from habeas.dossier.status import due_date
from habeas.law import cite
from habeas.web.drafts.access import register_open
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, may, parties_where
from habeas.web.people.roles import Capability
from habeas.web.replies.models import AnsweredItem, Filing, PublicationWish, ReplyDraft, Sending
from habeas.web.reports.access import document_for, documents_for
from habeas.web.reports.models import Ask, Document
from habeas.web.reports.standing import with_standing
from habeas.web.reports.store import document_value
from habeas.web.sources.access import acts_shown, reads_confidential
from habeas.web.threads.access import claims_for
from habeas.web.threads.models import Claim

cite("ECPT#11(1)", enforces="A liaison officer sees what was transmitted to the own State, and nothing else.")

OFFICIAL = ("en", "fr")
"""The official languages of the Council of Europe: what comes in another is to be translated."""
ANSWERS_TO = "response"
"""The kind of document that answers another; it is not answered itself."""


def transmitted(rows: "QuerySet[Document, Any]") -> "QuerySet[Document, Any]":
    """Those of ``rows`` that were transmitted to the Party and can be answered."""
    sent = Document.objects.filter(acts__kind="transmitted", acts__withdrawn_why="").values("pk")
    return rows.filter(pk__in=sent).exclude(kind=ANSWERS_TO)


def reports_for(reader: Reader) -> "QuerySet[Document, Any]":
    """What was transmitted to the State that the reader is a liaison officer of."""
    parties = parties_where(reader, Capability.READ_TRANSMITTED) or frozenset()
    return transmitted(documents_for(reader)).filter(party__public_id__in=parties)


def report_for(reader: Reader, public_id: str) -> Document:
    """One of them, or ``Http404``."""
    found: Document | None = reports_for(reader).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def items_of(report: Document) -> "QuerySet[Ask, Any]":
    """What a report asks, in the order of its paragraphs. The report came through a door."""
    rows = Ask.objects.filter(document=report, party=report.party)
    return rows.select_related("party", "document__party").order_by("pk")


def item_for(reader: Reader, report_id: str, ask_id: str) -> Ask:
    """One item of a report that the reader answers, or ``Http404``."""
    found: Ask | None = items_of(report_for(reader, report_id)).filter(public_id=ask_id).first()
    if found is None:
        raise Http404
    return found


def transmitted_on(report: Document) -> Edtf | None:
    """The day of the first transmission that stands, where it is known."""
    days = [act.when for act in report.acts.all() if act.kind == "transmitted" and not act.withdrawn_why]
    return min((day for day in days if day), key=lambda day: day.sort_key(), default=None)


def due_of(reader: Reader, report: Document) -> str:
    """By when an answer is due, as the last letter set it; empty where none set a day."""
    found = due_date(acts_shown(reader, document_value(report), report.party.public_id).acts)
    return found.text if found else ""


# Drafts, for the State alone --------------------------------------------------------------------------


def drafts_of(reader: Reader, report: Document) -> "QuerySet[ReplyDraft, Any]":
    """What is written and not sent, of a State that the reader is a liaison officer of; else none."""
    parties = parties_where(reader, Capability.READ_TRANSMITTED) or frozenset()
    rows = ReplyDraft.objects.filter(ask__document=report, sending=None)
    return rows.filter(ask__party__public_id__in=parties).select_related("ask", "by")


def written_by(reader: Reader, report: Document) -> "QuerySet[ReplyDraft, Any]":
    """What the own State wrote on a report, sent or not, the latest of each item last; else none."""
    parties = parties_where(reader, Capability.READ_TRANSMITTED) or frozenset()
    rows = ReplyDraft.objects.filter(ask__document=report, ask__party__public_id__in=parties)
    return rows.order_by("pk")


def draft_of(reader: Reader, ask: Ask) -> ReplyDraft | None:
    """The open draft on one item."""
    if ask.document is None:
        return None
    return drafts_of(reader, ask.document).filter(ask=ask).first()


# What was answered ------------------------------------------------------------------------------------


STANDS = Q(withdrawn_why="") & (Q(claim=None) | Q(claim__withdrawn_why=""))
"""What was recorded of a response on an item and was not withdrawn."""


@register_open
def open_in(reader: Reader, report: Document) -> Iterable[Ask]:
    """The items of a report that the Party has on which it said nothing yet.

    It has what was transmitted from here, and a visit report that it responded to.
    """
    own = documents_for(reader).filter(pk=report.pk)
    responses = documents_for(reader).filter(responds_to=report)
    if not transmitted(own).exists() and not (report.kind == "visit report" and responses.exists()):
        return []
    return with_standing(reader, items_of(report)).filter(stands="")


def standing_items(reports: Iterable[Document]) -> "QuerySet[AnsweredItem, Any]":
    """Items that a response answers or is silent on; what was withdrawn is left out."""
    return AnsweredItem.objects.filter(STANDS, filing__report__in=[row.pk for row in reports])


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a report are answered, of how many; ``drafted`` are written and not sent.

    ``silent`` are those to which a response has no answer, as somebody found, and none has one since.
    """

    answered: int = 0
    every: int = 0
    drafted: int = 0
    silent: int = 0

    @property
    def left(self) -> int:
        """Of which nobody said yet whether there is an answer: that is not silence."""
        return self.every - self.answered - self.silent


def counts_of(reader: Reader, reports: Iterable[Document]) -> Mapping[int, Count]:
    """The counts by the number of the report: three queries, however many reports."""
    rows = list(reports)
    answered, every, drafted, silent = (defaultdict[int, set[int]](set) for _each in range(4))
    for report, ask in Ask.objects.filter(document__in=[row.pk for row in rows]).values_list(
        "document_id", "pk"
    ):
        every[report].add(ask)
    found = standing_items(rows).values_list("filing__report_id", "ask_id", "claim_id")
    for report, ask, claim in found:
        (silent if claim is None else answered)[report].add(ask)
    parties = parties_where(reader, Capability.READ_TRANSMITTED) or frozenset()
    drafts = ReplyDraft.objects.filter(
        sending=None, ask__document__in=[row.pk for row in rows], ask__party__public_id__in=parties
    )
    for report, ask in drafts.values_list("ask__document_id", "ask_id"):
        drafted[report].add(ask)
    return {
        row.pk: Count(
            answered=len(answered[row.pk]),
            every=len(every[row.pk]),
            drafted=len(drafted[row.pk]),
            silent=len(silent[row.pk] - answered[row.pk]),
        )
        for row in rows
    }


def said_on(reader: Reader, asks: Iterable[Ask]) -> Mapping[int, list[Claim]]:
    """What the State said of each item so far, the latest last, as far as the reader may see it."""
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = claims_for(reader).filter(ask__in=[row.pk for row in asks], withdrawn_why="")
    for claim in rows.select_related("answered"):
        found[claim.ask_id].append(claim)
    return found


# What was sent, and responses -------------------------------------------------------------------------


def reads_replies(reader: Reader, party: str) -> bool:
    """Whether the reader may see what that State sent: it itself, and who reads the file."""
    return may(reader, Capability.READ_TRANSMITTED, party) or reads_confidential(reader, party)


def sendings_of(reader: Reader, report: Document) -> "QuerySet[Sending, Any]":
    """What was sent on a report; without the bytes."""
    if not reads_replies(reader, report.party.public_id):
        return Sending.objects.none()
    rows = Sending.objects.filter(filing__report=report).defer("data")
    return rows.select_related("filing__report__party", "filing__response", "by")


def sending_for(reader: Reader, public_id: str) -> Sending:
    """One sending with its bytes, or ``Http404``."""
    rows = Sending.objects.select_related("filing__report__party", "filing__response__party", "by")
    found = rows.filter(public_id=public_id).first()
    if found is None or not reads_replies(reader, found.filing.report.party.public_id):
        raise Http404
    return found


def wish_of(reader: Reader, report: Document) -> PublicationWish | None:
    """That the Party asks for publication, for both sides."""
    if not reads_replies(reader, report.party.public_id):
        return None
    return PublicationWish.objects.filter(report=report).select_related("by").first()


def wishes_for(reader: Reader) -> "QuerySet[PublicationWish, Any]":
    """What Parties ask to be published, for who prepares publications."""
    rows = PublicationWish.objects.select_related("report__party")
    parties = parties_where(reader, Capability.PREPARE_PUBLICATION)
    return rows if parties is None else rows.filter(report__party__public_id__in=parties)


def answered_report_for(reader: Reader, public_id: str) -> Document:
    """A transmitted report of a Party whose file the reader reads, or ``Http404``."""
    row = document_for(reader, public_id)
    if not reads_confidential(reader, row.party.public_id):
        raise Http404
    if not transmitted(Document.objects.filter(pk=row.pk)).exists():
        raise Http404
    return row


def filings_of(reader: Reader, report: Document) -> "QuerySet[Filing, Any]":
    """The responses to a report, for who reads the file."""
    rows = Filing.objects.filter(report=report).select_related("response__party", "sending", "report__party")
    return rows if reads_confidential(reader, report.party.public_id) else rows.none()


def untranslated_of(reader: Reader, party: Party) -> "QuerySet[Filing, Any]":
    """Responses of a Party in another language than those of the Council of Europe, and not translated."""
    rows = Filing.objects.filter(report__party=party, translated=False).exclude(language__in=("", *OFFICIAL))
    rows = rows.select_related("response")
    return rows if reads_confidential(reader, party.public_id) else rows.none()


def letters_left(reader: Reader) -> "QuerySet[Filing, Any]":
    """Responses by letter of which items are left to take apart, for who writes of the Party.

    Each has ``every``, how many items its report asks, and ``done``, of how many it is said what it holds.
    """
    stands = Q(answered__withdrawn_why="") & (Q(answered__claim=None) | Q(answered__claim__withdrawn_why=""))
    rows = Filing.objects.filter(sending=None).annotate(
        every=models.Count("report__asks", distinct=True),
        done=models.Count("answered__ask", filter=stands, distinct=True),
    )
    parties = parties_where(reader, Capability.WRITE_FACTS)
    if parties is not None:
        rows = rows.filter(report__party__public_id__in=parties)
    return rows.filter(done__lt=F("every")).select_related("response", "report__party")


def filing_as(reader: Reader, response: Document) -> Filing | None:
    """How a document came as a response, for who reads the file."""
    if not reads_confidential(reader, response.party.public_id):
        return None
    return Filing.objects.filter(response=response).first()


def filing_for(reader: Reader, public_id: str) -> Filing:
    """One response to a report, for who reads the file; or ``Http404``."""
    rows = Filing.objects.select_related("response__source", "report__party", "sending")
    found = rows.filter(public_id=public_id).first()
    if found is None or not reads_confidential(reader, found.report.party.public_id):
        raise Http404
    return found


def letter_for(reader: Reader, public_id: str) -> Filing:
    """A response that the reader may take apart, or ``Http404``: what was sent item by item is apart."""
    found = filing_for(reader, public_id)
    if hasattr(found, "sending") or not may(reader, Capability.WRITE_FACTS, found.report.party.public_id):
        raise Http404
    return found


def taken_from(filing: Filing) -> "QuerySet[AnsweredItem, Any]":
    """What was recorded of a response, withdrawn or not. The response came through a door."""
    rows = AnsweredItem.objects.filter(filing=filing)
    return rows.select_related("claim", "ask__party", "filing__response").order_by("pk")


def taken_item_for(reader: Reader, filing_id: str, item_id: str) -> AnsweredItem:
    """One answer that stands in a response that the reader may take apart, or ``Http404``."""
    rows = taken_from(letter_for(reader, filing_id)).filter(STANDS)
    found: AnsweredItem | None = rows.filter(public_id=item_id).first()
    if found is None:
        raise Http404
    return found
