"""The doors for writing visits, their steps and stops, and incidents of co-operation."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.procedure import machine
from habeas.procedure.visit import MACHINE, STEPS, VOCABULARY
from habeas.web.conduct.rows import fill, history_of, refuse_twice, rows_of
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register, tell, tell_row
from habeas.web.people.models import User
from habeas.web.sources import actions as sources
from habeas.web.visits.models import Finding, Incident, Membership, SealedNote, Visit, VisitAct, VisitPlace

VISIT_ADDED = register("visit.added", N_("added the visit"))
VISIT_CHANGED = register("visit.changed", N_("changed what is known of the visit"))
VISIT_STEP = register("visit.step", N_("recorded a step of the visit"))
VISIT_STOP = register("visit.stop", N_("noted a place that the delegation went to"))
VISIT_MEMBER = register("visit.member", N_("made somebody a member of the delegation"))
VISIT_MEMBER_ENDED = register("visit.member_ended", N_("ended a membership of the delegation"))
INCIDENT_ADDED = register("incident.added", N_("added the incident"))
INCIDENT_CHANGED = register("incident.changed", N_("changed what is known of the incident"))

VISIT_BEGUN = register("visit.begun", N_("began to conduct the visit here"))
VISIT_STEP_TAKEN = register("visit.step_taken", N_("recorded a step of the visit that the body makes"))
INCIDENT_SEALED = register("incident.sealed", N_("sealed a note on the incident to named members"))
FINDING_ADDED = register("visit.finding", N_("noted a finding of the visit"))
FINDING_WITHDRAWN = register("visit.finding_withdrawn", N_("withdrew a finding of the visit"))

tell_row("visits.visit", "place", N_("Place"), "places.place")
_ROLES = {
    "head": N_("head of delegation"),
    "member": N_("member"),
    "expert": N_("expert"),
    "interpreter": N_("interpreter"),
    "secretariat": N_("secretariat"),
}
tell("visits.visit", "role", N_("Role"), _ROLES)
tell("visits.visit", "from_day", N_("First day"))
tell("visits.visit", "until_day", N_("Last day"))
tell_row("visits.visit", "user", N_("Member of the delegation"), "people.user")
tell("visits.visit", "step", N_("Step"), {VOCABULARY.word_of(step.act): step.says for step in STEPS})

cite("ECPT#8(2)(a)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(b)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(c)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(d)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(3)", enforces="Interference with private interviews is a head of its own.")
cite("ECPT#8(4)", enforces="Interference with communication is a head of its own.")
cite("ECPT#13", enforces="A membership that ended ends the reading; it does not lift the duty of secrecy.")
cite("ECPT#8(1)", enforces="Notification is a dated step of a visit; a place need not be named in it.")


def add_visit(actor: Actor | None, visit: Visit, /) -> None:
    """Store a new visit."""
    sources.add(actor, VISIT_ADDED, visit, party=visit.party.public_id)


def change_visit(actor: Actor, visit: Visit, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed visit."""
    sources.change(actor, VISIT_CHANGED, visit, before, party=visit.party.public_id, reason=reason)


def add_visit_act(actor: Actor | None, act: VisitAct) -> None:
    """Record a step that is reported of a visit, from which its status is derived.

    Raises ``RefusedError`` (``visit-conducted-here``): what the body does itself is held to its machine.
    """
    if act.visit.conducted:
        raise RefusedError(
            "visit-conducted-here", N_("The body conducts this visit: its steps are taken there.")
        )
    sources.add_act(actor, VISIT_STEP, act, act.visit, party=act.visit.party.public_id)


def withdraw_visit_act(actor: Actor, act: VisitAct, *, reason: str) -> None:
    """Withdraw a step recorded in error.

    Raises ``RefusedError``, of a visit that the body conducts ``ForbiddenError`` where a later step rests
    on it.
    """
    if act.visit.conducted:
        place = [row.pk for row in rows_of(act.visit)].index(act.pk)
        MACHINE.withdraw(history_of(act.visit, VOCABULARY), place, reason)
    sources.withdraw_act(actor, act, act.visit, party=act.visit.party.public_id, reason=reason)


def begin(actor: Actor | None, visit: Visit, act: machine.Act) -> None:
    """Store a visit that the body conducts here, with its first step.

    Raises ``ForbiddenError``, which names the clause; nothing is then stored.
    """
    MACHINE.take(machine.History(), act)
    visit.conducted = True
    with transaction.atomic():
        sources.add(actor, VISIT_BEGUN, visit, party=visit.party.public_id)
        fill(VisitAct(visit=visit), act, VOCABULARY).save()
        record(actor, VISIT_STEP_TAKEN, visit, changes=_told(act), party=visit.party.public_id)


