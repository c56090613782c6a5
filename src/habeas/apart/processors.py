"""Every processor of the machine at work on parts of one thing, each part in a process of its own."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path

from habeas.errors import RefusedError

_ALLOWED = Path("/sys/fs/cgroup/memory.max")
"""What a container may take (control groups, version 2)."""


@contextmanager
def processors(each: int = 0) -> Iterator[Executor]:
    """As many processes as there are processors, begun as they are needed.

    Of those that take ``each`` so many bytes there are no more than half of the memory holds. Where what is
    done with them fails or is interrupted, they are ended at once; where this process is killed, they end by
    themselves. Raises ``RefusedError`` (``process-ended``) where one of them was ended from outside.
    """
    others = set(active_children())
    # Begun anew, not divided from this process: it may hold threads and connections.
    pool = ProcessPoolExecutor(_many(each), mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield pool
    except BaseException as fault:
        for begun in set(active_children()) - others:
            begun.terminate()
        if isinstance(fault, BrokenProcessPool):
            raise RefusedError(
                "process-ended",
                "one of the processes that did this was ended from outside, mostly for want of memory",
                advice="End what else takes memory on this machine, and begin again.",
            ) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _many(each: int) -> int:
    many = os.cpu_count() or 1
    return max(1, min(many, _memory() // 2 // each)) if each else many


def _memory() -> int:
    """Bytes of memory of this machine, or of what a container allows where that is less."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # there is none, or it says “max”
        return min(whole, int(_ALLOWED.read_text("ascii")))
    return whole


def _begin() -> None:
    """Leave interruptions to who began the process, and end with it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
