"""The template ``cadence``: something again and again, each time within a limit of the time before.

The n-th entry answers the n-th due time. The next is due after the entry, or after the due time where the
entry was late, was put off, or is not there (PACE 1984, section 40(3), (7) and (8)).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from habeas.custody import Event
from habeas.safeguards.case import Case
from habeas.safeguards.excuse import Delay
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.templates.starts import bounded, start_of
from habeas.safeguards.verdict import Occasion, Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """``limits`` names one limit for the first time and one for each time after it, the last for good."""

    start: str
    patterns: tuple[Pattern, ...]
    limits: tuple[str, ...]
    postponed: Delay | None = None

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each due time, up to the first that has not come or that custody ended before."""
        start = start_of(case, self.start)
        if start.at is None:
            own = () if start.event is None else (start.event,)
            yield Occasion(verdict=Verdict.NOT_RECORDED, evidence=own)
            return
        found = case.matching(self.patterns)
        timed = [one for one in found if one.occurred_at is not None and one.occurred_at >= start.at]
        timeless = next((one for one in found if one.occurred_at is None), None)
        since, number = start.at, 0
        while True:
            limit = limits[self.limits[min(number, len(self.limits) - 1)]].length
            answer = timed[number] if number < len(timed) else None
            asked = self._judged(case, since, limit, answer, timeless)
            yield replace(bounded(asked, start), key=f"{number + 1}")
            over, due = case.over_at, asked.due_at
            if answer is None and (over is None or due is None or due >= over):
                return
            plain = since + limit
            at = None if answer is None else answer.occurred_at
            since = plain if at is None or at > plain else at
            number += 1

    def _judged(
        self,
        case: Case,
        since: datetime,
        limit: timedelta,
        answer: Event | None,
        timeless: Event | None,
    ) -> Occasion:
        due, excuse, too_late = since + limit, None, None
        if self.postponed is not None:
            due, excuse, too_late = self.postponed.moved(case, due)
        asked = Occasion(
            verdict=Verdict.NOT_RECORDED, since=since, due_at=due, limit=limit, excuse_too_late=too_late
        )
        at = None if answer is None else answer.occurred_at
        if answer is not None and at is not None:
            asked = replace(asked, until=at, observed=at - since, evidence=(answer,))
            if at <= due:
                by = excuse if at > since + limit else None
                return replace(asked, verdict=Verdict.MET, excused_by=by)
            if timeless is not None:
                return replace(asked, evidence=(timeless,))
            return replace(asked, verdict=Verdict.BREACHED)
        end = case.end
        if end is not None and end.occurred_at is not None and end.occurred_at <= due:
            return replace(asked, verdict=Verdict.NOT_APPLICABLE, reason=Reason.ENDED_BEFORE, evidence=(end,))
        if timeless is not None:
            return replace(asked, evidence=(timeless,))
        return replace(asked, verdict=Verdict.PENDING) if case.is_open and case.as_of <= due else asked

    def __str__(self) -> str:
        """As a rule is printed."""
        limits = ", then ".join(self.limits)
        postponed = f", postponed by {self.postponed.kind}" if self.postponed is not None else ""
        return f"{said(self.patterns)} after {self.start} and after each other within {limits}{postponed}"
