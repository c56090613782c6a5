"""Whom a thread is addressed to now: authorities are renamed, split and merged, demands stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habeas.clock import Edtf


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One authority took over from another (ids), from a date on; a split is two of them."""

    authority: str
    successor: str
    date: Edtf | None = None
    withdrawn: bool = False


def answering(authority: str, successions: Iterable[Succession], as_of: date) -> tuple[str, ...]:
    """Return who answers on ``as_of`` for what was addressed to ``authority``: itself, or its successors.

    A succession of which no day is known counts. Where what was recorded only runs in a circle, nobody
    else is known to answer.
    """
    steps: dict[str, list[str]] = {}
    for one in successions:
        begun = one.date is None or (one.date.earliest or date.min) <= as_of
        if begun and not one.withdrawn:
            steps.setdefault(one.authority, []).append(one.successor)
    found: list[str] = []
    seen: set[str] = set()
    open_ends = [authority]
    while open_ends:
        here = open_ends.pop(0)
        if here not in seen:
            seen.add(here)
            further = steps.get(here, [])
            open_ends += further
            found += [] if further else [here]
    return tuple(found) or (authority,)