def take(actor: Actor | None, visit: Visit, act: machine.Act) -> None:
    """Record one step of a visit of the body's own.

    Raises ``ForbiddenError``, and ``RefusedError`` (``step-recorded-already``); nothing is then stored.
    """
    with transaction.atomic():
        row = Visit.objects.select_for_update().get(pk=visit.pk)
        history = history_of(row, VOCABULARY)
        MACHINE.take(history, act)
        refuse_twice(history, act)
        fill(VisitAct(visit=row), act, VOCABULARY).save()
        closed = sources.closed_by_hand(row)
        if closed:
            row.save(update_fields=["klass"])
        record(actor, VISIT_STEP_TAKEN, row, changes=_told(act) | closed, party=row.party.public_id)


def _told(act: machine.Act) -> dict[str, tuple[None, str]]:
    """Which step and when; what it says is read on the page, not in the journal."""
    return {"step": (None, VOCABULARY.word_of(type(act))), "date": (None, act.on.isoformat())}


def add_finding(actor: Actor | None, finding: Finding) -> None:
    """Note what the delegation found. Raises ``RefusedError`` for a place of another Party."""
    visit = finding.visit
    if finding.place is not None and finding.place.party_id != visit.party_id:
        raise RefusedError("place-of-another-party", _("This place belongs to another Party."))
    with transaction.atomic():
        finding.save()
        record(actor, FINDING_ADDED, visit, fields=["findings"], party=visit.party.public_id)


def withdraw_finding(actor: Actor, finding: Finding, *, reason: str) -> None:
    """Withdraw a finding; it stays readable with the reason."""
    visit = finding.visit
    with transaction.atomic():
        finding.withdrawn_why = reason
        finding.save(update_fields=["withdrawn_why"])
        record(
            actor, FINDING_WITHDRAWN, visit, fields=["findings"], reason=reason, party=visit.party.public_id
        )


def seal_note(actor: Actor, incident: Incident, text: str, readers: Iterable[User]) -> None:
    """Seal what is known of an incident to named members. The journal says that it was done, not for whom."""
    with transaction.atomic():
        note = SealedNote(incident=incident, text=text)
        note.save()
        note.readers.set(readers)
        record(actor, INCIDENT_SEALED, incident, fields=["sealed"], party=incident.party.public_id)


def _outside(stop: str, visit: str) -> bool:
    """Whether a date (EDTF) surely lies outside another; not where one of them is open or not known."""
    if not stop or not visit:
        return False
    inner, outer = Edtf.parse(stop), Edtf.parse(visit)
    before = inner.latest and outer.earliest and inner.latest < outer.earliest
    after = inner.earliest and outer.latest and inner.earliest > outer.latest
    return bool(before or after)


def add_stop(actor: Actor | None, stop: VisitPlace) -> None:
    """Note that the delegation went to a place, and when. Raises ``RefusedError``."""
    visit = stop.visit
    if stop.place.party_id != visit.party_id:
        raise RefusedError("stop-of-another-party", _("This place belongs to another Party."))
    if _outside(stop.date, visit.date):
        raise RefusedError(
            "stop-outside-visit",
            _("This date lies outside the visit. Correct the date here, or the dates of the visit first."),
        )
    if VisitPlace.objects.filter(visit=visit, place=stop.place, date=stop.date).exists():
        raise RefusedError("stop-there-already", _("This place is noted with this date already."))
    with transaction.atomic():
        stop.save()
        changes = {"place": (None, stop.place.public_id), "date": (None, stop.date or None)}
        record(actor, VISIT_STOP, visit, changes=changes, party=visit.party.public_id)


def grant_membership(actor: Actor | None, membership: Membership) -> None:
    """Make somebody a member of a visit's delegation: from then on that person reads the Party's file.

    Raises ``RefusedError`` (``member-there-already``).
    """
    visit = membership.visit
    same = Membership.objects.filter(
        visit=visit, user=membership.user, role=membership.role, from_day=membership.from_day
    )
    if same.exists():
        raise RefusedError("member-there-already", _("This person has this role from this day already."))
    with transaction.atomic():
        membership.save()
        changes = {
            "user": (None, membership.user.public_id),
            "role": (None, membership.role),
            "from_day": (None, membership.from_day.isoformat()),
        }
        record(actor, VISIT_MEMBER, visit, changes=changes, party=visit.party.public_id)


def end_membership(actor: Actor, membership: Membership, *, last_day: date, reason: str) -> None:
    """End a membership; the duty of confidentiality goes on (ECPT Article 13)."""
    if not reason.strip():
        raise RefusedError("reason-missing", _("To end a membership needs a reason."))
    visit = membership.visit
    with transaction.atomic():
        membership.until_day = max(last_day, membership.from_day)
        membership.save(update_fields=["until_day"])
        changes = {
            "user": (membership.user.public_id, None),
            "until_day": (None, membership.until_day.isoformat()),
        }
        record(actor, VISIT_MEMBER_ENDED, visit, changes=changes, reason=reason, party=visit.party.public_id)


def add_incident(actor: Actor | None, incident: Incident, /) -> None:
    """Store a new incident."""
    sources.add(actor, INCIDENT_ADDED, incident, party=incident.party.public_id)


def change_incident(actor: Actor, incident: Incident, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed incident."""
    sources.change(actor, INCIDENT_CHANGED, incident, before, party=incident.party.public_id, reason=reason)
