"""The job that takes into the index what was written. It takes no arguments: what waits is in the store."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.errors import PartMissingError, RefusedError
from habeas.web.search import kept, texts
from habeas.web.search.models import Waiting

AGAIN = timedelta(seconds=30)
"""When it tries again while another process writes the index."""


@task()
def keep_the_index() -> None:
    """Take in what waits, and enter itself for what is found only from an agreed hour."""
    try:
        kept.take_in()
        if texts.read_new():
            kept.take_in()
    except PartMissingError:
        return  # nothing is searched here; `habeas doctor` says so
    except RefusedError as fault:
        if fault.code != "index-busy":
            raise
        wake(timezone.now() + AGAIN)
        return
    kept.await_hours()
    later = Waiting.objects.order_by("due").values_list("due", flat=True).first()
    if later is not None:
        wake(later)


def wake(at: datetime | None = None) -> None:
    """Have it begin at ``at`` (``None``: now), unless it waits to begin by then already."""
    when = at or timezone.now()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=keep_the_index.module_path)
    if not ready.filter(run_after__lte=when).exists():
        keep_the_index.using(run_after=when).enqueue()
