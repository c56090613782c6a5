"""A list refused for its rows: each of them, with its place. Knows no Django."""

from collections.abc import Sequence
from typing import NamedTuple

from habeas.errors import RefusedError, Where


class Row(NamedTuple):
    """What is to be said of one row."""

    line: int
    column: str | None
    code: str
    message: str
    advice: str

    def as_json(self) -> dict[str, str | int | None]:
        """For ``--json``."""
        return {
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "advice": self.advice,
        }


class RowsRefusedError(RefusedError):
    """Rows cannot be taken, and nothing was written."""

    def __init__(self, file: str, rows: Sequence[Row]) -> None:
        first = rows[0]
        count = len({row.line for row in rows})
        said = "1 row" if count == 1 else f"{count} rows"
        super().__init__(
            "rows-refused",
            f"{said} cannot be taken, the first: {first.message}",
            where=Where(file, first.line, first.column),
            advice=f"Nothing was written. {first.advice}",
        )
        self.file = file
        self.rows = tuple(rows)

    def lines(self) -> list[str]:
        """One line a row: ``name:12, column Text: code: message``."""
        return [f"{Where(self.file, row.line, row.column)}: {row.code}: {row.message}" for row in self.rows]

    def as_json(self) -> dict[str, object]:
        """The error with its rows."""
        return {**super().as_json(), "rows": [row.as_json() for row in self.rows]}
