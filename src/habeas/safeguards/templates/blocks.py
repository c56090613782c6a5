"""The templates ``at_least`` and ``total``: how much in each full block of time (safeguards.md 2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from habeas.clock.intervals import Piece, length, overlap
from habeas.safeguards.case import Case, Start, sure
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.templates.starts import ARRIVED, bounded, start_of
from habeas.safeguards.verdict import Occasion, Verdict, none

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """In each full block since the start there are as many entries as the limit says."""

    patterns: tuple[Pattern, ...]
    start: str = ARRIVED

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each block that is over."""
        least = limits["limit"]
        found = [one for one in case.matching(self.patterns) if one.occurred_at is not None]

        def judged(block: Piece) -> Occasion:
            count = sum(
                one.occurred_at is not None and block[0] <= one.occurred_at < block[1] for one in found
            )
            return Occasion(
                verdict=Verdict.MET if count >= least.count else Verdict.NOT_RECORDED, count=count
            )

        yield from by_block(case, start_of(case, self.start), least.window or DAY, judged)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"{said(self.patterns)} as often as the limit in each block since {self.start}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """In each full block since the start the span takes as long as the limit says, in all."""

    span: str
    start: str = ARRIVED
    skip: int = 0
    """So many first blocks are no occasion."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each block that is over."""
        least = limits["limit"]
        pieces = sure(case.stretches(self.span))

        def judged(block: Piece) -> Occasion:
            there = length(overlap(block, pieces))
            verdict = Verdict.MET if there >= least.length else Verdict.NOT_RECORDED
            return Occasion(verdict=verdict, observed=there, limit=least.length)

        yield from by_block(case, start_of(case, self.start), least.window or DAY, judged, skip=self.skip)

    def __str__(self) -> str:
        """As a rule is printed."""
        first = f", but the first {self.skip}" if self.skip else ""
        return f"{self.span} as long as the limit in each block since {self.start}{first}"


def by_block(
    case: Case,
    start: Start,
    window: timedelta,
    judged: Callable[[Piece], Occasion],
    *,
    skip: int = 0,
) -> Iterator[Occasion]:
    """The verdict of each full block of time that is over, by its number from 1, but for the first ``skip``.

    One that is not recorded where the times are not known; one that is not applicable where none is over.
    """
    over = case.over_at
    if start.at is None or over is None:
        yield Occasion(verdict=Verdict.NOT_RECORDED)
        return
    full = (over - start.at) // window
    for number in range(skip + 1, full + 1):
        since: datetime = start.at + (number - 1) * window
        found = replace(judged((since, since + window)), key=f"{number}", since=since, until=since + window)
        yield bounded(found, start)
    if full <= skip:
        yield none()
