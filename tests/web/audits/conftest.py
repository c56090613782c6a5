"""What the tests of audits share: every surface, a data folder, the register kept here, one brought."""

import importlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import clear_url_caches
from tests import cast
from tests.safeguards import handmade

import habeas.web.urls
from habeas.custody import event_from, new_event_id
from habeas.procedure.visit.acts import Programmed
from habeas.web.audits import actions
from habeas.web.audits.models import Register
from habeas.web.audits.unpacking import delivery
from habeas.web.custody import writing
from habeas.web.custody.ledger import Submission
from habeas.web.parties.models import Party
from habeas.web.people.models import User
from habeas.web.sources.models import Source
from habeas.web.stations.models import Station
from habeas.web.visits.actions import begin
from habeas.web.visits.models import Membership, Visit

CANARY = "Canary Person"


@pytest.fixture(autouse=True)
def everything_on(settings, tmp_path):
    """All surfaces, and a data folder of this test's own."""
    before = settings.SURFACES, settings.DATA
    settings.SURFACES = frozenset({"register", "monitoring", "public"})
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)
    importlib.reload(habeas.web.urls)
    clear_url_caches()
    yield
    writing.close_pen()
    settings.SURFACES, settings.DATA = before
    importlib.reload(habeas.web.urls)
    clear_url_caches()


@pytest.fixture
def enter(db) -> Callable[..., str]:
    """Something that happened so many minutes ago at an invented station, and was written ``late`` after."""
    Station.objects.get_or_create(code="north-1", defaults={"name": "North (invented)"})

    def entered(
        kind: str,
        ago: float,
        *,
        record: str = "r1",
        late: float = 0,
        corrects: str | None = None,
        **data: Any,
    ) -> str:
        at = datetime.now(UTC) - timedelta(minutes=ago)
        written = at + timedelta(minutes=late)
        event_id = new_event_id(at)
        said = {
            "record_id": record,
            "event_id": event_id,
            "kind": kind,
            "occurred_at": at.isoformat(),
            "recorded_at": written.isoformat(),
            "establishment_id": "north-1",
            "source": "desk",
            "corrects": corrects,
            "data": data or None,
        }
        writing.pen().append(Submission((event_from(said, now=datetime.now(UTC)),), as_recorded=True))
        return event_id

    return entered


@pytest.fixture
def visit(db) -> Visit:
    """A visit that the body makes to an invented Party, which began today."""
    party = Party.objects.create(slug="auditland", name="Auditland", invented=True)
    row = Visit(party=party, source=Source.objects.create(name="audits"))
    begin(None, row, Programmed(on=date(2031, 1, 6)))
    return row


@pytest.fixture
def joined(visit) -> Callable[[User], User]:
    """Let somebody belong to that delegation."""

    def join(user: User) -> User:
        Membership.objects.create(visit=visit, user=user, role="member", from_day=date(2001, 1, 1))
        return user

    return join


@pytest.fixture
def archive(tmp_path) -> Callable[..., SimpleUploadedFile]:
    """A register counted by hand, as an archive."""

    def packed(*more: str) -> SimpleUploadedFile:
        folder = tmp_path / f"given{len(list(tmp_path.iterdir()))}"
        records = {name: {"establishment_id": "north", "person_ref": name} for name in ("a1", "a2", *more)}
        entries = {
            name: [
                ("2026-03-01T10:00", "apprehended"),
                ("2026-03-01T10:20", "record_opened"),
                ("2026-03-01T10:30", "interview_started"),
                *([] if name == "a2" else [("2026-03-01T12:00", "interview_ended")]),
                ("2026-03-01T18:00", "released"),
            ]
            for name in records
        }
        handmade.write(folder, records, entries)
        return zipped({path.name: path.read_bytes() for path in Path(folder).iterdir()})

    return packed


@pytest.fixture
def brought(visit, joined, archive) -> tuple[User, Register]:
    """A member of a delegation, and the register that was given to it."""
    member = joined(cast.delegation_member())
    register = Register(name="North", visit=visit)
    actions.bring(cast.reader(member), register, delivery(archive(), ""))
    return member, register


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    """Files as an archive that is sent."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packing:
        for name, data in files.items():
            packing.writestr(name, data)
    return SimpleUploadedFile("somebody's name.zip", out.getvalue(), content_type="application/zip")
