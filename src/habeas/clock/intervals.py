"""Arithmetic of half-open intervals: touching is no overlap."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Piece = tuple[datetime, datetime]


def union(pieces: Iterable[Piece]) -> list[Piece]:
    """The same instants in pieces that neither overlap nor touch, in order; empty ones are left out."""
    found: list[Piece] = []
    for since, until in sorted(pieces):
        if until <= since:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def minus(pieces: Iterable[Piece], cut: Iterable[Piece]) -> list[Piece]:
    """What is in the pieces and in no cut."""
    left = union(pieces)
    for since, until in union(cut):
        left = [
            part
            for start, end in left
            for part in ((start, min(end, since)), (max(start, until), end))
            if part[0] < part[1]
        ]
    return left


def overlap(one: Piece, pieces: Iterable[Piece]) -> list[Piece]:
    """What of the pieces lies in one."""
    return union((max(one[0], since), min(one[1], until)) for since, until in pieces)


def length(pieces: Sequence[Piece]) -> timedelta:
    """How long they are together; they do not overlap."""
    return sum((until - since for since, until in pieces), timedelta())
