"""Workbooks for tests, made by openpyxl and then taken apart where a fault is wanted."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def book(rows: Sequence[Sequence[Any]], title: str = "List") -> bytes:
    """One sheet with these rows; texts that begin with ``=`` become formulas, as in life."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added, or (``None``) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet_xml(inner: str, before: str = "") -> bytes:
    """One sheet's part, by hand."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}">{inner}</worksheet>'.encode()


SHEET = "xl/worksheets/sheet1.xml"


def with_shared(items: str, cells: str) -> bytes:
    """A workbook whose texts are shared, as Excel writes it; ``items`` are the ``si`` elements."""
    plain = book([["x"]])
    relations = zipfile.ZipFile(io.BytesIO(plain)).read("xl/_rels/workbook.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    shared = f'<Relationship Type="{kind}" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
    return changed(
        plain,
        {
            "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", shared).encode(),
            "xl/sharedStrings.xml": f"<?xml version='1.0'?>{items}".encode(),
            SHEET: sheet_xml(f"<sheetData>{cells}</sheetData>"),
        },
    )
