"""What a browser seals to this installation (RFC 9180, base mode): it writes, and reads nothing of it again.

Suite: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: all of it is in every browser's WebCrypto.
"""

from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.keyring.wrapping import secret

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY = "queue.key"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-5; SEC 2, 2.4.2)."""


def public_key() -> str:
    """What browsers seal to: the point, uncompressed, in hexadecimal."""
    point = _private(secret(KEY)).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return point.hex()


def open_sealed(sealed: bytes, device_id: str, event_id: str) -> bytes:
    """What was sealed for one entry of one machine. Raises ``RefusedError`` (``queue-not-for-us``)."""
    try:
        return SUITE.decrypt(sealed, _private(secret(KEY)), about(device_id, event_id))
    except (InvalidTag, ValueError):
        raise RefusedError(
            "queue-not-for-us", N_("This was not sealed for this installation, or it was altered.")
        ) from None


def seal(plain: bytes, device_id: str, event_id: str) -> bytes:
    """Seal what waits as a browser does."""
    return SUITE.encrypt(plain, _private(secret(KEY)).public_key(), about(device_id, event_id))


def about(device_id: str, event_id: str) -> bytes:
    """What ties a sealed text to its entry: it opens as no other."""
    return f"habeas/queue/1|{device_id}|{event_id}".encode()


@cache
def _private(seed: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())
