"""What excuses an interview, all of several and one of several, over columns."""

from collections.abc import Sequence

import numpy as np

from habeas.safeguards.excuse import Delay
from habeas.safeguards.kernels.arrays import (
    NONE,
    Ints,
    at,
    least,
    nothing,
    pairs,
    said,
)
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.excuses import waived
from habeas.safeguards.kernels.occasions import Found
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import BREACHED, MET, NOT_APPLICABLE, NOT_RECORDED, PENDING
from habeas.safeguards.sql.query import EXCUSED
from habeas.safeguards.templates.combined import Excused


def excused(q: Asking, t: Excused, inner: Found) -> Found:
    """The occasions of the inner template that come after a request, with what excuses them."""
    after = _after(q, t, inner) if t.after else inner
    since, mark = after["since"], after["mark"]
    waiver, waiver_late = waived(q, t.waiver, after.row, since)
    delay, delay_late = _inside(q, t.delay, after)
    urgent, urgent_late = _urgent(q, t, after)
    plain = (since == NONE) | (after["ev1"] == NONE) | (mark >= NOT_APPLICABLE)
    excuse = np.where(waiver != NONE, waiver, urgent)
    excuses = ~plain & (excuse != NONE)
    kept = (mark == MET) | (mark == PENDING)
    moved = ~plain & ~excuses & ~kept & (delay != NONE)
    late = np.where(waiver_late != NONE, waiver_late, urgent_late)
    as_told = plain | excuses
    too_late = np.where(
        as_told | moved,
        after["too_late"],
        np.where(kept | (late != NONE), late, delay_late),
    )
    return after.but(
        mark=np.where(excuses, EXCUSED, np.where(moved, MET, mark)),
        ev2=np.where(excuses, excuse, after["ev2"]),
        ev3=said(after["ev3"], ~excuses),
        excused=np.where(as_told | kept, after["excused"], delay),
        too_late=too_late,
    )


def _after(q: Asking, t: Excused, inner: Found) -> Found:
    """Those that come after a request, or of which that is not known."""
    asked = q.columns.entries(t.after)
    first = at(asked.ts, asked.firsts)[inner.row]
    timeless = (asked.timeless != NONE)[inner.row]
    since = inner["since"]
    unknown = (first == NONE) | (since == NONE) | (since < first)
    kept = asked.there[inner.row] & ((first == NONE) | (since == NONE) | (since >= first) | timeless)
    return inner.but(mark=np.where(unknown, NOT_RECORDED, inner["mark"])).where(kept)


def _inside(q: Asking, delay: Delay | None, found: Found) -> tuple[Ints, Ints]:
    """The delay inside which each occasion begins, and else one that was written too late for it."""
    many = len(found.row)
    if delay is None:
        return nothing(many), nothing(many)
    entries = q.columns.entries([Pattern(delay.kind)], fields=["until"], til="v.f_until")
    left, right = pairs(found.row, entries.starts)
    since = found["since"][left]
    ts, til, written = entries.ts[right], entries.said["til"][right], entries.written[right]
    there = (ts != NONE) & (til != NONE) & (since != NONE) & (ts <= since) & (since <= til)
    effect, e = np.maximum(ts, written), entries.e[right]
    counts = there & (written <= since)
    return _first(left, effect, e, counts, many), _first(left, effect, e, there & ~counts, many)


def _first(group: Ints, effect: Ints, e: Ints, where: Ints, many: int) -> Ints:
    """The entry of each group that took effect first."""
    group, effect, e = group[where], effect[where], e[where]
    earliest = least(group, effect, many)
    return least(group, said(e, effect == earliest[group]), many)


def _urgent(q: Asking, t: Excused, found: Found) -> tuple[Ints, Ints]:
    """The entry of each occasion where it excuses itself; or where it does, and was written too late."""
    if t.urgency is None:
        return nothing(len(found.row)), nothing(len(found.row))
    e, in_time = q.columns.urgent()
    own = found["ev1"]
    if not len(e):
        return nothing(len(own)), nothing(len(own))
    place = np.minimum(np.searchsorted(e, own), len(e) - 1)
    there = e[place] == own
    return said(own, there & in_time[place]), said(own, there & ~in_time[place])


_BEST = {MET: 0, PENDING: 1, NOT_RECORDED: 2, BREACHED: 3}


def whole(parts: Sequence[Found], rows: int, *, best: bool) -> Found:
    """The record by the gravest of the parts, or by the best; a part that is not applicable drops out."""
    marks = [_gravest(each, rows) for each in parts]
    rank = np.array(
        [_BEST.get(mark, mark) if best else mark for mark in range(NOT_APPLICABLE)] + [NOT_APPLICABLE]
    )
    ranked = np.stack(
        [np.where(each == NONE, NOT_APPLICABLE + 1, rank[np.minimum(each, NOT_APPLICABLE)]) for each in marks]
    )
    part = np.argmin(ranked, axis=0)
    found = []
    for place, (each, mark) in enumerate(zip(parts, marks, strict=True)):
        own = mark[each.row]
        deciding = (part[each.row] == place) & ((own == NOT_APPLICABLE) | (each["mark"] == own))
        found.append(_first_of_each(each.where(deciding)))
    return _as_record(found)


def _gravest(found: Found, rows: int) -> Ints:
    """The gravest mark of each stay: not applicable where all are, nothing where there is no occasion."""
    order = np.argsort(found.row, kind="stable")
    applies = np.minimum(found["mark"], NOT_APPLICABLE)[order]
    return least(found.row[order], applies, rows)


def _first_of_each(found: Found) -> Found:
    """The occasion with the least key of each stay."""
    order = np.lexsort((found["key"], found.row))
    row = found.row[order]
    heads = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1]))) if len(row) else order
    return found.where(order[heads])


def _as_record(parts: Sequence[Found]) -> Found:
    """Occasions of the record itself: of each its mark, when it is due, and what it rests on."""
    row = np.concatenate([each.row for each in parts])
    columns = {
        name: np.concatenate([each[name] for each in parts]) for name in ("mark", "due", "ev1", "ev2", "ev3")
    }
    mark = columns.pop("mark")
    return Found.of(row, mark, **columns)
