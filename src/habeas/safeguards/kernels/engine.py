"""DuckDB with kernels: it makes the stages and keeps what was found; kernels ask the rules."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from habeas.custody.history import ENDINGS, REOPENING
from habeas.safeguards.custody import BEGINNINGS
from habeas.safeguards.kernels import stretching
from habeas.safeguards.kernels.acts import ACTS, Acts
from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, among
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.blocks import at_least, continuous, total
from habeas.safeguards.kernels.clocks import cadence, clock
from habeas.safeguards.kernels.columns import Columns
from habeas.safeguards.kernels.combined import excused, whole
from habeas.safeguards.kernels.counting import Gathered, InArrays, nullable
from habeas.safeguards.kernels.covering import cover, exclude, max_duration, max_gap, min_gap
from habeas.safeguards.kernels.events import Entered, Events, Members, entered, mixed, of_custodies, standing
from habeas.safeguards.kernels.guards import guarded
from habeas.safeguards.kernels.lines import lines
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
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.kernels.register import in_order, numbered, written
from habeas.safeguards.kernels.signals import STAYS
from habeas.safeguards.kernels.spoken import Spoken
from habeas.safeguards.kernels.stays import Source
from habeas.safeguards.kernels.stretching import Stretched
from habeas.safeguards.kernels.within import within
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.sql import stages
from habeas.safeguards.sql.chains import CHAIN, chains
from habeas.safeguards.sql.codes import NOT_APPLICABLE
from habeas.safeguards.sql.compile import Over, limit_columns, windows_of
from habeas.safeguards.sql.duck import Duck
from habeas.safeguards.sql.engine import CUSTODY, CUSTODY_FIRST, ENTERED, ENTRIES, FIRST, MIXED
from habeas.safeguards.sql.occasions import Occasions
from habeas.safeguards.sql.stages import MAIN, Tables, in_set
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
    from habeas.safeguards.signals.asking import AskedSignals

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
_BOUNDS = [kind_codes()[each] for each in sorted({*BEGINNINGS, *REOPENING, *ENDINGS, "detention_authorised"})]
"""The kinds that say where a stay begins and ends (``sql.stages.stay``)."""
SORTED = 50_000_000
"""So many numbers are sorted at a time."""
_TABLE = "occasion"
"""As SQL calls it too."""


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
    _source: Source = field(init=False)
    _entered: Entered = field(init=False)
    _events: dict[Tables, Events] = field(default_factory=dict, init=False)
    _members: Members = field(init=False)
    _rids: dict[str, Ints] = field(default_factory=dict, init=False)
    _late: Bools = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet, and nothing gathered."""
        # It knows the connection and not this engine: so both go when nobody asks them any more.
        self._read = Reading(self.db)
        self._gathered = Gathered(self.db)

    def stand(self) -> None:
        """Make the stages of what stands, of entries that are read once."""
        self._columns.clear()
        self._again.clear()
        own = Entered.read(self._read)
        self.outages()
        self.make("away", stages.away(self._now))
        own = own.within_outages(**self._read("SELECT e, soon FROM away WHERE soon IS NOT NULL"))
        self._source, self._entered = Source(self._read, Spoken(self._read), self._now), own
        chain = list(chains(own.links(self._now)))
        self.put("chain", CHAIN, chain)
        self.events()
        self.db.register("later", pa.table({"rid": own.later(self._now)}))
        self._stays(MAIN, standing(own, chain, self._now), self._of("r.rid NOT IN (SELECT rid FROM later)"))
        self._put("stretch", self._columns[MAIN].stretched, stages.STRETCH)

    def derive(self) -> None:
        """Make the stages that rules alone ask; what they were made of is not held."""
        super().derive()
        own = self._entered
        for tables, those in ((MAIN, own), (ENTERED, own.where(among(self._rids["corrected"], own.rid)))):
            columns = self._columns[tables]
            columns.lines = list(lines(those, columns.row(those.rid), self._now))
        self.forget()

    def forget(self) -> None:
        """Let go of what stages are made of, once all are made that are asked of this engine."""
        self._events.clear()
        self._columns.pop(MIXED, None)
        del self._entered

    def _stays(
        self, tables: Tables, events: Events, text: Callable[[str], str], joined: Stretched | None = None
    ) -> None:
        """Make a table of stays, of the few events that say where one begins and ends."""
        bounds = f"{tables.stay}_bound"
        self._put(bounds, events.where(np.isin(events.kind, _BOUNDS)), ("e", "rid", "ts", "kind", "origin"))
        self.make(tables.stay, text(bounds))
        self.db.unregister(bounds)
        self._events[tables] = events
        self._columns[tables] = Columns(self._source, tables, events, joined)

    def _of(self, which: str) -> Callable[[str], str]:
        """The stays of some records ``r``."""
        return partial(stages.stay, as_of=self._now, which=which)

    def _put(self, name: str, rows: Side, columns: Iterable[str]) -> None:
        """Let SQL ask some columns of what was made."""
        self.db.register(name, pa.table({each: nullable(getattr(rows, each)) for each in columns}))

    def _number(self) -> None:
        """Kernels count for themselves."""

    def _join(self) -> None:
        super()._join()
        self._members = Members.read(self._read)

    def _custody(self, made: Tables, of: Tables) -> None:
        events = of_custodies(self._events[of], self._members)
        joined = stretching.of_custodies(self._columns[of].stretched, self._members, events)
        self._stays(made, events, partial(stages.custody_stay, of.stay), joined)

    def _find_again(self, late: int) -> None:
        own = self._entered
        corrects, self._late = own.corrects(self._now), own.late(self._now, late)
        self._rids = {
            "corrected": np.unique(own.rid[corrects]),
            "again": np.unique(own.rid[corrects | self._late]),
        }
        for name, rids in self._rids.items():
            self.db.register(name, pa.table({"rid": rids}))

    def _variant(self, tables: Tables, rids: str, late: int | None = None) -> None:
        own = self._entered
        which = among(self._rids[rids], own.rid)
        if late is not None:
            which &= ~self._late
        self._stays(tables, entered(own, which, self._now), self._of(f"r.rid IN (SELECT rid FROM {rids})"))

    def _mixed(self) -> None:
        others = self._members.others(self._rids["again"])
        self._stays(
            MIXED,
            mixed(self._events[FIRST], self._events[MAIN], others),
            lambda _events: stages.mixed(FIRST.stay, MAIN.stay, stages.STAY),
            stretching.mixed(self._columns[FIRST].stretched, self._columns[MAIN].stretched, others),
        )
        self._custody(CUSTODY_FIRST, MIXED)

    def done(self) -> None:
        """Put what is left of what was found into its tables; only signals ask of stays still."""
        self._gathered.flush()
        self._columns = {MAIN: self._columns[MAIN]}

    def asked(self, rule: Rule) -> Occasions:
        """The occasions of a rule."""
        return self._in_arrays(rule)

    def occasions(self, rule: Rule) -> str:
        """The table of the occasions of a rule."""
        those = self._in_arrays(rule)
        columns = {"rid": those.rid, **those.found.columns, "as_first_written": those.first}
        self.db.register(_TABLE, pa.table({name: nullable(values) for name, values in columns.items()}))
        return _TABLE

    def _in_arrays(self, rule: Rule) -> InArrays:
        rid, found = self._found(rule, self._over(rule))
        first = np.full(len(rid), NONE, np.int64)
        if not rule.as_entered:
            first = self._first_written(rid, found, *self._found(rule, self._first(rule)), rule.scope)
        return InArrays(rid, found, first, self._columns[MAIN], self._gathered)

    def _first_written(self, rid: Ints, found: Found, was_rid: Ints, was: Found, scope: Scope) -> Ints:
        """The verdict as first written of each occasion, where it was another one."""
        at = np.flatnonzero(among(self._changed(scope), rid))
        keys, asked = _identity(was_rid, was["key"]), _identity(rid[at], found["key"][at])
        order = np.argsort(keys, kind="stable")
        place = np.minimum(np.searchsorted(keys[order], asked), max(len(keys) - 1, 0))
        before = np.full(len(at), NOT_APPLICABLE, np.int64)
        if len(keys):
            same = keys[order[place]] == asked
            before[same] = was["mark"][order[place[same]]] % 10
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
            self._again[scope] = self._read(again)["rid"]
        return self._again[scope]

    def recurring(self, name: str, text: str, least: int) -> None:
        """Make a table of the numbers that a query finds so often: sorted, the same lie side by side."""
        [[entries]] = self.fetch("SELECT COUNT(*) FROM entry")
        turns = 1 + entries // SORTED
        found = [
            _recurring(
                self._read(f"SELECT number FROM ({text}) AS q WHERE MOD(ABS(number), {turns}) = {at}")[
                    "number"
                ],
                least,
            )
            for at in range(turns)
        ]
        self.db.register(name, pa.table({"number": np.concatenate(found)}))

    def tell_of_signals(self, acts: str, acted: str, asked: "AskedSignals") -> Collection[int]:
        """Put what signals count of acts and stays into ``signalled``: of which signals, it says.

        The others ask no ``act``, so that none is made, and ``acted`` is counted here. Nothing is asked of
        stays any more, which are let go.
        """
        of_acts, of_stays = (
            {at: each for at, each in asked.items() if each[0].name in those} for those in (ACTS, STAYS)
        )
        for at, (signal, _numbers) in of_stays.items():
            self._signal(at, STAYS[signal.name](self._columns[MAIN]))
        self._columns.clear()
        for part in Acts.read(self._read, acts):
            self._gathered.add("acted", part.by_place)
            for at, (signal, numbers) in of_acts.items():
                which, counts = ACTS[signal.name](part, numbers)
                self._signal(at, part.summed(which, counts, by_officer=signal.by_officer))
        self._gathered.flush()
        return {*of_acts, *of_stays}

    def _signal(self, at: int, rows: Mapping[str, Ints]) -> None:
        self._gathered.add("signalled", {"signal": np.full(len(rows["n"]), at), **rows})

    def _found(self, rule: Rule, overs: Iterable[Over]) -> tuple[Ints, Found]:
        """The occasions over several sets of tables, and whose they are."""
        parts = [self._over_one(rule, over) for over in overs]
        return np.concatenate([rid for rid, _ in parts]), together([found for _, found in parts])

    def _over_one(self, rule: Rule, over: Over) -> tuple[Ints, Found]:
        columns = self._columns[over.tables]
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


def _recurring(numbers: Ints, least: int) -> Ints:
    ordered = np.sort(numbers)
    last = ordered[least - 1 :]
    return np.unique(last[last == ordered[: len(last)]])


def _identity(rid: Ints, key: Ints) -> Ints:
    """Which occasion of which record, as one number: neither comes to four thousand million."""
    return (rid << 32) | key
