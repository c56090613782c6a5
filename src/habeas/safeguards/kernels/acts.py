"""What was done in each record, of which it tells signals by itself, over columns (``signals.sql``)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Self, TypeAlias

import numpy as np
import pyarrow as pa

from habeas.safeguards import thresholds
from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, nothing
from habeas.safeguards.kernels.lines import RECORDS
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.signals import kinds
from habeas.safeguards.signals.sql import BESIDE_THE_POLICE, BY_HAND, MINUTE, ON_THE_SPOT, SOURCED

Numbers: TypeAlias = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Acts(Side):
    """What stands, by ``e``; who did it is said where that is an officer."""

    e: Ints
    rid: Ints
    ts: Ints
    wr: Ints
    kind: Ints
    station: Ints
    officer: Ints
    by_hand: Ints
    on_the_spot: Ints
    beside: Ints
    sourced: Ints
    """1 where the source is so."""

    @classmethod
    def read(cls, read: Reading, text: str) -> Iterator[Self]:
        """Those that a query finds (``signals.sql.act``), of many records at a time."""
        said = {
            "by_hand": BY_HAND,
            "on_the_spot": ON_THE_SPOT,
            "beside": BESIDE_THE_POLICE,
            "sourced": SOURCED,
        }
        names = ", ".join(f"{said.get(one.name, one.name)} AS {one.name}" for one in fields(cls))
        for part in read.by_record(f"SELECT {names} FROM ({text}) AS a", RECORDS):
            yield cls(**part)

    @property
    def timed(self) -> Bools:
        """Of which it is known when they were done."""
        return np.not_equal(self.ts, NONE)

    def of(self, *names: str) -> Bools:
        """Those of some kinds."""
        return np.isin(self.kind, [kind_codes()[each] for each in names])

    @cached_property
    def by_station(self) -> "Groups":
        """Those of each record and station together."""
        return Groups.of(self.rid, self.station)

    @cached_property
    def by_officer(self) -> "Groups":
        """Those of each record, station and officer together."""
        return Groups.of(self.rid, (self.station << 32) + self.officer)

    @property
    def by_place(self) -> Mapping[str, Ints]:
        """How much each officer wrote at each station, as the table ``acted`` has it."""
        which = self.timed & (self.station != NONE)
        rows = self.summed(which, ~self.of(*kinds.DONE_FOR_ALL), by_officer=True)
        number, at = numbered((rows["station"] << 32) + rows["officer"])
        counts = {name: np.zeros(len(at), np.int64) for name in ("total", "n")}
        for name, sums in counts.items():
            np.add.at(sums, number, rows[name])
        return {
            "station": rows["station"][at],
            "officer": rows["officer"][at],
            "n": counts["total"],
            "for_one": counts["n"],
        }

    def summed(self, which: Bools, counts: Bools, *, by_officer: bool) -> Mapping[str, Ints]:
        """How many of some there are in each group, and how many of them count."""
        groups = self.by_officer if by_officer else self.by_station
        total, n = (
            np.bincount(groups.number[each], minlength=len(groups.at)) for each in (which, which & counts)
        )
        there = np.flatnonzero(total)
        at, total = groups.at[there], total[there]
        return {
            "station": self.station[at],
            "officer": self.officer[at] if by_officer else nothing(len(at)),
            "rid": self.rid[at],
            "n": n[there],
            "total": total,
            "times": total,
        }


@dataclass(frozen=True)
class Groups:
    """Acts that belong together: the number of the group of each, from 0, and where one of each lies."""

    number: Ints
    at: Ints

    @classmethod
    def of(cls, rid: Ints, other: Ints) -> Self:
        """Those of one record that are the same in something else."""
        same = pa.array(other).dictionary_encode()
        key = rid * max(len(same.dictionary), 1) + same.indices.to_numpy()
        heads, many = runs(key)
        number, at = numbered(key[heads])
        return cls(np.repeat(number, many), heads[at])


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """A number for each value, from 0, and where one lies that has each of them."""
    number = pa.array(values).dictionary_encode().indices.to_numpy()
    at = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    at[number] = np.arange(len(values))
    return number, at


def runs(values: Ints) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and how long it is."""
    begins = np.ones(len(values), np.bool_)
    begins[1:] = values[1:] != values[:-1]
    heads = np.flatnonzero(begins)
    return heads, np.diff(heads, append=len(values))


Told: TypeAlias = tuple[Bools, Bools]
"""Which acts a signal looks at, and which of these it counts."""


def _rounded(x: Acts, numbers: Numbers) -> Told:
    return x.timed & (x.by_hand == 1), x.ts % (numbers[thresholds.ROUNDED] * MINUTE) == 0


def _bundled(x: Acts, numbers: Numbers) -> Told:
    which = x.timed & x.of(*kinds.ABOUT_RIGHTS)
    return which, _crowded(x, which, x.ts, numbers[thresholds.BUNDLED], 0)


def _written_up(x: Acts, numbers: Numbers) -> Told:
    which = x.timed & (x.on_the_spot == 1)
    spread = numbers[thresholds.WRITTEN_UP_SPREAD] * MINUTE
    return which, _crowded(x, which, x.wr, numbers[thresholds.WRITTEN_UP], spread)


def _crowded(x: Acts, which: Bools, times: Ints, least: int, spread: int) -> Bools:
    """Which of some share the minute of ``times`` with so many of their record, done so far apart."""
    at = np.flatnonzero(which)
    minute = (x.rid[at] << 32) + times[at] // MINUTE
    # They lie by record, and nearly by time: what is nearly in order is in order soonest by a stable sort.
    order = np.argsort(minute, kind="stable")
    at, minute = at[order], minute[order]
    same, large = minute[least - 1 :] == minute[: max(len(at) - least + 1, 0)], np.zeros(len(at), np.bool_)
    for later in range(least):
        large[later : later + len(same)] |= same
    at, crowded = at[large], np.zeros(len(which), np.bool_)
    if len(at):
        heads, many = runs(minute[large])
        apart = np.maximum.reduceat(x.ts[at], heads) - np.minimum.reduceat(x.ts[at], heads)
        crowded[at[np.repeat(apart >= spread, many)]] = True
    return crowded


def _not_by_police(x: Acts, _numbers: Numbers) -> Told:
    return x.sourced == 1, x.beside == 1


def _waived(asked: str, waived: str) -> Callable[[Acts, Numbers], Told]:
    def told(x: Acts, _numbers: Numbers) -> Told:
        """The last of each record, of those that have a time where one has."""
        either = x.of(asked, waived)
        record = x.rid - x.rid[0]
        last = np.full(int(record[-1]) + 1, -1)
        for own in (either, either & x.timed):
            last[record[own]] = np.flatnonzero(own)
        which = np.zeros(len(either), np.bool_)
        which[last[last >= 0]] = True
        return which, x.of(waived)

    return told


ACTS: Mapping[str, Callable[[Acts, Numbers], Told]] = MappingProxyType(
    {
        "times.rounded": _rounded,
        "entries.bundled": _bundled,
        "entries.written-up": _written_up,
        "entries.not-by-police": _not_by_police,
        **{name: _waived(*pair) for name, pair in kinds.ANSWERS.items()},
    }
)
"""Each signal that looks at what was done."""
