"""The job that carries out audits, one after the other. It takes no arguments: what waits is in the store."""

from django_tasks import task

from habeas.web.audits import access, actions, working
from habeas.web.shell.planning import LONG, plan


@task(queue_name=LONG)
def carry_out_audits() -> None:
    """Carry out every audit that waits, the oldest first.

    One worker does these jobs: an audit that was begun and is not at its end was broken off with its job.
    """
    for row in access.broken_off():
        actions.say_broken_off(row)
    while (row := access.next_waiting()) is not None:
        working.carry_out(row)


def wake() -> None:
    """Have the job begin, unless it waits to begin already."""
    plan(carry_out_audits)
