"""``clock`` and ``cadence`` over columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from habeas.custody.kinds import spans
from habeas.safeguards.kernels.arrays import (
    NONE,
    Ints,
    at,
    least,
    minus,
    most,
    nothing,
    pairs,
    plus,
    reached,
    said,
    seek,
    summed,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.columns import Entries
from habeas.safeguards.kernels.excuses import Moved, chained, moved, moving
from habeas.safeguards.kernels.occasions import Found, bounded, judged, together
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import BREACHED, EXACT, MET, NOT_RECORDED, PENDING
from habeas.safeguards.sql.query import ENDED, literal, matches
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.starts import ARRIVED, T0

_FAR = 4 * 10**18
"""Later than any instant."""


def clock(q: Asking, t: Clock) -> Found:
    """Its occasions."""
    rows = q.rows
    start, own_e, bound = (each[rows] for each in q.start(t.start))
    end_e, end_ts = q.stay("end_e")[rows], q.stay("end_ts")[rows]
    named = q.columns.entries(t.ends)
    by_e, by_ts = at(named.e, named.earliest)[rows], at(named.ts, named.earliest)[rows]
    due, excuse, late, plain = _dues(q, t, rows, start, sure=True)
    best = _dues(q, t, rows, start, sure=False)[0]
    first = (by_ts == NONE) | ((end_e != NONE) & (end_ts != NONE) & (end_ts < by_ts))
    ended, ended_e = np.where(first, end_ts, by_ts), np.where(first, end_e, by_e)
    over = np.where(ended == NONE, q.as_of, ended)
    unknown = (start == NONE) | ((ended == NONE) & (ended_e != NONE))
    timeless = (named.timeless != NONE)[rows]
    mark = judged(
        (unknown, NOT_RECORDED),
        ((over <= due) & (ended_e == NONE), PENDING),
        ((over <= due) & q.lost[rows] & first, NOT_RECORDED),
        (over <= due, MET),
        ((over <= best) | timeless, NOT_RECORDED),
        otherwise=BREACHED,
    )
    final = bounded(mark, bound, clock=True)
    held = final == mark
    begun = start != NONE
    kept = ~unknown & held & ((mark == PENDING) | (mark == MET)) & (over > plain)
    return Found.of(
        rows,
        final,
        since=start,
        until=said(over, ~unknown),
        due=said(due, begun & held),
        observed=said(minus(over, start), ~unknown),
        allowed=said(q.limit[rows], begun),
        ev1=np.where(own_e != NONE, own_e, said(ended_e, begun)),
        ev2=said(ended_e, begun & (own_e != NONE)),
        excused=said(excuse, kept),
        too_late=said(late, begun),
    )


def _dues(q: Asking, t: Clock, rows: Ints, start: Ints, *, sure: bool) -> tuple[Ints, Ints, Ints, Ints]:
    """When the time runs out, less what suspends it, with what extends it; and when it does without that."""
    names = ["limit", *dict.fromkeys(name for _who, name in t.caps)]
    dues = {name: plus(start, q.limits[name][rows]) for name in names}
    if t.suspended_by:
        occasion, passed, lasts = _suspended(q, t, rows, start, sure=sure)
        for name, due in dues.items():
            counts = passed <= q.limits[name][rows][occasion]
            dues[name] = plus(due, summed(occasion, np.where(counts, lasts, 0), len(rows)))
    plain = dues["limit"]
    due, excuse, late = _extended(q, t, rows, dues) if t.extended_by else (plain, *2 * (nothing(len(rows)),))
    return due, excuse, late, plain


def _extended(q: Asking, t: Clock, rows: Ints, dues: Mapping[str, Ints]) -> Moved:
    who = " ".join(f"WHEN v.f_by = {literal(by)} THEN {place}" for place, (by, _name) in enumerate(t.caps))
    by = f"CASE {who} END" if who else "NULL"
    found = q.columns.entries([Pattern(t.extended_by)], fields=("by", "until"), til="v.f_until", by=by)
    found = found.where((found.ts != NONE) & (found.said["til"] != NONE))
    left, right = pairs(rows, found.starts)
    til, capped = found.said["til"][right], found.said["by"][right]
    for place, (_by, name) in enumerate(t.caps):
        til = np.where(capped == place, np.minimum(til, dues[name][left]), til)
    effect = np.maximum(found.ts, found.written)[right]
    return chained(left, effect, found.e[right], til, dues["limit"])


def _suspended(q: Asking, t: Clock, rows: Ints, start: Ints, *, sure: bool) -> tuple[Ints, Ints, Ints]:
    """What suspends, in pieces that do not touch: of which stay, how much time had passed, how long."""
    span = q.columns.stretches(t.suspended_by)
    if sure:
        span = span.where(span.known)
    if t.unless is not None:
        fields = (t.unless.field,) if t.unless.field else ()
        but = q.columns.numbered([spans()[t.suspended_by][0]], matches((t.unless,)), fields)
        span = span.where(~(np.isin(span.s_e, but) & (span.s_e != NONE)))
    left, right = pairs(rows, span.starts)
    begun = start[left] != NONE
    left, right = left[begun], right[begun]
    since = np.where(span.since[right] == NONE, start[left], np.maximum(span.since[right], start[left]))
    until = np.where(span.until[right] == NONE, _FAR, span.until[right])
    kept = since < until
    left, since, until = left[kept], since[kept], until[kept]
    order = np.lexsort((until, since, left))
    left, since, until = left[order], since[order], until[order]
    before = reached(left, until)
    piece = np.cumsum((before == NONE) | (since > before)) - 1
    many = int(piece[-1]) + 1 if len(piece) else 0
    stay, a, b = (least(piece, each, many) for each in (left, since, since))
    b = most(piece, until, many)
    lasts = b - a
    order = np.arange(many)
    ran = np.cumsum(lasts) - lasts
    heads = np.concatenate(([0], np.cumsum(np.bincount(stay, minlength=len(rows)))))[:-1]
    ran -= ran[np.minimum(heads[stay], order)]
    return stay, a - start[stay] - ran, lasts


def cadence(q: Asking, t: Cadence) -> Found:
    """Its occasions: each due time, up to the first that has not come or that custody ended before."""
    rows = q.rows
    start, own_e, bound = _begun(q, t, rows)
    known = np.flatnonzero(start != NONE)
    found = q.columns.entries(t.patterns)
    turns = _turns(q, t, found, rows[known], start[known])
    loose = rows[start == NONE]
    unknown = Found.of(loose, NOT_RECORDED, ev1=own_e[start == NONE])
    return together([_judged(q, turns, found.timeless[turns.row], bound[known][turns.place]), unknown])


@dataclass(frozen=True, slots=True)
class _Turns:
    """Due times: of which stay, which of those asked it is, from when, and when and by what it is moved."""

    row: Ints
    place: Ints
    number: Ints
    since: Ints
    limit: Ints
    e: Ints
    ts: Ints
    due: Ints
    excuse: Ints
    late: Ints


def _turns(q: Asking, t: Cadence, answers: Entries, row: Ints, since: Ints) -> _Turns:
    """Every due time: the n-th of all stays that have one, then the next."""
    low = seek(answers.ts, answers.starts[row], answers.timed[row], since)
    many = answers.timed[row] - low
    over = q.stay("over_at")[row]
    postponing = moving(q, t.postponed)
    found: list[tuple[Ints, ...]] = []
    since, going, number = since.copy(), np.arange(len(row)), 0
    while len(going):
        own, begins = row[going], since[going]
        limit = q.limits[t.limits[min(number, len(t.limits) - 1)]][own]
        answer = np.where(number < many[going], low[going] + number, NONE)
        e, ts = at(answers.e, answer), at(answers.ts, answer)
        due, excuse, late = moved(postponing, own, begins + limit)
        number += 1
        found.append((own, going, np.full(len(own), number), begins, limit, e, ts, due, excuse, late))
        since[going] = np.minimum(begins + limit, ts)
        stops = (e == NONE) & ((over[going] == NONE) | (due >= over[going]))
        going = going[~stops]
    if not found:
        return _Turns(*(np.zeros(0, np.int64) for _ in range(10)))
    return _Turns(*(np.concatenate(each) for each in zip(*found, strict=True)))


def _judged(q: Asking, of: _Turns, timeless: Ints, bound: Ints) -> Found:
    """Due times with their verdicts."""
    end_e, end_ts = q.stay("end_e")[of.row], q.stay("end_ts")[of.row]
    came, unsure = of.ts != NONE, timeless != NONE
    in_time = came & (of.ts <= of.due)
    ended = (end_ts != NONE) & (end_ts <= of.due)
    mark = judged(
        (in_time, MET),
        (came & unsure, NOT_RECORDED),
        (came, BREACHED),
        (ended, ENDED),
        (unsure, NOT_RECORDED),
        ((q.stay("is_open")[of.row] == 1) & (q.as_of <= of.due), PENDING),
    )
    final = bounded(mark, bound)
    held = final == mark
    return Found.of(
        of.row,
        final,
        key=of.number,
        since=of.since,
        until=of.ts,
        due=said(of.due, held),
        observed=minus(of.ts, of.since),
        allowed=of.limit,
        ev1=np.where(in_time | (came & ~unsure), of.e, np.where(~came & ended, end_e, timeless)),
        excused=said(of.excuse, held & in_time & (of.ts > of.since + of.limit)),
        too_late=of.late,
    )


def _begun(q: Asking, t: Cadence, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """From when the first due time counts, by which entry, and how that is known."""
    if t.start in (T0, ARRIVED):
        instant, e, bound = q.start(t.start)
        return instant[rows], e[rows], bound[rows]
    found = q.columns.entries([Pattern(t.start)])
    first, ts = at(found.e, found.firsts), at(found.ts, found.earliest)
    return ts[rows], first[rows], np.full(len(rows), EXACT, np.int64)
