"""Outcomes and faults of a list as a person reads them."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from habeas.language import N_, NN_, Words
from habeas.safeguards.against.result import Outcome
from habeas.safeguards.against.rows import Fault

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SAME: N_("in both, at the same time"),
        Outcome.DIFFERS: N_("in both, at times that differ by more than {tolerance}"),
        Outcome.ELSEWHERE: N_("in both, at another place in the register than in the list"),
        Outcome.UNTIMED: N_("in the register without a time"),
        Outcome.ANY_OF: N_("in both, by place and time alone: which is which cannot be said"),
        Outcome.ONE_OF: N_(
            "some in one and not in the other, by place and time alone: which, cannot be said"
        ),
        Outcome.NOT_HERE: N_("in the list and not in the register"),
        Outcome.NOT_THERE: N_("in the register and not in the list"),
    }
)
_OF_DAYS: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.SAME: N_("in both, on the same day"), Outcome.DIFFERS: N_("in both, on different days")}
)


def outcome_said(outcome: Outcome, tolerance: timedelta, *, days: bool, words: Words) -> str:
    """An outcome; of ``days`` that are held against days no hours are told."""
    said = OUTCOMES[outcome]
    if days and tolerance == timedelta(hours=12):
        said = _OF_DAYS.get(outcome, said)
    return words.say(said, tolerance=words.length(tolerance))


FIRST = (
    *(Outcome.NOT_HERE, Outcome.NOT_THERE, Outcome.ELSEWHERE, Outcome.DIFFERS),
    *(Outcome.ONE_OF, Outcome.UNTIMED, Outcome.ANY_OF),
)
"""In this order a person looks at what differs."""
MOST_OF_EACH = 4
"""So many of each kind are shown first, so that none is hidden by another."""
FAULTS: Mapping[Fault, tuple[str, str]] = MappingProxyType(
    {
        Fault.TIME_UNREADABLE: NN_("time that cannot be read", "times that cannot be read"),
        Fault.TIME_MISSING: NN_("row without a time", "rows without a time"),
        Fault.TIME_WITHOUT_ZONE: NN_(
            "time without a zone, and the list names none", "times without a zone, and the list names none"
        ),
        Fault.TIME_WITHOUT_HOUR: NN_(
            "day without an hour: it takes a tolerance of 720 minutes",
            "days without an hour: they take a tolerance of 720 minutes",
        ),
        Fault.TIME_OUTSIDE: NN_(
            "time outside of the period compared", "times outside of the period compared"
        ),
        Fault.PLACE_OUTSIDE: NN_(
            "time at a place that the list is not said to cover",
            "times at places that the list is not said to cover",
        ),
        Fault.PLACE_UNKNOWN: NN_(
            "time of nobody named, at a place that the register does not have",
            "times of nobody named, at places that the register does not have",
        ),
        Fault.WHAT_UNKNOWN: NN_(
            "row with a word for what happened that nothing explains",
            "rows with a word for what happened that nothing explains",
        ),
        Fault.NOTHING_TO_MATCH_BY: NN_(
            "time without a record, a person or a place", "times without a record, a person or a place"
        ),
        Fault.TWICE: NN_(
            "time that stands in the list before, of the same person or record",
            "times that stand in the list before, of the same person or record",
        ),
    }
)
REMEDIES: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.TIME_UNREADABLE: N_("Its times cannot be read: “time” says how they are written."),
        Fault.TIME_MISSING: N_("Its rows have no time: look whether “at” names the right columns."),
        Fault.TIME_WITHOUT_ZONE: N_('Its times name no zone: name it, as zone = "Europe/Paris".'),
        Fault.TIME_WITHOUT_HOUR: N_("It has days without an hour: these take tolerance = 720."),
        Fault.TIME_OUTSIDE: N_("Its times lie outside of “from” and “until”."),
        Fault.PLACE_OUTSIDE: N_(
            "It has other places than “places” names: add them, or say by [place_of] which they are."
        ),
        Fault.WHAT_UNKNOWN: N_("Its words for what happened are not explained: add them to [what]."),
        Fault.NOTHING_TO_MATCH_BY: N_("Its rows name no record, no person and no place: one is needed."),
    }
)
"""What to do about a list of which no row can be used, by what is wrong with the first."""
