"""The templates ``before`` and ``absent``: what comes first, and what no longer comes (safeguards.md 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from habeas.custody import Event
from habeas.safeguards.case import Case
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, matches, said
from habeas.safeguards.verdict import Occasion, Verdict, none


@dataclass(frozen=True, slots=True)
class Denial:
    """A list in an entry: where it is recorded and does not name somebody, they were not there."""

    field: str
    lacks: str

    def of(self, event: Event) -> bool:
        """Whether the entry says so."""
        said = event.data.get(self.field)
        return said is not None and self.lacks not in said

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"denied by {self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Each of ``triggers`` comes after one of ``earlier``.

    ``denied`` is what of the entry itself says that there was none; ``waived`` is an entry that takes
    ``earlier`` back, and then the last of the two decides.
    """

    earlier: tuple[Pattern, ...]
    triggers: tuple[Pattern, ...]
    denied: Denial | None = None
    waived: tuple[Pattern, ...] = ()

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """Each entry that has to come later."""
        found = case.matching(self.triggers)
        if not found:
            yield none()
        for one in found:
            asked = Occasion(
                verdict=Verdict.NOT_RECORDED,
                key=case.first_of(one).event_id,
                since=one.occurred_at,
                evidence=(one,),
            )
            yield self._judged(case, one, asked)

    def _judged(self, case: Case, one: Event, asked: Occasion) -> Occasion:
        found = case.matching((*self.earlier, *self.waived))
        if one.occurred_at is None:
            return asked
        before = [each for each in found if each.occurred_at and each.occurred_at <= one.occurred_at]
        if before:
            last = before[-1] if self.waived else before[0]
            back = matches(self.waived, last)
            return replace(asked, verdict=Verdict.BREACHED if back else Verdict.MET, evidence=(one, last))
        if any(each.occurred_at is None for each in found):
            return asked
        later = next((each for each in found if matches(self.earlier, each)), None)
        if later is not None and later.occurred_at is not None:
            late = later.occurred_at - one.occurred_at
            return replace(asked, verdict=Verdict.BREACHED, evidence=(one, later), observed=late)
        denied = found or (self.denied is not None and self.denied.of(one))
        return replace(asked, verdict=Verdict.BREACHED, evidence=(one, *found[:1])) if denied else asked

    def __str__(self) -> str:
        """As a rule is printed."""
        parts = [f"{said(self.earlier)} before each {said(self.triggers)}"]
        if self.denied is not None:
            parts.append(str(self.denied))
        if self.waived:
            parts.append(f"denied by {said(self.waived)}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingAfterEnd:
    """``absent``, after the end of the stay: nothing happens any more but what ``still`` names."""

    still: tuple[str, ...]

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record, once it ended."""
        end = case.end
        if end is None:
            yield none()
        elif end.occurred_at is None:
            yield Occasion(verdict=Verdict.NOT_RECORDED, evidence=(end,))
        else:
            after = [
                one
                for one in case.events
                if one.occurred_at and one.occurred_at > end.occurred_at and one.kind not in self.still
            ]
            verdict = Verdict.BREACHED if after else Verdict.MET
            yield Occasion(
                verdict=verdict, since=end.occurred_at, evidence=(end, *after[:1]), count=len(after)
            )

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"nothing after the end but {' or '.join(self.still)}"
