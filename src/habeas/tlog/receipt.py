"""Receipts in print: that an entry is in a log, in letters that a phone reads from paper.

A receipt names no event. It holds the log, the place and the hash of the entry, the way from it to the root,
and the signed checkpoint: enough to be checked by itself, and nothing that tells what was entered, to a
family or to whoever finds the paper. It has two forms of one content: a ``.tlog-proof`` of C2SP whose
``extra`` has the hash and the log's key, and a shorter one for the part of an address behind ``#``, which a
browser sends to no server. The key in it says what to compare; it is never what to believe.
"""

import base64
import binascii
from dataclasses import dataclass

from habeas.errors import RefusedError
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.faults import read_as
from habeas.tlog.keys import Kind, Verifier, parse_verifier
from habeas.tlog.note import Note, Signature, is_key_name
from habeas.tlog.policy import Judged, Policy
from habeas.tlog.proof import LARGEST_PROOF, Proof, parse_proof
from habeas.tlog.strict import HASH_SIZE, LARGEST_SIZE
from habeas.tlog.tree import LONGEST_PROOF

LARGEST_COMPACT = 1_800
"""Letters behind the ``#``: with an address of 100 before it, a QR code of level M still holds them."""

_MARK = b"habeas/receipt/1\n"
_VERSION = 1
_SIGNED = 64
_TIMED = 8 + _SIGNED
_KEY_ID = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """The hash of an entry, its proof, and the key that the log says is its own."""

    leaf: bytes
    proof: Proof
    key: Verifier

    def __bytes__(self) -> bytes:
        """The text form: a C2SP tlog-proof."""
        extra = _MARK + self.leaf + self.key.public
        return bytes(Proof(self.proof.index, self.proof.hashes, self.proof.note, extra))

    def compact(self) -> str:
        """The short form, for an address: Base 64 of RFC 4648, section 5, without padding."""
        note = self.proof.note
        checkpoint = parse_checkpoint(note.text)
        by_log, *by_witnesses = note.signatures
        data = b"".join(
            (
                bytes((_VERSION,)),
                _short(checkpoint.origin),
                self.key.public,
                self.proof.index.to_bytes(8, "big"),
                checkpoint.size.to_bytes(8, "big"),
                self.leaf,
                checkpoint.root,
                bytes((len(self.proof.hashes),)),
                *self.proof.hashes,
                by_log.made,
                bytes((len(by_witnesses),)),
                *(_short(each.name) + each.key_id + each.made for each in by_witnesses),
            )
        )
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

    def check(self, policy: Policy) -> Judged:
        """Raise what does not hold by a policy, which names keys that came from elsewhere."""
        return self.proof.check(self.leaf, policy)


def receipt_of(leaf: bytes, proof: Proof, key: Verifier) -> Receipt:
    """The receipt of the entry with this hash, with as many of its signatures as fit: Ed25519 ones.

    Raises ``RefusedError`` where the log's own is missing, or even one signature is too much.
    """
    own = [each for each in proof.note.signatures if _is_by(each, key)][:1]
    timed = [each for each in proof.note.signatures if len(each.made) == _TIMED]
    while own:
        note = Note(proof.note.text, (*own, *timed))
        receipt = Receipt(leaf, Proof(proof.index, proof.hashes, note), key)
        with read_as("log-receipt-refused", RefusedError):
            _hold_form(receipt)
        if len(receipt.compact()) <= LARGEST_COMPACT:
            return receipt
        if not timed:
            break
        timed.pop()
    raise RefusedError("log-receipt-refused", "no receipt fits: the log did not sign it, or it is too long")


def is_receipt(proof: Proof) -> bool:
    """Whether a ``.tlog-proof`` is the text form of a receipt."""
    return proof.extra is not None and proof.extra.startswith(_MARK)


def receipt_from(proof: Proof) -> Receipt:
    """The receipt that a ``.tlog-proof`` is; ``MalformedError`` where it is none."""
    with read_as("log-receipt-malformed"):
        extra = proof.extra or b""
        told = extra.removeprefix(_MARK)
        if not extra.startswith(_MARK) or len(told) != 2 * HASH_SIZE:
            raise ValueError("the receipt does not say which entry it is for")
        origin = proof.note.text.split("\n", 1)[0]
        receipt = Receipt(
            told[:HASH_SIZE],
            Proof(proof.index, proof.hashes, proof.note),
            _key(origin, told[HASH_SIZE:]),
        )
        _hold_form(receipt)
    return receipt


