"""What is to be brought in from the command line, and what came of it. Knows no Django."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.documents.headings import Target
from habeas.documents.refusals import RowProblem
from habeas.dossier import facts
from habeas.dossier.facts import Klass
from habeas.web.running.refused_rows import Row, RowsRefusedError

if TYPE_CHECKING:
    from habeas.web.places.taking import RefusedPlace
    from habeas.web.reports.taking import RefusedRow

Progress = Callable[[int], None]
"""Told how many rows were taken so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be brought in, and as what. ``party`` names the one Party that a list is about."""

    file: Path
    form: str
    target: Target = Target.ASKS
    party: str | None = None
    mapping: Path | None = None
    sheet: str | None = None
    klass: Klass = Klass.CONFIDENTIAL
    source: facts.Source | None = None
    make_parties: bool = False
    dry_run: bool = False

    @property
    def name(self) -> str:
        """The file as it was given, for messages; it is not stored."""
        return str(self.file)

    @property
    def source_named(self) -> facts.Source:
        """The source as given, or what the format says of itself."""
        names = {"upr-info": "list of UPR Info", "uhri": "Universal Human Rights Index"}
        return self.source or facts.Source(name=names.get(self.form, "list from a spreadsheet"))


@dataclass(slots=True)
class Brought:
    """What was done, or in a dry run would be: added and there already by kind, and what is told of rows."""

    added: dict[str, int] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)
    parties_made: list[str] = field(default_factory=list)
    told: list[Row] = field(default_factory=list)


def rows_of(problems: Iterable[RowProblem]) -> list[Row]:
    """Problems of a reader as rows."""
    return [Row(each.line, each.column, each.code, each.message, each.advice) for each in problems]


def refuse_problems(order: Order, problems: Iterable[RowProblem]) -> None:
    """Refuse the list where a problem keeps a row out."""
    if rows := rows_of(each for each in problems if not each.warning):
        raise RowsRefusedError(order.name, rows)


def refuse_refused(order: Order, refused: "Iterable[RefusedRow | RefusedPlace]") -> None:
    """Refuse the list where the store cannot take a row."""
    if rows := [Row(each.line, each.column, each.code, each.message, each.advice) for each in refused]:
        raise RowsRefusedError(order.name, rows)


def sha256_of_file(path: Path) -> str:
    """The SHA-256 of a file, which may be large, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
