"""Ages: how long since a day that may be known only in part, said in words.

Months and years are those of the calendar: a month has passed when the same day of the
next month comes, or its last day where it has no such day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from habeas.clock import Edtf
from habeas.language import Words


@dataclass(frozen=True, slots=True)
class Age:
    """Whole days, of which the largest unit that is full is said."""

    since: date
    as_of: date

    @property
    def days(self) -> int:
        """Whole days, never less than none."""
        return max(0, (self.as_of - self.since).days)

    @property
    def months(self) -> int:
        """Whole months of the calendar."""
        return months_between(self.since, max(self.since, self.as_of))

    def unit(self) -> str:
        """``day`` under a month, ``month`` under two years, then ``year``."""
        if self.months < 1:
            return "day"
        return "month" if self.months < 24 else "year"

    def count(self, unit: str) -> int:
        """How many of that unit are full."""
        return {"day": self.days, "month": self.months, "year": self.months // 12}[unit]


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """The most months that can be added to ``start`` without passing ``end`` (which is not before it)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def age_words(when: Edtf | date | None, as_of: date, words: Words) -> str:
    """Say an age with the date it is counted from: “4 months (since 12 March 2024)”.

    A date known in part gives a range that holds the true age; no date gives “unknown”, a day to
    come “not yet”.
    """
    if when is None:
        return words.say("unknown")
    if isinstance(when, date):
        when = Edtf.of(when)
    if when.earliest and when.earliest > as_of:
        return words.say("not yet ({date})", date=words.date(when))
    return words.say("{age} (since {date})", age=_bare(when, as_of, words), date=words.date(when))


def _bare(when: Edtf, as_of: date, words: Words) -> str:
    least = Age(min(when.latest or as_of, as_of), as_of)
    if when.earliest is None:
        return words.say("{age} or more", age=_count(least, least.unit(), words))
    most = Age(when.earliest, as_of)
    unit = most.unit()
    if least.count(unit) == most.count(unit):
        return _count(most, unit, words)
    if least.unit() == unit or not least.days:
        # One unit is said once: “4 to 5 months”.
        number = words.number(least.count(unit))
        return words.say("{least} to {most}", least=number, most=_count(most, unit, words))
    return words.say(
        "{least} to {most}", least=_count(least, least.unit(), words), most=_count(most, unit, words)
    )


def _count(age: Age, unit: str, words: Words) -> str:
    number = age.count(unit)
    match unit:
        case "day":
            return words.count("{n} day", "{n} days", number)
        case "month":
            return words.count("{n} month", "{n} months", number)
        case _:
            return words.count("{n} year", "{n} years", number)
