"""How long ago something was, in calendar years, months and days.

A letter sent on 31 January is one month old on the last day of February: months are
counted on the calendar, and a day that a month lacks is its last. An age from a date
known in part is a range, from the latest day it may mean to the earliest.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from habeas.clock.edtf import Edtf


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """Whole years, then whole months beyond them, then days."""

    years: int
    months: int
    days: int

    def coarse(self) -> tuple[int, str]:
        """The one number people say: days below a month, months below two years, then years."""
        if self.years >= 2:
            return self.years, "years"
        months = self.whole("months")
        return (months, "months") if months else (self.days, "days")

    def whole(self, unit: str) -> int:
        """How many whole ``years`` or ``months`` it is in all; of ``days``, those beyond the months."""
        return {"years": self.years, "months": self.years * 12 + self.months, "days": self.days}[unit]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Least and greatest age; ``greatest`` is ``None`` where the beginning is open."""

    least: Age
    greatest: Age | None


def age_between(start: date, end: date) -> Age:
    """Return the age at ``end`` of what was on ``start``; nought where ``end`` is not later."""
    if end <= start:
        return Age(0, 0, 0)
    months = (end.year - start.year) * 12 + end.month - start.month
    if months_after(start, months) > end:
        months -= 1
    return Age(months // 12, months % 12, (end - months_after(start, months)).days)


def age_of(when: Edtf, as_of: date) -> AgeRange:
    """Return the range of ages on ``as_of`` of something dated in part."""
    least = Age(0, 0, 0) if when.latest is None else age_between(when.latest, as_of)
    return AgeRange(least, None if when.earliest is None else age_between(when.earliest, as_of))


def months_after(start: date, months: int) -> date:
    """The day so many months after another, before it where negative; the last of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
