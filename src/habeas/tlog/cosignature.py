"""What a witness signs (C2SP tlog-cosignature): a checkpoint, and when it was seen."""

from dataclasses import dataclass

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.strict import LARGEST_SIZE

_TIME_SIZE = 8
_LABEL = b"subtree/v1\n\0"


@dataclass(frozen=True, slots=True)
class Timestamped:
    """``timestamped_signature``: seconds since 1970 in UTC, and the signature over what is said below."""

    time: int
    made: bytes

    def __bytes__(self) -> bytes:
        """C2SP tlog-cosignature, Format."""
        return self.time.to_bytes(_TIME_SIZE, "big") + self.made


def parse_timestamped(data: bytes) -> Timestamped | None:
    """Read it; ``None`` where it is too short or names an instant that there is not."""
    time = int.from_bytes(data[:_TIME_SIZE], "big")
    if len(data) <= _TIME_SIZE or time > LARGEST_SIZE:
        return None
    return Timestamped(time, data[_TIME_SIZE:])


def ed25519_message(text: str, time: int) -> bytes:
    """C2SP tlog-cosignature, Ed25519 signed message: the whole text of the checkpoint is in it."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def mldsa44_message(text: str, time: int, cosigner: str) -> bytes:
    """C2SP tlog-cosignature, ML-DSA-44 signed message, for a whole tree.

    Raises ``MalformedError`` where the text is no checkpoint, and ``ValueError`` where it has extension
    lines: they are not in the message, and would seem to be signed.
    """
    checkpoint = parse_checkpoint(text)
    if checkpoint.extensions:
        raise ValueError("ML-DSA-44 signs no extension lines")
    return b"".join(
        (
            _LABEL,
            _short(cosigner),
            time.to_bytes(8, "big"),
            _short(checkpoint.origin),
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _short(text: str) -> bytes:
    """``opaque<1..2^8-1>`` of RFC 8446, section 3.4."""
    data = text.encode()
    return bytes((len(data),)) + data
