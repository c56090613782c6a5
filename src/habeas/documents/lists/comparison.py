"""A text that came back, compared with what went out and with what it is by now, paragraph by paragraph.

Three texts: the base that went out, theirs as it came back, ours as it stands. A paragraph is known again by
its key, wherever it was moved to; one without a key by its words. Nothing is merged here: what differs is
shown, and a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LIKE = 0.6
"""Texts at least as alike as this are taken for the same paragraph, where one came back without its key."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A paragraph with the key by which it is known; empty where it came back without one."""

    key: str
    text: str


class Change(StrEnum):
    """What became of one paragraph."""

    SAME = "same"
    THEIRS = "changed by them"
    OURS = "changed by us"
    BOTH_SAME = "changed alike"
    CONFLICT = "changed by both"
    ADDED = "added by them"
    REMOVED = "taken out by them"
    REMOVED_CHANGED = "taken out by them, changed by us"
    GONE = "taken out by us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One paragraph in the three texts; a text is ``None`` where it does not stand there.

    ``after`` is the key of the paragraph that theirs puts it behind, empty at the beginning. ``moved`` says
    that theirs has it in another order than the base.
    """

    key: str
    change: Change
    base: str | None
    theirs: str | None
    ours: str | None
    after: str = ""
    moved: bool = False

    @property
    def asks(self) -> bool:
        """Whether a person has something to decide."""
        return self.moved or self.change not in (Change.SAME, Change.OURS, Change.BOTH_SAME)


def compare(base: Sequence[Keyed], theirs: Sequence[Keyed], ours: Sequence[Keyed]) -> tuple[Compared, ...]:
    """Compare in the order of theirs; what they took out stands where it was in the base.

    Every paragraph of theirs is in the result once, in their order, and so is every key of base and ours.
    """
    known = _recognised(base, theirs)
    before = {one.key: one.text for one in base}
    now = {one.key: one.text for one in ours}
    moved = _moved([one.key for one in base], [key for key in known if key])
    found: list[Compared] = []
    after = ""
    for place, (one, key) in enumerate(zip(theirs, known, strict=True), start=1):
        name = key or f"new-{place}"
        found.append(
            Compared(
                key=name,
                change=_change(before.get(key), one.text, now.get(key)) if key else Change.ADDED,
                base=before.get(key),
                theirs=one.text,
                ours=now.get(key),
                after=after,
                moved=key in moved,
            )
        )
        after = name
    return tuple(_with_removed(found, base, now, frozenset(key for key in known if key)))


def _recognised(base: Sequence[Keyed], theirs: Sequence[Keyed]) -> list[str]:
    """The key of each paragraph of theirs: its own once, else that of the most alike that is missing."""
    keys = {one.key for one in base}
    taken: set[str] = set()
    found = []
    for one in theirs:
        key = one.key if one.key in keys and one.key not in taken else ""
        taken.add(key)
        found.append(key)
    missing = [one for one in base if one.key not in taken]
    for alike in (_equal, _likeness):  # the same words first: they are the most, and found at once
        for place, (one, key) in enumerate(zip(theirs, found, strict=True)):
            if key or not missing or not one.text.strip():
                continue
            best = max(missing, key=lambda other: alike(other.text, one.text))
            if alike(best.text, one.text) >= LIKE:
                found[place] = best.key
                missing.remove(best)
    return found


def _equal(one: str, other: str) -> float:
    return float(one == other)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; the quick upper bound first, since most pairs have nothing in common."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def _change(base: str | None, theirs: str, ours: str | None) -> Change:
    if ours is None:
        return Change.GONE
    if theirs == ours:
        return Change.SAME if theirs == base else Change.BOTH_SAME
    if theirs == base:
        return Change.OURS
    return Change.THEIRS if ours == base else Change.CONFLICT


def _moved(base: Sequence[str], theirs: Sequence[str]) -> frozenset[str]:
    """Those that have to move for the order of the base to become theirs: as few as possible."""
    common = set(base) & set(theirs)
    one, other = [key for key in base if key in common], [key for key in theirs if key in common]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in other[block.b : block.b + block.size]}
    return frozenset(common - kept)


def _with_removed(
    found: list[Compared], base: Sequence[Keyed], now: Mapping[str, str], known: frozenset[str]
) -> Iterable[Compared]:
    """Put what they took out behind the paragraph that it followed, and what only we have at the end."""
    behind: dict[str, list[Compared]] = {}
    last = ""
    for one in base:
        if one.key in known:
            last = one.key
            continue
        ours = now.get(one.key)
        change = Change.REMOVED if ours in (None, one.text) else Change.REMOVED_CHANGED
        if ours is None:
            change = Change.BOTH_SAME  # both took it out
        gone = Compared(key=one.key, change=change, base=one.text, theirs=None, ours=ours, after=last)
        behind.setdefault(last, []).append(gone)
    yield from behind.pop("", ())
    for each in found:
        yield each
        yield from behind.pop(each.key, ())
    keys = {one.key for one in base}
    for key, text in now.items():
        if key not in keys:
            yield Compared(key=key, change=Change.OURS, base=None, theirs=None, ours=text)
