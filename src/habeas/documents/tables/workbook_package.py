"""What makes an archive a workbook, and what in one is refused before it is opened."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from habeas.documents.package import OLE, ZIP, Format, Package, opened_package
from habeas.documents.refusals import refusal
from habeas.documents.sources import Limits


def refuse_disguised(data: bytes, file: str) -> None:
    """Refuse what is named a workbook and is none, in the words of what it is."""
    if data.startswith(OLE):
        raise refusal(_kind_of_ole(data), file)
    if data.startswith(ZIP):
        return
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    if data.startswith(b"%PDF-") or (b"\0" in data[:512] and not wide):  # as a picture
        raise refusal("spreadsheet-not-xlsx", file)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    code = "spreadsheet-is-html" if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")) else ""
    raise refusal(code or "spreadsheet-is-text", file)


def _kind_of_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "spreadsheet-encrypted"
    return "spreadsheet-old-xls"


def _refuse_kind(names: Mapping[str, str], file: str) -> None:
    if "xl/workbook.bin" in names:
        raise refusal("spreadsheet-binary", file)
    if "mimetype" in names and "content.xml" in names:
        raise refusal("spreadsheet-ods", file)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal("spreadsheet-not-xlsx", file)


WORKBOOK = Format(
    broken="spreadsheet-broken",
    entity="spreadsheet-xml-entity",
    encrypted="spreadsheet-encrypted",
    macro="spreadsheet-macro",
    link="spreadsheet-external-link",
    macros=("vbaproject", "macrosheets/", "dialogsheets/", "activex/"),
    links=("externallinks/", "connections.xml", "querytables/"),
    refuse_kind=_refuse_kind,
)


@contextmanager
def opened_workbook(data: bytes, file: str, limits: Limits) -> Iterator[Package]:
    """Open a workbook. Raises the ``spreadsheet-…`` codes."""
    refuse_disguised(data, file)
    with opened_package(data, file, limits, WORKBOOK) as package:
        yield package
