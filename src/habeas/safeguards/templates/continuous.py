"""The template ``continuous``: one stretch of at least so long in each window (safeguards.md 2).

``anchored`` asks each full block since the start: what began in it counts in full. ``sliding`` asks every
window whatever its start: eight hours in *any* twenty-four is
broken by who sleeps from ten to six each night.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from habeas.clock.intervals import Piece, length, overlap
from habeas.safeguards.case import Case, Stretch, possible, sure
from habeas.safeguards.limits import Limit
from habeas.safeguards.templates.blocks import DAY, by_block
from habeas.safeguards.templates.starts import ARRIVED, bounded, start_of
from habeas.safeguards.verdict import Occasion, Verdict, none


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuous:
    """One stretch of ``span`` as long as the limit, in each window since ``start``."""

    span: str
    start: str = ARRIVED
    sliding: bool = False

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each block that is over; where the windows slide, the record."""
        least, window = limits["limit"].length, limits["limit"].window or DAY
        start, found = start_of(case, self.start), case.stretches(self.span)
        if start.at is None or case.over_at is None:
            yield Occasion(verdict=Verdict.NOT_RECORDED, limit=least)
        elif not self.sliding:
            yield from by_block(case, start, window, lambda block: _block(block, found, least))
        elif start.at + window > case.over_at:
            yield none()
        else:
            yield bounded(_windows(start.at, case.over_at, found, least, window), start)

    def __str__(self) -> str:
        """As a rule is printed."""
        which = "any window" if self.sliding else "each block"
        return f"one {self.span} as long as the limit in {which} since {self.start}"


def _windows(
    since: datetime, over: datetime, found: Sequence[Stretch], least: timedelta, window: timedelta
) -> Occasion:
    asked = Occasion(verdict=Verdict.NOT_RECORDED, since=since, until=over, limit=least)
    starts = (since, over - window)
    if _reach(starts, sure(found), least, window):
        return replace(asked, verdict=Verdict.MET)
    if _reach(starts, possible(found), least, window) or not sure(found):
        return asked
    return replace(asked, verdict=Verdict.BREACHED)


def _block(block: Piece, found: Sequence[Stretch], least: timedelta) -> Occasion:
    since, until = block
    asked = Occasion(verdict=Verdict.NOT_RECORDED, since=since, until=until, limit=least)
    begun = [one for one in found if one.since is not None and since <= one.since < until]
    longest = max(
        [
            *(one.until - one.since for one in begun if one.since and one.until),
            *(
                length(overlap(block, [one.known]))
                for one in found
                if one.known is not None and one.known[0] < since
            ),
        ],
        default=None,
    )
    asked = replace(asked, observed=longest)
    if longest is not None and longest >= least:
        return replace(asked, verdict=Verdict.MET)
    if any(one.running for one in begun):
        return replace(asked, verdict=Verdict.PENDING)
    if any(_may_reach(block, one, least) for one in found if one.known is None):
        return asked
    whole = [one for one in begun if one.known is not None]
    return replace(asked, verdict=Verdict.BREACHED) if whole else asked


def _may_reach(block: Piece, one: Stretch, least: timedelta) -> bool:
    """Whether a stretch with a bound that is not known can be what the block lacks."""
    if one.since is not None and one.since >= block[0]:
        return one.since < block[1]
    [(since, until)] = possible([one])
    return length(overlap(block, [(max(since, block[0]), until)])) >= least


def _reach(starts: Piece, pieces: Sequence[Piece], least: timedelta, window: timedelta) -> bool:
    """Whether each window that begins between two instants, both of them too, has one long enough."""
    good = [
        (max(since + least - window, starts[0]), min(until - least, starts[1]))
        for since, until in pieces
        if _long(since, until, least)
    ]
    at = starts[0]
    for since, until in sorted(good):
        if since > at:
            return False
        at = max(at, until)
    return at >= starts[1] and any(since <= starts[0] <= until for since, until in good)


def _long(since: datetime, until: datetime, least: timedelta) -> bool:
    return until - since >= least
