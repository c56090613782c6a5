"""The templates of the register over its entries: how they were written, numbered and ordered."""

import numpy as np

from habeas.safeguards.kernels.arrays import (
    NONE,
    Bools,
    Ints,
    counted,
    least,
    minus,
    most,
    nothing,
    reached,
    said,
    some,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.columns import Lines
from habeas.safeguards.kernels.occasions import Found, judged, together
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_RECORDED
from habeas.safeguards.templates.sequence import InOrder, Numbered, Written


def written(q: Asking, t: Written) -> Found:
    """Its occasions; those that were met are told together."""
    limited = bool(q.limits)
    limit = q.limit if limited else np.zeros(len(q.who), np.int64)
    in_time = f"wr - ts <= {limit[q.who].min(initial=NONE)}" if limited else "wr >= ts"
    many = q.columns.first_written - (_away_in_time(q) if limited else 0)
    parts: list[Found] = []
    for read in q.columns.lines(f"{_own(q)} AND NOT COALESCE({in_time}, FALSE)"):
        took = minus(read.wr, read.ts)
        lines = read.where((took == NONE) | ((took > limit[read.row]) if limited else (took < 0)))
        many -= counted(lines.row, len(many))
        own = lines.where(q.who[lines.row])
        parts.append(_late(own.where(~_away(q, own)) if limited else own, q, limited=limited))
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


def _own(q: Asking) -> str:
    """Which entries are as they were first written, by the instant of the audit."""
    return f"fixes IS NULL AND wr <= {q.as_of}"


def _away(q: Asking, lines: Lines) -> Bools:
    """Whether an entry was written elsewhere since its station could not reach the register."""
    soon = np.full(len(lines.e), NONE, np.int64)
    e, began = q.columns.away
    if len(e):
        place = np.minimum(np.searchsorted(e, lines.e), len(e) - 1)
        soon = said(began[place], e[place] == lines.e)
    return soon <= np.where(soon == NONE, 0, q.limit[lines.row])


def _away_in_time(q: Asking) -> Ints:
    """How many entries of each stay were written elsewhere in an outage, and in time nevertheless."""
    row, took, soon = q.columns.away_first
    limit = q.limit[row]
    return counted(row[(took <= limit) & (soon <= limit)], len(q.who))


def numbered(q: Asking, t: Numbered) -> Found:
    """Its occasions: of every entry there is, whatever the instant."""
    top, rows = q.columns.top, q.rows
    many, again = np.zeros(len(top), np.int64), np.zeros(len(top), np.int64)
    for row, seq in q.columns.numbers():
        many += counted(row, len(top))
        again += _again(row, seq, len(top))
    wrong = np.where(top == NONE, 0, top - many + 2 * again)[rows]
    none = top[rows] == 0
    mark = judged((none, NOT_RECORDED), (wrong != 0, BREACHED), otherwise=MET)
    return Found.of(rows, mark, n=said(wrong, ~none))


def _again(row: Ints, seq: Ints, rows: int) -> Ints:
    """How often a number comes again, of each stay."""
    back = (row[1:] == row[:-1]) & (seq[1:] <= seq[:-1])
    loose = some(row[1:], back, rows)[row]  # all others rise as they lie
    order = np.lexsort((seq[loose], row[loose]))
    row, seq = row[loose][order], seq[loose][order]
    return counted(row[1:][(row[1:] == row[:-1]) & (seq[1:] == seq[:-1])], rows)


def in_order(q: Asking, t: InOrder) -> Found:
    """Its occasions: what was written before with the latest time, and how much later it is."""
    many = len(q.who)
    gap, before, after = np.zeros(many, np.int64), nothing(many), nothing(many)
    for lines in q.columns.lines(f"{_own(q)} AND ts IS NOT NULL"):
        back = (lines.row[1:] == lines.row[:-1]) & (lines.seq[1:] < lines.seq[:-1])
        turned = lines.where((some(lines.row[1:], back, many) & q.who)[lines.row])
        _widest(turned.where(~_away(q, turned)), gap, before, after)
    rows = q.rows
    top = q.columns.top[rows]
    limit = q.limit[rows]
    mark = judged((top == 0, NOT_RECORDED), (gap[rows] > limit, BREACHED), otherwise=MET)
    return Found.of(
        rows,
        mark,
        observed=said(gap[rows], top != 0),
        allowed=limit,
        ev1=before[rows],
        ev2=after[rows],
    )


def _widest(own: Lines, gap: Ints, before: Ints, after: Ints) -> None:
    """Put down for each stay the widest step back in time, between which entries, the first of them."""
    order = np.lexsort((own.seq, own.row))  # those of one number stay by ``e``
    row, e, ts = own.row[order], own.e[order], own.ts[order]
    latest = reached(row, ts)
    back = said(minus(latest, ts), (latest != NONE) & (latest > ts))
    many = len(gap)
    widest = most(row, back, many)
    at = np.arange(len(row))
    place = least(row, said(at, (back != NONE) & (back == widest[row])), many)
    stays = np.flatnonzero(place != NONE)
    gap[stays], after[stays] = widest[stays], e[place[stays]]
    high = nothing(many)
    high[stays] = latest[place[stays]]
    first = least(row, said(at, (ts == high[row]) & (at < place[row])), many)
    before[stays] = e[first[stays]]
