"""Templates made of others: what excuses an interview, all of several, one of several (safeguards.md 2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from habeas.custody import Event
from habeas.safeguards.case import Case
from habeas.safeguards.excuse import Delay, Urgency, Waiver
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.verdict import Occasion, Reason, Verdict, gravest, none


class Template(Protocol):
    """What every template is: it gives each occasion in a record its verdict, and prints itself."""

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each occasion in the record with its verdict; one that is not applicable where there is none."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """Occasions after a request, excused by a waiver or an urgency, met where they began inside a delay."""

    inner: Template
    after: tuple[Pattern, ...] = ()
    waiver: Waiver | None = None
    urgency: Urgency | None = None
    delay: Delay | None = None

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Those of the inner template that come after a request."""
        asked = case.matching(self.after)
        found = [
            self._excused(case, each)
            for one in self.inner.occasions(case, limits)
            if (each := self._after(one, asked)) is not None
        ]
        yield from found or [none(Reason.NO_REQUEST)]

    def _after(self, one: Occasion, asked: Sequence[Event]) -> Occasion | None:
        if not self.after:
            return one
        if not asked or one.reason is Reason.NONE:
            return None
        first = asked[0].occurred_at
        if first is None or one.since is None:
            return replace(one, verdict=Verdict.NOT_RECORDED)
        if one.since >= first:
            return one
        return replace(one, verdict=Verdict.NOT_RECORDED) if asked[-1].occurred_at is None else None

    def _excused(self, case: Case, one: Occasion) -> Occasion:
        since = one.since
        if since is None or not one.evidence or one.reason is not None:
            return one
        waiver, late = (None, None) if self.waiver is None else self.waiver.at(case, since)
        urgent, urgent_late = (None, None) if self.urgency is None else self.urgency.of(case, one.evidence[0])
        if excuse := waiver or urgent:
            evidence = (*one.evidence[:1], excuse)
            return replace(one, verdict=Verdict.NOT_APPLICABLE, reason=Reason.WAIVED, evidence=evidence)
        if one.verdict is Verdict.MET or one.verdict is Verdict.PENDING:
            return replace(one, excuse_too_late=late or urgent_late)
        delay, delay_late = (None, None) if self.delay is None else self.delay.over(case, since)
        if delay is not None:
            return replace(one, verdict=Verdict.MET, excused_by=delay)
        return replace(one, excuse_too_late=late or urgent_late or delay_late)

    def __str__(self) -> str:
        """As a rule is printed."""
        parts = [str(self.inner), f"after {said(self.after)}" if self.after else ""]
        parts += [str(one) for one in (self.waiver, self.urgency, self.delay) if one is not None]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """The record, by the gravest of the parts; a part that is not applicable drops out."""

    parts: tuple[Template, ...]

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record."""
        yield _whole([list(part.occasions(case, limits)) for part in self.parts], tuple(Verdict))

    def __str__(self) -> str:
        """As a rule is printed."""
        return "; and ".join(map(str, self.parts))


_BEST_FIRST = (Verdict.MET, Verdict.PENDING, Verdict.NOT_RECORDED, Verdict.BREACHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """The record, by the best of the parts; a part that is not applicable drops out."""

    parts: tuple[Template, ...]

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record."""
        yield _whole([list(part.occasions(case, limits)) for part in self.parts], _BEST_FIRST)

    def __str__(self) -> str:
        """As a rule is printed."""
        return "; or ".join(map(str, self.parts))


def _whole(parts: Sequence[Sequence[Occasion]], order: Sequence[Verdict]) -> Occasion:
    found = [(gravest(part), part) for part in parts]
    left = [each for each in found if each[0] is not Verdict.NOT_APPLICABLE]
    if not left:
        return next((one for part in parts for one in part), none())
    verdict = min((each[0] for each in left), key=order.index)
    deciding = [one for judged, part in left if judged is verdict for one in part if one.verdict is verdict]
    return Occasion(verdict=verdict, due_at=deciding[0].due_at, evidence=deciding[0].evidence)
