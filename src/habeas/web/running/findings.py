"""What one check of ``habeas doctor`` found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from habeas.errors import HabeasError


class State(StrEnum):
    """How a thing is."""

    RIGHT = "right"
    WARNING = "warning"
    WRONG = "wrong"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked: its stable name, how it is, a sentence and what to do."""

    check: str
    state: State
    message: str
    advice: str = ""

    def as_json(self) -> dict[str, str]:
        """For ``--json``."""
        return {
            "check": self.check,
            "state": self.state.value,
            "message": self.message,
            "advice": self.advice,
        }


def right(check: str, message: str) -> Finding:
    """All is well."""
    return Finding(check, State.RIGHT, message)


def warning(check: str, message: str, advice: str) -> Finding:
    """It works, and somebody should know."""
    return Finding(check, State.WARNING, message, advice)


def wrong(check: str, message: str, advice: str) -> Finding:
    """It must be put right."""
    return Finding(check, State.WRONG, message, advice)


def unchecked(check: str, why: str) -> Finding:
    """It cannot be told here."""
    return Finding(check, State.UNCHECKED, why)


def held(
    check: str, look: Callable[[], Iterable[Finding]], in_words: Callable[[BaseException], HabeasError | None]
) -> list[Finding]:
    """What ``look`` finds; an error on the way is a finding too, and nothing is hidden by it."""
    try:
        return list(look())
    except Exception as fault:  # noqa: BLE001 (a check that fails is the finding)
        error = fault if isinstance(fault, HabeasError) else in_words(fault)
        if error is not None:
            return [wrong(check, error.message, error.advice or "")]
        detail = f"{type(fault).__name__}: {getattr(fault, 'strerror', None) or 'no reason given'}"
        return [wrong(check, f"this could not be checked ({detail})", "See what the machine says of it.")]
