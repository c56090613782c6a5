"""What of somebody's custody was before a record began, under another record of the same person.

A transfer goes on from the stay before it (safeguards.md 1). After a release the time that somebody was free
counts for nothing and the time held before it counts on, so that a limit cannot be begun anew by letting
somebody out at the door: decision 0017.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas.custody.events import Event
from habeas.custody.history import JOINED_WITHIN, attributes, effective, outset, stay
from habeas.law import cite

HELD_AGAIN = cite(
    "PACE1984#47(6)", enforces="The desk counts towards a judge what was held before a release, and no more."
)
"""It binds in one country. Elsewhere the desk counts so too, since it only reminds the earlier by it."""

ENDED_BY = frozenset({"transferred_out", "released", "bailed", "escaped"})
"""How a stay ended from which another can go on. Who leaves freely was not held."""
WITHIN = JOINED_WITHIN
"""How soon after the end of a stay another goes on from it, after a release as after a transfer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Since when somebody was held, how long of that free again, and whether a judge was reached."""

    since: datetime
    free: timedelta = timedelta()
    judge: bool = False

    @property
    def counts_from(self) -> datetime:
        """From when a limit on the whole custody runs: the time that somebody was free is no part of it."""
        return self.since + self.free


def began(events: Sequence[Event]) -> datetime | None:
    """From when the clocks of a record run; ``None`` where nothing of it has a time."""
    first = outset(effective(events))
    return None if first is None else first.occurred_at


def before(events: Sequence[Event], start: datetime, after: Before | None = None) -> Before | None:
    """What the record of ``events`` adds before a stay that began at ``start``; ``None`` where nothing.

    ``after`` is what was found already, where that stay goes on from this record itself. A judge who was
    reached and let the person go ended the matter: what was before a release by a judge does not count.
    """
    told, since = stay(events), began(events)
    if since is None or since >= start or told.ended_at is None or told.ended_by not in ENDED_BY:
        return None
    if start - told.ended_at > WITHIN or attributes(events).get("basis") == "attendance":
        return None
    judge = any(one.kind == "judge_seen" for one in effective(events))
    moved = told.ended_by == "transferred_out"
    if judge and not moved:
        return None
    free = timedelta() if moved else max(start - told.ended_at, timedelta())
    if after is not None:
        free += after.free
    return Before(since=since, free=free, judge=judge or (after is not None and after.judge))
