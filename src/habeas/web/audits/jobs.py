"""The job that carries out audits, one after the other. It takes no arguments: what waits is in the store."""

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.web.audits import access, actions, working


@task()
def carry_out_audits() -> None:
    """Carry out every audit that waits, the oldest first.

    There is one job worker: an audit that was begun and is not at its end was broken off with its job.
    """
    for row in access.broken_off():
        actions.say_broken_off(row)
    while (row := access.next_waiting()) is not None:
        working.carry_out(row)


def wake() -> None:
    """Have the job begin, unless it waits to begin already."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    if not ready.filter(task_path=carry_out_audits.module_path).exists():
        carry_out_audits.enqueue()
