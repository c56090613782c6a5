"""The key of one record: commitments to its values, the values sealed beside the log, one opened alone.

Each field of each event has keys of its own, derived from the record's key, so that one that is disclosed
to a court opens nothing else. The record's key destroyed, nothing is read and no commitment opens any more.
"""

import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from habeas import canonical
from habeas.errors import NotRightError

_DOMAIN = b"custody/v1/field\0"
_ONCE = bytes(12)
"""The nonce: each key seals one value once."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """32 random bytes of one custody record. It is kept wrapped, apart from what it seals."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise ValueError("a record's key has 32 bytes")

    def __repr__(self) -> str:
        return "RecordKey(…)"

    @classmethod
    def new(cls) -> "RecordKey":
        """A new one."""
        return cls(secrets.token_bytes(32))

    def commit_key(self, event_id: str, name: str) -> bytes:
        """The key of the commitment to one field: what is given to a court with the value."""
        return self._derived("commit", event_id, name)

    def commit(self, event_id: str, name: str, value: canonical.Json) -> str:
        """The commitment to a value, in hexadecimal."""
        return committed(self.commit_key(event_id, name), name, value)

    def seal(self, event_id: str, name: str, value: canonical.Json) -> bytes:
        """A value sealed; the same value of the same field gives the same bytes."""
        cipher = ChaCha20Poly1305(self._derived("enc", event_id, name))
        return cipher.encrypt(_ONCE, canonical.encode(value), _about(event_id, name))

    def open(self, event_id: str, name: str, sealed: bytes) -> bytes:
        """The canonical bytes of a sealed value. Raises ``NotRightError`` (``seal-broken``)."""
        cipher = ChaCha20Poly1305(self._derived("enc", event_id, name))
        try:
            return cipher.decrypt(_ONCE, sealed, _about(event_id, name))
        except InvalidTag:
            raise NotRightError(
                "seal-broken", "this value was changed, or sealed under another key"
            ) from None

    def of_file(self, salt: bytes) -> bytes:
        """The key of one file that is sealed with this record (``pieces``); ``salt`` is the file's own."""
        return HKDF(SHA256(), 32, salt=salt, info=b"recording").derive(self.secret)

    def _derived(self, what: str, event_id: str, name: str) -> bytes:
        info = b"|".join((what.encode(), event_id.encode(), name.encode()))
        return HKDF(SHA256(), 32, salt=None, info=info).derive(self.secret)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One value of one event with the key of its commitment: it opens this field and nothing else."""

    event_id: str
    name: str
    value: canonical.Json
    key: bytes

    def opens(self, commitment: str) -> bool:
        """Whether the commitment in the leaf is to this value."""
        return hmac.compare_digest(committed(self.key, self.name, self.value), commitment)


def committed(key: bytes, name: str, value: canonical.Json) -> str:
    """HMAC-SHA-256 of a value under its field's key; a bare hash of a date of birth is guessed at once."""
    said = _DOMAIN + name.encode() + b"\0" + canonical.encode(value)
    return hmac.digest(key, said, "sha256").hex()


def _about(event_id: str, name: str) -> bytes:
    return f"{event_id}|{name}".encode()
