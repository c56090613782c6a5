"""The words of one language: what is said to people outside a template.

Catalogues are gettext's, in ``locale/<language>/LC_MESSAGES/django.mo``, the same that
the web reads. English is the source text; where a language has no word for it yet,
English is said. Dates and numbers are written as Unicode's CLDR has them (by Babel).
"""

import gettext
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel import Locale, dates, numbers

from habeas.clock import Age, Edtf, Precision, age_of
from habeas.errors import Phrase

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français", "az": "Azərbaycanca", "ar": "العربية"}
"""Code and own name of each language of the product."""

COMPLETE = frozenset({"en", "fr"})
"""Languages whose catalogue is held to be complete; of the others what is missing is said in English, and no
native speaker has checked them."""

ON_PAPER = frozenset({"ru", "tr", "uk"})
"""Languages besides, in which a paper may be that brings its own words; see :func:`words_saying`."""

RIGHT_TO_LEFT = frozenset({"ar"})


Day = date
"""A calendar day, under a name that no method below has."""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark ``text`` for the catalogues where it is written; it is said later, by ``Words.say``."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 (as above)
    """Mark what is said by number, likewise; it is said later, by ``Words.count``."""
    return one, many


_LEAST, _SMALL, _RAREST, _NEARLY_ALL = 0.001, 0.095, 0.01, 9_999
"""Shares below which more places are told, and below and above which, in ten thousand, no number is."""
_PERIODS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
_DAYS_FROM = 100
"""From so many hours on a length is told in days and hours."""
_ISOLATES = "\u2066\u2067\u2068"
_FIRST_STRONG_ISOLATE, _POP = "\u2068", "\u2069"


