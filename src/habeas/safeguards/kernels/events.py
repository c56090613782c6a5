"""The entries of a register as arrays, read once, and the events that are made of them.

They are what ``sql.stages`` calls ``event``, ``entered``, ``custody_event`` and ``mixed``, without a query
over all entries for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, among, nothing, spread
from habeas.safeguards.kernels.reading import Reading
from habeas.safeguards.sql.chains import Link, Row

Kinds: TypeAlias = npt.NDArray[np.int16]
"""The numbers of kinds, which are sorted soonest where they take two bytes."""
STRUCK = -1


@dataclass(frozen=True, kw_only=True)
class Entered(Side):
    """Every entry of a register by ``e``, and so by record and time."""

    e: Ints
    rid: Ints
    ts: Ints
    wr: Ints
    seq: Ints
    kind: Kinds
    span: Ints
    fixes: Ints
    soon: Ints
    """How soon after it an outage had begun for which it was written elsewhere; nothing if it was not."""

    @classmethod
    def read(cls, read: Reading) -> Self:
        """Those of a connection."""
        names = ", ".join(one.name for one in fields(cls) if one.name != "soon")
        columns = dict(read(f"SELECT {names} FROM entry"))
        kind = columns.pop("kind").astype(np.int16)
        found = cls(**columns, kind=kind, soon=nothing(len(kind)))
        return found.where(np.argsort(found.e)) if np.any(found.e[1:] < found.e[:-1]) else found

    def there(self, as_of: int) -> Bools:
        """Whether each was written at an instant, and had happened where that is known."""
        there: Bools = (self.wr <= as_of) & ((self.ts == NONE) | (self.ts <= as_of))
        return there

    def later(self, as_of: int) -> Ints:
        """The records of which every entry was written later: they were not there."""
        later = self.wr > as_of
        own = self.rid[later]
        return np.unique(own[~among(self.rid[~later], own)])

    def links(self, as_of: int) -> Iterator[Link]:
        """Those that have to do with a correction."""
        corrects = self.fixes != NONE
        which = corrects | np.isin(self.e, self.fixes[corrects])
        own = self.where(which & (self.wr <= as_of))
        columns = (own.e, own.rid, own.seq, own.kind, own.ts, own.wr, own.fixes)
        for e, rid, seq, kind, ts, wr, fixes in zip(*(each.tolist() for each in columns), strict=True):
            yield Link(e, rid, seq, kind, None if ts == NONE else ts, wr, None if fixes == NONE else fixes)

    def within_outages(self, e: Ints, soon: Ints) -> Self:
        """The same where it is known of some how soon an outage had begun (the table ``away``)."""
        found = nothing(len(self.e))
        found[np.searchsorted(self.e, e)] = soon
        return replace(self, soon=found)

    def corrects(self, as_of: int) -> Bools:
        """Whether each corrects something."""
        corrects: Bools = (self.fixes != NONE) & (self.wr <= as_of)
        return corrects

    def late(self, as_of: int, limit: int) -> Bools:
        """Whether each was written later than a limit after it happened, and not elsewhere in an outage."""
        own = (self.fixes == NONE) & (self.wr <= as_of) & (self.ts != NONE)
        in_outage = (self.soon != NONE) & (self.soon <= limit)
        late: Bools = own & (self.wr - self.ts > limit) & ~in_outage
        return late


@dataclass(frozen=True, kw_only=True)
class Events(Side):
    """Events by ``e``: of records, or of custodies, whose events are numbered anew from 1."""

    e: Ints
    rid: Ints
    ts: Ints
    kind: Kinds
    """``STRUCK`` of an entry that does not stand."""
    span: Ints
    written: Ints
    first_e: Ints
    origin: Ints
    """The number of each in its own record."""


def standing(x: Entered, chain: Sequence[Row], as_of: int) -> Events:
    """The events that stand at an instant; what does not stays in its place."""
    stands, written, first_e = x.there(as_of), x.wr.copy(), x.e.copy()
    e, stays, first, wr = np.array(chain, np.int64).reshape(-1, 4).T
    at = np.searchsorted(x.e, e)
    stands[at] &= stays == 1
    written[at], first_e[at] = wr, first
    kind = np.where(stands, x.kind, STRUCK).astype(np.int16)
    return Events(
        e=x.e, rid=x.rid, ts=x.ts, kind=kind, span=x.span, written=written, first_e=first_e, origin=x.e
    )


def entered(x: Entered, which: Bools, as_of: int) -> Events:
    """Those of some entries without any correction: as they were first written."""
    own = x.where(np.flatnonzero(which & x.there(as_of) & (x.fixes == NONE)))
    return Events(
        e=own.e,
        rid=own.rid,
        ts=own.ts,
        kind=own.kind,
        span=own.span,
        written=own.wr,
        first_e=own.e,
        origin=own.e,
    )


@dataclass(frozen=True, kw_only=True)
class Members(Side):
    """The records of custodies of several stays: ``cid`` is the first, ``pos`` the place; by both."""

    rid: Ints
    cid: Ints
    pos: Ints

    @classmethod
    def read(cls, read: Reading) -> Self:
        """Those of the table ``member``."""
        return cls(**read("SELECT rid, cid, pos FROM member WHERE stays > 1 ORDER BY cid, pos"))

    def others(self, again: Ints) -> Ints:
        """Those in which nothing was corrected or late, of custodies in which something was."""
        changed = among(again, self.rid)
        return self.rid[~changed & among(self.cid[changed], self.cid)]


def mixed(first: Events, main: Events, others: Ints) -> Events:
    """Events as first written, and beside them those of other stays of the same custodies."""
    beside = main.where(among(others, main.rid))
    both = Events.joined([first, beside])
    both = both.where(np.argsort(both.e, kind="stable"))
    return replace(both, origin=both.e)


def of_custodies(events: Events, members: Members) -> Events:
    """The events of custodies of several stays, by their time: nulls last, then by stay."""
    begins, ends = (np.searchsorted(events.rid, members.rid, side) for side in ("left", "right"))
    member, nth = spread(ends - begins)
    at = begins[member] + nth
    stands = events.kind[at] != STRUCK
    cid, at = members.cid[member[stands]], at[stands]
    found = events.where(at[_by_time(cid, events.ts[at])])
    return replace(found, e=np.arange(1, len(at) + 1), rid=cid)


def _by_time(cid: Ints, ts: Ints) -> Ints:
    """The order of the events of custodies: most lie in it already, and only the others are sorted."""
    order = np.arange(len(cid))
    back = (ts[1:] < ts[:-1]) & (cid[1:] == cid[:-1])
    mixed_up = np.flatnonzero(among(cid[1:][back], cid))
    order[mixed_up] = mixed_up[np.lexsort((ts[mixed_up], cid[mixed_up]))]
    return order
