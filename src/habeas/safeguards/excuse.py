"""What excuses: a waiver, a delay, urgency; each counts only if it happened and was written in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from habeas.clock.instants import parse_instant
from habeas.custody import Event
from habeas.safeguards.case import Case


@dataclass(frozen=True, slots=True)
class Waiver:
    """``waived`` against ``requested``: the last of the two before an instant decides."""

    waived: str
    requested: str = ""

    def at(self, case: Case, instant: datetime) -> tuple[Event | None, Event | None]:
        """The waiver that stands at an instant, and else one that was written too late for it."""
        said = [one for one in case.of(self.waived, self.requested) if one.occurred_at is not None]
        in_time = [one for one in said if took_effect(case, one) <= instant]
        late = next((one for one in said if one.kind == self.waived and one not in in_time), None)
        last = in_time[-1] if in_time else None
        return (last, None) if last is not None and last.kind == self.waived else (None, late)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"unless {self.waived}"


@dataclass(frozen=True, slots=True)
class Delay:
    """An authorised delay, which moves what is due to its ``until`` and never shortens it."""

    kind: str

    def moved(self, case: Case, due: datetime) -> tuple[datetime, Event | None, Event | None]:
        """When it is due after the delays, the last that moved it, and one that came too late.

        Delays chain: each counts that took effect before the time ran out as it stood by then.
        """
        excuse = too_late = None
        for one, effect, until in self._by_effect(case):
            if effect > due:
                too_late = too_late or one
            elif until > due:
                due, excuse = until, one
        return due, excuse, too_late

    def over(self, case: Case, instant: datetime) -> tuple[Event | None, Event | None]:
        """The delay inside which an instant lies, and else one that was written too late for it."""
        late = None
        for one, effect, until in self._by_effect(case):
            if one.occurred_at is not None and one.occurred_at <= instant <= until:
                if effect <= instant:
                    return one, None
                late = late or one
        return None, late

    def _by_effect(self, case: Case) -> Sequence[tuple[Event, datetime, datetime]]:
        found = [
            (one, took_effect(case, one), parse_instant(str(until)))
            for one in case.of(self.kind)
            if one.occurred_at is not None and (until := one.data.get("until")) is not None
        ]
        return sorted(found, key=lambda each: each[1])

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"delayed by {self.kind}"


@dataclass(frozen=True, slots=True)
class Urgency:
    """An entry that says it was urgent, and why."""

    field: str = "urgent"
    reason: str = "urgent_reason"

    def of(self, case: Case, event: Event) -> tuple[Event | None, Event | None]:
        """The entry where it excuses itself; or where it does, and was written too late."""
        if event.data.get(self.field) is not True or not event.data.get(self.reason):
            return None, None
        in_time = event.occurred_at is not None and took_effect(case, event) <= event.occurred_at
        return (event, None) if in_time else (None, event)

    def __str__(self) -> str:
        """As a rule is printed."""
        return f"unless {self.field} with {self.reason}"


def took_effect(case: Case, event: Event) -> datetime:
    """From when an excuse counts: it had happened, and it was written."""
    written = case.written(event)
    return written if event.occurred_at is None else max(event.occurred_at, written)
