"""A rule: one safeguard, what it says, its source, its template, whom it concerns, whose limit it has."""

import copyreg
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from habeas.law import Provision
from habeas.safeguards.case import Case
from habeas.safeguards.guard import Guard
from habeas.safeguards.limits import Limit, LimitOf, Site
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.templates.combined import Excused, Template
from habeas.safeguards.templates.within import Within
from habeas.safeguards.verdict import Occasion, Reason, Verdict

LATE = "register.written-promptly"
"""The limit of the site by which an entry was written late."""
TAKES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "register": (),
        "UN": (),
        "CoE": ("register", "UN"),
        "EU": ("CoE",),
        "GB-EAW": ("CoE",),
    }
)
"""The sets of rules, and which each takes with it."""
USUAL_SET = "CoE"
"""The set of a record whose jurisdiction is none of these, or not recorded."""
_EU = "EU"
_CRIMINAL = ("criminal", "attendance")
"""The bases on which somebody is suspected or accused of an offence."""


class Scope(StrEnum):
    """Over what a rule runs."""

    STAY = "stay"
    CUSTODY = "custody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One safeguard. ``title`` names it, ``says`` is the sentence a lawyer checks; both are in English."""

    name: str
    set: str
    title: str
    says: str
    source: Provision
    template: Template
    also: tuple[Provision, ...] = ()
    """Further sources, of which one may bind where the first does not."""
    scope: Scope = Scope.STAY
    limits: Mapping[str, LimitOf] = field(default_factory=lambda: MappingProxyType({}))
    guards: Sequence[Guard] = ()
    live: bool = False
    """It is asked while somebody is held, so that an inspector sees what is due before it is late."""
    as_entered: bool = False
    """It looks at the register: entries as they were first written."""

    @property
    def called_for_by(self) -> tuple[Pattern, ...]:
        """What has to be recorded before there is an occasion, as a request; nothing where none is needed."""
        match self.template:
            case Within(triggers=asked) | Excused(after=asked):
                return asked
        return ()

    def limits_on(self, day: date, site: Site) -> Mapping[str, Limit] | None:
        """Its limits on the day of T0; ``None`` where one has no value then, or none at this site."""
        found = {name: each.on(day, site) for name, each in self.limits.items()}
        held = {name: each for name, each in found.items() if each is not None}
        return held if len(held) == len(found) else None

    def _limits_of(self, case: Case, site: Site) -> Mapping[str, Limit] | None:
        return self.limits_on((case.t0.at or case.as_of).date(), site)

    def judge(self, case: Case, site: Site) -> tuple[Occasion, ...]:
        """Every occasion of this rule in a record or a custody; none where it has no limit."""
        limits = self._limits_of(case, site)
        if limits is None:
            return ()
        if self.as_entered:
            return tuple(self._judged(case.as_entered, limits))
        found = tuple(self._judged(case, limits))
        first = case.as_first_written(site.limit(LATE) or timedelta.max)
        if first is None:
            return found
        then = self._limits_of(first, site)
        before = {} if then is None else {one.key: one.verdict for one in self._judged(first, then)}
        return tuple(_as_first_written(one, before) for one in found)

    def _judged(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        by = next((each.by for each in limits.values()), "")
        for one in self.template.occasions(case, limits):
            judged = self._guarded(case, one)
            yield judged.limited_by(by) if by else judged

    def _guarded(self, case: Case, one: Occasion) -> Occasion:
        if one.reason in (Reason.NONE, Reason.NO_REQUEST):
            return one
        asked = [guard.holds(case, one.since) for guard in self.guards]
        if False in asked:
            return Occasion(
                verdict=Verdict.NOT_APPLICABLE,
                key=one.key,
                reason=Reason.GUARD,
                since=one.since,
                evidence=one.evidence,
            )
        if None in asked and one.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE):
            return replace(one, verdict=Verdict.NOT_RECORDED)
        return one

    def source_in(self, jurisdiction: str) -> Provision:
        """The source that binds in a jurisdiction, where one does; else the first."""
        own = (self.source, *self.also)
        return next((one for one in own if one.jurisdiction == jurisdiction), self.source)


def _as_first_written(one: Occasion, before: Mapping[str, Verdict]) -> Occasion:
    if one.reason in (Reason.NONE, Reason.NO_REQUEST):
        return one
    was = before.get(one.key, Verdict.NOT_APPLICABLE)
    return one if was is one.verdict else replace(one, as_first_written=was)


def law_of(jurisdiction: str | None, basis: str | None) -> str | None:
    """The law that is asked of a record: directives of the European Union are of criminal proceedings alone.

    Directives 2010/64 art. 1(1), 2012/13 art. 2(1), 2013/48 art. 2(1) and 2016/800 art. 2(1): suspects and
    accused persons, held or not. On another basis what holds is what holds elsewhere in Europe; where the
    basis is not recorded, what the register says.
    """
    elsewhere = jurisdiction == _EU and basis is not None and basis not in _CRIMINAL
    return USUAL_SET if elsewhere else jurisdiction


def law_in_sql(jurisdiction: str, basis: str) -> str:
    """The same as SQL, of two columns."""
    criminal = ", ".join(f"'{each}'" for each in _CRIMINAL)
    return (
        f"CASE WHEN {jurisdiction} = '{_EU}' AND {basis} NOT IN ({criminal}) "
        f"THEN '{USUAL_SET}' ELSE {jurisdiction} END"
    )


@cache
def sets_of(jurisdiction: str | None) -> frozenset[str]:
    """The sets that hold for a record of a jurisdiction: its own, and each that this takes with it."""
    name = jurisdiction if jurisdiction is not None and jurisdiction in TAKES else USUAL_SET
    return frozenset({name, *(each for taken in TAKES[name] for each in sets_of(taken))})


def _frozen(held: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(held)


def _thawed(held: Any) -> tuple[Any, ...]:
    return _frozen, (dict(held),)


copyreg.pickle(MappingProxyType, _thawed)  # rules go to other processes, and hold some
