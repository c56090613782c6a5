"""The templates that look at the register itself: entries as they were first written (safeguards.md 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas.custody import Event
from habeas.safeguards.case import Case
from habeas.safeguards.limits import Limit
from habeas.safeguards.verdict import Occasion, Verdict

PAIRED = (
    *("interview", "interview_break", "recording", "consultation", "examination", "rest", "exercise"),
    *("hospital", "transport", "court", "confrontation", "restraint"),
)
"""Those whose end is written; the lawyer's presence and the cell run to the end of the stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Each entry is written after what it tells, and no later than the limit where the rule has one."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each entry that corrects nothing; with a limit, not what was written elsewhere in an outage."""
        limit = limits["limit"].length if "limit" in limits else None
        for one in case.entries:
            if one.corrects is None and (limit is None or not case.in_outage(one, limit)):
                yield self._judged(one, limit)

    def _judged(self, one: Event, limit: timedelta | None) -> Occasion:
        late = None if one.occurred_at is None else one.recorded_at - one.occurred_at
        if late is None:
            verdict = Verdict.NOT_RECORDED
        elif limit is None:
            verdict = Verdict.MET if late >= timedelta() else Verdict.BREACHED
        else:
            verdict = Verdict.MET if late <= limit else Verdict.BREACHED
        return Occasion(
            verdict=verdict,
            key=one.event_id,
            since=one.occurred_at,
            until=one.recorded_at,
            observed=late,
            limit=limit,
            evidence=(one,),
        )

    def __str__(self) -> str:
        """As a rule is printed."""
        return "each entry written when or after it happened, no later than the limit where there is one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The numbers of a record run from 1 without a gap: of all there are, whatever the instant."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record; one whose entries have no number at all cannot show it."""
        once = set(case.numbers)
        if once == {0}:
            yield Occasion(verdict=Verdict.NOT_RECORDED)
            return
        wrong = max(once, default=0) - len(once) + len(case.numbers) - len(once)
        yield Occasion(verdict=Verdict.BREACHED if wrong else Verdict.MET, count=wrong)

    def __str__(self) -> str:
        """As a rule is printed."""
        return "entries numbered from 1 without gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """No entry happened more than the limit before one of a lower number."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record; without a number there is no order to hold it to."""
        limit = limits["limit"].length
        if set(case.numbers) == {0}:
            yield Occasion(verdict=Verdict.NOT_RECORDED, limit=limit)
            return
        latest: tuple[datetime, Event] | None = None
        widest, pair = timedelta(), tuple[Event, ...]()
        for one in case.entries:
            at = one.occurred_at
            if at is None or one.corrects is not None or case.in_outage(one, limit):
                continue
            if latest is not None and latest[0] - at > widest:
                widest, pair = latest[0] - at, (latest[1], one)
            if latest is None or at > latest[0]:
                latest = at, one
        verdict = Verdict.BREACHED if widest > limit else Verdict.MET
        yield Occasion(verdict=verdict, observed=widest, limit=limit, evidence=pair)

    def __str__(self) -> str:
        """As a rule is printed."""
        return "no entry that happened more than the limit before one of a lower number"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPairs:
    """Every start has its end once the record is closed."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record."""
        unended = [
            each.start
            for span in PAIRED
            for each in (() if case.is_open else case.stretches(span))
            if each.start is not None and each.end is None
        ]
        verdict = Verdict.BREACHED if unended else Verdict.MET
        yield Occasion(verdict=verdict, count=len(unended), evidence=tuple(unended[:1]))

    def __str__(self) -> str:
        """As a rule is printed."""
        return "every start has its end once the record is closed"
