"""Any list in a spreadsheet, a text with separators, or a form's paste: bytes to one table."""

from pathlib import PurePath

from habeas.documents.encodings import decode, line_at
from habeas.documents.folding import folded
from habeas.documents.headings import is_known_heading
from habeas.documents.package import OLE, ZIP
from habeas.documents.refusals import refusal
from habeas.documents.sources import LIMITS, Limits, Source, name_of, read_all
from habeas.documents.tables.delimited import records, separator_of
from habeas.documents.tables.table import Table, table_of
from habeas.documents.tables.workbook import read_sheet
from habeas.documents.tables.workbook_package import refuse_disguised

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".tab", ".txt")


def read_table(
    source: Source,
    *,
    name: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    headings_line: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Read one table of texts from XLSX, CSV or TSV.

    The ending of the name and the first bytes must agree: what is named a workbook
    and is none is refused in the words of what it is. ``sheet`` chooses a visible
    sheet, ``encoding`` declares one of ``encodings.DECLARABLE``, ``separator`` one of
    ``delimited.SEPARATORS``, ``headings_line`` the line of the headings; left open,
    each is found and the table says what was found. Nothing is evaluated.
    """
    file = name_of(source, name)
    data = read_all(source, file, limits.file)
    ending = PurePath(file).suffix.casefold()
    if ending in WORKBOOKS:
        refuse_disguised(data, file)
    elif data.startswith(ZIP) and ending in TEXTS:
        raise refusal("spreadsheet-is-xlsx", file)
    if data.lstrip()[:1] in (b"[", b"{"):
        raise refusal("spreadsheet-is-json", file)
    if data.startswith((ZIP, OLE)):
        page = read_sheet(data, file, sheet, limits)
        return table_of(
            file,
            page.records,
            headings_line=headings_line,
            strict=False,
            problems=page.problems,
            sheet=page.name,
            sheets=page.visible,
        )
    text, taken = decode(data, file, encoding)
    found, start = separator_of(text)
    chosen = separator or found
    skipped = line_at(text, start) - 1
    rows = [
        record._replace(line=record.line + skipped) for record in records(text[start:], chosen, file, limits)
    ]
    return table_of(file, rows, headings_line=headings_line, separator=chosen, taken=taken)


def read_pasted(text: str, *, name: str = "pasted", limits: Limits = LIMITS) -> Table:
    """Read a list that was pasted into a form: with tabs, separators, or one name a line.

    The first line is headings only where a word of it is known as one; a list without
    has the columns ``Column A``, ``Column B`` and so on. Where lines hold no tab and
    are not alike in their commas, each line is one cell, whole: names of places hold
    commas too.
    """
    if len(text) > limits.file:
        raise refusal("file-too-large", name, size=len(text), limit=limits.file)
    if "\0" in text:
        raise refusal("nul-character", name, line=line_at(text, text.index("\0")))
    separator = _separator_of_paste(text)
    if separator is None:
        rows = [
            record._replace(cells=(record.cells[0].strip(),)) if record.cells else record
            for record in records(_quoted(text), ",", name, limits)
        ]
    else:
        rows = list(records(text, separator, name, limits))
    first = next((record for record in rows if any(cell.strip() for cell in record.cells)), None)
    bare = first is None or not any(is_known_heading(folded(cell)) for cell in first.cells)
    return table_of(
        name,
        rows,
        headings_line=None if bare or first is None else first.line,
        bare=bare,
        strict=False,
        separator=separator,
    )


def _separator_of_paste(text: str) -> str | None:
    """The separator, or ``None`` for one name a line."""
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines() if line.strip()]
    for separator in (";", ","):
        counts = {line.count(separator) for line in lines}
        if counts and 0 not in counts and ((len(counts) == 1 and len(lines) > 1) or '"' in text):
            return separator
    return None


def _quoted(text: str) -> str:
    return "\n".join(
        '"' + line.replace('"', '""') + '"' if line.strip() else "" for line in text.splitlines()
    )