def runs(text: str) -> str | None:
    """``ltr`` or ``rtl`` as the first letter outside isolates runs; ``None`` for a text without letters.

    As Unicode's algorithm finds the direction of a paragraph (UAX #9, P2 and P3).
    """
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _POP:
            depth = max(0, depth - 1)
        elif not depth and (way := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            return "ltr" if way == "L" else "rtl"
    return None


def european(text: str) -> str:
    """Return ``text`` with its figures as 0 to 9, whichever they are written in."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def apart(text: str, direction: str) -> str:
    """Return ``text`` in an isolate where it runs against ``direction``; space around it stays outside."""
    core = text.strip()
    if runs(core) in (None, direction):
        return text
    return text.replace(core, f"{_FIRST_STRONG_ISOLATE}{core}{_POP}", 1)


@dataclass(frozen=True, slots=True)
class Words:
    """How one language says things; make it with :func:`words`."""

    language: str
    _catalogue: gettext.NullTranslations
    _locale: Locale

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def say(self, text: str, /, **values: object) -> str:
        """Translate ``text`` and fill its ``{names}``; a phrase brings its own values."""
        if isinstance(text, Phrase):
            return self.say(text.template, **text.values)
        said = self._catalogue.gettext(text) if text else ""
        return self.apart(said.format(**self._kept(values)) if values else said)

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Translate by number; ``{n}`` is the number as this language writes it."""
        said = self._catalogue.ngettext(one, many, number)
        return self.apart(said.format(n=self.number(number), **self._kept(values)))

    def apart(self, text: str) -> str:
        """Keep a text whose letters run against this language's in one piece, whatever stands around it.

        That is a name or a reference within an Arabic sentence, or an English sentence where
        there is no Arabic one; any other text comes back as it is.
        """
        return apart(text, self.direction)

    def listed(self, parts: Iterable[object], /, *, apart: bool = False) -> str:
        """What there is of ``parts``, one after another with this language's comma.

        ``apart`` sets them further from each other, as parts that have commas of their own.
        """
        between = self.say("; ") if apart else self.say(", ")
        said = (
            self.say(part) if isinstance(part, Phrase) else self.apart(str(part)) for part in parts if part
        )
        return between.join(said)

    def _kept(self, values: Mapping[str, object]) -> Mapping[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        match value:
            case Phrase():
                return self.say(value)
            case str():
                return self.apart(value)
            case tuple():
                return self.listed(value)
        return value

    def language_name(self, code: str) -> str:
        """A language by its name in this one; its code where it has none."""
        return str(self._locale.languages.get(code, code))

    def number(self, number: int) -> str:
        """``12,310`` or ``12 310``; Western digits in every language, as references keep theirs."""
        return str(numbers.format_decimal(number, locale=self._locale, numbering_system="latn"))

    def percent(self, count: int, of: int) -> str:
        """A share, to a tenth where it is small or nearly all: what is not nought is never told as nought."""
        share = count / of
        if 0 < share < _LEAST:
            return self.say("under {share}", share=self._percent(_LEAST, 1))
        if 1 - _LEAST < share < 1:
            return self.say("over {share}", share=self._percent(1 - _LEAST, 1))
        return self._percent(share, 0 if share in (0, 1) or _SMALL <= share <= 1 - _SMALL else 1)

    def per_ten_thousand(self, count: int, of: int) -> str:
        """A share beside a small one, to two figures; what is not nought or all is never told as that."""
        rate = count / of * 10_000
        if 0 < rate < _RAREST:
            return self.say("under {share}", share=self._of_ten_thousand(_RAREST, 2))
        if count < of and rate > _NEARLY_ALL:
            return self.say("over {share}", share=self._of_ten_thousand(_NEARLY_ALL, 0))
        return self._of_ten_thousand(rate, 0 if rate >= 10 or not rate else 1 if rate >= 1 else 2)

    def _of_ten_thousand(self, rate: float, places: int) -> str:
        form = f"#,##0.{'0' * places}".rstrip(".")
        said = numbers.format_decimal(round(rate, places), form, locale=self._locale, numbering_system="latn")
        return self.say("{n} in 10,000", n=said)

    def _percent(self, share: float, places: int) -> str:
        form = "#,##0.0" if places else "#,##0"
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", form)
        return str(numbers.format_percent(share, pattern, locale=self._locale, numbering_system="latn"))

    def length(self, length: timedelta, *, exactly: bool = True) -> str:
        """How long in words: hours and minutes, or days and hours; what is under a minute in seconds."""
        seconds = int(length.total_seconds())
        hours, minutes = divmod(seconds // 60, 60)
        if hours >= _DAYS_FROM:
            days, over = divmod(hours, 24)
            whole = self.count("{n} day", "{n} days", days)
            return self.say("{days} {hours} h", days=whole, hours=over) if over else whole
        if hours:
            return self.say("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02d}")
        if minutes or not exactly:
            return self.say("{minutes} min", minutes=minutes)
        return self.say("{seconds} s", seconds=seconds)

    def moment(self, at: datetime) -> str:
        """A time by the clock of its place, with its day."""
        return self.say(", ").join((self.date(at.date()), f"{at:%H:%M}"))

    def date(self, when: Edtf | date | None) -> str:
        """Write a date to the precision that is known, with what is doubtful about it."""
        if when is None:
            return self.say("date not known")
        if isinstance(when, date):
            return self._day(when)
        said = self._interval(when.text) if when.precision is Precision.INTERVAL else self._single(when)
        if when.approximate:
            said = self.say("about {date}", date=said)
        return self.say("{date} (uncertain)", date=said) if when.uncertain else said

    def age(self, when: Edtf | None, as_of: Day) -> str:
        """How long ago: ``4 months``, or a range (``4 to 5 months``) where the date is known in part."""
        if when is None:
            return self.say("age not known")
        ages = age_of(when, as_of)
        least, greatest = ages.least, ages.greatest
        if greatest is None:
            return self.say("{age} or more", age=self._age(*least.coarse()))
        unit = greatest.coarse()[1]
        if unit == "years" and greatest.years < 4 and least.coarse()[1] == "months":
            unit = "months"  # one unit for both ends
        if least.whole(unit) == greatest.whole(unit):
            return self._age(greatest.whole(unit), unit)
        most = self._age(greatest.whole(unit), unit)
        if least.coarse()[1] == unit or least == Age(0, 0, 0) or least.whole(unit) > 0:
            return self.say("{least} to {most}", least=self.number(least.whole(unit)), most=most)
        return self.say("{least} to {most}", least=self._age(*least.coarse()), most=most)

    def period(self, iso: str) -> str:
        """A duration of ISO 8601 that has one unit, as texts give time: ``P3M``, “3 months”."""
        return self._age(int(iso[1:-1]), _PERIODS[iso[-1]])

    def _age(self, number: int, unit: str) -> str:
        match unit:
            case "years":
                return self.count("{n} year", "{n} years", number)
            case "months":
                return self.count("{n} month", "{n} months", number)
            case "weeks":
                return self.count("{n} week", "{n} weeks", number)
        return self.count("{n} day", "{n} days", number)

    def _interval(self, text: str) -> str:
        start, end = (None if side in ("", "..") else Edtf.parse(side) for side in text.split("/"))
        match start, end:
            case Edtf(), Edtf() if start == end:
                return self._single(start)
            case Edtf(), Edtf():
                return self.say("{start} to {end}", start=self._single(start), end=self._single(end))
            case Edtf(precision=Precision.DAY), None:
                return self.say("from {day} on", day=self._single(start))  # French needs an article here
            case Edtf(), None:
                return self.say("from {start} on", start=self._single(start))
            case None, Edtf(precision=Precision.DAY):
                return self.say("until {day}", day=self._single(end))
            case None, Edtf():
                return self.say("until {end}", end=self._single(end))
        return text

    def _single(self, when: Edtf) -> str:
        first = when.earliest
        if first is None:
            return when.text
        match when.precision:
            case Precision.DAY:
                return self._day(first)
            case Precision.MONTH:
                return dates.format_skeleton("yMMMM", first, locale=self._locale)
            case Precision.SEASON:
                return self._season(when)
            case Precision.YEAR:
                return str(first.year)
            case Precision.DECADE:
                return self.say("the {year}s", year=first.year)
        return when.text

    def _season(self, when: Edtf) -> str:
        names = {
            "21": N_("spring of {year}"),
            "22": N_("summer of {year}"),
            "23": N_("autumn of {year}"),
            "24": N_("winter of {year}"),
        }
        bare = when.text.rstrip("~?%")
        return self.say(names[bare[5:]], year=bare[:4])

    def _day(self, day: Day) -> str:
        if self.language == "fr" and day.day == 1:
            return dates.format_date(day, format="d'er' MMMM y", locale=self._locale)
        return dates.format_date(day, format="d MMMM y", locale=self._locale)


@cache
def words(language: str) -> Words:
    """Return the words of ``language`` (``en``, ``fr``, ``az``, ``ar``); ``ValueError`` for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    folder = Path(str(files("habeas"))) / "locale"
    catalogue = gettext.translation("django", str(folder), languages=[language], fallback=True)
    return Words(language, catalogue, Locale.parse(language))


class _Said(gettext.NullTranslations):
    """A catalogue of a few texts, as they are given."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        """The text for one in English; the English where there is none."""
        return self._texts.get(message, message)


def words_saying(language: str, texts: Mapping[str, str]) -> Words:
    """Return the words of a language in ``ON_PAPER``: ``texts`` by their English; else ``ValueError``."""
    if language not in ON_PAPER:
        raise ValueError(f"no such language on paper: {language}")
    return Words(language, _Said(texts), Locale.parse(language))
