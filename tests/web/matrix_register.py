"""The rows of the register's surface in the authorisation matrix: stations of the own, and of others.

Clara and Dov of the cast are posted nowhere, unless a row says so: a record of a station is closed to them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from habeas.custody import new_event_id
from habeas.web.custody import actions
from habeas.web.stations.models import Station

OVERSEERS = ("inspector", "auditor")
"""Who reads the register of every station."""


def a_station() -> Station:
    """A station where nobody of the cast works."""
    return Station.objects.get_or_create(code="matrix-1", defaults={"name": "Matrix (invented)"})[0]


def a_record() -> dict[str, Any]:
    """A record of that station."""
    _entered("record_opened", data={"name": "Invented Name"})
    return {"record_id": "matrix-record"}


def an_alert() -> dict[str, Any]:
    """A safeguard of that record."""
    return {**a_record(), "rule": "rights.informed-at-outset"}


def a_complaint() -> dict[str, Any]:
    """A complaint in that record."""
    a_record()
    return {"record_id": "matrix-record", "event_id": _entered("complaint_made", data={"text": "hit"})}


def _entered(kind: str, **columns: Any) -> str:
    now = datetime.now(UTC)
    said = {
        "record_id": "matrix-record",
        "event_id": new_event_id(now),
        "kind": kind,
        "occurred_at": (now - timedelta(minutes=5)).isoformat(),
        "establishment_id": a_station().code,
        "source": "desk",
        **columns,
    }
    [answer] = actions.take([said])
    return answer.event_id
