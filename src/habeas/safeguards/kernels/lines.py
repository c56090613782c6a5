"""The entries of stays as the register has them, for the rules that ask how it was kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side
from habeas.safeguards.kernels.events import Entered
from habeas.safeguards.kernels.reading import bounds

RECORDS = 12_500
"""The entries of how many records are looked at together."""
_LARGEST = 2**32 - 1
"""The largest number of an entry that goes into one number with the place of its stay."""


@dataclass(frozen=True, kw_only=True)
class Lines(Side):
    """Entries of the stays as the register has them, by ``row`` and ``e``."""

    row: Ints
    e: Ints
    seq: Ints
    ts: Ints
    wr: Ints
    own: Bools
    """Whether it corrects nothing and was written by the instant of the audit."""
    soon: Ints
    """How soon after it an outage had begun for which it was written elsewhere; nothing if it was not."""

    @property
    def by_number(self) -> Ints:
        """Their places by ``row``, ``seq`` and ``e``: nearly as they lie, so that a stable order is quick."""
        if len(self.seq) and self.seq.min() >= 0 and self.seq.max() <= _LARGEST:
            return np.argsort((self.row << 32) | self.seq, kind="stable")
        return np.lexsort((self.seq, self.row))


def lines(x: Entered, row: Ints, as_of: int) -> Iterator[Lines]:
    """Every entry, whenever it was written, those of many records at a time; ``row`` −1 of no stay.

    Arrays that are no longer than that are looked through several times as quickly as longer ones.
    """
    own = (x.fixes == NONE) & (x.wr <= as_of)
    for part in pairwise(bounds(x.rid, RECORDS)):
        at = slice(*part)
        those = Lines(
            row=row[at], e=x.e[at], seq=x.seq[at], ts=x.ts[at], wr=x.wr[at], own=own[at], soon=x.soon[at]
        )
        yield those if np.all(those.row >= 0) else those.where(those.row >= 0)
