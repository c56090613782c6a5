"""A list comes in by four steps: read, columns, trial, taking over. Before the last nothing is written."""

import io
import os
import stat
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from tests import cast
from tests.documents.real import beginning_of, real

from habeas.web.journal.models import Approval, JournalEntry
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Party
from habeas.web.places.models import Place
from habeas.web.reports import waiting
from habeas.web.reports.models import Ask, ColumnMapping
from habeas.web.sources.models import Source

pytestmark = pytest.mark.django_db

START = "/import/"
SOURCE = {
    "source_name": "Ministry of Justice, list of 2030",
    "source_date": "2030",
    "source_address": "https://example.org/list",
}
UPR = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session,file\r\n"
ROW = "Orland,X,Y,Open the cells.,Vale,X,Y,Accepted,5,Detention,5,1-5\r\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "intake"


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def xlsx(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def begin(browser, **given: object) -> str:
    """Step 1; returns the address of the next."""
    response = browser.post(START, {"target": "places", **SOURCE} | given)
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def written() -> tuple[int, ...]:
    counted = (Party, Place, Ask, Source, ColumnMapping, JournalEntry)
    return tuple(model.objects.count() for model in counted)


def test_thirty_places_are_pasted_for_a_party_that_is_new(desk, folder):
    before = written()
    columns = begin(desk, pasted="\n".join(f"Station {n}, North" for n in range(30)), party_name="Orland")
    page = desk.get(columns)
    assert "30 rows were read" in page.content.decode()
    trial = desk.post(columns, {"column_0": "name", "column_1": "region", "separator": ";"})["Location"]
    assert "30 rows would be added" in desk.get(trial).content.decode()
    assert written() == before
    done = desk.post(trial, follow=True)
    assert "30 rows were added" in done.content.decode()
    place = Place.objects.get(name="Station 7")
    assert (place.region, place.party.name) == ("North", "Orland")
    assert (place.klass, place.party.klass) == ("confidential", "confidential")
    assert place.source.name == SOURCE["source_name"]
    assert list(folder.iterdir()) == []


def test_ten_old_recommendations_come_from_a_workbook_and_the_columns_are_kept(desk):
    add_party(None, name="Orland")
    head = ["Nr", "Wording", "Whatever", "Said by the State"]
    rows = [[n, f"Recommendation {n} to open every door of the cells.", "x", "accepted"] for n in range(10)]
    book = xlsx(head, *rows)
    columns = begin(desk, target="asks", party="orland", file=upload("old.xlsx", book))
    form = desk.get(columns).context["form"]
    assert form["column_1"].value() == "text"
    given = {"column_0": "number", "column_1": "text", "column_2": "", "column_3": "position"}
    trial = desk.post(columns, given | {"kind": "recommendation", "separator": ";"})["Location"]
    desk.post(trial)
    ask = Ask.objects.get(number="7")
    assert (ask.text, ask.position) == ("Recommendation 7 to open every door of the cells.", "accepted")
    assert ask.original["Whatever"] == "x"
    assert ColumnMapping.objects.get().mapping["columns"]["number"] == "Nr"
    again = desk.get(begin(desk, target="asks", party="orland", file=upload("new.xlsx", book)))
    assert "came in before" in again.content.decode()
    assert again.context["form"]["column_3"].value() == "position"


def test_two_columns_cannot_be_one_field_and_a_needed_one_cannot_be_left_out(desk):
    columns = begin(desk, pasted="Name\tRegion\nA\tB", party_name="Orland")
    wrong = desk.post(columns, {"column_0": "region", "column_1": "region", "separator": ";"})
    assert wrong.status_code == 200
    said = wrong.content.decode()
    assert "Two columns cannot be the same" in said
    assert "which is needed" in said


def test_a_list_of_upr_info_needs_no_columns_and_makes_parties_when_asked(desk):
    before = written()
    trial = begin(desk, target="asks", file=upload("upr.csv", (UPR + ROW).encode()))
    assert trial.endswith("/try/")
    page = desk.get(trial).content.decode()
    assert "No Party is called “Orland” here." in page
    assert "Take it over" not in page
    refused = desk.post(trial)
    assert refused.status_code == 400
    assert written() == before
    assert "Parties made" in desk.get(trial + "?make=1").content.decode()
    desk.post(trial, {"make": "1"})
    assert Ask.objects.get().position == "accepted"


def test_an_opening_is_asked_for_only_of_a_public_database_with_a_public_source(desk):
    given = {"target": "asks", "public": "on"}
    file = (UPR + ROW).encode()
    bare = desk.post(START, given | {"source_name": "A list", "file": upload("u.csv", file)})
    assert "Public only with a source" in bare.content.decode()
    trial = begin(desk, **given, file=upload("u.csv", file))
    desk.post(trial, {"make": "1"})
    assert Ask.objects.get().klass == "confidential"  # until another person opens the list
    add_party(None, name="Vale")
    columns = begin(desk, **given, party="vale", pasted="text\tnumber\nOpen the doors of the cells.\t1")
    trial = desk.post(
        columns, {"column_0": "text", "column_1": "number", "kind": "request", "separator": ";"}
    )
    assert "only the list of a public database can be opened" in desk.get(trial["Location"]).content.decode()
    desk.post(trial["Location"])
    assert Ask.objects.get(kind="request").klass == "confidential"


def test_two_persons_open_a_list_as_it_came_in(desk, client, signed_in, journalled):
    trial = begin(desk, target="asks", public="on", file=upload("u.csv", (UPR + ROW).encode()))
    desk.post(trial, {"make": "1"})
    ask = Ask.objects.get()
    assert ask.text.encode() not in client.get(reverse("reports:asks")).content
    head = signed_in(cast.head_of_body())
    assert b"1 list waits" in head.get("/").content
    waiting = {"approval": Approval.objects.get().public_id}
    assert desk.post(reverse("reports:openings"), waiting).status_code == 404
    assert ask.text.encode() in head.get(reverse("reports:openings")).content  # seen before it is opened
    with journalled("intake.opened"):
        head.post(reverse("reports:openings"), waiting)
    ask.refresh_from_db()
    assert (ask.klass, ask.party.klass) == ("public", "public")


def test_who_brought_a_list_in_cannot_open_it_nor_one_whose_source_changed(signed_in):
    head = signed_in(cast.head_of_body())
    trial = begin(head, target="asks", public="on", file=upload("u.csv", (UPR + ROW).encode()))
    head.post(trial, {"make": "1"})
    waiting = {"approval": Approval.objects.get().public_id}
    assert head.post(reverse("reports:openings"), waiting).status_code == 400
    Source.objects.update(address="https://elsewhere.example/")
    other = signed_in(cast.head_of_body("hanna"))
    assert b"changed after" in other.post(reverse("reports:openings"), waiting).content
    assert Ask.objects.get().klass == "confidential"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", "Name\nCaf\xe9 prison\n".encode("cp1252"), "nothing proves another encoding"),
        ("list.xlsx", b"PK\x03\x04 not a workbook", "workbook"),
        ("list.csv", b"", "empty"),
        ("list.xlsx", b"Name\nA\n", "plain text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_nothing_waits(desk, folder, name, content, said):
    before = written()
    given = {"target": "places", "party_name": "Orland", **SOURCE, "file": upload(name, content)}
    page = desk.post(START, given)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert page.context["form"]["source_name"].value() == SOURCE["source_name"]  # nothing typed is lost
    assert written() == before
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_broken_row_in_the_middle_is_named_and_nothing_is_written(desk):
    before = written()
    columns = begin(desk, pasted="Name\tCapacity\nA\t10\nB\tmany\nC\t30", party_name="Orland")
    trial = desk.post(columns, {"column_0": "name", "column_1": "capacity", "separator": ";"})["Location"]
    page = desk.get(trial)
    assert [(row["line"], row["column"]) for row in page.context["refused"]] == [(3, "Capacity")]
    assert "Take it over" not in page.content.decode()
    assert desk.post(trial).status_code == 400
    assert written() == before
    again = START + f"?again={trial.split('/')[2]}"
    form = desk.get(again).context["form"]
    typed = {name: form[name].value() for name in ("target", "pasted", "party_name", "source_name")}
    assert "B\tmany" in typed["pasted"]
    corrected = typed | {"pasted": typed["pasted"].replace("many", "20")}
    columns = desk.post(again, corrected)["Location"]
    trial = desk.post(columns, {"column_0": "name", "column_1": "capacity", "separator": ";"})["Location"]
    desk.post(trial)
    assert Place.objects.count() == 3


def test_a_formula_in_a_cell_is_refused_with_its_place_and_never_run(desk):
    book = upload("p.xlsx", xlsx(["Name"], ["A"], ["=1+1"]))
    page = desk.post(START, {"target": "places", "party_name": "Orland", **SOURCE, "file": book})
    assert "formula in cell A3" in page.content.decode()
    assert not Place.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(desk):
    response = desk.generic("POST", START, b"x", CONTENT_LENGTH="2000000000")
    assert response.status_code == 413


def test_a_list_that_waits_is_private_and_its_name_tells_nothing(desk, folder, signed_in):
    columns = begin(desk, pasted="Canary\nB", party_name="Orland")
    token = columns.split("/")[2]
    assert {path.name for path in folder.iterdir()} == {token, f"{token}.json"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    other = signed_in(cast.head_of_body())
    assert other.get(columns).status_code == other.post(columns).status_code == 404
    assert other.get("/import/../../secret-key/columns/").status_code == 404
    desk.post(reverse("reports:import_drop", args=[token]))
    assert list(folder.iterdir()) == []
    assert desk.get(columns).status_code == 404


def test_what_waits_for_longer_than_a_day_is_removed(desk, folder):
    begin(desk, pasted="A\nB", party_name="Orland")
    for path in folder.iterdir():
        os.utime(path, (time.time() - 2 * waiting.KEPT_SECONDS,) * 2)
    begin(desk, pasted="C\nD", party_name="Orland")
    assert len(list(folder.iterdir())) == 2


def test_a_list_again_leaves_out_what_is_there_unless_it_is_wanted_twice(desk):
    for _again in range(2):
        trial = begin(desk, target="asks", file=upload("upr.csv", (UPR + ROW).encode()))
        page = desk.get(trial + "?make=1")
        desk.post(trial, {"make": "1"})
    assert "There already" in page.content.decode()
    assert Ask.objects.count() == 1
    trial = begin(desk, target="asks", file=upload("upr.csv", (UPR + ROW).encode()))
    desk.post(trial, {"again": "keep"})
    assert Ask.objects.count() == 2


def test_a_register_with_its_mergers_is_decided_by_a_person(desk):
    data = real("places_sample.tsv").read_bytes()
    trial = begin(desk, party_name="England", file=upload("register.tsv", data))
    page = desk.get(trial)
    assert "Were these merged?" in page.content.decode()
    desk.post(trial, {"merger": ["AL", "PK"]})
    kinds = {
        place.code: place.changes.last().kind for place in Place.objects.filter(code__in=["AL", "PK", "CH"])
    }
    assert kinds == {"AL": "merged into", "PK": "merged into", "CH": "closed"}


def test_a_real_list_goes_in_and_out_through_the_browser(desk):
    """The first 700 of its rows; all of them come in and go out in ``test_taking_lists_over``."""
    listed = beginning_of(real("upr_info_detention_torture_2008_2014.csv"), 700)
    given = {"target": "asks", "public": "on", "source_name": "UPR Info", "source_date": "2014"}
    given["source_address"] = "https://example.org/upr"
    trial = begin(desk, **given, file=upload("list.csv", listed))
    assert "700 rows would be added" in desk.get(trial + "?make=1").content.decode()
    done = desk.post(trial, {"make": "1"}, follow=True)
    assert "700 rows were added" in done.content.decode()
    assert desk.get(reverse("reports:asks_upr_info")).content == listed
    asked = {"party": "azerbaijan", "position": "noted", "session": "4", "theme": "Detention"}
    found = desk.get(reverse("reports:asks"), asked).context["table"].paginator.count
    wanted = Ask.objects.filter(
        party__slug="azerbaijan", position="noted", session="4", themes__name="Detention"
    )
    assert found == wanted.count() > 0
