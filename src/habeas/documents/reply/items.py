"""The items of a report as a table or as a form in Word: written out to be filled in, and read back.

Each item has its identifier, by which it is known again wherever it was moved to, and its text, so that a
change of it is seen. A heading is known by its own name or in any language of the product. What stands in
a cell is given as it was typed; what it means is settled by who asked for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from typing import BinaryIO

from habeas.documents.folding import folded
from habeas.documents.refusals import RowProblem, refusal, warning
from habeas.documents.sources import LIMITS, Limits, Source, name_of, read_all
from habeas.documents.tables.delimited import SEPARATORS
from habeas.documents.tables.out import restored, write_csv
from habeas.documents.tables.spreadsheet import read_table
from habeas.documents.tables.table import Table
from habeas.documents.tables.workbook_out import write_xlsx
from habeas.documents.word.package import WORD_LIMITS
from habeas.documents.word.reading import WordParagraph, read_word
from habeas.errors import RefusedError
from habeas.language import LANGUAGES, N_, Words, words

ISOLATES = "\u2066\u2067\u2068\u2069"
"""What keeps an English word apart on an Arabic page; in a cell it is alone."""
WORD = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt", ".rtf")
"""Endings of what is read as a document in Word; all but the first are refused, in words."""
ITEM = ("item", "paragraph", "kind", "asked")
"""What says which item it is; it is written out, and not taken back."""
ANSWER = ("position", "action", "evidence", "body", "date")
"""What the State fills in."""
PASSAGE = ("text", "where")
"""What the desk notes beside: the words of a response, and where in it they stand."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "item": N_("Identifier (do not change)"),
        "paragraph": N_("Paragraph"),
        "kind": N_("Kind"),
        "asked": N_("What is asked (do not change)"),
        "position": N_("Position"),
        "action": N_("What was done, or will be done"),
        "evidence": N_("What shows it"),
        "body": N_("Body that answers"),
        "date": N_("Date of the answer"),
        "text": N_("Word for word"),
        "where": N_("Where in the response"),
    }
)


@dataclass(frozen=True, slots=True)
class FilledItem:
    """One item as it came back: ``place`` is its line in a table, its number among the forms in Word.

    ``cells`` has the fields that the file has, an empty text for an empty cell.
    """

    place: int
    cells: Mapping[str, str]

    @property
    def item(self) -> str:
        """The identifier."""
        return self.cells.get("item", "").strip()

    def given(self, field: str) -> str | None:
        """What was filled in; ``None`` where the file does not have the field."""
        return self.cells.get(field)


@dataclass(frozen=True, slots=True)
class FilledItems:
    """What came back: the items in the order of the file, and what is to be told of it.

    ``flowing`` says that the file does not keep line ends (Word), so that they are no difference.
    """

    file: str
    rows: tuple[FilledItem, ...]
    problems: tuple[RowProblem, ...] = ()
    flowing: bool = False


@cache
def _known() -> Mapping[str, str]:
    """Folded heading to field, in each language."""
    known = {folded(field): field for field in LABELS}
    for language in LANGUAGES:
        known |= {folded(words(language).say(label)): field for field, label in LABELS.items()}
    return MappingProxyType(known)


def field_of(heading: str) -> str | None:
    """The field that a heading or a label stands for."""
    return _known().get(folded(heading))


# Out -----------------------------------------------------------------------------------------------


def headings(fields: Sequence[str], said: Words) -> list[str]:
    """The headings of ``fields`` in one language."""
    return [said.say(LABELS[field]).strip(ISOLATES) for field in fields]


def write_items(
    form: str, fields: Sequence[str], rows: Iterable[Mapping[str, str]], stream: BinaryIO, *, said: Words
) -> None:
    """Write ``rows`` as ``csv`` or ``xlsx``; no cell runs when a program opens it."""
    cells = [[row.get(field, "") for field in fields] for row in rows]
    if form == "xlsx":
        write_xlsx(headings(fields, said), cells, stream)
    else:
        write_csv(headings(fields, said), cells, stream)


# Back ----------------------------------------------------------------------------------------------


def read_items(source: Source, *, name: str | None = None, limits: Limits = LIMITS) -> FilledItems:
    """Read a file that was filled in: DOCX, XLSX, CSV or TSV.

    Raises ``items-missing`` where it is another file, and as ``read_table`` and ``read_word`` do.
    """
    file = name_of(source, name)
    if PurePath(file).suffix.casefold() in WORD:
        return _of_word(read_word(source, name=file, limits=WORD_LIMITS).paragraphs, file)
    return _of_table(_table(read_all(source, file, limits.file), file, limits), file)


def _table(data: bytes, file: str, limits: Limits) -> Table:
    """The table by its headings, which hold no separator: what stands in cells would mislead.

    As it was written out they stand in the first line; where somebody put a title above, they are looked for.
    """
    for separator in SEPARATORS:
        try:
            found = read_table(BytesIO(data), name=file, separator=separator, headings_line=1, limits=limits)
        except RefusedError:
            continue
        if "item" in map(field_of, found.headings):
            return found
    return read_table(BytesIO(data), name=file, limits=limits)


def _of_table(table: Table, file: str) -> FilledItems:
    fields = [field_of(heading) for heading in table.headings]
    if "item" not in fields:
        raise refusal("items-missing", file)
    line = table.headings_line or 1
    told = [
        warning("heading-not-known", line, heading, heading=heading)
        for heading, field in zip(table.headings, fields, strict=True)
        if field is None
    ]
    text = table.separator is not None
    rows = []
    for record in table.rows:
        cells = {
            field: restored(cell) if text else cell
            for field, cell in zip(fields, record.cells, strict=True)
            if field is not None
        }
        rows.append(FilledItem(record.line, MappingProxyType(cells)))
    return FilledItems(file, tuple(rows), (*table.problems, *told))


def _of_word(paragraphs: Sequence[WordParagraph], file: str) -> FilledItems:
    rows, told = [], []
    for place, cells in enumerate(_forms(paragraphs), start=1):
        found: dict[str, str] = {}
        for label, value in cells:
            field = field_of(label)
            if field is not None:
                found.setdefault(field, value)
            elif label.strip():
                told.append(warning("heading-not-known", place, label, heading=label))
        rows.append(FilledItem(place, MappingProxyType(found)))
    if not rows:
        raise refusal("items-missing", file)
    return FilledItems(file, tuple(rows), tuple(told), flowing=True)


def _forms(paragraphs: Sequence[WordParagraph]) -> Iterator[list[tuple[str, str]]]:
    """The tables of two columns that begin with an identifier: label and value of each row."""
    tables: dict[int, dict[tuple[int, int], list[str]]] = {}
    for one in paragraphs:
        if one.cell is not None:
            table, row, column = one.cell
            tables.setdefault(table, {}).setdefault((row, column), []).append(one.text)
    for cells in tables.values():
        pairs = [
            ("\n".join(cells[row, column]), "\n".join(cells.get((row, 2), [])))
            for row, column in sorted(cells)
            if column == 1
        ]
        if pairs and field_of(pairs[0][0]) == "item":
            yield pairs
