"""What stays tell of signals, over columns (``signals.sql``)."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np

from habeas.safeguards.kernels.arrays import NONE, Ints, nothing
from habeas.safeguards.kernels.columns import Columns
from habeas.safeguards.kernels.sweep import Parts, Pieces, inside, length
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.signals import kinds
from habeas.safeguards.sql.codes import EXACT


def _unaccounted(c: Columns) -> Mapping[str, Ints]:
    """The time of each stay in which no stretch says where the person was."""
    since, until = c.stay("y.t0"), c.stay("y.over_at")
    known = c.holds("y.held") & (c.stay("y.t0_is") == EXACT) & (until != NONE)
    row = np.flatnonzero(known & (until > since))
    pieces = Pieces(row, since[row], until[row])
    found = Parts.joined([inside(pieces, c.stretches(span)) for span in kinds.WHERE])
    total = pieces.until - pieces.since
    return _rows(c, row, total - length(found.where(found.sure), len(row)), total)


def _asked_for(c: Columns, kind: str) -> Mapping[str, Ints]:
    """In which stays somebody asked for something."""
    row = np.flatnonzero(c.holds("y.held"))
    return _rows(c, row, c.entries([Pattern(kind)]).there[row].astype(np.int64), np.ones(len(row), np.int64))


def _rows(c: Columns, row: Ints, n: Ints, total: Ints) -> Mapping[str, Ints]:
    return {
        "station": c.stay("y.station")[row],
        "officer": nothing(len(row)),
        "rid": c.rid[row],
        "n": n,
        "total": total,
        "times": np.ones(len(row), np.int64),
    }


STAYS: Mapping[str, Callable[[Columns], Mapping[str, Ints]]] = MappingProxyType(
    {
        "time.unaccounted": _unaccounted,
        **{name: partial(_asked_for, kind=kind) for name, kind in kinds.REQUESTS.items()},
    }
)
"""Each signal that looks at a stay: the rows of it that ``signalled`` has."""
