"""Dates as the press writes them, by the day of publication; of two possible readings neither is taken.

A date comes with what is known of it, as EDTF: a day, a month, a season, a year, or a span of days.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from habeas.clock import Edtf
from habeas.documents.press.passages import Span
from habeas.documents.press.words import Words, any_of, words
from habeas.documents.written_dates import months_in, weekdays_in
from habeas.errors import RefusedError

_WHICH = ((("last", "dernier", "dernière", "pass"), -1), (("this", "cette", "ce "), 0), (("next",), 1))
_SAME = ("that year", "the same year", "même année", "cette année-là")
_YEAR = r"(?:19|20)\d\d"
_CLAUSES = re.compile(r"[,;:\x01] *| (?:and|but|et|mais) ")
_BACK = re.compile(r"\b(?:was|were|had|has|have|été|avait|avaient|était|étaient|est|sont|ont)\b")
_MORE = re.compile(r" ?(?:and|or|to|et|ou|à|au|-|–) (?:in |en )?(?:19|20)\d\d\b")
"""After a year, another one."""
_OTHER_WEEK = re.compile(
    r"\b(?:ago|weeks?|later|earlier|nuit|night|semaines?|il y a|plus tard|plus tôt)\b", re.IGNORECASE
)
_AND = r"(?: (?:and|or|to|et|ou|au)|, ?| ?[-–])(?: on| le)? ?"
"""What joins two days."""
_DAYS = {"yesterday": -1, "hier": -1, "last": -1, "tomorrow": 1, "demain": 1}
"""From the day of publication to “yesterday”, “last night” and “tomorrow”; the others are that day."""
_AFTER_WORD = re.compile(r"(?<=\w) \Z")
_PARTS = re.compile(r"[,;:\x01]")
_FARTHEST_BACK = timedelta(days=270)
"""A day without a year that would lie longer ago would have been given one."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date where it stands; ``edtf`` is ``None`` for one that cannot be told."""

    span: Span
    edtf: str | None
    lead: str
    """The word before it: “on”, “in”, “since”."""
    ahead: bool = False


@dataclass(frozen=True)
class _Patterns:
    date: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: tuple[str, ...]
    seasons: tuple[str, ...]
    future: re.Pattern[str]
    will: re.Pattern[str]
    day_and: re.Pattern[str]
    and_day: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Around:
    """What a date is read by: the day of publication, and what its sentence says of the time.

    ``unsure``: of which year it tells; ``doubt``: whether of what was or will be; ``soon``: it comes after
    “will”; ``that``: the year of the sentence before.
    """

    published: date | None
    ahead: bool
    unsure: bool
    doubt: bool
    soon: bool
    that: int | None


@cache
def _patterns(language: str) -> _Patterns:
    known = words(language)
    months = {**months_in(language), **known["months"]}
    weekdays = weekdays_in(language)
    patterns = {
        "MONTH": any_of(months),
        "WEEKDAY": any_of(weekdays),
        "SEASON": any_of(known["seasons"]),
        "YEAR": _YEAR,
        "WHICH": known["which_year"],
        "DAY": known["day"],
    }
    forms = [
        re.sub("[A-Z]{3,}", lambda word: patterns.get(word[0], word[0]), form) for form in known["date_forms"]
    ]
    named = "|".join([*forms, rf"(?P<iso>{_YEAR}-\d\d-\d\d)|(?P<m4>{patterns['MONTH']})|(?P<y4>{_YEAR})"])
    lead = known["date_leads"]
    return _Patterns(
        re.compile(
            rf"(?:(?<![\w-])(?P<lead>{lead})(?: the| l'| la| le)?[ -]|(?<=l')|(?<![\w-]))"
            rf"(?:{named})(?![\w-]|\.\d)",
            re.IGNORECASE,
        ),
        months,
        weekdays,
        tuple(known["seasons"]),
        re.compile(known["future"], re.IGNORECASE),
        re.compile(known["will"], re.IGNORECASE),
        re.compile(rf"\b(?:{patterns['WEEKDAY']}){_AND}$", re.IGNORECASE),
        re.compile(rf"{_AND}(?:{patterns['WEEKDAY']})\b", re.IGNORECASE),
    )


