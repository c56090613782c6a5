"""Which entries of the mail book a reader may see, and who is named on one."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.web.mailbook.models import MailEntry, MailStep, NamedReader, Sender
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, everybody, may, reader_of
from habeas.web.people.models import User
from habeas.web.people.roles import Capability
from habeas.web.sources.access import reads_confidential, visible


def mail_for(reader: Reader) -> "QuerySet[MailEntry, Any]":
    """Entries that the reader may see: never with who sent them."""
    return visible(
        reader, MailEntry.objects.select_related("party", "place", "sender").prefetch_related("steps")
    )


def entry_for(reader: Reader, public_id: str) -> MailEntry:
    """Return one entry, or ``Http404``."""
    entry: MailEntry | None = mail_for(reader).filter(public_id=public_id).first()
    if entry is None:
        raise Http404
    return entry


def step_for(reader: Reader, public_id: str, step_id: str) -> MailStep:
    """Return a step of an entry, not yet withdrawn; or ``Http404``."""
    step = entry_for(reader, public_id).steps.filter(public_id=step_id, withdrawn_why="").first()
    if step is None:
        raise Http404
    return step


def named_on(entry: MailEntry) -> "QuerySet[NamedReader, Any]":
    """Who may see who sent the entry."""
    return NamedReader.objects.filter(entry=entry, ended_on=None).select_related("user")


def is_named(reader: Reader, entry: MailEntry) -> bool:
    """Whether the reader is named on the entry, and reads the Party's file (which can have ended since)."""
    if reader.user_id is None or not reads_confidential(reader, entry.party.public_id):
        return False
    return named_on(entry).filter(user_id=reader.user_id).exists()


def sealed_entry_for(reader: Reader, public_id: str) -> MailEntry:
    """Return an entry on which the reader is named, or ``Http404``."""
    entry = entry_for(reader, public_id)
    if not is_named(reader, entry):
        raise Http404
    return entry


def may_name(reader: Reader, entry: MailEntry) -> bool:
    """Who is named may name others; so may the head of the body, who need not be named."""
    return is_named(reader, entry) or may(reader, Capability.GRANT_ROLES)


def named_reader_for(reader: Reader, public_id: str, named_id: str) -> NamedReader:
    """Return a naming that the reader may end, or ``Http404``."""
    entry = entry_for(reader, public_id)
    found: NamedReader | None = named_on(entry).filter(public_id=named_id).first()
    if found is None or not may_name(reader, entry):
        raise Http404
    return found


def nameable(day: date, party: Party | None = None) -> "QuerySet[User, Any]":
    """The open accounts that read the file of the Party (of any, without one)."""
    found = [
        user.pk
        for user, roles in everybody(day)
        if user.is_active and roles and _reads(reader_of(user, on=day), party)
    ]
    return User.objects.filter(pk__in=found).order_by("display_name")


def _reads(reader: Reader, party: Party | None) -> bool:
    if party is None:
        return may(reader, Capability.READ_CONFIDENTIAL)
    return reads_confidential(reader, party.public_id)


def sender_known_to(reader: Reader, pseudonym: str) -> Sender | None:
    """The sender of that pseudonym, for somebody named on an entry of theirs; else ``None``."""
    found = NamedReader.objects.filter(
        user__public_id=reader.public_id, ended_on=None, entry__sender__pseudonym=pseudonym.strip().lower()
    ).select_related("entry__sender", "entry__party")
    named = [one for one in found if reads_confidential(reader, one.entry.party.public_id)]
    return named[0].entry.sender if named else None
