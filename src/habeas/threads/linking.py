"""What a link may say: of one Party, from a later ask to an earlier one, and never in a circle."""

from collections.abc import Iterable, Mapping

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.threads.values import Item, Link


def hold(link: Link, items: Mapping[str, Item], links: Iterable[Link]) -> None:
    """Refuse a link that cannot be, beside those that stand.

    A date known in part forbids only what it excludes: a report “of 2021” may be earlier than one of
    March 2021. But along all links, nothing that was surely asked later may come earlier.

    Raises ``RefusedError`` (``link-to-itself``, ``link-across-parties``, ``link-there-already``,
    ``link-in-a-circle``, ``link-backwards``).
    """
    later, earlier = items[link.later], items[link.earlier]
    if later.id == earlier.id:
        raise RefusedError("link-to-itself", N_("An ask does not take up itself."))
    if later.party != earlier.party:
        raise RefusedError("link-across-parties", N_("Only asks to the same Party are linked."))
    standing = [one for one in links if not one.withdrawn]
    if any({one.later, one.earlier} == {later.id, earlier.id} for one in standing):
        raise RefusedError(
            "link-there-already",
            N_("It is said already how these two belong together."),
            advice=N_("Withdraw that link first, with a reason."),
        )
    if link.joins:
        _hold_time(later, earlier, items, [one for one in standing if one.joins])


def _hold_time(later: Item, earlier: Item, items: Mapping[str, Item], links: list[Link]) -> None:
    before = _reached(earlier.id, links, back=True)
    after = _reached(later.id, links, back=False)
    if before & after:
        raise RefusedError("link-in-a-circle", N_("By other links, the earlier one already comes later."))
    newest = max((items[one] for one in before if one in items), key=lambda item: item.from_day)
    oldest = min((items[one] for one in after if one in items), key=lambda item: item.to_day)
    if newest.from_day > oldest.to_day:
        raise RefusedError(
            "link-backwards",
            N_("A link goes from a later ask to an earlier one."),
            advice=N_("Look at the dates of both, and of what they are linked with."),
        )


def _reached(start: str, links: list[Link], *, back: bool) -> set[str]:
    """All ids that links lead to from ``start``, itself included; ``back`` goes to earlier ones."""
    steps: dict[str, list[str]] = {}
    for one in links:
        here, there = (one.later, one.earlier) if back else (one.earlier, one.later)
        steps.setdefault(here, []).append(there)
    seen: set[str] = set()
    open_ends = [start]
    while open_ends:
        here = open_ends.pop()
        if here not in seen:
            seen.add(here)
            open_ends += steps.get(here, [])
    return seen
