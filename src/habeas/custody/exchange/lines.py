"""Lines of a stream, none longer than a bound, each as text or refused with its number."""

from collections.abc import Iterator
from typing import BinaryIO

from habeas.errors import RefusedError, Where

LONGEST = 1_048_576
"""Bytes of a line; an event has some hundreds, and the longest that the ledger takes some ten thousands."""
MARK = b"\xef\xbb\xbf"


def lines_of(stream: BinaryIO, name: str) -> Iterator[tuple[int, str | RefusedError]]:
    """Yield the lines with their ends, numbered from 1. A byte order mark of UTF-8 is taken away."""
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(MARK)
        where = Where(name, number)
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST)
            yield (
                number,
                RefusedError("register-line-too-long", f"longer than {LONGEST} bytes", where=where),
            )
        else:
            yield number, _text(line, where)


def _text(line: bytes, where: Where) -> str | RefusedError:
    if b"\0" in line:
        return RefusedError(
            "register-nul",
            "a NUL stands in the text",
            where=where,
            advice="A file with NULs is none in UTF-8: save it as UTF-8 and bring it again.",
        )
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        return RefusedError(
            "register-not-utf8",
            f"byte {error.start + 1} of the line is not UTF-8",
            where=where,
            advice="Save the file as UTF-8 and bring it again.",
        )
