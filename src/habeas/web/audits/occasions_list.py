"""The occasions of an audit as a page: what the address asks for, some of them at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from django.utils.translation import gettext as _

from habeas.safeguards import Verdict
from habeas.safeguards.figures import Figures
from habeas.safeguards.tables import Chosen, looked_through, stations_in
from habeas.web.audits import kept
from habeas.web.audits.models import Audit
from habeas.web.audits.showing import Told
from habeas.web.shell.marks import own_words

SHOWN = 50
_ASKED = (Verdict.BREACHED, Verdict.NOT_RECORDED, Verdict.PENDING, Verdict.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the occasions, and what can be chosen."""

    told: list[Told]
    count: int
    number: int
    chosen: Chosen
    rules: list[tuple[str, str]]
    stations: list[tuple[str, str]]
    """Code and name."""

    @property
    def is_first(self) -> bool:
        """Whether this is how a list begins: going on through it is no new reading."""
        return self.number == 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // SHOWN))

    @property
    def previous(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def counted(self) -> str:
        """How many there are, in words."""
        return own_words().number(self.count)

    @property
    def verdicts(self) -> list[str]:
        """Those that can be chosen."""
        return [each.value for each in _ASKED]


def chosen_of(row: Audit, figures: Figures, said: Mapping[str, str], without: Collection[str]) -> Chosen:
    """Which occasions an address asks for; what it asks for that is nowhere is passed over."""
    return Chosen(
        rule=_one(said.get("rule", ""), [each.rule for each in figures.rules]),
        verdict=_one(said.get("verdict", ""), list(_ASKED)),
        station=_one(said.get("station", ""), stations_in(_table_of(row))),
        without=without,
    )


def page_of(row: Audit, figures: Figures, said: Mapping[str, str], without: Collection[str]) -> Page:
    """The page of them that an address asks for."""
    path = _table_of(row)
    own = [(each.rule, _(each.title)) for each in figures.rules]
    chosen = chosen_of(row, figures, said, without)
    asked = said.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < int(asked) < 1_000_000 else 1
    count, found = looked_through(path, chosen, first=(number - 1) * SHOWN, most=SHOWN)
    told = [Told(each, figures) for each in found]
    names = figures.names_of_places
    named = sorted(((each, names.get(each, each)) for each in stations_in(path)), key=itemgetter(1))
    return Page(told=told, count=count, number=number, chosen=chosen, rules=own, stations=named)


def _table_of(row: Audit) -> Path:
    return kept.folder_of(row) / kept.OCCASIONS


def _one(said: str, known: Collection[str]) -> str:
    return said if said in known else ""
