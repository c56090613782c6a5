"""An occasion that is a stretch of time, before it is judged: not recorded, until its bounds say more."""

from habeas.safeguards.case import Case, Stretch
from habeas.safeguards.verdict import Occasion, Verdict


def occasion_of(case: Case, one: Stretch) -> Occasion:
    """The occasion of a stretch, by what began it; by its end where no start is written."""
    own = one.start or one.end
    evidence = tuple(each for each in (one.start, one.end) if each is not None)
    return Occasion(
        verdict=Verdict.NOT_RECORDED,
        key="" if own is None else case.first_of(own).event_id,
        since=one.since,
        until=one.until,
        evidence=evidence,
    )
