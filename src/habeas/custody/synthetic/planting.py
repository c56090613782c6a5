"""Planting a breach in a stay: one way of all that are known, and one that fits."""

from collections import Counter

from habeas.custody.synthetic import (
    breaches_in_custody,
    breaches_of_health,
    breaches_of_inquiry,
    breaches_of_lawyers,
    breaches_of_notice,
    breaches_of_rights,
    foreseen,
    register_breaches,
)
from habeas.custody.synthetic.planted import Planted, Way
from habeas.custody.synthetic.stay import Stay

LATER: tuple[Way, ...] = (
    *breaches_of_rights.WAYS,
    *breaches_of_notice.WAYS,
    *breaches_of_lawyers.WAYS,
    *breaches_of_health.WAYS,
    *breaches_of_inquiry.WAYS,
    *breaches_in_custody.WAYS,
    *register_breaches.WAYS,
)
"""What is changed in a stay that was lived."""
ALL = (*LATER, *foreseen.WAYS)


def plant(stay: Stay, used: Counter[Way]) -> Planted | None:
    """Break one rule, by the way that was used least so far and fits: those that seldom fit come to occur."""
    there, random = {each.kind for each in stay.entries}, stay.chance.random
    for way in sorted(LATER, key=lambda way: (used[way], random())):
        if way.needs <= there and (planted := way.plant(stay)) is not None:
            used[way] += 1
            return planted
    return None
