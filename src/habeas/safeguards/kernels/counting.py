"""What is counted of the occasions of a rule as columns, and what is kept of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, nothing
from habeas.safeguards.kernels.columns import Columns
from habeas.safeguards.kernels.occasions import Found
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_APPLICABLE
from habeas.safeguards.sql.occasions import RANKS
from habeas.safeguards.sql.query import REASON

if TYPE_CHECKING:
    import duckdb

AT_ONCE = 250_000
"""How many rows are gathered before they are put into their table."""
_WHERE = "station, month, jurisdiction"
_PLACED = {
    "tally": _WHERE,
    "length": "station, month",
}
"""What is put into a table of the place by whose number its rows are gathered."""


@dataclass
class Gathered:
    """Rows on their way into tables of a connection: a table takes many at once in the time of few."""

    db: "duckdb.DuckDBPyConnection"
    _rows: dict[str, list[Mapping[str, Ints | Bools]]] = field(default_factory=lambda: defaultdict(list))
    _many: int = 0
    _places: tuple[Ints, int] | None = None

    def add(self, table: str, rows: Mapping[str, Ints | Bools]) -> None:
        """Put rows into a table, some time before ``flush`` ends."""
        self._rows[table].append(rows)
        self._many += len(next(iter(rows.values())))
        if self._many > AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Put what is gathered where it belongs."""
        for table, parts in self._rows.items():
            columns = {name: nullable(np.concatenate([each[name] for each in parts])) for name in parts[0]}
            self.db.register("gathered", pa.table(columns))
            rows = "* FROM gathered"
            if "place" in columns:
                where = _PLACED[table]
                rows = f"g.* EXCLUDE (place), {where} FROM gathered AS g JOIN place AS p ON p.place = g.place"
            self.db.execute(f"INSERT INTO {table} BY NAME SELECT {rows}")
            self.db.unregister("gathered")
        self._rows.clear()
        self._many = 0

    def places(self, stays: Columns) -> tuple[Ints, int]:
        """Of each stay where it began, as a number from 0; and how many of these there are."""
        if self._places is None:
            self.db.execute(f"""
CREATE OR REPLACE TEMP TABLE place AS
SELECT CAST(ROW_NUMBER() OVER (ORDER BY {_WHERE}) - 1 AS BIGINT) AS place, {_WHERE}
FROM (SELECT DISTINCT {_WHERE} FROM placed)""")
            read = self.db.execute(
                f"SELECT rid, DENSE_RANK() OVER (ORDER BY {_WHERE}) - 1 AS place FROM placed"
            ).fetchnumpy()
            rid, place = (np.asarray(read[name], np.int64) for name in ("rid", "place"))
            found = np.zeros(len(stays.rid), np.int64)
            found[stays.row(rid)] = place
            self._places = found, int(place.max()) + 1 if len(place) else 0
        return self._places


