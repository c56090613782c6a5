"""What goes wrong and is decided before a stay is lived: everything else in it then follows from that."""

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from habeas.custody.synthetic.plan import DAY, HOUR
from habeas.custody.synthetic.planted import Change, Planted, Way, british, way
from habeas.custody.synthetic.stay import Entry, Fate, Stay

_OVER = ("released", "bailed", "transferred_out", "escaped", "died")


def _adult(stay: Stay) -> bool:
    return stay.basis == "criminal" and not stay.person.juvenile


def _juvenile(stay: Stay) -> bool:
    return stay.basis == "criminal" and stay.person.juvenile


def _british_adult(stay: Stay) -> bool:
    return british(stay) and _adult(stay)


def _later(since: str, kind: str, least: int) -> Change:
    """The two entries between which too long a time lies."""

    def change(stay: Stay) -> list[Entry] | None:
        start, entry = stay.first(since), stay.first(kind)
        if start is None or entry is None or start.at is None or (entry.at or 0) - start.at <= least:
            return None
        return [start, entry]

    return change


def _moved_late(stay: Stay) -> list[Entry] | None:
    seen, gone = stay.first("judge_seen"), stay.first("transferred_out")
    if seen is None or gone is None or (gone.at or 0) - (seen.at or 0) <= DAY:
        return None
    return [seen, gone]


def _held_for_over_a_day(stay: Stay) -> list[Entry] | None:
    last = stay if stay.followed_by is None else stay.followed_by
    start, over = stay.first("apprehended"), last.of(*_OVER)
    if start is None or start.at is None or not over or (over[-1].at or 0) - start.at <= DAY:
        return None
    return [start, over[-1]]


def _in_two_places(stay: Stay) -> list[Entry] | None:
    return None if stay.followed_by is None else _held_for_over_a_day(stay)


_DAY_OF_A_JUVENILE = "juvenile.no-more-than-24h"
FORESEEN: Mapping[Fate, tuple[Callable[[Stay], bool], Way]] = MappingProxyType(
    {
        Fate.JUDGE_LATE: (
            _adult,
            way("judge.seen-in-time", "the judge seen late", _later("apprehended", "judge_seen", 2 * DAY)),
        ),
        Fate.REMAND_LATE: (
            _adult,
            way("judge.remand-moved", "kept with the police for a day after the remand", _moved_late),
        ),
        Fate.LAWYER_AT_LAST: (
            _british_adult,
            way(
                "lawyer.seen-within-36h",
                "the lawyer held off for over 36 hours",
                _later("arrived", "lawyer_arrived", 36 * HOUR),
            ),
        ),
        Fate.JUVENILE_FOR_LONG: (
            _juvenile,
            way(_DAY_OF_A_JUVENILE, "a juvenile held for over a day", _held_for_over_a_day),
        ),
        Fate.JUVENILE_FOR_LONG_IN_TWO_PLACES: (
            _juvenile,
            way(_DAY_OF_A_JUVENILE, "a juvenile held for over a day, in two places", _in_two_places),
        ),
        Fate.JUVENILE_JUDGE_LATE: (
            _juvenile,
            way(
                "juvenile.judge-in-time",
                "a juvenile seen by the judge late",
                _later("apprehended", "judge_seen", DAY),
                along=_DAY_OF_A_JUVENILE,
            ),
        ),
    }
)
WAYS = tuple(way for _fits, way in FORESEEN.values())


def foresee(stay: Stay, used: Counter[Way], ways: int) -> None:
    """Decide what goes wrong, where something fits that had less than its share among so many ways."""
    share = used.total() / ways
    fitting = [fate for fate, (fits, way) in FORESEEN.items() if used[way] <= share and fits(stay)]
    if fitting:
        stay.fate = stay.chance.one(fitting)


def came_about(stay: Stay, used: Counter[Way]) -> Planted | None:
    """What was decided, once it is lived and told from the first record; ``None`` where it did not come."""
    if stay.fate is None or stay.first("transferred_in") is not None:
        return None
    way = FORESEEN[stay.fate][1]
    planted = way.plant(stay)
    used[way] += planted is not None
    return planted
