"""Small counts of a breakdown withheld, so that nobody can reckon them from what is shown.

A count below the threshold and above nought may point at a person. Whole lines whose number of occasions is
small are put together; of the others, the small counts are withheld in a block of lines and columns that is
large enough. With the sums of its lines and columns known, as they follow from what is shown and from the
totals, each count that is withheld could still be more than one number, and what is withheld of a line or of
a column is in all no small count either. A nought is no count of anybody.

This is complementary suppression (Cox, JASA 75, 1980, 377), in the form of one block.

Two rules may ask the same of an entry, as whether its time is written, and then have a column in common: who
knows that takes from one breakdown what is withheld of the other. So of breakdowns that agree in a column,
line for line, what is withheld of it in one is withheld in all, and what was kept with it, so that each may
be another without the others. (Where nothing was kept in a line, it may not.)
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from habeas.safeguards.figures.values import Counts, Line

VERDICTS = ("met", "breached", "not_recorded", "pending")
_MET = 0
_Table = list[tuple[int, ...]]
_Cells = frozenset[tuple[int, int]]
"""Counts of a table, by line and column."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A line as it was counted."""

    name: str
    counts: Counts

    @property
    def cells(self) -> tuple[int, ...]:
        """Its counts in the order of ``VERDICTS``."""
        return tuple(getattr(self.counts, each) for each in VERDICTS)


def withheld_together(tables: Mapping[int, Sequence[Counted]], fewest: int) -> dict[int, tuple[Line, ...]]:
    """The lines of several breakdowns as they may be shown beside each other and their totals."""
    alike = _alike(tables)
    there = {key: {each.name for each in counted if each.counts.of} for key, counted in tables.items()}
    asked: dict[int, set[tuple[str, int]]] = {key: set() for key in tables}
    shown = dict[int, _Shown]()
    again = set(tables)
    while again:
        shown |= {key: _Shown.of(tables[key], fewest, frozenset(asked[key])) for key in again}
        again = set()
        for column, keys in alike:
            names = {name for key in keys for name, at in shown[key].hidden if at == column}
            for key in keys:
                wanted = {(name, column) for name in names & there[key]}
                if not wanted <= shown[key].hidden:
                    asked[key] |= wanted
                    again.add(key)
    return {key: one.lines for key, one in shown.items()}


def _alike(tables: Mapping[int, Sequence[Counted]]) -> list[tuple[int, list[int]]]:
    """The columns in which breakdowns agree line for line, and the breakdowns."""
    found = defaultdict[tuple[int, frozenset[tuple[str, int]]], list[int]](list)
    for key, counted in tables.items():
        for column in range(len(VERDICTS)):
            own = frozenset((each.name, each.cells[column]) for each in counted if each.cells[column])
            if own:
                found[column, own].append(key)
    return [(column, keys) for (column, _), keys in found.items() if len(keys) > 1]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The lines of one breakdown, and what is withheld of it by the name of the line as it was counted."""

    lines: tuple[Line, ...]
    hidden: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, counted: Sequence[Counted], fewest: int, also: frozenset[tuple[str, int]]) -> "_Shown":
        lines = withheld(counted, fewest, also)
        named = {each.name for each in lines}
        rest = [each.name for each in counted if each.counts.of and each.name not in named]
        hidden = {
            (name, column)
            for each in lines
            for name in (rest if each.name is None else [each.name])
            for column, verdict in enumerate(VERDICTS)
            if getattr(each, verdict) is None
        }
        return cls(lines, frozenset(hidden))


def withheld(
    counted: Sequence[Counted], fewest: int, also: Collection[tuple[str, int]] = ()
) -> tuple[Line, ...]:
    """The lines as they may be shown beside their totals; those put together come last.

    ``also``: other counts that are to be withheld, by the name of their line and the number of their column.
    """
    alone, together = _together([each for each in counted if each.counts.of], fewest)
    table = [each.cells for each in alone]
    lines = [Line(name=each.name) for each in alone]
    if together:
        table.append(tuple(map(sum, zip(*(each.cells for each in together), strict=True))))
        lines.append(Line(name=None, together=len(together)))
    if not table:
        return ()
    places = {each.name: at for at, each in enumerate(alone)} | {each.name: len(alone) for each in together}
    others = frozenset((places[name], column) for name, column in also if name in places)
    hidden = _withheld(table, fewest, others)
    if hidden is None:
        return tuple(lines)
    return tuple(
        _line(line, cells, {column for at, column in hidden if at == place})
        for place, (line, cells) in enumerate(zip(lines, table, strict=True))
    )


def _line(line: Line, cells: tuple[int, ...], hidden: Collection[int]) -> Line:
    met, breached, not_recorded, pending = (
        None if column in hidden else count for column, count in enumerate(cells)
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


def _withheld(table: _Table, fewest: int, also: _Cells) -> _Cells | None:
    """The counts that are withheld; ``None`` where so many would have to be that nothing can be shown."""
    small = also.union(
        (line, column)
        for line, cells in enumerate(table)
        for column, count in enumerate(cells)
        if 0 < count < fewest
    )
    if not small:
        return frozenset()
    totals = [sum(column) for column in zip(*table, strict=True)]
    needed = {column for _, column in small}
    if also:  # of what others say too, each must be able to be another without the others
        needed.add(_MET)
    columns_of = range(len(VERDICTS))
    for lines in _growing({line for line, _ in small}, [sum(cells) for cells in table]):
        for columns in _wider(needed, [sum(table[at][each] for at in lines) for each in columns_of]):
            hidden = _hidden(table, lines, columns)
            if hidden.issuperset(small) and _enough(table, hidden, totals, fewest):
                return hidden
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


def _hidden(table: _Table, lines: frozenset[int], columns: frozenset[int]) -> _Cells:
    """The counts of a block that can be more than one number for who knows the sums of the block.

    Of whole numbers from nought up with given sums of lines and columns, one cell takes every value from
    ``line + column - all`` (or nought) to the lesser of its sums, and no other. What can be one number alone
    is no secret, and is shown.
    """
    of_line = {at: sum(table[at][each] for each in columns) for at in lines}
    of_column = {each: sum(table[at][each] for at in lines) for each in columns}
    whole = sum(of_line.values())
    return frozenset(
        (at, each)
        for at in lines
        for each in columns
        if min(of_line[at], of_column[each]) > max(0, of_line[at] + of_column[each] - whole)
    )


def _enough(table: _Table, hidden: _Cells, totals: Sequence[int], fewest: int) -> bool:
    """Whether what is withheld of each line and column is in all as many as may be told, or none.

    It follows from what is shown. Where all of a column is fewer than that, its total says no less.
    """
    of_line, of_column = Counter[int](), Counter[int]()
    for at, column in hidden:
        of_line[at] += table[at][column]
        of_column[column] += table[at][column]
    return all(count >= fewest for count in of_line.values()) and all(
        count >= min(fewest, totals[column]) for column, count in of_column.items()
    )
