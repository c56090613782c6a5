"""From when a rule counts, and what follows where the start only stands in for the real one."""

from dataclasses import replace

from habeas.safeguards.case import Case, Start
from habeas.safeguards.verdict import Occasion, Reason, Verdict

T0, ARRIVED = "T0", "arrived"
_FROM_LATEST = frozenset({Verdict.BREACHED, Verdict.NOT_RECORDED})
_FROM_EARLIEST = frozenset({Verdict.PENDING, Verdict.NOT_RECORDED})


def start_of(case: Case, name: str) -> Start:
    """The start of that name: ``T0``, ``arrived``, or the first entry of a kind."""
    if name == T0:
        return case.t0
    return case.arrived if name == ARRIVED else Start(case.first(name))


def bounded(found: Occasion, start: Start, *, clock: bool = False) -> Occasion:
    """What still follows of a verdict where the start stands in.

    From the latest that it can be, that too much time passed; from the earliest, that time is left, that
    custody was over before, and of a ``clock`` that it was kept.
    """
    if not (start.latest or start.earliest) or found.reason in (Reason.WAIVED, Reason.GUARD, Reason.NONE):
        return found
    kept = _FROM_LATEST if start.latest else _FROM_EARLIEST
    if found.verdict in kept or (start.earliest and found.reason is Reason.ENDED_BEFORE):
        return found
    if start.earliest and clock and found.verdict is Verdict.MET:
        return found
    return replace(found, verdict=Verdict.NOT_RECORDED, reason=None, due_at=None, excused_by=None)
