"""DuckDB with kernels: it makes the stages and keeps what was found; kernels ask the rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from habeas.safeguards.kernels.arrays import NONE, Ints
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.blocks import at_least, continuous, total
from habeas.safeguards.kernels.clocks import cadence, clock
from habeas.safeguards.kernels.columns import Columns
from habeas.safeguards.kernels.combined import excused, whole
from habeas.safeguards.kernels.counting import Gathered, InArrays, nullable
from habeas.safeguards.kernels.covering import cover, exclude, max_duration, max_gap, min_gap
from habeas.safeguards.kernels.guards import guarded
from habeas.safeguards.kernels.occasions import Found, together
from habeas.safeguards.kernels.presence import (
    apart,
    at_most,
    attribute,
    before,
    closed_pairs,
    exists,
    nothing_after_end,
)
from habeas.safeguards.kernels.register import in_order, numbered, written
from habeas.safeguards.kernels.within import within
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.sql.codes import NOT_APPLICABLE
from habeas.safeguards.sql.compile import Over, limit_columns, windows_of
from habeas.safeguards.sql.duck import Duck
from habeas.safeguards.sql.engine import CUSTODY, CUSTODY_FIRST, ENTERED, ENTRIES, MIXED
from habeas.safeguards.sql.occasions import Occasions
from habeas.safeguards.sql.stages import MAIN, STAY, Tables, in_set
from habeas.safeguards.templates.attribute import Apart, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.within import Within

if TYPE_CHECKING:
    import duckdb

Kernel = Callable[[Asking, Any], Found]
_KERNELS: Mapping[type, Kernel] = {
    Within: within,
    Exists: exists,
    AtMost: at_most,
    AtLeast: at_least,
    Total: total,
    Before: before,
    NothingAfterEnd: nothing_after_end,
    Cover: cover,
    Exclude: exclude,
    MaxDuration: max_duration,
    MinGap: min_gap,
    MaxGap: max_gap,
    Cadence: cadence,
    Continuous: continuous,
    Clock: clock,
    Attribute: attribute,
    Apart: apart,
    Written: written,
    Numbered: numbered,
    InOrder: in_order,
    ClosedPairs: closed_pairs,
}
_TABLE = "occasion"
"""As SQL calls it too."""
_READ_WHERE_IT_LIES = frozenset({CUSTODY.said, MIXED.said, CUSTODY_FIRST.said})
_OF_LINES = (Written, Numbered, InOrder)
"""Templates that ask nothing of events: they take all records at once, corrected or not."""
_LINES = Tables(
    stay=f"""(
  SELECT {", ".join(STAY)} FROM {MAIN.stay} WHERE rid NOT IN (SELECT rid FROM corrected)
  UNION ALL SELECT {", ".join(STAY)} FROM {ENTERED.stay})"""
)


def _asked(q: Asking, template: Template) -> Found:
    if isinstance(template, Excused):
        return excused(q, template, _asked(q, template.inner))
    if isinstance(template, AllOf | AnyOf):
        parts = [_asked(q, part) for part in template.parts]
        return whole(parts, len(q.who), best=isinstance(template, AnyOf))
    return _KERNELS[type(template)](q, template)


@dataclass
class Kernels(Duck):
    """An audit in DuckDB at one instant, in which kernels ask the rules that they can."""

    _columns: dict[Tables, Columns] = field(default_factory=dict, init=False)
    _again: dict[Scope, Ints] = field(default_factory=dict, init=False)
    _gathered: Gathered = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is gathered yet."""
        self._gathered = Gathered(self.db)

    def make(self, name: str, text: str, *, once: bool = False, by: Sequence[str] = ()) -> None:
        """Make a temporary table as it comes: kernels sort what they read.

        What custodies of several stays say is asked by few rules, each of some kinds and fields: it is read
        where it lies.
        """
        if name in _READ_WHERE_IT_LIES:
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {text}")
        else:
            super().make(name, text, once=once)

    def derive(self) -> None:
        """Make the stages that rules alone ask."""
        super().derive()
        self._columns.clear()
        self._again.clear()

    def _number(self) -> None:
        """Kernels count for themselves."""

    def done(self) -> None:
        """Put what is left of what was found into its tables."""
        self._gathered.flush()

    def asked(self, rule: Rule) -> Occasions:
        """The occasions of a rule."""
        return self._in_arrays(rule)

    def occasions(self, rule: Rule) -> str:
        """The table of the occasions of a rule."""
        return self._as_table(self._in_arrays(rule))

    def _as_table(self, those: InArrays) -> str:
        columns = {"rid": those.rid, **those.found.columns, "as_first_written": those.first}
        self.db.register(_TABLE, pa.table({name: nullable(values) for name, values in columns.items()}))
        return _TABLE

    def _in_arrays(self, rule: Rule) -> InArrays:
        overs = [Over(_LINES)] if isinstance(rule.template, _OF_LINES) else self._over(rule)
        rid, found = self._found(rule, overs)
        first = np.full(len(rid), NONE, np.int64)
        if not rule.as_entered:
            first = self._first_written(rid, found, *self._found(rule, self._first(rule)), rule.scope)
        return InArrays(rid, found, first, self._columns_of(MAIN), self._gathered)

    def _first_written(self, rid: Ints, found: Found, was_rid: Ints, was: Found, scope: Scope) -> Ints:
        """The verdict as first written of each occasion, where it was another one."""
        at = np.flatnonzero(np.isin(rid, self._changed(scope)))
        kept = np.flatnonzero(was["times"] == 1)
        keys, asked = _identity(was_rid[kept], was["key"][kept]), _identity(rid[at], found["key"][at])
        order = np.argsort(keys, kind="stable")
        place = np.minimum(np.searchsorted(keys[order], asked), max(len(keys) - 1, 0))
        before = np.full(len(at), NOT_APPLICABLE, np.int64)
        if len(keys):
            same = keys[order[place]] == asked
            before[same] = was["mark"][kept[order[place[same]]]] % 10
        first = np.full(len(rid), NONE, np.int64)
        other = before != found["mark"][at] % 10
        first[at[other]] = before[other]
        return first

    def _changed(self, scope: Scope) -> Ints:
        """The records of which something was corrected or written late, or the custodies that have one."""
        if scope not in self._again:
            again = "SELECT rid FROM again"
            if scope is Scope.CUSTODY:
                again = "SELECT DISTINCT m.cid AS rid FROM member AS m JOIN again AS a ON a.rid = m.rid"
            self._again[scope] = np.asarray(_read(self.db, again)["rid"], np.int64)
        return self._again[scope]

    def _found(self, rule: Rule, overs: Iterable[Over]) -> tuple[Ints, Found]:
        """The occasions over several sets of tables, and whose they are."""
        parts = [self._over_one(rule, over) for over in overs]
        return np.concatenate([rid for rid, _ in parts]), together([found for _, found in parts])

    def _over_one(self, rule: Rule, over: Over) -> tuple[Ints, Found]:
        columns = self._columns_of(over.tables)
        limits = {
            name: columns.stay(each) for name, each in limit_columns(rule, columns.as_of, self.site).items()
        }
        who = columns.holds(over.where)
        if not self.every_set:
            who = who & columns.holds(f"y.{in_set(rule.set)}")
        for each in limits.values():
            who = who & (each != NONE)
        q = Asking(columns, who, limits, windows_of(rule), columns.holds(over.lost))
        found = guarded(q, rule.guards, _asked(q, rule.template))
        if over.tables in (CUSTODY, CUSTODY_FIRST):
            found = found.but(**{name: columns.origin(found[name]) for name in ENTRIES})
        return columns.rid[found.row], found

    def _columns_of(self, tables: Tables) -> Columns:
        if tables not in self._columns:
            # They know the connection and not this engine: so both go when nobody asks them any more.
            self._columns[tables] = Columns(partial(_read, self.db), tables, self._now)
        return self._columns[tables]


def _read(db: "duckdb.DuckDBPyConnection", text: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = db.execute(text).fetchnumpy()
    return read


def _identity(rid: Ints, key: Ints) -> Ints:
    """Which occasion of which record, as one number: neither comes to four thousand million."""
    return (rid << 32) | key
