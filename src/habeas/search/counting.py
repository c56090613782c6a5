"""The values of facets counted, over all that was found.

A column of the index with one value of every item is counted several times as quickly as one in which an item
may have several or none. So the values of an item lie one each in columns beside each other, filled up where
it has fewer, and what is over in a last one; the counts of a value in each are added up.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from habeas.search.items import Facet

_SINGLE: Mapping[Facet, int] = MappingProxyType(
    dict.fromkeys(Facet, 1) | {Facet.YEAR: 2, Facet.THEME: 6, Facet.PLACE: 2}
)
"""Columns of one value of each facet: seldom has an item more."""
_NONE = ""
_MOST_SHOWN = 400
_MOST = 10_000
"""Values that are counted in a column: more than there are, so that each sum is of every column."""


def _columns(facet: Facet) -> tuple[str, ...]:
    return tuple(f"{facet.value}-{number}" for number in range(_SINGLE[facet] + 1))


COLUMNS: Mapping[Facet, tuple[str, ...]] = MappingProxyType({facet: _columns(facet) for facet in Facet})
"""Of each facet: those of one value, and the last for the rest."""


def laid_out(facets: Mapping[Facet, Iterable[str]]) -> list[tuple[str, str]]:
    """The columns that an item stands in, each with a value; each value of a facet once."""
    found: list[tuple[str, str]] = []
    for facet, (*single, rest) in COLUMNS.items():
        own = list(dict.fromkeys(facets.get(facet, ())))
        over = own[len(single) :]
        found += zip(single, own + [_NONE] * (len(single) - len(own)), strict=False)
        found += [(rest, value) for value in over]
    return found


def taken_up(laid: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The columns in which there is a value: the others need not be counted."""
    return frozenset(name for name, value in laid if value != _NONE)


def asked(columns: Iterable[str]) -> dict[str, Any]:
    """What the index is asked, to count these columns."""
    return {name: {"terms": {"field": name, "size": _MOST}} for name in columns}


def counted(answer: Mapping[str, Any]) -> Mapping[Facet, tuple[tuple[str, int], ...]]:
    """The counts by facet that the index answered, the most first."""
    return {
        facet: tuple(_summed(answer[name]["buckets"] for name in COLUMNS[facet] if name in answer))
        for facet in Facet
    }


def _summed(columns: Iterable[list[dict[str, Any]]]) -> list[tuple[str, int]]:
    sums: Counter[str] = Counter()
    for buckets in columns:
        sums.update({one["key"]: one["doc_count"] for one in buckets})
    del sums[_NONE]
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:_MOST_SHOWN]
