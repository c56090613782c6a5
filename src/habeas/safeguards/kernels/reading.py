"""What a query finds as columns of whole numbers."""

from typing import TYPE_CHECKING

import pyarrow as pa

from habeas.safeguards.kernels.arrays import NONE, Ints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

    def named(self, text: str) -> tuple[Ints, pa.ChunkedArray]:
        """A column of whole numbers, and one of texts beside it."""
        number, name = self.db.sql(text).to_arrow_table().columns
        return _whole(number), name


def as_numbers(names: "Sequence[pa.ChunkedArray]") -> Ints:
    """Texts, one column after the other, as numbers: the same text has the same number."""
    every = pa.chunked_array([chunk for each in names for chunk in each.chunks], pa.string())
    found: Ints = every.combine_chunks().dictionary_encode().indices.to_numpy()
    return found


def _whole(column: pa.ChunkedArray) -> Ints:
    whole = column if column.type == pa.int64() else column.cast(pa.int64())
    found: Ints = (whole.fill_null(NONE) if whole.null_count else whole).to_numpy()
    return found
