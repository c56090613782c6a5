"""The templates ``exists`` and ``at_most``: what a record has, and how often (safeguards.md 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from habeas.safeguards.case import Case
from habeas.safeguards.limits import Limit
from habeas.safeguards.pattern import Pattern, said
from habeas.safeguards.verdict import Occasion, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Exists:
    """The record has such an entry; with ``timed`` one that says when."""

    patterns: tuple[Pattern, ...]
    timed: bool = False

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record itself."""
        found = case.matching(self.patterns)
        if found and (found[0].occurred_at is not None or not self.timed):
            yield Occasion(verdict=Verdict.MET, since=found[0].occurred_at, evidence=(found[0],))
        elif found:
            yield Occasion(verdict=Verdict.NOT_RECORDED, evidence=(found[0],))
        else:
            yield Occasion(verdict=Verdict.PENDING if case.is_open else Verdict.NOT_RECORDED)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"there is {said(self.patterns)}{', with its time' if self.timed else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """The record has such entries no more often than the limit."""

    patterns: tuple[Pattern, ...]

    def occasions(self, case: Case, limits: Mapping[str, Limit]) -> Iterator[Occasion]:
        """The record itself."""
        found, most = case.matching(self.patterns), limits["limit"].count
        over = found[most : most + 1]
        yield Occasion(
            verdict=Verdict.BREACHED if over else Verdict.MET, count=len(found), evidence=tuple(over)
        )

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"{said(self.patterns)} no more often than the limit"
