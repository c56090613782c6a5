"""The templates ``attribute`` and ``apart``: what each entry says (safeguards.md 2).

A field that is missing or empty shows nothing; an empty list is a value. A missing exception is no exception.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from habeas.custody import Event
from habeas.safeguards.case import Case
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.verdict import Occasion, Verdict, gravest, none


class Asks(StrEnum):
    """What a test asks of a field."""

    IS = "is"
    HAS = "has"
    AT_MOST = "at_most"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Test:
    """A field ``is`` one of the values, ``has`` one of them, lists ``at_most`` the limit, or is ``said``."""

    field: str
    asks: Asks
    values: tuple[str | bool, ...] = ()

    def verdict(self, event: Event, most: int) -> Verdict:
        """Met, breached, or not recorded."""
        found = event.data.get(self.field)
        if found is None or found == "":
            return Verdict.NOT_RECORDED
        match self.asks:
            case Asks.IS:
                kept = found in self.values
            case Asks.HAS:
                kept = any(one in found for one in self.values)
            case Asks.AT_MOST:
                kept = len(set(found)) <= most
            case Asks.SAID:
                kept = True
        return Verdict.MET if kept else Verdict.BREACHED

    def __str__(self) -> str:
        """As a rule is printed."""
        values = " or ".join(str(one).lower() if isinstance(one, bool) else one for one in self.values)
        return f"{self.field} {self.asks.replace('_', ' ')} {values or 'the limit'}".replace(
            "said the limit", "is said"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Each entry passes every test, or one of the exceptions."""

    patterns: tuple[Pattern, ...]
    tests: tuple[Test, ...]
    exceptions: tuple[Test, ...] = ()

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each entry."""
        most = limits["limit"].count if "limit" in limits else 0
        found = case.matching(self.patterns)
        if not found:
            yield none()
        for one in found:
            if any(each.verdict(one, most) is Verdict.MET for each in self.exceptions):
                verdict = Verdict.MET
            else:
                verdict = gravest(Occasion(verdict=each.verdict(one, most)) for each in self.tests)
            yield Occasion(
                verdict=verdict, key=case.first_of(one).event_id, since=one.occurred_at, evidence=(one,)
            )

    def __str__(self) -> str:
        """As a rule is printed."""
        tests = " and ".join(map(str, self.tests))
        exceptions = "".join(f", or {one}" for one in self.exceptions)
        return f"each {said(self.patterns)}: {tests}{exceptions}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Who is named in ``field`` of each entry is none of those named in ``others`` of the record."""

    patterns: tuple[Pattern, ...]
    field: str
    others: tuple[Pattern, ...]
    others_field: str

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each entry."""
        found = case.matching(self.patterns)
        if not found:
            yield none()
        others = case.matching(self.others)
        for one in found:
            asked = Occasion(
                verdict=Verdict.MET,
                key=case.first_of(one).event_id,
                since=one.occurred_at,
                evidence=(one,),
            )
            who = one.data.get(self.field)
            if not who:
                yield replace(asked, verdict=Verdict.NOT_RECORDED)
                continue
            same = [each for each in others if who in (each.data.get(self.others_field) or ())]
            if same:
                yield replace(asked, verdict=Verdict.BREACHED, evidence=(one, same[0]))
            elif any(each.data.get(self.others_field) is None for each in others):
                yield replace(asked, verdict=Verdict.NOT_RECORDED)
            else:
                yield asked

    def __str__(self) -> str:
        """As a rule is printed."""
        others = f"{self.others_field} of {said(self.others)}"
        return f"{self.field} of each {said(self.patterns)} is none of {others}"
