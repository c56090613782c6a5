"""The job of every night: what is over is put away. Takes no arguments, so that none holds a name."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from habeas.web.audits import actions as audits
from habeas.web.custody.kept import put_away_unnamed
from habeas.web.offline.actions import forget_erased
from habeas.web.oversight.actions import empty_erased
from habeas.web.shell.planning import plan

EVERY = timedelta(days=1)
KEPT = 14
"""Days for which the results of jobs are kept."""


@task()
def housekeeping() -> None:
    """Put away sign-ins that ran out, with what was typed too late in them, and results of old jobs.

    Where the register is kept, the files of recordings that nobody signed for go too, and what still waits in
    a queue for a record that was erased or was noted on it.

    Enters itself for the next day, whatever comes of it.
    """
    plan(housekeeping, timezone.now() + EVERY)
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)
    if "register" in settings.SURFACES:
        put_away_unnamed()
        forget_erased(None)
        empty_erased(None)
        audits.empty_erased(None)
