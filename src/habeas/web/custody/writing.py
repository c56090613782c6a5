"""Who writes the register in this process: one at a time, held by a lock on the data folder.

A server takes what its threads submit in groups, one commit for all that wait (``GroupCommit``). A command
appends straight, in its own thread (``Straight``). Both hold the lock for as long as they live, so that two
processes never number the same place.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from django.conf import settings
from django.db import connections

from habeas.durable import held
from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.custody.guard import open_ledger
from habeas.web.custody.ledger import Appended, Ledger, Submission

LOCK = "register.lock"
MOST_AT_ONCE = 500
"""Events in one commit: more wait for the next."""
MOST_WAITING = 5_000
"""Submissions that may wait; more are refused, so that a stuck disk does not fill the memory."""

Clock: TypeAlias = Callable[[], datetime]
Waiting: TypeAlias = tuple[Submission, "Future[list[Appended]]"]


class Pen(Protocol):
    """What takes submissions."""

    def append(self, submission: Submission) -> list[Appended]:
        """Take events together, and return once they are on the disk. Raises ``HabeasError``."""

    def close(self) -> None:
        """Write what waits, and let go of the lock."""


class Straight:
    """A pen for one thread: each submission is a commit of its own."""

    def __init__(self, clock: Clock) -> None:
        self._lock = held_alone()
        self._clock = clock
        self._turn = threading.Lock()
        try:
            self.ledger = open_ledger()
        except BaseException:
            self._lock.close()
            raise

    def append(self, submission: Submission) -> list[Appended]:
        """Take events together."""
        return self.append_all([submission])[0]

    def append_all(self, batch: list[Submission]) -> list[list[Appended]]:
        """Take submissions in one commit; the first that is refused is raised."""
        with self._turn:
            outcomes = self.ledger.append(batch, self._clock())
        return [_answered(outcome) for outcome in outcomes]

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.close()


class GroupCommit:
    """A pen for many threads: one thread writes, and takes in one commit all that wait."""

    def __init__(self, clock: Clock) -> None:
        self._lock = held_alone()
        self._clock = clock
        self._waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._write, name="register", daemon=True)
        self._thread.start()
        try:
            self._opened.result()
        except BaseException:
            self._lock.close()
            raise

    def append(self, submission: Submission) -> list[Appended]:
        """Take events together; waits for the commit that they are in."""
        return self.submit(submission).result()

    def submit(self, submission: Submission) -> "Future[list[Appended]]":
        """The same without waiting: the answer comes with the future."""
        if self._waiting.qsize() >= MOST_WAITING:
            raise RefusedError(
                "register-busy",
                N_("too many entries wait to be written: nothing of this was taken"),
                advice=N_("Send it again in a minute."),
            )
        answer: Future[list[Appended]] = Future()
        self._waiting.put((submission, answer))
        return answer

    def close(self) -> None:
        """Write what waits, end the thread, and let go of the lock."""
        self._waiting.put(None)
        self._thread.join()
        self._lock.close()

    def _write(self) -> None:
        """The life of the thread that writes. Its connections are its own."""
        try:
            ledger = open_ledger()
        except BaseException as fault:  # noqa: BLE001 (raised where the pen was asked for)
            self._opened.set_exception(fault)
            connections.close_all()
            return
        self._opened.set_result(None)
        last = False
        while not last:
            batch, last = self._gathered()
            if batch:
                self._commit(ledger, batch)
        connections.close_all()

    def _gathered(self) -> tuple[list[Waiting], bool]:
        """All that wait, at least one, and whether the pen is to be closed after them."""
        batch, count = list[Waiting](), 0
        one = self._waiting.get()
        while one is not None:
            batch.append(one)
            count += len(one[0].events)
            if count >= MOST_AT_ONCE:
                return batch, False
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _commit(self, ledger: Ledger, batch: list[Waiting]) -> None:
        try:
            outcomes = ledger.append([submission for submission, _answer in batch], self._clock())
        except Exception as fault:  # noqa: BLE001 (each that waits is told; the thread lives on)
            for _submission, answer in batch:
                answer.set_exception(fault)
            connections["register"].close()  # what is wrong with it may be over with a new one
            return
        for (_submission, answer), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, HabeasError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)


class Closed:
    """The pen of a server whose register must not be written: it says why, and pages go on being read."""

    def __init__(self, fault: HabeasError) -> None:
        self.fault = fault

    def append(self, submission: Submission) -> list[Appended]:
        """Refuse."""
        raise self.fault

    def close(self) -> None:
        """Nothing is held."""


def held_alone() -> ExitStack:
    """The lock of the register's writer: a file that the system lets go of when a process ends."""
    stack = ExitStack()
    stack.enter_context(
        held(
            Path(settings.DATA) / LOCK,
            "register-held",
            "another process of Habeas writes this register",
            "It takes events at its own address; or stop it first.",
        )
    )
    return stack


def wall_clock() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


_pen: Pen | None = None
_opening = threading.Lock()


def pen() -> Pen:
    """The pen of this process, a straight one where none was opened."""
    global _pen  # noqa: PLW0603 (one a process, as the lock is)
    with _opening:
        if _pen is None:
            _pen = Straight(wall_clock)
        return _pen


def open_for_server() -> Pen:
    """Open the pen that many threads share; the first thing that a serving process does.

    Where the guard finds the register behind its log, or another process holds it, the server still serves:
    what is sent to it is refused with that reason.
    """
    global _pen  # noqa: PLW0603
    with _opening:
        if _pen is not None:
            raise RuntimeError("this process has a pen")
        try:
            _pen = GroupCommit(wall_clock)
        except HabeasError as fault:
            _pen = Closed(fault)
        return _pen


def why_closed() -> HabeasError | None:
    """Why this process takes no entries; ``None`` where it takes them."""
    return _pen.fault if isinstance(_pen, Closed) else None


def close_pen() -> None:
    """Write what waits, and let another process write."""
    global _pen  # noqa: PLW0603
    with _opening:
        if _pen is not None:
            _pen.close()
            _pen = None


def _answered(outcome: list[Appended] | HabeasError) -> list[Appended]:
    if isinstance(outcome, HabeasError):
        raise outcome
    return outcome