def parse_receipt(data: bytes) -> Receipt:
    """Read a receipt in either form, or the address that ends in one; ``MalformedError`` for what is none."""
    token = data.strip()
    if b"\n" in token or len(token) > 2 * LARGEST_COMPACT:
        return receipt_from(parse_proof(data[: LARGEST_PROOF + 1]))
    with read_as("log-receipt-malformed"):
        return _parse_compact(token.rsplit(b"#", 1)[-1])


def _parse_compact(text: bytes) -> Receipt:
    if len(text) > LARGEST_COMPACT:
        raise ValueError(f"the receipt has more than {LARGEST_COMPACT} letters")
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as fault:
        raise ValueError("the receipt has letters that none has, or is cut off") from fault
    if base64.urlsafe_b64encode(data).rstrip(b"=") != text:
        raise ValueError("the receipt is not written in the one way that it can be")
    reading = _Reading(data)
    if reading.number(1) != _VERSION:
        raise ValueError("the receipt is of a form that Habeas does not know")
    origin = reading.text()
    key = _key(origin, reading.take(HASH_SIZE))
    index, size = reading.number(8), reading.number(8)
    leaf, root = reading.take(HASH_SIZE), reading.take(HASH_SIZE)
    hashes = tuple(reading.take(HASH_SIZE) for _ in range(reading.number(1)))
    signatures = [Signature(origin, key.key_id, reading.take(_SIGNED))]
    signatures += [
        Signature(reading.text(), reading.take(_KEY_ID), reading.take(_TIMED))
        for _ in range(reading.number(1))
    ]
    reading.end()
    note = Note(str(Checkpoint(origin, size, root)), tuple(signatures))
    receipt = Receipt(leaf, Proof(index, hashes, note), key)
    _hold_form(receipt)
    return receipt


class _Reading:
    """What is left of some bytes. Asking for more than there is raises ``ValueError``."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._place : self._place + count]
        if len(taken) != count:
            raise ValueError("the receipt is cut off")
        self._place += count
        return taken

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def text(self) -> str:
        return self.take(self.number(1)).decode("utf-8")  # UnicodeDecodeError is a ValueError

    def end(self) -> None:
        if self._place != len(self._data):
            raise ValueError("the receipt goes on after its end")


def _hold_form(receipt: Receipt) -> None:
    """What both forms have to keep, so that each can be written as the other."""
    proof, note = receipt.proof, receipt.proof.note
    checkpoint = parse_checkpoint(note.text)
    by_log, *by_witnesses = note.signatures
    names = [checkpoint.origin, *(each.name for each in by_witnesses)]
    if checkpoint.extensions or max(proof.index, checkpoint.size) > LARGEST_SIZE:
        raise ValueError("the checkpoint is none that a receipt has")
    if checkpoint.origin != receipt.key.name or not _is_by(by_log, receipt.key):
        raise ValueError("the first signature is not in the name of the log's key")
    if len(proof.hashes) > LONGEST_PROOF or len(by_witnesses) > 255:
        raise ValueError("the receipt has more hashes or signatures than one has")
    if any(len(each.made) != _TIMED for each in by_witnesses):
        raise ValueError("a signature is of a kind that a receipt does not have")
    if not all(is_key_name(name) and len(name.encode()) < 256 for name in names):
        raise ValueError("a name in the receipt is none")


def _is_by(signature: Signature, key: Verifier) -> bool:
    known = (signature.name, signature.key_id) == (key.name, key.key_id)
    return known and len(signature.made) == _SIGNED


def _key(origin: str, public: bytes) -> Verifier:
    if not is_key_name(origin):
        raise ValueError("the name of the log is none that a key has")
    try:
        return parse_verifier(str(Verifier(origin, Kind.ED25519, public)))
    except RefusedError as fault:
        raise ValueError(fault.message) from fault


def _short(text: str) -> bytes:
    data = text.encode()
    return bytes((len(data),)) + data
