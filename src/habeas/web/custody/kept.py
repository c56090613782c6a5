"""Recordings on the disk: a folder for each record, in it a file by the SHA-256 of what was recorded.

Each is sealed under a key derived from the record's (``habeas.custody.pieces``), and for this account alone.
A file is on the disk before an entry names it; one that no entry names within a day is put away. The name
that somebody's machine gave the file is written nowhere.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from habeas.custody import Keeping, RecordKey, read_leaf
from habeas.custody.pieces import Sealed, Sealing
from habeas.durable import make_folder, sync_folder
from habeas.errors import HabeasError, NotRightError, RefusedError
from habeas.language import N_
from habeas.web.custody import wall
from habeas.web.custody.models import Entry, Record
from habeas.web.keyring.access import keys_of

FOLDER = "recordings"
STOPPED = "recording_stopped"
UNNAMED_FOR = 24 * 3600
"""Seconds for which a file waits for its entry."""
_COMING = ".new-"
_SYNCED_EVERY = 64 * 2**20
"""Bytes after which what came is brought onto the disk: the end of a large file is then no long wait."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came: its SHA-256 in hexadecimal, and how many bytes it has."""

    sha256: str
    size: int


class Arriving:
    """A recording on its way in: hashed and sealed as it comes, never whole in memory.

    Raises ``RefusedError`` (``record-erased``). Until ``keep`` nothing bears its name, and ``drop`` leaves
    nothing of it.
    """

    def __init__(self, record_id: str) -> None:
        self._record_id = record_id
        self._folder = folder_of(record_id)
        self._sealing = Sealing(_key(record_id))
        self._hash, self._size, self._unsynced = hashlib.sha256(), 0, 0
        make_folder(self._folder)
        descriptor, name = tempfile.mkstemp(prefix=_COMING, dir=self._folder)
        self._path = Path(name)
        self._file = os.fdopen(descriptor, "wb")
        self._write(self._sealing.head)

    @property
    def so_far(self) -> Arrived:
        """What came until now."""
        return Arrived(self._hash.hexdigest(), self._size)

    def take(self, data: bytes) -> None:
        """Take the next bytes. ``OSError`` where the disk is full."""
        self._hash.update(data)
        self._size += len(data)
        for piece in self._sealing.take(data):
            self._write(piece)

    def keep(self) -> Arrived:
        """Give it its name; it is on the disk when this returns."""
        self._write(self._sealing.end())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        _key(self._record_id)  # a record that was erased meanwhile takes nothing
        self._path.replace(self._folder / self.so_far.sha256)
        sync_folder(self._folder)
        return self.so_far

    def drop(self) -> None:
        """Leave nothing of it; after ``keep`` this does nothing."""
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._unsynced += len(data)
        if self._unsynced > _SYNCED_EVERY:
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._unsynced = 0


def room() -> int:
    """Bytes that are free where recordings come to lie."""
    return shutil.disk_usage(settings.DATA).free


def is_kept(record_id: str, sha256: str) -> bool:
    """Whether the file is there; what is asked for waits another day for its entry."""
    try:
        os.utime(folder_of(record_id) / sha256)
    except FileNotFoundError:
        return False
    return True


def size_of(record_id: str, sha256: str) -> int | None:
    """Bytes of a recording; ``None`` where no file is there, or none that opens at both ends.

    Whether the middle is whole too shows when it is read.
    """
    try:
        with open_kept(record_id, sha256) as sealed:
            sealed.hold_ends()
            return sealed.size
    except (FileNotFoundError, HabeasError):
        return None


@contextmanager
def open_kept(record_id: str, sha256: str) -> Iterator[Sealed]:
    """A recording to be read. Raises ``FileNotFoundError``, or ``HabeasError`` where it does not open."""
    key = _key(record_id)
    with (folder_of(record_id) / sha256).open("rb") as file:
        yield Sealed(key, file)


def pieces_of(sealed: Sealed, sha256: str) -> Iterator[bytes]:
    """What was recorded; its end only once all of it is found to have this SHA-256.

    Raises ``NotRightError`` (``recording-broken``, ``recording-differs``) before the last piece is given.
    """
    seen, last = hashlib.sha256(), b""
    for piece in sealed.pieces():
        seen.update(piece)
        if last:
            yield last
        last = piece
    if seen.hexdigest() != sha256:
        raise NotRightError("recording-differs", "this recording has another SHA-256 than its entry says")
    yield last


def is_whole(record_id: str, sha256: str) -> bool:
    """Whether a recording has this SHA-256, from its first byte to its last: as long as reading it takes."""
    try:
        with open_kept(record_id, sha256) as sealed:
            for _piece in pieces_of(sealed, sha256):
                pass
    except (FileNotFoundError, HabeasError):
        return False
    return True


# What is there, and what goes ------------------------------------------------------------------


@wall.everything()
def missing() -> list[int]:
    """The numbers of the entries that say that a file is kept here which is not there, or does not open."""
    erased = set(Record.objects.filter(erased=True).values_list("record_id", flat=True))
    return [
        number
        for number, record_id, data in _stopped()
        if data.get("kept") == "here"
        and record_id not in erased
        and size_of(record_id, str(data.get("sha256"))) is None
    ]


@wall.everything()
def unnamed() -> list[Path]:
    """The files that no entry names and that waited long enough for one, or never came whole."""
    files = [path for path in (Path(settings.DATA) / FOLDER).glob("*/*") if _waited(path)]
    if not files:
        return []
    named = {(_name(record_id), data.get("sha256")) for _number, record_id, data in _stopped()}
    return [path for path in files if (path.parent.name, path.name) not in named]


def _waited(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > UNNAMED_FOR
    except FileNotFoundError:  # it got its name meanwhile
        return False


def put_away_unnamed() -> int:
    """Delete them; how many there were."""
    found = unnamed()
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def delete_of(record_ids: Collection[str]) -> int:
    """Delete the files of records that are erased; of how many there were any."""
    there = [folder for folder in map(folder_of, record_ids) if folder.is_dir()]
    for folder in there:
        shutil.rmtree(folder)
        sync_folder(folder.parent)
    return len(there)


def folder_of(record_id: str) -> Path:
    """Where the files of a record lie."""
    return Path(settings.DATA) / FOLDER / _name(record_id)


def _name(record_id: str) -> str:
    return hashlib.sha256(record_id.encode()).hexdigest()[:32]


def _stopped() -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Of every entry that a recording was stopped, also of those since corrected, what the log says of it."""
    rows = Entry.objects.filter(kind=STOPPED).order_by("number")
    for row in rows.iterator(2_000):
        yield row.number, row.record_id, read_leaf(bytes(row.leaf)).event.data


@wall.everything()
def _key(record_id: str) -> RecordKey:
    keys = keys_of([record_id], [Keeping.COMMITTED]).get(record_id)
    if keys is None or Record.objects.filter(record_id=record_id, erased=True).exists():
        raise RefusedError("record-erased", N_("This record was erased: nothing can be added."))
    return keys[Keeping.COMMITTED]
