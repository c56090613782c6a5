"""Names of events and records that we make ourselves."""

import secrets
import uuid
from datetime import datetime

from habeas.clock.instants import require_aware


def new_event_id(at: datetime, randomness: bytes = b"") -> str:
    """A UUID of version 7 (RFC 9562, section 5.7): it tells when it was made, to the millisecond.

    ``randomness`` are ten bytes; new ones where they are not given.
    """
    milliseconds = int(require_aware(at).timestamp() * 1000)
    value = bytearray(milliseconds.to_bytes(6, "big") + (randomness or secrets.token_bytes(10)))
    value[6] = value[6] & 0x0F | 0x70
    value[8] = value[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(value)))
