"""A limit of law holds from a date until the next one is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class DatedLimit:
    """One value of a limit and the first day that it holds.

    ``value`` is a whole number of ``unit`` (``hours``, ``days``, ``months``,
    ``persons``, ``minutes``); ``source`` is a reference into ``law``, such as
    ``PACE1984#40(3)(a)``; ``in_force_from`` is ``None`` where it held from the start.
    """

    value: int
    unit: str
    source: str
    in_force_from: date | None = None
    in_force_until: date | None = None


Limit = TypeVar("Limit", bound=DatedLimit)


def limit_on(limits: Iterable[Limit], day: date) -> Limit | None:
    """Return the limit in force on ``day``: of those that hold, the one in force last.

    ``in_force_until`` is the last day that a limit holds.
    """
    holding = [
        limit
        for limit in limits
        if (limit.in_force_from is None or limit.in_force_from <= day)
        and (limit.in_force_until is None or day <= limit.in_force_until)
    ]
    return max(holding, key=lambda limit: limit.in_force_from or date.min, default=None)
