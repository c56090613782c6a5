"""How often a rule was met: told by who keeps audits, which lie above, to who may read them."""

from collections.abc import Callable
from dataclasses import dataclass

from habeas.web.people.access import Reader


@dataclass(frozen=True, slots=True)
class Met:
    """What the last audit found of a rule, in occasions, and where it is read."""

    what: str
    """Which register, in words."""
    as_of: object
    met: int
    breached: int
    not_recorded: int
    pending: int
    address: str

    @property
    def of(self) -> int:
        """All occasions that the rule covers."""
        return self.met + self.breached + self.not_recorded + self.pending


LastOf = Callable[[Reader, str], Met | None]

_last_of: list[LastOf] = []


def register_last(hook: LastOf) -> LastOf:
    """Let the app of audits tell; usable as a decorator."""
    _last_of.append(hook)
    return hook


def last_of(reader: Reader, rule: str) -> list[Met]:
    """What the last audit that the reader may see found of a rule; nothing where there is none."""
    return [found for hook in _last_of if (found := hook(reader, rule)) is not None]
