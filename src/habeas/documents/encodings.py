"""Which characters the bytes of a text are: proved or declared, never guessed unsaid.

A byte order mark proves UTF-8 or UTF-16. Valid UTF-8 proves itself: text of another
encoding that has any letter beyond ASCII is next to never valid UTF-8. Of the
eight-bit encodings one only can be told from the file: Mac Roman, where every line
ends in a bare CR, as files of the classic Macintosh do and no others. The rest must
be declared; ``candidates`` shows how a doubtful line would read in each.
"""

import codecs
import re
from types import MappingProxyType

from habeas.documents.refusals import refusal
from habeas.documents.results import (
    WHY_ASCII,
    WHY_BOM,
    WHY_CLASSIC_MAC,
    WHY_DECLARED,
    WHY_UTF8,
    Taken,
)

DECLARABLE = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "cp1252": "Windows-1252",
        "cp1254": "Windows-1254",
        "cp1251": "Windows-1251",
        "mac_roman": "Mac Roman",
    }
)
"""Python's name of each encoding that may be declared, with the name for people."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

LINE_END = re.compile("\r\n|\r|\n")
CAPITAL_WITHIN = re.compile(r"\w*[a-zß-öø-ÿ][À-ÖØ-Ý][a-zß-öø-ÿ]\w*")


def decode(data: bytes, file: str, declared: str | None = None) -> tuple[str, Taken]:
    """Return the text without its mark, and how it was taken.

    ``declared`` is a key of :data:`DECLARABLE`. Raises ``wrong-encoding``,
    ``encoding-unknown``, ``encoding-contradicts``, ``encoding-doubtful`` or
    ``nul-character``, each with the line.
    """
    if declared is not None and declared not in DECLARABLE:
        raise ValueError(f"not an encoding that may be declared: {declared}")
    mark, encoding = next(((m, e) for m, e in MARKS if data.startswith(m)), (b"", ""))
    if mark:
        if declared and not encoding.startswith(declared):
            found = "UTF-8" if encoding == "utf-8" else "UTF-16"
            raise refusal("encoding-contradicts", file, declared=DECLARABLE[declared], found=found)
        text, why = _strictly(data[len(mark) :], encoding, file), WHY_BOM
    elif declared:
        encoding = "utf-16-le" if declared == "utf-16" else declared
        text, why = _strictly(data, encoding, file), WHY_DECLARED
    else:
        text, encoding, why = _proved(data, file)
    if "\0" in text:
        raise refusal("nul-character", file, line=line_at(text, text.index("\0")))
    return text, Taken(encoding, bool(mark), _newline(text), why)


def candidates(data: bytes) -> list[tuple[str, str]]:
    """How the first line that is not UTF-8 reads in each eight-bit encoding: (Python's name, line).

    Empty where the bytes are UTF-8. For a person to choose from.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = re.split(b"\r\n|\r|\n", data)
        line = lines[len(re.findall(b"\r\n|\r|\n", data[: error.start]))]
    else:
        return []
    eight_bit = [name for name in DECLARABLE if not name.startswith("utf")]
    return [(name, line.decode(name, errors="replace")) for name in eight_bit]


def line_at(text: str, offset: int) -> int:
    """The line, from 1, that ``offset`` lies on; CR, LF and CRLF end a line."""
    return len(LINE_END.findall(text, 0, offset)) + 1


def _proved(data: bytes, file: str) -> tuple[str, str, str]:
    try:
        return data.decode("utf-8"), "utf-8", WHY_ASCII if data.isascii() else WHY_UTF8
    except UnicodeDecodeError as error:
        if b"\r" not in data or b"\n" in data:
            raise _undecodable("encoding-unknown", data, error, file) from None
    text = data.decode("mac_roman")
    doubtful = CAPITAL_WITHIN.search(text)
    if doubtful:  # “cÈte” is Windows' “côté” misread
        raise refusal("encoding-doubtful", file, line=line_at(text, doubtful.start()), word=doubtful[0])
    return text, "mac_roman", WHY_CLASSIC_MAC


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable("wrong-encoding", data, error, file, encoding) from None


def _undecodable(
    code: str, data: bytes, error: UnicodeDecodeError, file: str, encoding: str = "utf-8"
) -> Exception:
    before = data[: error.start].decode(encoding, errors="replace")
    return refusal(
        code,
        file,
        line=line_at(before, len(before)),
        byte=error.start + 1,
        value=data[error.start : error.start + 1].hex().upper(),
        encoding="UTF-16" if encoding.startswith("utf-16") else DECLARABLE[encoding],
    )


def _newline(text: str) -> str:
    counts = dict.fromkeys(("\r\n", "\n", "\r"), 0)
    for end in LINE_END.findall(text):
        counts[end] += 1
    return max(counts, key=lambda end: counts[end])
