"""Receipts (C2SP tlog-proof): that an entry is in a log, checked without the log.

``extra`` is signed by nobody: an application must not believe it.
"""

from dataclasses import dataclass

from habeas.tlog.faults import read_as
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note
from habeas.tlog.policy import Judged, Policy
from habeas.tlog.strict import as_base64, base64_bytes, decimal, hash_bytes
from habeas.tlog.tree import LONGEST_PROOF, check_inclusion

LARGEST_PROOF = 2 * LARGEST_NOTE
_HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """Which entry, the way from it to the root, and the signed checkpoint with that root."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        """C2SP tlog-proof, Format."""
        extra = [] if self.extra is None else [f"extra {as_base64(self.extra)}"]
        lines = [_HEAD, *extra, f"index {self.index}", *map(as_base64, self.hashes), ""]
        return "".join(f"{line}\n" for line in lines).encode() + bytes(self.note)

    def check(self, leaf: bytes, policy: Policy) -> Judged:
        """C2SP tlog-proof, Verifying: raise what does not hold for the entry with this leaf hash."""
        judged = policy.judge(self.note)
        check_inclusion(self.index, judged.checkpoint.size, leaf, self.hashes, judged.checkpoint.root)
        return judged


def parse_proof(data: bytes) -> Proof:
    """Read a receipt; ``MalformedError`` for what is none."""
    with read_as("log-proof-malformed"):
        if len(data) > LARGEST_PROOF:
            raise ValueError(f"the proof has more than {LARGEST_PROOF} bytes")
        head, empty, note = data.partition(b"\n\n")
        lines = _ascii_lines(head)
        if not empty or lines[0] != _HEAD:
            raise ValueError("this is no .tlog-proof: its first line is another")
        rest = lines[1:]
        extra = (
            base64_bytes(rest.pop(0)[6:], "extra data") if rest[:1] and rest[0].startswith("extra ") else None
        )
        if not rest or not rest[0].startswith("index "):
            raise ValueError("the proof does not say which entry it is of")
        index = decimal(rest[0][6:], "index in the proof")
        if len(rest) - 1 > LONGEST_PROOF:
            raise ValueError(f"the proof has more than {LONGEST_PROOF} hashes")
        hashes = tuple(hash_bytes(line, "hash in the proof") for line in rest[1:])
    return Proof(index, hashes, parse_note(note), extra)


def _ascii_lines(head: bytes) -> list[str]:
    try:
        return head.decode("ascii").split("\n")
    except UnicodeDecodeError as fault:
        raise ValueError("this is no .tlog-proof: it has letters that none has") from fault