@dataclass(frozen=True)
class InArrays:
    """The occasions of a rule (``sql.occasions.Occasions``)."""

    rid: Ints
    found: Found
    first: Ints
    """The verdict as first written, where it was another one."""
    stays: Columns
    into: Gathered

    def by_record(self) -> Iterable[Sequence[int | None]]:
        """How many records have which gravest verdict, and which reason why it does not apply."""
        many = np.bincount(self._gravest[self._gravest != NONE])
        for grave in np.flatnonzero(many).tolist():
            verdict, reason = divmod(grave, REASON)
            yield verdict, reason if verdict == NOT_APPLICABLE else None, int(many[grave])

    def by_verdict(self) -> Iterable[Sequence[int]]:
        """How many occasions have which verdict."""
        many = np.bincount(self.found["mark"] % REASON, self.found["times"])
        there = np.flatnonzero(np.bincount(self.found["mark"] % REASON))
        yield from ((int(each), int(many[each])) for each in there)

    def ranks(self) -> Sequence[int | None]:
        """The least lengths, in microseconds, that at least half of them, and nine tenths, do not exceed."""
        lengths = self.found["observed"][self._measured]
        if not len(lengths):
            return [None] * len(RANKS)
        places = [-(-len(lengths) * share.numerator // share.denominator) - 1 for share in RANKS]
        return [int(each) for each in np.partition(lengths, places)[places]]

    def tell(self, rule: int) -> None:
        """Put those that are told into ``told``."""
        found, mark = self.found, self.found["mark"]
        excused = (found["excused"] != NONE) | (found["too_late"] != NONE)
        told = np.flatnonzero((mark < MET) | excused | (self.first != NONE))
        mark = mark[told]
        own = ("since", "until", "due", "observed", "n", "allowed")
        self._put(
            "told",
            rule,
            rid=self.rid[told],
            verdict=mark % REASON,
            reason=np.where(mark >= REASON, mark // REASON, NONE),
            **{name: found[name][told] for name in own},
            **{f"e_{at}": found[f"ev{at}"][told] for at in (1, 2, 3)},
            excused=found["excused"][told],
            too_late=found["too_late"][told],
            first=self.first[told],
        )

    def count_places(self, rule: int) -> None:
        """Put how many there are where into ``tally``."""
        if not len(self.rid):
            return
        place, many = self.into.places(self.stays)
        flags = [self.found["excused"] != NONE, self.found["too_late"] != NONE, self.first != NONE]
        what = self.found["mark"]
        for flag in flags:
            what = what * 2 + flag
        kinds = np.flatnonzero(np.bincount(what))  # few, so that all places and kinds are counted at once
        number = np.zeros(int(kinds[-1]) + 1, np.int64)
        number[kinds] = np.arange(len(kinds))
        at = place[self._row] * len(kinds) + number[what]
        counts = np.bincount(at, self.found["times"], minlength=many * len(kinds))
        there = np.flatnonzero(np.bincount(at, minlength=len(counts)))
        what = kinds[there % len(kinds)]
        self._put(
            "tally",
            rule,
            place=there // len(kinds),
            mark=what // 8,
            excused=what // 4 % 2,
            too_late=what // 2 % 2,
            changed=what % 2,
            n=counts[there].astype(np.int64),
        )

    def measure(self, rule: int, *, by_place: bool) -> None:
        """Put how often each length was measured into ``length``; ``by_place``: and where."""
        measured = self._measured
        lengths, at = np.unique(self.found["observed"][measured], return_inverse=True)
        if not len(lengths):
            return
        many = len(lengths)
        if by_place:
            at = self.into.places(self.stays)[0][self._row[measured]] * many + at
        there, n = np.unique(at, return_counts=True)
        where = {"place": there // many} if by_place else {}
        self._put("length", rule, **where, observed=lengths[there % many], n=n.astype(np.int64))

    def judge(self, rule: int, concerned: str) -> None:
        """Put a verdict for each record concerned into ``verdict``."""
        which = self.stays.holds(concerned)
        grave = self._gravest[which]
        verdict = np.where(grave == NONE, NOT_APPLICABLE, grave // REASON)
        self._put("verdict", rule, rid=self.stays.rid[which], verdict=verdict)

    def count_each(self, rule: int, *, measured: bool) -> None:
        """Put all of them into ``counted``; ``measured``: with the lengths of which ranks are."""
        found = self.found
        length = np.where(self._measured, found["observed"], NONE) if measured else nothing(len(self.rid))
        self._put(
            "counted",
            rule,
            rid=self.rid,
            mark=found["mark"],
            excused=found["excused"] != NONE,
            too_late=found["too_late"] != NONE,
            changed=self.first != NONE,
            decides=self._decides,
            times=found["times"],
            observed=length,
        )

    @property
    def _decides(self) -> Bools:
        """Whether an occasion is the gravest of its record; of several equal ones it is one."""
        grave = self._graveness
        gravest = np.flatnonzero(grave == self._gravest[self._row])
        one = nothing(len(self.stays.rid))
        one[self._row[gravest]] = gravest
        decides = np.zeros(len(grave), bool)
        decides[one[one != NONE]] = True
        return decides

    def _put(self, table: str, rule: int, **columns: Ints | Bools) -> None:
        many = len(next(iter(columns.values())))
        self.into.add(table, {"rule": np.full(many, rule, np.int64), **columns})

    @cached_property
    def _gravest(self) -> Ints:
        """Of each stay its gravest mark, turned about: the verdict stands before the reason."""
        found = nothing(len(self.stays.rid))
        np.minimum.at(found, self._row, self._graveness)
        return found

    @property
    def _graveness(self) -> Ints:
        mark = self.found["mark"]
        return mark % REASON * REASON + mark // REASON

    @cached_property
    def _row(self) -> Ints:
        return self.stays.row(self.rid)

    @property
    def _measured(self) -> Bools:
        verdict = self.found["mark"] % REASON
        measured: Bools = (self.found["observed"] != NONE) & ((verdict == BREACHED) | (verdict == MET))
        return measured


def nullable(values: Ints | Bools) -> pa.Array:
    """The same as Arrow has it."""
    absent = values == NONE
    if absent.all():
        return pa.nulls(len(values), pa.int64())
    return pa.array(values, mask=absent) if absent.any() else pa.array(values)
