"""Vectors on the disk, so that each text is read once; made anew from the texts, never a source.

A file is a head (what made the vectors, and how wide they are), then records: 32 bytes of SHA-256, the vector
in half precision. It only grows, by whole records; what a power cut left of one is written over. The digest
of a text and its vector tell of what it says: a file is as confidential as the texts.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from habeas import durable
from habeas.errors import RefusedError, Where
from habeas.threads.sense import Vector

_FORM = b"habeas/sense/1 "


class Kept:
    """One file, for the vectors of one encoder: of its ``digest`` and its ``width``.

    Raises ``RefusedError`` (``vectors-other``) where the file is of something else.
    """

    def __init__(self, path: Path, digest: str, width: int) -> None:
        self.path = path
        self._head = _FORM + digest.encode("ascii") + b" %d\n" % width
        self._record = np.dtype([("key", "V32"), ("vector", "<f2", (width,))])
        self._rows: NDArray[np.void] = np.empty(0, self._record)
        self._places: dict[bytes, int] = {}
        self._file = (0, 0)

    def of(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Those that are kept, by text; what another process kept meanwhile too."""
        self._look()
        places = ((text, self._places.get(_key(text))) for text in texts)
        return {text: self._rows["vector"][place] for text, place in places if place is not None}

    def keep(self, made: Mapping[str, Vector]) -> None:
        """Add them; they lie on the disk before this returns."""
        rows = np.empty(len(made), self._record)
        rows["key"] = np.array([_key(text) for text in made], "V32")
        rows["vector"] = list(made.values())
        if not self.path.exists():
            durable.put(self.path, self._head)
        with self.path.open("r+b") as file:
            self._check(file.read(len(self._head)))
            size = file.seek(0, os.SEEK_END) - len(self._head)
            file.seek(size - size % self._record.itemsize + len(self._head))
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def keep_only(self, texts: Iterable[str]) -> int:
        """Take out the vectors of all other texts; return how many that were."""
        self._look()
        wanted = {key for text in texts if (key := _key(text)) in self._places}
        if lost := len(self._places) - len(wanted):
            rows = self._rows[sorted(self._places[key] for key in wanted)]
            durable.put(self.path, self._head + rows.tobytes())
        return lost

    def _look(self) -> None:
        """Take note of what stands in the file now."""
        if not self.path.exists():
            self._rows, self._places, self._file = np.empty(0, self._record), {}, (0, 0)
            return
        state = self.path.stat()
        if self._file == (state.st_ino, state.st_size):
            return
        with self.path.open("rb") as file:
            self._check(file.read(len(self._head)))
        count = (state.st_size - len(self._head)) // self._record.itemsize
        mapped = np.memmap(self.path, self._record, "r", len(self._head), (count,)) if count else None
        self._rows = np.empty(0, self._record) if mapped is None else mapped
        self._places = {bytes(key): place for place, key in enumerate(self._rows["key"].tolist())}
        self._file = (state.st_ino, state.st_size)

    def _check(self, head: bytes) -> None:
        if head != self._head:
            raise RefusedError(
                "vectors-other",
                "this file does not hold vectors of this model",
                where=Where(str(self.path)),
                advice="Name another file, or take this one away: it is made anew from the texts.",
            )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
