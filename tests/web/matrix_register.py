"""The rows of the register's surface in the authorisation matrix: stations of the own, and of others.

Clara and Dov of the cast are posted nowhere, unless a row says so: a record of a station is closed to them.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from habeas.custody import new_event_id
from habeas.web.audits import actions as audits
from habeas.web.audits.jobs import carry_out_audits
from habeas.web.audits.models import Audit, Register
from habeas.web.custody import actions
from habeas.web.custody.kept import Arrived, Arriving
from habeas.web.custody.models import Record
from habeas.web.people.access import reader_of
from habeas.web.people.models import User
from habeas.web.stations.models import Station
from habeas.web.visits.models import Visit

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


def a_register_given(visit: dict[str, Any]) -> dict[str, Any]:
    """A register that was given to a delegation within its visit."""
    return _brought(Register(name="Matrix", visit=Visit.objects.get(**visit)))


def a_register_of_the_authority() -> dict[str, Any]:
    """One that belongs to no visit, and that neither who oversees the register nor who audits it brought."""
    return _brought(Register(name="Matrix of the authority"))


def _brought(row: Register) -> dict[str, Any]:
    def fill(folder: Path) -> None:
        (folder / "events.csv").write_text(
            "record_id,event_id,seq,kind,occurred_at,recorded_at\n"
            "m1,00000000-0000-7000-8000-000000000001,1,apprehended,2031-01-06T10:00Z,2031-01-06T10:00Z\n"
        )

    audits.bring(reader_of(User.objects.get(username="lea")), row, fill)
    return {"register_id": row.public_id}


def an_audit() -> dict[str, Any] | None:
    """One that is there already: to make one takes a while."""
    row = Audit.objects.exclude(sha256="").first()
    return None if row is None else {"public_id": row.public_id}


def an_audit_of(register: dict[str, Any]) -> dict[str, Any]:
    """The second of two audits of a register."""
    given = Register.objects.get(public_id=register["register_id"])
    for day in (7, 8):
        as_of = datetime(2031, 1, day, tzinfo=UTC)
        audits.ask(
            reader_of(User.objects.get(username="lea")),
            Audit(register=given, rule_set="register", as_of=as_of),
        )
    carry_out_audits.call()
    return {"public_id": Audit.objects.latest("pk").public_id}
