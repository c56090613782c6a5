"""What was measured on one occasion in words: how long it took, how many there were, and what is allowed.

A number stands with what it is of, by what the template of the rule measures.
"""

import math
from collections.abc import Sequence
from datetime import timedelta

from habeas.language import Words
from habeas.safeguards import rules
from habeas.safeguards.figures import Limited
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.lengths import MinGap
from habeas.safeguards.templates.order import NothingAfterEnd
from habeas.safeguards.templates.sequence import ClosedPairs, Numbered


def sets_a_least(rule: str) -> bool:
    """Whether its limit is the least that something lasts: what breaches it is too short, not over it."""
    return isinstance(_template(rule), MinGap | Continuous | Total)


def measured(
    rule: str,
    *,
    known: bool,
    observed: timedelta | None,
    count: int | None,
    limit: timedelta | None,
    words: Words,
) -> str:
    """What was measured; of what is not ``known`` only what the register does hold, for it says no more."""
    template = _template(rule)
    if observed is None:
        return "" if count is None else _counted(template, count, words)
    if known:
        return took(observed, limit, words)
    if isinstance(template, Continuous | Total):
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


def allowed(rule: str, limit: timedelta | None, limits: Sequence[Limited], words: Words) -> str:
    """What is allowed; of a rule that counts the number that it asks for, where there is but one."""
    if limit is not None:
        length = words.length(limit)
        return words.say("at least {amount}", amount=length) if sets_a_least(rule) else length
    counts = {each.count for each in limits if each.count is not None}
    if len(counts) != 1 or not isinstance(_template(rule), AtLeast):
        return ""
    return words.say("at least {amount}", amount=words.number(counts.pop()))


def _counted(template: object, count: int, words: Words) -> str:
    match template:
        case AtLeast():
            return words.count("{n} recorded", "{n} recorded", count)
        case Numbered():
            return words.count("{n} number missing or twice", "{n} numbers missing or twice", count)
        case NothingAfterEnd():
            return words.count("{n} entry after it", "{n} entries after it", count)
        case ClosedPairs():
            return words.count("{n} without its end", "{n} without their end", count)
    return words.count("{n} time", "{n} times", count)


def _template(rule: str) -> object:
    return rules()[rule].template if rule in rules() else None
