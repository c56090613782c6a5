"""The templates ``max_duration``, ``min_gap`` and ``max_gap``: how long, and between (safeguards.md 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from habeas.clock.intervals import length, minus
from habeas.safeguards.case import Case, Stretch, possible, sure
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.templates.stretches import occasion_of
from habeas.safeguards.verdict import Occasion, Verdict, none


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxDuration:
    """No stretch of ``span``, but for ``less``, is longer than the limit."""

    span: str
    less: str = ""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each stretch."""
        found, limit = case.stretches(self.span), limits["limit"].length
        less = case.stretches(self.less) if self.less and found else []
        if not found:
            yield none()
        for one in found:
            asked = replace(occasion_of(case, one), limit=limit)
            if one.known is None:
                yield asked
                continue
            longest = length(minus([one.known], sure(less)))
            asked = replace(asked, observed=longest)
            if length(minus([one.known], possible(less))) > limit:
                yield replace(asked, verdict=Verdict.BREACHED)
            elif one.running:
                yield replace(asked, verdict=Verdict.PENDING)
            else:
                yield replace(asked, verdict=Verdict.MET) if longest <= limit else asked

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"{self.span}{f' less {self.less}' if self.less else ''} no longer than the limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinGap:
    """Between two stretches of ``span`` that follow each other lies at least the limit."""

    span: str

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each stretch that follows another; one without a start may have followed any."""
        found = case.stretches(self.span)
        begun = [one for one in found if one.since is not None]
        limit = limits["limit"].length
        if len(found) < 2:
            yield none()
            return
        for one in found:
            if one.since is None:
                yield replace(occasion_of(case, one), limit=limit)
        for before, one in pairwise(begun):
            yield self._judged(case, before, one, limit)

    def _judged(self, case: Case, before: Stretch, one: Stretch, limit: timedelta) -> Occasion:
        own = occasion_of(case, one)
        evidence = (*occasion_of(case, before).evidence, *own.evidence[:1])
        asked = replace(own, since=before.until, until=one.since, limit=limit, evidence=evidence)
        if before.until is None or one.since is None:
            return asked
        gap = max(one.since - before.until, timedelta())
        return replace(asked, verdict=Verdict.MET if gap >= limit else Verdict.BREACHED, observed=gap)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"at least the limit between one {self.span} and the next"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxGap:
    """While ``inside`` goes on longer than the limit, no more than that passes without such an entry."""

    patterns: tuple[Pattern, ...]
    inside: str

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each stretch that is longer than the limit."""
        limit = limits["limit"].length
        found = [one for one in case.stretches(self.inside) if not _short(one, limit)]
        if not found:
            yield none()
        for one in found:
            yield self._judged(case, one, limit)

    def _judged(self, case: Case, one: Stretch, limit: timedelta) -> Occasion:
        asked = replace(occasion_of(case, one), limit=limit)
        if one.known is None:
            return asked
        since, until = one.known
        there = case.matching(self.patterns)
        inside = [at for each in there if (at := each.occurred_at) is not None and since <= at <= until]
        if not inside:
            return asked
        closed = [since, *inside] if one.running else [since, *inside, until]
        widest, at = _widest(closed)
        asked = replace(asked, observed=widest, since=at, until=at + widest)
        if widest > limit:
            timeless = any(each.occurred_at is None for each in there)
            return asked if timeless else replace(asked, verdict=Verdict.BREACHED)
        if one.running:
            late = until - inside[-1] > limit
            return asked if late else replace(asked, verdict=Verdict.PENDING, due_at=inside[-1] + limit)
        return replace(asked, verdict=Verdict.MET)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"{said(self.patterns)} no further apart than the limit during {self.inside}"


def _short(one: Stretch, limit: timedelta) -> bool:
    return one.since is not None and one.until is not None and one.until - one.since <= limit


def _widest(instants: list[datetime]) -> tuple[timedelta, datetime]:
    """The widest gap, and from when; the first of several."""
    return max(((after - at, at) for at, after in pairwise(instants)), key=lambda each: each[0])
