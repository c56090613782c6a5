"""The job of every week: mails that say that something is due."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from habeas.web.clocks.digests import send_digests
from habeas.web.shell.planning import plan

EVERY = timedelta(days=7)


@task()
def reminding() -> None:
    """Write to those who asked for it. Enters itself for the next week, whatever comes of it."""
    plan(reminding, timezone.now() + EVERY)
    send_digests(timezone.localdate())
