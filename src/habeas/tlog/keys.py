"""Keys that sign notes, and notes opened with them (C2SP signed-note, tlog-cosignature).

Three kinds, chosen by the byte that the specifications assign: a log's plain Ed25519, a witness's
Ed25519 with the time in it, and ML-DSA-44, which may be either's.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from habeas.errors import RefusedError
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.cosignature import Timestamped, ed25519_message, mldsa44_message, parse_timestamped
from habeas.tlog.faults import MalformedError, UnprovenError, read_as
from habeas.tlog.note import Note, Signature, is_key_name
from habeas.tlog.strict import as_base64, base64_bytes

_LONGEST_IN_A_MESSAGE = 255
_PRIVATE = "PRIVATE+KEY+"
_SEED_SIZE = 32
_FIELD = 2**255 - 19
_ORDER_EIGHT = int.from_bytes(
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
)
_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _ORDER_EIGHT, _FIELD - _ORDER_EIGHT})
"""The y of the eight points of small order on the curve of Ed25519 (RFC 8032, section 5.1)."""

_KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)


class Kind(IntEnum):
    """C2SP signed-note, Signature types."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04
    MLDSA44_COSIGNATURE = 0x06

    @property
    def is_timed(self) -> bool:
        """Whether its signatures say when they were made."""
        return self is not Kind.ED25519

    @property
    def public_size(self) -> int:
        """Bytes of a public key."""
        return 1312 if self is Kind.MLDSA44_COSIGNATURE else 32


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name."""

    name: str
    kind: Kind
    public: bytes

    @property
    def key_id(self) -> bytes:
        """C2SP signed-note, Signatures: four bytes that tell keys of one name apart. No fingerprint."""
        named = self.name.encode() + b"\n" + bytes((self.kind,))
        return hashlib.sha256(named + self.public).digest()[:4]

    def __str__(self) -> str:
        """C2SP signed-note, Verifier keys: the vkey."""
        return f"{self.name}+{self.key_id.hex()}+{as_base64(bytes((self.kind,)) + self.public)}"

    def accepts(self, text: str, made: bytes) -> bool:
        """Whether ``made`` is a signature of this key over the text of a note."""
        try:
            if self.kind is Kind.ED25519:
                Ed25519PublicKey.from_public_bytes(self.public).verify(made, text.encode())
                return True
            timed = parse_timestamped(made)
            if timed is None:
                return False
            if self.kind is Kind.ED25519_COSIGNATURE:
                message = ed25519_message(text, timed.time)
                Ed25519PublicKey.from_public_bytes(self.public).verify(timed.made, message)
            else:
                message = mldsa44_message(text, timed.time, self.name)
                MLDSA44PublicKey.from_public_bytes(self.public).verify(timed.made, message)
        except (InvalidSignature, MalformedError, ValueError):
            return False
        return True


def parse_verifier(vkey: str) -> Verifier:
    """Read a vkey (C2SP signed-note, Verifier keys); ``RefusedError`` where it is none that we use."""
    with read_as("log-key-refused", RefusedError):
        name, _, rest = vkey.partition("+")
        key_id, _, encoded = rest.partition("+")
        if not is_key_name(name) or not _KEY_ID.fullmatch(key_id):
            raise ValueError("this is no key of a log or a witness: name+id+key is what one looks like")
        data = base64_bytes(encoded, f"key of “{name}”")
        if not data or data[0] not in set(Kind):
            raise ValueError(f"the key of “{name}” is of a kind that Habeas does not check")
        verifier = Verifier(name, Kind(data[0]), data[1:])
        if len(verifier.public) != verifier.kind.public_size:
            raise ValueError(f"the key of “{name}” has not the length of its kind")
        if verifier.kind is not Kind.MLDSA44_COSIGNATURE and _signs_for_anybody(verifier.public):
            raise ValueError(f"the key of “{name}” is one in whose name anybody can sign")
        if verifier.key_id.hex() != key_id:
            raise ValueError(f"the key of “{name}” is not the one that its id {key_id} is made of")
        return verifier


def _signs_for_anybody(public: bytes) -> bool:
    """Whether a key is a point of small order, or not written as RFC 8032, section 5.1.3, wants it.

    With the first, one signature holds for any text, so that two checkpoints would prove nothing.
    """
    height = int.from_bytes(public, "little") & (2**255 - 1)
    return height >= _FIELD or height in _SMALL_ORDER


class Signer:
    """A private key with its name, made from 32 secret bytes."""

    def __init__(self, name: str, kind: Kind, seed: bytes) -> None:
        self._seed = seed
        if not is_key_name(name) or len(name.encode()) > _LONGEST_IN_A_MESSAGE:
            raise ValueError("a key needs a name without spaces and plus signs, of 255 bytes at most")
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(seed)
        self._mldsa44 = MLDSA44PrivateKey.from_seed_bytes(seed) if kind is Kind.MLDSA44_COSIGNATURE else None
        public = (self._mldsa44 or self._ed25519).public_key().public_bytes_raw()
        self.verifier = Verifier(name, kind, public)

    def private_text(self) -> str:
        """The secret as a line of text, in the form that golang.org/x/mod/sumdb/note gives to its own."""
        verifier = self.verifier
        secret = as_base64(bytes((verifier.kind,)) + self._seed)
        return f"{_PRIVATE}{verifier.name}+{verifier.key_id.hex()}+{secret}"

    def can_sign(self, checkpoint: Checkpoint) -> bool:
        """Whether a checkpoint is one that a key of this kind signs: ML-DSA-44 signs no extension lines."""
        plain = not checkpoint.extensions and len(checkpoint.origin.encode()) <= _LONGEST_IN_A_MESSAGE
        return plain or self._mldsa44 is None

    def sign(self, text: str, time: int | None = None) -> Signature:
        """Sign the text of a note; ``time``, in seconds since 1970, where the kind says when."""
        if (time is not None) is not self.verifier.kind.is_timed:
            raise ValueError("a time is for the kinds that say when, and only for them")
        return Signature(self.verifier.name, self.verifier.key_id, self._made(text, time or 0))

    def _made(self, text: str, time: int) -> bytes:
        if self._mldsa44 is not None:
            message = mldsa44_message(text, time, self.verifier.name)
            return bytes(Timestamped(time, self._mldsa44.sign(message)))
        if self.verifier.kind is Kind.ED25519_COSIGNATURE:
            return bytes(Timestamped(time, self._ed25519.sign(ed25519_message(text, time))))
        return self._ed25519.sign(text.encode())


def parse_signer(text: str) -> Signer:
    """Read what ``private_text`` wrote; for what is none ``RefusedError``, silent about the secret."""
    with read_as("log-key-refused", RefusedError):
        name, _, rest = text.removeprefix(_PRIVATE).partition("+")
        key_id, _, encoded = rest.partition("+")
        data = base64_bytes(encoded, f"private key of “{name}”")
        if not text.startswith(_PRIVATE) or len(data) != 1 + _SEED_SIZE or data[0] not in set(Kind):
            raise ValueError("this is no private key of a log or a witness")
        signer = Signer(name, Kind(data[0]), data[1:])
        if signer.verifier.key_id.hex() != key_id:
            raise ValueError(f"the private key of “{name}” is not the one that its id is made of")
        return signer


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds: whose, and when it says that it was made."""

    verifier: Verifier
    signature: Signature
    time: int | None


