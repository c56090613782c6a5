"""Planting a breach in a stay: one way of all that are known, and one that fits."""

from habeas.custody.synthetic.breaches import WAYS
from habeas.custody.synthetic.planted import Planted
from habeas.custody.synthetic.register_breaches import WAYS as WAYS_OF_THE_REGISTER
from habeas.custody.synthetic.stay import Stay

ALL = (*WAYS, *WAYS_OF_THE_REGISTER)
TRIES = 10


def plant(stay: Stay) -> Planted | None:
    """Break one rule; ``None`` where of ten ways none fits this stay."""
    for _try in range(TRIES):
        if (planted := stay.chance.one(ALL)(stay)) is not None:
            return planted
    return None
