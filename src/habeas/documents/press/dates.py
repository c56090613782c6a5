"""Dates as the press writes them, resolved by the day of publication; where two readings are possible, none is.

A date comes with what is known of it, as EDTF: a day, a month, a season, a year, or a span of days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from habeas.clock import Edtf
from habeas.documents.press.passages import Span
from habeas.documents.press.words import Words, any_of, words
from habeas.errors import RefusedError

_FARTHEST_BACK = timedelta(days=270)
"""A day without a year that would lie longer ago would have been given one."""
_LAST = MappingProxyType({"en": r"last", "fr": r"derni(?:er|ère)|pass[ée]e?"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date where it stands. ``edtf`` is ``None`` where it depends on a publication day that is not known."""

    span: Span
    edtf: str | None
    relative: bool
    lead: str
    """The word before it: “on”, “in”, “since”."""


@dataclass(frozen=True)
class _Patterns:
    date: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: tuple[str, ...]
    seasons: tuple[str, ...]
    future: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    known = words(language)
    months = {name: at for at, name in enumerate(known["months"], 1)}
    months |= {name: at for at, name in enumerate(known["months_short"], 1) if name}
    month, weekday, season = any_of(months), any_of(known["weekdays"]), any_of(known["seasons"])
    year = r"(?:19|20)\d\d"
    which = r"(?:of )?(?:last|this|next) year" if language == "en" else r"(?:de )?l'an(?:née)? derni(?:er|ère)|derni(?:er|ère)|prochaine?"
    if language == "en":
        day = r"\d{1,2}(?:st|nd|rd|th)?"
        forms = [
            rf"(?:(?:{weekday}),? )?(?P<d1>{day})(?: ?(?P<to1>and|to|-|–|&) ?(?P<e1>{day}))?(?: of)? (?P<m1>{month})\b\.?,?(?: (?P<y1>{year}|{which}))?",
            rf"(?:(?:{weekday}),? )?(?P<m2>{month})\b\.? (?P<d2>{day})(?: ?(?P<to2>and|to|-|–) ?(?P<e2>\d{{1,2}}))?(?!\d)(?:,? (?P<y2>{year}|{which}))?",
            rf"(?P<m3>{month})\b\.?,? (?:of )?(?P<y3>{year}|{which})",
            rf"(?P<lw>last |next |this )?(?P<wd>{weekday})",
            r"(?P<near>today|yesterday|tomorrow)",
            r"(?P<which>last|this|next) (?P<unit>year|month)",
            rf"(?P<which3>last|this|next|the)? ?(?P<season>{season})\b(?: of)?(?: (?P<ys>{year}))?",
        ]
        lead = r"on|in|since|by|until|till|before|after|from|of|for|during|between|to|around|about|circa|late|early|the end of|end of|beginning of|start of|mid"
    else:
        day = r"(?:1er|\d{1,2})"
        forms = [
            rf"(?:(?:{weekday}) )?(?P<d1>{day})(?: ?(?P<to1>et|au|-|–) ?(?P<e1>{day}))? (?P<m1>{month})\b\.?(?: (?P<y1>{year}|{which}))?",
            rf"(?P<m3>{month})\b\.? (?P<y3>{year}|{which})",
            rf"(?P<wd>{weekday})(?P<lw> dernier| prochain)?",
            r"(?P<near>aujourd'hui|hier|demain)",
            r"(?P<thisfr>cette année|ce mois-ci)",
            r"l'(?P<lastyear>année dernière|an dernier|an passé|année passée)",
            r"le (?P<lastmonth>mois dernier)",
            rf"(?P<season>{season})\b(?: (?P<ys>{year}))?",
        ]
        lead = r"le|en|au|depuis|avant|après|jusqu'en|jusqu'au|d'ici|dès|vers|de|du|des|fin|début|mi|courant|pour|pendant|l'|cet|cette|la fin de|fin de|au cours de"
    forms += [rf"(?P<iso>{year}-\d\d-\d\d)", rf"(?P<m4>{month})", rf"(?P<y4>{year})"]
    named = "|".join(forms)
    return _Patterns(
        re.compile(rf"(?:(?<![\w-])(?P<lead>{lead})(?: the| l'| la| le)?[ -]|(?<=l')|(?<![\w-]))(?:{named})(?![\w-]|\.\d)", re.IGNORECASE),
        MappingProxyType(months),
        tuple(known["weekdays"]),
        tuple(known["seasons"]),
        re.compile(known["future"], re.IGNORECASE),
    )


