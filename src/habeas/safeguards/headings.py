"""Where the headings of a table stand that others export: above them there may be titles."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, TextIO

SEPARATORS = ",;\t|"
TOP = 20
"""In so many rows from the top the headings are looked for."""


def tops(stream: TextIO, separators: str) -> Iterator[tuple[Any, int, list[str]]]:
    """Each row that may be that of the headings, by each separator: its cells, and how many lines are above.

    With the rows that follow it, as ``csv`` reads them.
    """
    for separator in separators:
        stream.seek(0)
        reader, above = csv.reader(stream, delimiter=separator, strict=True), 0
        with suppress(csv.Error):
            for cells in islice(reader, TOP):
                yield reader, above, [each.strip() for each in cells]
                above = reader.line_num
