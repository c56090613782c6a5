"""The job of every night: what is over is put away. Takes no arguments, so that none holds a name."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

EVERY = timedelta(days=1)
KEPT = 14
"""Days for which the results of jobs are kept."""


@task()
def housekeeping() -> None:
    """Put away sign-ins that ran out, with what was typed too late in them, and results of old jobs.

    Enters itself for the next day, whatever comes of it.
    """
    plan(timezone.now() + EVERY)
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)


def plan(at: datetime | None = None) -> None:
    """Enter the job to run at ``at`` (``None``: now) unless it waits already."""
    waiting = DBTaskResult.objects.filter(
        task_path=housekeeping.module_path, status=TaskResultStatus.READY
    ).exists()
    if not waiting:
        housekeeping.using(run_after=at).enqueue()
