"""What a refused file says: the code and the place, for each fault that files come with."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.documents.books import SHEET, book, changed, sheet_xml, with_shared

from habeas.documents.sources import Limits
from habeas.documents.tables.spreadsheet import read_table
from habeas.documents.tables.workbook_parts import LAST_ROW
from habeas.errors import RefusedError

ROWS = [["Name", "Region"], ["Police station 1", "North"], ["Prison 2", "South"]]
GOOD = book(ROWS)
CSV = b"Name,Region\r\nPolice station 1,North\r\nPrison 2,South\r\n"
ENTITY = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
STOLEN = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
TINY = Limits(rows=3, columns=4, cells=50, cell=40)


class Fault(NamedTuple):
    name: str
    file: str
    make: Callable[[], bytes]
    code: str
    line: int | None = None
    column: str | None = None
    limits: Limits = Limits()


def row(inner: str, number: int = 1) -> str:
    return f'<sheetData><row r="{number}">{inner}</row></sheetData>'


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def old_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")


def bomb() -> bytes:
    """A sheet of 50 MB of zeros that packs into 50 kB."""
    return changed(GOOD, {SHEET: bytes(50_000_000)})


def lying_bomb() -> bytes:
    """The same, where the archive says that the part is 100 bytes."""
    data = bytearray(changed(GOOD, {SHEET: sheet_xml("<sheetData/>") + b" " * 50_000_000}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    return bytes(data.replace(size, (100).to_bytes(4, "little")))


def many_parts() -> bytes:
    return changed(GOOD, {f"xl/media/{number}.png": b"" for number in range(2_100)})


def encrypted_parts() -> bytes:
    """The mark of encryption on every entry of the directory."""
    data = bytearray(GOOD)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def merged_bomb() -> bytes:
    """Two thousand merged cells over a thousand rows each."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_002))
    merged = '<mergeCell ref="A1:A1001"/>' * 2_000
    return changed(
        GOOD, {SHEET: sheet_xml(f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>")}
    )


def ods() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


def other_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return out.getvalue()


FAULTS = [
    # characters
    Fault(
        "wrong encoding", "l.csv", lambda: CSV + "Prison é,Ouest\r\n".encode("cp1252"), "encoding-unknown", 4
    ),
    Fault("UTF-16 cut", "l.csv", lambda: "Name\r\nPrison".encode("utf-16")[:-1], "wrong-encoding", 2),
    Fault("a NUL", "l.csv", lambda: CSV.replace(b"Prison", b"Pri\0son"), "nul-character", 3),
    Fault("nothing", "l.csv", lambda: b"", "file-empty"),
    Fault("records of UHRI", "l.csv", lambda: b'[{"AnnotationId": "a"}]', "spreadsheet-is-json"),
    Fault("blanks", "l.csv", lambda: b" \r\n,,\r\n", "no-rows"),
    # rows
    Fault("a quotation mark open", "l.csv", lambda: CSV + b'"Prison 3,East\r\nx,y\r\n', "row-broken", 4),
    Fault(
        "a broken row in the middle",
        "l.csv",
        lambda: CSV.replace(b"Police", b'"Police') + b'"a","b"\r\n',
        "row-broken",
        2,
    ),
    Fault("text after a quotation mark", "l.csv", lambda: CSV + b'"Prison" 3,East\r\n', "row-broken", 4),
    Fault("too many rows", "l.csv", lambda: b"A\r\n" + b"x\r\n" * 4, "too-many-rows", 5, None, TINY),
    Fault("too many columns", "l.csv", lambda: b"A,B,C,D,E\r\n", "too-many-columns", 1, None, TINY),
    Fault("too long a cell", "l.csv", lambda: b"A,B\r\nx," + b"y" * 41, "cell-too-long", 2, "2", TINY),
    Fault("a cell without end", "l.csv", lambda: b'A,B\r\n"' + b"y" * 200_000, "cell-too-long", 2),
    # what the file is not
    Fault("encrypted", "l.xlsx", encrypted, "spreadsheet-encrypted"),
    Fault("old kind", "l.xls", old_xls, "spreadsheet-old-xls"),
    Fault("old kind with the new name", "l.xlsx", old_xls, "spreadsheet-old-xls"),
    Fault("old kind named a text", "l.csv", old_xls, "spreadsheet-old-xls"),
    Fault("a web page", "l.xlsx", lambda: b"\xef\xbb\xbf\n<html><table>", "spreadsheet-is-html"),
    Fault("XML of 2003", "l.xls", lambda: b'<?xml version="1.0"?><Workbook>', "spreadsheet-is-html"),
    Fault("CSV named a workbook", "l.xlsx", lambda: CSV, "spreadsheet-is-text"),
    Fault("a picture", "l.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "spreadsheet-not-xlsx"),
    Fault("UTF-16 named a workbook", "l.xlsx", lambda: "A,B\r\n".encode("utf-16"), "spreadsheet-is-text"),
    Fault("a workbook named CSV", "l.csv", lambda: GOOD, "spreadsheet-is-xlsx"),
    Fault("OpenDocument", "l.ods", ods, "spreadsheet-ods"),
    Fault("another archive", "l.xlsx", other_archive, "spreadsheet-not-xlsx"),
    Fault("binary", "l.xlsb", lambda: changed(GOOD, {"xl/workbook.bin": b"x"}), "spreadsheet-binary"),
    # damage
    Fault("cut in half", "l.xlsx", lambda: GOOD[: len(GOOD) // 2], "spreadsheet-broken"),
    Fault("a part missing", "l.xlsx", lambda: changed(GOOD, {SHEET: None}), "spreadsheet-broken"),
    Fault("XML broken", "l.xlsx", lambda: changed(GOOD, {SHEET: b"<worksheet><row>"}), "spreadsheet-broken"),
    Fault(
        "rows out of order",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml('<sheetData><row r="2"/><row r="1"/></sheetData>')}),
        "spreadsheet-broken",
    ),
    Fault(
        "no such text",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row('<c r="A1" t="s"><v>99</v></c>'))}),
        "spreadsheet-broken",
    ),
    Fault(
        "no number",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row("<c><v>x</v></c>"))}),
        "spreadsheet-broken",
    ),
    Fault(
        "a number without end",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row(f"<c><v>{'9' * 5_000}</v></c>"))}),
        "spreadsheet-broken",
    ),
    Fault(
        "a text number without end",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row(f'<c t="s"><v>{"9" * 5_000}</v></c>'))}),
        "spreadsheet-broken",
    ),
    Fault(
        "a row without end",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(f'<sheetData><row r="{LAST_ROW + 1}"/></sheetData>')}),
        "spreadsheet-broken",
    ),
    Fault(
        "an encoding that nobody knows",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: b'<?xml version="1.0" encoding="utf-7"?><worksheet/>'}),
        "spreadsheet-broken",
    ),
    Fault(
        "a cell that cannot be",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row('<c r="ZZZZ1"><v>1</v></c>'))}),
        "spreadsheet-broken",
    ),
    # danger
    Fault(
        "a formula", "l.xlsx", lambda: book([*ROWS, ["x", "=HYPERLINK(1)"]]), "spreadsheet-formula", 4, "B"
    ),
    Fault(
        "a formula without words",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml(row('<c r="C7"><f t="shared" si="0"/><v>1</v></c>', 7))}),
        "spreadsheet-formula",
        7,
        "C",
    ),
    Fault("macros", "l.xlsm", lambda: changed(GOOD, {"xl/vbaProject.bin": b"x"}), "spreadsheet-macro"),
    Fault(
        "links elsewhere",
        "l.xlsx",
        lambda: changed(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "spreadsheet-external-link",
    ),
    Fault(
        "a connection",
        "l.xlsx",
        lambda: changed(GOOD, {"xl/connections.xml": b"<x/>"}),
        "spreadsheet-external-link",
    ),
    Fault(
        "entities",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml("&b;", ENTITY)}),
        "spreadsheet-xml-entity",
    ),
    Fault(
        "a stolen file",
        "l.xlsx",
        lambda: changed(GOOD, {SHEET: sheet_xml("&x;", STOLEN)}),
        "spreadsheet-xml-entity",
    ),
    Fault(
        "entities among the texts",
        "l.xlsx",
        lambda: with_shared(f"{ENTITY}<worksheet>&b;</worksheet>", ""),
        "spreadsheet-xml-entity",
    ),
    Fault("parts encrypted", "l.xlsx", encrypted_parts, "spreadsheet-encrypted"),
    Fault("a zip bomb", "l.xlsx", bomb, "zip-bomb"),
    Fault("a zip bomb that lies", "l.xlsx", lying_bomb, "spreadsheet-broken"),
    Fault("a bomb under its ratio", "l.xlsx", lambda: GOOD, "zip-bomb", None, None, Limits(unpacked=1_000)),
    Fault("too many parts", "l.xlsx", many_parts, "zip-too-many-parts"),
    Fault("nested without end", "l.xlsx", lambda: changed(GOOD, {SHEET: b"<a>" * 100}), "spreadsheet-broken"),
    Fault("merged without end", "l.xlsx", merged_bomb, "spreadsheet-too-many-merged"),
    # size of a sheet
    Fault("too many rows", "l.xlsx", lambda: book([["a"]] * 5), "too-many-rows", 5, None, TINY),
    Fault("too many columns", "l.xlsx", lambda: book([["a"] * 5]), "too-many-columns", 1, None, TINY),
    Fault(
        "too many cells", "l.xlsx", lambda: book([["a"] * 9] * 9), "too-many-cells", 6, None, Limits(cells=50)
    ),
    Fault(
        "too long a text",
        "l.xlsx",
        lambda: with_shared(f"<sst><si><t>{'a' * 41}</t></si></sst>", ""),
        "cell-too-long",
        None,
        None,
        TINY,
    ),
    Fault(
        "too long a cell",
        "l.xlsx",
        lambda: changed(
            GOOD, {SHEET: sheet_xml(row(f'<c r="B1" t="inlineStr"><is><t>{"a" * 41}</t></is></c>'))}
        ),
        "cell-too-long",
        1,
        "B",
        TINY,
    ),
    Fault("no sheet with anything", "l.xlsx", lambda: book([]), "no-rows"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.file[2:]}: {fault.name}" for fault in FAULTS])
