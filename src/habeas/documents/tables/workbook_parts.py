"""Handlers for the parts of an XLSX file (ECMA-376 part 1, 18.2 to 18.8), event by event.

No tree is built: what is held is what a list needs. Names are taken without their
prefix, so that the strict and the transitional form are both read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.handler import ContentHandler

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from habeas.documents.refusals import refusal
from habeas.documents.sources import Limits

DEPTH = 64
SHARED = 4_000_000
MERGED = 100_000
LAST_ROW = 1_048_576
DIGITS = re.compile("[0-9]{1,9}")
REFERENCE = re.compile("([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])[0-9]{1,7}")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}[_\x00-\x08\x0b-\x1f\ufffe\uffff])")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class PartHandler(ContentHandler):
    """Counts depth and gives local names; a part that nests deeper than any workbook is refused."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (SAX's own name)
        """Take one opening tag."""
        self.depth += 1
        if self.depth > DEPTH:
            raise refusal("spreadsheet-broken", self.file, why="it is nested too deep")
        self.opened(name.rpartition(":")[2], {key.rpartition(":")[2]: attrs[key] for key in attrs.getNames()})

    def endElement(self, name: str) -> None:  # noqa: N802 (SAX's own name)
        """Take one closing tag."""
        self.depth -= 1
        self.closed(name.rpartition(":")[2])

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens; names are local."""

    def closed(self, name: str) -> None:
        """A tag closes."""


class Relations(PartHandler):
    """``targets``: identifier to target and kind, of a ``.rels`` part."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.targets: dict[str, tuple[str, str]] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take one ``Relationship``."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (attributes.get("Target", ""), kind)


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of the workbook as its list of sheets has it."""

    name: str
    relation: str
    hidden: bool


class SheetNames(PartHandler):
    """The sheets, and whether days are counted from 1904, of ``workbook.xml``."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.sheets: list[SheetName] = []
        self.from_1904 = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take ``sheet`` and ``workbookPr``."""
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetName(attributes.get("name", ""), attributes.get("id", ""), hidden))


class Styles(PartHandler):
    """``formats``: the number format of each cell style, of ``styles.xml``."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.codes: dict[str, str] = {str(key): code for key, code in BUILTIN_FORMATS.items()}
        self.formats: list[str] = []
        self.within = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take ``numFmt`` and, within ``cellXfs``, ``xf``."""
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.within = True
        elif name == "xf" and self.within:
            self.formats.append(self.codes.get(attributes.get("numFmtId", "0"), "General"))

    def closed(self, name: str) -> None:
        """End of ``cellXfs``."""
        if name == "cellXfs":
            self.within = False

    def format_of(self, style: str) -> str | None:
        """The format of a style where it shows a date or a time."""
        known = DIGITS.fullmatch(style) and int(style) < len(self.formats)
        code = self.formats[int(style)] if known else "General"
        return code if is_date_format(code) else None


class _Texts(PartHandler):
    """Gathers the text of ``t`` elements, leaving out the readings (``rPh``) of East Asian ones."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(file)
        self.limits = limits
        self.text: list[str] | None = None
        self.length = 0
        self.reading = False

    def gather(self) -> None:
        """Begin to gather characters."""
        self.text = [] if self.text is None else self.text

    def characters(self, content: str) -> None:
        """Take characters while something is gathered."""
        if self.text is None:
            return
        self.length += len(content)
        if self.length > 7 * self.limits.cell:  # each character may be escaped as _x000D_
            raise self.too_long(self.length)
        self.text.append(content)

    def too_long(self, length: int) -> Exception:
        """The refusal for the place that is read."""
        return refusal("cell-too-long", self.file, found=length, limit=self.limits.cell)

    def gathered(self) -> str:
        """What was gathered, unescaped; gathering ends."""
        text = unescape("".join(self.text or ()))
        if len(text) > self.limits.cell:
            raise self.too_long(len(text))
        self.text, self.length = None, 0
        return text


class SharedStrings(_Texts):
    """``strings``, of ``sharedStrings.xml``."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(file, limits)
        self.strings: list[str] = []
        self.parts: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an item, a reading, or a text."""
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.reading = True
        elif name == "t" and not self.reading:
            self.gather()

    def closed(self, name: str) -> None:
        """End an item, a reading, or a text."""
        if name == "rPh":
            self.reading = False
        elif name == "t" and not self.reading:
            self.parts.append(self.gathered())
        elif name == "si":
            if len(self.strings) >= SHARED:
                raise refusal("spreadsheet-broken", self.file, why="too many texts")
            self.strings.append("".join(self.parts))


