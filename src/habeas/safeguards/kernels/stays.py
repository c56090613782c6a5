"""A set of stays as columns: what SQL says of each, read when a kernel asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from habeas.safeguards.kernels.arrays import Bools, Ints
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.kernels.spoken import Spoken
from habeas.safeguards.sql.stages import ATTRIBUTES, STAY, Tables

_OWN = {f"y.{name}": name for name in STAY if name not in ATTRIBUTES}
"""The columns of stays that are numbers, as expressions of the stay ``y``."""


@dataclass(frozen=True)
class Source:
    """A register at one instant, of which the columns of all sets of stays are made."""

    read: Reading
    spoken: Spoken
    as_of: int


class Stays:
    """One set of stays."""

    def __init__(self, source: Source, tables: Tables) -> None:
        self.source, self.tables = source, tables
        self._asked: dict[str, Ints] = {}

    @property
    def as_of(self) -> int:
        """The instant of the audit."""
        return self.source.as_of

    @cached_property
    def _own(self) -> Mapping[str, Ints]:
        """The columns of a table that are numbers, by the number of the stay."""
        read = self.source.read(f"SELECT {', '.join(_OWN.values())} FROM {self.tables.stay}")
        order = np.argsort(read["rid"], kind="stable")
        return {own: read[name][order] for own, name in _OWN.items()}

    @property
    def rid(self) -> Ints:
        """The number of each stay, rising; all else of stays lies in this order."""
        return self._own["y.rid"]

    def stay(self, expression: str) -> Ints:
        """A column of the stays, or what an expression says of each stay ``y``."""
        if expression.isdecimal():  # a limit that holds for all
            return np.full(len(self.rid), int(expression))
        if expression in _OWN:
            return self._own[expression]
        if expression not in self._asked:
            read = self.source.read(f"SELECT y.rid, {expression} AS said FROM {self.tables.stay} AS y")
            # An engine that has several threads, or joins, hands rows over in any order.
            self._asked[expression] = read["said"][np.argsort(read["rid"], kind="stable")]
        return self._asked[expression]

    def holds(self, expression: str) -> Bools:
        """Whether a condition holds for each stay ``y``; not where that is not known."""
        if expression in {"TRUE", "FALSE"}:
            return np.full(len(self.rid), expression == "TRUE")
        if expression in _OWN:
            return np.equal(self._own[expression], 1)
        return np.equal(self.stay(f"CASE WHEN {expression} THEN 1 ELSE 0 END"), 1)

    def row(self, rid: Ints) -> Ints:
        """The places of stays; -1 of one that is not among them."""
        if len(self.rid) and int(self.rid[-1] - self.rid[0]) == len(self.rid) - 1:  # none is left out
            row: Ints = rid - self.rid[0]
            row[(row < 0) | (row >= len(self.rid))] = -1
            return row
        row = np.searchsorted(self.rid, rid)
        row[row == len(self.rid)] = -1
        return np.where((row >= 0) & (self.rid[row] == rid), row, -1) if len(self.rid) else row
