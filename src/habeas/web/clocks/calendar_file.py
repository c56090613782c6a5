"""What is due as an iCalendar file (RFC 5545) that tells whoever holds it nothing but days.

Each entry says “Something is due”, an opaque number, and where to sign in to see what it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from habeas.web.clocks.access import Due


def calendar_file(dues: Iterable[Due], *, page: str, at: datetime) -> bytes:
    """Return the calendar; ``page`` is the address of the list of what is due."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Habeas//due//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Habeas"))
    for due in dues:
        calendar.add_component(_event(due, page, at))
    return bytes(calendar.to_ical())


def _event(due: Due, page: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{due.number}@habeas.invalid")
    event.add("dtstamp", at)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", _("Something is due"))
    event.add("description", _("Sign in to see what: number %(number)s.") % {"number": due.number})
    event.add("url", f"{page}#due-{due.number}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