@dataclass(slots=True)
class Cell:
    """One cell while it is read: 1-based column, type and style as the file has them, raw value."""

    column: int
    type: str
    style: str
    parts: list[str] = field(default_factory=list)


class SheetCells(_Texts):
    """The cells of one sheet, and the ranges that are merged. A formula is refused at once.

    ``row_done(line, cells)`` is called for each row with a value, in the order of the file. ``found``: of a
    formula the value stands that a program found last, and only one of which none is there is refused.
    """

    def __init__(
        self,
        file: str,
        sheet: str,
        limits: Limits,
        row_done: Callable[[int, list[Cell]], None],
        *,
        found: bool = False,
    ) -> None:
        super().__init__(file, limits)
        self.sheet, self.row_done, self.found = sheet, row_done, found
        self.formula = False
        self.line = 0
        self.cells: list[Cell] = []
        self.cell: Cell | None = None
        self.column = 0
        self.merged: list[str] = []

    @property
    def place(self) -> str:
        """The cell that is read, such as ``B12``."""
        return f"{get_column_letter(max(1, self.column))}{self.line}"

    def too_long(self, length: int) -> Exception:
        """The refusal, with row and column."""
        return refusal(
            "cell-too-long",
            self.file,
            line=self.line,
            column=get_column_letter(max(1, self.column)),
            found=length,
            limit=self.limits.cell,
        )

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take one tag of the sheet."""
        match name:
            case "row":
                self._row(attributes.get("r"))
            case "c":
                self._cell(attributes)
            case "f" if self.cell is not None:
                self.formula = True
                if not self.found:
                    raise self._formula()
            case "rPh":
                self.reading = True
            case "v" | "t" if self.cell is not None and not self.reading:
                self.gather()
            case "mergeCell":
                if len(self.merged) >= MERGED:
                    raise refusal("spreadsheet-too-many-merged", self.file)
                self.merged.append(attributes.get("ref", ""))

    def closed(self, name: str) -> None:
        """End one tag of the sheet."""
        match name:
            case "rPh":
                self.reading = False
            case "v" | "t" if self.cell is not None and not self.reading:
                self.cell.parts.append(self.gathered())
            case "c":
                self._cell_done()
            case "row":
                if self.cells:
                    self.row_done(self.line, self.cells)
                self.cells = []

    def _row(self, written: str | None) -> None:
        line = int(written) if written and DIGITS.fullmatch(written) else self.line + 1
        if not self.line < line <= LAST_ROW:
            raise refusal("spreadsheet-broken", self.file, why=f"row {written} is out of order")
        self.line, self.column, self.cells = line, 0, []

    def _cell(self, attributes: dict[str, str]) -> None:
        column = self.column + 1
        if "r" in attributes:
            written = REFERENCE.fullmatch(attributes["r"])
            if not written:
                raise refusal("spreadsheet-broken", self.file, why=f"no such cell: {attributes['r']}")
            column = column_index_from_string(written[1])
        if column <= self.column:
            raise refusal("spreadsheet-broken", self.file, why=f"cells of row {self.line} are out of order")
        self.column = column
        self.cell = Cell(column, attributes.get("t", "n"), attributes.get("s", "0"))
        self.formula = False

    def _formula(self) -> Exception:
        return refusal(
            "spreadsheet-formula",
            self.file,
            line=self.line,
            column=get_column_letter(self.column),
            sheet=self.sheet,
            cell=self.place,
        )

    def _cell_done(self) -> None:
        # Of a text, what was found may be empty; of anything else nothing was ever found then.
        if self.cell is not None and self.formula and not any(self.cell.parts) and self.cell.type != "str":
            raise self._formula()
        if self.cell is not None and any(self.cell.parts):
            if self.cell.column > self.limits.columns:
                raise refusal("too-many-columns", self.file, line=self.line, limit=self.limits.columns)
            self.cells.append(self.cell)
        self.cell = None


def unescape(text: str) -> str:
    """Undo ``_x000D_`` (ECMA-376 part 1, 22.9.2.19)."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escape(text: str) -> str:
    """The inverse: write what XML cannot hold, and what would be read as an escape, as escapes."""
    return UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", LIKE_ESCAPE.sub("_x005F_", text))
