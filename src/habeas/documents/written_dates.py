"""Dates as people write them in lists, into EDTF; where two days are possible, neither is chosen."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names

from habeas.clock import Edtf
from habeas.documents.folding import folded
from habeas.errors import RefusedError

LANGUAGES = ("en", "fr", "az", "ru")

ISO_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?")
NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er)?\.? )?([^\W\d]+)\.?(?: (\d{1,2}),)? (\d{4})")


class Written(NamedTuple):
    """EDTF text, or the code of what is wrong."""

    edtf: str | None
    code: str | None = None


UNREADABLE = Written(None, "date-unreadable")


def read_date(text: str, *, day_first: bool | None = None) -> Written:
    """Read one date. ``day_first`` settles ``03/04/2024``, which is ambiguous without it.

    With full stops the day comes first everywhere that writes so.
    """
    text = " ".join(text.split())
    settled = _settled(text, day_first=day_first)
    if settled is None:
        return Written(None, "date-ambiguous")
    try:
        return Written(Edtf.parse(settled).text)
    except RefusedError:
        return UNREADABLE


def order_shown(text: str) -> bool | None:
    """Whether a slashed date shows that the day comes first; ``None`` where it shows nothing."""
    found = SLASHED.fullmatch(text.strip())
    if not found or (int(found[1]) > 12) == (int(found[2]) > 12):
        return None
    return int(found[1]) > 12


def _settled(text: str, *, day_first: bool | None) -> str | None:
    """The text as EDTF writes it (not yet checked), or ``None`` where it is ambiguous."""
    if found := ISO_INSTANT.fullmatch(text):
        return found[1]
    if found := DOTTED.fullmatch(text):
        return _joined(found[3], found[2], found[1])
    if found := SLASHED.fullmatch(text):
        first = order_shown(text)
        if first is None and int(found[1]) != int(found[2]):
            first = day_first
            if first is None:
                return None
        day, month = (found[2], found[1]) if first is False else (found[1], found[2])
        return _joined(found[3], month, day)
    if found := MONTH_YEAR.fullmatch(text):
        return _joined(found[2], found[1])
    if found := YEAR_FIRST.fullmatch(text):
        return _joined(*(part for part in found.groups() if part))
    if found := NAMED.fullmatch(text):
        month_number = month_of(found[2])
        if month_number:
            day = found[1] or found[3]
            return _joined(found[4], str(month_number), *([day] if day else []))
    return text


def _joined(year: str, *parts: str) -> str:
    return "-".join([year, *(part.zfill(2) for part in parts)])


def month_of(name: str) -> int | None:
    """The number of a month by its name, in full or short, in any of the languages read here."""
    return _months().get(folded(name))


@cache
def months_in(language: str) -> Mapping[str, int]:
    """The number of each month by its name in one language, in small letters; all full ones come first."""
    names: dict[str, int] = {}
    for name, number in _named(language):
        names.setdefault(name.lower().rstrip("."), number)
    return MappingProxyType(names)


@cache
def weekdays_in(language: str) -> tuple[str, ...]:
    """In one language the names of the days in small letters, from Monday."""
    names = get_day_names("wide", "format", language)
    return tuple(names[day].lower() for day in range(7))


@cache
def _months() -> MappingProxyType[str, int]:
    """Folded name of a month, in full or short, to its number."""
    names: dict[str, int] = {}
    for name, number in chain.from_iterable(map(_named, LANGUAGES)):
        names.setdefault(folded(name), number)
    return MappingProxyType(names)


def _named(language: str) -> Iterator[tuple[str, int]]:
    """The names of the months as CLDR has them, with their numbers: in full, then short."""
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, language).items():
                yield name, number
