"""What a planted breach is: a change to a stay that kept the rules, told by the rule's name."""

from collections.abc import Callable
from dataclasses import dataclass

from habeas.custody.synthetic.stay import Entry, Stay


@dataclass(frozen=True, slots=True)
class Planted:
    """One breach or gap; ``verdict`` is what an audit should say of the rule."""

    rule: str
    verdict: str
    what: str
    entries: list[Entry]


Change = Callable[[Stay], list[Entry] | None]
"""Changes a stay and returns the entries that show it; ``None``, and no change, where it does not fit."""
Way = Callable[[Stay], Planted | None]


def way(rule: str, what: str, change: Change, verdict: str = "breached") -> Way:
    """A way to break a rule."""

    def plant(stay: Stay) -> Planted | None:
        entries = change(stay)
        return None if entries is None else Planted(rule, verdict, what, entries)

    return plant


def late(kind: str, since: tuple[str, ...], least: int, most: int, *then: str) -> Change:
    """Put the first entry of a kind off until so many minutes after the first of others, and ``then`` too."""

    def change(stay: Stay) -> list[Entry] | None:
        entry, start = stay.first(kind), stay.first(*since)
        if entry is None or start is None or entry.at is None or start.at is None:
            return None
        off = start.at + stay.chance.between(least, most) * 60 - entry.at
        following = [entry, *(each for each in stay.of(*then) if each.at and each.at >= entry.at)]
        if off <= 0 or max(each.at or 0 for each in following) + off > stay.end - 600:
            return None
        for each in following:
            each.at = (each.at or 0) + off
        return [start, entry]

    return change


def other(kind: str, **fields: object) -> Change:
    """Let the first entry of a kind say something else; ``None`` takes a field away."""

    def change(stay: Stay) -> list[Entry] | None:
        entry = stay.first(kind)
        if entry is None:
            return None
        entry.says(**fields)
        return [entry]

    return change


def only(condition: Callable[[Stay], object], change: Change) -> Change:
    """A change that fits some stays alone."""
    return lambda stay: change(stay) if condition(stay) else None
