"""The station, the people and the browsers of the custody desk, and an interview with a recording."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.custodydesk.conftest import browsers, desk, north, people, south  # noqa: F401 (fixtures)
from tests.web.custodydesk.walk import filled, problems, send
from tests.web.recordpapers.conftest import NAME, Kept

from habeas.web.custody import access
from habeas.web.custody.models import Record

SPAN = "the-recording"


class Recorded(Kept):
    """A record with an interview of an hour, of which the first six minutes were not recorded."""

    stopped: str

    def fill(self) -> "Recorded":
        self.enter("arrived", 90)
        self.enter("record_opened", 85, name=NAME)
        self.enter("interview_started", 70, interviewers=["i-1"])
        self.enter("recording_started", 64, medium="video")
        self.stopped = self.enter("recording_stopped", 10)
        self.enter("interview_ended", 10)
        return self

    @property
    def list(self) -> str:
        return f"{self.path}recordings/"

    def way(self, what: str, event_id: str = "") -> str:
        return f"{self.list}{event_id or self.stopped}/{what}/"

    @property
    def last(self) -> Any:
        """The last entry of the record."""
        return access.read(Record.objects.get(record_id=self.record_id)).events[-1]

    def give(self, client: Client, data: bytes, *, name: str = "video.mp4", **said: str) -> Any:
        """Send a file as the form does: its hidden field comes after it."""
        form = filled(client, self.way("file"))
        whole = form.pop("whole")
        sent = {**form, **said, "file": SimpleUploadedFile(name, data), "whole": whole}
        return client.post(self.way("file"), sent)

    def keep(self, client: Client, data: bytes) -> str:
        """Send a file and sign; the id of the entry that names it."""
        answer = self.give(client, data)
        assert answer.status_code == 302, problems(answer)
        signed = send(client, answer["Location"])
        assert signed.status_code == 302, problems(signed)
        return str(self.last.event_id)


@pytest.fixture
def recorded(north) -> Recorded:  # noqa: F811
    return Recorded().fill()
