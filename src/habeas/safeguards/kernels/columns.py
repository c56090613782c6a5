"""What kernels ask of a set of stays, as columns that lie by stay: made when one asks for them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from habeas.custody.kinds import spans
from habeas.safeguards.ingest.fields import asked_of, speaking
from habeas.safeguards.kernels.arrays import (
    NONE,
    Bools,
    Ints,
    Side,
    at,
    counted,
    least,
    nothing,
    pairs,
    said,
    some,
    sought,
    starts_of,
)
from habeas.safeguards.kernels.events import Events
from habeas.safeguards.kernels.lines import Lines
from habeas.safeguards.kernels.reading import as_numbers
from habeas.safeguards.kernels.stays import Source, Stays
from habeas.safeguards.kernels.stretching import Ends, Marks, Stretched, stretched
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import span_codes
from habeas.safeguards.sql.stages import Tables
from habeas.safeguards.templates.attribute import Apart


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
class ByKind(Side):
    """Events of stays by kind and ``e``."""

    row: Ints
    e: Ints
    ts: Ints
    written: Ints
    first_e: Ints
    origin: Ints


class Columns(Stays):
    """The columns of one set of stays: what SQL says of each, their events, and their stretches."""

    lines: Sequence[Lines] = ()
    """Every entry of the stays, whenever it was written, those of many records at a time."""

    def __init__(
        self, source: Source, tables: Tables, events: Events, joined: Stretched | None = None
    ) -> None:
        """``joined``: their stretches, where they are made of those of other stays."""
        super().__init__(source, tables)
        self._anew = None if events.origin is events.e else (events.e, events.origin)
        order = np.argsort(events.kind, kind="stable")
        order = order[np.searchsorted(events.kind[order], 0) :]
        row = self.row(events.rid[order])
        if np.any(row < 0):
            order, row = order[row >= 0], row[row >= 0]
        kind = events.kind[order]
        most = int(kind[-1]) if len(kind) else 0
        self._starts = np.searchsorted(kind, np.arange(most + 2))
        columns = {name: getattr(events, name)[order] for name in ("e", "ts", "written", "first_e")}
        origin = columns["e"] if self._anew is None else events.origin[order]
        self._by_kind = ByKind(row=row, **columns, origin=origin)
        self._joined = joined is not None
        self.stretched = self._stretched(events.span[order]) if joined is None else joined

    def entries(self, patterns: Sequence[Pattern], *, fields: Sequence[str] = (), **asked: str) -> Entries:
        """The entries that one of the patterns matches; ``asked`` are expressions of the event ``v``.

        ``fields`` are those of which expressions ask something.
        """
        asks = bool(fields) or any(each.field for each in patterns)
        heard = [each for each in patterns if asks and each.kind in speaking()]
        silent = {each.kind for each in patterns if not (asks and each.kind in speaking()) and not each.field}
        parts = [*self._silent(self.source.spoken.numbers(silent).values(), asked)]
        parts += self._heard(heard, asked) if heard else []
        if len(parts) == 1:
            [found] = parts
        else:
            names = ("row", "e", "ts", "written", "first_e", *(f"said_{name}" for name in asked))
            found = {name: np.concatenate([nothing(0), *(part[name] for part in parts)]) for name in names}
        found = _by_entry(found)
        told = {name: found.pop(f"said_{name}") for name in asked}
        return Entries(**found, said=told, rows=len(self.rid))

    def _silent(self, kinds: Collection[int], asked: Mapping[str, str]) -> Iterator[dict[str, Ints]]:
        """The entries of some kinds, of which nothing is asked that one says and another does not."""
        said = self.source.spoken.of_kinds(kinds, asked) if kinds and asked else {}
        for kind in sorted(kinds):
            at = self._at(kind)
            told = {
                f"said_{name}": np.full(at.stop - at.start, said[f"said_{name}"][said["kind"] == kind])
                for name in asked
            }
            yield {**_columns(self._by_kind.where(at)), **told}

    def _heard(self, patterns: Sequence[Pattern], asked: Mapping[str, str]) -> Iterator[dict[str, Ints]]:
        """The entries of kinds that say something."""
        read = self.source.spoken.entries(patterns, asked)
        for kind in np.unique(read["kind"]).tolist():
            own = slice(*np.searchsorted(read["kind"], [kind, kind + 1]).tolist())
            place, there = self._places(kind, read["e"][own])
            told = {f"said_{name}": read[f"said_{name}"][own][there] for name in asked}
            yield {**_columns(self._by_kind.where(place)), **told}

    def _places(self, kind: int, e: Ints) -> tuple[Ints, Bools]:
        """Where entries of a kind lie by the number that they have in their record; which are among these."""
        at = self._at(kind)
        place, there = sought(self._by_kind.origin[at], e)
        return at.start + place, there

    def _at(self, kind: int) -> slice:
        return slice(*self._starts[kind : kind + 2].tolist()) if kind + 1 < len(self._starts) else slice(0, 0)

    def numbered(self, kinds: Sequence[str], condition: str, fields: Sequence[str]) -> Ints:
        """The entries of these kinds of which a condition of the event ``v`` holds, by their number."""
        patterns = [Pattern(kind) for kind in kinds]
        found = self.entries(patterns, fields=fields, holds=f"CASE WHEN {condition} THEN 1 ELSE 0 END")
        return found.where(found.said["holds"] == 1).e

    def named(self, t: Apart) -> tuple[Entries, Ints, Bools]:
        """The entries of ``apart``: the first other that names the same, and whether one names nobody.

        ``said["missing"]`` is 1 where the entry itself names nobody. Who is named is text, and few are.
        """
        who, there = f"v.f_{t.field}", f"v.f_{t.others_field}"
        missing = f"CASE WHEN {who} IS NULL OR {who} = '' THEN 1 ELSE 0 END"
        own = self.entries(t.patterns, fields=(t.field,), missing=missing)
        others = self.entries(
            t.others, fields=(t.others_field,), unsaid=f"CASE WHEN {there} IS NULL THEN 1 ELSE 0 END"
        )
        name_e, names = self.source.spoken.names(t.patterns, t.field)
        other_e, other_names = self.source.spoken.names(t.others, t.others_field)
        number = as_numbers([names, other_names])
        place, known = self._among(own, name_e)
        name = np.full(len(own.e), -1)
        name[place] = number[: len(name_e)][known]
        place, known = self._among(others, other_e)
        order = np.argsort(place, kind="stable")
        place, other = place[order], number[len(name_e) :][known][order]
        left, right = pairs(own.row, starts_of(others.row[place], len(self.rid)))
        same = least(left, said(others.e[place[right]], other[right] == name[left]), len(own.e))
        left, right = pairs(own.row, others.starts)
        return own, same, some(left, others.said["unsaid"][right] == 1, len(own.e))

    def _among(self, entries: Entries, e: Ints) -> tuple[Ints, Bools]:
        """Where entries lie by the number that they have in their record, and which are there."""
        return sought(self.origin(entries.e), e)

    def urgent(self) -> tuple[Ints, Bools]:
        """The entries that say that something was urgent, and why; whether each was written in time."""
        urgent = "CASE WHEN v.f_urgent AND v.f_urgent_reason_said THEN 1 ELSE 0 END"
        kinds = [Pattern(kind) for kind in sorted(asked_of("urgent"))]
        found = self.entries(kinds, fields=("urgent", "urgent_reason"), urgent=urgent)
        found = found.where(found.said["urgent"] == 1)
        return found.e, (found.ts != NONE) & (found.written <= found.ts)

    def after_end(self, still: Sequence[str]) -> tuple[Ints, Ints]:
        """For each stay the first entry after its end but of some kinds, and how many there are."""
        own = self._by_kind
        after = own.ts > self.stay("y.end_ts")[own.row]
        after &= own.ts != NONE
        for kind in self.source.spoken.numbers(still).values():
            after[self._at(kind)] = False
        row = own.row[after]
        first = nothing(len(self.rid))
        np.minimum.at(first, row, own.e[after])
        return first, counted(row, len(self.rid))

    def unended(self, names: Sequence[str]) -> tuple[Ints, Ints, Ints]:
        """The stretches that have a start and no end: of which stay, their start, the place of their span."""
        own = self.stretched
        place = np.full(len(span_codes()), -1)
        place[[span_codes()[name] for name in names]] = np.arange(len(names))
        own = own.where((own.s_e != NONE) & (own.t_e == NONE) & (place[own.name] >= 0))
        return self.row(own.rid), own.s_e, place[own.name]

    def stretches(self, span: str) -> Stretches:
        """The stretches of a span."""
        starts, found = self._by_span
        number = span_codes()[span]
        return found.where(slice(starts[number], starts[number + 1]))

    @cached_property
    def _by_span(self) -> tuple[Ints, Stretches]:
        """Every stretch of the stays by span and ``own_e``, and where each span starts."""
        own = self.stretched
        if self._joined:
            own = own.where(np.lexsort((own.own_e, own.name)))  # entries are numbered a stay at a time
        row = self.row(own.rid)
        if np.any(row < 0):
            own, row = own.where(row >= 0), row[row >= 0]
        names = ("s_e", "t_e", "own_e", "since", "until", "key", "running")
        columns = {name: getattr(own, name) for name in names}
        found = Stretches(row=row, **columns, rows=len(self.rid))
        return np.searchsorted(own.name, np.arange(len(span_codes()) + 1)), found

    def _stretched(self, span: Ints) -> Stretched:
        """The stretches of all spans, by span and ``own_e``; the entries say which ``span`` is theirs."""
        ends = Ends(rid=self.rid, is_open=self.holds("y.is_open"), end_ts=self.stay("y.end_ts"))
        return Stretched.joined(
            [
                stretched(name, self._marks(bounds, span), ends, self.as_of)
                for name, bounds in sorted(spans().items())
                if name != "outage"
            ]
        )

    def _marks(self, bounds: tuple[str, str], span: Ints) -> Marks:
        """The entries with which a span begins and ends."""
        at = [self._at(kind_codes()[kind]) for kind in bounds]
        columns = {
            name: np.concatenate([getattr(self._by_kind, name)[each] for each in at])
            for name in ("row", "e", "ts", "first_e")
        }
        starts = np.repeat([True, False], [each.stop - each.start for each in at])
        return Marks(**columns, span=np.concatenate([span[each] for each in at]), starts=starts)

    def origin(self, e: Ints) -> Ints:
        """Entries by the number that they have in their record: those of custodies are numbered anew."""
        if self._anew is None:
            return e
        numbers, origin = self._anew
        return at(origin, np.where(e == NONE, NONE, np.searchsorted(numbers, e)))


def _columns(events: ByKind) -> dict[str, Ints]:
    return {name: getattr(events, name) for name in ("row", "e", "ts", "written", "first_e")}


def _by_entry(columns: dict[str, Ints]) -> dict[str, Ints]:
    """Columns in the order of the entries, in which they lie already where they are of one kind."""
    e = columns["e"]
    if np.all(e[1:] >= e[:-1]):
        return columns
    order = np.argsort(e, kind="stable")
    return {name: values[order] for name, values in columns.items()}