def dates(
    said: str,
    span: Span,
    published: date | None,
    known: Words,
    *,
    years_before: bool = False,
    that_year: int | None = None,
) -> list[Dated]:
    """The dates of a sentence (of the skeleton). ``years_before``: the paragraph is about another year.

    ``that_year``: the one of which the sentence before tells.
    """
    patterns = _patterns(known.language)
    coming = [each.span() for each in patterns.future.finditer(said, *span)]
    will = [each.end() for each in patterns.will.finditer(said, *span)]
    told = list[Dated]()
    for found in patterns.date.finditer(said, *span):
        if not _meant(found, said, known.language):
            continue
        ahead = _ahead(found, said, span, coming)
        around = _Around(
            published,
            ahead=bool(ahead),
            unsure=years_before or ahead is None,
            doubt=ahead is None,
            soon=any(at < found.start() and not _PARTS.search(said, at, found.start()) for at in will),
            that=that_year,
        )
        told.append(
            Dated(found.span(), _read(found, patterns, around), (found["lead"] or "").lower(), bool(ahead))
        )
    return told


def _ahead(found: re.Match[str], said: str, span: Span, coming: Sequence[Span]) -> bool | None:
    """Whether the clause of a date looks ahead; ``None`` where another does and it does not look back."""
    if not coming:
        return False
    parts = [span[0], *(each.end() for each in _CLAUSES.finditer(said, *span)), span[1]]
    at = next(index for index, end in enumerate(parts[1:]) if found.start() < end)
    begin, end = parts[at], parts[at + 1]
    if found.start() == span[0] and len(parts) > at + 2:
        end = parts[at + 2]  # “In September, the Committee will …”
    if any(begin <= each[0] < end for each in coming):
        return True
    return False if _BACK.search(said, begin, end) else None


def _meant(found: re.Match[str], said: str, language: str) -> bool:
    """Not “may” the verb, nor “a été”, nor the number of a document."""
    group = found.groupdict()
    if group.get("near") and found[0][:1].isupper() and _AFTER_WORD.search(said, 0, found.start()):
        return False  # “the daily Norland Today”
    near = max(0, found.start() - 60), found.start()
    if said.rfind("(", *near) > said.rfind(")", *near):
        return False  # what stands in brackets dates something else
    month = next((group[name] for name in ("m1", "m2", "m3", "m4") if group.get(name)), None)
    if month and language == "en" and month[0].islower():
        return False
    if group.get("season"):
        return bool(found["lead"] or group.get("which3") or group.get("ys"))
    if group.get("m4") or group.get("y4"):
        return bool(found["lead"]) and said[found.end() : found.end() + 1] not in ("/", "-")
    return True


def _read(found: re.Match[str], patterns: _Patterns, around: _Around) -> str | None:
    """EDTF; ``None`` for what hangs on an unknown day of publication, or may be read in two ways."""
    group = found.groupdict()
    if number := next((each for each in "56" if group.get(f"m{each}")), None):
        return _over_months(group, number, patterns, around)
    if number := next((each for each in "12" if group.get(f"m{each}")), None):
        return _of_days(group, number, patterns, around)
    if group.get("m3"):
        month = patterns.months[_plain(group["m3"])]
        in_year = _told_year(group["y3"] or "", around)
        if around.published and group["y3"] in ("dernier", "dernière") and month > around.published.month:
            in_year = around.published.year - 1  # in June, “novembre dernier” is no other one
        return _checked(f"{in_year:04}-{month:02}") if in_year else None
    if whole := group.get("iso") or group.get("y4"):
        return None if _MORE.match(found.string, found.end()) else _checked(whole)
    if group.get("season") and group.get("ys"):
        return _season(int(group["ys"]), group["season"], patterns)
    return _relative(found, patterns, around)


def _over_months(
    group: Mapping[str, str | None], number: str, patterns: _Patterns, around: _Around
) -> str | None:
    """“From 28 December to 4 January 2034”: each end with its month; a year told once is that of the end."""
    first, last = (_number(group[f"{name}{number}"]) or 0 for name in ("d", "e"))
    begins, ends = (patterns.months[_plain(group[f"{name}{number}"] or "")] for name in ("m", "n"))
    told = group.get(f"y{number}")
    if year := group.get(f"z{number}"):
        until = _told_year(year, around)
    elif told or around.published is None or around.unsure:
        return None
    else:
        until = _year_of(ends, last, around.published, ahead=around.ahead)
    if until is None:
        return None
    since = int(told) if told else until - (begins > ends)
    return _checked(f"{since:04}-{begins:02}-{first:02}/{until:04}-{ends:02}-{last:02}")


def _of_days(
    group: Mapping[str, str | None], number: str, patterns: _Patterns, around: _Around
) -> str | None:
    first, last = (_number(group.get(f"{name}{number}")) for name in ("d", "e"))
    month = patterns.months[_plain(group[f"m{number}"] or "")]
    year = group.get(f"y{number}")
    if year is None and (around.published is None or (around.unsure and not around.soon)):
        return None
    known = _told_year(year, around) if year else None
    in_year = known if year else _year_of(month, first or 1, around.published or date.min, ahead=around.ahead)
    if in_year is None:
        return None
    start = f"{in_year:04}-{month:02}-{first:02}"
    return _checked(f"{start}/{in_year:04}-{month:02}-{last:02}" if last else start)


