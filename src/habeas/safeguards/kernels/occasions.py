"""What kernels find: the occasions of a rule as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side
from habeas.safeguards.sql import codes
from habeas.safeguards.sql.codes import (
    BREACHED,
    EARLIEST,
    EXACT,
    LATEST,
    MET,
    NOT_APPLICABLE,
    NOT_RECORDED,
    PENDING,
)
from habeas.safeguards.sql.query import COLUMNS, ENDED, EXCUSED, REASON, UNCONCERNED

NUMBERS = COLUMNS[1:]
"""The columns but the first, which says whose an occasion is."""
_STANDS = (EXCUSED, UNCONCERNED, NOT_APPLICABLE + REASON * codes.NONE, NOT_RECORDED)


@dataclass(frozen=True)
class Found(Side):
    """Occasions: ``row`` is the place of the stay; the columns are those of the SQL (``query.COLUMNS``)."""

    row: Ints
    columns: Mapping[str, Ints]

    @classmethod
    def of(cls, row: Ints, mark: Ints | int, **columns: Ints | int) -> "Found":
        """Of such stays; what is not said is nothing."""
        usual: dict[str, Ints | int] = {"key": 0, "times": 1, "mark": mark, **columns}
        said = {name: np.broadcast_to(np.asarray(each, np.int64), row.shape) for name, each in usual.items()}
        unsaid = np.broadcast_to(np.int64(NONE), row.shape)
        return cls(row, {name: said.get(name, unsaid) for name in NUMBERS})

    def __getitem__(self, name: str) -> Ints:
        """A column."""
        return self.columns[name]

    def but(self, **columns: Ints) -> "Found":
        """The same with other values in some columns."""
        return Found(self.row, {**self.columns, **columns})


def together(parts: Sequence[Found]) -> Found:
    """Several as one."""
    if not parts:
        return Found.of(np.zeros(0, np.int64), 0)
    if len(parts) == 1:
        return parts[0]
    return Found(
        np.concatenate([each.row for each in parts]),
        {name: np.concatenate([each.columns[name] for each in parts]) for name in NUMBERS},
    )


def judged(*cases: tuple[Bools, int], otherwise: int = NOT_RECORDED) -> Ints:
    """First that fits."""
    return np.select([where for where, _mark in cases], [mark for _where, mark in cases], otherwise).astype(
        np.int64
    )


def bounded(mark: Ints, bound: Ints | int, *, clock: bool = False) -> Ints:
    """The mark where the start stands in: ``templates.starts.bounded``."""
    bound = np.broadcast_to(np.asarray(bound), mark.shape)
    stands = (bound == EXACT) | np.isin(mark, _STANDS) | ((bound == LATEST) & (mark == BREACHED))
    early = (mark == PENDING) | (mark == ENDED)
    if clock:
        early |= mark == MET
    return np.where(stands | ((bound == EARLIEST) & early), mark, NOT_RECORDED)
