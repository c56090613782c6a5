"""The template ``clock``: how long in all, less what suspends it, up to a limit that can be extended.

Each extension counts that took effect before the time in force ran out, up to the cap of who authorised it;
its ``until`` is an instant, and suspensions put off the limit and the caps (safeguards.md 2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from habeas.clock.instants import parse_instant
from habeas.clock.intervals import Piece, union
from habeas.custody import Event
from habeas.safeguards.case import EVER, Case, Start, possible, sure
from habeas.safeguards.excuse import took_effect
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, matches, said
from habeas.safeguards.templates.starts import bounded, start_of
from habeas.safeguards.verdict import Occasion, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """From ``start`` to the end of the stay, or to one of ``ends`` before it."""

    start: str
    ends: tuple[Pattern, ...] = ()
    suspended_by: str = ""
    unless: Pattern | None = None
    """A suspension whose start matches this does not suspend."""
    extended_by: str = ""
    caps: tuple[tuple[str, str], ...] = ()
    """Who authorises, and the name of the limit that is theirs; who is not named has no cap."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record, or the custody."""
        start = start_of(case, self.start)
        if start.at is None:
            own = () if start.event is None else (start.event,)
            yield Occasion(verdict=Verdict.NOT_RECORDED, evidence=own)
            return
        yield bounded(self._judged(case, start, start.at, limits), start, clock=True)

    def _judged(self, case: Case, start: Start, since: datetime, limits: Mapping[str, Limit]) -> Occasion:
        stretches = [
            one
            for one in (case.stretches(self.suspended_by) if self.suspended_by else ())
            if self.unless is None or one.start is None or not self.unless.matches(one.start)
        ]
        limit = limits["limit"].length
        due, by, too_late = self._due(case, since, limits, union(sure(stretches)))
        ended, end = self._ended(case)
        asked = Occasion(
            verdict=Verdict.NOT_RECORDED,
            since=since,
            due_at=due,
            limit=limit,
            evidence=tuple(one for one in (start.event, end) if one is not None),
            excuse_too_late=too_late,
        )
        if ended is None and end is not None:
            return asked
        until = ended or case.as_of
        asked = replace(asked, until=until, observed=until - since)
        if until <= due:
            excuse = by if until > due_at(since, limit, union(sure(stretches))) else None
            if end is None:
                return replace(asked, verdict=Verdict.PENDING, excused_by=excuse)
            gone = case.lost and not matches(self.ends, end)
            return asked if gone else replace(asked, verdict=Verdict.MET, excused_by=excuse)
        best, _by, _late = self._due(case, since, limits, union(possible(stretches)))
        timeless = any(one.occurred_at is None for one in case.matching(self.ends))
        return asked if until <= best or timeless else replace(asked, verdict=Verdict.BREACHED)

    def _ended(self, case: Case) -> tuple[datetime | None, Event | None]:
        """When it ended, and what ended it; no time where that is not known."""
        named = next((one for one in case.matching(self.ends) if one.occurred_at is not None), None)
        end = case.end
        if named is None or named.occurred_at is None:
            return (None, None) if end is None else (end.occurred_at, end)
        if end is not None and end.occurred_at is not None and end.occurred_at < named.occurred_at:
            return end.occurred_at, end
        return named.occurred_at, named

    def _due(
        self, case: Case, since: datetime, limits: Mapping[str, Limit], suspended: Sequence[Piece]
    ) -> tuple[datetime, Event | None, Event | None]:
        """When the time runs out, the last extension that moved it, and one that came too late."""
        due = due_at(since, limits["limit"].length, suspended)
        caps = dict(self.caps)
        excuse = too_late = None
        extensions = [one for one in case.of(self.extended_by) if one.occurred_at is not None]
        for one in sorted(extensions, key=lambda each: took_effect(case, each)):
            until = one.data.get("until")
            if until is None:
                continue
            to, cap = parse_instant(str(until)), caps.get(str(one.data.get("by")))
            if cap is not None:
                to = min(to, due_at(since, limits[cap].length, suspended))
            if took_effect(case, one) > due:
                too_late = too_late or one
            elif to > due:
                due, excuse = to, one
        return due, excuse, too_late

    def __str__(self) -> str:
        """As a rule is printed."""
        parts = [
            f"from {self.start} to {said(self.ends) + ' or ' if self.ends else ''}the end within the limit"
        ]
        if self.suspended_by:
            unless = f" unless {self.unless}" if self.unless else ""
            parts.append(f"suspended by {self.suspended_by}{unless}")
        if self.extended_by:
            caps = ", ".join(f"{who} up to {name}" for who, name in self.caps)
            parts.append(f"extended by {self.extended_by} ({caps})")
        return ", ".join(parts)


def due_at(since: datetime, limit: timedelta, suspended: Sequence[Piece]) -> datetime:
    """The last instant at which no more than the limit has passed, but for what is suspended."""
    at, left = since, limit
    for start, end in suspended:
        if end <= at:
            continue
        if max(start, at) - at > left:
            break
        left -= max(start, at) - at
        at = end
    return at + min(left, EVER[1] - at)
