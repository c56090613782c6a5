"""Every processor of the machine at work on parts of one thing, each part in a process of its own."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context

from habeas.errors import RefusedError


@contextmanager
def processors() -> Iterator[Executor]:
    """As many processes as there are processors, begun as they are needed.

    Where what is done with them fails or is interrupted, they are ended at once. Raises ``RefusedError``
    (``process-ended``) where one of them was ended from outside.
    """
    others = set(active_children())
    # Begun anew, not divided from this process: it may hold threads and connections.
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), initializer=_leave_interrupts)
    try:
        yield pool
    except BaseException as fault:
        for each in set(active_children()) - others:
            each.terminate()
        if isinstance(fault, BrokenProcessPool):
            raise RefusedError(
                "process-ended",
                "one of the processes that did this was ended from outside, mostly for want of memory",
                advice="End what else takes memory on this machine, and begin again.",
            ) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Who began the processes is interrupted, and ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
