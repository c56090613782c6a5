"""Which documents and asks a reader may see."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from habeas.dossier.facts import Klass
from habeas.procedure.machine import History
from habeas.procedure.report import VOCABULARY
from habeas.procedure.visit import MACHINE as VISIT_MACHINE
from habeas.procedure.visit import State as VisitState
from habeas.web.conduct.rows import history_of
from habeas.web.people.access import Reader, may, parties_where
from habeas.web.people.roles import Capability
from habeas.web.reports.models import Ask, ColumnMapping, Document, DocumentAct, Theme
from habeas.web.sources.access import reads_confidential, seen, visible
from habeas.web.visits.access import history_for as visit_history
from habeas.web.visits.access import takes_part
from habeas.web.visits.models import Visit


def documents_for(reader: Reader) -> "QuerySet[Document, Any]":
    """Documents that the reader may see; a liaison officer's are those transmitted to the own State."""
    rows = Document.objects.all()
    shown = Q(pk__in=visible(reader, rows).values("pk"))
    if transmitted := parties_where(reader, Capability.READ_TRANSMITTED):
        shown |= Q(party__public_id__in=transmitted, acts__kind="transmitted", acts__withdrawn_why="")
    return (
        rows.filter(shown)
        .distinct()
        .select_related("party", "source", "responds_to__party")
        .prefetch_related("acts__source", "visits__acts", "visits__source", "visits__party")
    )


def document_for(reader: Reader, public_id: str) -> Document:
    """Return one document, or ``Http404``."""
    document: Document | None = documents_for(reader).filter(public_id=public_id).first()
    if document is None:
        raise Http404
    return document


def asks_for(reader: Reader) -> "QuerySet[Ask, Any]":
    """Asks that the reader may see; a liaison officer reads those of documents transmitted to the State."""
    rows = Ask.objects.all()
    parties = parties_where(reader, Capability.READ_TRANSMITTED)
    if not parties:
        shown = visible(reader, rows)
    else:
        sent = Q(
            document__party__public_id__in=parties,
            document__acts__kind="transmitted",
            document__acts__withdrawn_why="",
        )
        shown = rows.filter(Q(pk__in=visible(reader, rows).values("pk")) | sent).distinct()
    return shown.select_related("party", "source", "document__party", "document__source")


def ask_for(reader: Reader, public_id: str) -> Ask:
    """Return one ask, or ``Http404``."""
    ask: Ask | None = asks_for(reader).filter(public_id=public_id).prefetch_related("themes").first()
    if ask is None:
        raise Http404
    return ask


def themes(reader: Reader) -> "QuerySet[Theme, Any]":
    """Themes of what the reader may see: a theme is typed by people, and may name what is confidential."""
    if parties_where(reader, Capability.READ_CONFIDENTIAL) is None:
        return Theme.objects.all()
    return Theme.objects.filter(pk__in=asks_for(reader).order_by().values("themes"))


def document_of(reader: Reader, ask: Ask) -> Document | None:
    """The document of an ask that the reader may see, where that too is open to them.

    Who reads an ask of a transmitted document reads the document: both came to the State together.
    """
    if ask.document is None or seen(reader, ask.document) is not None:
        return ask.document
    transmitted = parties_where(reader, Capability.READ_TRANSMITTED)
    if transmitted is not None and ask.party.public_id not in transmitted:
        return None
    return documents_for(reader).filter(pk=ask.document.pk).first()


def document_act_for(reader: Reader, public_id: str, act_id: str) -> DocumentAct:
    """Return a step of a document that the reader may see, not yet withdrawn; or ``Http404``."""
    act = document_for(reader, public_id).acts.filter(public_id=act_id, withdrawn_why="").first()
    if act is None:
        raise Http404
    return act


def reads_working_number(reader: Reader, document: Document) -> bool:
    """Whether the reader may see the confidential reference: who reads the file, or was sent the paper."""
    if reads_confidential(reader, document.party.public_id):
        return True
    return document.klass != Klass.PUBLIC.value


def own_report_for(reader: Reader, public_id: str, day: date) -> Document:
    """A report that the body makes here and in which the reader may write, or ``Http404``."""
    row = document_for(reader, public_id)
    if not row.conducted or not takes_part_in_report(reader, row, day):
        raise Http404
    return row


def may_take_steps(reader: Reader, row: Document, day: date) -> bool:
    """Whether the reader takes and withdraws steps: of a document of others, who writes of the Party."""
    if row.conducted:
        return takes_part_in_report(reader, row, day)
    return may(reader, Capability.WRITE_FACTS, row.party.public_id)


def takes_part_in_report(reader: Reader, row: Document, day: date) -> bool:
    """Who writes of the Party, and who belongs to the delegation of the visit that it is on."""
    if may(reader, Capability.WRITE_FACTS, row.party.public_id):
        return True
    return any(takes_part(reader, visit, day) for visit in row.visits.all())


def may_begin_report(reader: Reader, visit: Visit, day: date) -> bool:
    """Whether the visit is over, has no report of the body's own yet, and the reader may write in it."""
    if VISIT_MACHINE.state(visit_history(visit)) is not VisitState.COMPLETED:
        return False
    return takes_part(reader, visit, day) and not visit.documents.filter(conducted=True).exists()


def history_for(row: Document) -> History:
    """The history of a report that the reader was let to."""
    return history_of(row, VOCABULARY)


def mapping_for(target: str, signature: str) -> ColumnMapping | None:
    """How the columns of such a list were read the last time, for those who import."""
    return ColumnMapping.objects.filter(target=target, signature=signature).first()
