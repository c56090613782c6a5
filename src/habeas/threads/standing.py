"""Where a thread stands on a day: what the body last assessed, and whether it asked again since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habeas.clock import Edtf
from habeas.threads.chains import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One assessment that was not withdrawn: of which ask, as of when, with what result.

    ``place`` is its place in the order in which assessments were recorded.
    """

    id: str
    ask: str
    degree: str
    date: Edtf
    place: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The assessment that holds; ``asked_since`` says that the demand was made again after it."""

    assessed: Assessed
    asked_since: bool


def latest(assessments: Iterable[Assessed], as_of: date) -> Assessed | None:
    """The last assessment that may have been made by ``as_of``; of one day, the one recorded last."""
    made = [one for one in assessments if (one.date.earliest or date.min) <= as_of]
    return max(made, key=lambda one: (one.date.latest or date.max, one.place), default=None)


def standing(thread: Thread, assessments: Iterable[Assessed], as_of: date) -> Standing | None:
    """What was last assessed of any ask of ``thread``; ``None`` where nothing was.

    None is not “no information”: that would be an assessment, made by somebody on a day.
    """
    of_it = {item.id for item in thread.items}
    found = latest((one for one in assessments if one.ask in of_it), as_of)
    if found is None:
        return None
    assessed_by = found.date.latest or date.max
    since = any(assessed_by < item.from_day <= as_of for item in thread.items)
    return Standing(found, since)
