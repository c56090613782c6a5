"""The template ``within``: the first B no later than a limit after A (safeguards.md 2).

The order of the cases is the meaning: what is asked first is answered first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from habeas.custody import Event
from habeas.safeguards.case import Case, Start
from habeas.safeguards.excuse import Delay, Waiver
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.templates.starts import ARRIVED, T0, bounded, start_of
from habeas.safeguards.verdict import Occasion, Reason, Verdict, none

_REQUIRED = frozenset({T0, ARRIVED, "detention_authorised"})
"""Starts that every custody has: one that is not written is a finding. A request need not be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """``start`` is ``T0``, ``arrived`` or what ``triggers`` match; any of ``answers`` answers it."""

    start: str
    triggers: tuple[Pattern, ...] = ()
    answers: tuple[Pattern, ...]
    every: bool = False
    """Each start is an occasion, not the first alone."""
    early: bool = False
    """What happened before the start answers it too."""
    outlives: bool = False
    """The duty goes on when custody ends."""
    already: str = ""
    """A span that answers it where it goes on at the start, as a lawyer who is there."""
    waiver: Waiver | None = None
    delay: Delay | None = None

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each occasion in the record with its verdict."""
        starts = list(self._starts(case))
        if not starts:
            yield none(Reason.NO_REQUEST)
        for key, start in starts:
            yield replace(bounded(self._judged(case, start, limits["limit"]), start), key=key)

    def _starts(self, case: Case) -> Iterator[tuple[str, Start]]:
        if not self.triggers:
            yield "", start_of(case, self.start)
            return
        found = case.matching(self.triggers)
        for one in found if self.every else found[:1]:
            yield case.first_of(one).event_id, Start(one)
        if not found and self.start in _REQUIRED:
            yield "", Start(None)

    def _judged(self, case: Case, start: Start, limit: Limit) -> Occasion:
        since = start.at
        own = () if start.event is None else (start.event,)
        if since is None:
            return Occasion(verdict=Verdict.NOT_RECORDED, evidence=own, limit=limit.length)
        plain = since + limit.length
        due, excuse, too_late = (plain, None, None) if self.delay is None else self.delay.moved(case, plain)
        waiver, waived_late = (None, None) if self.waiver is None else self.waiver.at(case, due)
        asked = Occasion(
            verdict=Verdict.NOT_RECORDED,
            since=since,
            due_at=due,
            limit=limit.length,
            evidence=own,
            excuse_too_late=too_late or waived_late,
        )
        if waiver is not None:
            evidence = (*own, waiver)
            return replace(
                asked,
                verdict=Verdict.NOT_APPLICABLE,
                reason=Reason.WAIVED,
                evidence=evidence,
                excuse_too_late=too_late,
            )
        return self._answered(case, asked, since, due, excuse if due > plain else None)

    def _answered(
        self, case: Case, asked: Occasion, since: datetime, due: datetime, excuse: Event | None
    ) -> Occasion:
        found = case.matching(self.answers)
        answer, at = self._answer(case, found, since)
        plain = since + asked.limit if asked.limit is not None else since
        if answer is not None and at is not None and at <= due:
            by = excuse if at > plain else None
            return _with(asked, Verdict.MET, answer, until=at, excused_by=by)
        end = case.end
        if end is not None and not self.outlives and (end.occurred_at is None or end.occurred_at <= due):
            if end.occurred_at is None or case.lost:
                return _with(asked, Verdict.NOT_RECORDED, end)
            return _with(asked, Verdict.NOT_APPLICABLE, end, reason=Reason.ENDED_BEFORE)
        if timeless := next((one for one in found if one.occurred_at is None), None):
            return _with(asked, Verdict.NOT_RECORDED, timeless)
        if answer is not None and at is not None:
            return _with(asked, Verdict.BREACHED, answer, until=at)
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

    def __str__(self) -> str:
        """As a rule is printed."""
        start = f"{'each' if self.every else 'the first'} {said(self.triggers) or self.start}"
        parts = [
            f"{said(self.answers)} no later than the limit after {start}",
            "or before it" if self.early else "",
            f"or {self.already} there already" if self.already else "",
            "also once custody is over" if self.outlives else "",
            *(str(one) for one in (self.waiver, self.delay) if one is not None),
        ]
        return ", ".join(part for part in parts if part)


def _with(
    asked: Occasion,
    verdict: Verdict,
    event: Event,
    *,
    reason: Reason | None = None,
    until: datetime | None = None,
    excused_by: Event | None = None,
) -> Occasion:
    observed = None if until is None or asked.since is None else until - asked.since
    return replace(
        asked,
        verdict=verdict,
        evidence=(*asked.evidence, event),
        reason=reason,
        until=until,
        observed=observed,
        excused_by=excused_by,
    )
