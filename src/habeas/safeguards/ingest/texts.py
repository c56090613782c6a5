"""Text files that nobody cleaned: encoding, separator, headings, and on which line a row stands."""

import codecs
import csv
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import cast

from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards.headings import SEPARATORS, tops
from habeas.safeguards.ingest.mapping import Mapping
from habeas.safeguards.ingest.sources import MEBIBYTE, Form, ends

ASSUMED = "cp1252"
"""What a file is taken for that is not UTF-8 and has no mark: as older spreadsheet programs write."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # which begins as the next does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF32_BE, "utf-32"),
)
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b")
"""How files begin that are no text, and may have no NUL where one is looked for: in the first kibibyte."""
_WIDE = ("utf-16", "utf-32")
"""Encodings in which a text has NULs."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A text file in UTF-8 without a mark, with lines that end as elsewhere, and what was assumed of it."""

    path: Path
    assumed: str = ""
    """Its encoding."""
    separator: str = ""
    """What a spreadsheet program says above the headings that divides the cells."""


def encoding_of(first: bytes, last: bytes, mapping: Mapping, name: str) -> tuple[str, str]:
    """The encoding of a text by its first and last bytes, or none, and whether it was assumed.

    Raises ``register-unreadable`` where they are of no text.
    """
    encoding = mapping.encoding or next((of for mark, of in _MARKS if first.startswith(mark)), "")
    assumed = "" if encoding else _assumed(first, last, is_mapped=bool(mapping.text))
    encoding = encoding or assumed
    wide = codecs.lookup(encoding or "utf-8").name.startswith(_WIDE)
    before_nul, nul, _ = first[:1024].partition(b"\0")
    if first.startswith(_NO_TEXT) or (nul and not wide):
        raise RefusedError(
            "register-unreadable",
            N_("a file is damaged, or holds something else than its ending says"),
            where=Where(name, before_nul.count(b"\n") + 1 if nul else None),
        )
    return encoding, assumed


def in_utf8(path: Path, mapping: Mapping, copy: Path, name: str) -> Readable:
    """The file itself where it is plain UTF-8, else a copy that is. Raises as :func:`encoding_of` does.

    What is no letter of the encoding is no UTF-8 in the copy either, so that its row is told: replaced by one
    sign, two that differ would be alike.
    """
    first, last = ends(path)
    mark = codecs.BOM_UTF8 if first.startswith(codecs.BOM_UTF8) else b""
    encoding, assumed = encoding_of(first, last, mapping, name)
    is_utf8 = codecs.lookup(encoding or "utf-8").name == "utf-8"
    old_ends = b"\r" in first and b"\n" not in first + last
    if is_utf8 and not (mark or old_ends or _SAID.match(first.decode("latin-1"))):
        return Readable(path)
    with path.open("rb") as given, copy.open("w", encoding="utf-8", errors=_KEPT, newline="") as made:
        given.seek(len(mark))
        text = TextIOWrapper(given, encoding or "utf-8", _KEPT if is_utf8 else _BROKEN, newline="")
        part, separator = _below_said(_lines(text.read(MEBIBYTE), old_ends=old_ends))
        while part:
            made.write(part)
            part = _lines(text.read(MEBIBYTE), old_ends=old_ends)
    return Readable(copy, assumed, separator)


_SAID = re.compile(r'"?sep=(.)"?(\r?\n|\r)', re.IGNORECASE)
_HEADINGS = re.compile(r"[^\r\n]*(\r?\n|\r|\Z)")


def _lines(part: str, *, old_ends: bool) -> str:
    """With lines that end as elsewhere; programs of the classic Macintosh end each with a bare return."""
    return part.replace("\r", "\n") if old_ends else part


def _below_said(part: str) -> tuple[str, str]:
    """The beginning of a table and what divides its cells, where the first line says that.

    That line is left empty, and stands below the headings: each row stays on its line.
    """
    said = _SAID.match(part)
    if said is None:
        return part, ""
    headings = _HEADINGS.match(part, said.end())
    end = said.end() if headings is None else headings.end()
    return f"{part[said.end() : end]}{said[2]}{part[end:]}", said[1]


