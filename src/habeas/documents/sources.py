"""Bytes in, within limits: a path or a binary stream, never more than is allowed.

A file that is too large is refused by its size, before a byte of it is read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from habeas.documents.refusals import refusal

Source = Path | BinaryIO

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. Sizes in bytes, cells in characters."""

    file: int = 100 * MEGABYTE
    stream: int = 1_000 * MEGABYTE
    """Of a file that is streamed and never held whole (UHRI)."""
    record: int = 4 * MEGABYTE
    """Of one record of such a file."""
    unpacked: int = 300 * MEGABYTE
    ratio: int = 200
    """Unpacked to packed, over a whole workbook that unpacks to more than 10 MB."""
    parts: int = 2_000
    rows: int = 200_000
    columns: int = 200
    cells: int = 5_000_000
    cell: int = 32_767
    """What Excel holds in one cell."""


LIMITS = Limits()


def size_in_words(size: int) -> str:
    """``100 MB`` or ``2.1 GB``, in powers of ten."""
    if size >= 1_000 * MEGABYTE:
        return f"{size / (1_000 * MEGABYTE):.3g} GB"
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.3g} MB"
    return f"{size} bytes"


@contextmanager
def opened(source: Source, file: str) -> Iterator[BinaryIO]:
    """Open a path for reading, or hand through a stream, which stays open."""
    if not isinstance(source, Path):
        yield source
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise refusal("file-unreadable", file, why=error.strerror or type(error).__name__) from None
    with stream:
        yield stream


def name_of(source: Source, name: str | None) -> str:
    """The name to use in messages: the one given, else the path's last part, else ``-``."""
    if name is not None:
        return name
    return source.name if isinstance(source, Path) else "-"


def read_all(source: Source, file: str, limit: int) -> bytes:
    """All bytes of ``source``. Raises ``file-too-large`` or ``file-empty``."""
    with opened(source, file) as stream:
        refuse_by_size(stream, file, limit)
        data = stream.read(limit + 1)
    if len(data) > limit:  # a stream that cannot tell its size
        raise refusal("file-too-large", file, size=f"> {size_in_words(limit)}", limit=size_in_words(limit))
    if not data:
        raise refusal("file-empty", file)
    return data


def refuse_by_size(stream: BinaryIO, file: str, limit: int) -> None:
    """Refuse a stream that says itself that it is larger than ``limit``; reads nothing."""
    if not stream.seekable():
        return
    here = stream.tell()
    size = stream.seek(0, os.SEEK_END) - here
    stream.seek(here)
    if size > limit:
        raise refusal("file-too-large", file, size=size_in_words(size), limit=size_in_words(limit))