def dates(said: str, span: Span, published: date | None, known: Words, *, years_before: bool = False) -> list[Dated]:
    """The dates of a sentence (of the skeleton). ``years_before``: the paragraph is about another year."""
    patterns = _patterns(known.language)
    ahead = bool(patterns.future.search(said, *span))
    return [
        Dated(found.span(), *_read(found, patterns, published, ahead=ahead, unsure=years_before), (found["lead"] or "").lower())
        for found in patterns.date.finditer(said, *span)
        if _meant(found, said, known.language)
    ]


def _meant(found: re.Match[str], said: str, language: str) -> bool:
    """Not “may” the verb, nor “a été”, nor the number of a document."""
    group = found.groupdict()
    if said.rfind("(", max(0, found.start() - 60), found.start()) > said.rfind(")", max(0, found.start() - 60), found.start()):
        return False  # what stands in brackets dates something else
    month = next((group[name] for name in ("m1", "m2", "m3", "m4") if group.get(name)), None)
    if month and language == "en" and month[0].islower():
        return False
    if group.get("season"):
        return bool(found["lead"] or group.get("which3") or group.get("ys"))
    if group.get("m4") or group.get("y4"):
        return bool(found["lead"]) and said[found.end() : found.end() + 1] not in ("/", "-")
    return True


def _read(found: re.Match[str], patterns: _Patterns, published: date | None, *, ahead: bool, unsure: bool) -> tuple[str | None, bool]:
    """EDTF and whether it depends on the day of publication."""
    group = found.groupdict()
    for number in ("1", "2"):
        if group.get(f"m{number}"):
            return _of_days(group, number, patterns, published, ahead=ahead, unsure=unsure)
    if group.get("m3"):
        in_year = _told_year(group["y3"] or "", published)
        month = patterns.months[_plain(group["m3"])]
        return (_checked(f"{in_year:04}-{month:02}") if in_year else None), not (group["y3"] or "").isdigit()
    if group.get("iso"):
        return _checked(group["iso"]), False
    if group.get("y4"):
        return _checked(group["y4"]), False
    if group.get("season") and group.get("ys"):
        return _season(int(group["ys"]), group["season"], patterns), False
    if published is None or unsure and not group.get("wd") and not group.get("near"):
        return None, True
    return _relative(group, patterns, published, ahead=ahead), True


def _of_days(
    group: Mapping[str, str | None], number: str, patterns: _Patterns, published: date | None, *, ahead: bool, unsure: bool
) -> tuple[str | None, bool]:
    first, last = (_number(group.get(f"{name}{number}")) for name in ("d", "e"))
    month = patterns.months[_plain(group[f"m{number}"] or "")]
    year = group.get(f"y{number}")
    if year is None and (published is None or unsure):
        return None, True
    in_year = _told_year(year, published) if year else _year_of(month, first or 1, published or date.min, ahead=ahead)
    if in_year is None:
        return None, True
    start = f"{in_year:04}-{month:02}-{first:02}"
    text = f"{start}/{in_year:04}-{month:02}-{last:02}" if last else start
    return _checked(text), not (year or "").isdigit()


def _told_year(said: str, published: date | None) -> int | None:
    """The year as a figure, or “last year”; “dernier” alone may be this year's or the last one's."""
    if said.isdigit():
        return int(said)
    low = said.lower()
    step = next((step for word, step in (("last year", -1), ("this year", 0), ("next year", 1), ("l'an", -1)) if word in low), None)
    return None if published is None or step is None else published.year + step


