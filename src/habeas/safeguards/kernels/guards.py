"""Whom a rule concerns, asked of occasions."""

from collections.abc import Iterable

import numpy as np

from habeas.safeguards.guard import AnyOf, Attribute, Earlier, Guard, Held
from habeas.safeguards.kernels.arrays import (
    NONE,
    Ints,
    at,
    said,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.occasions import NUMBERS, Found
from habeas.safeguards.sql.codes import MET, NOT_APPLICABLE, NOT_RECORDED
from habeas.safeguards.sql.compile import known
from habeas.safeguards.sql.query import NO_OCCASION, UNCONCERNED

_KEPT = frozenset({"key", "since", "ev1", "ev2", "ev3", "times"})


def guarded(q: Asking, guards: Iterable[Guard], found: Found) -> Found:
    """The occasions with the guards of a rule: asked of each that there is."""
    asked = [_holds(q, guard, found) for guard in guards]
    if not asked:
        return found
    was = found["mark"]
    no = ~np.isin(was, NO_OCCASION) & np.any([each == 0 for each in asked], axis=0)
    unknown = (was < NOT_APPLICABLE) & (was != MET) & np.any([each == NONE for each in asked], axis=0)
    mark = np.where(no, UNCONCERNED, np.where(unknown, NOT_RECORDED, was))
    told = {name: said(found[name], ~no) for name in NUMBERS if name not in _KEPT}
    return found.but(**{**told, "mark": mark})


def _holds(q: Asking, guard: Guard, found: Found) -> Ints:
    """1, 0, or nothing where it is not known, of each occasion."""
    match guard:
        case Held():
            return np.where(q.columns.holds("y.held"), 1, 0)[found.row]
        case Attribute():
            return q.columns.stay(known(guard))[found.row]
        case Earlier():
            return _earlier(q, guard, found)
        case AnyOf():
            parts = [_holds(q, part, found) for part in guard.parts]
            yes = np.any([part == 1 for part in parts], axis=0)
            unknown = np.any([part == NONE for part in parts], axis=0)
            return np.where(yes, 1, np.where(unknown, NONE, 0))
    raise TypeError(f"no guard that a kernel can ask: {guard!r}")


def _earlier(q: Asking, guard: Earlier, found: Found) -> Ints:
    entries = q.columns.entries([guard.pattern])
    first = at(entries.ts, entries.earliest)
    row, since = found.row, found["since"]
    yes = (first[row] != NONE) & (since != NONE) & (first[row] <= since)
    unknown = (entries.timeless != NONE)[row] | (entries.there[row] & (since == NONE))
    return np.where(yes, 1, np.where(unknown, NONE, 0))
