"""What was measured on one occasion in words: how long it took, how many there were, and what is allowed.

A number stands with what it is of, by what the rule measures.
"""

import math
from collections.abc import Sequence
from datetime import timedelta

from habeas.language import Words
from habeas.safeguards.figures import Limited, Measures, Unit


def measured(
    measures: Measures,
    *,
    known: bool,
    observed: timedelta | None,
    count: int | None,
    limit: timedelta | None,
    words: Words,
) -> str:
    """What was measured; of what is not ``known`` only what the register does hold, for it says no more."""
    if observed is None:
        return "" if count is None else _counted(measures.counts, count, words)
    if known:
        return took(observed, limit, words)
    if measures.holds:
        return words.say("{amount} recorded", amount=words.length(observed))
    return words.say("not known")


def took(observed: timedelta, limit: timedelta | None, words: Words) -> str:
    """How long it took; what is over a limit never reads as the limit does, by however little it is over."""
    if observed < timedelta():
        return words.say("{length} before", length=words.length(-observed))
    said = words.length(observed)
    if limit is None or observed <= limit or said != words.length(limit):
        return said
    more = timedelta(seconds=math.ceil((observed - limit).total_seconds()))
    return words.say("{limit} and {more}", limit=said, more=words.length(more))


def allowed(measures: Measures, limit: timedelta | None, limits: Sequence[Limited], words: Words) -> str:
    """What is allowed; of a rule that counts the number that it asks for, where there is but one."""
    if limit is not None:
        length = words.length(limit)
        return words.say("at least {amount}", amount=length) if measures.least else length
    counts = {each.count for each in limits if each.count is not None}
    if len(counts) != 1 or measures.counts is not Unit.ENTRIES:
        return ""
    return words.say("at least {amount}", amount=words.number(counts.pop()))


def _counted(unit: Unit | None, count: int, words: Words) -> str:
    match unit:
        case Unit.ENTRIES:
            return words.count("{n} recorded", "{n} recorded", count)
        case Unit.NUMBERS:
            return words.count("{n} number missing or twice", "{n} numbers missing or twice", count)
        case Unit.AFTER:
            return words.count("{n} entry after it", "{n} entries after it", count)
        case Unit.UNENDED:
            return words.count("{n} without its end", "{n} without their end", count)
    return words.count("{n} time", "{n} times", count)
