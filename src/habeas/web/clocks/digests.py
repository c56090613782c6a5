"""Mails that say that something is due, and nothing else."""

import logging
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from habeas.web.clocks.access import dues_for, to_be_reminded
from habeas.web.people.access import reader_of
from habeas.web.people.models import User

_log = logging.getLogger(__name__)
AHEAD = timedelta(days=7)


def send_digests(today: date) -> int:
    """Write to everybody who asked for it and has something due in the next days, or overdue.

    Returns how many mails were taken over by the server of mail. A fault is logged by its kind: what a
    server of mail answers holds the address.
    """
    if not settings.MAILS:
        return 0
    return sum(_sent(reminder.user, reminder.address, today) for reminder in to_be_reminded())


def _sent(user: User, address: str, today: date) -> int:
    if not any(due.day <= today + AHEAD for due in dues_for(reader_of(user, on=today), today)):
        return 0
    with translation.override(user.language):
        subject, body = _("Something is due"), _("Something is due in Habeas. Sign in to see what.")
    try:
        return send_mail(subject, f"{body}\n", settings.DEFAULT_FROM_EMAIL, [address])
    except (SMTPException, OSError) as fault:
        _log.warning("a mail could not be sent (%s)", type(fault).__name__)
        return 0
