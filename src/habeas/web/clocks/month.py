"""A month as a table: weeks of seven days, each with what is due on it."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale, dates
from django.utils.translation import get_language

from habeas.clock import Precision
from habeas.web.clocks.access import Due

YEARS = range(1900, 3000)
"""Those that are shown: at the ends of the calendar a week has days that no date can be."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ``inside`` says that it is of the month, not of its neighbours."""

    day: date
    inside: bool
    today: bool
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days."""

    days: tuple[Day, ...]

    @property
    def free(self) -> bool:
        """Whether nothing is due in it, as far as it lies in the month."""
        return not any(day.dues for day in self.days if day.inside)


@dataclass(frozen=True, slots=True)
class Month:
    """``some_day`` is what is due in the month on a day not known."""

    first: date
    name: str
    weekdays: tuple[tuple[str, str], ...]
    """Short and long name, in the order of the locale."""
    weeks: tuple[Week, ...]
    some_day: tuple[Due, ...]
    before: str
    after: str

    @property
    def nothing(self) -> bool:
        """Whether nothing is due in it."""
        return not self.some_day and self.free

    @property
    def free(self) -> bool:
        """Whether nothing is due on a day of it."""
        return all(week.free for week in self.weeks)


def month_of(first: date, dues: Iterable[Due], today: date) -> Month:
    """Return the month that begins with ``first``."""
    locale = Locale.parse((get_language() or "en").split("-")[0])
    of_day: dict[date, list[Due]] = {}
    some_day = []
    for due in dues:
        if due.when.precision is Precision.DAY:
            of_day.setdefault(due.day, []).append(due)
        elif (due.day.year, due.day.month) == (first.year, first.month):
            some_day.append(due)
    weeks = calendar.Calendar(locale.first_week_day).monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        name=dates.format_skeleton("yMMMM", first, locale=locale),
        weekdays=tuple(
            (dates.format_date(day, "ccc", locale), dates.format_date(day, "cccc", locale))
            for day in weeks[0]
        ),
        weeks=tuple(
            Week(
                tuple(
                    Day(day, day.month == first.month, day == today, tuple(of_day.get(day, ())))
                    for day in week
                )
            )
            for week in weeks
        ),
        some_day=tuple(some_day),
        before=_shifted(first, -1),
        after=_shifted(first, 1),
    )


def month_asked(text: str, today: date) -> date:
    """The first day of the month in an address (``2026-11``); this month where it is none."""
    try:
        year, month = map(int, text.split("-"))
        first = date(year, month, 1)
    except ValueError:
        return today.replace(day=1)
    return first if year in YEARS else today.replace(day=1)


def _shifted(first: date, months: int) -> str:
    """The neighbour as it stands in an address, empty where there is none."""
    count = first.year * 12 + first.month - 1 + months
    year, month = divmod(count, 12)
    return f"{year:04}-{month + 1:02}" if year in YEARS else ""
