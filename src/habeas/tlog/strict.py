"""Texts that can be written in one way only, so that two readers never disagree about them.

Each function raises ``ValueError`` where the text is not the one way to write the value.
"""

import base64
import binascii
import re

HASH_SIZE = 32
"""Bytes of a SHA-256."""

LARGEST_SIZE = 2**63 - 1
"""Of a tree, an index or an instant: what every implementation can hold."""

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def decimal(text: str, what: str) -> int:
    """ASCII decimal without leading zeroes, not above ``LARGEST_SIZE``."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise ValueError(f"the {what} is no decimal number as a log writes it")
    return int(text)


def base64_bytes(text: str, what: str) -> bytes:
    """Standard Base 64 (RFC 4648, section 4) with its padding, its unused bits zero."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as fault:
        raise ValueError(f"the {what} is not in Base 64") from fault
    if as_base64(data) != text:
        raise ValueError(f"the {what} is not in Base 64 as a log writes it")
    return data


def hash_bytes(text: str, what: str) -> bytes:
    """A SHA-256 in Base 64."""
    data = base64_bytes(text, what)
    if len(data) != HASH_SIZE:
        raise ValueError(f"the {what} has {len(data)} bytes, and a SHA-256 has {HASH_SIZE}")
    return data


def as_base64(data: bytes) -> str:
    """Standard Base 64 with its padding."""
    return base64.b64encode(data).decode("ascii")
