"""Something long sealed under a record's key, in pieces as it comes: never whole in memory.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizar, 2015), as the payload of an age file has it
(C2SP, age): pieces of 64 KiB under ChaCha20-Poly1305, whose nonce is the number of the piece in eleven bytes
and a last byte that is 1 for the last piece and 0 for every other. So none is changed, left out, doubled,
moved or cut off unseen. The key is derived from the record's key with random bytes that stand at the head of
the file, and is used for this file alone. The record's key destroyed, nothing of it is read any more.
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from habeas.custody.keys import RecordKey
from habeas.errors import NotRightError

MARK = b"habeas/recording/1\n"
SALT = 32
HEAD = len(MARK) + SALT
PIECE = 65_536
TAG = 16
_LAST, _NOT_LAST = b"\x01", b"\x00"


class Sealing:
    """Seals what is taken, piece by piece; what it gives goes to the file in this order."""

    def __init__(self, key: RecordKey) -> None:
        salt = secrets.token_bytes(SALT)
        self.head = MARK + salt
        self._cipher = ChaCha20Poly1305(key.of_file(salt))
        self._number, self._left = 0, bytearray()

    def take(self, data: bytes) -> Iterator[bytes]:
        """Whole pieces, as far as there are; the last one waits, since it is marked as the last."""
        self._left += data
        while len(self._left) > PIECE:
            piece, self._left = bytes(self._left[:PIECE]), self._left[PIECE:]
            yield self._cipher.encrypt(_nonce(self._number, _NOT_LAST), piece, None)
            self._number += 1

    def end(self) -> bytes:
        """The last piece; it is empty only where nothing was taken at all."""
        return self._cipher.encrypt(_nonce(self._number, _LAST), bytes(self._left), None)


class Sealed:
    """A sealed file, to be read. Raises ``NotRightError`` (``recording-broken``) where it is none."""

    def __init__(self, key: RecordKey, file: BinaryIO) -> None:
        self._file = file
        head = file.read(HEAD)
        if len(head) != HEAD or not head.startswith(MARK):
            raise _broken()
        self._cipher = ChaCha20Poly1305(key.of_file(head[len(MARK) :]))
        length = file.seek(0, 2) - HEAD
        self._count = max(1, -(-length // (PIECE + TAG)))
        self.size = length - self._count * TAG
        """Bytes of what was sealed."""
        if self.size < 0 or (self._count > 1 and self.size <= (self._count - 1) * PIECE):
            raise _broken()

    def hold_ends(self) -> None:
        """Open the first and the last piece: what was cut off, or is of another key, shows at once."""
        for number in {0, self._count - 1}:
            self._piece(number)

    def pieces(self) -> Iterator[bytes]:
        """What was sealed, from the beginning."""
        yield from map(self._piece, range(self._count))

    def _piece(self, number: int) -> bytes:
        self._file.seek(HEAD + number * (PIECE + TAG))
        sealed = self._file.read(PIECE + TAG)
        which = _LAST if number == self._count - 1 else _NOT_LAST
        try:
            return self._cipher.decrypt(_nonce(number, which), sealed, None)
        except InvalidTag:
            raise _broken() from None


def sealed_size(size: int) -> int:
    """Bytes of the file in which so many bytes are sealed."""
    return HEAD + size + max(1, -(-size // PIECE)) * TAG


def _nonce(number: int, which: bytes) -> bytes:
    return number.to_bytes(11, "big") + which


def _broken() -> NotRightError:
    return NotRightError(
        "recording-broken", "this recording was changed or cut off, or is sealed under another key"
    )
