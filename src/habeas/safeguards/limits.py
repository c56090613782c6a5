"""How much a rule allows: a limit of law on the day, or the site's own where the source gives none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from habeas.clock import limit_on
from habeas.language import N_
from habeas.law import limit_series

FEWEST = 5
"""Of fewer occasions a count is small, where a site says nothing else."""
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
"""The units of a length."""
_COUNTED = frozenset({"persons", "meals", "times", "delegations"})


class Measure(StrEnum):
    """What a limit can be to a rule."""

    LENGTH = N_("a length of time")
    COUNT = N_("a number")


@dataclass(frozen=True, slots=True)
class Site:
    """The limits that a site sets itself where the source gives no number: minutes by name."""

    name: str
    minutes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    fewest: int = FEWEST
    """Fewer of one station or of one month are withheld from what is handed on; they may point at one."""
    signals: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The thresholds of its signals: minutes or counts by name."""
    passed_over: Sequence[str] = ()
    """Limits that it sets for rules that are not asked here."""

    def limit(self, name: str) -> timedelta | None:
        """A limit; ``None`` where the site sets none."""
        found = self.minutes.get(name)
        return None if found is None else timedelta(minutes=found)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule allows, and whose number that is."""

    by: str
    length: timedelta = timedelta(0)
    count: int = 0
    window: timedelta | None = None
    """The period in which it counts."""


@lru_cache(maxsize=100_000)
def _of_law(name: str, day: date) -> Limit | None:
    """A limit of law on a day."""
    held = limit_on(limit_series(name), day)
    if held is None:
        return None
    window = None if held.window_hours is None else timedelta(hours=held.window_hours)
    if held.unit in UNITS:
        return Limit(by=held.source, length=held.value * UNITS[held.unit], window=window)
    return Limit(by=held.source, count=held.value, window=window)


@dataclass(frozen=True, slots=True)
class LimitOf:
    """Where a rule has a limit from: ``law`` names one of an instrument, ``site`` one of the site.

    ``own`` is the number of a provision that the rule itself brings.
    """

    law: str = ""
    site: str = ""
    own: Limit | None = None

    def on(self, day: date, site: Site) -> Limit | None:
        """The limit on the day of T0; ``None`` where the site sets none, or none was in force."""
        if self.own is not None:
            return self.own
        if self.site:
            length = site.limit(self.site)
            return None if length is None else Limit(by=site.name, length=length)
        return _of_law(self.law, day)

    @property
    def measure(self) -> Measure | None:
        """What every value of it is; ``None`` for what no rule can ask, as a share or months."""
        if self.own is not None:
            return Measure.LENGTH if self.own.length else Measure.COUNT
        units = {"minutes"} if self.site else {each.unit for each in limit_series(self.law)}
        if units <= UNITS.keys():
            return Measure.LENGTH
        return Measure.COUNT if units <= _COUNTED else None

    def __str__(self) -> str:
        """As a rule is printed."""
        if self.own is not None:
            return f"the limit of {self.own.by}"
        return f"the site's limit “{self.site}”" if self.site else f"the limit {self.law}"
