"""Files that are whole or not there, also after the power was cut."""

import os
from pathlib import Path


def write_file(path: Path, data: bytes, *, exclusive: bool = False) -> None:
    """Write a file for this account alone, beside its place, and put it there once the disk has it.

    ``exclusive`` leaves one that is there already, and raises ``FileExistsError``.
    """
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            os.link(beside, path)
        else:
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    settle(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each of which the disk then remembers."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        settle(folder.parent)


def settle(folder: Path) -> None:
    """Have the disk remember the names in a folder too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
