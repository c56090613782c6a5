"""The door for other processes of this account: a socket in the data folder, at which the writer takes lines.

The one who connects sends the lines of events, and gets back a line for each once it is on the disk. The last
line says how it ended: ``habeas/append-ended/1``, or the error in the shape of the command line's. Where the
first line says so, the events are of another register and keep when they were recorded. Nobody does that over
HTTP: a machine writes what happens now.
"""

import json
import os
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from habeas.custody import Event
from habeas.errors import HabeasError, RefusedError, Where
from habeas.language import N_
from habeas.web.custody import writing
from habeas.web.custody.appending import Line, answers, batches, said
from habeas.web.custody.bringing_in import Brought, stands_before

SOCKET = "register.sock"
ENDED = "habeas/append-ended/1"
AS_RECORDED = b'{"schema":"habeas/as-recorded/1"}'
"""The first line of who brings another register in."""
MOST = 8
"""Who is served at once; the next waits."""


class Hatch:
    """Takes lines at the socket until it is closed."""

    def __init__(self) -> None:
        path = Path(settings.DATA) / SOCKET
        path.unlink(missing_ok=True)  # of a process that was killed: this one holds the writer's lock
        self._path = path
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short(path) as address:
            self._listening.bind(address)
        path.chmod(0o600)
        self._listening.listen(MOST)
        self._turns = threading.BoundedSemaphore(MOST)
        threading.Thread(target=self._accept, name="hatch", daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            self._turns.acquire()
            try:
                connected, _address = self._listening.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._serve, args=(connected,), name="handed", daemon=True).start()

    def _serve(self, connected: socket.socket) -> None:
        try:
            with connected, suppress(OSError):  # whoever went away has what it was answered
                connected.sendall(_last_line(connected))
        finally:
            connections.close_all()
            self._turns.release()


def _last_line(connected: socket.socket) -> bytes:
    found = batches(connected.fileno())
    try:
        first = next(found, [])
        as_recorded = bool(first) and first[0][1] == AS_RECORDED
        lines = chain([first[1:] if as_recorded else first], found)
        count, again = _take(lines, connected.sendall, as_recorded=as_recorded)
    except HabeasError as fault:
        told: dict[str, object] = fault.as_json()
    else:
        told = {"schema": ENDED, "count": count, "again": again}
    return json.dumps(told).encode() + b"\n"


def append_all(source: int, write: Callable[[bytes], object]) -> int:
    """Take every line from a file descriptor and write the answers; how many. Raises what ended it."""
    return _take(batches(source), write)[0]


def _take(
    found: Iterable[list[Line]], write: Callable[[bytes], object], *, as_recorded: bool = False
) -> tuple[int, int]:
    """How many were taken, and how many of them stood there before."""
    count = again = 0
    for lines in found:
        for taken in answers(lines, writing.pen(), as_recorded=as_recorded):
            count += len(taken)
            again += sum(one.again for one in taken)
            write(b"".join(map(said, taken)))
    return count, again


def hand_over(source: int, write: Callable[[bytes], object]) -> int:
    """The other side: send every line to the process that holds the register, and write what it answers.

    Raises its error, and ``RefusedError`` (``register-held``) where that process has no such door.
    """
    with _connected() as connected:
        threading.Thread(target=_send, args=(source, connected), daemon=True).start()
        return int(_answered(connected, write)["count"])


def hand_in(events: Iterable[Event], step: Callable[[int], None]) -> Brought:
    """Bring a register in while another process writes: its events as they were recorded, each answered.

    What ends it names the event, as where this process writes itself.
    """
    sent = deque[str]()
    count, broken = 0, list[HabeasError]()

    def answered(_line: bytes) -> None:
        nonlocal count
        count += 1
        sent.popleft()
        step(1)

    with _connected() as connected:
        sending = threading.Thread(target=_send_events, args=(events, connected, sent, broken), daemon=True)
        sending.start()
        try:
            ended = _answered(connected, answered)
        except HabeasError as fault:
            if fault.where is not None and sent:  # a line of ours, the first that was not answered
                fault.where = Where(sent[0])
            raise stands_before(fault, count) from None
        sending.join()
    if broken:
        raise stands_before(broken[0], count)
    return Brought(added=ended["count"] - ended["again"], there=ended["again"])


def _send_events(
    events: Iterable[Event], connected: socket.socket, sent: deque[str], broken: list[HabeasError]
) -> None:
    try:
        with suppress(OSError):
            connected.sendall(AS_RECORDED + b"\n")
            for event in events:
                sent.append(event.event_id)
                connected.sendall(json.dumps(event.as_json()).encode() + b"\n")
    except HabeasError as fault:  # a file that was changed since it was looked through
        broken.append(fault)
    with suppress(OSError):
        connected.shutdown(socket.SHUT_WR)


@contextmanager
def _connected() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connected:
        try:
            with _short(Path(settings.DATA) / SOCKET) as address:
                connected.connect(address)
        except OSError:
            raise RefusedError(
                "register-held", "another process of Habeas writes this register, and it takes no lines"
            ) from None
        yield connected


def _answered(connected: socket.socket, write: Callable[[bytes], object]) -> dict[str, Any]:
    """Have each answer written, and give the last line. Raises the error that it is."""
    with connected.makefile("rb") as lines:
        for line in lines:
            if line.startswith(b'{"schema":"habeas/appended/1"'):
                write(line)
            else:
                return _end(json.loads(line))
    raise RefusedError(
        "register-gone",
        N_("the process that writes the register ended before it had answered"),
        advice=N_("Send the same again: what was taken is not taken twice."),
    )


def _send(source: int, connected: socket.socket) -> None:
    with suppress(OSError):
        while data := os.read(source, 2**16):
            connected.sendall(data)
        connected.shutdown(socket.SHUT_WR)


def _end(told: dict[str, Any]) -> dict[str, Any]:
    if told["schema"] == ENDED:
        return told
    where = told["where"] and Where(*_place(told["where"]))
    raise RefusedError(told["code"], told["message"], where=where, advice=told["advice"])


def _place(text: str) -> tuple[str, int | None]:
    name, _colon, line = text.rpartition(":")
    return (name, int(line)) if line.isdigit() else (text, None)


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for a socket in a folder whose own name may be longer than the system allows for one."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
