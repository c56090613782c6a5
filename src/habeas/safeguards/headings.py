"""Where the headings of a table stand that others export: above them there may be titles."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, repeat
from typing import Any, TextIO

SEPARATORS = ",;\t|"
TOP = 20
"""In so many lines from the top the headings are looked for."""


def tops(stream: TextIO, separators: str) -> Iterator[tuple[Any, int, list[str]]]:
    """Each row that may be that of the headings, by each separator: its cells, and how many lines are above.

    With the rows that follow it, as ``csv`` reads them. Each line may begin it: a title may begin with a
    quotation mark that none closes.
    """
    for separator in separators:
        for above in range(TOP):
            stream.seek(0)
            for _line in range(above):
                stream.readline()
            lines = chain(repeat("\n", above), iter(stream.readline, ""))  # so that lines count from the top
            reader = csv.reader(lines, delimiter=separator, strict=True)
            with suppress(csv.Error, StopIteration):
                cells = [next(reader) for _row in range(above + 1)][-1]
                yield reader, above, [each.strip() for each in cells]
