"""What a planted breach is: a change to a stay that kept the rules, told by the rule's name."""

from collections.abc import Callable
from dataclasses import dataclass

from habeas.custody.synthetic.stay import Entry, Stay

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Planted:
    """One breach or gap; ``verdict`` is what an audit should say of the rule."""

    rule: str
    verdict: str
    what: str
    entries: list[Entry]
    along: tuple[str, ...] = ()
    """Rules of which an audit has to say the same, since this cannot be done without breaking them."""
    as_first_written: str | None = None
    """What an audit should say without corrections, where that is another."""
    missing: str | None = None
    """What was taken out of the rows, where that is all: ``time``, ``end`` or ``field``."""


Change = Callable[[Stay], list[Entry] | None]
"""Changes a stay and returns the entries that show it; ``None``, and no change, where it does not fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way to break a rule."""

    rule: str
    what: str
    change: Change
    verdict: str = "breached"
    needs: frozenset[str] = frozenset()
    """Kinds of entry without which it does not fit: asked first, since that is quick."""
    along: tuple[str, ...] = ()
    as_first_written: str | None = None

    def plant(self, stay: Stay) -> Planted | None:
        """Break the rule; ``None``, and no change, where that does not fit the stay."""
        entries = self.change(stay)
        if entries is None:
            return None
        return Planted(self.rule, self.verdict, self.what, entries, self.along, self.as_first_written)


def way(
    rule: str,
    what: str,
    change: Change,
    verdict: str = "breached",
    *,
    needs: str = "",
    along: str = "",
    as_first_written: str | None = None,
) -> Way:
    """A way to break a rule; kinds and rules are named with spaces between."""
    return Way(rule, what, change, verdict, frozenset(needs.split()), tuple(along.split()), as_first_written)


def late(kind: str, since: tuple[str, ...], least: int, most: int, *then: str) -> Change:
    """Put the first entry of a kind off until so many minutes after the first of others, and ``then`` too."""

    def change(stay: Stay) -> list[Entry] | None:
        entry, start = stay.first(kind), stay.first(*since)
        if entry is None or start is None or entry.at is None or start.at is None:
            return None
        off = start.at + stay.chance.between(least, most) * MINUTE - entry.at
        following = [entry, *(each for each in stay.of(*then) if each.at and each.at >= entry.at)]
        if off <= 0 or max(each.at or 0 for each in following) + off > stay.end - 10 * MINUTE:
            return None
        put_off(following, off)
        return [start, entry]

    return change


def put_off(entries: list[Entry], seconds: int) -> None:
    """Let entries have happened later."""
    for each in entries:
        if each.at is not None:
            each.at += seconds


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


def british(stay: Stay) -> bool:
    """Whether the rules of England and Wales hold for it."""
    return stay.place.british


def in_the_eu(stay: Stay) -> bool:
    """Whether the rules of the European Union hold for it."""
    return stay.place.jurisdiction == "EU" and stay.basis in ("criminal", "attendance")


def of_a_juvenile(stay: Stay) -> bool:
    """Whether a juvenile is held."""
    return stay.person.juvenile


def of_an_adult(stay: Stay) -> bool:
    """Whether an adult is held."""
    return not stay.person.juvenile


def whole(stay: Stay) -> bool:
    """Whether it is a custody by itself: rules over the whole of one find its times in one record."""
    return stay.goes_to is None and stay.first("transferred_in") is None
