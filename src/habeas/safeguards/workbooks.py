"""A sheet of a workbook (XLSX) as the text with commas that a spreadsheet program would save."""

import csv
from pathlib import Path
from typing import TextIO

from habeas.documents.sources import LIMITS, read_all

ENDINGS = ("xlsx", "xlsm")
OTHERS = ("xls", "xlsb", "ods")
"""Those of workbooks that are not read: of old programs, and of other ones."""


def write_sheet(path: Path, into: TextIO, *, sheet: str = "", name: str) -> list[str]:
    """Write a sheet, each row on the line of its number: the one that is named, else the first with anything.

    Days and times are ISO 8601, however a cell shows them; of a formula it is what the program found last. A
    line break in a cell is a blank. Returns the other visible sheets. ``name`` is the file's in refusals.

    Raises ``RefusedError`` (``spreadsheet-…``, ``too-many-…``; ``documents.refusals``).
    """
    from habeas.documents.tables.workbook import read_sheet  # noqa: PLC0415 (a heavy part that few need)

    page = read_sheet(read_all(path, name, LIMITS.file), name, sheet or None, LIMITS, as_saved=True)
    rows = [(each.line, [" ".join(cell.splitlines()) for cell in each.cells]) for each in page.records]
    width = max((place for _line, cells in rows for place, cell in enumerate(cells, 1) if cell), default=0)
    writer = csv.writer(into, lineterminator="\n")
    last = 0
    for line, cells in rows:
        writer.writerows([[]] * (line - last - 1))
        writer.writerow([*cells, *[""] * (width - len(cells))][:width] if any(cells) else [])
        last = line
    return [each for each in page.visible if each != page.name]
