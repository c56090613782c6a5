"""Who sees a follow-up: two named members of the delegation, and nobody else, whatever their role.

For everybody else it does not exist: no page, no count, no line that tells one visit from another.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.law import cite
from habeas.web.people.access import Reader, delegates, may
from habeas.web.people.models import User
from habeas.web.people.roles import Capability
from habeas.web.reprisals.models import FollowUp, Keeper
from habeas.web.reprisals.state import state_of
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.access import in_force, visit_for
from habeas.web.visits.models import Visit

cite("ECPT#8(3)", enforces="Who might suffer for having spoken is followed up by two named members only.")
cite("ECPT#13", enforces="Of a follow-up nobody learns but the two, not even that there is one.")

ROLES = ("head", "member", "expert", "secretariat")
"""Who of a delegation can be named. An interpreter is as a rule a person of the country, and at risk too."""


def keepers_of(visit: Visit) -> "QuerySet[Keeper, Any]":
    """The two who are named."""
    return Keeper.objects.filter(visit=visit, ended_on=None).select_related("user")


def candidates(visit: Visit, day: date) -> "QuerySet[User, Any]":
    """Members of the delegation on a day who can be named, with open accounts."""
    members = in_force(day).filter(visit=visit, role__in=ROLES).values("user")
    named = keepers_of(visit).values("user")
    found: QuerySet[User, Any] = delegates(day).filter(pk__in=members).exclude(pk__in=named)
    return found


def keeps(reader: Reader, visit: Visit, day: date) -> bool:
    """Whether the reader is named, still belongs to the delegation, and reads the Party's file."""
    if reader.user_id is None or not reads_confidential(reader, visit.party.public_id):
        return False
    belongs = in_force(day).filter(visit=visit, role__in=ROLES, user_id=reader.user_id).exists()
    return belongs and keepers_of(visit).filter(user_id=reader.user_id).exists()


def kept_visit_for(reader: Reader, public_id: str, day: date) -> Visit:
    """A visit whose follow-up the reader keeps, or ``Http404``."""
    visit = visit_for(reader, public_id)
    if not keeps(reader, visit, day):
        raise Http404
    return visit


def follow_ups_of(reader: Reader, visit: Visit, day: date) -> "QuerySet[FollowUp, Any]":
    """What the reader keeps of a visit; nothing where they do not."""
    rows = FollowUp.objects.filter(visit=visit).select_related("place").prefetch_related("acts")
    return rows if keeps(reader, visit, day) else rows.none()


def follow_up_for(reader: Reader, visit_id: str, public_id: str, day: date) -> FollowUp:
    """One follow-up that the reader keeps, or ``Http404``."""
    visit = kept_visit_for(reader, visit_id, day)
    row: FollowUp | None = follow_ups_of(reader, visit, day).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def may_name(reader: Reader, visit: Visit, day: date) -> bool:
    """The head of the delegation names the two."""
    heads = in_force(day).filter(visit=visit, role="head")
    return reader.user_id is not None and heads.filter(user_id=reader.user_id).exists()


def may_replace(reader: Reader) -> bool:
    """The head of the body replaces one of them, without seeing what they keep."""
    return may(reader, Capability.GRANT_ROLES)


def named_visit_for(reader: Reader, public_id: str, day: date) -> Visit:
    """A visit of which the reader may see who is named, or ``Http404``."""
    visit = visit_for(reader, public_id)
    if not (may_name(reader, visit, day) or may_replace(reader)):
        raise Http404
    return visit


def keeper_for(reader: Reader, visit_id: str, keeper_id: str) -> Keeper:
    """Somebody named, whom the reader may replace; or ``Http404``."""
    if not may_replace(reader):
        raise Http404
    found: Keeper | None = keepers_of(visit_for(reader, visit_id)).filter(public_id=keeper_id).first()
    if found is None:
        raise Http404
    return found


def checks_due(reader: Reader, today: date) -> list[tuple[Visit, date]]:
    """The days to check back that the reader keeps, each with its visit."""
    mine = Keeper.objects.filter(user__public_id=reader.public_id, ended_on=None)
    visits = Visit.objects.filter(pk__in=mine.values("visit")).select_related("party")
    return [
        (visit, state.check_on)
        for visit in visits
        for row in follow_ups_of(reader, visit, today)
        if (state := state_of(row.acts.all())).check_on
    ]


def ways_on(reader: Reader, row: Any) -> Iterable[tuple[str, str, bool]]:
    """From the page of a visit, for those whom it concerns."""
    if not isinstance(row, Visit) or not reader.signed_in:
        return
    today = timezone.localdate()
    if keeps(reader, row, today):
        yield _("Follow-up on reprisals"), reverse("reprisals:visit", args=[row.public_id]), False
    if may_name(reader, row, today) or may_replace(reader):
        yield _("Who follows up on reprisals"), reverse("reprisals:named", args=[row.public_id]), False
