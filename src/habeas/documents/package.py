"""The archive that an office file is: looked at before anything is unpacked, counted while it is.

What is needed of it are texts and numbers. Whatever else it can carry (macros, links that fetch,
passwords, entities, a terabyte of zeros) is refused here, for workbooks and for Word documents alike.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from xml.sax import SAXException

import defusedxml  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from habeas.documents.refusals import refusal
from habeas.documents.sources import MEGABYTE, Limits, size_in_words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
"""The first bytes of an office file: of old, or locked, and as an archive."""
END_RECORD = struct.Struct("<4s4H2LH")
DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
DIRECTORY = 2 * MEGABYTE
SMALL = 10 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of office file: the codes of its refusals, and what marks a part as refused."""

    broken: str
    entity: str
    encrypted: str
    macro: str
    link: str
    macros: tuple[str, ...]
    links: tuple[str, ...]
    refuse_kind: Callable[[Mapping[str, str], str], None]
    """Given the names of all parts (lower case to as written) and the file: refuses what is another kind."""


class Package:
    """The parts of one file, read within limits; make it with :func:`opened_package`."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits, kind: Format) -> None:
        self.archive, self.file, self.limits, self.kind = archive, file, limits, kind
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
            raise refusal(self.kind.entity, self.file, part=part) from None
        except SAXException as error:
            raise _broken(self.file, error, self.kind) from None

    def tree(self, part: str) -> Element:
        """One XML part as a tree. Raises the ``…-broken`` and ``…-xml-entity`` codes."""
        try:
            root: Element = fromstring(b"".join(self._chunks(part)), forbid_dtd=True)
        except defusedxml.DefusedXmlException:
            raise refusal(self.kind.entity, self.file, part=part) from None
        except ParseError as error:
            raise self.broken(f"{part}: {error}") from None
        return root

    def broken(self, why: str) -> Exception:
        """The refusal of a damaged file."""
        return refusal(self.kind.broken, self.file, why=why)

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, counted as they really come, whatever the archive says of them."""
        with damage_refused(self.file, self.kind):
            stream = self.archive.open(self.names[part])
        with stream:
            while chunk := self._chunk(stream, part):
                self.unpacked += len(chunk)
                if self.unpacked > self.limits.unpacked:
                    raise _bomb(self.file, self.unpacked, "counted while unpacking")
                yield chunk

    def _chunk(self, stream: IO[bytes], part: str) -> bytes:
        with damage_refused(self.file, self.kind):
            first = stream.tell() == 0
            chunk = stream.read(65_536)
        declared = DECLARED.match(chunk) if first else None
        if declared and declared[1].upper() not in (b"UTF-8", b"UTF-16", b"US-ASCII"):
            raise self.broken(f"{part} is not in UTF-8")
        return chunk


@contextmanager
def opened_package(data: bytes, file: str, limits: Limits, kind: Format) -> Iterator[Package]:
    """Open an archive whose central directory has been looked at. Raises the codes of its kind."""
    _refuse_directory(data, file, kind)
    with damage_refused(file, kind):
        archive = zipfile.ZipFile(BytesIO(data))
    with archive:
        _refuse_parts(archive.infolist(), file, limits, kind)
        yield Package(archive, file, limits, kind)


@contextmanager
def damage_refused(file: str, kind: Format) -> Iterator[None]:
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
        raise _broken(file, error, kind) from None


def _broken(file: str, error: Exception, kind: Format) -> Exception:
    why = str(error).strip().splitlines()
    return refusal(kind.broken, file, why=why[0] if why else type(error).__name__)


def _refuse_directory(data: bytes, file: str, kind: Format) -> None:
    """Refuse a directory of a million entries before it is read into objects."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + END_RECORD.size:
        raise refusal(kind.broken, file, why="the directory of the archive is missing")
    size = END_RECORD.unpack_from(data, at)[5]
    if size > DIRECTORY or data[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise refusal("zip-too-many-parts", file)


def _refuse_parts(infos: list[zipfile.ZipInfo], file: str, limits: Limits, kind: Format) -> None:
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
        raise refusal(kind.encrypted, file)
    kind.refuse_kind(names, file)
    for lower, name in names.items():
        if any(mark in lower for mark in kind.macros):
            raise refusal(kind.macro, file, part=name)
        if any(mark in lower for mark in kind.links):
            raise refusal(kind.link, file, part=name)


def _bomb(file: str, size: int, why: str) -> Exception:
    return refusal("zip-bomb", file, size=size_in_words(size), why=why)
