"""A custody record as a file: its leaves, their proofs, and values with the keys of their commitments.

For the person, the lawyer, or a court: it is checked without the register, the server or an account. Line 1
says whose record it is, every further line is an entry. What is not opened stays a commitment, and what is
opened opens nothing else. Only what a signed head of the log covers is to be believed: the keys named in
line 1 say what to compare.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from habeas import canonical
from habeas.custody.events import Event, keeping_of
from habeas.custody.exchange.strict_json import object_of
from habeas.custody.keys import Disclosure, RecordKey
from habeas.custody.kinds import Keeping
from habeas.custody.leaf import LARGEST, ReadLeaf, read_leaf
from habeas.errors import HabeasError, NotRightError, Where
from habeas.tlog.policy import Judged, Policy
from habeas.tlog.proof import LARGEST_PROOF, Proof, parse_proof
from habeas.tlog.tree import leaf_hash

SCHEMA = "habeas/record-file/1"
LARGEST_FILE = 64 * 1024 * 1024
_HEADER = frozenset({"schema", "record_id", "part", "keys"})
_ENTRY = frozenset({"leaf", "proof", "open"})
_OPEN = frozenset({"value", "key"})
_KEY = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One entry as it goes into a file; ``proof`` is ``None`` until a head of the log covers it."""

    leaf: bytes
    proof: Proof | None
    open: tuple[Disclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """One entry of a file that was read; nothing of it is believed before it is checked."""

    leaf: ReadLeaf
    hash: bytes
    proof: Proof | None
    open: tuple[Disclosure, ...]

    @property
    def event(self) -> Event:
        """The event, with the values that the file opens."""
        data = {**self.leaf.event.data, **{one.name: one.value for one in self.open}}
        return replace(self.leaf.event, data=MappingProxyType(data))

    @property
    def closed(self) -> frozenset[str]:
        """The fields that are there and that the file does not open."""
        return frozenset(self.leaf.commitments) - {one.name for one in self.open}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What held: by place in the file the head that covers an entry; those that none covers yet."""

    judged: Mapping[int, Judged]
    unproven: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A file as read. A ``part`` holds some entries of the record, and says nothing of the others."""

    record_id: str
    part: bool
    keys: tuple[str, ...]
    entries: tuple[ReadEntry, ...]

    def check(self, policy: Policy) -> Checked:
        """Raise what does not hold: a value, an entry that is missing between two, a proof, a signature."""
        for number, entry in enumerate(self.entries, 2):
            _check_values(entry, number)
        if self.part:
            _check_order(self.entries)
        else:
            _check_chain(self.entries)
        judged = {
            place: _check_proof(entry, policy, place + 2)
            for place, entry in enumerate(self.entries)
            if entry.proof is not None
        }
        unproven = tuple(place for place, entry in enumerate(self.entries) if entry.proof is None)
        return Checked(judged=MappingProxyType(judged), unproven=unproven)


def disclosures(
    leaf: ReadLeaf, values: Mapping[str, canonical.Json], keys: Mapping[Keeping, RecordKey]
) -> tuple[Disclosure, ...]:
    """What opens these values of a leaf, and nothing else: each with the key of its own commitment."""
    event = leaf.event
    return tuple(
        Disclosure(event.event_id, name, values[name], keys[kept].commit_key(event.event_id, name))
        for name in sorted(leaf.commitments)
        if name in values and (kept := keeping_of(event.kind, name)) in keys
    )


def write_file(
    record_id: str, entries: Iterable[FileEntry], *, keys: Iterable[str], part: bool = False
) -> bytes:
    """The bytes of a file; the same entries give the same bytes."""
    header: dict[str, canonical.Json] = {
        "schema": SCHEMA,
        "record_id": record_id,
        "part": part,
        "keys": [*sorted(keys)],
    }
    return b"".join(canonical.encode(line) + b"\n" for line in [header, *map(_line, entries)])


def _line(entry: FileEntry) -> dict[str, canonical.Json]:
    opened: dict[str, canonical.Json] = {
        one.name: {"value": one.value, "key": one.key.hex()} for one in entry.open
    }
    proof = None if entry.proof is None else bytes(entry.proof).decode()
    return {"leaf": entry.leaf.decode(), "proof": proof, "open": opened}


def read_file(data: bytes, *, name: str = "") -> RecordFile:
    """Read a file, strictly. Raises ``NotRightError`` (``record-file-malformed``) for what is none."""
    lines = data.split(b"\n")
    if len(data) > LARGEST_FILE or lines.pop() != b"" or not lines:
        raise _malformed("it is cut off, empty or too large", name)
    try:
        record_id, part, keys = _header(_object(lines[0], _HEADER))
    except ValueError as fault:
        raise _malformed(str(fault), name, 1) from None
    entries = tuple(_entry(line, name, number) for number, line in enumerate(lines[1:], 2))
    if strangers := [place for place, one in enumerate(entries, 2) if one.leaf.event.record_id != record_id]:
        raise _malformed("an entry is of another record", name, strangers[0])
    return RecordFile(record_id=record_id, part=part, keys=tuple(keys), entries=entries)


def _header(said: Mapping[str, Any]) -> tuple[str, bool, list[str]]:
    record_id, part, keys = said["record_id"], said["part"], said["keys"]
    if said["schema"] != SCHEMA:
        raise ValueError("it is not a record file of this form")
    if not isinstance(record_id, str) or not isinstance(part, bool) or not _are_texts(keys):
        raise ValueError("its first line does not say whose record it is")
    return record_id, part, keys


def _entry(line: bytes, name: str, number: int) -> ReadEntry:
    try:
        said = _object(line, _ENTRY)
        leaf = str(said["leaf"]).encode()
        read = read_leaf(leaf[: LARGEST + 1])
        opened = tuple(_opened(read, each, told) for each, told in sorted(said["open"].items()))
        proof = (
            None if said["proof"] is None else parse_proof(str(said["proof"]).encode()[: LARGEST_PROOF + 1])
        )
    except (ValueError, AttributeError) as fault:
        raise _malformed(str(fault), name, number) from None
    except HabeasError as fault:
        fault.where = fault.where or Where(name, number)
        raise
    return ReadEntry(leaf=read, hash=leaf_hash(leaf), proof=proof, open=opened)


def _opened(leaf: ReadLeaf, name: str, told: Any) -> Disclosure:
    if not isinstance(told, dict) or set(told) != _OPEN:
        raise ValueError(f"what opens {name} is not a value and a key")
    if name not in leaf.commitments:
        raise ValueError(f"it opens {name}, which the entry does not have")
    key = bytes.fromhex(str(told["key"]))
    if len(key) != _KEY or key.hex() != told["key"]:
        raise ValueError(f"the key of {name} is none")
    canonical.encode(told["value"])  # raises ValueError for what no leaf commits to
    return Disclosure(leaf.event.event_id, name, told["value"], key)


def _object(line: bytes, names: frozenset[str]) -> dict[str, Any]:
    found = object_of(line.decode())
    if set(found) != names:
        raise ValueError(f"a line has not the names {', '.join(sorted(names))}")
    if canonical.encode(found) != line:
        raise ValueError("a line is not written in the one way that it can be")
    return found


def _are_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _malformed(message: str, name: str, line: int | None = None) -> NotRightError:
    return NotRightError("record-file-malformed", message, where=Where(name, line) if name else None)


# Checks -----------------------------------------------------------------------------------------


def _check_values(entry: ReadEntry, line: int) -> None:
    for one in entry.open:
        if not one.opens(entry.leaf.commitments[one.name]):
            raise NotRightError(
                "record-value-not-committed",
                f"line {line}: the value of {one.name} is not the one that was entered",
            )


def _check_chain(entries: Sequence[ReadEntry]) -> None:
    """Every leaf names the one before it: none is missing between the first and the last."""
    before: bytes | None = None
    for number, entry in enumerate(entries, 1):
        if entry.leaf.place.seq != number or entry.leaf.place.previous != before:
            raise NotRightError(
                "record-entry-missing", f"line {number + 1} does not follow the entry before it"
            )
        before = entry.hash


def _check_order(entries: Sequence[ReadEntry]) -> None:
    numbers = [entry.leaf.place.seq for entry in entries]
    if numbers != sorted(set(numbers)):
        raise NotRightError("record-entry-missing", "the entries are not in the order of the record")


def _check_proof(entry: ReadEntry, policy: Policy, line: int) -> Judged:
    assert entry.proof is not None  # noqa: S101 (asked by the caller; for the type checker)
    judged = entry.proof.check(entry.hash, policy)
    if judged.checkpoint.origin != entry.leaf.place.log:
        raise NotRightError(
            "record-entry-of-another-log", f"line {line} is proven by another log than its own"
        )
    return judged
