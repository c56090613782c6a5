"""Whom a rule concerns: a question to the record that is answered yes, no, or not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from habeas.safeguards.case import Case
from habeas.safeguards.pattern import Pattern

ATTRIBUTES = (
    *("establishment_type", "basis"),
    *("juvenile", "foreign_national", "vulnerable", "needs_interpreter"),
)
"""What of a record is asked of, beside its jurisdiction; every engine holds it."""


class Guard(Protocol):
    """Asked of each occasion, with the instant at which it begins; ``None`` is not known."""

    def holds(self, case: Case, since: datetime | None) -> bool | None:
        """Whether the rule concerns it."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the record has one of the values."""

    name: str
    values: tuple[str | bool, ...] = (True,)

    def holds(self, case: Case, since: datetime | None) -> bool | None:
        """Whether it has; not known where it is not recorded."""
        found = case.attributes.get(self.name)
        return None if found is None else found in self.values

    def __str__(self) -> str:
        """As a rule is printed."""
        if self.values == (True,):
            return self.name
        return f"{self.name} is {' or '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An entry was there when the occasion began."""

    pattern: Pattern

    def holds(self, case: Case, since: datetime | None) -> bool | None:
        """Whether it was: what has no time may have been later."""
        found = case.matching([self.pattern])
        if since is not None and any(one.occurred_at and one.occurred_at <= since for one in found):
            return True
        return None if any(one.occurred_at is None for one in found) or (found and since is None) else False

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"there was {self.pattern}"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several holds."""

    parts: Sequence[Guard]

    def holds(self, case: Case, since: datetime | None) -> bool | None:
        """Yes where one does; not known where one may."""
        found = [part.holds(case, since) for part in self.parts]
        return True if True in found else None if None in found else False

    def __str__(self) -> str:
        """As a rule is printed."""
        return " or ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Held:
    """The person was deprived of liberty, and did not only come when called."""

    def holds(self, case: Case, since: datetime | None) -> bool | None:
        """Whether that is so."""
        return case.held

    def __str__(self) -> str:
        """As a rule is printed."""
        return "the person was held"