def _told_year(said: str, around: _Around) -> int | None:
    """The year as a figure, “last year”, “that year”; “dernier” alone may be this year's or the last's."""
    if said.isdigit():
        return int(said)
    low = said.lower()
    if any(words in low for words in _SAME):
        return around.that
    step = next(
        (
            step
            for word, step in (("last year", -1), ("this year", 0), ("next year", 1), ("l'an", -1))
            if word in low
        ),
        None,
    )
    return None if around.published is None or step is None else around.published.year + step


def _year_of(month: int, day: int, published: date, *, ahead: bool) -> int | None:
    """The year of a day that has none: the nearest before, or after where the sentence looks ahead."""
    for year in (published.year, published.year + (1 if ahead else -1)):
        try:
            tried = date(year, month, day)
        except ValueError:
            return None
        if tried >= published if ahead else tried <= published:
            return year if abs(tried - published) <= _FARTHEST_BACK else None
    return None


def _relative(found: re.Match[str], patterns: _Patterns, around: _Around) -> str | None:
    """What only the day of publication tells."""
    group, published = found.groupdict(), around.published
    near, weekday = group.get("near"), group.get("wd")
    if published is None or (around.unsure and not (near or weekday or around.soon)):
        return None
    if weekday:
        day = patterns.weekdays.index(weekday.lower())
        which = (group.get("lw") or "").strip().lower()
        if around.doubt or _of_other_week(found) or _one_of_several(found, patterns):
            return None
        return _weekday(day, which, published, around)
    if near:
        step = _DAYS.get(near.lower().split()[0], 0)
        return (published + timedelta(days=step)).isoformat()
    if unit := group.get("unit"):
        return _unit(unit.lower(), f"{group.get('which')} {group.get('which2')}".lower(), published)
    if month := group.get("m4"):
        return _month(patterns.months[_plain(month)], published, ahead=around.ahead)
    if season := group.get("season"):
        return _near_season(season, (group.get("which3") or "").lower(), patterns, around)
    return None


def _of_other_week(found: re.Match[str]) -> bool:
    """“A week ago on Monday”, “in the night from Sunday to Monday”."""
    before = found.string[max(0, found.start() - 25) : found.start()]
    after = found.string[found.end() : found.end() + 15]
    near = re.sub(r".*[.,;]", "", before), re.sub(r"[.,;].*", "", after)
    return any(_OTHER_WEEK.search(part) for part in near)


def _one_of_several(found: re.Match[str], patterns: _Patterns) -> bool:
    """“On Tuesday and Wednesday”: neither day is the date."""
    before = found.string[max(0, found.start() - 25) : found.start()]
    return bool(patterns.day_and.search(before) or patterns.and_day.match(found.string, found.end()))


def _weekday(day: int, which: str, published: date, around: _Around) -> str | None:
    """The last such day, or the next after “will”.

    “Last Wednesday” may be another week's, unless French says it.
    """
    back = (published.weekday() - day) % 7
    if around.soon and not which and back:
        return (published + timedelta(days=7 - back)).isoformat()
    if which == "prochain":
        return (published + timedelta(days=7 - back)).isoformat()
    if which in ("next", "this") or (which == "last" and back) or (around.ahead and which != "dernier"):
        return None
    if which in ("last", "dernier") and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _unit(unit: str, which: str, published: date) -> str | None:
    """“Last year”, “this month”; French says it after the word."""
    step = next((step for words, step in _WHICH if any(word in which for word in words)), None)
    if step is None:
        return None
    if unit in ("year", "an", "année"):
        return str(published.year + step)
    months = published.year * 12 + published.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _month(month: int, published: date, *, ahead: bool) -> str | None:
    """The nearest month of that name; that of publication itself may be this year's or the last one's."""
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


def _near_season(name: str, which: str, patterns: _Patterns, around: _Around) -> str | None:
    """Only one that is over, or ahead, in the year of publication: “in the spring” said in autumn."""
    at, published = patterns.seasons.index(_plain(name)), around.published
    if published is None or which in ("next", "this"):
        return None
    begins, over = {0: (3, 7), 1: (6, 10), 2: (9, 13)}.get(at, (0, 13))
    told = published.month < begins if around.ahead else published.month >= over
    return f"{published.year:04}-{21 + at}" if told else None


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