def _year_of(month: int, day: int, published: date, *, ahead: bool) -> int | None:
    """The year that a day without one lies in: the nearest before, or after where the sentence looks ahead."""
    for year in (published.year, published.year + (1 if ahead else -1)):
        try:
            tried = date(year, month, day)
        except ValueError:
            return None
        if tried >= published if ahead else tried <= published:
            return year if abs(tried - published) <= _FARTHEST_BACK else None
    return None


def _relative(group: Mapping[str, str | None], patterns: _Patterns, published: date, *, ahead: bool) -> str | None:
    if weekday := group.get("wd"):
        return _weekday(patterns.weekdays.index(weekday.lower()), (group.get("lw") or "").strip().lower(), published, ahead=ahead)
    if near := group.get("near"):
        step = {"today": 0, "aujourd'hui": 0, "yesterday": -1, "hier": -1}.get(near.lower(), 1)
        return (published + timedelta(days=step)).isoformat()
    if group.get("lastyear"):
        return str(published.year - 1)
    if group.get("lastmonth"):
        return _month_before(published)
    if this := group.get("thisfr"):
        return str(published.year) if "ann" in this.lower() else published.isoformat()[:7]
    if unit := group.get("unit"):
        return _unit(unit.lower(), (group.get("which") or "").lower(), published)
    if month := group.get("m4"):
        return _month(patterns.months[_plain(month)], published, ahead=ahead)
    if season := group.get("season"):
        return _last_season(season, (group.get("which3") or "").lower(), patterns, published)
    return None


def _weekday(day: int, which: str, published: date, *, ahead: bool) -> str | None:
    """The last such day; “last Wednesday” may be another week's, unless French says it."""
    back = (published.weekday() - day) % 7
    if which in ("next", "this") or (which == "last" and back) or (ahead and which != "dernier"):
        return None
    if which == "prochain":
        return (published + timedelta(days=7 - back)).isoformat()
    if which in ("last", "dernier") and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _unit(unit: str, which: str, published: date) -> str | None:
    if unit == "year":
        return str(published.year + {"last": -1, "this": 0, "next": 1}[which])
    if which == "last":
        return _month_before(published)
    if which == "this":
        return published.isoformat()[:7]
    following = published.replace(day=28) + timedelta(days=4)
    return following.isoformat()[:7]


def _month_before(published: date) -> str:
    return (published.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _month(month: int, published: date, *, ahead: bool) -> str | None:
    """The nearest month of that name; the month of publication itself may be this year's or the last one's."""
    if month == published.month:
        return None
    if ahead:
        year = published.year + (month < published.month)
        distance = (month - published.month) % 12
    else:
        year = published.year - (month > published.month)
        distance = (published.month - month) % 12
    return f"{year:04}-{month:02}" if distance <= 9 else None


def _season(year: int, name: str, patterns: _Patterns) -> str | None:
    """A winter has two years, so that it has no date here."""
    at = patterns.seasons.index(_plain(name))
    return None if at == 3 else f"{year:04}-{21 + at}"


def _last_season(name: str, which: str, patterns: _Patterns, published: date) -> str | None:
    """Only one that is over, of the year of publication: “in the spring” said in autumn."""
    at = patterns.seasons.index(_plain(name))
    over = {0: 7, 1: 10}.get(at)
    if which in ("next", "this") or over is None or published.month < over:
        return None
    return f"{published.year:04}-{21 + at}"


def _number(day: str | None) -> int | None:
    return int(re.sub(r"\D", "", day)) if day else None


def _plain(name: str) -> str:
    return name.lower().rstrip(".")


def _checked(text: str) -> str | None:
    """The text where it is a date that can be."""
    try:
        return Edtf.parse(text).text
    except RefusedError:
        return None
