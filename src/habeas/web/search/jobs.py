"""The jobs that take into the index what was written, and that read for it what is published.

They take no arguments: what waits is in the store.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.errors import PartMissingError, RefusedError
from habeas.web.search import kept, texts
from habeas.web.search.models import Waiting
from habeas.web.shell.planning import LONG, plan

AGAIN = timedelta(seconds=30)
"""When it tries again while another process writes the index."""
SOME = 5
"""Published files that are read before others of the same worker have their turn."""


@task()
def keep_the_index() -> None:
    """Take in what waits, and enter itself for what is found only from an agreed hour."""
    try:
        kept.take_in()
    except PartMissingError:
        return  # nothing is searched here; `habeas doctor` says so
    except RefusedError as fault:
        if fault.code != "index-busy":
            raise
        wake(timezone.now() + AGAIN)
        return
    kept.await_hours()
    if texts.unread():
        plan(read_published)
    later = Waiting.objects.order_by("due").values_list("due", flat=True).first()
    if later is not None:
        wake(later)


@task(queue_name=LONG)
def read_published() -> None:
    """Read some of what is published and not read yet, and enter itself again where there may be more.

    An archive that is published takes an hour, and nobody waits for it: documents that are brought to be read
    and audits come between.
    """
    read = texts.read_new(SOME)
    if read:
        wake()
    if read == SOME:
        plan(read_published)


def wake(at: datetime | None = None) -> None:
    """Have it begin at ``at`` (``None``: now), unless it waits to begin by then already."""
    when = at or timezone.now()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=keep_the_index.module_path)
    if not ready.filter(run_after__lte=when).exists():
        keep_the_index.using(run_after=when).enqueue()
