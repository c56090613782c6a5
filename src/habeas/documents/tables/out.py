"""Tables out, as CSV, in which no cell runs when a spreadsheet program opens it.

In CSV a text that begins with ``= + - @``, a tab, a line end or an apostrophe gets an
apostrophe before it, and so does one of these after a separator or a line end within
the text, for a program set to another separator would begin a cell there. Taking each
such apostrophe away again gives the text back (``restored``); ``read_csv`` does so, and
import of other people's files never does.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from habeas.documents.encodings import decode
from habeas.documents.sources import LIMITS, Limits, Source, name_of, read_all
from habeas.documents.tables.delimited import records

Value = str | int | float | None
"""What a cell may hold. Dates go out as EDTF text, so that their precision stays."""

_PART = 100_000
"""From so many characters on a part of a table goes out."""
TRIGGERS = "=+\\-@＝＋－＠'\t\r\n"
STARTS = re.compile(f"(?:^|(?<=[;,\t\r\n|]))(?=[{TRIGGERS}])")
GUARDED = re.compile(f"(?:^|(?<=[;,\t\r\n|]))'(?=[{TRIGGERS}])")


def neutralised(text: str) -> str:
    """Return ``text`` so that no program takes it, or a part of it, for a formula."""
    return STARTS.sub("'", text)


def restored(text: str) -> str:
    """The inverse: ``restored(neutralised(text)) == text``."""
    return GUARDED.sub("", text)


def csv_parts(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], *, separator: str = ",", mark: bool = True
) -> Iterator[bytes]:
    """UTF-8 with CRLF, a part at a time, since there may be millions of rows.

    ``mark`` puts the byte order mark first, without which Excel misreads it. Raises ``ValueError`` for a row
    of another width than the headings.
    """
    part = io.StringIO(newline="")
    writer = csv.writer(part, delimiter=separator, lineterminator="\r\n")
    part.write("\ufeff" if mark else "")
    writer.writerow([neutralised(heading) for heading in headings])
    for row in rows:
        refuse_width(row, headings)
        writer.writerow([_as_text(value) for value in row])
        if part.tell() > _PART:
            yield part.getvalue().encode()
            part.seek(0)
            part.truncate()
    yield part.getvalue().encode()


def write_csv(
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    stream: BinaryIO,
    *,
    separator: str = ",",
    mark: bool = True,
) -> None:
    """Write the same to a stream, as :func:`csv_parts` has it."""
    for part in csv_parts(headings, rows, separator=separator, mark=mark):
        stream.write(part)


def read_csv(
    source: Source, *, name: str | None = None, separator: str = ",", limits: Limits = LIMITS
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows of a file that ``write_csv`` wrote, each text as it was."""
    file = name_of(source, name)
    text, _ = decode(read_all(source, file, limits.file), file, "utf-8")
    found = [
        tuple(restored(cell) for cell in record.cells) for record in records(text, separator, file, limits)
    ]
    return found[0], found[1:]


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    return neutralised(value) if isinstance(value, str) else str(value)


def refuse_width(row: Sequence[Value], headings: Sequence[str]) -> None:
    """Raise ``ValueError`` for a row of another width than the headings."""
    if len(row) != len(headings):
        raise ValueError(f"a row of {len(row)} cells for {len(headings)} headings")
