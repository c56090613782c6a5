"""Processes that do the jobs of a queue each; they end with the one that started them, however that ends.

    python -m habeas.web.running.worker QUEUE [QUEUE …]

One is started and the others divide from it: what all of them import is read once, and lies in memory once.
"""

import logging
import os
import signal
import sys
import threading
import time
import warnings

from django.core.management import call_command
from django.db import DatabaseError

from habeas.web.entry import start

_log = logging.getLogger(__name__)

AGAIN = 5
"""Seconds until it tries again when the store failed it."""
GIVES_WAY = 10
"""How much the queues behind the first give way to it and to the pages: somebody waits for those."""


def main() -> int:
    """Do jobs until told to end (SIGTERM to all of them), or until standard input closes."""
    first, *others = sys.argv[1:]
    start(None)
    divided = []
    for queue in others:
        if (pid := _fork()) == 0:
            os.nice(GIVES_WAY)
            return _work(queue)
        divided.append(pid)
    status = _work(first)
    for pid in divided:
        os.waitpid(pid, 0)
    return status


def _fork() -> int:
    # Nothing runs beside this yet, and no store is open: the threads of which Python warns from 3.12 on are
    # idle ones of NumPy and Arrow, which see to a fork themselves.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work(queue: str) -> int:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            # Without its own lines: they would stand between those of the server.
            call_command(
                "db_worker",
                queue_name=queue,
                interval=2,
                startup_delay=False,
                reload=False,
                verbosity=0,
            )
        except DatabaseError as fault:
            _log.warning("the job worker waits for the store (%s)", type(fault).__name__)
            time.sleep(AGAIN)
        else:
            return 0


def _end_with_parent() -> None:
    """Wait for the end of standard input, which the parent holds open as long as it lives."""
    # Not through sys.stdin: its lock, held by this thread, would stop Python from ending.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    raise SystemExit(main())
