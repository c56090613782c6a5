"""The templates ``cover`` and ``exclude``: what goes on while something else does (safeguards.md 2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from habeas.clock.intervals import Piece, length, minus, overlap
from habeas.safeguards.case import Case, Stretch, possible, sure
from habeas.safeguards.limits import Limit
from habeas.safeguards.templates.order import Denial
from habeas.safeguards.templates.stretches import occasion_of
from habeas.safeguards.verdict import Occasion, Verdict, none


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """While ``span`` goes on, but for ``less``, so does ``by``; what is missing is at most the tolerance."""

    span: str
    by: str
    tolerance: timedelta
    less: str = ""
    denied: Denial | None = None

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each stretch of the span."""
        found = case.stretches(self.span)
        if not found:
            yield none()
        by = case.stretches(self.by) if found else []
        less = case.stretches(self.less) if self.less and found else []
        for one in found:
            yield self._judged(case, one, by, less)

    def _judged(self, case: Case, one: Stretch, by: Sequence[Stretch], less: Sequence[Stretch]) -> Occasion:
        asked = replace(occasion_of(case, one), limit=self.tolerance)
        if self.denied is not None and one.start is not None and self.denied.of(one.start):
            return replace(asked, verdict=Verdict.BREACHED)
        if one.known is None:
            return asked
        worst = length(minus(minus([one.known], sure(less)), sure(by)))
        best = length(minus(minus([one.known], possible(less)), possible(by)))
        asked = replace(asked, observed=worst)
        if best > self.tolerance and any(_overlaps(one.known, each) for each in by):
            return replace(asked, verdict=Verdict.BREACHED)
        if one.running:
            return replace(asked, verdict=Verdict.PENDING)
        return replace(asked, verdict=Verdict.MET) if worst <= self.tolerance else asked

    def __str__(self) -> str:
        """As a rule is printed."""
        less = f" less {self.less}" if self.less else ""
        denied = f", {self.denied}" if self.denied else ""
        return (
            f"{self.span}{less} covered by {self.by}, but for {self.tolerance.total_seconds():.0f} s{denied}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude:
    """While ``span`` goes on, ``other`` does not."""

    span: str
    other: str

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each stretch of the span, in a record that has the other."""
        others = case.stretches(self.other)
        found = case.stretches(self.span) if others else []
        if not found:
            yield none()
        for one in found:
            asked = occasion_of(case, one)
            if one.known is None:
                yield asked
                continue
            both = length(overlap(one.known, sure(others)))
            asked = replace(asked, observed=both)
            if both > timedelta():
                yield replace(asked, verdict=Verdict.BREACHED)
            elif one.running:
                yield replace(asked, verdict=Verdict.PENDING)
            elif overlap(one.known, possible(others)):
                yield asked
            else:
                yield replace(asked, verdict=Verdict.MET)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"no {self.other} during {self.span}"


def _overlaps(piece: Piece, other: Stretch) -> bool:
    """Whether another stretch is known to lie in a piece in part, by both its bounds or the one it has."""
    since, until = other.since, other.until
    if since is not None and until is not None:
        return bool(overlap(piece, [(since, until)]))
    if since is not None:
        return piece[0] <= since < piece[1]
    return until is not None and piece[0] < until <= piece[1]
