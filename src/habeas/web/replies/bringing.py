"""A filled-in file, judged item by item before anything of it is taken: what is new, the same, or wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from habeas import canonical
from habeas.clock import Edtf
from habeas.documents.reply.items import ANSWER, LABELS, PASSAGE, FilledItem, FilledItems
from habeas.errors import HabeasError
from habeas.web.replies.answering import Answer, faults_of, plain
from habeas.web.replies.positions import SILENT, position_of, position_word
from habeas.web.reports.models import Ask
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.shell.typed_dates import read_date

LONGEST = {"action": 20_000, "evidence": 5_000, "body": 200, "text": 32_000, "where": 120}
"""Letters of each field, as the forms have them."""


class Verdict(StrEnum):
    """What becomes of one item of the file."""

    TAKE = "take"
    SAME = "same"
    EMPTY = "empty"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One item of the file. ``before`` is what stands and would be replaced; ``key`` what that is called."""

    place: int
    item: str
    ask: Ask | None
    verdict: Verdict
    given: Mapping[str, str]
    before: Mapping[str, str] | None = None
    key: str = ""
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Field by field: its name, what stands, and what the file says, where either says anything."""
        words, old = own_words(), self.before or {}
        return [
            (words.say(LABELS[field]), _said(field, old), _said(field, self.given))
            for field in (*ANSWER, *PASSAGE)
            if old.get(field) or self.given.get(field)
        ]


def _said(field: str, cells: Mapping[str, str]) -> str:
    value = cells.get(field, "")
    return position_word(value) if field == "position" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the file is held to: the items, the day of transmission, today, and whether it may say silence."""

    asks: Mapping[str, Ask]
    transmitted: Edtf | None
    today: date
    unknown: str
    silence: bool = False
    several: bool = False
    """Whether one item may stand several times, once for each body that answers."""


@dataclass(frozen=True, slots=True)
class Held:
    """One item of the file after what can be said of it alone."""

    row: FilledItem
    ask: Ask | None
    given: Mapping[str, str]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(self.given.values())


def hold(read: FilledItems, rules: Rules) -> list[Held]:
    """Read each item of the file by itself, and against the others of the file."""
    found = [_alone(row, rules, flowing=read.flowing) for row in read.rows]
    filled = Counter(_name(one, rules) for one in found if not one.empty)
    return [
        one
        if one.empty or filled[_name(one, rules)] == 1
        else Held(one.row, one.ask, one.given, (*one.faults, _("This item stands twice in the file.")), ())
        for one in found
    ]


def _name(one: Held, rules: Rules) -> tuple[str, str]:
    return one.row.item, one.given.get("body", "") if rules.several else ""


def _alone(row: FilledItem, rules: Rules, *, flowing: bool) -> Held:
    given = {field: plain(value) for field in (*ANSWER, *PASSAGE) if (value := row.given(field)) is not None}
    ask = rules.asks.get(row.item)
    if not any(given.values()):
        return Held(row, ask, given, (), ())
    faults = [] if ask is not None else [rules.unknown]
    faults += _settle(given, rules)
    faults += [
        _("%(field)s: longer than %(limit)s letters.") % {"field": _label(field), "limit": limit}
        for field, limit in LONGEST.items()
        if field != "body" and len(given.get(field, "")) > limit
    ]
    warnings = []
    asked = row.given("asked")
    if ask is not None and asked is not None and not same(asked, ask.text, flowing=True):
        warnings.append(_("The text of what is asked was changed in the file; that change is not taken."))
    return Held(row, ask, given, tuple(faults), tuple(warnings))


def _settle(given: dict[str, str], rules: Rules) -> Iterable[str]:
    """Turn what was typed into a position and a date, and say what is wrong with them."""
    typed = given.get("position", "")
    position = position_of(typed)
    if position == SILENT and rules.silence:
        given["position"] = SILENT
        if any(value for field, value in given.items() if field != "position"):
            yield _("It says that there is no answer, and gives one.")
        return
    if not typed:
        yield _("%(field)s: it is missing.") % {"field": _label("position")}
    given["position"] = position if position and position != SILENT else typed
    if given.get("date"):
        try:
            given["date"] = read_date(given["date"]).text
        except HabeasError as error:
            yield f"{_label('date')}{_(':')} {plainly(error)}"
            given["date"] = ""
    answer = Answer(position=given["position"], date=given.get("date", ""), ministry=given.get("body", ""))
    if rules.transmitted is not None:
        for field, told in faults_of(answer, transmitted=rules.transmitted, today=rules.today):
            if field != "position" or typed:
                yield f"{_label('body' if field == 'ministry' else field)}{_(':')} {told}"


def _label(field: str) -> str:
    return own_words().say(LABELS[field])


def same(one: str, other: str, *, flowing: bool) -> bool:
    """Whether two texts are the same; ``flowing``: whatever their line ends and spaces."""
    if flowing:
        return " ".join(plain(one).split()) == " ".join(plain(other).split())
    return plain(one) == plain(other)


def alike(given: Mapping[str, str], before: Mapping[str, str], *, flowing: bool) -> bool:
    """Whether the file says what stands already."""
    return all(same(value, before.get(field, ""), flowing=flowing) for field, value in given.items())


def digest(judged: Sequence[Judged]) -> str:
    """SHA-256 of what a preview shows, so that what is confirmed is what was seen."""
    return canonical.digest(
        [
            [one.place, one.verdict.value, one.item, dict(one.given), dict(one.before or {}), one.key]
            for one in judged
        ]
    )
