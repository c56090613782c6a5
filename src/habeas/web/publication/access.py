"""Which publications somebody works on, and what is published for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass, Voice
from habeas.dossier.voices import GAP
from habeas.procedure.machine import Act, History
from habeas.procedure.publication import MACHINE, OnTerms, State, objection_of, postponed_until
from habeas.procedure.regimes import covering
from habeas.web.dossier.access import statements_for
from habeas.web.dossier.models import Statement
from habeas.web.parties.models import Party
from habeas.web.people.access import NOBODY, Reader, may
from habeas.web.people.roles import Capability
from habeas.web.publication.models import PublicationFile, PublicationForm, PublicationStep, Regime
from habeas.web.publication.store import history_of, steps_of, terms_of
from habeas.web.redaction.access import WORKS, document_for
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import Document, DocumentAct
from habeas.web.sources.access import visible

__all__ = ["WORKS", "document_for"]


def history_for(document: Document) -> tuple[History, list[str]]:
    """The history of a document that the reader was let to, and the public id of each step."""
    return history_of(document), [step.public_id for step in steps_of(document)]


def step_for(document: Document, public_id: str) -> PublicationStep:
    """A step, not yet withdrawn; or ``Http404``."""
    found = PublicationStep.objects.filter(document=document, public_id=public_id, withdrawn_why="").first()
    if found is None:
        raise Http404
    return found


def prepared_for(document: Document) -> PublicationFile:
    """The bytes that were prepared last, or ``Http404``."""
    last = PublicationStep.objects.filter(document=document, step="prepared", withdrawn_why="").last()
    if last is None:
        raise Http404
    return PublicationFile.objects.get(document=document, sha256=last.particulars["sha256"])


def forms_of(file: PublicationFile) -> "QuerySet[PublicationForm, Any]":
    """The forms of a file that the reader was let to, without their bytes; none of a PDF brought in."""
    return PublicationForm.objects.filter(file=file).defer("data")


def form_of(file: PublicationFile, name: str) -> PublicationForm:
    """One form with its bytes, or ``Http404``."""
    found = PublicationForm.objects.filter(file=file, name=name).first()
    if found is None:
        raise Http404
    return found


def under_way(reader: Reader) -> list[tuple[Document, State]]:
    """Documents with a step towards publication and not yet public, the latest first."""
    begun = PublicationStep.objects.filter(withdrawn_why="").values("document")
    rows = documents_for(reader).filter(pk__in=begun).order_by("-pk")
    states = [(row, MACHINE.state(history_of(row))) for row in rows]
    waiting = set(awaiting_their_hour().values_list("document_id", flat=True))
    return [(row, state) for row, state in states if state is not State.PUBLISHED or row.pk in waiting]


def to_approve(reader: Reader) -> int:
    """How many documents are prepared and wait for who may approve; nothing for who prepared them."""
    if not may(reader, Capability.APPROVE):
        return 0
    waiting = [row for row, state in under_way(reader) if state is State.PREPARED]
    own = PublicationFile.objects.filter(document__in=waiting, prepared_by=reader.user_id)
    return len(waiting) - own.values("document").distinct().count()


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a Party may object to the automatic publication of a document."""

    document: Document
    sent_on: date
    until: date
    """Its last day."""
    objected_on: date | None = None
    postponed_until: date | None = None


def sent_on(document: Document) -> date | None:
    """The day on which the document was sent to the Party, as its steps have it; ``None`` without a day."""
    sent = DocumentAct.objects.filter(document=document, kind="transmitted", withdrawn_why="").first()
    return sent.when.earliest if sent and sent.when and sent.when.known_to_the_day else None


def window_of(document: Document, acts: tuple[Act, ...] = ()) -> Window | None:
    """The time to object, and what the Party made of it by standing acts; ``None`` without terms."""
    told = next((act.sent_on for act in acts if isinstance(act, OnTerms)), None)
    day = told or sent_on(document)
    terms = covering(terms_of(document.party), kind=document.kind, sent_on=day) if day else None
    if day is None or terms is None:
        return None
    objection = objection_of(acts)
    return Window(
        document,
        day,
        terms.objection_until(day),
        objected_on=objection.on if objection else None,
        postponed_until=postponed_until(acts),
    )


