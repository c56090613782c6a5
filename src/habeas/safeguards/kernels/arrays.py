"""Arrays that lie by row: what belongs to one stay stands together, and ``starts`` says where.

Numbers are whole: instants and lengths in microseconds, entries by their ``e``. ``NONE`` is no instant, no
length, no entry; it is greater than any, as a null comes last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
NONE = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Side:
    """Arrays of one length that stand side by side, and what is said of all of them."""

    def where(self, kept: Bools | Ints | slice) -> Self:
        """The same of some places, or in another order."""
        return replace(self, **{one.name: _taken(getattr(self, one.name), kept) for one in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Several, each after the other, of arrays alone."""
        names = [one.name for one in fields(cls)]
        return cls(**{name: np.concatenate([getattr(each, name) for each in parts]) for name in names})


def _taken(value: Any, kept: Bools | Ints | slice) -> Any:
    if isinstance(value, Mapping):
        return {name: each[kept] for name, each in value.items()}
    return value[kept] if isinstance(value, np.ndarray) else value


def nothing(many: int) -> Ints:
    """So many times nothing."""
    return np.full(many, NONE, np.int64)


def plus(one: Ints, other: Ints | int) -> Ints:
    """The sum; nothing where one of them is."""
    with np.errstate(over="ignore"):
        return np.where((one == NONE) | (np.asarray(other) == NONE), NONE, one + other)


def minus(one: Ints, other: Ints | int) -> Ints:
    """The difference; nothing where one of them is."""
    with np.errstate(over="ignore"):
        return np.where((one == NONE) | (np.asarray(other) == NONE), NONE, one - other)


def said(values: Ints, where: Bools) -> Ints:
    """The values there, and nothing elsewhere."""
    return np.where(where, values, NONE)


def at(values: Ints, places: Ints) -> Ints:
    """The values at some places; nothing where there is no place."""
    there = places != NONE
    found = nothing(len(places))
    found[there] = values[places[there]]
    return found


def starts_of(row: Ints, rows: int) -> Ints:
    """Of sorted rows: where each of them starts, and at the end where the last one ends."""
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows))))


def pairs(row: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """Each of one side with each of the other of the same row, by their places; the first side in order."""
    counts = starts[row + 1] - starts[row]
    left = np.repeat(np.arange(len(row)), counts)
    begins = np.cumsum(counts) - counts
    return left, np.arange(len(left)) - np.repeat(begins - starts[row], counts)


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Places so many times each, and the number of the time, from 0."""
    left = np.repeat(np.arange(len(counts)), counts)
    return left, np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)


def seek(values: Ints, low: Ints, high: Ints, at: Ints, *, after: bool = False) -> Ints:
    """Between two places, in values that rise there, the first place that is not before an instant.

    With ``after``, the first that is after it. ``high`` where there is none.
    """
    low, high = low.copy(), high.copy()
    while True:
        [left] = np.nonzero(low < high)
        if not len(left):
            return low
        middle = (low[left] + high[left]) // 2
        before = values[middle] <= at[left] if after else values[middle] < at[left]
        low[left] = np.where(before, middle + 1, low[left])
        high[left] = np.where(before, high[left], middle)


def among(some: Ints, asked: Ints) -> Bools:
    """Whether each is one of some records, by their numbers, of which those of a part lie together."""
    if not len(some) or not len(asked):
        return np.zeros(len(asked), np.bool_)
    least = min(int(some.min()), int(asked.min()))
    there = np.zeros(max(int(some.max()), int(asked.max())) - least + 1, np.bool_)
    there[some - least] = True
    return there[asked - least]


def sought(values: Ints, asked: Ints) -> tuple[Ints, Bools]:
    """Of values of which none comes twice: the places of those that are asked for, and which are there."""
    if not len(values):
        return nothing(0), np.zeros(len(asked), np.bool_)
    order = None if np.all(values[1:] > values[:-1]) else np.argsort(values)
    place = np.minimum(np.searchsorted(values, asked, sorter=order), len(values) - 1)
    place = place if order is None else order[place]
    there = values[place] == asked
    return place[there], there


def least(group: Ints, values: Ints, many: int) -> Ints:
    """Of sorted groups: the least value of each of ``many``, nothing where there is none."""
    return _by_group(np.minimum, group, values, nothing(many))


def most(group: Ints, values: Ints, many: int) -> Ints:
    """Of sorted groups: the greatest value of each of ``many``, nothing where there is none."""
    there = values != NONE
    return _by_group(np.maximum, group[there], values[there], nothing(many))


def summed(group: Ints, values: Ints, many: int) -> Ints:
    """Of sorted groups: the sum of each of ``many``, 0 where there is none."""
    return _by_group(np.add, group, values, np.zeros(many, np.int64))


def _by_group(of: np.ufunc, group: Ints, values: Ints, found: Ints) -> Ints:
    if len(group):
        heads = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
        found[group[heads]] = of.reduceat(values, heads)
    return found


def counted(group: Ints, many: int) -> Ints:
    """How many there are of each of ``many`` groups."""
    return np.bincount(group, minlength=many)


def some(group: Ints, where: Bools, many: int) -> Bools:
    """Whether there is one of each group where something holds."""
    found = np.zeros(many, np.bool_)
    found[group[where]] = True
    return found


def reached(group: Ints, values: Ints) -> Ints:
    """Of sorted groups: the greatest value that comes before each in its group, nothing for the first.

    In steps that double, so that long groups take few more.
    """
    best, step = values.copy(), 1
    while (same := group[step:] == group[:-step]).any():
        best[step:] = np.where(same, np.maximum(best[step:], best[:-step]), best[step:])
        step *= 2
    found = nothing(len(values))
    inner = np.flatnonzero(group[1:] == group[:-1])
    found[inner + 1] = best[inner]
    return found
