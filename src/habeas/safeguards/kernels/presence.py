"""What is there, what each entry says, what comes before what, and what has no end, over columns."""

import numpy as np

from habeas.safeguards.kernels.arrays import (
    NONE,
    at,
    counted,
    least,
    minus,
    most,
    pairs,
    said,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.occasions import Found, judged, together
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED, PENDING
from habeas.safeguards.sql.covering import denied
from habeas.safeguards.sql.entries import tested
from habeas.safeguards.sql.query import matches
from habeas.safeguards.templates.attribute import Apart, Attribute
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import PAIRED, ClosedPairs


def exists(q: Asking, t: Exists) -> Found:
    """Its occasions."""
    found = q.columns.entries(t.patterns)
    rows = q.rows
    first, ts = at(found.e, found.firsts)[rows], at(found.ts, found.firsts)[rows]
    there = (first != NONE) & ((ts != NONE) if t.timed else True)
    mark = judged((there, MET), (first != NONE, NOT_RECORDED), (q.stay("is_open")[rows] == 1, PENDING))
    return Found.of(rows, mark, since=said(ts, there), ev1=first)


def at_most(q: Asking, t: AtMost) -> Found:
    """Its occasions."""
    found = q.columns.entries(t.patterns)
    rows = q.rows
    many = (found.starts[1:] - found.starts[:-1])[rows]
    over = many > q.limit[rows]
    beyond = at(found.e, np.where(over, found.starts[rows] + q.limit[rows], NONE))
    return Found.of(rows, judged((over, BREACHED), otherwise=MET), n=many, ev1=beyond)


def attribute(q: Asking, t: Attribute) -> Found:
    """Its occasions."""
    fields = sorted({one.field for one in (*t.tests, *t.exceptions)})
    own = q.limit if q.limits else np.zeros(len(q.who), np.int64)
    parts = []
    for limit in np.unique(own[q.who]):  # mostly one, for limits change once in years
        found = q.columns.entries(t.patterns, fields=fields, mark=tested(t, str(limit)))
        found = found.where((q.who & (own == limit))[found.row])
        parts.append(Found.of(found.row, found.said["mark"], key=found.first_e, since=found.ts, ev1=found.e))
    return together(parts)


def apart(q: Asking, t: Apart) -> Found:
    """Its occasions."""
    own, same, unsaid = q.columns.named(t)
    missing = own.said["missing"] == 1
    mark = judged((missing, NOT_RECORDED), (same != NONE, BREACHED), (unsaid, NOT_RECORDED), otherwise=MET)
    found = Found.of(own.row, mark, key=own.first_e, since=own.ts, ev1=own.e, ev2=said(same, ~missing))
    return found.where(q.who[own.row])


def before(q: Asking, t: Before) -> Found:
    """Its occasions."""
    fields = () if t.denied is None else (t.denied.field,)
    own = q.columns.entries(
        t.triggers, fields=fields, denied=f"CASE WHEN {denied(t.denied, 'v')} THEN 1 ELSE 0 END"
    )
    own = own.where(q.who[own.row])
    back = matches(t.waived) if t.waived else "FALSE"
    found = q.columns.entries((*t.earlier, *t.waived), back=f"CASE WHEN {back} THEN 1 ELSE 0 END")
    left, right = pairs(own.row, found.starts)
    many = len(own.row)
    e, ts, takes_back = found.e[right], found.ts[right], found.said["back"][right] == 1
    earlier = (ts != NONE) & (own.ts[left] != NONE) & (ts <= own.ts[left])
    pick = most if t.waived else least
    decides = pick(left, said(e, earlier), many)
    decides_back = pick(left, said(e, earlier & takes_back), many)
    timeless = counted(left[ts == NONE], many) > 0
    later = least(left, said(e, ~takes_back & (ts != NONE)), many)
    later_ts = least(left, said(ts, ~takes_back), many)
    any_e = least(left, e, many)
    decided = decides != NONE
    mark = judged(
        (own.ts == NONE, NOT_RECORDED),
        (decided & (decides == decides_back), BREACHED),
        (decided, MET),
        (timeless, NOT_RECORDED),
        ((any_e != NONE) | (own.said["denied"] == 1), BREACHED),
    )
    open_ = (own.ts != NONE) & ~decided & ~timeless
    rests = np.where(decided, decides, said(np.where(later != NONE, later, any_e), open_))
    return Found.of(
        own.row,
        mark,
        key=own.first_e,
        since=own.ts,
        observed=said(minus(later_ts, own.ts), open_),
        ev1=own.e,
        ev2=said(rests, own.ts != NONE),
    )


def nothing_after_end(q: Asking, t: NothingAfterEnd) -> Found:
    """Its occasions."""
    end_e, end_ts = q.stay("end_e"), q.stay("end_ts")
    rows = np.flatnonzero(q.who & (end_e != NONE))
    first, many = q.columns.after_end(t.still)
    mark = judged((end_ts[rows] == NONE, NOT_RECORDED), (first[rows] != NONE, BREACHED), otherwise=MET)
    return Found.of(
        rows,
        mark,
        since=end_ts[rows],
        n=said(many[rows], end_ts[rows] != NONE),
        ev1=end_e[rows],
        ev2=first[rows],
    )


def closed_pairs(q: Asking, t: ClosedPairs) -> Found:
    """Its occasions."""
    row, s_e, place = q.columns.unended(PAIRED)
    kept = q.stay("is_open")[row] == 0
    row, s_e, place = row[kept], s_e[kept], place[kept]
    order = np.lexsort((s_e, place, row))
    row, s_e = row[order], s_e[order]
    rows = q.rows
    many = counted(row, len(q.who))
    starts = np.concatenate(([0], np.cumsum(many)))[:-1]
    first = at(s_e, np.where(many > 0, starts, NONE))
    mark = judged((many[rows] > 0, BREACHED), otherwise=MET)
    return Found.of(rows, mark, n=many[rows], ev1=first[rows])
