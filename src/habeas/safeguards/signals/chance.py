"""Which shares lie beyond what chance alone explains, of the many that are looked at.

Each share is held against that of all by the binomial distribution of its own denominator, as the limits of
a funnel plot are (Spiegelhalter, Statistics in Medicine 24, 2005, 1185). Who looks at many places finds one
beyond such a limit by chance: of all that are looked at, those stand out of which no more than ``RATE`` can
be expected to do so by chance (Benjamini and Hochberg, J. R. Statist. Soc. B 57, 1995, 289).
"""

import math
from collections.abc import Sequence

RATE = 0.05
_NEGLIGIBLE = 1e-12


def tail(count: int, of: int, share: float) -> float:
    """How likely so many or more are out of ``of``, each with the chance ``share``; from the mean upwards.

    The terms fall from the first on, so that few of them say it.
    """
    if not 0 < share < 1 or count <= of * share:
        return 1.0
    whole = term = 1.0
    for more in range(count, of):
        term *= (of - more) / (more + 1) * share / (1 - share)
        whole += term
        if term < _NEGLIGIBLE * whole:
            break
    first = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    return min(1.0, whole * math.exp(first + count * math.log(share) + (of - count) * math.log1p(-share)))


def beyond_chance(tails: Sequence[float]) -> list[bool]:
    """Which of them stand out, where so many were looked at."""
    ordered = sorted(tails)
    held = [each for place, each in enumerate(ordered, 1) if each <= RATE * place / len(ordered)]
    least = max(held, default=-1.0)
    return [each <= least for each in tails]
