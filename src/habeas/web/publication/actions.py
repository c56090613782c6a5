"""The doors for bringing a document to the public: each act is held to the machine, and to two persons."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from habeas.documents.pdf.traces import refuse_pdf_traces
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite, provision
from habeas.papers import sha256_of
from habeas.procedure.machine import Act
from habeas.procedure.public_statement import StatementMade
from habeas.procedure.publication import (
    MACHINE,
    STEPS,
    VOCABULARY,
    Approved,
    ConsentWithdrawn,
    Mandate,
    NamedInStatement,
    OnTerms,
    Prepared,
    Published,
    RequestedByParty,
    State,
    allowed_by,
    hour_of,
    mandate_of,
)
from habeas.procedure.regimes import on_terms
from habeas.procedure.report.acts import PublicationRequested
from habeas.web.journal.actions import Actor, record, request_approval, require_approval
from habeas.web.journal.actions import approve as approve_bytes
from habeas.web.journal.kinds import kind_of, register, tell
from habeas.web.journal.models import Approval
from habeas.web.people.access import Reader
from habeas.web.procedure.access import conducted_of, history_for
from habeas.web.publication.composing import composed, manifest
from habeas.web.publication.models import PublicationFile, PublicationForm, PublicationStep, Regime
from habeas.web.publication.store import history_of, step_row, steps_of, terms_of
from habeas.web.redaction import actions as redaction
from habeas.web.redaction.access import ready, undecided_names
from habeas.web.redaction.models import Consent
from habeas.web.reports.actions import mark_published, take, withdraw_document_act
from habeas.web.reports.models import Document, DocumentAct
from habeas.web.sources import actions as sources

ACT_RECORDED = register(
    "publication.act_recorded", N_("recorded an act about the publication of the document")
)
PREPARED = register("publication.prepared", N_("prepared bytes to be published"))
APPROVED = register("publication.approved", N_("approved the bytes to be published"))
PUBLISHED = register("publication.published", N_("published the document"))
ACT_WITHDRAWN = register("publication.act_withdrawn", N_("withdrew an act about the publication"))
TERMS_ADDED = register("publication.terms_added", N_("entered terms of automatic publication"))
TERMS_CHANGED = register("publication.terms_changed", N_("changed terms of automatic publication"))

TIME_TO_PUBLISH = timedelta(days=30)
"""How long an approval holds: time for an advance copy and an agreed hour."""
PDF = b"%PDF-"
_CONSENT_WITHDRAWN = "a consent was withdrawn"

tell("reports.document", "step", N_("Step"), {VOCABULARY.word_of(step.act): step.says for step in STEPS})
tell("reports.document", "on", N_("On which day"))

cite(
    "ECPT#11(2)",
    enforces="A document opens by a recorded act, prepared bytes, and the approval of another person.",
)
cite(
    "OPCAT#21(2)", enforces="A mechanism's own decision names its law, and names without consent are deleted."
)


def record_act(actor: Reader, document: Document, act: Act) -> None:
    """Record an act of the mandate, or a fact. Raises ``ForbiddenError``, which names the clause."""
    if isinstance(act, NamedInStatement):
        _require_named(actor, document, act)
    if isinstance(act, OnTerms):  # the terms in force when it was sent, whatever was typed
        act = on_terms(terms_of(document.party), act, kind=document.kind)
    with transaction.atomic():
        locked = _locked(document)
        MACHINE.take(history_of(locked), act)
        if isinstance(act, RequestedByParty) and locked.conducted:
            take(actor, locked, PublicationRequested(on=act.on, letter=act.reference))
        _keep(actor, locked, act, ACT_RECORDED)


def prepare(
    actor: Reader, document: Document, data: bytes, *, names_deleted: bool, at: datetime, on: date
) -> str:
    """Keep the bytes to be published and ask another person to approve them; return their SHA-256.

    Raises ``ForbiddenError``, and ``RefusedError`` (``publication-not-pdf``, and the ``pdf-…`` codes of
    what it carries beside its pages).
    """
    if not data.startswith(PDF):
        raise RefusedError(
            "publication-not-pdf",
            N_("This is not a PDF."),
            advice=N_(
                "Publish a PDF: in it what was deleted is gone, where it was made from a redacted text."
            ),
        )
    refuse_pdf_traces(data, "document.pdf")
    act = Prepared(on=on, sha256=sha256_of(data), by=actor.public_id, names_deleted=names_deleted)
    with transaction.atomic():
        locked = _locked(document)
        MACHINE.take(history_of(locked), act)
        said = {"title": locked.title or locked.get_kind_display(), "reference": locked.reference}
        _prepare(actor, locked, act, data, said, at=at)
    return act.sha256


def prepare_text(actor: Reader, document: Document, *, names_deleted: bool, at: datetime, on: date) -> str:
    """Write every form of the text that was gone through and ask another person to approve the list of them.

    Returns the SHA-256 of that list. Raises ``ForbiddenError``, and ``RefusedError`` (``text-missing``,
    ``name-remains``).
    """
    with transaction.atomic():
        locked = _locked(document)
        text = ready(locked)
        if text is None:
            raise RefusedError("text-missing", N_("No text was taken yet."))
        if undecided_names(actor, locked):
            raise RefusedError(
                "name-remains",
                N_("A name that the record knows, or a part of one that is deleted elsewhere, still stands."),
                advice=N_("Decide about it first, be it that it names nobody."),
            )
        history = history_of(locked)
        forms = composed(
            text,
            reference=locked.reference,
            mandate=mandate_of(history.standing()) or Mandate.CPT,
            iso=locked.party.iso,
            invented=locked.party.invented,
            made_on=on,
        )
        data = manifest(forms, locked.reference)
        act = Prepared(on=on, sha256=sha256_of(data), by=actor.public_id, names_deleted=names_deleted)
        MACHINE.take(history, act)
        said = {
            "title": text.units[0].text,
            "reference": locked.reference,
            "text_digest": text.digest,
        }
        file = _prepare(actor, locked, act, data, said, at=at)
        for name, packed in forms.items():
            PublicationForm.objects.get_or_create(
                file=file,
                name=name,
                defaults={"data": packed, "sha256": sha256_of(packed), "size": len(packed)},
            )
    return act.sha256


def _prepare(
    actor: Reader, document: Document, act: Prepared, data: bytes, said: dict[str, str], *, at: datetime
) -> PublicationFile:
    kept = {"data": data, "size": len(data), "prepared_by_id": actor.user_id}
    file, new = PublicationFile.objects.get_or_create(
        document=document, sha256=act.sha256, defaults=kept | said
    )
    if not new:  # the same bytes may be called otherwise by now
        for name, value in said.items():
            setattr(file, name, value)
        file.save(update_fields=list(said))
    request_approval(
        actor,
        sha256=act.sha256,
        action=PUBLISHED,
        subject=document,
        at=at,
        expires_at=at + TIME_TO_PUBLISH,
    )
    _keep(actor, document, act, PREPARED)
    return file


def approve(actor: Reader, document: Document, *, read: str, at: datetime, on: date) -> None:
    """Approve exactly the bytes with the SHA-256 ``read``, as another person than who prepared them."""
    act = Approved(on=on, sha256=read, by=actor.public_id)
    with transaction.atomic():
        locked = _locked(document)
        MACHINE.take(history_of(locked), act)
        _require_as_prepared(PublicationFile.objects.get(document=locked, sha256=read))
        asked = Approval.objects.filter(action=PUBLISHED, sha256=read, approved_by=None)
        waiting = asked.filter(subject_kind=kind_of(locked), subject_id=locked.public_id).last()
        if waiting is None:
            raise RefusedError("approval-missing", N_("Nobody asked for an approval of these bytes."))
        approve_bytes(actor, waiting, at=at)
        _keep(actor, locked, act, APPROVED)


def publish(actor: Reader, document: Document, *, at: datetime, on: date) -> PublicationFile:
    """Make the approved bytes public: in one transaction, or not at all.

    What the file knows of the document (its steps, its source, a note) was not among the bytes that
    were approved, and stays as confidential as it was.
    """
    with transaction.atomic():
        locked = _locked(document)
        history = history_of(locked)
        prepared = [act for act in history.standing() if isinstance(act, Prepared)]
        sha256 = prepared[-1].sha256 if prepared else ""
        act = Published(on=on, sha256=sha256)
        MACHINE.take(history, act)
        require_approval(sha256, PUBLISHED, subject=locked, at=at)
        file = PublicationFile.objects.get(document=locked, sha256=sha256)
        _require_as_prepared(file)
        allows = allowed_by(history.standing())
        basis = provision(MACHINE.step_of(type(allows)).clause).pinpoint if allows else ""
        hour = hour_of(history.standing())
        file.opens_at = hour.at if hour and hour.at > at else None
        if hour and file.opens_at:  # the day as it was agreed, in the zone of the hour
            on = hour.at.astimezone(ZoneInfo(hour.zone)).date()
        file.published_on, file.basis = on, basis
        file.save(update_fields=["published_on", "opens_at", "basis"])
        mark_published(actor, locked, on=on, basis=basis, publication=file.public_id)
        _keep(actor, locked, act, PUBLISHED)
    return file


def approve_all(actor: Reader, read: Mapping[str, Document], *, at: datetime, on: date) -> None:
    """Approve a report and its response together, each by the SHA-256 that was read: both, or neither."""
    with transaction.atomic():
        for sha256, document in read.items():
            approve(actor, document, read=sha256, at=at, on=on)


def publish_all(actor: Reader, documents: Iterable[Document], *, at: datetime, on: date) -> None:
    """Publish a report and its response together: both, or neither."""
    with transaction.atomic():
        for document in documents:
            publish(actor, document, at=at, on=on)


def withdraw(actor: Actor, document: Document, step: PublicationStep, *, reason: str, at: datetime) -> None:
    """Withdraw an act recorded in error; ``ForbiddenError`` where a later one rests on it.

    A publication is withdrawn before its agreed hour only: ``RefusedError`` (``public-already``).
    """
    with transaction.atomic():
        locked = _locked(document)
        place = [one.pk for one in steps_of(locked)].index(step.pk)
        if step.step == VOCABULARY.word_of(ConsentWithdrawn):
            raise RefusedError(
                "consent-stays-withdrawn",
                N_("What fell with a consent does not rise again."),
                advice=N_("Prepare it anew."),
            )
        MACHINE.withdraw(history_of(locked), place, reason)
        if step.step == VOCABULARY.word_of(Published):
            _take_back(actor, locked, reason=reason, at=at)
        step.withdrawn_why = reason
        step.save(update_fields=["withdrawn_why"])
        changes = {"step": (step.step, None)}
        record(actor, ACT_WITHDRAWN, locked, changes=changes, reason=reason, party=locked.party.public_id)


def _require_as_prepared(file: PublicationFile) -> None:
    """The bytes that are kept are those that were prepared, and so is the text that they were made from."""
    forms = {form.name: form for form in PublicationForm.objects.filter(file=file)}
    whole = all(sha256_of(bytes(form.data)) == form.sha256 for form in forms.values())
    listed = not forms or bytes(file.data) == manifest(
        {name: bytes(form.data) for name, form in forms.items()}, file.reference
    )
    if sha256_of(bytes(file.data)) != file.sha256 or not whole or not listed:
        raise RefusedError(
            "other-bytes",
            N_("The bytes that are kept are not those that were approved."),
            advice=N_("Tell who runs the system at once, and prepare them anew."),
        )
    if file.text_digest:
        text = ready(file.document)
        if text is None or text.digest != file.text_digest:
            raise RefusedError(
                "text-changed",
                N_("What was decided in the text has changed since these bytes were prepared."),
                advice=N_("Prepare them anew, and let another person approve that."),
            )


def _take_back(actor: Actor, document: Document, *, reason: str, at: datetime) -> None:
    """Undo a publication whose hour has not come."""
    file = PublicationFile.objects.filter(document=document, opens_at__gt=at).first()
    if file is None:
        raise RefusedError("public-already", N_("It is public already, and cannot be taken back."))
    file.published_on, file.opens_at = None, None
    file.save(update_fields=["published_on", "opens_at"])
    kept = DocumentAct.objects.filter(document=document, kind="published", withdrawn_why="").last()
    if kept is not None:
        withdraw_document_act(actor, kept, reason=reason)


def withdraw_consent(
    actor: Reader, document: Document, consent: Consent, *, withdrawn_on: date, at: datetime, on: date
) -> bool:
    """Record that a consent was withdrawn; what was prepared, approved, or waits for its hour falls.

    Returns whether the document is public already: that cannot be taken back, and the record says so.
    """
    with transaction.atomic():
        locked = _locked(document)
        redaction.withdraw_consent(actor, consent, on=withdrawn_on)
        history = history_of(locked)
        act = ConsentWithdrawn(on=on)
        if MACHINE.step_of(ConsentWithdrawn) not in MACHINE.permitted(history):
            return False
        published = [one for one in history.standing() if isinstance(one, Published)]
        waits = PublicationFile.objects.filter(document=locked, opens_at__gt=at, published_on__isnull=False)
        if published and MACHINE.state(history) is State.PUBLISHED:
            if not waits.exists():
                return True
            _take_back(actor, locked, reason=_CONSENT_WITHDRAWN, at=at)
        MACHINE.take(history, act)
        _keep(actor, locked, act, ACT_RECORDED)
    return False


def add_regime(actor: Reader, row: Regime, /) -> None:
    """Enter terms on which a Party agreed to automatic publication."""
    sources.add(actor, TERMS_ADDED, row, party=row.party.public_id)


def change_regime(actor: Reader, row: Regime, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Change them, for example by the day on which they ended; acts that rest on them keep what they said."""
    sources.change(actor, TERMS_CHANGED, row, before, party=row.party.public_id, reason=reason)


def _require_named(actor: Reader, document: Document, act: NamedInStatement) -> None:
    """The statement must be one that the body made, and its decision must name this document."""
    row = conducted_of(actor, document.party)
    made = history_for(row)[0].standing(act.on) if row and row.public_id == act.procedure else ()
    statements = [one for one in made if isinstance(one, StatementMade)]
    if not any(document.public_id in one.opens for one in statements):
        raise RefusedError(
            "statement-names-it-not",
            N_("No public statement that the body made by that day names this document."),
            advice=N_("Record the statement first, with the documents that its decision names."),
        )


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("party").get(pk=document.pk)


def _keep(actor: Actor, document: Document, act: Act, action: str) -> None:
    kept = step_row(document, act)
    kept.save()
    changes = {"step": (None, kept.step), "on": (None, kept.on.isoformat())}
    if sha256 := kept.particulars.get("sha256"):
        changes["sha256"] = (None, sha256)
    record(actor, action, document, changes=changes, party=document.party.public_id)
