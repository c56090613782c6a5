"""What a rule says of one occasion, and which of several is the gravest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from habeas.custody import Event


class Verdict(StrEnum):
    """Gravest first."""

    BREACHED = "breached"
    NOT_RECORDED = "not_recorded"
    PENDING = "pending"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a rule does not apply."""

    GUARD = "guard"
    WAIVED = "waived"
    NO_REQUEST = "no_request"
    ENDED_BEFORE = "ended_before"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occasion of a rule and its verdict, with the entries that it rests on."""

    verdict: Verdict
    key: str = ""
    """Which occasion of the record it is: the id of the entry that begins it as first written, a number of a
    block or of a due time; empty where the record itself is the occasion."""
    reason: Reason | None = None
    since: datetime | None = None
    """From when the time runs."""
    until: datetime | None = None
    """To when it ran, as far as it is known."""
    due_at: datetime | None = None
    observed: timedelta | None = None
    """How long it took."""
    count: int | None = None
    """How many there were, where the rule counts."""
    limit: timedelta | None = None
    limit_by: str = ""
    """Whose limit that is: a provision, or a site."""
    evidence: tuple[Event, ...] = ()
    excused_by: Event | None = None
    """The delay that makes it so."""
    excuse_too_late: Event | None = None
    """A delay or waiver that was written once the time had run out: it changes nothing."""
    as_first_written: Verdict | None = None
    """The verdict without corrections and without what was written late, where it is another."""

    def limited_by(self, whose: str) -> "Occasion":
        """The same with whose limit it is; said out, for a record can have hundreds of them."""
        return Occasion(
            verdict=self.verdict,
            key=self.key,
            reason=self.reason,
            since=self.since,
            until=self.until,
            due_at=self.due_at,
            observed=self.observed,
            count=self.count,
            limit=self.limit,
            limit_by=whose,
            evidence=self.evidence,
            excused_by=self.excused_by,
            excuse_too_late=self.excuse_too_late,
            as_first_written=self.as_first_written,
        )


def gravest(occasions: Iterable[Occasion]) -> Verdict:
    """The verdict of a record: that of its gravest occasion; not applicable where there was none."""
    order = list(Verdict)
    return min((each.verdict for each in occasions), key=order.index, default=Verdict.NOT_APPLICABLE)


def none(reason: Reason = Reason.NONE) -> Occasion:
    """There is nothing here that the rule is about."""
    return Occasion(verdict=Verdict.NOT_APPLICABLE, reason=reason)
