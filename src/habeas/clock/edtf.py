"""Dates that are known only in part, after the Extended Date/Time Format (ISO 8601-2).

A visit "in 2022", a letter "of December 2011", an office held "from 2019 on": the
text is kept as it was given, beside the earliest and the latest day that it may
mean. Level 0, and of level 1 what dossiers need: ``~`` (approximate), ``?``
(uncertain), ``%`` (both), unspecified digits (``201X``, ``2024-XX``), seasons, and
intervals that may be open (``2019/..``) or unknown (``2019/``) at an end.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from habeas.errors import Phrase, RefusedError

OPEN_ENDS = ("", "..")


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Edtf:
    """One such date.

    ``earliest`` and ``latest`` are days, both included; ``None`` at an open or
    unknown end of an interval. ``approximate`` and ``uncertain`` are what ``~`` and
    ``?`` say; they do not widen the days.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        """The text as it was given."""
        return self.text

    @classmethod
    def parse(cls, text: str) -> "Edtf":
        """Read EDTF. Raises ``RefusedError`` (``date-unreadable``) for anything else."""
        return _parse(text.strip())

    @classmethod
    def of(cls, day: date) -> "Edtf":
        """The date of one known day."""
        return cls(day.isoformat(), day, day, Precision.DAY)

    @property
    def known_to_the_day(self) -> bool:
        """Whether it is one day and no doubt is noted."""
        return self.precision is Precision.DAY and not (self.approximate or self.uncertain)

    @property
    def years(self) -> range:
        """The calendar years it touches; of an open interval, the year of the end that is known."""
        first = self.earliest or self.latest
        last = self.latest or self.earliest
        if first is None or last is None:
            return range(0)
        return range(first.year, last.year + 1)

    def sort_key(self) -> tuple[date, date]:
        """Order by the earliest day, then by the latest; unknown ends go first and last."""
        return (self.earliest or date.min, self.latest or date.max)

    def age_in_days(self, as_of: date) -> tuple[int, int | None]:
        """Least and greatest number of days from this date to ``as_of``.

        The greatest is ``None`` where the start is open. A date that may lie after
        ``as_of`` has a least age of nought.
        """
        least = 0 if self.latest is None else max(0, (as_of - self.latest).days)
        greatest = None if self.earliest is None else max(0, (as_of - self.earliest).days)
        return least, greatest


@lru_cache(maxsize=8192)
def _parse(text: str) -> Edtf:
    if text.count("/") == 1:
        return _interval(text)
    return _single(text, text)


def _interval(text: str) -> Edtf:
    left, right = text.split("/")
    if left in OPEN_ENDS and right in OPEN_ENDS:
        raise _unreadable(text)
    start = None if left in OPEN_ENDS else _single(left, text)
    end = None if right in OPEN_ENDS else _single(right, text)
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and latest < earliest:
        raise RefusedError("date-backwards", Phrase("“{value}” ends before it begins", value=text))
    ends = [side for side in (start, end) if side]
    return Edtf(
        text,
        earliest,
        latest,
        Precision.INTERVAL,
        approximate=any(side.approximate for side in ends),
        uncertain=any(side.uncertain for side in ends),
    )


def _single(part: str, whole: str) -> Edtf:
    doubt = part[-1:] if part[-1:] in ("~", "?", "%") else ""
    bare = part.removesuffix(doubt) if doubt else part
    precision = _precision(bare)
    if precision is None:
        raise _unreadable(whole)
    plain = precision is not Precision.SEASON and "X" not in bare
    try:
        earliest, latest = _of_a_calendar(bare) if plain else _of_level_1(bare)
    except ValueError:
        raise _unreadable(whole) from None
    return Edtf(
        part,
        earliest,
        latest,
        precision,
        approximate=doubt in ("~", "%"),
        uncertain=doubt in ("?", "%"),
    )


def _precision(bare: str) -> Precision | None:
    """Tell the precision from the shape; ``None`` for a shape that dossiers do not use."""
    known = "".join("9" if character in "0123456789" else character for character in bare)
    if known == "9999-99" and bare[5:] in ("21", "22", "23", "24"):
        return Precision.SEASON
    return {
        "9999-99-99": Precision.DAY,
        "9999-99-XX": Precision.MONTH,
        "9999-99": Precision.MONTH,
        "9999-XX": Precision.YEAR,
        "9999": Precision.YEAR,
        "999X": Precision.DECADE,
    }.get(known)


def _of_a_calendar(bare: str) -> tuple[date, date]:
    """First and last day of a date whose digits are all known: nearly every one is such."""
    year, *rest = (int(part) for part in bare.split("-"))
    match rest:
        case []:
            return date(year, 1, 1), date(year, 12, 31)
        case [month]:
            first = date(year, month, 1)
            return first, first.replace(day=calendar.monthrange(year, month)[1])
    only = date(year, *rest)
    return only, only


def _of_level_1(bare: str) -> tuple[date, date]:
    # Not before it is needed: its grammar takes a tenth of a second to make, and milliseconds a date.
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415

    try:
        parsed: Any = parse_edtf(bare)
    except EDTFParseException as fault:
        raise ValueError(bare) from fault
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


def _unreadable(text: str) -> RefusedError:
    return RefusedError(
        "date-unreadable",
        Phrase("“{value}” is not a date that can be read", value=text),
        advice=Phrase(
            "Write 2024-07-03, or 2024-07 or 2024 where no day is known, or 2022-12/2023-12 for a span."
        ),
    )
