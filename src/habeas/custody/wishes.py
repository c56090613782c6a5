"""What is done on the person's wish alone."""

from collections.abc import Iterable
from datetime import datetime

from habeas.custody.events import Event
from habeas.custody.history import ANNULLED, effective
from habeas.law import cite

cite("DIR2013/48#7", enforces="A consulate is told only where the person's wish stands in the record.")

TOLD = "consulate_notified"
_WISHED, _WAIVED = "consulate_requested", "consulate_waived"
SAID_BY = frozenset({_WISHED, _WAIVED, ANNULLED})
"""The kinds of entry that say what the person wishes of a consulate, or take that back."""


def wants_consulate_told(events: Iterable[Event], at: datetime | None = None) -> bool:
    """Whether the person's last word, or the last until ``at``, is that the consulate be told.

    Silence is no wish.
    """
    said = [one for one in effective(events) if one.kind in (_WISHED, _WAIVED)]
    if at is not None:
        said = [one for one in said if one.occurred_at is None or one.occurred_at <= at]
    return bool(said) and said[-1].kind == _WISHED


def tells_unwished(event: Event, before: Iterable[Event]) -> bool:
    """Whether an entry is that a consulate was told, and ``before`` holds no wish for it.

    One that corrects another tells nobody anew.
    """
    return (
        event.kind == TOLD and event.corrects is None and not wants_consulate_told(before, event.occurred_at)
    )
