"""The one door for reading what was brought to be read: for who brings lists and documents into the file.

A document is confidential from the moment that it comes in, whatever it is: who reads it here is who may
import. Nothing of it is told to the Party, to a delegation or to the public by being read.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from habeas.law import cite
from habeas.web.drafts.access import may_draft, open_in
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.reading.models import Proposal, Reading, State, Step
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.reports.models import Document
from habeas.web.reports.standing import with_standing

cite("ECPT#11(1)", enforces="A document that is read is confidential, for who may import.")

STANDS = ~Q(state=State.GONE)


def readings_for(reader: Reader) -> "QuerySet[Reading, Any]":
    """The documents that the reader may review, the latest first, each with what is left of it."""
    rows = Reading.objects.select_related("party", "by", "withdrawn_by", "document")
    parties = parties_where(reader, Capability.IMPORT)
    if parties is not None:
        rows = rows.filter(party__public_id__in=parties)
    left = Count("proposals", filter=Q(proposals__state=State.OPEN))
    found = Count("proposals", filter=~Q(proposals__state=State.GONE))
    return rows.annotate(left=left, found=found).order_by("-pk")


def reading_for(reader: Reader, public_id: str) -> Reading:
    """One of them, or ``Http404``."""
    row: Reading | None = readings_for(reader).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def read_for(reader: Reader) -> "QuerySet[Reading, Any]":
    """Those that were read, with a text: what is searched."""
    return readings_for(reader).filter(ended_at__isnull=False, refusal__isnull=True, withdrawn_at=None)


def unfinished(reader: Reader) -> "QuerySet[Reading, Any]":
    """Those of which something is to be reviewed, or was accepted and is not in the file yet."""
    waits = Q(state=State.OPEN) | Q(state=State.ACCEPTED, taken_at=None)
    return readings_for(reader).filter(pk__in=Proposal.objects.filter(waits).values("reading"))


def same_file(reader: Reader, row: Reading) -> Reading | None:
    """An earlier reading of the same bytes, where the reader may see it."""
    earlier = readings_for(reader).filter(sha256=row.sha256, pk__lt=row.pk, withdrawn_at=None)
    return earlier.order_by("pk").first()


def proposals_of(row: Reading) -> "QuerySet[Proposal, Any]":
    """What stands of a document that came through a door, in its order."""
    return row.proposals.filter(STANDS).select_related("reading__party")


def proposal_for(reader: Reader, public_id: str, proposal_id: str) -> Proposal:
    """One proposal of a document, or ``Http404``."""
    rows = proposals_of(reading_for(reader, public_id))
    row: Proposal | None = rows.filter(public_id=proposal_id).first()
    if row is None:
        raise Http404
    return row


def counts_of(row: Reading) -> Mapping[str, int]:
    """How many proposals stand in each state."""
    return Counter(proposals_of(row).values_list("state", flat=True))


def first_open(row: Reading) -> Proposal | None:
    """Where a review is taken up."""
    return proposals_of(row).filter(state=State.OPEN).first()


def accepted_of(row: Reading) -> "QuerySet[Proposal, Any]":
    """What was accepted and is not in the file of the Party yet."""
    return proposals_of(row).filter(state=State.ACCEPTED, taken_at=None)


def before(reader: Reader, row: Reading) -> int:
    """How many documents that the reader may see are read before this one."""
    return readings_for(reader).filter(ended_at=None, withdrawn_at=None, pk__lt=row.pk).count()


def is_taken(row: Reading) -> bool:
    """Whether anything of it is in the file of the Party."""
    return row.document_id is not None or row.proposals.exclude(taken_at=None).exists()


def untouched(row: Reading) -> bool:
    """Whether it was read and nobody has done anything with what was found."""
    return row.state == "done" and not is_taken(row) and not row.steps.exists()


def document_of(reader: Reader, row: Reading) -> Document | None:
    """What the document is in the file of the Party, where the reader may see it there."""
    if row.document is None:
        return None
    return documents_for(reader).filter(pk=row.document.pk).first()


@dataclass(frozen=True, slots=True)
class Gap:
    """What has no answer of the document that a reply answers."""

    document: Document
    count: int
    draftable: bool
    """Whether the reader may draft a reminder of it."""


def gap_of(reader: Reader, row: Reading) -> Gap | None:
    """What a reply that was taken over leaves open of the document that it answers, where it may be seen."""
    answered = row.document and documents_for(reader).filter(responses=row.document).first()
    if answered is None:
        return None
    asks = with_standing(reader, asks_for(reader).filter(document=answered))
    draftable = may_draft(reader, answered) and bool(open_in(reader, answered))
    return Gap(answered, asks.filter(stands="").count(), draftable)


def last_step(row: Reading) -> Step | None:
    """The step that can be undone: the last that stands."""
    return row.steps.filter(undone_at=None).select_related("by").last()


def steps_on(proposal: Proposal) -> list[Step]:
    """Who did what with one proposal, in order."""
    rows = Step.objects.filter(reading=proposal.reading).select_related("by", "undone_by")
    return [step for step in rows if proposal.public_id in step.changes]


# For the job ------------------------------------------------------------------------------------


def next_waiting() -> Reading | None:
    """The document that waits longest."""
    waiting = Reading.objects.filter(begun_at=None, withdrawn_at=None).select_related("party")
    return waiting.order_by("pk").first()


def broken_off() -> "QuerySet[Reading, Any]":
    """Documents that were begun and not ended: where no job is at them, their job was broken off."""
    return Reading.objects.filter(begun_at__isnull=False, ended_at=None)