def _assumed(first: bytes, last: bytes, *, is_mapped: bool) -> str:
    """What a file without a mark is taken for: nothing where it is UTF-8, or no mapping says what it is.

    Of UTF-16 every second byte of figures, separators and Latin letters is nought.
    """
    beginning = first[:4096]
    noughts = [beginning[side::2].count(0) * 8 > len(beginning) // 2 for side in (0, 1)]
    if noughts.count(True) == 1:
        return "utf-16-be" if noughts[0] else "utf-16-le"
    return ASSUMED if is_mapped and not (_is_utf8(first) and _is_utf8(last)) else ""


_KEPT, _BROKEN = "surrogateescape", "habeas-broken"
codecs.register_error(_BROKEN, lambda fault: ("\udcff", cast("UnicodeDecodeError", fault).end))
"""What stands for bytes that are no letter: written as ``_KEPT`` is, it is a byte that no UTF-8 has."""


def _is_utf8(part: bytes) -> bool:
    """Whether bytes cut out of a file can be UTF-8; a letter may be cut at both ends."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(part.lstrip(bytes(range(0x80, 0xC0))))
    except UnicodeDecodeError:
        return False
    return True


def first_line(path: Path) -> str:
    """The first line of a text, whose letters are shown as they are where the rest is not UTF-8."""
    with path.open("rb") as stream:
        first = stream.readline(MEBIBYTE)
    try:
        return first.decode()
    except UnicodeDecodeError:
        return first.decode(ASSUMED, errors="replace")


def titles(path: Path, separator: str, needed: Collection[str]) -> int:
    """How many lines of titles stand above the headings: the first row with all columns that are ``needed``.

    Most of its cells say something. None, where no row has them, or nothing is needed.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for _reader, above, cells in tops(stream, separator or SEPARATORS) if needed else ():
            if {*needed} <= {*cells} and sum(map(bool, cells)) > len(cells) / 2:
                return above
    return 0


def below(path: Path, above: int, copy: Path) -> Path:
    """A copy of a table without so many lines above its headings."""
    with (
        path.open(encoding="latin-1", newline="") as given,
        copy.open("w", encoding="latin-1", newline="") as made,
    ):
        for _line in range(above):
            given.readline()
        shutil.copyfileobj(given, made)
    return copy


def heading(path: Path, separator: str, name: str) -> tuple[str, list[str]]:
    """The separator of a table and its headings; an empty one is named by its place.

    Raises ``register-heading-wrong``.
    """
    first = first_line(path)
    if not separator:
        separator = max(SEPARATORS, key=lambda each: len(_cells(first, each)))
    found = [each.strip() for each in _cells(first, separator)]
    twice = sorted({each for each in found if each and found.count(each) > 1})
    if not any(found) or twice:
        why = (
            Phrase("the column “{name}” stands twice", name=twice[0]) if twice else N_("there is no heading")
        )
        raise RefusedError("register-heading-wrong", why, where=Where(name, 1))
    return separator, [each or _by_place(place, found) for place, each in enumerate(found, 1)]


def _by_place(place: int, others: Collection[str]) -> str:
    return next(each for more in count() if (each := f"column {place}{'_' * more}") not in others)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def places(path: Path, form: Form, separator: str) -> Iterator[tuple[int, int]]:
    """The place of each row of a file, and on which line it begins.

    Places of CSV count from 1 with the heading and with empty lines, and a row over several lines once.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        if form is Form.JSONL:
            yield from ((number, number) for number, line in enumerate(stream, 1) if line.strip())
            return
        reader = csv.reader(stream, delimiter=separator)
        line = 1
        try:
            for place, cells in enumerate(reader, 1):
                if place > 1 and cells:
                    yield place, line
                line = reader.line_num + 1
        except csv.Error:
            return  # what follows such a cell keeps the number of its row


def lines_of(path: Path) -> int:
    """How many lines a file has that all end alike; −1 where they do not."""
    ends = returns = 0
    last = b""
    with path.open("rb") as stream:
        while part := stream.read(MEBIBYTE):
            ends, returns, last = ends + part.count(b"\n"), returns + part.count(b"\r"), part[-1:]
    return ends + (last not in (b"", b"\n")) if returns in (0, ends) else -1
