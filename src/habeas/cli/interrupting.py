"""Ctrl-C, and being told to end (SIGTERM): a command ends at both alike, and deletes what was only for it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


@contextmanager
def interruptions() -> Iterator[Callable[[], bool]]:
    """Raise ``KeyboardInterrupt`` at both; yields whether one came, for DuckDB raises something else then.

    What whoever began this process had it pass over, as ``nohup`` does, is passed over.
    """
    came = False

    def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
        nonlocal came
        came = True
        raise KeyboardInterrupt

    before = {}
    if threading.current_thread() is threading.main_thread():
        for each in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(each) not in (signal.SIG_IGN, None):
                before[each] = signal.signal(each, interrupt)
    try:
        yield lambda: came
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
