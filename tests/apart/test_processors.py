"""Processes that work on parts of one thing end with it, and the loss of one is told in words."""

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children

import pytest

from habeas.apart.processors import processors
from habeas.errors import RefusedError


def test_each_part_is_done_in_another_process() -> None:
    with processors() as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
        assert list(pool.map(abs, [-3, 2])) == [3, 2]
    assert not active_children()


def test_a_process_that_is_ended_from_outside_is_told_in_words() -> None:
    with pytest.raises(RefusedError) as told, processors() as pool:
        pool.submit(_end_me).result()
    assert told.value.code == "process-ended"


def test_what_fails_ends_the_others_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ValueError, match="no more"):
        _fail_while_another_works()
    assert time.monotonic() - begun < 60
    assert not active_children()


def test_they_end_with_a_process_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _HELD_UP], stdout=subprocess.PIPE, text=True) as begun:
        assert begun.stdout is not None
        assert int(begun.stdout.readline()) != begun.pid
        begun.kill()
        # What they write to is open as long as one of them is there.
        assert begun.stdout.read() == ""


_HELD_UP = """
import os, time
from habeas.apart.processors import processors
if __name__ == "__main__":
    with processors() as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 600).result()
"""


def test_no_more_work_at_once_than_half_of_the_memory_holds() -> None:
    with processors(each=10**18) as pool:
        assert list(pool.map(abs, range(6))) == list(range(6))
        assert len(active_children()) == 1


def _fail_while_another_works() -> None:
    with processors() as pool:
        pool.submit(os.getpid).result()
        pool.submit(time.sleep, 600)
        raise ValueError("no more")


def _end_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
