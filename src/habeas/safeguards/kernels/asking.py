"""What a kernel is asked: over which columns, of which stays, with which limits."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from habeas.safeguards.kernels.arrays import Bools, Ints
from habeas.safeguards.kernels.columns import Columns
from habeas.safeguards.templates.starts import T0


@dataclass(frozen=True, slots=True)
class Asking:
    """A template asked of the stays concerned."""

    columns: Columns
    who: Bools
    """Whether a stay is concerned, for each."""
    limits: Mapping[str, Ints]
    """Each limit, for each stay."""
    windows: Mapping[str, int]
    lost: Bools
    """Whether a custody ended in a transfer to nowhere, for each stay."""

    @property
    def as_of(self) -> int:
        """The instant of the audit."""
        return self.columns.as_of

    @property
    def rows(self) -> Ints:
        """The stays concerned."""
        return np.flatnonzero(self.who)

    @property
    def limit(self) -> Ints:
        """The one limit of a rule that has one, for each stay."""
        return self.limits["limit"]

    def stay(self, name: str) -> Ints:
        """A column of the stays."""
        return self.columns.stay(f"y.{name}")

    def start(self, name: str) -> tuple[Ints, Ints, Ints]:
        """Of each stay the instant, the entry and the bound of a start."""
        own = ("t0", "t0_e", "t0_is") if name == T0 else ("arr", "arr_e", "arr_is")
        at, e, bound = (self.stay(each) for each in own)
        return at, e, bound
