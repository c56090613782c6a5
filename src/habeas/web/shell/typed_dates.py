"""Dates as people type them, read into EDTF.

What is read: EDTF itself; “3 July 2024”, “July 3, 2024”, “1er juillet 2024”, “July 2024”, “2024”;
“03/07/2024” (always the day first) and “07/2024”; “spring of 2011”, “the 2010s”; with “c.”,
“about”, “vers” before or “(uncertain)”, “?” behind; spans “2019 – 2021”, “3–5 July 2024”,
“from 2019 on”, “until 2021”. Names of months in every language of the product, and the digits of
Arabic and Persian. What the product writes in English and French, it reads back
(:func:`habeas.language.Words.date`).
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.errors import HabeasError, RefusedError
from habeas.language import LANGUAGES, european

_ABOUT = r"(?:c\.|ca\.|c|ca|circa|about|around|approximately|approx\.?|env\.|environ|vers|autour de|~)"
_DOUBT = r"(?:\((?:uncertain|incertain|incertaine|date incertaine)\)|\?)"
_FROM = r"(?:from|since|as of|depuis|a partir de|a partir du|des|a compter de|a compter du)"
_UNTIL = r"(?:until|till|up to|jusqu'en|jusqu'au|jusqu'a|jusque)"
_SEASONS = {
    **dict.fromkeys(("spring", "printemps"), "21"),
    **dict.fromkeys(("summer", "ete"), "22"),
    **dict.fromkeys(("autumn", "fall", "automne"), "23"),
    **dict.fromkeys(("winter", "hiver"), "24"),
}


def read_date(text: str) -> Edtf:
    """Read a date that someone typed. Raises ``RefusedError`` with a code of a stable ``date-…``."""
    try:
        return Edtf.parse(european(text.strip()))
    except HabeasError as error:
        if error.code == "date-backwards":
            raise _backwards(text) from error
    said = _plain(text)
    if not said:
        raise _unreadable(text)
    return _spans(said, text) or _single(said, text)


def _plain(text: str) -> str:
    """Small letters without accents, one kind of dash, apostrophe and space; no trailing stop."""
    folded = unicodedata.normalize("NFKD", european(text.strip()).casefold().replace("ı", "i"))
    bare = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    bare = re.sub(r"[‐‑–—−]", "–", bare).replace("’", "'")
    return re.sub(r"\s+", " ", bare).strip(" ,;")


def _spans(said: str, typed: str) -> Edtf | None:
    """A span, closed or open; ``None`` where it is none."""
    about, doubt, bare = _doubts(said)
    mark = _mark(about=about, doubt=doubt)
    if until := re.fullmatch(rf"{_UNTIL} (.+)", bare):
        return _joined("..", _single(until[1], typed).text + mark, typed)
    sides = _sides(bare)
    if sides:
        end = _single(sides[1], typed)
        start = _single(_completed(sides[0], end), typed)
        return _joined(_marked(start, mark), _marked(end, mark), typed)
    since = re.fullmatch(rf"{_FROM} (.+?)(?: on| onwards| onward)?", bare)
    since = since or re.fullmatch(r"(.+?) ?– ?(?:now|today|\.\.|…)?", bare)
    return _joined(_marked(_single(since[1], typed), mark), "..", typed) if since else None


def _marked(side: Edtf, mark: str) -> str:
    return side.text if side.approximate or side.uncertain else side.text + mark


def _sides(bare: str) -> tuple[str, str] | None:
    bare = re.sub(r"^(?:from |between |du |de |d'|entre |des )", "", bare)
    for divider in (r" (?:to|until|till|and|au|a|et|jusqu'au|jusqu'en) ", r" ?– ?", r" - "):
        parts = re.split(divider, bare)
        if len(parts) == 2 and all(parts):
            return parts[0], parts[1]
    if years := re.fullmatch(r"(\d{4})-(\d{4})", bare):
        return years[1], years[2]
    if days := re.fullmatch(r"(\d{1,2})-(\d{1,2} \D+ \d{4})", bare):
        return days[1], days[2]
    return None


def _completed(start: str, end: Edtf) -> str:
    """What people leave out before the dash: “3–5 July 2024”, “3 July – 5 August 2024”."""
    year = end.text[:4]
    if re.fullmatch(r"\d{1,2}(?:er|st|nd|rd|th)?", start) and re.match(r"\d{4}-\d{2}-\d{2}", end.text):
        return f"{year}-{end.text[5:7]}-{int(re.sub(r'[a-z]+', '', start)):02d}"
    month_named = _month_of(re.sub(r"^\d{1,2}(?:er|st|nd|rd|th)? | \d{1,2}$", "", start))
    return f"{start} {year}" if month_named else start


def _joined(start: str, end: str, typed: str) -> Edtf:
    try:
        return Edtf.parse(f"{start}/{end}")
    except HabeasError as error:
        raise _backwards(typed) from error


def _doubts(said: str) -> tuple[bool, bool, str]:
    doubt = re.search(rf" ?{_DOUBT}$", said)
    bare = said[: doubt.start()] if doubt else said
    about = re.match(rf"{_ABOUT} ?(?=\d)|{_ABOUT} ", bare)
    return bool(about), bool(doubt), bare[about.end() :] if about else bare


def _mark(*, about: bool, doubt: bool) -> str:
    return {(True, True): "%", (True, False): "~", (False, True): "?", (False, False): ""}[about, doubt]


def _single(said: str, typed: str) -> Edtf:
    about, doubt, bare = _doubts(said)
    mark = _mark(about=about, doubt=doubt)
    bare = re.sub(r"^(?:the|les?|la|en|in|au) ", "", bare)
    text = _numbers(bare, typed) or _named(bare, typed)
    if text is None:
        try:
            text = Edtf.parse(bare.upper()).text
        except HabeasError:
            raise _unreadable(typed) from None
    return Edtf.parse(text + (mark if text[-1] not in "~?%" else ""))


def _numbers(bare: str, typed: str) -> str | None:
    """Dates in figures: 3/7/2024, 3.7.2024, 2024/07/03, 7/2024."""
    if parts := re.fullmatch(r"(\d{1,2})([/. -])(\d{1,2})\2(\d{4})\.?", bare):
        return _day(int(parts[4]), int(parts[3]), int(parts[1]), typed)
    if parts := re.fullmatch(r"(\d{4})([/. -])(\d{1,2})\2(\d{1,2})", bare):
        return _day(int(parts[1]), int(parts[3]), int(parts[4]), typed)
    if parts := re.fullmatch(r"(\d{1,2})[/. -](\d{4})", bare):
        return _month(int(parts[2]), int(parts[1]), typed)
    if re.fullmatch(r"\d{1,2}[/. -]\d{1,2}[/. -]\d{2}", bare):
        raise RefusedError(
            "date-year-short",
            _("“%(typed)s” does not say which century") % {"typed": typed},
            advice=_("Write the year with four figures."),
        )
    return None


_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\.?"
_IN_WORDS = (
    rf"{_DAY}(?: de| of)? (?P<name>\D+?)\.?,?(?: de| of)? (?P<year>\d{{4}})",
    rf"(?P<name>\D+?)\.? {_DAY},? (?P<year>\d{{4}})",
)


def _named(bare: str, typed: str) -> str | None:
    """Dates in words: 3 July 2024, July 3 2024, July 2024, spring 2011, 2010s."""
    for pattern in _IN_WORDS:
        parts = re.fullmatch(pattern, bare)
        month = _month_of(parts["name"]) if parts else None
        if parts and month:
            return _day(int(parts["year"]), month, int(parts["day"]), typed)
    if parts := re.fullmatch(r"(?:annees (\d{3})0|(\d{3})0'?s)", bare):
        return f"{parts[1] or parts[2]}X"
    if parts := re.fullmatch(r"(\D+?)\.?,?(?: de| of)? (\d{4})", bare):
        season = _SEASONS.get(parts[1].removeprefix("l'"))
        number = season or _month_of(parts[1])
        return f"{parts[2]}-{number:0>2}" if number else None
    return None


def _month(year: int, month: int, typed: str) -> str:
    if not 1 <= month <= 12:
        raise RefusedError(
            "date-impossible",
            _("“%(typed)s”: there is no month %(month)s") % {"typed": typed, "month": month},
            advice=_("Dates are read with the day first: 3/7/2024 is 3 July 2024."),
        )
    return f"{year:04d}-{month:02d}"


def _day(year: int, month: int, day: int, typed: str) -> str:
    text = f"{_month(year, month, typed)}-{day:02d}"
    try:
        return Edtf.parse(text).text
    except HabeasError:
        raise RefusedError(
            "date-impossible",
            _("“%(typed)s”: that month has no day %(day)s") % {"typed": typed, "day": day},
            advice=_("Check the day; where it is not known, write the month and the year."),
        ) from None


def _month_of(name: str) -> int | None:
    return _month_names().get(name.strip(" ."))


@cache
def _month_names() -> Mapping[str, int]:
    """Names and short names of months in every language of the product, as :func:`_plain` leaves them."""
    names: dict[str, int] = {"sept": 9}
    for language in LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(language).months[form][width].items():
                    names[_plain(name).strip(".")] = number
    return names


def _unreadable(typed: str) -> RefusedError:
    return RefusedError(
        "date-unreadable",
        _("“%(typed)s” is not a date that can be read") % {"typed": typed},
        advice=_("Write it like 3 July 2024, July 2024, 2024, or 2019 – 2021."),
    )


def _backwards(typed: str) -> RefusedError:
    return RefusedError(
        "date-backwards",
        _("“%(typed)s” ends before it begins") % {"typed": typed},
        advice=_("Write the earlier date first."),
    )
