"""Threads, derived from links: the connected parts, each in the order in which things were asked."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from habeas.clock import Edtf
from habeas.threads.values import Item, Link


@dataclass(frozen=True, slots=True)
class Thread:
    """Asks that are one demand, the first made first, and the links that say so."""

    items: tuple[Item, ...]
    links: tuple[Link, ...] = ()

    @property
    def first(self) -> Item:
        """Where the demand was first made."""
        return self.items[0]

    @property
    def last(self) -> Item:
        """Where it was made last."""
        return self.items[-1]

    @property
    def first_made(self) -> Edtf | None:
        """When, as far as that is known."""
        return self.first.date

    @property
    def asked(self) -> int:
        """How many times something was asked."""
        return len(self.items)

    @property
    def repeated(self) -> int:
        """How many of these asked again what was asked before; what only supersedes is not counted."""
        return len({link.later for link in self.links if link.relation.asks_again})

    @property
    def places(self) -> frozenset[str]:
        """The places that any of the asks names."""
        return frozenset().union(*(item.places for item in self.items))


def threads(items: Iterable[Item], links: Iterable[Link]) -> tuple[Thread, ...]:
    """Return the threads, by when they were first made; each item is in exactly one.

    In which order links were recorded does not matter. Links to items that are not given join nothing:
    a reader who may not see an ask does not see what hangs on it alone.
    """
    known = {item.id: item for item in items}
    joining = sorted(
        {link for link in links if link.joins and link.later in known and link.earlier in known},
        key=lambda link: (link.later, link.earlier, link.relation),
    )
    root_of = _roots(known, joining)
    parts: dict[str, list[Item]] = {}
    for item in known.values():
        parts.setdefault(root_of[item.id], []).append(item)
    told: dict[str, list[Link]] = {}
    for link in joining:
        told.setdefault(root_of[link.later], []).append(link)
    found = (_thread(part, tuple(told.get(root, ()))) for root, part in parts.items())
    return tuple(sorted(found, key=lambda thread: _key(thread.first)))


def _roots(known: Mapping[str, Item], links: Iterable[Link]) -> dict[str, str]:
    """For each id, one id that stands for its whole part."""
    above = {one: one for one in known}

    def root(one: str) -> str:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for link in links:
        above[root(link.later)] = root(link.earlier)
    return {one: root(one) for one in known}


def _thread(part: list[Item], links: tuple[Link, ...]) -> Thread:
    return Thread(tuple(_in_order(part, links)), links)


def _in_order(part: list[Item], links: Iterable[Link]) -> Iterator[Item]:
    """An ask comes after those that it takes up; among those that may come next, the earliest first.

    With links that :func:`habeas.threads.linking.hold` let through, what is surely earlier by its date
    comes earlier, too.
    """
    waits = {item.id: 0 for item in part}
    after: dict[str, list[str]] = {item.id: [] for item in part}
    for later, earlier in {(link.later, link.earlier) for link in links}:
        waits[later] += 1
        after[earlier].append(later)
    by_id = {item.id: item for item in part}
    ready = [(_key(item), item.id) for item in part if not waits[item.id]]
    heapq.heapify(ready)
    while ready:
        _, one = heapq.heappop(ready)
        yield by_id[one]
        for later in after[one]:
            waits[later] -= 1
            if not waits[later]:
                heapq.heappush(ready, (_key(by_id[later]), later))


def _key(item: Item) -> tuple[date, date, str]:
    return (item.from_day, item.to_day, item.id)
