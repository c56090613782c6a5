"""The folder of a witness: its keys, the last head of each log that it cosigned, and what it refused.

    witness.key   the private keys, a line each, for this account alone
    lock          held by the one process that may answer
    heads/        a file a log: the checkpoint as the log and the witness signed it
    evidence/     refused checkpoints that the log itself signed, and the head known then beside each

What is not in ``heads`` was never cosigned: a file that cannot be read is refused, and never taken for none.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from habeas.durable import held, make_folder, put
from habeas.errors import HabeasError, RefusedError, Where
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.keys import Signer, Verifier, opened, parse_signer
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note
from habeas.tlog.witness import Evidence

MOST_KEPT = 1_000
"""Refused requests kept for each log and ground, the first ones: a later one proves no more."""

MOST_BYTES = 16 * 2**20
"""Bytes of them, for each log and ground."""

_KEY_FILE = "witness.key"
_LARGEST_KEY_FILE = 64 * 1024


class State:
    """What a witness knows of its logs; made by ``opened_state``, which holds the folder for it."""

    def __init__(self, folder: Path, keys: Iterable[Verifier], logs: Iterable[Verifier]) -> None:
        self.folder = folder
        self.logs: dict[str, tuple[Verifier, ...]] = {}
        for log in logs:
            self.logs[log.name] = (*self.logs.get(log.name, ()), log)
        own = tuple(keys)
        self._notes = {origin: self._kept(origin, own) for origin in self.logs}
        self._count, self._bytes = Counter[str](), Counter[str]()
        for file in self._evidence().glob("*/*.request"):
            self._counted(f"{file.parent.name}/{file.name.split('-at-')[0]}", file.stat().st_size)

    def head(self, origin: str) -> Checkpoint | None:
        """The last checkpoint of a log that was cosigned."""
        note = self._notes[origin]
        return None if note is None else parse_checkpoint(note.text)

    def keep(self, origin: str, note: Note) -> None:
        """Remember a head. When this returns it lies on the disk; ``OSError`` where it does not."""
        put(self._file(origin), bytes(note))
        self._notes[origin] = note

    def keep_evidence(self, evidence: Evidence) -> bool:
        """Keep a refused request, and the head that it was held against; ``False`` where enough are kept."""
        origin = evidence.checkpoint.origin
        data = bytes(evidence.request)
        folder = self._evidence() / _name(origin)
        mark = hashlib.sha256(evidence.request.note.text.encode()).hexdigest()[:16]
        file = folder / f"{evidence.ground}-at-{evidence.checkpoint.size}-{mark}.request"
        kind = f"{folder.name}/{evidence.ground}"
        if file.exists():
            return True
        if self._count[kind] >= MOST_KEPT or self._bytes[kind] + len(data) > MOST_BYTES:
            return False
        make_folder(folder)
        known = self._notes[origin]
        if known is not None:
            put(file.with_suffix(".known"), bytes(known))
        put(file, data)
        self._counted(kind, len(data))
        return True

    def _counted(self, kind: str, size: int) -> None:
        self._count[kind] += 1
        self._bytes[kind] += size

    def _evidence(self) -> Path:
        return self.folder / "evidence"

    def _file(self, origin: str) -> Path:
        return self.folder / "heads" / _name(origin)

    def _kept(self, origin: str, own: tuple[Verifier, ...]) -> Note | None:
        file = self._file(origin)
        if not file.exists():
            return None
        try:
            note = parse_note(_read(file, LARGEST_NOTE))
            opened(note, own)
            if parse_checkpoint(note.text).origin != origin:
                raise RefusedError("witness-state-refused", "the file is of another log")
        except HabeasError as fault:
            raise RefusedError(
                "witness-state-refused",
                f"what was remembered of “{origin}” cannot be believed: {fault.message}",
                where=Where(str(file)),
                advice="Bring the file back from a copy. Taken away, the log could be rewritten unseen.",
            ) from fault
        return note


@contextmanager
def opened_state(folder: Path, signers: Iterable[Signer], logs: Iterable[Verifier]) -> Iterator[State]:
    """Hold the folder for this process, and read it; ``RefusedError`` where another process holds it."""
    for name in ("heads", "evidence"):
        make_folder(folder / name)
    with held(
        folder / "lock",
        "witness-runs",
        "another process answers with what this folder remembers",
        "Two witnesses on one folder could sign two histories. End the other one first.",
    ):
        yield State(folder, [signer.verifier for signer in signers], logs)


def new_keys(folder: Path, signers: Iterable[Signer]) -> None:
    """Write the first keys of a witness; ``RefusedError`` where it has some."""
    file = folder / _KEY_FILE
    if file.exists():
        raise RefusedError(
            "witness-has-key",
            "this witness has its key already, and nothing was changed",
            where=Where(str(file)),
            advice="A second witness takes a folder of its own.",
        )
    make_folder(folder)
    put(file, "".join(f"{signer.private_text()}\n" for signer in signers).encode())


def own_keys(folder: Path) -> tuple[Signer, ...]:
    """The keys of a witness; ``RefusedError`` where it has none, or others may read them."""
    file = folder / _KEY_FILE
    if not file.exists():
        raise RefusedError(
            "witness-has-no-key",
            "this witness has no key yet",
            where=Where(str(file)),
            advice="habeas witness --new-key NAME --state FOLDER makes one.",
        )
    if file.stat().st_mode & 0o077:
        raise RefusedError(
            "witness-key-open",
            "other accounts of this machine may read the private key",
            where=Where(str(file)),
            advice=f"chmod 600 {file}; where somebody may have read it, make another key.",
        )
    return tuple(parse_signer(line) for line in _read(file, _LARGEST_KEY_FILE).decode().splitlines())


def _read(file: Path, most: int) -> bytes:
    with file.open("rb") as opened_file:
        return opened_file.read(most + 1)


def _name(origin: str) -> str:
    """The name of a log as a file may have it: any letters, and of one length."""
    return hashlib.sha256(origin.encode()).hexdigest()