def test_a_fault_is_refused_with_its_code_and_place(fault: Fault) -> None:
    with pytest.raises(RefusedError) as refused:
        read_table(io.BytesIO(fault.make()), name=fault.file, limits=fault.limits)
    error = refused.value
    assert error.code == fault.code, error.message
    assert error.where is not None
    assert (error.where.file, error.where.line, error.where.column) == (fault.file, fault.line, fault.column)
    assert error.advice


def test_the_formula_is_told_with_its_sheet() -> None:
    with pytest.raises(RefusedError, match="Sheet “Places” has a formula in cell B2"):
        read_table(io.BytesIO(book([["A", "B"], ["x", "=1+1"]], title="Places")), name="l.xlsx")


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for name in ("big.csv", "big.xlsx"):
        path = tmp_path / name
        with path.open("wb") as sparse:
            sparse.truncate(2_000_000_000)
        with pytest.raises(RefusedError, match="The file is 2 GB large; at most 100 MB is read") as refused:
            read_table(path)
        assert refused.value.code == "file-too-large"


def test_a_stream_that_cannot_tell_its_size_is_counted() -> None:
    class Pipe(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    with pytest.raises(RefusedError) as refused:
        read_table(io.BufferedReader(Pipe()), name="l.csv", limits=Limits(file=100_000))
    assert refused.value.code == "file-too-large"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        read_table(tmp_path / "none.csv")
    assert refused.value.code == "file-unreadable"


def test_what_is_good_comes_in() -> None:
    for data, name in ((GOOD, "l.xlsx"), (CSV, "l.csv"), (GOOD, "without-ending"), (CSV, "list")):
        table = read_table(io.BytesIO(data), name=name)
        assert table.headings == ("Name", "Region")
        assert [record.cells for record in table.rows] == [tuple(each) for each in ROWS[1:]]
        assert [record.line for record in table.rows] == [2, 3]
