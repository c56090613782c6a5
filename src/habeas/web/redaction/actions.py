"""The doors for going through a text: it is taken, each passage decided, each consent recorded.

The journal knows how much was decided, never about which words.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from django.db import transaction

from habeas.documents.redaction import Passage, Unit, stands, text_of_word
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.papers import sha256_of
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register, tell
from habeas.web.people.access import Reader
from habeas.web.redaction.access import adopted_for
from habeas.web.redaction.models import (
    CONSENT,
    DELETE,
    NOBODY,
    OFFICE,
    Consent,
    Mark,
    Met,
    MetAnswer,
    WorkingText,
)
from habeas.web.redaction.store import passage_of, units_as_rows, units_of
from habeas.web.reports.models import Document

TAKEN = register("redaction.text_taken", N_("took the text of the document to go through it"))
DECIDED = register("redaction.decided", N_("decided about passages of the text to be published"))
UNDONE = register("redaction.undone", N_("undid a decision about a passage of the text to be published"))
CONSENTED = register("redaction.consent_recorded", N_("recorded that somebody consented to be named"))
CONSENT_WITHDRAWN = register("redaction.consent_withdrawn", N_("recorded that a consent was withdrawn"))

MET_LISTED = register("redaction.met_listed", N_("put names on the list of whom the delegation met"))
MET_ANSWERED = register(
    "redaction.met_answered", N_("answered whether being on the list of whom the delegation met does harm")
)

for _name, _label in {
    "units": N_("Pieces of the text"),
    "passages": N_("Passages"),
    "names": N_("Names"),
    "how": N_("How"),
    "given_on": N_("Given on"),
    "withdrawn_on": N_("Withdrawn on"),
    "harmless": N_("Does no harm"),
}.items():
    tell("reports.document", _name, _label)
tell(
    "reports.document",
    "decision",
    N_("Decision"),
    {
        DELETE: N_("delete it"),
        CONSENT: N_("it stays: the person consented expressly"),
        OFFICE: N_("it stays: an office-holder who acts publicly in that capacity"),
        NOBODY: N_("it names nobody"),
    },
)

cite("ECPT#11(3)", enforces="A name stays by a recorded express consent only; withdrawn, it is deleted.")
cite("OPCAT#16(2)", enforces="No personal data is published without the express consent of the person.")


def take_text(actor: Actor, document: Document, data: bytes, *, title: str, language: str) -> WorkingText:
    """Read a Word file and keep its text, its title before it. Raises the ``word-…`` codes."""
    found = text_of_word(BytesIO(data), name="document.docx")
    left = found.left_out
    counts = {"pictures": left.pictures, "endnotes": left.endnotes, "heads_and_feet": left.heads_and_feet}
    units = (Unit(text=title), *found.units)
    kept = {name: number for name, number in counts.items() if number}
    return _keep_text(actor, document, units, language=language, sha256=sha256_of(data), left_out=kept)


def take_adopted(actor: Reader, document: Document, *, title: str) -> WorkingText:
    """Take the text that the body wrote and adopted here. ``RefusedError`` (``text-missing``)."""
    found = adopted_for(actor, document)
    if found is None:
        raise RefusedError("text-missing", N_("No text of this report was adopted here."))
    language, pieces = found
    units = (Unit(text=title), *pieces)
    return _keep_text(actor, document, units, language=language, sha256="", left_out={})


def _keep_text(
    actor: Actor,
    document: Document,
    units: Sequence[Unit],
    *,
    language: str,
    sha256: str,
    left_out: dict[str, int],
) -> WorkingText:
    with transaction.atomic():
        row = WorkingText.objects.create(
            document=document,
            sha256=sha256,
            language=language,
            units=units_as_rows(units),
            left_out=left_out,
            taken_by_id=actor.user_id,
        )
        changes = {"units": (None, len(row.units)), "language": (None, language)}
        record(actor, TAKEN, document, changes=changes, party=document.party.public_id)
    return row


def decide(
    actor: Actor,
    text: WorkingText,
    passages: Sequence[Passage],
    decision: str,
    *,
    consent: Consent | None = None,
    office: str = "",
) -> int:
    """Decide about passages; return how many. A decision about the same passage takes the place of another.

    ``RefusedError`` where nothing is marked, or what stays has no ground.
    """
    units = units_of(text)
    if not passages or not all(stands(units, one) for one in passages):
        raise RefusedError(
            "passage-missing",
            N_("These words do not stand there."),
            advice=N_("Write them exactly as they stand in the text."),
        )
    if decision == CONSENT and (
        consent is None or consent.withdrawn_on or consent.document_id != text.document_id
    ):
        raise RefusedError("consent-missing", N_("Choose the consent on which it stays."))
    if decision == OFFICE and not office.strip():
        raise RefusedError("office-missing", N_("Name the office in which the person acts publicly."))
    with transaction.atomic():
        standing = {passage_of(mark): mark for mark in _standing(text)}
        for passage in passages:
            if (before := standing.get(passage)) is not None:
                before.undone = True
                before.save(update_fields=["undone"])
            Mark.objects.create(
                text=text,
                unit=passage.unit,
                start=passage.start,
                end=passage.end,
                decision=decision,
                consent=consent if decision == CONSENT else None,
                office=office.strip() if decision == OFFICE else "",
                made_by_id=actor.user_id,
            )
        changes = {"decision": (None, decision), "passages": (None, len(passages))}
        record(actor, DECIDED, text.document, changes=changes, party=text.document.party.public_id)
    return len(passages)


def undo(actor: Actor, mark: Mark) -> None:
    """Undo one decision: the passage is undecided again, and stands in the text."""
    with transaction.atomic():
        mark.undone = True
        mark.save(update_fields=["undone"])
        document = mark.text.document
        changes = {"decision": (mark.decision, None)}
        record(actor, UNDONE, document, changes=changes, party=document.party.public_id)


def record_consent(actor: Actor, document: Document, *, how: str, given_on: date, kept_at: str) -> Consent:
    """Record an express consent under a new pseudonym."""
    with transaction.atomic():
        row = Consent.objects.create(document=document, how=how, given_on=given_on, kept_at=kept_at)
        changes = {"how": (None, how), "given_on": (None, given_on.isoformat())}
        record(actor, CONSENTED, document, changes=changes, party=document.party.public_id)
    return row


def withdraw_consent(actor: Actor, consent: Consent, *, on: date) -> int:
    """Record that a consent was withdrawn: what stayed on it is deleted. Return how many passages."""
    document = consent.document
    with transaction.atomic():
        consent.withdrawn_on = on
        consent.save(update_fields=["withdrawn_on"])
        marks = list(Mark.objects.filter(consent=consent, undone=False))
        for mark in marks:
            mark.undone = True
            mark.save(update_fields=["undone"])
            Mark.objects.create(
                text=mark.text,
                unit=mark.unit,
                start=mark.start,
                end=mark.end,
                decision=DELETE,
                made_by_id=actor.user_id,
            )
        changes = {"withdrawn_on": (None, on.isoformat()), "passages": (None, len(marks))}
        record(actor, CONSENT_WITHDRAWN, document, changes=changes, party=document.party.public_id)
    return len(marks)


def list_met(actor: Actor, document: Document, names: Sequence[str], *, kind: str) -> None:
    """Put names on the list of whom the delegation met; a name that is there stays as it is."""
    with transaction.atomic():
        added = 0
        for name in names:
            kept = {"kind": kind, "added_by_id": actor.user_id}
            _row, new = Met.objects.get_or_create(document=document, name=name.strip(), defaults=kept)
            added += new
        changes = {"names": (None, added), "kind": (None, kind)}
        record(actor, MET_LISTED, document, changes=changes, party=document.party.public_id)


def answer_met(actor: Actor, met: Met, *, harmless: bool, consent: Consent | None = None) -> None:
    """Record whether being on the list could expose a source; only who answered so lets it be printed.

    ``RefusedError`` (``consent-missing``) for an individual without an express consent.
    """
    document = met.document
    if harmless and met.kind == "person":
        given = consent is not None and consent.withdrawn_on is None
        if consent is None or not given or consent.document_id != document.pk:
            raise RefusedError(
                "consent-missing",
                N_("An individual is named by express consent only."),
                advice=N_("Record the consent first, or leave the person out."),
            )
    with transaction.atomic():
        MetAnswer.objects.create(
            met=met,
            harmless=harmless,
            consent=consent if harmless and met.kind == "person" else None,
            answered_by_id=actor.user_id,
        )
        changes = {"harmless": (None, harmless)}
        record(actor, MET_ANSWERED, document, changes=changes, party=document.party.public_id)


def _standing(text: WorkingText) -> list[Mark]:
    return list(Mark.objects.select_for_update().filter(text=text, undone=False))
