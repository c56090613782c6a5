"""The templates ``at_least`` and ``total``: how much in each full block of time (safeguards.md 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from habeas.safeguards.case import Case, Start, sure
from habeas.safeguards.intervals import Piece, length, overlap
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
        start = start_of(case, self.start)
        found = [one for one in case.matching(self.patterns) if one.occurred_at is not None]
        for number, block in blocks(case, start, least.window or DAY):
            if block is None:
                yield Occasion(verdict=Verdict.NOT_RECORDED)
                continue
            own = [one for one in found if one.occurred_at and block[0] <= one.occurred_at < block[1]]
            reached = len(own) >= least.count
            yield bounded(
                Occasion(
                    verdict=Verdict.MET if reached else Verdict.NOT_RECORDED,
                    key=f"{number}",
                    since=block[0],
                    until=block[1],
                    count=len(own),
                ),
                start,
            )
        if not _any(case, start, least.window or DAY):
            yield none()

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
        start, window = start_of(case, self.start), least.window or DAY
        pieces = sure(case.stretches(self.span))
        for number, block in blocks(case, start, window, self.skip):
            if block is None:
                yield Occasion(verdict=Verdict.NOT_RECORDED)
                continue
            there = length(overlap(block, pieces))
            yield bounded(
                Occasion(
                    verdict=Verdict.MET if there >= least.length else Verdict.NOT_RECORDED,
                    key=f"{number}",
                    since=block[0],
                    until=block[1],
                    observed=there,
                    limit=least.length,
                ),
                start,
            )
        if not _any(case, start, window, self.skip):
            yield none()

    def __str__(self) -> str:
        """As a rule is printed."""
        first = f", but the first {self.skip}" if self.skip else ""
        return f"{self.span} as long as the limit in each block since {self.start}{first}"


def blocks(case: Case, start: Start, window: timedelta, skip: int = 0) -> Iterator[tuple[int, Piece | None]]:
    """Each full block that is over, by its number from 1; one ``None`` where its times are not known."""
    over = case.over_at
    if start.at is None or over is None:
        yield 0, None
        return
    for number in count(skip + 1):
        since: datetime = start.at + (number - 1) * window
        if since + window > over:
            return
        yield number, (since, since + window)


def _any(case: Case, start: Start, window: timedelta, skip: int = 0) -> bool:
    return next(blocks(case, start, window, skip), None) is not None
