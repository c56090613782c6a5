"""``cover``, ``exclude``, ``max_duration``, ``min_gap`` and ``max_gap`` over columns."""

import numpy as np

from habeas.custody.kinds import spans
from habeas.safeguards.kernels.arrays import (
    NONE,
    Bools,
    Ints,
    counted,
    least,
    minus,
    most,
    nothing,
    pairs,
    plus,
    said,
    seek,
    some,
    spread,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.columns import Stretches
from habeas.safeguards.kernels.occasions import Found, judged, together
from habeas.safeguards.kernels.sweep import Pieces, inside, length, measured
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING, micros
from habeas.safeguards.sql.covering import denied
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Denial


def concerned(q: Asking, span: str) -> Stretches:
    """The stretches of a span of the stays concerned."""
    found = q.columns.stretches(span)
    return found if q.who.all() else found.where(q.who[found.row])


def _known(span: Stretches) -> tuple[Ints, Pieces]:
    """Which stretches have both bounds, and these as pieces."""
    known = np.flatnonzero(span.known)
    return known, Pieces(span.row[known], span.since[known], span.until[known])


def _spread(known: Ints, values: Ints, many: int) -> Ints:
    """Values of those that are known, and nothing for the others."""
    found = nothing(many)
    found[known] = values
    return found


def _denied(q: Asking, denial: Denial | None, span: Stretches, name: str) -> Bools:
    """Whether the entry with which a stretch begins says that somebody was not there."""
    if denial is None:
        return np.zeros(len(span.row), np.bool_)
    start, _end = spans()[name]
    saying = q.columns.numbered([start], denied(denial, "v"), [denial.field])
    denies: Bools = np.isin(span.s_e, saying) & (span.s_e != NONE)
    return denies


def cover(q: Asking, t: Cover) -> Found:
    """Its occasions."""
    span, by = concerned(q, t.span), q.columns.stretches(t.by)
    known, pieces = _known(span)
    many = len(span.row)
    parts = [inside(pieces, by)] + ([inside(pieces, q.columns.stretches(t.less))] if t.less else [])
    worst, best = (_spread(known, each, many) for each in measured(pieces, *parts))
    overlaps = np.zeros(many, np.bool_)
    overlaps[known] = _touched(pieces, by)
    denies = _denied(q, t.denied, span, t.span)
    tolerance = micros(t.tolerance)
    mark = judged(
        (denies, BREACHED),
        (~span.known, NOT_RECORDED),
        ((best > tolerance) & overlaps, BREACHED),
        (span.running, PENDING),
        (worst <= tolerance, MET),
    )
    return _of_stretch(span, mark, said(worst, ~denies), np.full(many, tolerance, np.int64))


def _touched(pieces: Pieces, by: Stretches) -> Bools:
    """Whether some stretch surely or by its one bound lies in each piece."""
    left, right = pairs(pieces.row, by.starts)
    begins, ends = by.since[right], by.until[right]
    since, until = pieces.since[left], pieces.until[left]
    both = (begins != NONE) & (ends != NONE)
    overlaps = (begins < ends) & (begins < until) & (since < ends) & (since < until)
    begun = (begins != NONE) & (since <= begins) & (begins < until)
    ended = (ends != NONE) & (since < ends) & (ends <= until)
    touches = np.where(both, overlaps, np.where(begins != NONE, begun, ended))
    return some(left, touches, len(pieces.row))


def exclude(q: Asking, t: Exclude) -> Found:
    """Its occasions."""
    span, other = concerned(q, t.span), q.columns.stretches(t.other)
    span = span.where((other.starts[1:] > other.starts[:-1])[span.row])
    known, pieces = _known(span)
    many = len(span.row)
    parts = inside(pieces, other)
    surely = length(parts.where(parts.sure), len(known))
    possibly = length(parts, len(known))
    sure, possible = _spread(known, surely, many), _spread(known, possibly, many)
    mark = judged(
        (~span.known, NOT_RECORDED),
        (sure > 0, BREACHED),
        (span.running, PENDING),
        (possible > 0, NOT_RECORDED),
        otherwise=MET,
    )
    return _of_stretch(span, mark, sure, nothing(many))


def max_duration(q: Asking, t: MaxDuration) -> Found:
    """Its occasions."""
    span = concerned(q, t.span)
    known, pieces = _known(span)
    many = len(span.row)
    whole = pieces.until - pieces.since
    lengths = measured(pieces, inside(pieces, q.columns.stretches(t.less))) if t.less else (whole, whole)
    worst, best = (_spread(known, each, many) for each in lengths)
    limit = q.limit[span.row]
    mark = judged(
        (~span.known, NOT_RECORDED),
        (best > limit, BREACHED),
        (span.running, PENDING),
        (worst <= limit, MET),
    )
    return _of_stretch(span, mark, worst, limit)


def _of_stretch(span: Stretches, mark: Ints, observed: Ints, allowed: Ints) -> Found:
    return Found.of(
        span.row,
        mark,
        key=span.key,
        since=span.since,
        until=span.until,
        observed=observed,
        allowed=allowed,
        ev1=span.own_e,
        ev2=said(span.t_e, span.s_e != NONE),
    )


def min_gap(q: Asking, t: MinGap) -> Found:
    """Its occasions."""
    span = concerned(q, t.span)
    several = (counted(span.row, len(q.who)) > 1)[span.row]
    begun = span.where((span.since != NONE) & several)
    order = np.lexsort((begun.s_e, begun.row))
    later = order[1:][begun.row[order[1:]] == begun.row[order[:-1]]]
    before = order[:-1][begun.row[order[1:]] == begun.row[order[:-1]]]
    over, since = begun.until[before], begun.since[later]
    gap = np.maximum(minus(since, over), 0)
    limit = q.limit[begun.row[later]]
    ended = begun.t_e[before] != NONE
    successive = Found.of(
        begun.row[later],
        judged((over == NONE, NOT_RECORDED), (gap >= limit, MET), otherwise=BREACHED),
        key=begun.key[later],
        since=over,
        until=since,
        observed=said(gap, over != NONE),
        allowed=limit,
        ev1=begun.s_e[before],
        ev2=np.where(ended, begun.t_e[before], begun.s_e[later]),
        ev3=said(begun.s_e[later], ended),
    )
    loose = span.where((span.since == NONE) & several)
    unknown = Found.of(
        loose.row,
        NOT_RECORDED,
        key=loose.key,
        until=loose.until,
        allowed=q.limit[loose.row],
        ev1=loose.own_e,
        ev2=said(loose.t_e, loose.s_e != NONE),
    )
    return together([successive, unknown])


def max_gap(q: Asking, t: MaxGap) -> Found:
    """Its occasions."""
    every = concerned(q, t.inside)
    long = ~every.known | (minus(every.until, every.since) > q.limit[every.row])
    every = every.where(long)
    limit = q.limit[every.row]
    seen = q.columns.entries(t.patterns)
    timeless = (seen.timeless != NONE)[every.row]
    low = seek(seen.ts, seen.starts[every.row], seen.timed[every.row], every.since)
    high = seek(seen.ts, low, seen.timed[every.row], every.until, after=True)
    within = np.where(every.known, high - low, 0)
    last = nothing(len(every.row))
    there = within > 0
    last[there] = seen.ts[high[there] - 1]
    gap, gap_at = _widest(every, seen.ts, low, within)
    unseen = ~every.known | (last == NONE)
    tail = every.running & (minus(every.until, last) > limit)
    pending = ~unseen & (gap <= limit) & every.running & ~tail
    mark = judged(
        (unseen, NOT_RECORDED),
        ((gap > limit) & timeless, NOT_RECORDED),
        (gap > limit, BREACHED),
        (tail, NOT_RECORDED),
        (every.running, PENDING),
        otherwise=MET,
    )
    return Found.of(
        every.row,
        mark,
        key=every.key,
        since=np.where(unseen, every.since, gap_at),
        until=np.where(unseen, every.until, plus(gap_at, gap)),
        due=said(plus(last, limit), pending),
        observed=said(gap, ~unseen),
        allowed=limit,
        ev1=every.own_e,
        ev2=said(every.t_e, every.s_e != NONE),
    )


def _widest(every: Stretches, ts: Ints, low: Ints, within: Ints) -> tuple[Ints, Ints]:
    """The widest gap of each stretch with known bounds, and where it first is.

    Gaps lie between its bounds and what was seen within; the end of one that runs on is no bound.
    """
    many = len(every.row)
    gaps = np.where(every.known, within + np.where(every.running, 0, 1), 0)
    stretch, place = spread(gaps)
    own = low[stretch] + place
    safe = ts if len(ts) else nothing(1)
    before = np.where(place == 0, every.since[stretch], safe[np.clip(own - 1, 0, len(safe) - 1)])
    inner = place < within[stretch]
    after = np.where(inner, safe[np.clip(own, 0, len(safe) - 1)], every.until[stretch])
    wide = after - before
    widest = most(stretch, wide, many)
    first = least(stretch, said(before, wide == widest[stretch]), many)
    return widest, first
