"""How long, of each piece of time, something goes on or does not (``sql.sweep``)."""

from dataclasses import dataclass

import numpy as np

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, pairs, reached, summed
from habeas.safeguards.kernels.columns import Stretches


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of time of the stays, with both bounds known; they lie by ``row``."""

    row: Ints
    since: Ints
    until: Ints


@dataclass(frozen=True)
class Parts(Side):
    """What lies in pieces of something else: in which piece, from when to when, and whether that is sure."""

    piece: Ints
    since: Ints
    until: Ints
    sure: Bools


def inside(pieces: Pieces, by: Stretches) -> Parts:
    """What lies of stretches in each piece; a bound that is not known lies anywhere."""
    left, right = pairs(pieces.row, by.starts)
    begins, ends = by.since[right], by.until[right]
    since, until = pieces.since[left], pieces.until[left]
    known = (begins != NONE) & (ends != NONE)
    a = np.where(begins == NONE, since, np.maximum(begins, since))
    b = np.minimum(ends, until)
    kept = (a < b) & (~known | (begins < ends))
    return Parts(left[kept], a[kept], b[kept], known[kept])


def length(parts: Parts, pieces: int) -> Ints:
    """How long they are together in each piece, what overlaps once."""
    order = np.lexsort((parts.until, parts.since, parts.piece))
    piece, since, until = parts.piece[order], parts.since[order], parts.until[order]
    before = reached(piece, until)
    begins = np.where(before == NONE, since, np.maximum(since, before))
    return summed(piece, np.maximum(until - begins, 0), pieces)


def measured(pieces: Pieces, *parts: Parts) -> tuple[Ints, Ints]:
    """Of each piece the length in which none of some things goes on, at worst and at best.

    At worst goes on what is sure, at best what is possible.
    """
    every = Parts(
        *(
            np.concatenate([getattr(each, name) for each in parts])
            for name in ("piece", "since", "until", "sure")
        )
    )
    whole = pieces.until - pieces.since
    many = len(pieces.row)
    return whole - length(every.where(every.sure), many), whole - length(every, many)
