"""How long the law of a place has a custody record kept: data of the authority, each period with its source.

Habeas ships none: no number was found in a standard, and one without a law would be passed off as one. Where
none is set, no period ever ends.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from habeas.clock.ages import months_after
from habeas.clock.limits import DatedLimit, limit_on
from habeas.errors import RefusedError, Where

_MONTHS = {"months": 1, "years": 12}
_UNITS = ("days", *_MONTHS)
_NAMES = frozenset({"value", "unit", "source", "in_force_from", "in_force_until", "jurisdiction", "station"})


@dataclass(frozen=True, slots=True)
class Retention(DatedLimit):
    """One period from the end of a stay: of a station, of a jurisdiction, or of everywhere."""

    jurisdiction: str = ""
    station: str = ""

    def last_day(self, ended: date) -> date:
        """The last day on which a record has to be kept whose stay ended on a day."""
        if self.unit == "days":
            return ended + timedelta(days=self.value)
        return months_after(ended, self.value * _MONTHS[self.unit])

    def ended_by(self, today: date) -> date:
        """A day so late that every stay whose period is over by today ended before it."""
        if self.unit == "days":
            return today - timedelta(days=self.value)
        return months_after(today, -self.value * _MONTHS[self.unit]) + timedelta(days=3)


def read_retentions(text: str, *, file: str) -> tuple[Retention, ...]:
    """The periods of a site, ``[[retention]]``. Raises ``RefusedError`` (``retention-unreadable``)."""
    try:
        tables = tomllib.loads(text).get("retention", [])
    except tomllib.TOMLDecodeError as fault:
        raise _unreadable(str(fault), file) from None
    if not isinstance(tables, list):
        raise _unreadable("a period is written as [[retention]]", file)
    return tuple(_read(said, file) for said in tables)


def _read(said: Mapping[str, Any], file: str) -> Retention:
    if strange := sorted(set(said) - _NAMES):
        raise _unreadable(f"a period has no “{strange[0]}”", file)
    value, unit, source = said.get("value"), said.get("unit"), said.get("source")
    if not isinstance(value, int) or isinstance(value, bool) or value < 1 or unit not in _UNITS:
        raise _unreadable(f"a period has a value of 1 or more and a unit of {', '.join(_UNITS)}", file)
    if not isinstance(source, str) or not source.strip():
        raise _unreadable("a period has a source: the act and its section", file)
    days = [said.get("in_force_from"), said.get("in_force_until")]
    if type(days[0]) is not date or (days[1] is not None and type(days[1]) is not date):
        raise _unreadable("a period has a day from which it is in force (in_force_from)", file)
    places = [said.get("jurisdiction", ""), said.get("station", "")]
    if not all(isinstance(each, str) for each in places) or all(places):
        raise _unreadable("a period is of a jurisdiction or of a station, or of neither", file)
    return Retention(value, unit, source.strip(), days[0], days[1], *places)


def retention_for(
    found: Iterable[Retention], *, station: str, jurisdiction: str, day: date
) -> Retention | None:
    """The period in force on a day: that of the station, else of its jurisdiction, else of everywhere."""
    every = list(found)
    for mine in (
        [one for one in every if one.station == station],
        [one for one in every if not one.station and one.jurisdiction == jurisdiction],
        [one for one in every if not one.station and not one.jurisdiction],
    ):
        if (limit := limit_on(mine, day)) is not None:
            return limit
    return None


def _unreadable(why: str, file: str) -> RefusedError:
    return RefusedError("retention-unreadable", f"the file cannot be read: {why}", where=Where(file))
