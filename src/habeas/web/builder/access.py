"""Which manuscripts a reader may see, and in which passages they may write."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.law import cite
from habeas.procedure.report import MACHINE
from habeas.procedure.report.steps import DRAFTING
from habeas.web.builder.models import (
    Copy,
    Decision,
    Incoming,
    Lock,
    Manuscript,
    Passage,
    Remark,
    Revision,
    Round,
)
from habeas.web.parties.showing import register_ways
from habeas.web.people.access import Reader
from habeas.web.reports.access import documents_for, history_for, takes_part_in_report
from habeas.web.reports.models import Ask, Document
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.access import findings_for
from habeas.web.visits.models import Finding

cite("ECPT#11(1)", enforces="A text in the making is read by who reads the file, never by the Party.")


def report_for(reader: Reader, public_id: str) -> Document:
    """A report of the body's own whose file the reader may read, or ``Http404``."""
    # Without what a page of the document needs beside it: each save of a paragraph comes through here.
    found = documents_for(reader).prefetch_related(None).filter(public_id=public_id, conducted=True)
    row: Document | None = found.first()
    if row is None or not reads_confidential(reader, row.party.public_id):
        raise Http404
    return row


def manuscript_for(reader: Reader, public_id: str) -> Manuscript:
    """The text of a report, by the public id of the report, or ``Http404``."""
    report = report_for(reader, public_id)
    row = Manuscript.objects.filter(report=report).first()
    if row is None:
        raise Http404
    row.report = report
    return row


def own_manuscript_for(reader: Reader, public_id: str, day: date) -> Manuscript:
    """A text in which the reader may write while it is not adopted, or ``Http404``."""
    row = manuscript_for(reader, public_id)
    if not takes_part_in_report(reader, row.report, day):
        raise Http404
    return row


def may_write(reader: Reader, row: Manuscript, day: date) -> bool:
    """Whether the reader takes part, and the body has not adopted the text."""
    return takes_part_in_report(reader, row.report, day) and not frozen(row)


def may_begin(reader: Reader, report: Document, day: date) -> bool:
    """Whether the reader may begin the text of a report that has none."""
    if not report.conducted or not in_draft(report) or not takes_part_in_report(reader, report, day):
        return False
    return not Manuscript.objects.filter(report=report).exists()


def in_draft(report: Document) -> bool:
    """Whether the report is in draft: from its adoption on, the text stands as adopted."""
    return MACHINE.state(history_for(report)) in DRAFTING


def frozen(row: Manuscript) -> bool:
    """Whether the body adopted the text."""
    return not in_draft(row.report)


def cited(rows: "QuerySet[Passage, Any]") -> "QuerySet[Passage, Any]":
    """The same passages, each ask with the number of its paragraph, by which it is cited."""
    paragraphs = Passage.objects.filter(
        manuscript=OuterRef("manuscript"), form="numbered", removed_why="", place__lt=OuterRef("place")
    )
    return rows.annotate(under=Subquery(paragraphs.order_by("-place").values("number")[:1]))


def passages_of(row: Manuscript) -> "QuerySet[Passage, Any]":
    """The passages that stand, in order."""
    return Passage.objects.filter(manuscript=row, removed_why="")


def every_passage_of(row: Manuscript) -> "QuerySet[Passage, Any]":
    """All passages in order, those taken out too."""
    return Passage.objects.filter(manuscript=row)


def removed_of(row: Manuscript) -> "QuerySet[Passage, Any]":
    """What was taken out; it can be put back."""
    return Passage.objects.filter(manuscript=row).exclude(removed_why="")


def passage_of(row: Manuscript, public_id: str) -> Passage:
    """One passage, standing or taken out, or ``Http404``."""
    passage: Passage | None = cited(Passage.objects.filter(manuscript=row, public_id=public_id)).first()
    if passage is None:
        raise Http404
    passage.manuscript = row
    return passage


def revisions_of(passage: Passage) -> "QuerySet[Revision, Any]":
    """Every version, the last first."""
    return Revision.objects.filter(passage=passage).select_related("by")


def locks_of(row: Manuscript, now: datetime) -> dict[int, Lock]:
    """Who writes where at this moment, by the passage's number in the store."""
    held = Lock.objects.filter(passage__manuscript=row, until__gt=now).select_related("holder")
    return {lock.passage_id: lock for lock in held}


def lock_on(passage: Passage, now: datetime) -> Lock | None:
    """Who writes in this passage at this moment."""
    return Lock.objects.filter(passage=passage, until__gt=now).select_related("holder").first()


def findings_for_text(reader: Reader, row: Manuscript) -> list[Finding]:
    """What the delegation found on the visits of the report."""
    return [
        finding
        for visit in row.report.visits.all()
        for finding in findings_for(reader, visit).filter(withdrawn_why="")
    ]


def findings_beside(reader: Reader, row: Manuscript) -> list[tuple[Finding, list[Passage]]]:
    """What the delegation found on the visits of the report, each with the passages that draw on it."""
    found = findings_for_text(reader, row)
    used: dict[int, list[Passage]] = {}
    drawn = passages_of(row).filter(findings__in=found).prefetch_related("findings").distinct()
    for passage in drawn:
        for finding in passage.findings.all():
            used.setdefault(finding.pk, []).append(passage)
    return [(finding, used.get(finding.pk, [])) for finding in found]


def copies_of(row: Manuscript) -> "QuerySet[Copy, Any]":
    """What went out, the last first."""
    return Copy.objects.filter(manuscript=row).select_related("by")


def incoming_of(row: Manuscript) -> "QuerySet[Incoming, Any]":
    """What came back from Word, the last first."""
    return Incoming.objects.filter(manuscript=row).select_related("by", "copy")


def incoming_for(row: Manuscript, public_id: str) -> Incoming:
    """One file that came back, or ``Http404``."""
    found: Incoming | None = incoming_of(row).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    found.manuscript = row
    return found


def decided_of(incoming: Incoming) -> dict[str, Decision]:
    """What was decided of its differences, by key."""
    return {one.key: one for one in Decision.objects.filter(incoming=incoming).select_related("by")}


def rounds_of(row: Manuscript) -> "QuerySet[Round, Any]":
    """The rounds of comments and corrections, the last first."""
    return Round.objects.filter(manuscript=row).prefetch_related("remarks")


def round_for(row: Manuscript, public_id: str) -> Round:
    """One round, or ``Http404``."""
    found: Round | None = rounds_of(row).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    found.manuscript = row
    return found


def remarks_of(round_: Round) -> "QuerySet[Remark, Any]":
    """The remarks of a round in the order of the text."""
    about = Prefetch("passage", queryset=cited(Passage.objects.all()))
    return Remark.objects.filter(round=round_).select_related("decided_by").prefetch_related(about)


def remark_of(round_: Round, public_id: str) -> Remark:
    """One remark, or ``Http404``."""
    found: Remark | None = remarks_of(round_).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def asks_taken(row: Manuscript) -> int:
    """How many asks of the report are in the register of what was asked."""
    return Ask.objects.filter(document=row.report).count()


@register_ways
def ways_to_text(reader: Reader, row: Any) -> Iterator[tuple[str, str, bool]]:
    """From the page of the body's own report to its text."""
    if not isinstance(row, Document) or not row.conducted:
        return
    if not reads_confidential(reader, row.party.public_id):
        return
    if Manuscript.objects.filter(report=row).exists():
        yield _("The text"), reverse("builder:text", args=[row.public_id]), False
    elif may_begin(reader, row, timezone.localdate()):
        yield _("Write the text"), reverse("builder:begin", args=[row.public_id]), False
