"""Rules as pages say them: grouped by safeguard, their limits in words, their cases line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from habeas import law
from habeas.custody import kinds
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES, KIND_NAMES
from habeas.language import N_
from habeas.safeguards import Rule, Site, Verdict, rules
from habeas.safeguards.examples import Example, Line, examples
from habeas.safeguards.limits import Limit, LimitOf
from habeas.safeguards.report.safeguards import FAMILIES, OTHER
from habeas.safeguards.rule import TAKES
from habeas.safeguards.sentence import concerns, sentence
from habeas.safeguards.sql.compile import over_stays
from habeas.web.shell.marks import own_words

SETS: Mapping[str, str] = {
    "register": N_("every register"),
    "UN": N_("United Nations"),
    "CoE": N_("Council of Europe"),
    "EU": N_("European Union"),
    "GB-EAW": N_("England and Wales"),
}
_PROSE = re.compile(r"[a-z] [a-z]")
"""What somebody wrote in words, and is no code, number or time."""


@dataclass(frozen=True, slots=True)
class Group:
    """A safeguard and its rules."""

    key: str
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return _(FAMILIES[self.key])


def grouped(chosen: str) -> list[Group]:
    """The rules by safeguard; of one set alone where one is chosen."""
    found = [each for each in rules().values() if chosen in ("", each.set)]
    own = {key: tuple(each for each in found if each.name.split(".")[0] == key) for key in FAMILIES}
    return [Group(key, held) for key, held in own.items() if held]


def family_of(rule: Rule) -> str:
    """What a rule is about."""
    return _(FAMILIES.get(rule.name.split(".")[0], OTHER))


def said_of(rule: Rule, site: Site, today: datetime) -> dict[str, object]:
    """What a rule says, by the limits of a site today; by the names of the parts of its page."""
    words = own_words()
    return {
        "group": family_of(rule),
        "sources": (rule.source, *rule.also),
        "concerns": [concerns(each, words) for each in rule.guards],
        "sentence": sentence(rule, site, today.date(), words),
        "limits": limits_of(rule, site),
        "sql": over_stays(rule, today, site),
    }


def chosen_set(said: str) -> str:
    """The set that an address names; empty where it names none."""
    return said if said in TAKES else ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A value that a limit has or had."""

    length: str
    since: date | None
    until: date | None
    ref: str = ""
    """The provision that gives it; empty where the site sets it."""
    verified: bool = True
    held: bool = True
    """Whether Habeas has that provision; else the rule brings it."""


def limits_of(rule: Rule, site: Site) -> list[Allowed]:
    """Every limit of a rule, each with every value that it had."""
    return [one for each in rule.limits.values() for one in _values(each, site)]


def _values(limit: LimitOf, site: Site) -> Iterator[Allowed]:
    if (own := limit.own) is not None:
        yield Allowed(_own(own), None, None, own.by, verified=False, held=False)
        return
    if limit.site:
        minutes = site.minutes.get(limit.site)
        yield Allowed(_("none") if minutes is None else length_in_words(minutes), None, None)
        return
    for each in law.limit_series(limit.law):
        yield Allowed(
            _measured(each), each.in_force_from, each.in_force_until, each.source, verified=each.verified
        )


def length_in_words(minutes: int) -> str:
    """A length in the largest unit in which it is whole: 1,440 minutes are 24 hours, as the law has it."""
    return _counted(minutes, "minutes") if minutes % 60 else _counted(minutes // 60, "hours")


def _own(limit: Limit) -> str:
    """The number of a provision that a rule brings."""
    words = own_words()
    number = words.length(limit.length) if limit.length else words.count("{n} time", "{n} times", limit.count)
    if limit.window is None:
        return number
    return _("{length} in any {window}").format(length=number, window=words.length(limit.window))


def _measured(limit: law.Limit) -> str:
    length = _counted(limit.value, limit.unit)
    if limit.window_hours is None:
        return length
    return _("{length} in any {window}").format(length=length, window=_counted(limit.window_hours, "hours"))


def _counted(number: int, unit: str) -> str:
    match unit:
        case "minutes":
            return own_words().count("{n} minute", "{n} minutes", number)
        case "hours":
            return own_words().count("{n} hour", "{n} hours", number)
        case "days":
            return own_words().count("{n} day", "{n} days", number)
    return own_words().number(number)


@dataclass(frozen=True, slots=True)
class Field:
    """What a case says of something."""

    name: str
    value: str
    english: bool
    """Whether that is a text as it was written, which has no translation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a case in words."""

    at: str
    what: str
    said: Sequence[Field]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as a lawyer reads it."""

    case: Example
    records: Sequence[Sequence[Entry]]
    attributes: Sequence[Field]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """That of each occasion."""
        return self.case.verdicts


def cases_of(rule: Rule) -> list[Told]:
    """The cases of a rule."""
    return [
        Told(
            case,
            [[_entry(line) for line in own] for own in case.lines()],
            [_field(name, value) for name, value in case.attributes.items()],
        )
        for case in examples().get(rule.name, ())
    ]


def _entry(line: Line) -> Entry:
    notes = []
    if line.written:
        notes.append(_("written {at}").format(at=line.written))
    if line.source:
        notes.append(_("written on {source}").format(source=line.source))
    if line.number:
        notes.append(_("number {n}").format(n=line.number))
    if line.span:
        notes.append(_("span {name}").format(name=line.span))
    if line.corrects:
        notes.append(_("corrects line {n}").format(n=line.corrects))
    return Entry(
        at=line.at or _("time not written"),
        what=_(KIND_NAMES[line.kind]) if line.kind in kinds() else line.kind,
        said=[_field(name, value) for name, value in line.data.items()],
        notes=notes,
    )


def _field(name: str, value: object) -> Field:
    english = isinstance(value, str) and bool(_PROSE.search(value))
    return Field(_(FIELD_NAMES[name]) if name in FIELD_NAMES else name, _value(value), english)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return own_words().listed(map(_value, value))
    return _(CHOICE_NAMES[value]) if isinstance(value, str) and value in CHOICE_NAMES else str(value)
