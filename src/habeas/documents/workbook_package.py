"""The archive that an XLSX file is: looked at before anything is unpacked, counted while it is.

What a list needs are texts and numbers in cells. Whatever else a workbook can carry
(macros, links that fetch, passwords, entities, a terabyte of zeros) is refused here.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from xml.sax import SAXException

import defusedxml  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from habeas.documents.refusals import refusal
from habeas.documents.sources import MEGABYTE, Limits, size_in_words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
END_RECORD = struct.Struct("<4s4H2LH")
DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
DIRECTORY = 2 * MEGABYTE
SMALL = 10 * MEGABYTE
LINKS = ("externallinks/", "connections.xml", "querytables/")
MACROS = ("vbaproject", "macrosheets/", "dialogsheets/", "activex/")


def refuse_disguised(data: bytes, file: str) -> None:
    """Refuse what is named a workbook and is none, in the words of what it is."""
    if data.startswith(OLE):
        raise refusal(_kind_of_ole(data), file)
    if data.startswith(ZIP):
        return
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    code = "spreadsheet-is-html" if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")) else ""
    raise refusal(code or "spreadsheet-is-text", file)


def _kind_of_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "spreadsheet-encrypted"
    return "spreadsheet-old-xls"


class Package:
    """The parts of one workbook, read within limits; make it with :func:`opened_package`."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.archive, self.file, self.limits = archive, file, limits
        self.unpacked = 0
        self.names = {info.filename: info for info in archive.infolist()}

    def has(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part in self.names

    def parse(self, part: str, handler: object) -> None:
        """Feed one XML part to a SAX handler; no entity is ever declared, let alone resolved."""
        parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
        parser.setContentHandler(handler)
        try:
            for chunk in self._chunks(part):
                parser.feed(chunk)
            parser.close()
        except defusedxml.DefusedXmlException:
            raise refusal("spreadsheet-xml-entity", self.file, part=part) from None
        except SAXException as error:
            raise _broken(self.file, error) from None

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, counted as they really come, whatever the archive says of them."""
        with damage_refused(self.file):
            stream = self.archive.open(self.names[part])
        with stream:
            while chunk := self._chunk(stream, part):
                self.unpacked += len(chunk)
                if self.unpacked > self.limits.unpacked:
                    raise _bomb(self.file, self.unpacked, "counted while unpacking")
                yield chunk

    def _chunk(self, stream: IO[bytes], part: str) -> bytes:
        with damage_refused(self.file):
            first = stream.tell() == 0
            chunk = stream.read(65_536)
        declared = DECLARED.match(chunk) if first else None
        if declared and declared[1].upper() not in (b"UTF-8", b"UTF-16", b"US-ASCII"):
            raise refusal("spreadsheet-broken", self.file, why=f"{part} is not in UTF-8")
        return chunk


@contextmanager
def opened_package(data: bytes, file: str, limits: Limits) -> Iterator[Package]:
    """Open a workbook whose central directory has been looked at. Raises the ``spreadsheet-…`` codes."""
    refuse_disguised(data, file)
    _refuse_directory(data, file)
    with damage_refused(file):
        archive = zipfile.ZipFile(BytesIO(data))
    with archive:
        _refuse_parts(archive.infolist(), file, limits)
        yield Package(archive, file, limits)


@contextmanager
def damage_refused(file: str) -> Iterator[None]:
    """Turn what ``zipfile`` says of a damaged archive into a refusal; to be held around its calls alone.

    It does not check what it takes from the archive, and so anything from a negative
    seek to a broken stream comes up as it may.
    """
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        struct.error,
        ValueError,
        OSError,
        OverflowError,
    ) as error:
        raise _broken(file, error) from None


def _broken(file: str, error: Exception) -> Exception:
    why = str(error).strip().splitlines()
    return refusal("spreadsheet-broken", file, why=why[0] if why else type(error).__name__)


def _refuse_directory(data: bytes, file: str) -> None:
    """Refuse a directory of a million entries before it is read into objects."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + END_RECORD.size:
        raise refusal("spreadsheet-broken", file, why="the directory of the archive is missing")
    size = END_RECORD.unpack_from(data, at)[5]
    if size > DIRECTORY or data[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise refusal("zip-too-many-parts", file)


def _refuse_parts(infos: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    if len(infos) > limits.parts or len({info.filename for info in infos}) < len(infos):
        raise refusal("zip-too-many-parts", file)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > limits.unpacked:
        raise _bomb(file, unpacked, f"at most {size_in_words(limits.unpacked)} is unpacked")
    if unpacked > SMALL and unpacked > packed * limits.ratio:
        raise _bomb(file, unpacked, f"more than {limits.ratio} times its size")
    names = {info.filename.lower(): info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise refusal("spreadsheet-encrypted", file)
    _refuse_kind(names, file)
    for lower, name in names.items():
        if any(mark in lower for mark in MACROS):
            raise refusal("spreadsheet-macro", file, part=name)
        if any(mark in lower for mark in LINKS):
            raise refusal("spreadsheet-external-link", file, part=name)


def _refuse_kind(names: dict[str, str], file: str) -> None:
    if "xl/workbook.bin" in names:
        raise refusal("spreadsheet-binary", file)
    if "mimetype" in names and "content.xml" in names:
        raise refusal("spreadsheet-ods", file)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal("spreadsheet-not-xlsx", file)


def _bomb(file: str, size: int, why: str) -> Exception:
    return refusal("zip-bomb", file, size=size_in_words(size), why=why)
