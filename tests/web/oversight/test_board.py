"""The inspector's board: what is late at which station, who may see it, what was noted."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests import cast

from habeas.custody import event_from, new_event_id
from habeas.safeguards import Verdict
from habeas.web.custody import writing
from habeas.web.custody.ledger import Submission
from habeas.web.custody.models import Entry
from habeas.web.oversight import access
from habeas.web.oversight.models import Note
from habeas.web.people.sessions import RENEWAL, SEEN_EVERY
from habeas.web.stations.models import Station

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
CANARY = "they beat me in room 12"


@pytest.fixture(autouse=True)
def every_surface(settings):
    """The register is switched on."""
    import importlib

    from django.urls import clear_url_caches

    import habeas.web.urls

    before = settings.SURFACES
    settings.SURFACES = frozenset({"register"})
    importlib.reload(habeas.web.urls)
    clear_url_caches()
    yield
    settings.SURFACES = before
    importlib.reload(habeas.web.urls)
    clear_url_caches()


@pytest.fixture
def stations() -> list[Station]:
    return [Station.objects.create(code=code, name=f"{code} (invented)") for code in ("north-1", "south-1")]


def enter(kind: str, ago: float, *, record: str = "r1", station: str = "north-1", **data: Any) -> str:
    """Something that happened so many minutes ago, and was written at once."""
    at = datetime.now(UTC) - timedelta(minutes=ago)
    event_id = new_event_id(at)
    said = {
        "record_id": record,
        "event_id": event_id,
        "kind": kind,
        "occurred_at": at.isoformat(),
        "recorded_at": at.isoformat(),
        "establishment_id": station,
        "source": "desk",
        "data": data or None,
    }
    writing.pen().append(Submission((event_from(said, now=datetime.now(UTC)),), as_recorded=True))
    return event_id


def test_it_tells_late_from_not_written_and_running(stations, signed_in):
    enter("apprehended", 100)
    enter("record_opened", 90)
    enter("rights_informed", 20)  # 80 minutes after: over the example's sixty
    enter("apprehended", 90, record="r2", station="south-1")
    enter("record_opened", 80, record="r2", station="south-1")
    found = access.alerts_for(cast.reader(cast.inspector()), datetime.now(UTC))
    told = {(each.record.record_id, each.rule.name): each.occasion.verdict for each in found}
    assert told[("r1", "rights.informed-at-outset")] is Verdict.BREACHED
    assert told[("r2", "rights.informed-at-outset")] is Verdict.NOT_RECORDED
    assert told[("r2", "notice.third-party-told")] is Verdict.PENDING
    assert ("r1", "record.opened") not in told
    page = signed_in(cast.inspector("ivo")).get(reverse("oversight:board")).content.decode()
    assert page.index("Over the limit") < page.index("r1</") < page.index("nothing is written")


def test_what_has_no_beginning_is_not_said_to_be_unwritten(stations, signed_in):
    enter("arrived", 10)
    enter("record_opened", 10)
    enter("rights_informed", 5)
    inspector = signed_in(cast.inspector())
    unwritten, _, rest = inspector.get(reverse("oversight:board")).content.decode().partition("From when")
    assert "Told of the rights" not in unwritten
    assert "Told of the rights" in rest.partition("Running")[0]
    alert = inspector.get(reverse("oversight:alert", args=["r1", "rights.informed-at-outset"]))
    assert "beginning not written" in alert.content.decode()


def test_a_new_entry_is_on_the_board_at_once(stations):
    enter("apprehended", 90)
    enter("record_opened", 80)
    reader = cast.reader(cast.inspector())

    def names() -> set[str]:
        return {each.rule.name for each in access.alerts_for(reader, datetime.now(UTC))}

    assert "rights.informed-at-outset" in names()
    enter("rights_informed", 85)
    assert "rights.informed-at-outset" not in names()


def test_who_is_invited_is_free_to_leave_and_no_alert(stations):
    enter("attended", 90)
    enter("record_opened", 90, basis="attendance")
    reader = cast.reader(cast.inspector())
    assert access.alerts_for(reader, datetime.now(UTC)) == []
    enter("apprehended", 70)
    assert access.alerts_for(reader, datetime.now(UTC))


def test_times_are_those_of_the_stations_clock(stations, signed_in):
    Station.objects.filter(code="north-1").update(zone="Asia/Baku")
    began = enter("apprehended", 90)
    enter("record_opened", 80)
    page = signed_in(cast.inspector()).get(reverse("oversight:board")).content.decode()
    happened = Entry.objects.get(event_id=began).occurred_at
    assert (happened + timedelta(hours=4)).strftime(">%H:%M,") in page


def test_where_clocks_differ_the_board_says_by_which_each_time_is_told(stations, signed_in):
    inspector = signed_in(cast.inspector())
    for station in ("north-1", "south-1"):
        enter("apprehended", 90, record=station, station=station)
        enter("record_opened", 80, record=station, station=station)
    assert "Clocks: " not in inspector.get(reverse("oversight:board")).content.decode()
    Station.objects.filter(code="north-1").update(zone="Asia/Baku")
    page = inspector.get(reverse("oversight:board")).content.decode()
    assert {"Asia/Baku" in page, "Clocks: " in page} == {True}


def test_it_counts_the_records_of_which_nothing_can_be_late(stations, signed_in):
    for record in ("r1", "r2"):
        enter("arrived", 300, record=record)
        enter("record_opened", 290, record=record)
    page = signed_in(cast.inspector()).get(reverse("oversight:board")).content.decode()
    counted = page.partition("From when the time runs")[2]
    assert "2 records" in counted.partition("</ul>")[0]


def test_who_left_a_day_ago_is_gone_from_it(stations):
    enter("apprehended", 60 * 30)
    enter("record_opened", 60 * 30)
    enter("released", 60 * 25)
    assert access.alerts_for(cast.reader(cast.inspector()), datetime.now(UTC)) == []


def test_a_note_is_kept_and_the_journal_tells_nothing_of_it(stations, signed_in, journalled):
    enter("apprehended", 90)
    enter("record_opened", 80)
    irena = signed_in(cast.inspector())
    address = reverse("oversight:alert", args=["r1", "rights.informed-at-outset"])
    refused = irena.post(address, {"kind": "escalated", "text": CANARY}).content.decode()
    assert "Say to whom it was escalated." in refused
    with journalled("oversight.escalated") as entries:
        irena.post(address, {"kind": "escalated", "to": "the prosecutor", "text": CANARY})
    assert CANARY not in str(vars(entries[0]))
    assert CANARY in irena.get(address).content.decode()
    assert "escalated to <bdi>the prosecutor</bdi>" in irena.get(address).content.decode()
    [alert] = [
        each
        for each in access.alerts_for(cast.reader(cast.inspector("ivo")), datetime.now(UTC))
        if each.notes
    ]
    assert alert.escalated
    irena.post(address, {"kind": "closed", "text": "answered"})
    assert "r1</" not in irena.get(reverse("oversight:board")).content.decode().partition("Running")[0]


def test_what_was_escalated_stays_on_the_board_until_it_is_closed(stations, signed_in):
    """Also when the entry came after all, and when the person left long ago."""
    enter("apprehended", 60 * 30)
    enter("record_opened", 60 * 30)
    irena = signed_in(cast.inspector())
    board = reverse("oversight:board")
    address = reverse("oversight:alert", args=["r1", "rights.informed-at-outset"])
    irena.post(address, {"kind": "escalated", "to": "the prosecutor", "text": CANARY})
    enter("rights_informed", 60 * 30 - 10)
    enter("released", 60 * 25)
    page = irena.get(board).content.decode()
    assert "the prosecutor" in page.partition("Escalated, and not closed")[2]
    assert "1 escalated, and not closed" in irena.get("/").content.decode()
    assert CANARY not in page
    irena.post(address, {"kind": "closed", "text": "seen to"})
    assert "Escalated" not in irena.get(board).content.decode()


def test_what_was_closed_comes_back_when_it_is_late_again(stations, signed_in):
    enter("record_opened", 500)
    enter("apprehended", 500)
    enter("force_used", 400)
    irena, reader = signed_in(cast.inspector()), cast.reader(cast.inspector("ivo"))

    def due(hours: float) -> int:
        alerts = access.alerts_for(reader, datetime.now(UTC) + timedelta(hours=hours))
        return sum(each.rule.name == "doctor.after-force" and not each.closed for each in alerts)

    assert due(0) == 1
    irena.post(
        reverse("oversight:alert", args=["r1", "doctor.after-force"]), {"kind": "closed", "text": "done"}
    )
    assert due(0) == 0
    enter("force_used", 0)
    assert due(0.1) == 1
    irena.post(
        reverse("oversight:alert", args=["r1", "doctor.after-force"]), {"kind": "closed", "text": "done"}
    )
    assert due(0.1) == 0
    assert due(9) == 1  # it was closed while it ran, and nobody came


def test_every_station_can_be_chosen_and_notes_tell_the_hour(stations, signed_in):
    enter("apprehended", 90)
    enter("record_opened", 80)
    irena = signed_in(cast.inspector())
    address = reverse("oversight:alert", args=["r1", "rights.informed-at-outset"])
    irena.post(address, {"kind": "comment", "text": CANARY})
    Note.objects.update(created_at=datetime(2026, 1, 1, 23, 30, tzinfo=UTC))
    Station.objects.filter(code="north-1").update(zone="Asia/Baku")
    assert "03:30, 2 January 2026" in irena.get(address).content.decode()
    page = irena.get(reverse("oversight:board")).content.decode()
    assert "south-1 (invented) (0)" in page
    assert "1 note<" in page


def test_an_auditor_reads_the_board_and_notes_nothing(stations, signed_in):
    enter("apprehended", 90)
    enter("record_opened", 80)
    aydan = signed_in(cast.auditor())
    address = reverse("oversight:alert", args=["r1", "rights.informed-at-outset"])
    assert '<form method="post" novalidate' not in aydan.get(address).content.decode()
    aydan.post(address, {"kind": "comment", "text": CANARY})
    assert not Note.objects.exists()


def test_a_complaint_is_read_by_the_inspector_alone(stations, signed_in):
    enter("record_opened", 80)
    event_id = enter("complaint_made", 60, text=CANARY)
    listed, one = reverse("oversight:complaints"), reverse("oversight:complaint", args=["r1", event_id])
    irena = signed_in(cast.inspector())
    assert CANARY not in irena.get(listed).content.decode()
    assert CANARY in irena.get(one).content.decode()
    assert "1 new" in irena.get("/").content.decode()
    irena.post(one, {"kind": "comment", "text": "taken up"})
    assert "1 new" not in irena.get("/").content.decode()
    for person in (cast.auditor(), cast.custody_officer(), cast.doctor(), cast.head_of_body()):
        for address in (listed, one):
            answer = signed_in(person).get(address)
            assert answer.status_code == 404
            assert CANARY not in answer.content.decode()


def test_a_board_that_renews_itself_keeps_nobody_signed_in(signed_in, stations) -> None:
    browser = signed_in(cast.inspector())
    long_ago = time.time() - 2 * SEEN_EVERY
    session = browser.session
    session["habeas.seen"] = long_ago
    session.save()
    page = browser.get(reverse("oversight:board"), headers={"X-Requested-With": RENEWAL})
    assert (page.status_code, browser.session["habeas.seen"]) == (200, long_ago)
    browser.get(reverse("oversight:board"))
    assert browser.session["habeas.seen"] > long_ago
