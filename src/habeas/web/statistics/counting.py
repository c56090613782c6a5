"""Counting what is dated in part: a count may be a range, and what has no date is counted apart.

The rules are those of :class:`~habeas.clock.Edtf`: whatever the true day of a date is, the range said
here holds what would be counted with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from habeas.clock import Edtf
from habeas.clock.edtf import Precision
from habeas.law import cite

cite("ECPT#12", enforces="What a general report counts is counted from the records, and opens to them.")


class Within(StrEnum):
    """Whether something lies in a period."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    NO = "no"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends after it begins")

    def holds(self, when: Edtf | None) -> Within:
        """Whether a moment dated in part lies in it."""
        if when is None or (when.earliest is None and when.latest is None):
            return Within.UNDATED
        earliest, latest = when.earliest or date.min, when.latest or date.max
        if self.first <= earliest and latest <= self.last:
            return Within.SURELY
        if latest < self.first or self.last < earliest:
            return Within.NO
        return Within.PERHAPS


def start_of(when: Edtf | None) -> Edtf | None:
    """When a stretch of time began, as far as known: a visit counts where it began."""
    return _end(when, 0)


def end_of(when: Edtf | None) -> Edtf | None:
    """When it ended."""
    return _end(when, 1)


def _end(when: Edtf | None, place: int) -> Edtf | None:
    if when is None or when.precision is not Precision.INTERVAL:
        return when
    side = when.text.split("/")[place]
    return None if side in ("", "..") else Edtf.parse(side)


@dataclass(frozen=True, slots=True)
class Range:
    """From ``least`` to ``most``, both included; ``most`` is ``None`` where nobody can say."""

    least: int
    most: int | None

    def __add__(self, other: "Range") -> "Range":
        """Both together."""
        most = None if self.most is None or other.most is None else self.most + other.most
        return Range(self.least + other.least, most)


NOTHING = Range(0, 0)


def counted(found: Iterable[tuple[Within, Range]]) -> Range:
    """Add up what lies in the period; what perhaps lies in it can add nothing to the least."""
    total = NOTHING
    for within, how_many in found:
        if within is Within.SURELY:
            total += how_many
        elif within is Within.PERHAPS:
            total += Range(0, how_many.most)
    return total


def days_of(when: Edtf | None) -> Range | None:
    """How many days a stretch of time has, its first and last included; ``None`` where that is not known."""
    first, last = start_of(when), end_of(when)
    if when is None or first is None or last is None:
        return None
    if when.precision not in (Precision.INTERVAL, Precision.DAY):
        return None  # “March 2024” says when it was, not for how long
    days = (first.earliest, first.latest, last.earliest, last.latest)
    if None in days:
        return None
    least = (last.earliest - first.latest).days + 1  # type: ignore[operator]
    most = (last.latest - first.earliest).days + 1  # type: ignore[operator]
    return Range(max(1, least), max(1, most))


def lag(before: Edtf | None, after: Edtf | None) -> Range | None:
    """Days from one moment to a later one; ``None`` where one is not known, or they are out of order."""
    if before is None or after is None:
        return None
    ends = (before.earliest, before.latest, after.earliest, after.latest)
    if None in ends:
        return None
    most = (after.latest - before.earliest).days  # type: ignore[operator]
    least = (after.earliest - before.latest).days  # type: ignore[operator]
    return Range(max(0, least), most) if most >= 0 else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Lags of which ``known`` of ``of`` could be measured: the middle one, the shortest and the longest.

    Each is a range that holds the true one.
    """

    known: int
    of: int
    middle: tuple[float, float] | None = None
    shortest: int | None = None
    longest: int | None = None


def spread(lags: Sequence[Range | None]) -> Spread:
    """Sum up lags: a lag that nobody can measure counts in the denominator only."""
    measured = [(one.least, one.most) for one in lags if one is not None and one.most is not None]
    if not measured:
        return Spread(0, len(lags))
    return Spread(
        known=len(measured),
        of=len(lags),
        middle=(float(median(least for least, _ in measured)), float(median(most for _, most in measured))),
        shortest=min(least for least, _ in measured),
        longest=max(most for _, most in measured),
    )
