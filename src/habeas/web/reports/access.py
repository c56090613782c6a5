"""Which documents and asks a reader may see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.reports.models import Ask, Document, Theme
from habeas.web.sources.access import visible


def documents_for(reader: Reader) -> "QuerySet[Document, Any]":
    """Documents that the reader may see; a liaison officer's are those transmitted to the own State."""
    rows = Document.objects.all()
    shown = Q(pk__in=visible(reader, rows).values("pk"))
    if transmitted := parties_where(reader, Capability.READ_TRANSMITTED):
        shown |= Q(party__public_id__in=transmitted, acts__kind="transmitted", acts__withdrawn_why="")
    return (
        rows.filter(shown)
        .distinct()
        .select_related("party", "source", "responds_to")
        .prefetch_related("acts__source", "visits")
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
    return shown.select_related("party", "source", "document")


def ask_for(reader: Reader, public_id: str) -> Ask:
    """Return one ask, or ``Http404``."""
    ask: Ask | None = asks_for(reader).filter(public_id=public_id).prefetch_related("themes").first()
    if ask is None:
        raise Http404
    return ask


def themes() -> "QuerySet[Theme, Any]":
    """All themes; a theme's name is not confidential, what carries it may be."""
    return Theme.objects.all()
