"""The doors for writing the programme. Nothing here announces or opens anything by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.models import Place
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProgrammeYear, ProtectedPlace
from habeas.web.sources import actions as sources

CRITERIA_SAVED = register("programme.criteria_saved", N_("saved a set of criteria"))
CRITERIA_CHANGED = register("programme.criteria_changed", N_("changed a set of criteria"))
YEAR_CHANGED = register("programme.year_changed", N_("changed what holds for a year of the programme"))
PUT_ON = register("programme.put_on", N_("put a Party or a place on the programme"))
TAKEN_OFF = register("programme.taken_off", N_("took a Party or a place off the programme"))
PROTECTED = register("programme.place_protected", N_("noted that a place is visited by the ICRC"))
PROTECTION_ENDED = register("programme.protection_ended", N_("ended that a place is visited by the ICRC"))
BRIEF_TAKEN = register("programme.brief_exported", N_("took away a pre-visit brief as a file"))

CHECKLIST_TAKEN = register("programme.checklist_exported", N_("took away a checklist that names a place"))

cite("ECPT#7(1)", enforces="A visit comes on the programme by somebody's decision, with the reason.")
cite("ECPT#11(1)", enforces="The programme is confidential: an announcement is a fact, and opens nothing.")
cite(
    "CPT-practice#programme",
    enforces="That the list of a year was announced is recorded by hand, never done by the machine.",
)


def save_criteria(actor: Actor, row: CriteriaSet) -> None:
    """Store a new set of criteria. Raises ``RefusedError`` (``criteria-none``)."""
    _any_criterion(row)
    sources.add(actor, CRITERIA_SAVED, row, party="")


def change_criteria(actor: Actor, row: CriteriaSet, before: Mapping[str, Any], *, reason: str) -> None:
    """Store a changed set. Raises ``RefusedError`` (``criteria-none``, ``reason-missing``)."""
    _any_criterion(row)
    sources.change(actor, CRITERIA_CHANGED, row, before, party="", reason=reason)


def _any_criterion(row: CriteriaSet) -> None:
    thresholds = (row.years, row.size, row.asks, row.mail)
    if not (row.no_visit or row.kinds or any(one is not None for one in thresholds)):
        raise RefusedError("criteria-none", N_("Choose at least one criterion."))


def say_of_year(actor: Actor, row: ProgrammeYear, before: Mapping[str, Any]) -> None:
    """Store what holds for a year; of a year never spoken of before, ``before`` is empty."""
    changes = changed(before, row)
    if not changes:
        return
    with transaction.atomic():
        row.save()
        record(actor, YEAR_CHANGED, row, changes=changes)


def put_on(actor: Actor, row: ProgrammeEntry) -> None:
    """Put a Party, or one place of it, on the programme.

    Raises ``RefusedError`` (``programme-undecided``, ``programme-of-another-party``, ``programme-twice``).
    """
    if not (row.reason.strip() and row.decided_by.strip()):
        raise RefusedError("programme-undecided", N_("Say why, and who decided it."))
    if row.place is not None and row.place.party_id != row.party_id:
        raise RefusedError("programme-of-another-party", N_("This belongs to another Party."))
    same = ProgrammeEntry.objects.filter(
        year=row.year, party=row.party, place=row.place, kind=row.kind, withdrawn_why=""
    )
    if same.exists():
        raise RefusedError("programme-twice", N_("It is on the programme of this year already."))
    sources.add(actor, PUT_ON, row, party=row.party.public_id)


def take_off(actor: Actor, row: ProgrammeEntry, *, reason: str) -> None:
    """Take an entry off the programme; it stays with the reason."""
    sources.withdraw(actor, TAKEN_OFF, row, party=row.party.public_id, reason=reason)


def protect(actor: Actor, row: ProtectedPlace) -> None:
    """Note that a place is not to be visited. Raises ``RefusedError`` (``protected-already``)."""
    if ProtectedPlace.objects.filter(place=row.place, ended_on=None).exists():
        raise RefusedError("protected-already", N_("This is noted of the place already."))
    sources.add(actor, PROTECTED, row, party=row.place.party.public_id)


def end_protection(actor: Actor, row: ProtectedPlace, *, last_day: date, reason: str) -> None:
    """End it, from a day on, with the reason."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To withdraw an act needs a reason."))
    with transaction.atomic():
        row.ended_on, row.ended_why = last_day, reason
        row.save(update_fields=["ended_on", "ended_why"])
        changes = {"ended_on": (None, last_day.isoformat())}
        record(actor, PROTECTION_ENDED, row, changes=changes, reason=reason, party=row.place.party.public_id)


def note_brief(reader: Reader, party: Party, *, form: str, number: str, sha256: str) -> None:
    """Keep in the journal that a brief left as a file, with the hash of its bytes."""
    with transaction.atomic():
        changes = {"form": (None, form), "number": (None, number), "sha256": (None, sha256)}
        record(reader, BRIEF_TAKEN, party, changes=changes, party=party.public_id)


def note_checklist(reader: Reader, place: Place, *, form: str, number: str, sha256: str) -> None:
    """Keep in the journal that a checklist which names a place left as a file."""
    with transaction.atomic():
        changes = {"form": (None, form), "number": (None, number), "sha256": (None, sha256)}
        record(reader, CHECKLIST_TAKEN, place, changes=changes, party=place.party.public_id)
