"""One table, whatever it came from: headings, rows with their line, and what is to be told of it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from habeas.documents.folding import folded
from habeas.documents.headings import is_known_heading
from habeas.documents.refusals import RowProblem, problem, refusal, warning
from habeas.documents.results import Taken, in_order
from habeas.documents.tables.delimited import Record

HEAD = 20
"""How far down the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Table:
    """Texts in rows. Every row has as many cells as there are headings.

    ``headings`` differ from one another; a column without one has its letter
    (``Column C``). ``rows`` leaves out lines that are blank or have a problem that is
    no warning. ``headings_line`` is ``None`` where the list has none.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[Record, ...]
    problems: tuple[RowProblem, ...] = ()
    headings_line: int | None = 1
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    separator: str | None = None
    taken: Taken | None = None

    @property
    def signature(self) -> str:
        """SHA-256 over the headings, by which a mapping is recognised the next time."""
        return signature_of(self.headings)


def signature_of(headings: Sequence[str]) -> str:
    """SHA-256 (hexadecimal) of the headings, in order, with case and blanks made even."""
    return hashlib.sha256("\x1f".join(folded(heading) for heading in headings).encode()).hexdigest()


def find_headings(records: Sequence[Record]) -> int:
    """The place in ``records`` of the row that looks most like headings.

    Of the rows of whose cells half, and two, are known headings, that with most; else the first
    that fills at least two cells and half of the widest row; else the first with
    anything in it.
    """
    rows = [[folded(cell) for cell in record.cells if cell.strip()] for record in records[:HEAD]]
    widest = max(map(len, rows), default=0)
    known = [len({word for word in words if is_known_heading(word)}) for words in rows]
    likely = [place for place, words in enumerate(rows) if known[place] >= max(2, len(words) / 2)]
    if likely:
        return max(likely, key=lambda place: known[place])
    for place, words in enumerate(rows):
        if len(words) >= max(2, widest / 2):
            return place
    return next((place for place, words in enumerate(rows) if words), 0)


def table_of(
    file: str,
    records: Iterable[Record],
    *,
    headings_line: int | None = None,
    bare: bool = False,
    strict: bool = True,
    problems: Iterable[RowProblem] = (),
    sheet: str | None = None,
    sheets: tuple[str, ...] = (),
    separator: str | None = None,
    taken: Taken | None = None,
) -> Table:
    """Divide records into headings and rows.

    ``headings_line`` says which line has the headings; left open, it is found.
    ``bare`` says that there are none. With ``strict`` a row of another width than the
    headings is a problem (a separator is lost or too many); without, short rows are
    filled up.
    """
    kept = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not kept:
        raise refusal("no-rows", file)
    at = -1 if bare else _place_of(kept, headings_line, file)
    told = list(problems)
    told += [warning("lines-above-headings", record.line) for record in kept[: max(0, at)]]
    head = () if bare else kept[at].cells
    body = kept[at + 1 :]
    width = (
        len(head) if strict and head else max(len(_used(record.cells)) for record in [*body, Record(0, head)])
    )
    headings, renamed = _named(head, width, body, kept[max(0, at)].line)
    told += renamed
    wrong = {found.line for found in told if not found.warning}
    rows = []
    for record in body:
        if strict and len(record.cells) != width:
            told.append(problem("row-columns-differ", record.line, found=len(record.cells), expected=width))
        elif record.line not in wrong:
            rows.append(Record(record.line, (*record.cells, *("",) * width)[:width]))
    return Table(
        file,
        headings,
        tuple(rows),
        in_order(told),
        None if bare else kept[at].line,
        sheet,
        sheets,
        separator,
        taken,
    )


def _place_of(kept: Sequence[Record], line: int | None, file: str) -> int:
    if line is None:
        return find_headings(kept)
    for place, record in enumerate(kept):
        if record.line == line:
            return place
    raise refusal("columns-missing", file, line=line, columns="*")


def _used(cells: Sequence[str]) -> Sequence[str]:
    """The cells up to the last that holds anything."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:last]


def _named(
    head: Sequence[str], width: int, body: Sequence[Record], line: int
) -> tuple[tuple[str, ...], list[RowProblem]]:
    """A name for each column, its heading as written or its letter, and what is to be told."""
    from openpyxl.utils.cell import get_column_letter  # noqa: PLC0415 (a tenth of every start of the command)

    names: list[str] = []
    told: list[RowProblem] = []
    for column in range(width):
        written = " ".join(head[column].split()) if column < len(head) else ""
        name = written or f"Column {get_column_letter(column + 1)}"
        if name in names:
            name = next(other for n in count(2) if (other := f"{name} ({n})") not in names)
            told.append(warning("heading-repeated", line, name, heading=written, name=name))
        elif (
            head
            and not written
            and any(each.strip() for record in body for each in record.cells[column:][:1])
        ):
            told.append(warning("heading-empty", line, name, heading=name))
        names.append(name)
    return tuple(names), told
