"""One entry of a queue as its browser signed it, read strictly: signature, number, what came before it."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from habeas import canonical
from habeas.clock import parse_instant
from habeas.custody.exchange.strict_json import object_of
from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.stations.access import browser_called
from habeas.web.stations.models import Device, Station

VERSION = 1
LARGEST = 60_000
"""Characters of one entry: what its form can hold, and no more."""
MOST_NUMBERS = 2**31 - 1
_HASH = re.compile(r"[0-9a-f]{64}")
_MEMBERS = {"at", "device", "id", "n", "previous", "sealed", "v"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What stands outside the seal, and is signed."""

    device: Device
    number: int
    digest: str
    previous: str
    """The digest of the entry before it; empty for the first."""
    event_id: str
    at: datetime
    """When it was made, by the clock of the machine."""
    sealed: bytes


def number_of(sent: Mapping[str, Any]) -> int:
    """The number that an entry gives itself, before anything of it is believed; 0 where it has none."""
    try:
        number = object_of(str(sent.get("body")))["n"]
    except (ValueError, KeyError):
        return 0
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def read_queued(sent: Mapping[str, Any], station: Station) -> Queued:
    """Read one entry that a browser of the station signed.

    Raises ``RefusedError`` (``queue-malformed``, ``queue-machine-unknown``, ``queue-signature-wrong``).
    """
    body, signature = sent.get("body"), sent.get("signature")
    if not isinstance(body, str) or not isinstance(signature, str) or len(body) > LARGEST:
        raise _malformed()
    try:
        said = object_of(body)
        if set(said) != _MEMBERS or said["v"] != VERSION or canonical.encode(said) != body.encode():
            raise _malformed()
        device = _device(said["device"], station)
        _hold_signature(device, body.encode(), bytes.fromhex(signature))
        return _queued(said, device, hashlib.sha256(body.encode()).hexdigest())
    except (ValueError, TypeError, AttributeError, KeyError):
        raise _malformed() from None


def _queued(said: Mapping[str, Any], device: Device, digest: str) -> Queued:
    number, previous = said["n"], said["previous"]
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_NUMBERS:
        raise _malformed()
    if not (_HASH.fullmatch(previous) or (previous == "" and number == 1)):
        raise _malformed()
    try:
        at = parse_instant(said["at"])
    except HabeasError:
        raise _malformed() from None
    return Queued(
        device=device,
        number=number,
        digest=digest,
        previous=previous,
        event_id=str(UUID(said["id"])),
        at=at,
        sealed=base64.b64decode(said["sealed"], validate=True),
    )


def _device(device_id: object, station: Station) -> Device:
    device = browser_called(station, str(device_id))
    if device is None:
        raise RefusedError("queue-machine-unknown", N_("No machine of this station has this name."))
    return device


def _hold_signature(device: Device, body: bytes, signature: bytes) -> None:
    """Hold the signature (ECDSA on P-256 with SHA-256, as WebCrypto writes it: r and s, 32 bytes each)."""
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    point = bytes.fromhex(device.public_key or "")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    try:
        key.verify(utils.encode_dss_signature(r, s), body, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise RefusedError(
            "queue-signature-wrong", N_("It is not what this machine signed: somebody altered it.")
        ) from None


def _malformed() -> RefusedError:
    return RefusedError("queue-malformed", N_("It is not in the form of an entry of a queue."))
