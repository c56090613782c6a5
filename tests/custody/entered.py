"""Entries of one record by the minutes after it began, each written when it happened."""

from datetime import datetime, timedelta
from typing import Any

from habeas.custody import Event, new_event_id

Said = tuple[str, float] | tuple[str, float, dict[str, Any]]


def entered(start: datetime, *entries: Said) -> list[Event]:
    """Their events, numbered as they stand."""
    found = []
    for number, (kind, minutes, *data) in enumerate(entries, 1):
        at = start + timedelta(minutes=minutes)
        found.append(
            Event(
                record_id="r1",
                event_id=new_event_id(at, number.to_bytes(10, "big")),
                kind=kind,
                occurred_at=at,
                recorded_at=at,
                seq=number,
                data=data[0] if data else {},
            )
        )
    return found
