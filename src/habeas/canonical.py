"""One byte encoding per value: RFC 8785 (JCS), with a narrower profile.

What is hashed or signed in Habeas is hashed in this form. The profile keeps it
boring: objects, arrays, strings in Unicode NFC without lone surrogates, booleans,
null and integers below 2**53. No floats (a decimal is a string), no other types.
"""

import hashlib
import json
import unicodedata
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1
"""RFC 8785 section 3.2.2.3 and RFC 7493: beyond it, readers disagree about the number."""


def encode(value: Json) -> bytes:
    """Return the canonical bytes of ``value``.

    Raises ``ValueError`` where the value is outside the profile; the message names
    the path to it.
    """
    if _is_plain(value):
        # In ASCII the library of Python gives the same bytes many times as fast: what it gets wrong are
        # numbers and the order of keys beyond it. ``tests/canonical`` holds the two against each other.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if text.isascii():
            return text.encode()
    _hold_to_profile(value, "$")
    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()


def _is_plain(value: Json) -> bool:
    """Whether every part is of a type of the profile; what is wrong with it is not said."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())  # type: ignore[union-attr]
    if kind is list:
        return all(map(_is_plain, value))  # type: ignore[arg-type]
    return kind is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER  # type: ignore[operator]


def _hold_to_profile(value: Json, path: str) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError(f"{path}: integer beyond 2**53 - 1")
        case str():
            _hold_text(value, path)
        case list():
            for index, item in enumerate(value):
                _hold_to_profile(item, f"{path}[{index}]")
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise ValueError(f"{path}: a key is not a string")
                _hold_text(key, f"{path} key")
                _hold_to_profile(item, f"{path}.{key}")
        case _:
            raise ValueError(f"{path}: {type(value).__name__} has no canonical form here")


def _hold_text(text: str, path: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{path}: text is not in Unicode NFC")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{path}: text has a lone surrogate")
