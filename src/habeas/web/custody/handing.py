"""The door for other processes of this account: a socket in the data folder, at which the writer takes lines.

The one who connects sends the lines of events, and gets back a line for each once it is on the disk. The last
line says how it ended: ``habeas/append-ended/1``, or the error in the shape of the command line's.
"""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from habeas.errors import HabeasError, RefusedError, Where
from habeas.web.custody import writing
from habeas.web.custody.appending import answers, batches, said

SOCKET = "register.sock"
ENDED = "habeas/append-ended/1"
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
    try:
        count = append_all(connected.fileno(), connected.sendall)
    except HabeasError as fault:
        told: dict[str, object] = fault.as_json()
    else:
        told = {"schema": ENDED, "count": count}
    return json.dumps(told).encode() + b"\n"


def append_all(source: int, write: Callable[[bytes], object]) -> int:
    """Take every line from a file descriptor and write the answers; how many. Raises what ended it."""
    count = 0
    for lines in batches(source):
        for taken in answers(lines, writing.pen()):
            count += len(taken)
            write(b"".join(map(said, taken)))
    return count


def hand_over(source: int, write: Callable[[bytes], object]) -> int:
    """The other side: send every line to the process that holds the register, and write what it answers.

    Raises its error, and ``RefusedError`` (``register-held``) where that process has no such door.
    """
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with connected:
        try:
            with _short(Path(settings.DATA) / SOCKET) as address:
                connected.connect(address)
        except OSError:
            raise RefusedError(
                "register-held", "another process of Habeas writes this register, and it takes no lines"
            ) from None
        threading.Thread(target=_send, args=(source, connected), daemon=True).start()
        with connected.makefile("rb") as lines:
            for line in lines:
                if line.startswith(b'{"schema":"habeas/appended/1"'):
                    write(line)
                else:
                    return _end(json.loads(line))
    raise RefusedError(
        "register-gone",
        "the process that writes the register ended before it had answered",
        advice="Send the same again: what was taken is not taken twice.",
    )


def _send(source: int, connected: socket.socket) -> None:
    with suppress(OSError):
        while data := os.read(source, 2**16):
            connected.sendall(data)
        connected.shutdown(socket.SHUT_WR)


def _end(told: dict[str, Any]) -> int:
    if told["schema"] == ENDED:
        return int(told["count"])
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
