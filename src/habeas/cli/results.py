"""Where a result goes: to standard output, or whole into a file."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from habeas.cli.saying import close
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
    if out is None:
        deliver_parts([data], None, private=private)
    else:
        deliver_files({out: [data], **(seal_of(data, out) if sealed else {})}, private=private)


def seal_of(data: bytes, out: str) -> dict[str, list[bytes]]:
    """The file that is beside a sealed one, with its hash."""
    return {f"{out}.sha256": [side_file(data, Path(out).name).encode()]}


def deliver_parts(parts: Iterable[bytes], out: str | None, *, private: bool) -> None:
    """Write what comes in parts to the file ``out``, whole or not at all, else to standard output.

    Of the latter nothing more is made once nobody reads it: the reader has what it wanted.
    """
    if out is not None:
        deliver_files({out: parts}, private=private)
        return
    try:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        close(sys.stdout)


def deliver_files(files: Mapping[str, Iterable[bytes]], *, private: bool) -> None:
    """Write files that belong together, all of them whole or none, each from its parts.

    Every one is written beside its place before the first takes its name: whoever looks sees the old bytes
    or all the new ones.
    """
    for out in files:
        hold_place(out)
    beside: dict[Path, Path] = {}
    try:
        for out, parts in files.items():
            _write_beside(Path(out), parts, beside, private=private)
        for path, written in beside.items():
            written.replace(path)
    except BaseException:
        for written in beside.values():
            written.unlink(missing_ok=True)
        raise


def hold_place(out: str) -> None:
    """Refuse a file that cannot be there, before anything long is begun; ``OSError`` without a folder."""
    path = Path(out)
    if path.is_dir():
        raise RefusedError("file-kind", "a file is needed here, and this is a folder", where=Where(out))
    if not path.parent.is_dir():
        code = errno.ENOTDIR if path.parent.exists() else errno.ENOENT
        raise OSError(code, os.strerror(code), out)


def _write_beside(path: Path, parts: Iterable[bytes], beside: dict[Path, Path], *, private: bool) -> None:
    """Write a file under another name in its folder; ``beside`` has which, even where it breaks off."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        fault.filename = str(path)  # the name that was asked for, not the one on the way to it
        raise
    beside[path] = Path(name)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    if not private:
        Path(name).chmod(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
