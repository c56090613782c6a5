"""The keys that wrap the keys of records: one for what the station reads, one for what it does not.

Each is a file of 32 bytes in the data folder, readable by this account alone.
"""

import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

from habeas.custody import Keeping, RecordKey
from habeas.durable import make_folder, put
from habeas.errors import NotRightError, RefusedError, Where

FOLDER = "register-keys"
_NONCE = 12


def wrap(key: RecordKey, record_id: str, keeping: Keeping) -> bytes:
    """A record's key as it is stored: 60 bytes."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(keeping).encrypt(nonce, key.secret, _about(record_id, keeping))


def unwrap(wrapped: bytes, record_id: str, keeping: Keeping) -> RecordKey:
    """The key again. Raises ``NotRightError`` (``key-broken``)."""
    try:
        secret = _cipher(keeping).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _about(record_id, keeping))
    except InvalidTag:
        raise NotRightError(
            "key-broken",
            "the key of a record does not open with the wrapping key of this installation",
            advice=f"Restore the folder {FOLDER} that belongs to this register.",
        ) from None
    return RecordKey(secret)


def secret(name: str) -> bytes:
    """The 32 bytes kept under a name in the folder of keys, made where there are none."""
    return _kept(Path(settings.DATA) / FOLDER / name)


@cache
def _kept(path: Path) -> bytes:
    if not path.exists():
        make_folder(path.parent)
        with suppress(FileExistsError):  # another process made it meanwhile
            put(path, secrets.token_bytes(32), exclusive=True)
    key = path.read_bytes()
    if len(key) != 32:
        raise RefusedError(
            "key-short",
            "this key has not its 32 bytes",
            where=Where(str(path)),
            advice="Restore it from its backup: without it nobody reads the values that it wraps.",
        )
    return key


def _cipher(keeping: Keeping) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(secret(f"{keeping.value}.key"))


def _about(record_id: str, keeping: Keeping) -> bytes:
    return f"{keeping.value}|{record_id}".encode()
