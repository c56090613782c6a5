"""The threads of the serving process: each stays with its connection while there is one for each."""

import select
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

STAY = 50
"""Milliseconds that a thread waits for the next request of its connection."""


class Staying(ThreadWorker):
    """gunicorn's threads, which give a connection back after each answer to the one that watches them all.

    From there it comes to a thread again with the next request. For machines that send one event after
    another, that way there and back was half of the turns that threads take, and a quarter of the processor.
    """

    def handle(self, conn: Any) -> Any:
        """Answer a request, and those that follow it at once."""
        kept = super().handle(conn)
        while kept is True and self._a_thread_for_each() and _more(conn):
            kept = super().handle(conn)
        return kept

    def _a_thread_for_each(self) -> bool:
        return bool(self.alive and self.nr_conns <= self.cfg.threads)


def _more(conn: Any) -> bool:
    """Whether the next request is there, or comes now; so is the end of the connection."""
    if conn.parser.unreader.buf.getvalue():  # read together with the one before
        return True
    coming = select.poll()
    coming.register(conn.sock, select.POLLIN)
    return bool(coming.poll(STAY))
