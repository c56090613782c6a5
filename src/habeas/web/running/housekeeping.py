"""The job of every night: what is over is put away. Takes no arguments, so that none holds a name."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from habeas.web.running.planning import plan

EVERY = timedelta(days=1)
KEPT = 14
"""Days for which the results of jobs are kept."""


@task()
def housekeeping() -> None:
    """Put away sign-ins that ran out, with what was typed too late in them, and results of old jobs.

    Enters itself for the next day, whatever comes of it.
    """
    plan(housekeeping, timezone.now() + EVERY)
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)