def under_terms(reader: Reader) -> list[Window]:
    """What is under terms of automatic publication, and not yet on its way; the first to end first."""
    parties = Regime.objects.values("party")
    begun = PublicationStep.objects.filter(withdrawn_why="").values("document")
    rows = documents_for(reader).filter(party__in=parties, klass=Klass.CONFIDENTIAL.value)
    found = [window_of(row) for row in rows.exclude(pk__in=begun)]
    return sorted((one for one in found if one), key=lambda one: (one.until, one.document.pk))


def other_half(reader: Reader, document: Document) -> list[tuple[Document, State]]:
    """The response to a report, or the report that a response answers, and how far each is on its way."""
    pair = Q(responds_to=document) | Q(pk=document.responds_to_id)
    rows = documents_for(reader).filter(pair, party=document.party).exclude(pk=document.pk).order_by("pk")
    return [(row, MACHINE.state(history_of(row))) for row in rows]


def awaiting_their_hour() -> "QuerySet[PublicationFile, Any]":
    """What is published at an agreed hour that has not come."""
    return PublicationFile.objects.filter(published_on__isnull=False, opens_at__gt=timezone.now())


def hour_awaited(document: Document) -> PublicationFile | None:
    """The file of the document that waits for its hour, without its bytes; ``None`` where none does."""
    return awaiting_their_hour().filter(document=document).defer("data").first()


def regimes_for(reader: Reader) -> "QuerySet[Regime, Any]":
    """The terms of automatic publication that the reader may see."""
    return visible(reader, Regime.objects.select_related("party", "source"))


def regime_for(reader: Reader, public_id: str) -> Regime:
    """One set of terms, or ``Http404``."""
    found: Regime | None = regimes_for(reader).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def published_files() -> "QuerySet[PublicationFile, Any]":
    """What is published, the latest first: the same for everybody, without its bytes.

    The hour is looked at in each reading: what waits for it does not exist before.
    """
    open_now = Q(opens_at=None) | Q(opens_at__lte=timezone.now())
    return (
        PublicationFile.objects.filter(open_now, published_on__isnull=False)
        .select_related("document__party")
        .defer("data")
    )


def published_beside(file: PublicationFile) -> "QuerySet[PublicationFile, Any]":
    """The response to a published report, or the report to a published response, where it is public too."""
    document = file.document
    pair = Q(document__responds_to=document) | Q(document=document.responds_to_id)
    return published_files().filter(pair).exclude(pk=file.pk)


def said_of(file: PublicationFile) -> list[Statement]:
    """What was said publicly of a published document, or close to its day, in every voice.

    The earliest first. Nothing is matched beyond that, as in a dossier.
    """
    said = Q(about_documents=file.document)
    if day := file.published_on:
        said |= Q(date_earliest__gte=day - GAP, date_latest__lte=day + GAP)
    rows = statements_for(NOBODY).filter(said, party=file.document.party).distinct()
    return sorted(rows, key=lambda row: (row.date_earliest or date.max, row.pk))


def spoken_by(statement: Statement) -> Voice:
    """Whose voice a statement is: its own, or that of its source."""
    return Voice(statement.voice or statement.source.voice or Voice.OTHER.value)


def published_file(public_id: str) -> PublicationFile:
    """One published file with its bytes, or ``Http404``."""
    found: PublicationFile | None = published_files().filter(public_id=public_id).defer(None).first()
    if found is None:
        raise Http404
    return found


def published_lines(party: Party) -> Iterable[tuple[str, str, date | None]]:
    """What is published of a Party, for its dossier: for everybody the same."""
    for file in published_files().filter(document__party=party):
        name = " – ".join(part for part in (file.reference, file.title) if part)
        try:
            yield name, reverse("published:file", args=[file.public_id]), file.published_on
        except NoReverseMatch:
            return


def ways_on(reader: Reader, row: Any) -> Iterable[tuple[str, str, bool]]:
    """From the page of a document, for who prepares or approves."""
    if isinstance(row, Document) and any(may(reader, capability) for capability in WORKS):
        try:
            yield _("Publication"), reverse("publication:page", args=[row.public_id]), False
        except NoReverseMatch:
            return
