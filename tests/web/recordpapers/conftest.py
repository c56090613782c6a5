"""The station, the people and the browsers of the custody desk, and a record with something of everything."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.web.custodydesk.conftest import browsers, desk, north, people, south  # noqa: F401 (fixtures)

from habeas.custody import event_from, new_event_id
from habeas.web.custody import writing
from habeas.web.custody.ledger import Submission

SEALED = "bruise of the left forearm"
NAME = "Tomas Brink"


class Kept:
    """A record as it is being kept: entries by minutes before now."""

    def __init__(self, record_id: str = "kept1", station: str = "north") -> None:
        self.record_id, self.station = record_id, station
        self.now = datetime.now(UTC)

    @property
    def path(self) -> str:
        return f"/custody/records/{self.record_id}/"

    def enter(
        self, kind: str, ago: float | None, *, late: float = 0, corrects: str | None = None, **data: Any
    ) -> str:
        at = None if ago is None else self.now - timedelta(minutes=ago)
        recorded = min((at or self.now) + timedelta(minutes=late), self.now)
        event_id = new_event_id(recorded)
        said = {
            "record_id": self.record_id,
            "event_id": event_id,
            "kind": kind,
            "occurred_at": at and at.isoformat(),
            "recorded_at": recorded.isoformat(),
            "establishment_id": self.station,
            "actor_id": "k4tm-x7qd",
            "corrects": corrects,
            "source": "desk",
            "data": data,
        }
        writing.pen().append(Submission((event_from(said, now=self.now),), as_recorded=True))
        return event_id


@pytest.fixture
def kept(north) -> Kept:  # noqa: F811
    """Six hours of invented custody, with what is late, corrected, struck, sealed and missing."""
    record = Kept()
    record.enter("arrived", 360)
    record.enter("record_opened", 355, name=NAME, born="1991-03-04", basis="criminal", zone="Asia/Baku")
    record.enter("rights_informed", 350, late=40, late_reason="busy at the door", language="az")
    cell = record.enter("cell_entered", 340, cell="2")
    record.enter("cell_entered", 341, late=5, corrects=cell, cell="3", why="wrong cell")
    struck = record.enter("drink_offered", 335)
    record.enter("annulled", 330, corrects=struck, why="entered in another record")
    record.enter("examination_started", 300)
    record.enter("examination_ended", 290, fit="fit", findings=SEALED)
    record.enter("interview_started", 120, interviewers=["i-1"])
    record.enter("recording_started", 106, medium="audio")
    record.enter("recording_stopped", 60)
    record.enter("released", 5)
    return record
