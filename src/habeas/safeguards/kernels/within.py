"""``within`` over columns."""

import numpy as np

from habeas.safeguards.kernels.arrays import (
    NONE,
    Ints,
    at,
    least,
    minus,
    nothing,
    pairs,
    plus,
    said,
    seek,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.excuses import moved, moving, waived
from habeas.safeguards.kernels.occasions import Found, bounded, judged
from habeas.safeguards.sql.codes import BREACHED, EXACT, MET, NOT_RECORDED, PENDING
from habeas.safeguards.sql.query import ENDED, EXCUSED
from habeas.safeguards.templates.within import Within


def within(q: Asking, t: Within) -> Found:
    """Its occasions."""
    row, key, own, since, bound = _starts(q, t)
    limit = q.limit[row]
    plain = plus(since, limit)
    due, excuse, delay_late = moved(moving(q, t.delay), row, plain)
    waiver, waiver_late = waived(q, t.waiver, row, due)
    answer, answered, timeless = _answers(q, t, row, since)
    end_e, end_ts = q.stay("end_e")[row], q.stay("end_ts")[row]
    over = np.zeros(len(row), np.bool_) if t.outlives else end_e != NONE
    running = np.ones(len(row), np.bool_) if t.outlives else q.stay("is_open")[row] == 1
    in_time = (answered != NONE) & (answered <= due)
    ended = over & ((end_ts == NONE) | (end_ts <= due))
    mark = judged(
        (since == NONE, NOT_RECORDED),
        (waiver != NONE, EXCUSED),
        (in_time, MET),
        (over & ((end_ts == NONE) | ((end_ts <= due) & q.lost[row])), NOT_RECORDED),
        (over & (end_ts <= due), ENDED),
        (timeless != NONE, NOT_RECORDED),
        (answered != NONE, BREACHED),
        (running & (q.as_of <= due), PENDING),
    )
    final = bounded(mark, bound)
    held = final == mark
    told = (since != NONE) & (waiver == NONE) & (answered != NONE)
    told &= in_time | ~(ended | (timeless != NONE))
    other = np.where(told, answer, np.where(ended, end_e, timeless))
    late = np.where(delay_late != NONE, delay_late, waiver_late)
    return Found.of(
        row,
        final,
        key=key,
        since=since,
        until=said(answered, told),
        due=said(due, held),
        observed=said(minus(answered, since), told),
        allowed=limit,
        ev1=own,
        ev2=said(np.where(waiver != NONE, waiver, other), since != NONE),
        excused=said(excuse, held & told & in_time & (answered > plain)),
        too_late=said(np.where(waiver != NONE, delay_late, late), since != NONE),
    )


def _starts(q: Asking, t: Within) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Of each occasion the stay, its key, its entry, from when it runs and how that is known."""
    if not t.triggers:
        instant, e, bound = q.start(t.start)
        rows = q.rows
        return rows, np.zeros(len(rows), np.int64), e[rows], instant[rows], bound[rows]
    found = q.columns.entries(t.triggers)
    places = np.arange(len(found.row)) if t.every else found.firsts[found.there]
    places = places[q.who[found.row[places]]]
    exact = np.full(len(places), EXACT, np.int64)
    return found.row[places], found.first_e[places], found.e[places], found.ts[places], exact


def _answers(q: Asking, t: Within, row: Ints, since: Ints) -> tuple[Ints, Ints, Ints]:
    """What answers each occasion, when, and an answer without a time."""
    found = q.columns.entries(t.answers)
    low, high = found.starts[row], found.timed[row]
    place = low if t.early else np.where(since == NONE, high, seek(found.ts, low, high, since))
    place = np.where(place < high, place, NONE)
    answer, answered, timeless = at(found.e, place), at(found.ts, place), found.timeless[row]
    if not t.already:
        return answer, answered, timeless
    there = _there(q, t.already, row, since)
    return (
        np.where(there != NONE, there, answer),
        np.where(there != NONE, since, answered),
        timeless,
    )


def _there(q: Asking, span: str, row: Ints, since: Ints) -> Ints:
    """The first stretch of a span that goes on when each occasion begins."""
    going = q.columns.stretches(span)
    left, right = pairs(row, going.starts)
    if not len(left):
        return nothing(len(row))
    begun, over = going.since[right], going.until[right]
    on = (begun != NONE) & (since[left] != NONE) & (begun <= since[left])
    on &= (over == NONE) | going.running[right] | (since[left] < over)
    return least(left, said(going.s_e[right], on), len(row))
