"""What a witness is asked and answers (C2SP tlog-witness, add-checkpoint), without a server.

What the witness remembers of a log is a value that goes in, and the new one comes out: who keeps it
must compare and store it in one step before the answer leaves, or two requests at once would make the
witness go back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body. ``head`` is what to remember from now on, where that changed."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    head: Checkpoint | None = None


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
        opened(request.note, log.keys)
    except UnprovenError:
        return Answer(403)
    if request.before > checkpoint.size:
        return Answer(400)
    known = 0 if log.head is None else log.head.size
    if request.before != known:
        return Answer(409, f"{known}\n".encode(), SIZE_TYPE)
    if not _grows(log.head, checkpoint, request.proof):
        return Answer(422)
    signatures = (signer.sign(request.note.text, time).line() for signer in signers)
    return Answer(200, "".join(signatures).encode(), head=checkpoint)


def _grows(head: Checkpoint | None, to: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Whether the checkpoint goes on from what the witness remembers."""
    if to.size == 0 and to.root != EMPTY_ROOT:
        return False
    if head is None or head.size == 0:
        return not proof
    try:
        check_consistency(head.size, to.size, head.root, to.root, proof)
    except UnprovenError:
        return False
    return True


def cosigned(note: Note, answered: bytes, witnesses: Iterable[Verifier]) -> Note:
    """The checkpoint with the cosignatures of known witnesses out of an answer 200; others are left out."""
    given = Note(note.text, parse_signatures(answered))
    return note.signed_too(*(each.signature for each in opened(given, witnesses)))