def opened(note: Note, known: Iterable[Verifier]) -> tuple[Verified, ...]:
    """The signatures by known keys; others are ignored (C2SP signed-note, Signatures).

    Raises ``UnprovenError`` where one by a known key does not hold, or there is none, and
    ``RefusedError`` where two known keys answer to the same name and id.
    """
    named = defaultdict[tuple[str, bytes], list[Verifier]](list)
    for verifier in known:
        named[verifier.name, verifier.key_id].append(verifier)
    held = []
    for signature in note.signatures:
        match named.get((signature.name, signature.key_id)):
            case None:
                continue
            case [verifier]:
                held.append(_verified(verifier, signature, note.text))
            case _:
                raise RefusedError(
                    "log-key-ambiguous",
                    f"two keys answer to the name “{signature.name}” and the same id",
                    advice="Name each key once.",
                )
    if not held:
        raise UnprovenError("log-unsigned", "no key that you named has signed it")
    return tuple(held)


def _verified(verifier: Verifier, signature: Signature, text: str) -> Verified:
    if not verifier.accepts(text, signature.made):
        raise UnprovenError(
            "log-signature-wrong",
            f"the signature of “{verifier.name}” is not by its key, or what it signed was changed",
        )
    timed = parse_timestamped(signature.made) if verifier.kind.is_timed else None
    return Verified(verifier, signature, None if timed is None else timed.time)
