"""The doors for writing visits, their steps and stops, and incidents of co-operation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.sources import actions as sources
from habeas.web.visits.models import Incident, Membership, Visit, VisitAct, VisitPlace

VISIT_ADDED = register("visit.added", N_("added the visit"))
VISIT_CHANGED = register("visit.changed", N_("changed what is known of the visit"))
VISIT_STEP = register("visit.step", N_("recorded a step of the visit"))
VISIT_STOP = register("visit.stop", N_("noted a place that the delegation went to"))
VISIT_MEMBER = register("visit.member", N_("made somebody a member of the delegation"))
VISIT_MEMBER_ENDED = register("visit.member_ended", N_("ended a membership of the delegation"))
INCIDENT_ADDED = register("incident.added", N_("added the incident"))
INCIDENT_CHANGED = register("incident.changed", N_("changed what is known of the incident"))

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
    """Record a step, from which the visit's status is derived."""
    sources.add_act(actor, VISIT_STEP, act, act.visit, party=act.visit.party.public_id)


def withdraw_visit_act(actor: Actor, act: VisitAct, *, reason: str) -> None:
    """Withdraw a step recorded in error."""
    sources.withdraw_act(actor, act, act.visit, party=act.visit.party.public_id, reason=reason)


def add_stop(actor: Actor | None, stop: VisitPlace) -> None:
    """Note that the delegation went to a place, and when. Raises ``RefusedError``."""
    visit = stop.visit
    if stop.place.party_id != visit.party_id:
        raise RefusedError("stop-of-another-party", _("This place belongs to another Party."))
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
