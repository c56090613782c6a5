"""The tables of an engine as columns that lie by stay: read from it when a kernel asks for them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from habeas.safeguards.ingest.fields import asked_of
from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, at, counted, nothing, said, starts_of
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import code, codes, span_codes
from habeas.safeguards.sql.query import Query, matches, names
from habeas.safeguards.sql.stages import Tables
from habeas.safeguards.templates.attribute import Apart

Read = Callable[[str], Mapping[str, Any]]
"""The columns of a query, as arrays by their names."""
_LARGEST = 2**32 - 1
"""The largest number of an entry that goes into one number with the place of its stay."""


@dataclass(frozen=True, kw_only=True)
class Entries(Side):
    """Entries of the stays by ``row`` and ``e``; those of a stay without a time come last."""

    row: Ints
    e: Ints
    ts: Ints
    written: Ints
    first_e: Ints
    said: Mapping[str, Ints]
    """What else was asked of each, by the name under which it was asked."""
    rows: int
    """How many stays there are."""

    @cached_property
    def starts(self) -> Ints:
        """Where the entries of each stay start; one more for where the last one ends."""
        return starts_of(self.row, self.rows)

    @cached_property
    def timed(self) -> Ints:
        """For each stay, where those without a time start."""
        return self.starts[1:] - np.bincount(self.row[self.ts == NONE], minlength=self.rows)

    @property
    def there(self) -> Bools:
        """Whether each stay has one."""
        return np.less(self.starts[:-1], self.starts[1:])

    @property
    def firsts(self) -> Ints:
        """The place of the first entry of each stay, nothing where there is none."""
        return said(self.starts[:-1], self.there)

    @property
    def earliest(self) -> Ints:
        """The place of the first entry of each stay that has a time."""
        return said(self.starts[:-1], self.starts[:-1] < self.timed)

    @property
    def timeless(self) -> Ints:
        """The first entry of each stay that has no time."""
        return at(self.e, said(self.timed, self.timed < self.starts[1:]))


@dataclass(frozen=True, kw_only=True)
class Stretches(Side):
    """Stretches of a span of the stays, by ``row``."""

    row: Ints
    s_e: Ints
    t_e: Ints
    own_e: Ints
    since: Ints
    until: Ints
    key: Ints
    running: Bools
    rows: int
    """How many stays there are."""

    @cached_property
    def starts(self) -> Ints:
        """Where the stretches of each stay start; one more for where the last one ends."""
        return starts_of(self.row, self.rows)

    @property
    def known(self) -> Bools:
        """Of which both bounds are known."""
        known: Bools = (self.since != NONE) & (self.until != NONE)
        return known


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


RECORDS = 12_500
"""The entries of how many records are looked at together."""


class Columns:
    """The columns of one set of tables."""

    def __init__(self, read: Read, tables: Tables, as_of: int) -> None:
        self._read, self.tables, self.as_of = read, tables, as_of
        self._stays: dict[str, Ints] = {}
        self.query = Query(tables, as_of, {}, {})
        """For the words of SQL that kernels read entries by."""

    @cached_property
    def _rids(self) -> Ints:
        return _whole(self._read(f"SELECT rid FROM {self.tables.stay}")["rid"])

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self._rids, kind="stable")

    @cached_property
    def rid(self) -> Ints:
        """The number of each stay, rising; all else of stays lies in this order."""
        return self._rids[self._order]

    @cached_property
    def _row_of(self) -> Ints:
        rows = np.full(int(self.rid[-1]) + 2 if len(self.rid) else 1, -1, np.int64)
        rows[self.rid] = np.arange(len(self.rid))
        return rows

    def stay(self, expression: str) -> Ints:
        """A column of the stays, or what an expression says of each stay ``y``."""
        if expression.isdecimal():  # a limit that holds for all
            return np.full(len(self.rid), int(expression))
        if expression not in self._stays:
            read = self._read(f"SELECT {_number(expression)} AS said FROM {self.tables.stay} AS y")
            self._stays[expression] = _whole(read["said"])[self._order]
        return self._stays[expression]

    def holds(self, expression: str) -> Bools:
        """Whether a condition holds for each stay ``y``; not where that is not known."""
        if expression in {"TRUE", "FALSE"}:
            return np.full(len(self.rid), expression == "TRUE")
        return np.equal(self.stay(f"CASE WHEN {expression} THEN 1 ELSE 0 END"), 1)

    def row(self, rid: Ints) -> Ints:
        """The places of stays; -1 of one that is not among them."""
        if len(self.rid) and int(self.rid[-1] - self.rid[0]) == len(self.rid) - 1:  # none is left out
            row: Ints = rid - self.rid[0]
            row[(row < 0) | (row >= len(self.rid))] = -1
            return row
        return self._row_of[np.minimum(rid, len(self._row_of) - 1)]

    def entries(self, patterns: Sequence[Pattern], *, fields: Sequence[str] = (), **asked: str) -> Entries:
        """The entries that one of the patterns matches; ``asked`` are expressions of the event ``v``."""
        known = kind_codes()
        if not asked and not fields and all(each.kind in known and not each.field for each in patterns):
            return self._of_kinds({known[each.kind] for each in patterns})
        source = self.query.events(*patterns, fields=fields)
        listed = "".join(f", {_number(each)} AS said_{name}" for name, each in asked.items())
        own = f"v.rid, v.e, {_number('v.ts')} AS ts, v.written, v.first_e{listed}"
        columns = _by_entry(
            self._of_stays(self.read(f"SELECT {own} FROM {source} AS v WHERE {matches(patterns)}"))
        )
        found = {name: columns.pop(f"said_{name}") for name in asked}
        return Entries(**columns, said=found, rows=len(self.rid))

    def _of_kinds(self, kinds: Collection[int]) -> Entries:
        """The entries of some kinds, which all rules together ask often: of what is read once."""
        starts, columns = self._by_kind
        there = [slice(starts[kind], starts[kind + 1]) for kind in sorted(kinds)]
        if len(there) == 1:
            found = {name: values[there[0]] for name, values in columns.items()}
        else:
            found = {
                name: np.concatenate([nothing(0), *(values[each] for each in there)])
                for name, values in columns.items()
            }
            found = _by_entry(found)
        return Entries(**found, said={}, rows=len(self.rid))

    def _of_stays(self, read: Mapping[str, Ints]) -> dict[str, Ints]:
        """Columns with the ``row`` of the stay in the place of ``rid``; what is of none is left out."""
        row = self.row(read["rid"])
        columns = {"row": row, **{name: values for name, values in read.items() if name != "rid"}}
        return columns if np.all(row >= 0) else _taken(columns, row >= 0)

    @cached_property
    def _by_kind(self) -> tuple[Ints, Mapping[str, Ints]]:
        """Every entry of the stays by kind and ``e``, and where each kind starts."""
        own = f"v.rid, v.e, {_number('v.ts')} AS ts, v.written, v.first_e, v.kind"
        columns = self._of_stays(self.read(f"SELECT {own} FROM {self.tables.event} AS v"))
        kind, e = columns["kind"], columns["e"]
        if np.any((kind[1:] < kind[:-1]) | ((kind[1:] == kind[:-1]) & (e[1:] < e[:-1]))):
            columns = _taken(columns, np.lexsort((e, kind)))
        kind = columns.pop("kind")
        most = max(len(kind_codes()), int(kind[-1]) if len(kind) else 0)  # a site's own kinds come last
        return np.searchsorted(kind, np.arange(most + 2)), columns

    def numbered(self, kinds: Sequence[str], condition: str, fields: Sequence[str]) -> Ints:
        """The entries of these kinds of which a condition of the event ``v`` holds, by their number."""
        patterns = [Pattern(kind) for kind in kinds]
        source = self.query.events(*patterns, fields=fields)
        return _whole(
            self._read(f"SELECT v.e FROM {source} AS v WHERE {matches(patterns)} AND ({condition})")["e"]
        )

    def named(self, t: Apart) -> tuple[Entries, Ints, Bools]:
        """The entries of ``apart``: the first other that names the same, and whether one names nobody.

        Who is named is text, and few are: SQL compares them. ``said["missing"]`` is 1 where nobody is.
        """
        who, said_there = f"v.f_{t.field}", f"o.f_{t.others_field}"
        missing = f"CASE WHEN {who} IS NULL OR {who} = '' THEN 1 ELSE 0 END"
        own = self.entries(t.patterns, fields=(t.field,), missing=missing)
        source = self.query.events(*t.patterns, fields=(t.field,))
        others = self.query.events(*t.others, fields=(t.others_field,))
        read = self._read(
            f"SELECT v.e, MIN(CASE WHEN {names(said_there, who)} THEN o.e END) AS same, "
            f"MAX(CASE WHEN {said_there} IS NULL THEN 1 ELSE 0 END) AS unsaid "
            f"FROM {source} AS v JOIN {others} AS o ON o.rid = v.rid "
            f"WHERE {matches(t.patterns)} AND {matches(t.others, 'o')} GROUP BY v.e"
        )
        same, unsaid = np.full(len(own.e), NONE, np.int64), np.zeros(len(own.e), np.bool_)
        place = np.searchsorted(own.e, _whole(read["e"]))
        same[place], unsaid[place] = _whole(read["same"]), _whole(read["unsaid"]) == 1
        return own, same, unsaid

    def urgent(self) -> tuple[Ints, Bools]:
        """The entries that say that something was urgent, and why; whether each was written in time."""
        urgent = f"v.kind IN ({codes(*asked_of('urgent'))}) AND v.f_urgent AND v.f_urgent_reason_said"
        read = self._read(
            "SELECT v.e, COALESCE(CAST(v.written <= v.ts AS INTEGER), 0) AS in_time "
            f"FROM {self.tables.said} AS v WHERE {urgent}"
        )
        e, in_time = _whole(read["e"]), _whole(read["in_time"]) == 1
        order = np.argsort(e)
        return e[order], in_time[order]

    def after_end(self, still: Sequence[str]) -> tuple[Ints, Ints]:
        """For each stay the first entry after its end but of some kinds, and how many there are."""
        starts, columns = self._by_kind
        after = columns["ts"] > self.stay("y.end_ts")[columns["row"]]
        after &= columns["ts"] != NONE
        may = " UNION ALL ".join(f"SELECT {code(each)} AS code" for each in still)
        for kind in self.read(may)["code"].tolist() if still else ():
            if 0 <= kind < len(starts) - 1:
                after[starts[kind] : starts[kind + 1]] = False
        row = columns["row"][after]
        first = nothing(len(self.rid))
        np.minimum.at(first, row, columns["e"][after])
        return first, counted(row, len(self.rid))

    def unended(self, names: Sequence[str]) -> tuple[Ints, Ints, Ints]:
        """The stretches that have a start and no end: of which stay, their start, the place of their span."""
        places = " ".join(f"WHEN {span_codes()[name]} THEN {place}" for place, name in enumerate(names))
        listed = ", ".join(str(span_codes()[name]) for name in names)
        read = self.read(
            f"SELECT x.rid, x.s_e, CASE x.name {places} END AS place FROM {self.tables.stretch} AS x "
            f"WHERE x.name IN ({listed}) AND x.s_e IS NOT NULL AND x.t_e IS NULL"
        )
        return self.row(read["rid"]), read["s_e"], read["place"]

    @cached_property
    def lines(self) -> Sequence[Lines]:
        """Every entry of the stays, whenever it was written, those of many records at a time.

        Arrays that are no longer than that are looked through several times as quickly as longer ones.
        """
        read = self.read(
            f"SELECT rid, e, seq, {_number('ts')} AS ts, wr, "
            f"CASE WHEN fixes IS NULL AND wr <= {self.as_of} THEN 1 ELSE 0 END AS own FROM entry"
        )
        read = _by_entry({**read, "soon": nothing(len(read["e"]))})
        away = self.read("SELECT e, soon FROM away WHERE soon IS NOT NULL")
        read["soon"][np.searchsorted(read["e"], away["e"])] = away["soon"]
        bounds = np.searchsorted(read["rid"], np.arange(0, int(self.rid.max(initial=-1)) + 1, RECORDS))
        return [
            self._lines({name: values[slice(*part)] for name, values in read.items()})
            for part in pairwise([*bounds.tolist(), len(read["rid"])])
        ]

    def _lines(self, read: Mapping[str, Ints]) -> Lines:
        columns = self._of_stays(read)
        return Lines(**{**columns, "own": columns["own"] == 1})

    def stretches(self, span: str) -> Stretches:
        """The stretches of a span."""
        starts, found = self._by_span
        number = span_codes()[span]
        return found.where(slice(starts[number], starts[number + 1]))

    @cached_property
    def _by_span(self) -> tuple[Ints, Stretches]:
        """Every stretch of the stays by span and ``own_e``, and where each span starts."""
        numbers = ("s_e", "t_e", "own_e", "since", "until", "key")
        listed = ", ".join(f"{_number(f'x.{name}')} AS {name}" for name in numbers)
        columns = self._of_stays(
            self.read(
                f"SELECT x.rid, x.name, {listed}, CAST(COALESCE(x.running, FALSE) AS INTEGER) AS running "
                f"FROM {self.tables.stretch} AS x"
            )
        )
        order = np.lexsort((columns["own_e"], columns["name"]))  # entries are numbered a stay at a time
        columns = _taken(columns, order)
        name, running = columns.pop("name"), columns.pop("running") == 1
        found = Stretches(**columns, running=running, rows=len(self.rid))
        return np.searchsorted(name, np.arange(len(span_codes()) + 1)), found

    def origin(self, e: Ints) -> Ints:
        """Entries of custodies by the number that they have in their record."""
        return at(self._origins, np.where(e == NONE, NONE, np.searchsorted(self._numbers, e)))

    @cached_property
    def _numbers(self) -> Ints:
        return np.sort(self._events["e"])

    @cached_property
    def _origins(self) -> Ints:
        return self._events["origin"][np.argsort(self._events["e"])]

    @cached_property
    def _events(self) -> Mapping[str, Ints]:
        return self.read(f"SELECT e, origin FROM {self.tables.event}")

    def read(self, text: str) -> Mapping[str, Ints]:
        """The columns of any query without nulls, by their names; ``rid`` as it is."""
        return {name: _whole(values) for name, values in self._read(text).items()}


def _taken(columns: Mapping[str, Ints], which: Bools | Ints) -> dict[str, Ints]:
    return {name: values[which] for name, values in columns.items()}


def _by_entry(columns: dict[str, Ints]) -> dict[str, Ints]:
    """Columns in the order of the entries, in which they lie already where they are of one kind."""
    e = columns["e"]
    return _taken(columns, np.argsort(e, kind="stable")) if np.any(e[1:] < e[:-1]) else columns


def _number(expression: str) -> str:
    return f"COALESCE(CAST({expression} AS BIGINT), {NONE})"


def _whole(values: Any) -> Ints:
    nothing = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None
    whole: Ints = np.asarray(values).astype(np.int64, copy=False)
    return whole if nothing is None else np.where(nothing, NONE, whole)
