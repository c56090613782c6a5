"""What a query finds as columns of whole numbers."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from habeas.safeguards.kernels.arrays import NONE, Ints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb


class Reading:
    """Reads from a connection; it comes by Arrow, which DuckDB hands over in a third of the time."""

    def __init__(self, db: "duckdb.DuckDBPyConnection") -> None:
        self.db = db

    def __call__(self, text: str) -> "Mapping[str, Ints]":
        """The columns by their names; a null is ``NONE``, true is 1."""
        table = self.db.sql(text).to_arrow_table()
        names, columns = table.column_names, table.columns[::-1]
        del table  # each column goes once it is read
        return {name: _whole(columns.pop()) for name in names}

    def by_record(self, text: str, records: int) -> "Iterator[Mapping[str, Ints]]":
        """The same of a query that has ``e`` and ``rid``, by both, those of so many records at a time.

        Arrays of few are looked through several times as quickly as longer ones, and take less memory.
        """
        table = self.db.sql(text).to_arrow_table()
        e, rid = _whole(table["e"]), _whole(table["rid"])
        if np.any(e[1:] < e[:-1]):
            order = np.argsort(e)
            table, rid = table.take(pa.array(order)), rid[order]
        for at, end in pairwise(bounds(rid, records)):
            if at < end:
                part = table.slice(at, end - at)
                yield {
                    name: _whole(column) for name, column in zip(part.column_names, part.columns, strict=True)
                }

    def named(self, text: str) -> tuple[Ints, pa.ChunkedArray]:
        """A column of whole numbers, and one of texts beside it."""
        number, name = self.db.sql(text).to_arrow_table().columns
        return _whole(number), name


def as_numbers(names: "Sequence[pa.ChunkedArray]") -> Ints:
    """Texts, one column after the other, as numbers: the same text has the same number."""
    every = pa.chunked_array([chunk for each in names for chunk in each.chunks], pa.string())
    found: Ints = every.combine_chunks().dictionary_encode().indices.to_numpy()
    return found


def bounds(rid: Ints, records: int) -> list[int]:
    """Where each so many records begin of what lies by record, and at the end where the last ones end."""
    first, last = (int(rid[0]), int(rid[-1])) if len(rid) else (0, -1)
    return [*np.searchsorted(rid, np.arange(first, last + 1, records)).tolist(), len(rid)]


def _whole(column: pa.ChunkedArray) -> Ints:
    whole = column if column.type == pa.int64() else column.cast(pa.int64())
    found: Ints = (whole.fill_null(NONE) if whole.null_count else whole).to_numpy()
    return found
