"""What a witness is asked and answers (C2SP tlog-witness, add-checkpoint), without a server.

What the witness remembers of a log is a value that goes in, and the new one comes out: who keeps it
must compare and store it in one step before the answer leaves, or two requests at once would make the
witness go back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.faults import MalformedError, UnprovenError, read_as
from habeas.tlog.keys import Signer, Verifier, opened
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note, parse_signatures
from habeas.tlog.strict import as_base64, decimal, hash_bytes
from habeas.tlog.tree import EMPTY_ROOT, LONGEST_PROOF, check_consistency

LARGEST_REQUEST = 2 * LARGEST_NOTE
SIZE_TYPE = "text/x.tlog.size"
"""The content type of an answer 409."""


@dataclass(frozen=True, slots=True)
class Request:
    """The size that the witness is thought to have, how the log grew since, and its new checkpoint."""

    before: int
    proof: tuple[bytes, ...]
    note: Note

    def __bytes__(self) -> bytes:
        """C2SP tlog-witness, add-checkpoint: the body of the request."""
        lines = [f"old {self.before}", *map(as_base64, self.proof), ""]
        return "".join(f"{line}\n" for line in lines).encode() + bytes(self.note)


class Ground(StrEnum):
    """Why a checkpoint was refused that the log itself signed, the gravest first."""

    TWO_HEADS = "two-heads"
    """Another root at the size that is known: with the known head it proves that the log was rewritten."""
    NOT_SHOWN = "not-shown"
    """The proof does not lead from the known head. Anybody can send a wrong proof: to be asked about."""
    OLDER = "older"
    """Fewer entries than are known: an old state, or a request that came late."""
    OUT_OF_STEP = "out-of-step"
    """More entries than are known, and the proof begins elsewhere: the log has to ask again."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A refused request that the log signed; the note in it has the log's signatures and no others."""

    ground: Ground
    request: Request
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body.

    ``head`` is what to remember from now on, where that changed, and ``note`` the same as it was signed.
    ``evidence`` is what to keep of a refused request.
    """

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    head: Checkpoint | None = None
    note: Note | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class WitnessedLog:
    """A log that a witness watches: its keys, and the last checkpoint that was cosigned."""

    keys: tuple[Verifier, ...]
    head: Checkpoint | None = None


def parse_request(body: bytes) -> Request:
    """Read a request; ``MalformedError`` for what is none."""
    with read_as("log-request-malformed"):
        if len(body) > LARGEST_REQUEST:
            raise ValueError(f"the request has more than {LARGEST_REQUEST} bytes")
        head, empty, note = body.partition(b"\n\n")
        if not empty or not head.isascii() or not head.startswith(b"old "):
            raise ValueError("the request does not begin with the old size")
        first, *lines = head.decode("ascii").split("\n")
        before = decimal(first.removeprefix("old "), "old size")
        if len(lines) > LONGEST_PROOF:
            raise ValueError(f"the request has more than {LONGEST_PROOF} hashes")
        proof = tuple(hash_bytes(line, "hash in the request") for line in lines)
    return Request(before, proof, parse_note(note))


def answer(body: bytes, logs: Mapping[str, WitnessedLog], signers: Sequence[Signer], time: int) -> Answer:
    """Answer a request at an instant in seconds since 1970, as a witness of ``logs`` by their origin."""
    if time <= 0 or not signers:
        raise ValueError("a witness has a key, and its cosignature says when")
    try:
        request = parse_request(body)
        checkpoint = parse_checkpoint(request.note.text)
    except MalformedError:
        return Answer(400)
    log = logs.get(checkpoint.origin)
    if log is None:
        return Answer(404)
    try:
        by_log = opened(request.note, log.keys)
    except UnprovenError:
        return Answer(403)
    note = Note(request.note.text, tuple(each.signature for each in by_log))
    refused = _refused(Request(request.before, request.proof, note), checkpoint, log.head)
    if refused is not None:
        return refused
    cosignatures = tuple(each.sign(note.text, time) for each in signers if each.can_sign(checkpoint))
    if not cosignatures:
        return Answer(400)
    lines = "".join(each.line() for each in cosignatures)
    return Answer(200, lines.encode(), head=checkpoint, note=note.signed_too(*cosignatures))


def _refused(request: Request, to: Checkpoint, head: Checkpoint | None) -> Answer | None:
    """The answer to a checkpoint that is not to be cosigned; ``None`` where it is."""
    known, known_root = (0, EMPTY_ROOT) if head is None else (head.size, head.root)
    ground = Ground.OLDER if to.size < known else Ground.OUT_OF_STEP
    if to.size == known and to.root != known_root:
        ground = Ground.TWO_HEADS
    evidence = None if to == head else Evidence(ground, request, to)
    if request.before > to.size:
        return Answer(400, evidence=evidence)
    if request.before != known:
        return Answer(409, f"{known}\n".encode(), SIZE_TYPE, evidence=evidence)
    if ground is Ground.TWO_HEADS:
        return Answer(409, evidence=evidence)
    shown = not request.proof if known == 0 else _is_shown(request, to, known_root)
    return None if shown else Answer(422, evidence=Evidence(Ground.NOT_SHOWN, request, to))


def _is_shown(request: Request, to: Checkpoint, known_root: bytes) -> bool:
    try:
        check_consistency(request.before, to.size, known_root, to.root, request.proof)
    except UnprovenError:
        return False
    return True


def cosigned(note: Note, answered: bytes, witnesses: Iterable[Verifier]) -> Note:
    """The checkpoint with the cosignatures of known witnesses out of an answer 200; others are left out."""
    given = Note(note.text, parse_signatures(answered))
    return note.signed_too(*(each.signature for each in opened(given, witnesses)))
