"""Where a result goes: to standard output, or whole into a file."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from habeas.errors import RefusedError, Where
from habeas.papers.seal import side_file

BINARY = frozenset({"pdf", "docx"})


def deliver(data: bytes, out: str | None, *, form: str, private: bool, sealed: bool) -> None:
    """Write ``data`` to the file ``out``, whole or not at all, else to standard output.

    A ``private`` file is for this account alone; a ``sealed`` one has its hash in a file beside it.
    """
    if out is None and form in BINARY and sys.stdout.isatty():
        raise RefusedError(
            "output-is-terminal", f"{form} is not for a terminal", advice=f"Add --out FILE.{form}."
        )
    deliver_parts([data], out, private=private)
    if sealed and out is not None:
        deliver_parts([side_file(data, Path(out).name).encode()], f"{out}.sha256", private=private)


def deliver_parts(parts: Iterable[bytes], out: str | None, *, private: bool) -> None:
    """Write what comes in parts to the file ``out``, whole or not at all, else to standard output."""
    if out is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    hold_place(out)
    _write_whole(Path(out), parts, private=private)


def hold_place(out: str) -> None:
    """Refuse a file that cannot be there, before anything long is begun; ``OSError`` without a folder."""
    path = Path(out)
    if path.is_dir():
        raise RefusedError("file-kind", "a file is needed here, and this is a folder", where=Where(out))
    if not path.parent.is_dir():
        code = errno.ENOTDIR if path.parent.exists() else errno.ENOENT
        raise OSError(code, os.strerror(code), out)


def _write_whole(path: Path, parts: Iterable[bytes], *, private: bool) -> None:
    """Write beside the file, then take its name: whoever looks sees the old bytes or all the new ones."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        fault.filename = str(path)  # the name that was asked for, not the one on the way to it
        raise
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
