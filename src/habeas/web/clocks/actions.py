"""The doors for switching on and off how somebody is reminded."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from habeas.language import N_
from habeas.web.clocks.access import feed_of, reminder_of
from habeas.web.clocks.models import Feed, Reminder
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader
from habeas.web.people.models import User

FEED_ON = register("clocks.feed_on", N_("switched on the own calendar feed"))
FEED_OFF = register("clocks.feed_off", N_("switched off the own calendar feed"))
MAILS_ON = register("clocks.mails_on", N_("asked to be reminded by mail"))
MAILS_OFF = register("clocks.mails_off", N_("no longer wants to be reminded by mail"))
TAKEN = register("clocks.taken", N_("took away what is due as a calendar file"))


def hash_of(token: str) -> str:
    """What is kept of a feed's secret: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def switch_feed_on(reader: Reader, owner: User, *, at: datetime) -> str:
    """Make a secret for the reader's own feed and return it, this once; an earlier one ends."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        switch_feed_off(reader, at=at)
        feed = Feed.objects.create(user=owner, token_sha256=hash_of(token))
        record(reader, FEED_ON, feed)
    return token


def switch_feed_off(reader: Reader, *, at: datetime) -> None:
    """End the reader's own feed, if there is one."""
    feed = feed_of(reader)
    if feed is None:
        return
    with transaction.atomic():
        feed.ended_at = at
        feed.save(update_fields=["ended_at"])
        record(reader, FEED_OFF, feed)


def switch_mails_on(reader: Reader, owner: User, address: str) -> None:
    """Write to this address when something is due; the journal does not hold the address."""
    with transaction.atomic():
        row = reminder_of(reader) or Reminder(user=owner)
        row.address, row.on = address, True
        row.save()
        record(reader, MAILS_ON, row)


def switch_mails_off(reader: Reader) -> None:
    """Write no more, and forget the address."""
    row = reminder_of(reader)
    if row is None or not row.on:
        return
    with transaction.atomic():
        row.address, row.on = "", False
        row.save()
        record(reader, MAILS_OFF, row)


def note_taken(reader: Reader, count: int) -> None:
    """Keep in the journal that a calendar file left."""
    with transaction.atomic():
        record(reader, TAKEN, None, changes={"rows": (None, count)})
