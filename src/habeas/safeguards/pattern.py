"""Which entries a rule speaks of: of a kind, and where the rule says so with what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from habeas.custody import Event


@dataclass(frozen=True, slots=True)
class Pattern:
    """Entries of a kind; with ``field``, those in which it has one of the ``values``."""

    kind: str
    field: str = ""
    values: tuple[str | bool, ...] = ()

    def matches(self, event: Event) -> bool:
        """Whether it is one of them; a field that is not there has no value."""
        if event.kind != self.kind:
            return False
        return not self.field or event.data.get(self.field) in self.values

    def __str__(self) -> str:
        """As a rule is printed: ``judge_seen (outcome: remanded)``."""
        if not self.field:
            return self.kind
        said = " or ".join(str(one).lower() if isinstance(one, bool) else one for one in self.values)
        return f"{self.kind} ({self.field}: {said})"


def matches(patterns: Sequence[Pattern], event: Event) -> bool:
    """Whether one of the patterns matches."""
    return any(one.matches(event) for one in patterns)


def said(patterns: Sequence[Pattern]) -> str:
    """The patterns as a rule is printed."""
    return " or ".join(map(str, patterns))
