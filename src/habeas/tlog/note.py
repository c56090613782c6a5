"""Signed notes (C2SP signed-note): a text, and lines that sign it. Only the form; ``keys`` judges."""

from dataclasses import dataclass

from habeas.tlog.faults import read_as
from habeas.tlog.strict import as_base64, base64_bytes

LARGEST_NOTE = 512 * 1024
"""Bytes. C2SP signed-note, Format: a limit is advised; a hundred signatures of the largest kind fit."""

MOST_SIGNATURES = 100
"""C2SP signed-note, Format: at least 16 must be accepted."""

_KEY_ID_SIZE = 4
_DASH = "— "


@dataclass(frozen=True, slots=True)
class Signature:
    """One line: the key by its name and its short id, and what it made."""

    name: str
    key_id: bytes
    made: bytes

    def line(self) -> str:
        """C2SP signed-note, Signatures."""
        return f"{_DASH}{self.name} {as_base64(self.key_id + self.made)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures in their order."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        """The bytes that ``parse_note`` reads back."""
        return f"{self.text}\n{''.join(each.line() for each in self.signatures)}".encode()

    def signed_too(self, *more: Signature) -> "Note":
        """The same text with these signatures after those that it has."""
        return Note(self.text, (*self.signatures, *more))


def parse_note(data: bytes) -> Note:
    """Read a note; ``MalformedError`` for what is none."""
    with read_as("log-note-malformed"):
        if len(data) > LARGEST_NOTE:
            raise ValueError(f"the note has more than {LARGEST_NOTE} bytes")
        text, signed = _parted(_clean(data))
        lines = signed.removesuffix("\n").split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise ValueError(f"the note has more than {MOST_SIGNATURES} signatures")
        return Note(text, tuple(_signature(line) for line in lines))


def parse_signatures(data: bytes) -> tuple[Signature, ...]:
    """Read lines of signatures alone, as a witness answers them (C2SP tlog-witness, add-checkpoint)."""
    return parse_note(b"\n\n" + data).signatures


def is_key_name(name: str) -> bool:
    """C2SP signed-note, Format: not empty, without spaces, plus signs and control characters."""
    return bool(name) and "+" not in name and not any(each.isspace() or each < " " for each in name)


def _clean(data: bytes) -> str:
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise ValueError("the note is not in UTF-8") from fault
    if any(each < " " and each != "\n" for each in whole):
        raise ValueError("the note has control characters")
    return whole


def _parted(whole: str) -> tuple[str, str]:
    """The text and the signatures, parted at the last empty line."""
    place = whole.rfind("\n\n")
    if place < 0:
        raise ValueError("the note has no empty line before its signatures")
    text, signed = whole[: place + 1], whole[place + 2 :]
    if not signed.endswith("\n"):
        raise ValueError("the note has no signature, or does not end in a newline")
    return text, signed


def _signature(line: str) -> Signature:
    if not line.startswith(_DASH):
        raise ValueError("a line after the note's text is no signature")
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not is_key_name(name):
        raise ValueError("a signature names no key")
    data = base64_bytes(encoded, "signature")
    if len(data) <= _KEY_ID_SIZE:
        raise ValueError("a signature is empty")
    return Signature(name, data[:_KEY_ID_SIZE], data[_KEY_ID_SIZE:])
