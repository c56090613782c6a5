"""What reading a file gives: the values, what is wrong with which row, and how it was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from habeas.documents.refusals import RowProblem, refusal
from habeas.language import N_

Item_co = TypeVar("Item_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """How the bytes of a text were taken, and why; nothing is guessed unsaid.

    ``encoding`` is Python's name, ``bom`` whether a byte order mark stood first,
    ``newline`` the line end that is used (the commonest where they are mixed) and
    ``why`` a sentence in English, marked for translation.
    """

    encoding: str
    bom: bool
    newline: str
    why: str


WHY_DECLARED = N_("it was declared")
WHY_BOM = N_("a byte order mark stands first")
WHY_UTF8 = N_("every byte is valid UTF-8")
WHY_ASCII = N_("every byte is ASCII, which is the same in all of them")
WHY_CLASSIC_MAC = N_("it is not UTF-8, and every line ends as on the classic Macintosh, in a bare CR")


@dataclass(frozen=True, slots=True)
class ReadList(Generic[Item_co]):
    """The good rows, and the problems in the order of the file.

    ``headings`` are those of the file, in order. ``whole()`` is for callers that keep
    all or nothing.
    """

    file: str
    items: tuple[Item_co, ...]
    problems: tuple[RowProblem, ...]
    headings: tuple[str, ...]
    taken: Taken | None

    @property
    def errors(self) -> tuple[RowProblem, ...]:
        """Problems that kept a row out."""
        return tuple(found for found in self.problems if not found.warning)

    @property
    def warnings(self) -> tuple[RowProblem, ...]:
        """Problems that are only told."""
        return tuple(found for found in self.problems if found.warning)

    @property
    def repeated(self) -> frozenset[int]:
        """Lines the same as an earlier one; they are among the items until a caller leaves them out."""
        return frozenset(found.line for found in self.problems if found.code == "row-repeated")

    def whole(self) -> tuple[Item_co, ...]:
        """Every item, or ``DocumentRefusedError`` (``rows-refused``) at the first row that is wrong."""
        errors = self.errors
        if errors:
            first = errors[0]
            rows = len({found.line for found in errors})
            raise refusal(
                "rows-refused",
                self.file,
                line=first.line,
                column=first.column,
                count=rows,
                first=first.message,
            )
        return self.items


def in_order(problems: Sequence[RowProblem]) -> tuple[RowProblem, ...]:
    """Problems by line, those of one line as they were found."""
    return tuple(sorted(problems, key=lambda found: found.line))
