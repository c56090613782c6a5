"""Files that are there whole, or as they were, after a power cut: what keys, logs and witnesses rest on."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from habeas.errors import RefusedError, Where

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the machine says where a file can grow no more: the disk, the share of an account, or the length."""


def put(path: Path, data: bytes, *, mode: int = 0o600, exclusive: bool = False) -> None:
    """Write a file so that it lies on the disk before this returns; ``OSError`` leaves the old one.

    Beside it first, synchronised, then by its name, and the folder synchronised too: otherwise the name
    may still lead to the old file when the power is back. ``exclusive`` raises ``FileExistsError`` where
    there is one already.
    """
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            os.link(name, path)
        else:
            Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    sync_folder(path.parent)


def make_folder(path: Path, *, mode: int = 0o700) -> None:
    """Make a folder and those above it, each on the disk before what lies in it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=mode, exist_ok=True)
    sync_folder(path.parent)


@contextmanager
def held(lock: Path, code: str, message: str, advice: str | None = None) -> Iterator[None]:
    """Hold a folder by a file in it, for this process alone; ``RefusedError`` where another has it."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(code, message, where=Where(str(lock.parent)), advice=advice) from None
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Bring onto the disk which names a folder has."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
