"""``at_least``, ``total`` and ``continuous`` over columns: what there is in each full block of time."""

import numpy as np

from habeas.safeguards.kernels.arrays import (
    NONE,
    Bools,
    Ints,
    counted,
    minus,
    most,
    nothing,
    pairs,
    plus,
    reached,
    said,
    some,
    spread,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.columns import Stretches
from habeas.safeguards.kernels.occasions import Found, bounded, judged, together
from habeas.safeguards.kernels.sweep import Pieces, inside, length
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.continuous import Continuous


class _Blocks:
    """Each full block of time that is over, of the stays concerned; and those of which that is not known."""

    def __init__(self, q: Asking, start: str, window: int, skip: int = 0) -> None:
        since, _e, bound = q.start(start)
        over = q.stay("over_at")
        known = (since != NONE) & (over != NONE)
        self.unknown = np.flatnonzero(q.who & ~known)
        lasts = minus(over, since)
        full = np.where(q.who & known & (lasts >= (skip + 1) * window), lasts // window, skip) - skip
        self.starts = np.concatenate(([0], np.cumsum(full)))
        self.full, self.skip, self.window = full, skip, window
        self.row, place = spread(full)
        self.number = place + skip + 1
        self.since = since[self.row] + (self.number - 1) * window
        self.until = self.since + window
        self.bound = bound[self.row]

    @property
    def pieces(self) -> Pieces:
        """As pieces of time."""
        return Pieces(self.row, self.since, self.until)

    def found(
        self, mark: Ints, allowed: Ints, *, unknown_allowed: Ints | int = NONE, **columns: Ints
    ) -> Found:
        """Each block with its verdict, and the stays of which none is known."""
        blocks = Found.of(
            self.row,
            bounded(mark, self.bound),
            key=self.number,
            since=self.since,
            until=self.until,
            allowed=allowed,
            **columns,
        )
        return together([blocks, Found.of(self.unknown, NOT_RECORDED, allowed=unknown_allowed)])


def at_least(q: Asking, t: AtLeast) -> Found:
    """Its occasions."""
    window = q.windows["limit"]
    blocks = _Blocks(q, t.start, window)
    since = q.start(t.start)[0]
    found = q.columns.entries(t.patterns)
    begun = since[found.row]
    there = (found.ts != NONE) & (begun != NONE) & (found.ts >= begun)
    row = found.row[there]
    number = (found.ts[there] - begun[there]) // window
    inner = number < blocks.full[row]
    many = counted(blocks.starts[row[inner]] + number[inner], len(blocks.row))
    mark = judged((many >= q.limit[blocks.row], MET))
    return blocks.found(mark, nothing(len(blocks.row)), n=many)


def total(q: Asking, t: Total) -> Found:
    """Its occasions."""
    blocks = _Blocks(q, t.start, q.windows["limit"], t.skip)
    parts = inside(blocks.pieces, q.columns.stretches(t.span))
    sure = length(parts.where(parts.sure), len(blocks.row))
    limit = q.limit[blocks.row]
    return blocks.found(judged((sure >= limit, MET)), limit, observed=sure)


def continuous(q: Asking, t: Continuous) -> Found:
    """Its occasions."""
    span = q.columns.stretches(t.span)
    return _sliding(q, t, span) if t.sliding else _anchored(q, t, span)


def _anchored(q: Asking, t: Continuous, span: Stretches) -> Found:
    """Each block by what began in it, and by what of one begun before lies in it."""
    blocks = _Blocks(q, t.start, q.windows["limit"])
    many, limit = len(blocks.row), q.limit[blocks.row]
    left, right = pairs(blocks.row, span.starts)
    begins, ends, running = span.since[right], span.until[right], span.running[right]
    since, until = blocks.since[left], blocks.until[left]
    begun, ended = begins != NONE, ends != NONE
    inner = begun & (begins >= since) & (begins < until)
    earlier = begun & (begins < since)
    lies = np.minimum(ends, until) - since
    own = np.where(inner, minus(ends, begins), said(np.maximum(lies, 0), earlier & ended))
    longest = most(left, own, many)
    lies_long = np.where(
        begun & (begins >= since), begins < until, np.minimum(ends, until) - since >= limit[left]
    )
    may = ~(begun & ended) & lies_long
    mark = judged(
        ((longest != NONE) & (longest >= limit), MET),
        (some(left, inner & running, many), PENDING),
        (some(left, may, many), NOT_RECORDED),
        (some(left, inner & ended, many), BREACHED),
    )
    return blocks.found(mark, limit, unknown_allowed=q.limit[blocks.unknown], observed=longest)


def _sliding(q: Asking, t: Continuous, span: Stretches) -> Found:
    """The record: whether the windows that have one long enough are all windows."""
    window = q.windows["limit"]
    since, _e, bound = q.start(t.start)
    over = q.stay("over_at")
    known = (since != NONE) & (over != NONE)
    rows = np.flatnonzero(q.who & known & (minus(over, since) >= window))
    unknown = np.flatnonzero(q.who & ~known)
    limit, begins = q.limit[rows], Pieces(rows, since[rows], over[rows] - window)
    surely = _all_windows(begins, limit, window, span.where(span.known))
    possibly = _all_windows(begins, limit, window, span)
    there = (counted(span.row[span.known], len(q.who)) > 0)[rows]
    mark = judged((surely, MET), (possibly | ~there, NOT_RECORDED), otherwise=BREACHED)
    windows = Found.of(rows, bounded(mark, bound[rows]), since=since[rows], until=over[rows], allowed=limit)
    return together([windows, Found.of(unknown, NOT_RECORDED, allowed=q.limit[unknown])])


def _all_windows(begins: Pieces, limit: Ints, window: int, span: Stretches) -> Bools:
    """Whether each window that begins in a piece of time has a stretch that is long enough."""
    many = len(begins.row)
    left, right = pairs(begins.row, span.starts)
    length = minus(span.until[right], span.since[right])
    long = (length == NONE) | (length >= limit[left])
    left, right = left[long], right[long]
    first, last = begins.since[left], begins.until[left]
    a, b = plus(span.since[right], limit[left] - window), minus(span.until[right], limit[left])
    a, b = np.where(a == NONE, first, np.maximum(a, first)), np.minimum(b, last)
    order = np.lexsort((b, a, left))
    left, a, b, first = left[order], a[order], b[order], first[order]
    reach = reached(left, b)
    broken = some(left, a > np.where(reach == NONE, first, np.maximum(reach, first)), many)
    begun = some(left, (a <= first) & (b >= first), many)
    furthest = most(left, b, many)
    whole: Bools = begun & ~broken & (furthest != NONE) & (furthest >= begins.until)
    return whole
