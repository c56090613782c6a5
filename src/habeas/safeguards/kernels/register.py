"""The templates of the register over its entries: how they were written, numbered and ordered."""

import numpy as np

from habeas.safeguards.kernels.arrays import NONE, Bools, Ints, counted, minus, most, nothing, said
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.lines import Lines
from habeas.safeguards.kernels.occasions import Found, judged, together
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED
from habeas.safeguards.templates.sequence import InOrder, Numbered, Written


def written(q: Asking, t: Written) -> Found:
    """Its occasions; those that were met are told together."""
    many, parts, limited = np.zeros(len(q.who), np.int64), list[Found](), bool(q.limits)
    for lines in q.columns.lines:
        own = lines.own & ~_away(lines, q) if limited else lines.own
        took = minus(lines.wr, lines.ts)
        in_time = (took <= q.limit[lines.row]) if limited else (took >= 0) & (took != NONE)
        many += counted(lines.row[own & in_time], len(many))
        parts.append(_late(lines.where(own & ~in_time & q.who[lines.row]), q, limited=limited))
    rows = np.flatnonzero(q.who & (many > 0))
    return together([*parts, Found.of(rows, MET, times=many[rows])])


def _late(lines: Lines, q: Asking, *, limited: bool) -> Found:
    """The entries that were not written in time, or not known when."""
    return Found.of(
        lines.row,
        judged((lines.ts == NONE, NOT_RECORDED), otherwise=BREACHED),
        key=lines.e,
        since=lines.ts,
        until=lines.wr,
        observed=minus(lines.wr, lines.ts),
        allowed=q.limit[lines.row] if limited else NONE,
        ev1=lines.e,
    )


def _away(lines: Lines, q: Asking) -> Bools:
    """Whether each was written elsewhere since its station could not reach the register."""
    away: Bools = (lines.soon != NONE) & (lines.soon <= q.limit[lines.row])
    return away


def numbered(q: Asking, t: Numbered) -> Found:
    """Its occasions: of every entry there is, whatever the instant."""
    wrong, rows = np.zeros(len(q.who), np.int64), q.rows
    top = _top(q)
    for lines in q.columns.lines:
        order = lines.by_number
        row, seq = lines.row[order], lines.seq[order]
        again = row[1:][(row[1:] == row[:-1]) & (seq[1:] == seq[:-1])]
        wrong += 2 * counted(again, len(wrong)) - counted(row, len(wrong))
    wrong = np.where(top == NONE, 0, top + wrong)[rows]
    none = top[rows] == 0
    mark = judged((none, NOT_RECORDED), (wrong != 0, BREACHED), otherwise=MET)
    return Found.of(rows, mark, n=said(wrong, ~none))


def _top(q: Asking) -> Ints:
    """Of each stay the highest number of an entry; nothing without one."""
    top = nothing(len(q.who))
    for lines in q.columns.lines:
        own = most(lines.row, lines.seq, len(top))
        top = np.where(own == NONE, top, own)
    return top


def in_order(q: Asking, t: InOrder) -> Found:
    """Its occasions: what was written before with the latest time, and how much later it is."""
    gap = np.zeros(len(q.who), np.int64)
    before, after = nothing(len(gap)), nothing(len(gap))
    for lines in q.columns.lines:
        own = lines.own & (lines.ts != NONE) & ~_away(lines, q)
        _widest(lines.where(own), gap, before, after)
    rows = q.rows
    top, limit = _top(q)[rows], q.limit[rows]
    mark = judged((top == 0, NOT_RECORDED), (gap[rows] > limit, BREACHED), otherwise=MET)
    return Found.of(
        rows,
        mark,
        observed=said(gap[rows], top != 0),
        allowed=limit,
        ev1=before[rows],
        ev2=after[rows],
    )


def _widest(lines: Lines, gap: Ints, before: Ints, after: Ints) -> None:
    """Put down for each stay the widest step back in time, between which entries, the first of them.

    Lines that have a time lie by it within a stay, and the stays follow each other: the furthest place that
    was reached so far, in the order in which entries were written, is the latest time of the same stay or
    lies before it.
    """
    order = lines.by_number
    reached = np.maximum.accumulate(order)
    back = np.flatnonzero(reached[:-1] > order[1:])
    high, low = reached[back], order[back + 1]
    wide, row = lines.ts[high] - lines.ts[low], lines.row[low]
    first = np.flatnonzero((wide > 0) & (wide == most(row, wide, len(gap))[row]))
    first = first[::-1]  # so that the first is put down last
    row, high, low = row[first], high[first], low[first]
    gap[row], after[row] = wide[first], lines.e[low]
    begins = np.arange(len(lines.e))
    begins[1:][(lines.ts[1:] == lines.ts[:-1]) & (lines.row[1:] == lines.row[:-1])] = 0
    before[row] = lines.e[np.maximum.accumulate(begins)[high]]
