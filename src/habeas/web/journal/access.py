"""What may be read of the journal: all of it behind the auditor's door, one row's history beside the row."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Model, QuerySet
from django.utils import timezone

from habeas.web.journal.kinds import kind_of
from habeas.web.journal.models import Approval, JournalEntry


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of entries; what is empty does not narrow. Days are of the current time zone."""

    action: str = ""
    person: str = ""
    """Public id of the account, or ``system``."""
    object_id: str = ""
    party: str = ""
    since: date | None = None
    until: date | None = None


def history_of(row: Model) -> QuerySet[JournalEntry]:
    """Return the entries about a row, newest first, with what each changed.

    Who may see the row may see its history: reach the row through its own door first.
    """
    return JournalEntry.objects.filter(
        object_kind=kind_of(row), object_id=getattr(row, "public_id", "")
    ).select_related("actor", "revision")


def approval_of(row: Model, action: str) -> Approval | None:
    """The last approval that was asked for what is to be done with a row."""
    asked = Approval.objects.filter(
        action=action, subject_kind=kind_of(row), subject_id=getattr(row, "public_id", "")
    )
    return asked.select_related("approved_by").order_by("pk").last()


def waits(asked: Approval | None) -> bool:
    """Whether another person has still to decide on it, and still can."""
    return asked is not None and asked.approved_by_id is None and asked.expires_at > timezone.now()


def waiting_for(user_id: int | None, action: str) -> int:
    """How many things of a kind wait for a second person, who did not ask for them."""
    asked = Approval.objects.filter(action=action, approved_by=None, expires_at__gt=timezone.now())
    return asked.exclude(requested_by=user_id).values("subject_id").distinct().count()


def state_of_writing() -> str:
    """A mark that changes with every entry: as every writing has one, what is kept by it is not out of date.

    Number and count: on PostgreSQL a lower number can be committed after a higher one.
    """
    found = JournalEntry.objects.aggregate(last=Max("number"), count=Count("number"))
    return f"{found['last']}-{found['count']}"


def entries(wanted: Wanted) -> QuerySet[JournalEntry]:
    """Return the entries that the auditor asked for, newest first; of the values only a hash is told."""
    found = JournalEntry.objects.select_related("actor", "revision")
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.person:
        system = wanted.person == "system"
        found = found.filter(actor=None) if system else found.filter(actor__public_id=wanted.person)
    if wanted.object_id:
        found = found.filter(object_id=wanted.object_id)
    if wanted.party:
        found = found.filter(party_id=wanted.party)
    if wanted.since:
        found = found.filter(at__gte=_start_of(wanted.since))
    if wanted.until:
        found = found.filter(at__lte=_start_of(wanted.until, time.max))
    return found


def people_named() -> list[tuple[str, str]]:
    """Return public id and name of everybody who has an entry."""
    acted = JournalEntry.objects.exclude(actor=None).order_by().values("actor")
    found = get_user_model().objects.filter(pk__in=acted)
    return sorted(((user.public_id, str(user)) for user in found), key=lambda pair: pair[1])


def _start_of(day: date, hour: time = time.min) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(timezone.get_current_timezone_name()))
