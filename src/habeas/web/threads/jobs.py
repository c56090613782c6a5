"""The job that reads the sense of what was asked. It takes no arguments: what it reads is in the store."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task

from habeas.errors import HabeasError
from habeas.web.journal.models import JournalEntry
from habeas.web.shell.planning import LONG, plan
from habeas.web.threads import sensing


@task(queue_name=LONG)
def read_sense() -> None:
    """Read some of what is not read yet, and enter itself again where there is more."""
    try:
        more = sensing.read_some()
    except (ImportError, HabeasError):
        return  # the model is missing or another: `habeas doctor` says so, and words go on
    if more:
        plan(read_sense)


def note(entry: JournalEntry) -> None:
    """Have the job read what ``entry`` tells of, once it is written: an ask, or a list or report of them."""
    if settings.SENSE and entry.object_kind.startswith("reports."):
        transaction.on_commit(partial(plan, read_sense))
