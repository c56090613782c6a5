"""A register as somebody sends it: one file, or an archive of a folder, written out within limits."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from unicodedata import normalize

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from habeas.custody.exchange import RECORDS
from habeas.documents.sources import size_in_words
from habeas.errors import RefusedError, Where
from habeas.language import N_
from habeas.safeguards import workbooks
from habeas.safeguards.ingest import read_mapping
from habeas.safeguards.ingest.sources import ENDINGS, PACKED, ending_of, is_packed
from habeas.web.audits import kept, looking
from habeas.web.audits.kept import MAPPING

ARCHIVE = "zip"
ACCEPTED = (*ENDINGS, PACKED.removeprefix("."), ARCHIVE)
_MOST_FILES = 10_000
_DEEPEST = 2
"""A folder, and in it parts of a table."""
_LONGEST_NAME = 200
"""Bytes of the name of a file."""
_PIECE = 2**20


def delivery(upload: UploadedFile[Any], mapping: str, called: str = MAPPING) -> Callable[[Path], None]:
    """How to write out what was sent; ``mapping`` is the text of a mapping file called ``called``, or empty.

    Raises ``RefusedError`` here for a mapping or an ending that cannot be read; the writing raises it for
    what is in an archive, and for what is no register.
    """
    if mapping:
        read_mapping(mapping, file=called)
    name = PurePosixPath(upload.name or "")
    ending = ending_of(name)
    if ending not in ACCEPTED:
        raise RefusedError(
            "register-form-unknown",
            N_("This is no form of a register."),
            advice=N_("Save it as XLSX or CSV.")
            if ending in workbooks.OTHERS
            else N_(
                "Send CSV, XLSX, JSON lines, Parquet, XES or OCEL, or a ZIP archive of a folder with them."
            ),
        )

    def fill(folder: Path) -> None:
        if ending == ARCHIVE:
            _unpack(upload, folder)
        else:
            with (folder / name_here(name)).open("xb") as out:
                for piece in upload.chunks(_PIECE):
                    out.write(piece)
        _hold_packed(folder)
        if mapping:
            (folder / MAPPING).write_text(mapping, "utf-8")
        looking.hold(folder)

    return fill


def name_here(name: PurePosixPath) -> str:
    """Under which name a file lies here: its own, as a mapping and whoever sent it call it, if it is plain.

    A single file of records would be no register; as files in this folder, entries are read from it.
    """
    own = normalize("NFC", name.name)
    is_plain = own.isprintable() and own[:1].isalnum() and not set(own) & set('/\\:*?"<>|[]')
    if is_plain and len(own.encode()) <= _LONGEST_NAME and own.partition(".")[0].lower() != RECORDS.name:
        return own
    return kept.lone(name)


def _unpack(upload: UploadedFile[Any], folder: Path) -> None:
    try:
        with zipfile.ZipFile(upload) as archive:
            members = list(_members(archive))
            left = settings.LARGEST_REGISTER
            for info, path in members:
                (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with archive.open(info) as source, (folder / path).open("xb") as out:
                    left = _copied(source, left, out)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, FileExistsError):
        raise RefusedError(
            "register-archive-broken",
            N_("The archive cannot be read, or is locked by a password."),
            advice=N_("Make it anew, without a password."),
        ) from None


def _hold_packed(folder: Path) -> None:
    """Refuse event logs that are packed, and broken or too large once they are unpacked."""
    left = settings.LARGEST_REGISTER
    for path in sorted(each for each in folder.rglob("*") if is_packed(each)):
        try:
            with gzip.open(path) as plain:
                left = _copied(plain, left)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise RefusedError(
                "register-archive-broken",
                N_("The file cannot be unpacked: it is no gzip, or breaks off."),
                where=Where(path.name),
                advice=N_("Make it anew."),
            ) from None


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    """The files of a register in it, each with where it goes; a folder about all of them is left out."""
    found = [(each, PurePosixPath(each.filename)) for each in archive.infolist() if not each.is_dir()]
    found = [(each, path) for each, path in found if not _is_passed_over(path)]
    tops = {path.parts[0] for _each, path in found if len(path.parts) > 1}
    one_top = len(tops) == 1 and all(len(path.parts) > 1 for _each, path in found)
    strip = one_top and not next(iter(tops)).lower().endswith(".parquet")
    if not found or len(found) > _MOST_FILES:
        raise _no_register()
    for each, path in found:
        place = PurePosixPath(*path.parts[1:]) if strip else path
        if len(place.parts) > _DEEPEST or ".." in path.parts or path.is_absolute():
            raise _no_register()
        yield each, Path(place)


def _is_passed_over(path: PurePosixPath) -> bool:
    """What systems leave in archives, and what is no table."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts if part != "..")
    return hidden or ending_of(path) not in ENDINGS


def _no_register() -> RefusedError:
    return RefusedError(
        "register-archive-without",
        N_("There is no register in this archive, or it lies too deep."),
        advice=N_("Put events.csv and records.csv (or .jsonl, .parquet) into one folder and send that."),
    )


def _copied(source: object, left: int, out: BinaryIO | None = None) -> int:
    """Copy where it is to go, and count what may still come.

    An archive of nothing can unpack into more than a disk holds.
    """
    while piece := source.read(_PIECE):  # type: ignore[attr-defined]
        left -= len(piece)
        if left < 0:
            raise RefusedError(
                "register-too-large",
                N_("What is in the archive is larger than this installation takes."),
                advice=size_in_words(settings.LARGEST_REGISTER),
            )
        if out is not None:
            out.write(piece)
    return left
