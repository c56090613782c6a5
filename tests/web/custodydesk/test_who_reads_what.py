"""What health staff wrote and what was complained of: read by whom it is for, and by nobody else."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from tests.papers.reading import pdf_pages, squeezed
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import enter, opened, send

from habeas.custody import event_from, new_event_id
from habeas.custody.notice import LANGUAGES, notice
from habeas.web.custody import writing
from habeas.web.custody.ledger import Submission
from habeas.web.custody.models import Entry
from habeas.web.custodydesk.access import pseudonym
from habeas.web.stations import actions as stations

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
FINDING, SAID, COMPLAINT, WORD = "canary-bruise", "canary-statement", "canary-complaint", "canary-instruction"
NAME = "Canary Person"


@pytest.fixture
def record(north, south, browsers) -> str:
    clara, dov = browsers("clara"), browsers("dov")
    address = opened(clara, name=NAME)
    pin = PINS["dov"]
    hurt = {"sealed_region": "9", "sealed_findings": FINDING, "sealed_statements": SAID}
    enter(dov, address, "injury_recorded", pin=pin, **hurt)
    ended = {"fit": "fit with conditions", "instructions": WORD, "sealed_findings": FINDING}
    enter(dov, address, "examination_ended", pin=pin, **ended)
    enter(clara, address, "complaint_made", sealed_text=COMPLAINT, signature="signed")
    return address


def test_each_reads_what_is_theirs(record, browsers):
    pages = {name: browsers(name).get(record).content.decode() for name in ("clara", "dov", "irena", "aydan")}
    read = {
        name: {canary for canary in (FINDING, SAID, COMPLAINT, WORD, NAME) if canary in page}
        for name, page in pages.items()
    }
    assert read == {
        "clara": {WORD, NAME},
        "dov": {WORD, NAME, FINDING, SAID},
        "irena": {WORD, NAME, COMPLAINT},
        "aydan": {WORD},
    }
    assert NAME not in pages["clara"].partition("</title>")[0]  # a browser keeps the titles of pages
    assert "fit with conditions" in pages["clara"]
    assert "sealed: the station does not read it" in pages["clara"]
    assert "left upper arm, front" in pages["dov"]
    assert "left upper arm, front" not in pages["clara"]


def test_no_other_page_and_no_store_tells_the_station_more(record, browsers, desk):
    clara = browsers("clara")
    injury = Entry.objects.get(kind="injury_recorded")
    ended = Entry.objects.get(kind="examination_ended")
    complaint = Entry.objects.get(kind="complaint_made")
    for entry in (injury, ended, complaint):
        assert clara.get(f"{record}correct/{entry.event_id}/").status_code == 404
        assert clara.get(f"{record}annul/{entry.event_id}/").status_code == 404
    assert clara.get(f"{record}enter/injury_recorded/").status_code == 404
    for path in ("/custody/", "/custody/at/north/handover/", f"{record}enter/examination_ended/"):
        page = clara.get(path).content.decode()
        assert not any(canary in page for canary in (FINDING, SAID, COMPLAINT)), path
    rows = [bytes(row.leaf) + row.sealed.encode() for row in Entry.objects.all()]
    for canary in (FINDING, SAID, COMPLAINT, WORD, NAME):
        assert not any(canary.encode() in row for row in rows), canary
    again = browsers("dov").get(f"{record}correct/{injury.event_id}/").content.decode()
    assert FINDING in again


def test_no_other_station_opens_it(record, browsers):
    omar = browsers("omar")
    for path in (record, "/custody/at/north/", f"{record}enter/checked/", f"{record}rights/en/"):
        assert omar.get(path).status_code == 404, path
    assert NAME not in omar.get("/custody/").content.decode()
    found = omar.post("/custody/at/south/find/", {"name": NAME, "born": "1991-03-04"})
    assert "/custody/records/" not in found.content.decode()


@pytest.mark.parametrize(
    ("ended", "within", "free"), [("transferred_out", 27, False), ("released", 33, True)]
)
def test_the_way_to_a_judge_goes_on_and_the_next_station_reads_nothing_else(
    two_stations, browsers, ended, within, free
):
    """Apprehended twenty hours ago and away from the first station for the last six of them."""
    held(("apprehended", 20), ("record_opened", 19), (ended, 6))
    omar = browsers("omar")
    page = omar.get(opened(omar, "south", pin="8264", name=NAME)).content.decode()
    assert "Held before this record, since" in page
    assert ("free again in between" in page) is free
    assert f"within {within} h" in page
    assert SAID not in page
    assert f"within {within} h" in omar.get("/custody/at/south/handover/").content.decode()
    another = omar.get(opened(omar, "south", pin="8264", name="Another")).content.decode()
    assert "Held before this record, since" not in another
    assert "within 47 h" in another


def held(*entries: tuple[str, float]) -> None:
    """Who reads ``NAME`` in the register of the first station: what was entered so many hours ago."""
    person = pseudonym(name=NAME, born="1991-03-04")
    told = {"name": NAME, "reason": SAID, "person_ref": person}
    events = []
    for kind, ago in entries:
        when = datetime.now(UTC) - timedelta(hours=ago)
        said = {
            "record_id": "before",
            "event_id": new_event_id(when),
            "kind": kind,
            "occurred_at": when.isoformat(),
            "establishment_id": "north",
            "actor_id": "k4tm-x7qd",
            "source": "desk",
            "data": told if kind == "record_opened" else {},
        }
        events.append(event_from(said, now=when))
    writing.pen().append(Submission(tuple(events), as_recorded=True))


@pytest.fixture
def two_stations(north, south, people) -> None:
    stations.set_pin(None, people["omar"], "8264")


def test_who_oversees_reads_and_makes_no_entry(record, browsers):
    for name in ("irena", "aydan"):
        client = browsers(name)
        assert "Make an entry" not in client.get(record).content.decode()
        assert client.get(f"{record}enter/checked/").status_code == 404
    assert NAME not in browsers("aydan").get("/custody/").content.decode()


def test_a_doctor_signs_what_health_staff_write_and_nothing_else(record, browsers, people):
    dov = browsers("dov")
    assert dov.get(f"{record}enter/cell_entered/").status_code == 404
    assert dov.get("/custody/at/north/open/").status_code == 404
    answer = send(browsers("clara"), f"{record}enter/cell_entered/", cell="1", pin=PINS["dov"])
    assert answer.status_code == 200


def test_the_notice_is_printed_in_seven_languages_and_writes_nothing(record, browsers):
    clara = browsers("clara")
    count = Entry.objects.count()
    for language, word in {
        "uk": "Ваші права",
        "ar": "حقوقك",
        "tr": "haklarınız",
        "az": "hüquqlarınız",
    }.items():
        page = clara.get(f"{record}rights/{language}/").content.decode()
        assert word in page
        assert NAME not in page
    for language in LANGUAGES:
        _the_notice_as_pdf(clara.get(f"{record}rights/{language}/notice.pdf").content, notice(language))
    assert clara.get(f"{record}rights/xx/").status_code == 404
    assert Entry.objects.count() == count


def _the_notice_as_pdf(pdf, said):
    """In its language, tagged so, whole, on two sheets at most, and with no word of another."""
    pages = pdf_pages(pdf)
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == said.language
    assert len(pages) <= 2
    if said.direction == "ltr":  # what runs from the right is read back in the order of its glyphs
        for text in (said.title, said.refused, *(right.text for right in said.rights)):
            assert squeezed(text) in squeezed("".join(pages)), text
    if said.paper:  # a language that the product does not speak
        assert not re.search(r"\b(Page|Sources|Invented|made)\b", "".join(pages))


def test_what_the_station_writes_for_a_doctor_says_so(record, browsers):
    clara = browsers("clara")
    said = "The station wrote what the doctor said."
    assert said not in clara.get(record).content.decode()
    assert "and not the doctor" in clara.get(f"{record}enter/examination_ended/").content.decode()
    enter(clara, record, "examination_ended", fit="fit")
    assert said in clara.get(record).content.decode()
