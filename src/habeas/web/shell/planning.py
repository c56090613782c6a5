"""When a job is to run next, and who does it. No job takes arguments, so that none holds a name."""

from datetime import datetime

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

SHORT, LONG = "default", "long"
QUEUES = (SHORT, LONG)
"""One job worker for each: a document is read and the index kept while a long audit goes on."""


def plan(job: "Task[[], None]", at: datetime | None = None) -> None:
    """Enter ``job`` to run at ``at`` (``None``: now) unless it waits already."""
    waiting = DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY).exists()
    if not waiting:
        job.using(run_after=at).enqueue()
