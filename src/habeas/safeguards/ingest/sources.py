"""The files of a register: which there are, in which form, and by what they are known again."""

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any
from unicodedata import normalize

from habeas.custody.exchange import EVENTS, RECORDS, Folder, Table
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards import workbooks
from habeas.safeguards.ingest.mapping import Mapping, misfit

MEBIBYTE = 1_048_576
LONGEST_LOOKED_THROUGH = 512 * MEBIBYTE
"""Bytes of a text in which the lines of what is wrong are looked up; a longer one has numbers of rows."""


class Form(StrEnum):
    """The form of a file."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    XES = "xes"
    OCEL = "ocel"


ENDINGS = {
    "parquet": Form.PARQUET,
    "csv": Form.CSV,
    "tsv": Form.CSV,
    "txt": Form.CSV,
    "jsonl": Form.JSONL,
    "ndjson": Form.JSONL,
    **dict.fromkeys(workbooks.ENDINGS, Form.XLSX),
    "xes": Form.XES,
    "ocel": Form.OCEL,
    "jsonocel": Form.OCEL,
    "json": Form.OCEL,
}
"""The form of a file by the ending of its name."""
PACKED = ".xes.gz"
"""XES as its tools pack it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, the table that it holds (of an event log, both), and its name as a fault names it.

    Of a text that only grew, each part is a source (``growing``).
    """

    table: Table
    path: Path
    form: Form
    name: str
    begin: int = 0
    """After how many bytes of the file it begins, and after how many of its rows."""
    before: int = 0
    known: Mapped[str, Any] | None = None
    """What the cache says of a part that was read already; the last that is none goes on to the end."""

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.path.stat().st_size - self.begin if self.known is None else int(self.known["size"])

    @property
    def changed(self) -> int:
        """When it was last changed, in microseconds."""
        return self.path.stat().st_mtime_ns // 1_000


def sources(place: Path, mapping: Mapping | None) -> list[Source]:
    """The files of a register. Raises ``RefusedError`` where there is no table of entries."""
    if not place.exists():
        raise _missing(place)
    found = [*_of(EVENTS, place, mapping), *_of(RECORDS, place, mapping)]
    if not any(each.table is EVENTS for each in found):
        raise _missing(place)
    return found


def _of(table: Table, place: Path, mapping: Mapping | None) -> Iterator[Source]:
    said = getattr(mapping, table.name, None)
    if said is not None and said.file:
        root = place if place.is_dir() else place.parent
        found = [each for each in _called(root, said.file) if _is_of(root, each)]
        if not found:
            raise RefusedError(
                "register-table-missing",
                Phrase("no file is called “{name}”", name=said.file),
                where=Where(str(place)),
            )
    elif place.is_file():
        ours = place.name.partition(".")[0].lower() == RECORDS.name
        found = [place] if (table is RECORDS) is ours or (said is not None and said.sheet) else []
    else:
        found = _in_folder(table, place)
    for path in found:
        form = form_of(path)
        if mapping is not None and said is not None and said.sheet and form is not Form.XLSX:
            raise misfit(mapping, table.name, "sheet", Phrase("“{name}” is no workbook", name=path.name))
        yield Source(table, path, form, str(path.relative_to(place.parent)))


def _called(root: Path, said: str) -> list[Path]:
    """What has just this name, whatever signs stand in it; else what fits it as a pattern.

    A letter with an accent is one sign in one system, and two in another.
    """
    depth = "/".join("*" * len(PurePath(said).parts))
    own = normalize("NFC", said)
    named = [each for each in root.glob(depth) if normalize("NFC", str(each.relative_to(root))) == own]
    return sorted(named or {each for form in ("NFC", "NFD") for each in root.glob(normalize(form, said))})


def _is_of(root: Path, path: Path) -> bool:
    """Whether something is a file of the folder, and none that is hidden there."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.is_file() and not hidden


def _in_folder(table: Table, place: Path) -> list[Path]:
    try:
        found = Folder(place).files(table)
    except RefusedError as refused:
        if refused.code != "register-table-missing":
            raise
        logs = (".xes", PACKED, ".ocel", ".jsonocel")
        sheets = {f"{table.name}.{each}" for each in (*workbooks.ENDINGS, *workbooks.OTHERS)}
        every = ((each, each.name.lower()) for each in sorted(place.iterdir()))
        found = [each for each, name in every if name.endswith(logs) or name in sheets]
    # An event log is a file of entries, from which records are read too.
    return [each for each in found if table is EVENTS or form_of(each) not in (Form.XES, Form.OCEL)]


def is_packed(path: PurePath) -> bool:
    """Whether it is an event log that is packed."""
    return path.name.lower().endswith(PACKED)


def ending_of(path: PurePath) -> str:
    """The ending of a name, by which ``ENDINGS`` has its form."""
    name = path.name.lower()
    return (name.removesuffix(".gz") if is_packed(path) else name).rpartition(".")[2]


def form_of(path: Path) -> Form:
    """The form that the ending of a name tells. Raises ``register-form-unknown``."""
    ending = ending_of(path)
    if ending not in ENDINGS:
        raise RefusedError(
            "register-form-unknown",
            Phrase("“{ending}” is no form of a register", ending=f".{ending}"),
            where=Where(str(path)),
            advice=N_("Save it as XLSX or CSV.")
            if ending in workbooks.OTHERS
            else Phrase(
                "The endings are {known}, and {packed}.",
                known=tuple(ENDINGS),
                packed=PACKED.removeprefix("."),
            ),
        )
    return ENDINGS[ending]


def fingerprint(found: Sequence[Source], mapping: Mapping | None) -> list[dict[str, Any]]:
    """By what the files are known again: path, size, time, and a digest of their first and last mebibyte."""
    said: list[dict[str, Any]] = [
        {
            "table": each.table.name,
            "path": str(each.path.resolve()),
            "begin": each.begin,
            "size": each.size,
            "mtime_ns": each.path.stat().st_mtime_ns,
            "sha256": _ends(each.path, each.begin),
        }
        if each.known is None
        else dict(each.known)
        for each in found
    ]
    if mapping is not None:
        said.append({"mapping": hashlib.sha256(mapping.text.encode()).hexdigest()})
    return said


def ends(path: Path, begin: int = 0) -> tuple[bytes, bytes]:
    """The first mebibyte of a file from a byte on, and the last of what follows it."""
    with path.open("rb") as stream:
        stream.seek(begin)
        first = stream.read(MEBIBYTE)
        stream.seek(max(begin + len(first), path.stat().st_size - MEBIBYTE))
        return first, stream.read(MEBIBYTE)


def _ends(path: Path, begin: int) -> str:
    return hashlib.sha256(b"".join(ends(path, begin))).hexdigest()


def _missing(place: Path) -> RefusedError:
    return RefusedError(
        "register-table-missing",
        Phrase("the table {name} is not there", name=EVENTS.name)
        if place.exists()
        else N_("there is nothing of this name"),
        where=Where(str(place)),
        advice=N_(
            "A register is a folder with events.parquet, events.csv or events.jsonl or a folder events of "
            "such files, a workbook (XLSX), an event log as XES or OCEL, or files that a mapping names "
            "(docs/register.md)."
        ),
    )
