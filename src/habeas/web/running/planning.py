"""When a job is to run next. No job takes arguments, so that none holds a name."""

from datetime import datetime

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def plan(job: "Task[[], None]", at: datetime | None = None) -> None:
    """Enter ``job`` to run at ``at`` (``None``: now) unless it waits already."""
    waiting = DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY).exists()
    if not waiting:
        job.using(run_after=at).enqueue()
