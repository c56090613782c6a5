"""What excuses: waivers and delays, asked of occasions."""

import numpy as np

from habeas.safeguards.excuse import Delay, Waiver
from habeas.safeguards.kernels.arrays import NONE, Ints, least, most, nothing, pairs, said
from habeas.safeguards.kernels.asking import Asking
from habeas.safeguards.kernels.columns import Entries
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.sql.codes import code

Moved = tuple[Ints, Ints, Ints]
"""Of each occasion when it is due, the last that moved it, the first that came too late."""


def moving(q: Asking, delay: Delay | None) -> Entries | None:
    """The entries that move what is due."""
    if delay is None:
        return None
    found = q.columns.entries([Pattern(delay.kind)], fields=["until"], til="v.f_until")
    return found.where((found.ts != NONE) & (found.said["til"] != NONE))


def moved(moving: Entries | None, row: Ints, plain: Ints) -> Moved:
    """When occasions are due after what moves them."""
    if moving is None:
        return plain, nothing(len(row)), nothing(len(row))
    left, right = pairs(row, moving.starts)
    effect = np.maximum(moving.ts, moving.written)
    return chained(left, effect[right], moving.e[right], moving.said["til"][right], plain)


def chained(occasion: Ints, effect: Ints, e: Ints, til: Ints, plain: Ints) -> Moved:
    """The same of what moves each occasion; ``occasion`` lies in order.

    In the order in which they took effect each counts until one took effect too late: no later one can.
    """
    order = np.lexsort((e, effect, occasion))
    occasion, effect, e, til = occasion[order], effect[order], e[order], til[order]
    due, excuse, late = plain.copy(), nothing(len(plain)), nothing(len(plain))
    begins = np.concatenate(([0], np.cumsum(np.bincount(occasion, minlength=len(plain)))))
    many = begins[1:] - begins[:-1]
    going = np.flatnonzero((many > 0) & (plain != NONE))
    place = 0
    while len(going):
        at = begins[going] + place
        broken = effect[at] > due[going]
        late[going[broken]] = e[at[broken]]
        moves = ~broken & (til[at] > due[going])
        due[going[moves]], excuse[going[moves]] = til[at[moves]], e[at[moves]]
        place += 1
        going = going[~broken]
        going = going[many[going] > place]
    return due, excuse, late


def waived(q: Asking, waiver: Waiver | None, row: Ints, at: Ints) -> tuple[Ints, Ints]:
    """The waiver that stands at an instant of each occasion, and else the first that was written too late."""
    many = len(row)
    if waiver is None:
        return nothing(many), nothing(many)
    kinds = [Pattern(each) for each in (waiver.waived, waiver.requested) if each]
    asked = q.columns.entries(kinds, waives=f"CASE WHEN v.kind = {code(waiver.waived)} THEN 1 ELSE 0 END")
    asked = asked.where(asked.ts != NONE)
    left, right = pairs(row, asked.starts)
    there = at[left] != NONE
    left, right = left[there], right[there]
    in_time = (asked.ts[right] <= at[left]) & (asked.written[right] <= at[left])
    waives = asked.said["waives"][right] == 1
    last = most(left, said(asked.e[right], in_time), many)
    standing = most(left, said(asked.e[right], in_time & waives), many)
    late = least(left, said(asked.e[right], waives & ~in_time), many)
    stands = (standing == last) & (last != NONE)
    return said(standing, stands), said(late, ~stands)
