"""Stretches of time, made of the entries with which they begin and end (``sql.stages.stretch``)."""

from dataclasses import dataclass, replace

import numpy as np

from habeas.custody.history import TO_THE_END
from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, Side, among, at, nothing, said
from habeas.safeguards.kernels.events import Events, Members
from habeas.safeguards.sql.codes import span_codes


@dataclass(frozen=True, kw_only=True)
class Marks(Side):
    """The entries with which the stretches of a span begin and end, by ``row`` and ``e``."""

    row: Ints
    e: Ints
    ts: Ints
    span: Ints
    first_e: Ints
    starts: Bools


@dataclass(frozen=True, kw_only=True)
class Ends(Side):
    """Where stays end, by ``row``."""

    rid: Ints
    is_open: Bools
    end_ts: Ints


@dataclass(frozen=True, kw_only=True)
class Stretched(Side):
    """Stretches of all spans, as the table ``stretch`` has them; an id of a record or of a custody."""

    rid: Ints
    name: Ints
    s_e: Ints
    t_e: Ints
    own_e: Ints
    since: Ints
    until: Ints
    running: Bools
    key: Ints


@dataclass(frozen=True, kw_only=True)
class _Paired(Side):
    """A start and an end, either of which may be missing."""

    row: Ints
    s_e: Ints
    t_e: Ints
    since: Ints
    ended: Ints
    key: Ints


def stretched(name: str, marks: Marks, ends: Ends, as_of: int) -> Stretched:
    """The stretches of a span."""
    named = marks.span != NONE
    paired = _Paired.joined([_by_id(marks.where(named)), _in_turn(marks.where(~named))])
    opened = (paired.t_e == NONE) & ends.is_open[paired.row]
    to_the_end = ends.end_ts[paired.row] if name in TO_THE_END else nothing(len(paired.row))
    until = np.where(paired.t_e != NONE, paired.ended, np.where(opened, as_of, to_the_end))
    made = Stretched(
        rid=ends.rid[paired.row],
        name=np.full(len(paired.row), span_codes()[name]),
        s_e=paired.s_e,
        t_e=paired.t_e,
        own_e=np.where(paired.s_e != NONE, paired.s_e, paired.t_e),
        since=paired.since,
        until=said(until, (paired.since == NONE) | (until >= paired.since)),
        running=opened,
        key=paired.key,
    )
    return made.where(np.argsort(made.own_e, kind="stable"))


def _by_id(marks: Marks) -> _Paired:
    """Those of which the entries say which stretch they belong to."""
    marks = marks.where(np.lexsort((~marks.starts, marks.span, marks.row)))
    same = (marks.row[1:] == marks.row[:-1]) & (marks.span[1:] == marks.span[:-1])
    heads = np.flatnonzero(np.concatenate(([True], ~same))[: len(marks.row)])
    if not len(heads):
        return _Paired(**dict.fromkeys(_Paired.__dataclass_fields__, nothing(0)))
    tails = np.concatenate((heads[1:], [len(marks.row)])) - 1
    begins, ends = marks.starts[heads], ~marks.starts[tails]
    since = np.minimum.reduceat(said(marks.ts, marks.starts), heads)
    # An end without a time is nothing, which is greater than any: then it is not known when it ended.
    ended = np.maximum.reduceat(np.where(marks.starts, -NONE, marks.ts), heads)
    return _Paired(
        row=marks.row[heads],
        s_e=said(marks.e[heads], begins),
        t_e=said(marks.e[tails], ends),
        since=since,
        ended=said(ended, ends),
        key=marks.first_e[np.where(begins, heads, tails)],
    )


def _in_turn(marks: Marks) -> _Paired:
    """The others: a start with the next end if no start lies between, and each end that has no start."""
    marks = marks.where(np.argsort(marks.e, kind="stable"))
    many = len(marks.row)
    goes_on = np.zeros(many, np.bool_)
    if many:
        goes_on[:-1] = marks.starts[:-1] & ~marks.starts[1:] & (marks.row[1:] == marks.row[:-1])
    alone = ~marks.starts
    alone[1:] &= ~goes_on[:-1]
    kept = np.flatnonzero(marks.starts | alone)
    after = np.minimum(kept + 1, max(many - 1, 0))
    begins, closed = marks.starts[kept], goes_on[kept]
    t_e, ended = (np.where(closed, each[after], said(each[kept], ~begins)) for each in (marks.e, marks.ts))
    return _Paired(
        row=marks.row[kept],
        s_e=said(marks.e[kept], begins),
        t_e=t_e,
        since=said(marks.ts[kept], begins),
        ended=ended,
        key=marks.first_e[kept],
    )


def mixed(first: Stretched, main: Stretched, others: Ints) -> Stretched:
    """Stretches as first written, and beside them those of other stays of the same custodies."""
    return Stretched.joined([first, main.where(among(others, main.rid))])


def of_custodies(stays: Stretched, members: Members, events: Events) -> Stretched:
    """The stretches of custodies of several stays, whose ``events`` are numbered anew."""
    order = np.argsort(members.rid)
    own = stays.where(among(members.rid, stays.rid))
    cid = members.cid[order][np.searchsorted(members.rid[order], own.rid)]
    numbered = np.argsort(events.origin, kind="stable")  # nearly in order
    s_e, t_e = (_anew(each, events.origin[numbered], events.e[numbered]) for each in (own.s_e, own.t_e))
    return replace(own, rid=cid, s_e=s_e, t_e=t_e, own_e=np.where(s_e != NONE, s_e, t_e))


def _anew(e: Ints, origin: Ints, number: Ints) -> Ints:
    return at(number, np.where(e == NONE, NONE, np.searchsorted(origin, e)))
