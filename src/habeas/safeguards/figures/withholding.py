"""Small counts of a breakdown withheld, so that nobody can reckon them from what is shown.

A count below the threshold and above nought may point at a person. Whole lines whose number of occasions is
small are put together; of the others, the small counts are withheld in a block of lines and columns that is
large enough: with the sums of its lines and columns known, as they follow from what is shown and from the
totals, each small count in it could still be more than one number. A nought is no count of anybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from habeas.safeguards.figures.values import Counts, Line

VERDICTS = ("met", "breached", "not_recorded", "pending")
_Table = list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A line as it was counted."""

    name: str
    counts: Counts

    @property
    def cells(self) -> tuple[int, ...]:
        """Its counts in the order of ``VERDICTS``."""
        return tuple(getattr(self.counts, each) for each in VERDICTS)


def withheld(counted: Sequence[Counted], fewest: int) -> tuple[Line, ...]:
    """The lines as they may be shown beside their totals; those put together come last."""
    alone, together = _together([each for each in counted if each.counts.of], fewest)
    table = [each.cells for each in alone]
    lines = [Line(name=each.name) for each in alone]
    if together:
        table.append(tuple(map(sum, zip(*(each.cells for each in together), strict=True))))
        lines.append(Line(name=None, together=len(together)))
    if not table:
        return ()
    block = _block(table, fewest)
    if block is None:
        return tuple(lines)
    return tuple(_line(*each, at, block) for at, each in enumerate(zip(lines, table, strict=True)))


def _line(line: Line, cells: tuple[int, ...], at: int, block: "_Block") -> Line:
    met, breached, not_recorded, pending = (
        None if at in block.lines and column in block.columns else count for column, count in enumerate(cells)
    )
    return replace(
        line, met=met, breached=breached, not_recorded=not_recorded, pending=pending, of=sum(cells)
    )


def _together(counted: Sequence[Counted], fewest: int) -> tuple[list[Counted], list[Counted]]:
    """Those that stand alone, and those put together: none, or at least two that together are enough."""
    by_size = sorted(counted, key=lambda each: (each.counts.of, each.name))
    small = sum(each.counts.of < fewest for each in by_size)
    if not small:
        return list(counted), []
    while small < len(by_size) and (small < 2 or sum(e.counts.of for e in by_size[:small]) < fewest):
        small += 1
    taken = {each.name for each in by_size[:small]}
    return [e for e in counted if e.name not in taken], [e for e in counted if e.name in taken]


@dataclass(frozen=True, slots=True)
class _Block:
    lines: frozenset[int]
    columns: frozenset[int]


def _block(table: _Table, fewest: int) -> _Block | None:
    """The lines and columns in which counts are withheld; ``None`` where no block of them is enough."""
    small = [
        (line, column)
        for line, cells in enumerate(table)
        for column, count in enumerate(cells)
        if 0 < count < fewest
    ]
    if not small:
        return _Block(frozenset(), frozenset())
    needed = {column for _, column in small}
    columns_of = range(len(VERDICTS))
    for lines in _growing({line for line, _ in small}, [sum(cells) for cells in table]):
        for columns in _wider(needed, [sum(table[at][each] for at in lines) for each in columns_of]):
            if all(_hidden(table, lines, columns, each) for each in small):
                return _Block(lines, columns)
    return None


def _growing(taken: set[int], sizes: Sequence[int]) -> Iterator[frozenset[int]]:
    """What is taken, then with one more at a time, the smallest first."""
    left = sorted(set(range(len(sizes))) - taken, key=lambda at: (sizes[at], at))
    for more in range(len(left) + 1):
        yield frozenset({*taken, *left[:more]})


def _wider(taken: set[int], sizes: Sequence[int]) -> list[frozenset[int]]:
    """Every set of columns with those taken, first those by which fewest columns and counts are lost."""
    left = [at for at in range(len(sizes)) if at not in taken]
    found = [frozenset({*taken, *more}) for many in range(len(left) + 1) for more in combinations(left, many)]
    return sorted(found, key=lambda each: (len(each), sum(sizes[at] for at in each), sorted(each)))


def _hidden(table: _Table, lines: frozenset[int], columns: frozenset[int], cell: tuple[int, int]) -> bool:
    """Whether a count of a block can be more than one number for who knows the sums of the block.

    Of whole numbers from nought up with given sums of lines and columns, one cell takes every value from
    ``line + column - all`` (or nought) to the lesser of its sums, and no other.
    """
    at, column = cell
    of_line = sum(table[at][each] for each in columns)
    of_column = sum(table[each][column] for each in lines)
    whole = sum(table[line][each] for line in lines for each in columns)
    return min(of_line, of_column) > max(0, of_line + of_column - whole)
