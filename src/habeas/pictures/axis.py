"""The axis of time: which days get a line, and what is written beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from habeas.clock import Edtf
from habeas.language import Words
from habeas.pictures.svg import text_width

AXIS_SIZE = 11.0
"""Size of the axis's text in user units."""

_STEPS = (
    ("day", 1),
    ("day", 7),
    ("month", 1),
    ("month", 3),
    ("month", 6),
    *(("year", years) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to user units: the days from ``start`` to ``end``, both included, fill ``left`` to ``right``."""

    start: date
    end: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """The width of one day."""
        return (self.right - self.left) / ((self.end - self.start).days + 1)

    def dawn(self, when: date) -> float:
        """Where a day begins, kept within the plot."""
        return self._kept((when - self.start).days)

    def dusk(self, when: date) -> float:
        """Where a day ends, kept within the plot."""
        return self._kept((when - self.start).days + 1)

    def noon(self, when: date) -> float:
        """The middle of a day, kept within the plot."""
        return self._kept((when - self.start).days + 0.5)

    def _kept(self, days: float) -> float:
        return min(self.right, max(self.left, self.left + days * self.day))


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the axis; ``label`` is empty for a line between two labelled ones."""

    x: float
    label: str


def ticks(scale: Scale, words: Words) -> list[Tick]:
    """Return the lines of the finest step whose labels keep clear of each other, in order."""
    for unit, step in _STEPS:
        pitch = scale.day * {"day": 1, "month": 30.4, "year": 365.2}[unit] * step
        if pitch < 24:  # no label at all is as narrow as that
            continue
        days = list(_days(scale, unit, step))
        labels = [_label(day, unit, words) for day in days]
        if all(text_width(label, AXIS_SIZE) + 14 <= pitch for label in labels):
            break
    named = {scale.dawn(day): label for day, label in zip(days, labels, strict=True)}
    if unit == "year" and step > 1 and scale.day * 365.2 >= 8:
        named = {scale.dawn(day): "" for day in _days(scale, "year", 1)} | named
    return [Tick(x, label) for x, label in sorted(named.items())]


def _days(scale: Scale, unit: str, step: int) -> Iterator[date]:
    """Give each day on which a unit begins: weeks on Mondays, years that the step divides."""
    if unit == "day":
        day = scale.start if step == 1 else scale.start + timedelta(days=-scale.start.weekday() % 7)
        while day <= scale.end:
            yield day
            if (date.max - day).days < step:
                return
            day += timedelta(days=step)
        return
    months = step if unit == "month" else step * 12
    # Counted from the year 0, so that lines fall on 2000, 2005, 2010 and on quarters.
    first = scale.start.year * 12 + scale.start.month - 1
    for count in range(-(-first // months) * months, scale.end.year * 12 + scale.end.month, months):
        if 1 <= count // 12 <= MAXYEAR:
            day = date(count // 12, count % 12 + 1, 1)
            if scale.start <= day <= scale.end:
                yield day


def _label(day: date, unit: str, words: Words) -> str:
    if unit == "day":
        return words.date(day)
    return str(day.year) if unit == "year" else words.date(Edtf.parse(f"{day.year:04d}-{day.month:02d}"))
