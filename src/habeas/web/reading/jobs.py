"""The job that reads documents, one after the other. It takes no arguments: what waits is in the store."""

from django_tasks import task

from habeas.web.reading import access, actions, working
from habeas.web.shell.planning import plan


@task()
def read_documents() -> None:
    """Read every document that waits, the oldest first.

    One worker does these jobs: what was begun and is not at its end was broken off with its job.
    """
    for row in access.broken_off():
        actions.say_broken_off(row)
    while (row := access.next_waiting()) is not None:
        working.carry_out(row)


def wake() -> None:
    """Have the job begin, unless it waits to begin already."""
    plan(read_documents)
