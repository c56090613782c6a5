"""The doors for writing documents and what they ask. Whole lists come in by ``taking``."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.documents.lists.mapping import ColumnMapping as MappingValue
from habeas.dossier.facts import Certainty, Klass, Source, Voice
from habeas.errors import RefusedError
from habeas.language import N_, words
from habeas.law import cite
from habeas.procedure import machine
from habeas.procedure.report import MACHINE, STEPS, VOCABULARY
from habeas.procedure.report.acts import Published
from habeas.procedure.visit import MACHINE as VISIT_MACHINE
from habeas.procedure.visit import VOCABULARY as VISIT_VOCABULARY
from habeas.procedure.visit import State as VisitState
from habeas.web.conduct.rows import fill, history_of, refuse_twice, rows_of
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register, tell
from habeas.web.places.models import Place
from habeas.web.reports.models import Ask, ColumnMapping, Document, DocumentAct, Theme
from habeas.web.reports.taking import IntakeOf, Repeated, TakenAsks, take_asks
from habeas.web.sources import actions as sources
from habeas.web.visits.models import Visit

__all__ = [
    "IntakeOf",
    "Repeated",
    "TakenAsks",
    "add_ask",
    "add_document",
    "add_document_act",
    "begin",
    "change_ask",
    "change_document",
    "keep_mapping",
    "mark_published",
    "take",
    "take_asks",
    "withdraw_document_act",
]

DOCUMENT_ADDED = register("document.added", N_("added the document"))
DOCUMENT_CHANGED = register("document.changed", N_("changed what is known of the document"))
DOCUMENT_STEP = register("document.step", N_("recorded a step of the document"))
DOCUMENT_VISITS = register("document.visits", N_("said which visits the document is about"))
ASK_ADDED = register("ask.added", N_("added what was asked"))
ASK_CHANGED = register("ask.changed", N_("changed what is known of what was asked"))
ASK_PLACES = register("ask.places", N_("said which places what was asked is about"))
ASK_THEMES = register("ask.themes", N_("changed the themes of what was asked"))
REPORT_BEGUN = register("report.begun", N_("began the report of the body on a visit"))
REPORT_STEP_TAKEN = register("report.step_taken", N_("recorded a step of the report that the body makes"))
MAPPING_KEPT = register("mapping.kept", N_("settled how the columns of a list are read"))

tell("reports.document", "step", N_("Step"), {VOCABULARY.word_of(step.act): step.says for step in STEPS})

cite("ECPT#10(1)", enforces="A report and the reply to it are kept as documents, each with its dated steps.")


def add_document(
    actor: Actor | None,
    document: Document,
    /,
    *,
    visits: Iterable[Visit] = (),
    transmitted: str = "",
    due: str = "",
) -> None:
    """Store a new document; ``transmitted`` and ``due`` (EDTF) become its first steps where given."""
    with transaction.atomic():
        sources.add(actor, DOCUMENT_ADDED, document, party=document.party.public_id)
        _set_visits(actor, document, visits)
        for kind, day in (("transmitted", transmitted), ("due", due)):
            if day:
                act = DocumentAct(document=document, kind=kind, date=day, klass=document.klass)
                add_document_act(actor, act)


def begin(actor: Actor | None, visit: Visit, act: machine.Act, *, title: str = "") -> Document:
    """Begin the report on a visit that the body made, with its first step.

    Raises ``RefusedError`` (``report-begun-already``), and ``ForbiddenError`` where the visit is not over:
    a report is drawn up after each visit (Article 10(1)).
    """
    MACHINE.take(machine.History(), act)
    if VISIT_MACHINE.state(history_of(visit, VISIT_VOCABULARY)) is not VisitState.COMPLETED:
        raise machine.ForbiddenError(
            "visit-not-over",
            N_("The visit is not over: the report is drawn up after it."),
            clause="ECPT#10(1)",
            advice=N_("Record first that the visit is completed."),
        )
    if visit.documents.filter(conducted=True).exists():
        raise RefusedError("report-begun-already", N_("The report on this visit is begun already."))
    when = words("en").date(Edtf.parse(visit.date)) if visit.date else ""
    drafts = Source(name=f"Report on the visit of {when}" if when else "Report", voice=Voice.BODY)
    row = Document(
        party=visit.party,
        kind="visit report",
        title=title,
        conducted=True,
        source=sources.source_for(actor, drafts),
        certainty=Certainty.SEEN.value,
        klass=Klass.CONFIDENTIAL.value,
    )
    with transaction.atomic():
        sources.add(actor, REPORT_BEGUN, row, party=row.party.public_id)
        _set_visits(actor, row, [visit])
        fill(DocumentAct(document=row), act, VOCABULARY).save()
        record(actor, REPORT_STEP_TAKEN, row, changes=_told(act), party=row.party.public_id)
    return row


def take(actor: Actor | None, document: Document, act: machine.Act) -> None:
    """Record one step of a report of the body's own.

    Raises ``ForbiddenError``, and ``RefusedError`` (``step-recorded-already``); nothing is then stored.
    """
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=document.pk)
        history = history_of(row, VOCABULARY)
        MACHINE.take(history, act)
        refuse_twice(history, act)
        fill(DocumentAct(document=row), act, VOCABULARY).save()
        record(actor, REPORT_STEP_TAKEN, row, changes=_told(act), party=row.party.public_id)


def mark_published(actor: Actor, document: Document, *, on: date, basis: str, publication: str) -> None:
    """Record that the document became public, by the publication that opened it (its public id)."""
    if document.conducted:
        take(actor, document, Published(on=on, publication=publication))
    else:
        act = DocumentAct(document=document, kind="published", date=on.isoformat(), basis=basis)
        add_document_act(actor, act)


def _told(act: machine.Act) -> dict[str, tuple[None, str]]:
    """Which step and when; what it says is read on the page, not in the journal."""
    return {"step": (None, VOCABULARY.word_of(type(act))), "date": (None, act.on.isoformat())}


def change_document(
    actor: Actor,
    document: Document,
    before: Mapping[str, Any],
    /,
    *,
    reason: str,
    visits: Iterable[Visit] | None = None,
) -> None:
    """Store a changed document, and which visits it is about."""
    with transaction.atomic():
        if visits is not None:
            _set_visits(actor, document, visits, reason=reason)
        sources.change(
            actor, DOCUMENT_CHANGED, document, before, party=document.party.public_id, reason=reason
        )


def _set_visits(
    actor: Actor | None, document: Document, visits: Iterable[Visit], *, reason: str = ""
) -> None:
    old = sorted(document.visits.values_list("public_id", flat=True))
    rows = list(visits)
    new = sorted(visit.public_id for visit in rows)
    if old == new:
        return
    if any(visit.party_id != document.party_id for visit in rows):
        raise RefusedError("visit-of-another-party", _("This visit belongs to another Party."))
    document.visits.set(rows)
    closed = sources.closed_by_hand(document)
    if closed:
        document.save(update_fields=["klass"])
    changes = {"visits": (old, new), **closed}
    record(actor, DOCUMENT_VISITS, document, changes=changes, reason=reason, party=document.party.public_id)


def add_document_act(actor: Actor | None, act: DocumentAct) -> None:
    """Record a step. “Published” lifts no class: it names the act by which it was published.

    Raises ``RefusedError``: what the body makes itself is held to its machine, by :func:`take`.
    """
    if act.document.conducted:
        raise RefusedError(
            "report-conducted-here", N_("The body makes this report: its steps are taken on its page.")
        )
    if act.kind == "published" and not act.basis:
        raise RefusedError(
            "basis-missing",
            _("A publication needs its basis."),
            advice=_("Name the State's request, its general agreement, or the decision under Article 10(2)."),
        )
    sources.add_act(actor, DOCUMENT_STEP, act, act.document, party=act.document.party.public_id)


def withdraw_document_act(actor: Actor, act: DocumentAct, *, reason: str) -> None:
    """Withdraw a step recorded in error.

    Raises ``RefusedError``, of a report of the body's own ``ForbiddenError`` where a later step rests on it.
    """
    if act.document.conducted:
        place = [row.pk for row in rows_of(act.document)].index(act.pk)
        MACHINE.withdraw(history_of(act.document, VOCABULARY), place, reason)
    sources.withdraw_act(actor, act, act.document, party=act.document.party.public_id, reason=reason)


def add_ask(
    actor: Actor | None, ask: Ask, /, *, themes: Iterable[str] = (), places: Iterable[Place] = ()
) -> None:
    """Store one thing asked, as it was entered."""
    with transaction.atomic():
        sources.add(actor, ASK_ADDED, ask, party=ask.party.public_id)
        _set_themes(actor, ask, themes)
        _set_places(actor, ask, places)


def change_ask(
    actor: Actor,
    ask: Ask,
    before: Mapping[str, Any],
    /,
    *,
    reason: str,
    themes: Iterable[str] | None = None,
    places: Iterable[Place] | None = None,
) -> None:
    """Store what is changed of one ask. Raises ``RefusedError`` (``text-is-verbatim``).

    The text of an ask that came in a file stays as it came: it is what was asked, word for word.
    """
    if ask.intake_id is not None and ask.text != before["text"]:
        raise RefusedError("text-is-verbatim", _("The text stands as its file has it."))
    with transaction.atomic():
        if themes is not None:
            _set_themes(actor, ask, themes, reason=reason)
        if places is not None:
            _set_places(actor, ask, places, reason=reason)
        sources.change(actor, ASK_CHANGED, ask, before, party=ask.party.public_id, reason=reason)


def _set_themes(actor: Actor | None, ask: Ask, names: Iterable[str], *, reason: str = "") -> None:
    old = sorted(ask.themes.values_list("name", flat=True))
    new = sorted(set(names))
    if old == new:
        return
    ask.themes.set([Theme.objects.get_or_create(name=name)[0] for name in new])
    closed = sources.closed_by_hand(ask)
    if closed:
        ask.save(update_fields=["klass"])
    changes = {"themes": (old, new), **closed}
    record(actor, ASK_THEMES, ask, changes=changes, reason=reason, party=ask.party.public_id)


def _set_places(actor: Actor | None, ask: Ask, places: Iterable[Place], *, reason: str = "") -> None:
    old = sorted(ask.places.values_list("public_id", flat=True))
    rows = list(places)
    new = sorted(place.public_id for place in rows)
    if old == new:
        return
    if any(place.party_id != ask.party_id for place in rows):
        raise RefusedError("place-of-another-party", _("This place belongs to another Party."))
    ask.places.set(rows)
    closed = sources.closed_by_hand(ask)
    if closed:
        ask.save(update_fields=["klass"])
    changes = {"places": (old, new), **closed}
    record(actor, ASK_PLACES, ask, changes=changes, reason=reason, party=ask.party.public_id)


def keep_mapping(actor: Actor, value: MappingValue) -> ColumnMapping:
    """Keep how the columns of such a list are read, so that the next one is recognised."""
    with transaction.atomic():
        row, _new = ColumnMapping.objects.update_or_create(
            target=value.target.value,
            signature=value.signature,
            defaults={
                "name": ", ".join(value.headings)[:120],
                "mapping": value.as_json(),
                "made_by_id": actor.user_id,
            },
        )
        record(actor, MAPPING_KEPT, row, fields=["mapping"])
    return row
