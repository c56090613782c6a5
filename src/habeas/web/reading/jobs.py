"""The job that reads documents, one after the other. It takes no arguments: what waits is in the store."""

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.web.reading import access, actions, working


@task()
def read_documents() -> None:
    """Read every document that waits, the oldest first.

    There is one job worker: one that was begun and is not at its end was broken off with its job.
    """
    for row in access.broken_off():
        actions.say_broken_off(row)
    while (row := access.next_waiting()) is not None:
        working.carry_out(row)


def wake() -> None:
    """Have the job begin, unless it waits to begin already."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    if not ready.filter(task_path=read_documents.module_path).exists():
        read_documents.enqueue()
