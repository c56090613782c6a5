"""Which visits and incidents a reader may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from habeas.law import cite
from habeas.procedure.machine import History
from habeas.procedure.visit import VOCABULARY
from habeas.web.conduct.rows import history_of
from habeas.web.journal import access as journal
from habeas.web.journal.models import JournalEntry
from habeas.web.people.access import Reader, may, register_parties
from habeas.web.people.roles import Capability
from habeas.web.sources.access import reads_confidential, visible
from habeas.web.visits.actions import INCIDENT_SEALED
from habeas.web.visits.models import (
    Finding,
    Incident,
    Membership,
    SealedNote,
    Visit,
    VisitAct,
    VisitPlace,
)

cite("ECPT#8(3)", enforces="Of interviews only how many took place, and how many in private, is recorded.")
cite(
    "ECPT#13",
    enforces="What is sealed of an incident is read by the members named for it, whatever a role gives.",
)


@register_parties
def parties_of_member(user_id: int, day: date) -> Iterable[str]:
    """Parties to which a member of a delegation makes a visit on ``day``: whose file they may read."""
    return in_force(day).filter(user_id=user_id).values_list("visit__party__public_id", flat=True).distinct()


def visits_for(reader: Reader) -> "QuerySet[Visit, Any]":
    """Visits that the reader may see, with their acts."""
    return visible(reader, Visit.objects.select_related("party", "source").prefetch_related("acts__source"))


def visit_for(reader: Reader, public_id: str) -> Visit:
    """Return one visit, or ``Http404``."""
    visit: Visit | None = visits_for(reader).filter(public_id=public_id).first()
    if visit is None:
        raise Http404
    return visit


def incidents_for(reader: Reader) -> "QuerySet[Incident, Any]":
    """Incidents of co-operation that the reader may see."""
    return visible(reader, Incident.objects.select_related("party", "source", "visit"))


def incident_for(reader: Reader, public_id: str) -> Incident:
    """Return one incident, or ``Http404``."""
    incident: Incident | None = incidents_for(reader).filter(public_id=public_id).first()
    if incident is None:
        raise Http404
    return incident


def visit_act_for(reader: Reader, public_id: str, act_id: str) -> VisitAct:
    """Return a step of a visit that the reader may see, not yet withdrawn; or ``Http404``."""
    act = visit_for(reader, public_id).acts.filter(public_id=act_id, withdrawn_why="").first()
    if act is None:
        raise Http404
    return act


def stops_for(reader: Reader, visit: Visit) -> "QuerySet[VisitPlace, Any]":
    """Where the delegation went, as far as the reader may know of the places.

    A stop is what the delegation did, and confidential as such: only who reads the file sees it.
    """
    rows = VisitPlace.objects.filter(visit=visit).select_related("place").order_by("date_earliest", "pk")
    return rows if reads_confidential(reader, visit.party.public_id) else rows.none()


def people_of(reader: Reader, visit: Visit) -> "QuerySet[Membership, Any]":
    """Who belongs to the delegation: for who reads the file."""
    rows = Membership.objects.filter(visit=visit).select_related("user").order_by("role", "from_day")
    return rows if reads_confidential(reader, visit.party.public_id) else rows.none()


def may_grant_membership(reader: Reader, visit: Visit, day: date) -> bool:
    """The head of the body makes the head of delegation; a head of delegation makes the members."""
    if may(reader, Capability.GRANT_ROLES):
        return True
    heads = in_force(day).filter(visit=visit, role="head")
    return reader.user_id is not None and heads.filter(user_id=reader.user_id).exists()


def takes_part(reader: Reader, visit: Visit, day: date) -> bool:
    """Whether the reader may write in this visit: who writes of the Party, and who belongs to the delegation.

    An interpreter is as a rule a person of the country, and reads only.
    """
    if may(reader, Capability.WRITE_FACTS, visit.party.public_id):
        return True
    if reader.user_id is None or not reads_confidential(reader, visit.party.public_id):
        return False
    own = in_force(day).filter(visit=visit, user_id=reader.user_id).exclude(role="interpreter")
    return own.exists()


def may_take_steps(reader: Reader, visit: Visit, day: date) -> bool:
    """Whether the reader takes and withdraws steps: of a visit of others, who writes of the Party."""
    if visit.conducted:
        return takes_part(reader, visit, day)
    return may(reader, Capability.WRITE_FACTS, visit.party.public_id)


def own_visit_for(reader: Reader, public_id: str, day: date) -> Visit:
    """A visit that the body conducts here and in which the reader may write, or ``Http404``."""
    visit = visit_for(reader, public_id)
    if not visit.conducted or not takes_part(reader, visit, day):
        raise Http404
    return visit


def history_for(visit: Visit) -> History:
    """The history of a visit that the reader was let to."""
    return history_of(visit, VOCABULARY)


def findings_for(reader: Reader, visit: Visit) -> "QuerySet[Finding, Any]":
    """What the delegation found: for who reads the file."""
    rows = Finding.objects.filter(visit=visit).select_related("place", "author")
    return rows if reads_confidential(reader, visit.party.public_id) else rows.none()


Grounds = Callable[[Reader, Sequence[Finding]], Mapping[int, tuple[str, str]]]
"""Given a reader and findings: by the number of a finding what it was taken from, and a page or nothing."""

_grounds: list[Grounds] = []


def register_grounds(hook: Grounds) -> Grounds:
    """Let an app above say from where a finding was taken over; usable as a decorator."""
    _grounds.append(hook)
    return hook


def grounds_of(reader: Reader, findings: Sequence[Finding]) -> dict[int, tuple[str, str]]:
    """From where findings were taken over, of those that were."""
    return {key: found for hook in _grounds for key, found in hook(reader, findings).items()}


def finding_for(reader: Reader, visit: Visit, public_id: str) -> Finding:
    """One finding, not yet withdrawn, or ``Http404``."""
    row: Finding | None = findings_for(reader, visit).filter(public_id=public_id, withdrawn_why="").first()
    if row is None:
        raise Http404
    return row


def sealed_for(reader: Reader, incident: Incident) -> "QuerySet[SealedNote, Any]":
    """What is sealed of an incident to this reader by name; nothing else of it can be told from outside."""
    if reader.user_id is None or not reads_confidential(reader, incident.party.public_id):
        return SealedNote.objects.none()
    return SealedNote.objects.filter(incident=incident, readers=reader.user_id).prefetch_related("readers")


def entries_of(reader: Reader, incident: Incident) -> "QuerySet[JournalEntry, Any]":
    """The history of an incident; that something was sealed stands there for those alone who are named."""
    entries = journal.history_of(incident)
    return entries if sealed_for(reader, incident).exists() else entries.exclude(action=INCIDENT_SEALED)


def may_seal(reader: Reader, incident: Incident, day: date) -> bool:
    """Whether the reader may seal what is known: who writes of the Party, or was of the delegation."""
    if may(reader, Capability.WRITE_FACTS, incident.party.public_id):
        return True
    return incident.visit is not None and takes_part(reader, incident.visit, day)


def matter_name(matter: str) -> str:
    """What a clock of a visit is about, in words."""
    _kind, _of, number = matter.partition("immediate observation ")
    return _("immediate observation %(n)s") % {"n": number} if number else _("preliminary observations")


def in_force(day: date) -> "QuerySet[Membership, Any]":
    """The memberships of all visits that hold on a day."""
    return Membership.objects.filter(from_day__lte=day).filter(Q(until_day=None) | Q(until_day__gte=day))


def membership_for(reader: Reader, visit_id: str, membership_id: str, day: date) -> Membership:
    """A membership that the reader may end, or ``Http404``."""
    rows = people_of(reader, visit_for(reader, visit_id))
    row: Membership | None = rows.filter(public_id=membership_id).first()
    if row is None or not may_grant_membership(reader, row.visit, day):
        raise Http404
    return row
