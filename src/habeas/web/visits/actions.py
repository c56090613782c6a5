"""The doors for writing visits, their steps and stops, and incidents of co-operation."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.sources import actions as sources
from habeas.web.visits.models import Incident, Visit, VisitAct, VisitPlace

VISIT_ADDED = register("visit.added", N_("added the visit"))
VISIT_CHANGED = register("visit.changed", N_("changed what is known of the visit"))
VISIT_STEP = register("visit.step", N_("recorded a step of the visit"))
VISIT_STOP = register("visit.stop", N_("noted a place that the delegation went to"))
INCIDENT_ADDED = register("incident.added", N_("added the incident"))
INCIDENT_CHANGED = register("incident.changed", N_("changed what is known of the incident"))

cite("ECPT#8(2)(a)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(b)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(c)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(2)(d)", enforces="An incident names the head of Article 8 that it concerns, or none.")
cite("ECPT#8(3)", enforces="Interference with private interviews is a head of its own.")
cite("ECPT#8(4)", enforces="Interference with communication is a head of its own.")
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


def add_incident(actor: Actor | None, incident: Incident, /) -> None:
    """Store a new incident."""
    sources.add(actor, INCIDENT_ADDED, incident, party=incident.party.public_id)


def change_incident(actor: Actor, incident: Incident, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed incident."""
    sources.change(actor, INCIDENT_CHANGED, incident, before, party=incident.party.public_id, reason=reason)
