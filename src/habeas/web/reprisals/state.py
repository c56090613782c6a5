"""Where a follow-up stands: it follows from its acts, in the order in which they were recorded.

The days to check back are set by the body itself. They are no deadlines of a treaty, and nobody else's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Act(Protocol):
    """What counts of an act."""

    @property
    def kind(self) -> str:
        """``check``, ``found`` or ``closed``."""

    @property
    def on(self) -> date:
        """The day."""


@dataclass(frozen=True, slots=True)
class State:
    """``check_on`` is the day to check back that nothing was found since; ``None`` where none is set."""

    closed: bool = False
    check_on: date | None = None


def state_of(acts: Iterable[Act]) -> State:
    """What the acts make of it: something found answers the day that was set before it."""
    state = State()
    for act in acts:
        match act.kind:
            case "check":
                state = State(check_on=act.on)
            case "found":
                state = State()
            case "closed":
                state = State(closed=True)
    return state
