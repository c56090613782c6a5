"""Who is who: the times of a list and the entries of the register, one to one, and nothing guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Times = Sequence[int]
"""Microseconds, in order."""


def paired(there: Times, here: Times, reach: int) -> list[tuple[int, int]]:
    """The places of what belongs together where both are of one person or record.

    As many pairs as there can be that lie within ``reach``, among these those whose differences are least
    together; in order, for of two visits the first is the first in both.
    """
    best: list[list[tuple[int, int]]] = [[(0, 0)] * (len(here) + 1) for _row in range(len(there) + 1)]
    for i, one in enumerate(there, 1):
        for j, other in enumerate(here, 1):
            found = max(best[i - 1][j], best[i][j - 1])
            if (apart := abs(one - other)) <= reach:
                pairs, less = best[i - 1][j - 1]
                found = max(found, (pairs + 1, less - apart))
            best[i][j] = found
    pairs_found, i, j = [], len(there), len(here)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs_found.append((i, j))
    return pairs_found[::-1]


@dataclass(frozen=True, slots=True)
class Together:
    """Times of the list and entries that can each belong to another of them, and to nothing else."""

    there: tuple[int, ...]
    here: tuple[int, ...]
    pairs: int
    """How many of them can be paired at most."""

    @property
    def lacking_there(self) -> int:
        """How many times of the list have no entry; which, cannot be said where there are several."""
        return len(self.there) - self.pairs

    @property
    def lacking_here(self) -> int:
        """How many entries are not in the list."""
        return len(self.here) - self.pairs


def together(there: Times, here: Times, tolerance: int) -> Iterator[Together]:
    """What hangs together where nothing but place and time is known: within the tolerance of each other.

    Each time and each entry is in one of them, by its place; one alone has nothing near.
    """
    size = len(there)
    above = list(range(size + len(here)))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    first = 0
    for i, one in enumerate(there):
        while first < len(here) and here[first] < one - tolerance:
            first += 1
        j = first
        while j < len(here) and here[j] <= one + tolerance:
            above[top(size + j)] = top(i)
            j += 1
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for place in range(len(above)):
        own = groups.setdefault(top(place), ([], []))
        (own[0] if place < size else own[1]).append(place if place < size else place - size)
    for mine, yours in groups.values():
        yield Together(tuple(mine), tuple(yours), _most(mine, yours, there, here, tolerance))


def _most(mine: list[int], yours: list[int], there: Times, here: Times, tolerance: int) -> int:
    """How many can be paired at most: on a line the earliest with the earliest that is near enough."""
    i = j = pairs = 0
    while i < len(mine) and j < len(yours):
        apart = here[yours[j]] - there[mine[i]]
        if abs(apart) <= tolerance:
            i, j, pairs = i + 1, j + 1, pairs + 1
        elif apart < 0:
            j += 1
        else:
            i += 1
    return pairs
