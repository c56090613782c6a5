"""The rows of the register's surface in the authorisation matrix: stations of the own, and of others.

Clara and Dov of the cast are posted nowhere, unless a row says so: a record of a station is closed to them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from habeas.custody import new_event_id
from habeas.web.custody import actions
from habeas.web.custody.kept import Arrived, Arriving
from habeas.web.custody.models import Record
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


def a_recording_here(stopped: dict[str, Any]) -> dict[str, Any]:
    """A recording of a record, whose file is here."""
    arrived = _a_file(stopped["record_id"])
    said = {"sha256": arrived.sha256, "kept": "here"}
    record_id = stopped["record_id"]
    code = Record.objects.get(record_id=record_id).establishment_id
    event_id = _entered("recording_stopped", record_id=record_id, establishment_id=code, data=said)
    return {"record_id": record_id, "event_id": event_id}


def a_recording_to_sign(stopped: dict[str, Any]) -> dict[str, Any]:
    """One whose file came, and nobody signed yet."""
    return {**stopped, "sha256": _a_file(stopped["record_id"]).sha256}


def _a_file(record_id: str) -> Arrived:
    arriving = Arriving(record_id)
    arriving.take(b"an invented recording")
    return arriving.keep()


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
