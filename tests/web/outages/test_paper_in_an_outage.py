"""A night without network: the outage in the book, numbered paper, and what is typed in afterwards."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.papers.reading import pdf_pages
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import at, filled, opened, problems, send

from habeas.custody.kinds import Type, kinds
from habeas.custody.sheets import KINDS, Issue
from habeas.language import LANGUAGES, words
from habeas.papers import render_pdf
from habeas.web.custody.access import read
from habeas.web.custody.models import Entry, Record
from habeas.web.custodydesk.kinds import REQUIRED, may_write
from habeas.web.custodydesk.times import local
from habeas.web.outages.paper import sheets_paper
from habeas.web.people.access import reader_of
from habeas.web.stations.access import hand_of_user
from habeas.web.stations.models import Station

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
BAKU = "Asia/Baku"
BOOK = "book:north"


@pytest.fixture
def clara(north, browsers) -> Any:
    """Clara at her desk."""
    return browsers("clara")


@pytest.fixture
def night(clara) -> str:
    """Somebody held, an outage from four hours ago to one hour ago, five sheets; the id of the record."""
    record = opened(clara).split("/")[-2]
    answer = send(
        clara, "/outages/north/start/", began=at(BAKU, hours=4), ended=at(BAKU, hours=1), note="no network"
    )
    assert answer.status_code == 302, problems(answer)
    assert send(clara, "/outages/north/sheets/issue/", count="5").status_code == 302
    return record


NIGHT = timedelta(hours=4)
"""How long ago the outage of the night began."""


def line(
    number: int, record: str, kind: str, *, what: str = "", outage: timedelta = NIGHT, **ago: float
) -> dict[str, str]:
    """A line of the sheet as Clara types it, of an outage that began so long ago."""
    when = local(datetime.now(UTC) - timedelta(**ago), BAKU)
    return {
        f"time_{number}": when.strftime("%H:%M"),
        f"record_{number}": record,
        f"kind_{number}": kind,
        f"what_{number}": what,
        **({f"next_day_{number}": "on"} if when.date() > start_day(outage) else {}),
    }


def start_day(outage: timedelta = NIGHT) -> Any:
    """The day that stands on the sheet: that on which the outage began."""
    return local(datetime.now(UTC) - outage, BAKU).date()


def look(client: Any, *lines: dict[str, str], sheet: int = 1) -> Any:
    """Type lines of a sheet and look them over."""
    path = f"/outages/north/sheets/{sheet}/"
    said = filled(client, path) | {name: value for one in lines for name, value in one.items()}
    return client.post(path, said | {"step": "look"})


def hidden(answer: Any) -> dict[str, str]:
    """What the page carries along while the lines are looked over."""
    page = LexborHTMLParser(answer.content.decode())
    [form] = [one for one in page.css("main form") if one.css_first("input[name=csrfmiddlewaretoken]")]
    return {
        one.attributes["name"] or "": one.attributes.get("value") or ""
        for one in form.css("input[type=hidden]")
    }


def write(client: Any, looked: Any, *, sheet: int = 1, pin: str = PINS["clara"]) -> Any:
    """Sign what was looked over."""
    chosen = LexborHTMLParser(looked.content.decode()).css_first("select[name=signer] option[selected]")
    said = {"signer": chosen.attributes["value"], "pin_code": pin, "step": "write"}
    return client.post(f"/outages/north/sheets/{sheet}/", hidden(looked) | said)


def events(record_id: str) -> list[Any]:
    """What stands in a record."""
    return list(read(Record.objects.get(record_id=record_id)).events)


def test_an_outage_is_entered_while_it_lasts_and_ended_later(clara):
    assert send(clara, "/outages/north/start/", note="no power").status_code == 302
    page = clara.get("/outages/north/").content.decode()
    assert "no power" in page
    assert "lasting" in page
    [start] = [one for one in events(BOOK) if one.kind == "outage_started"]
    assert send(clara, f"/outages/north/end/{start.span_id}/").status_code == 302
    assert [one.kind for one in events(BOOK)] == ["outage_started", "outage_ended"]
    assert clara.get(f"/outages/north/end/{start.span_id}/").status_code == 404
    assert "lasting" not in clara.get("/outages/north/").content.decode()


def test_an_outage_entered_afterwards_has_both_times_in_their_order(clara):
    path = "/outages/north/start/"
    answer = send(clara, path, began=at(BAKU, hours=1), ended=at(BAKU, hours=2), note="x")
    assert "before it began" in problems(answer)
    assert "has not come yet" in problems(send(clara, path, began=at(BAKU, hours=-1), note="x"))
    said = filled(clara, path) | {"began": at(BAKU, hours=2), "ended": at(BAKU, hours=1), "note": "x"}
    said["pin_code"] = PINS["clara"]
    assert [clara.post(path, said).status_code for _ in range(2)] == [302, 302]
    start, end = events(BOOK)
    assert start.span_id == end.span_id
    assert start.data["late_reason"] == "the register could not be reached"


def test_sheets_are_numbered_through_and_printed_with_room_for_a_pen(clara):
    path = "/outages/north/sheets/issue/"
    said = filled(clara, path) | {"count": "3", "pin_code": PINS["clara"]}
    assert [clara.post(path, said).status_code for _ in range(2)] == [302, 302]
    assert send(clara, path, count="2").status_code == 302
    spans = [(one.data["first_sheet"], one.data["last_sheet"]) for one in events(BOOK)]
    assert spans == [(1, 3), (4, 5)]
    assert "issued meanwhile" in problems(clara.post(path, said | {"count": "9"}))
    pdf = clara.get("/outages/north/sheets/from/4/en/sheets.pdf")
    pages = pdf_pages(pdf.content)
    assert len(pages) == 3
    assert "Sheet 5" in pages[2]
    assert clara.get("/outages/north/sheets/from/5/en/sheets.pdf").status_code == 404


def test_each_sheet_fits_a_page_in_every_language():
    station = Station(code="north", name="Station of the long and winding name " * 4)
    for language in LANGUAGES:
        said = words(language)
        issue = Issue(None, 1_000_001, 1_000_002)  # type: ignore[arg-type]
        paper = sheets_paper(station, issue, said, made_on=date(2026, 5, 4))
        assert len(pdf_pages(render_pdf(paper, words=said))) == 3


def test_a_sheet_is_looked_over_signed_and_written_all_at_once(clara, night):
    before = Entry.objects.count()
    looked = look(
        clara,
        line(1, night, "cell_entered", what="3", hours=3),
        line(2, night, "rest_started", hours=2.5),
        line(3, night, "rest_ended", hours=2),
        line(4, night, "drink_offered", what="tea", minutes=30),
    )
    page = looked.content.decode()
    assert page.count("on paper in the outage of") == 3
    assert "in no outage" in page
    assert page.count("before the record was opened") == 4
    assert Entry.objects.count() == before
    assert write(clara, looked, pin="0000").status_code == 200
    assert Entry.objects.count() == before
    assert write(clara, looked).status_code == 302
    typed = [one for one in events(night) if one.source == "paper"]
    assert [one.page for one in typed] == [f"sheet 1, line {number}" for number in range(1, 5)]
    assert typed[0].data["cell"] == "3"
    assert typed[3].data["note"] == "tea"
    assert typed[1].span_id == typed[2].span_id is not None
    assert all(one.recorded_at == one.logged_at for one in typed)
    assert "1, 2, 3, 4" in clara.get("/outages/north/sheets/").content.decode()
    shown = clara.get(f"/custody/records/{night}/").content.decode()
    assert "sheet 1, line 2" in shown


def test_a_line_is_taken_once_and_one_bad_line_holds_back_all(clara, night):
    looked = look(clara, line(1, night, "checked", hours=3))
    assert write(clara, looked).status_code == 302
    count = Entry.objects.count()
    assert "Line 1 was typed in meanwhile" in problems(write(clara, looked))
    path = "/outages/north/sheets/1/"
    assert "time_1" not in filled(clara, path)
    bad = look(clara, line(2, night, "checked", hours=2), line(3, night, "rights_informed", hours=2))
    assert "In which language" in problems(bad)
    assert "A line tells when" in problems(look(clara, {"what_4": "something"}))
    assert "No line says anything" in problems(look(clara))
    assert "has not come yet" in problems(look(clara, line(2, night, "checked", hours=-2)))
    assert Entry.objects.count() == count


def test_two_who_type_the_same_sheet_write_it_once(clara, night, browsers):
    mine = look(clara, line(1, night, "checked", hours=3), line(2, night, "checked", hours=2))
    rana = browsers("rana")
    theirs = look(rana, line(2, night, "roused", hours=2), line(3, night, "roused", hours=1.5))
    assert write(clara, mine).status_code == 302
    answer = write(rana, theirs, pin=PINS["rana"])
    assert "Line 2 was typed in meanwhile" in problems(answer)
    assert not [one for one in events(night) if one.kind == "roused"]


def test_who_did_it_and_who_typed_it_are_both_told(clara, night, people):
    rana = hand_of_user(people["rana"]).actor_id
    looked = look(clara, line(1, night, "checked", hours=3) | {"who_1": rana})
    assert write(clara, looked).status_code == 302
    [typed] = [one for one in events(night) if one.source == "paper"]
    assert typed.actor_id == rana
    assert typed.data["written_by"] == hand_of_user(people["clara"]).actor_id


def test_what_started_at_the_desk_ends_on_paper(clara, night):
    assert send(clara, f"/custody/records/{night}/enter/rest_started/").status_code == 302
    [start] = [one for one in events(night) if one.kind == "rest_started"]
    assert write(clara, look(clara, line(1, night, "rest_ended", minutes=0))).status_code == 302
    [end] = [one for one in events(night) if one.kind == "rest_ended"]
    assert end.span_id == start.span_id


def test_a_sheet_passed_over_is_missing_until_it_is_cancelled(clara, night):
    assert write(clara, look(clara, line(1, night, "checked", hours=3), sheet=3), sheet=3).status_code == 302
    page = clara.get("/outages/north/sheets/").content.decode()
    assert "1, 2" in LexborHTMLParser(page).css_first(".notice-warning").text()
    assert send(clara, "/outages/north/sheets/1/cancel/", why="torn").status_code == 302
    page = clara.get("/outages/north/sheets/").content.decode()
    assert "torn" in page
    assert LexborHTMLParser(page).css_first(".notice-warning").text().split(":")[1].strip() == "2"
    gone = ("sheets/1/", "sheets/1/cancel/", "sheets/3/cancel/", "sheets/6/")
    assert {clara.get(f"/outages/north/{path}").status_code for path in gone} == {404}


def test_nothing_personal_is_in_a_leaf_of_what_was_typed(clara, night):
    assert (
        write(clara, look(clara, line(1, night, "drink_offered", what="canary-91", hours=3))).status_code
        == 302
    )
    assert not Entry.objects.filter(leaf__contains=b"canary-91").exists()


def test_a_line_tells_only_what_its_words_can_say(people):
    reader = reader_of(people["clara"])
    for kind in KINDS:
        assert may_write(reader, kind)
        needed = [kinds()[kind].fields[name].type for name in REQUIRED.get(kind, ())]
        assert needed in ([], [Type.TEXT], [Type.ACTORS]), kind


def test_the_board_and_a_record_tell_of_an_outage_and_hold_no_lateness_in_it_against_anybody(clara, night):
    assert "Outage since" not in clara.get("/custody/").content.decode()
    assert write(clara, look(clara, line(1, night, "checked", hours=3))).status_code == 302
    page = clara.get(f"/custody/records/{night}/").content.decode()
    assert "on paper in the outage of" in page
    assert send(clara, "/outages/north/start/", note="no power").status_code == 302
    for path in ("/custody/", f"/custody/records/{night}/"):
        assert "Outage since" in clara.get(path).content.decode()


def test_in_an_outage_the_record_says_how_long_after_also_of_what_came_within_minutes(clara, night):
    outage = timedelta(minutes=9)
    assert send(clara, "/outages/north/start/", began=at(BAKU, minutes=9), note="no power").status_code == 302
    typed = line(1, night, "checked", outage=outage, minutes=5)
    assert write(clara, look(clara, typed)).status_code == 302
    page = clara.get(f"/custody/records/{night}/").content.decode()
    assert re.search(r"[56] min after, on paper in the outage of", page)
    copy = clara.post(f"/custody/records/{night}/copy/", {"form": "html", "language": "en"}).content.decode()
    assert re.search(r"checked on in the cell\. [56] min after, on paper in the outage of", copy)
    day = clara.get(f"/custody/records/{night}/day/").content.decode()
    assert re.search(r"[56] min after, on paper in the outage of", day)


def test_a_line_typed_in_by_the_form_of_its_kind_is_taken_once_too(clara, night):
    path = f"/custody/records/{night}/enter/meal_offered/"
    said = {"at": at(BAKU, hours=2), "page": "sheet 2, line 4"}
    assert send(clara, path, **said).status_code == 302
    assert "typed in already" in problems(send(clara, path, **said, note="again"))
    assert "time_4" not in filled(clara, "/outages/north/sheets/2/")
