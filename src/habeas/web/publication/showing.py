"""How the publication desk says what it knows: an agreed hour, the time to object, a vote."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.procedure import publication
from habeas.procedure.machine import History
from habeas.web.publication.access import Window
from habeas.web.shell.marks import own_words


def agreed(act: publication.HourAgreed) -> str:
    """The hour as it was agreed, in its own zone."""
    at = act.at.astimezone(ZoneInfo(act.zone))
    return f"{own_words().date(at.date())}, {at:%H:%M} ({act.zone})"


def time_to_object(window: Window) -> str:
    """Under which time a document is that is published automatically, and what the Party made of it."""
    day = own_words().date
    days = {"sent": day(window.sent_on), "until": day(window.until)}
    if window.objected_on:
        days["objected"] = day(window.objected_on)
        said = _(
            "Under automatic publication: sent on %(sent)s; the Party objected on %(objected)s. "
            "The document stays closed unless it takes its objection back or asks for publication."
        )
    elif window.postponed_until and timezone.localdate() <= window.postponed_until:
        days["until"] = day(max(window.until, window.postponed_until))
        said = _("Under automatic publication: sent on %(sent)s; the Party postponed until %(until)s.")
    elif timezone.localdate() <= window.until:
        said = _("Under automatic publication: sent on %(sent)s; the Party may object until %(until)s.")
    else:
        said = _(
            "Under automatic publication: sent on %(sent)s; the time to object ended on %(until)s. "
            "Record first what the Party said within its time; where nothing stands against it, "
            "record that the time ran out."
        )
    return said % days


def vote(act: publication.DecidedByCommittee) -> str:
    """What the Committee against Torture decided on, and by how many."""
    said = _("%(in_favour)s of %(members)s members in favour; asked on %(asked)s, views until %(until)s")
    days = {"asked": own_words().date(act.asked_on), "until": own_words().date(act.views_until)}
    return said % {"in_favour": act.in_favour, "members": act.members, **days}


def hour_said(history: History) -> str:
    """The hour that was agreed last, in words; empty where there is none."""
    act = publication.hour_of(history.standing())
    return agreed(act) if act else ""
