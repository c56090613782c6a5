"""The template ``within``: the first B no later than a limit after A (safeguards.md 2).

The order of the cases is the meaning: what is asked first is answered first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from habeas.clock.instants import parse_instant
from habeas.custody import Event
from habeas.safeguards.case import Case, Start
from habeas.safeguards.verdict import Occasion, Reason, Verdict

T0, ARRIVED = "T0", "arrived"
_REQUIRED = frozenset({T0, ARRIVED, "detention_authorised"})
"""Starts that every custody has: one that is not written is a finding. A request need not be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """``start`` is T0, arrived or a kind; any of ``kinds`` answers it."""

    start: str
    kinds: tuple[str, ...]
    every: bool = False
    """Each start is an occasion, not the first alone."""
    early: bool = False
    """What happened before the start answers it too."""
    outlives: bool = False
    """The duty goes on when custody ends."""
    waived_by: str = ""
    requested_by: str = ""
    """The last of the two before it is due decides."""
    delayed_by: str = ""
    already: str = ""
    """A span that answers it where it goes on at the start, as a lawyer who is there."""

    def occasions(self, case: Case, limit: timedelta) -> Iterator[Occasion]:
        """Each occasion in the record with its verdict."""
        starts = list(self._starts(case))
        if not starts:
            yield Occasion(verdict=Verdict.NOT_APPLICABLE, reason=Reason.NO_REQUEST)
        for start in starts:
            yield _bounded(self._judged(case, start, limit), start)

    def _starts(self, case: Case) -> Iterator[Start]:
        if self.start == T0:
            yield case.t0
        elif self.start == ARRIVED:
            yield case.arrived
        else:
            found = case.of(self.start)
            yield from map(Start, found if self.every else found[:1])
            if not found and self.start in _REQUIRED:
                yield Start(None)

    def _judged(self, case: Case, start: Start, limit: timedelta) -> Occasion:
        since = start.at
        own = () if start.event is None else (start.event,)
        if since is None:
            return Occasion(verdict=Verdict.NOT_RECORDED, evidence=own, limit=limit)
        due, excuse, too_late = self._due(case, since + limit)
        asked = Occasion(
            verdict=Verdict.NOT_RECORDED,
            since=since,
            due_at=due,
            limit=limit,
            evidence=own,
            excuse_too_late=too_late,
        )
        waiver, waived_late = self._waiver(case, due)
        if waiver is not None:
            return replace(
                asked, verdict=Verdict.NOT_APPLICABLE, reason=Reason.WAIVED, evidence=(*own, waiver)
            )
        asked = replace(asked, excuse_too_late=too_late or waived_late)
        return self._answered(case, asked, since + limit, excuse)

    def _answered(self, case: Case, asked: Occasion, plain: datetime, excuse: Event | None) -> Occasion:
        since, due = asked.since, asked.due_at
        if since is None or due is None:
            raise ValueError("an occasion is answered once it is known when it is due")
        found = case.of(*self.kinds)
        answer, at = self._answer(case, found, since)
        if answer is not None and at is not None and at <= due:
            by = excuse if at > plain else None
            return _with(asked, Verdict.MET, answer, observed=at - since, excused_by=by)
        end = case.end
        if end is not None and end.occurred_at is not None and end.occurred_at <= due and not self.outlives:
            return _with(asked, Verdict.NOT_APPLICABLE, end, reason=Reason.ENDED_BEFORE)
        if timeless := next((one for one in found if one.occurred_at is None), None):
            return _with(asked, Verdict.NOT_RECORDED, timeless)
        if answer is not None and at is not None:
            return _with(asked, Verdict.BREACHED, answer, observed=at - since)
        if (case.is_open or self.outlives) and case.as_of <= due:
            return replace(asked, verdict=Verdict.PENDING)
        return asked

    def _answer(
        self, case: Case, found: list[Event], since: datetime
    ) -> tuple[Event | None, datetime | None]:
        """What answers, and when: at once where it was there already."""
        if self.already and (there := case.during(self.already, since)):
            return there, since
        timed = [(one, one.occurred_at) for one in found if one.occurred_at is not None]
        return next(((one, at) for one, at in timed if self.early or at >= since), (None, None))

    def _due(self, case: Case, due: datetime) -> tuple[datetime, Event | None, Event | None]:
        """When it is due after delays, the one that moved it, and one that came too late."""
        excuse = too_late = None
        for one in case.of(self.delayed_by) if self.delayed_by else ():
            until = one.data.get("until")
            if until is None or one.occurred_at is None:
                continue
            moved = parse_instant(until)
            if not _in_time(one, due):
                too_late = one
            elif moved > due:
                due, excuse = moved, one
        return due, excuse, too_late

    def _waiver(self, case: Case, due: datetime) -> tuple[Event | None, Event | None]:
        """The waiver that stands when it is due, and one that was written too late."""
        if not self.waived_by:
            return None, None
        said = [one for one in case.of(self.waived_by, self.requested_by) if one.occurred_at is not None]
        late = next((one for one in said if one.kind == self.waived_by and not _in_time(one, due)), None)
        in_time = [one for one in said if _in_time(one, due)]
        last = in_time[-1] if in_time else None
        return (last, None) if last is not None and last.kind == self.waived_by else (None, late)


def _in_time(excuse: Event, due: datetime) -> bool:
    """An excuse counts if it happened and was written before the time ran out."""
    return excuse.occurred_at is not None and excuse.occurred_at <= due and excuse.recorded_at <= due


def _with(
    asked: Occasion,
    verdict: Verdict,
    event: Event,
    *,
    reason: Reason | None = None,
    observed: timedelta | None = None,
    excused_by: Event | None = None,
) -> Occasion:
    evidence = (*asked.evidence, event)
    return replace(
        asked, verdict=verdict, evidence=evidence, reason=reason, observed=observed, excused_by=excused_by
    )


def _bounded(found: Occasion, start: Start) -> Occasion:
    """What still follows where the start only stands in for the real one."""
    kept = {Verdict.BREACHED, Verdict.NOT_RECORDED} if start.latest else _FROM_EARLIEST
    if not (start.latest or start.earliest) or found.verdict in kept or found.reason is Reason.WAIVED:
        return found
    if start.earliest and found.reason is Reason.ENDED_BEFORE:
        return found
    return replace(found, verdict=Verdict.NOT_RECORDED, reason=None, due_at=None)


_FROM_EARLIEST = {Verdict.PENDING, Verdict.NOT_RECORDED}
