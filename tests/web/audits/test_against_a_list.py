"""A list that a register is held against in the web: sent, checked, told, and destroyed."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import cast
from tests.web.audits.conftest import CANARY
from tests.web.audits.test_audits import asked, carried_out, in_custody
from tests.web.audits.test_taken_away import address, sheet

from habeas.safeguards.against import COLUMNS
from habeas.web.audits import actions, kept, lists, one_record
from habeas.web.audits.models import Audit, Register
from habeas.web.custody.models import Record
from habeas.web.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

SAYS = """\
name = "the camera of the north"
kind = "camera"
from = "2026-03-01T00:00:00Z"
until = "2026-03-02T00:00:00Z"
places = ["north"]
zone = "UTC"
[columns]
record = "Custody"
at = "In"
"""
ROWS = f"""\
Custody,In,Name
a1,2026-03-01T10:31,{CANARY}
a2,2026-03-01T12:05,{CANARY}
a9,2026-03-01T11:00,{CANARY}
a1,yesterday,{CANARY}
"""
AS_OF = "2026-03-02T00:00"


def given(text: str, name: str) -> SimpleUploadedFile:
    """A file that is sent."""
    return SimpleUploadedFile(name, text.encode())


def form(
    register: Register, rows: str = ROWS, says: str = SAYS, name: str = "door 4.csv"
) -> dict[str, object]:
    """What is sent to ask for an audit with a list."""
    files = {"list_file": given(rows, name), "list_says": given(says, "door 4.toml")}
    sent = {key: file for key, file in files.items() if file.size}
    return {"register": register.public_id, "rule_set": "register", "as_of": AS_OF, **sent}


@pytest.mark.bothdbs
def test_what_differs_is_told_out_of_how_many_and_the_list_is_destroyed(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    begun = browser.post(reverse("audits:ask"), form(register))
    row = Audit.objects.get()
    assert {path.name for path in (kept.lists_of(row) / "01").iterdir()} == {"list.csv", "list.toml", "zone"}
    assert carried_out(row).state == "done", row.refusal
    assert not kept.lists_of(row).exists()
    files = filter(Path.is_file, kept.folder_of(row).rglob("*"))
    words = (CANARY.encode(), b"yesterday")
    assert not any(word in path.read_bytes() for path in files for word in words)

    page = browser.get(begun.url).content.decode()
    told = page[page.index('id="against"') :].partition("<h2")[0]
    assert "the camera of the north" in told
    assert "It covers north, from " in told
    there, here = told.split("<h3>")[1:3]
    counts = r'class="plain">{}</th><td [^>]*>{}</td><td [^>]*>{}</td>'
    for half, what, count, share in (
        (there, "in both, at the same time", 1, "33%"),
        (there, "in both, at times that differ by more than 15 min", 1, "33%"),
        (there, "in the list and not in the register", 1, "33%"),
        (here, "in both, at the same time", 1, "50%"),
        (here, "in both, at times that differ by more than 15 min", 1, "50%"),
    ):
        assert re.search(counts.format(re.escape(what), count, share), half)
    assert "Of 3 times of the list" in there
    assert "Of 2 entries of the register" in here
    assert "1 time that cannot be read, first in line 5" in told
    assert "yesterday" not in told  # what stands in the list stays there
    assert one_record.ways(row, ["a2"])["a2"] in told
    assert row.list_sha256

    headings, *rows = sheet(browser.get(address(row, "against.csv")))
    assert headings == list(COLUMNS)
    at = {name: headings.index(name) for name in ("outcome", "line", "record_id")}
    assert {(one[at["outcome"]], one[at["line"]], one[at["record_id"]]) for one in rows} == {
        ("differs", "3", "a2"),
        ("not-here", "4", ""),
    }
    kept.drop_records(row, {"a2"})
    assert "a2" not in {one[at["record_id"]] for one in sheet(browser.get(address(row, "against.csv")))}
    actions.withdraw(cast.reader(member), register, reason="over")
    assert not kept.folder_of(row).exists()
    said = JournalEntry.objects.get(action="audit.asked")
    assert "list_sha256" in said.fields


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ((ROWS, "", "x.csv"), "A list and the file that says what it is come together."),
        (("", SAYS, "x.csv"), "A list and the file that says what it is come together."),
        ((ROWS, SAYS.replace('"camera"', '"cinema"'), "x.csv"), "there is no kind of list “cinema”"),
        ((ROWS, SAYS.replace('"camera"', '"cinema"'), "x.csv"), "(door 4.toml:2)"),
        ((ROWS, SAYS, "x.pdf"), "This is no form of a list."),
        ((ROWS.replace("Custody", "Number"), SAYS, "x.csv"), "there is no column “Custody”"),
        ((ROWS.replace("2026-03-01", "tomorrow "), SAYS, "x.csv"), "held against a register (x.csv:2)."),
        (("Custody,In\n", SAYS, "x.csv"), "It has no row."),
        (("\x00PAR1 nothing", SAYS, "x.parquet"), "not readable as Parquet"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_when_it_is_sent_and_nothing_of_it_stays(
    sent, told, brought, signed_in, settings
):
    member, register = brought
    before = {path for path in settings.DATA.rglob("*") if path.is_file()}
    answer = signed_in(member).post(reverse("audits:ask"), form(register, *sent)).content.decode()
    assert told in answer
    assert re.search(r'<details class="more"\s+open>', answer)
    assert str(settings.DATA) not in answer
    assert not Audit.objects.exists()
    assert {path for path in settings.DATA.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("language", "sent", "told"),
    [
        (
            "fr",
            (ROWS, SAYS.replace('"camera"', '"cinema"')),
            "il n’y a pas de sorte de liste «\u00a0cinema\u00a0»",
        ),
        ("fr", (ROWS.replace("Custody", "Number"), SAYS), "il n’y a pas de colonne «\u00a0Custody\u00a0»"),
        (
            "fr",
            (ROWS, SAYS.replace("2026", "soon", 1)),
            "(door 4.toml:3). docs/safeguards.md dit ce qu’il contient.",
        ),
        ("ar", (ROWS, SAYS.replace('"camera"', '"cinema"')), "لا نوع من القوائم اسمه «\u2068cinema\u2069»"),
        ("ar", (ROWS.replace("Custody", "Number"), SAYS), "لا عمود اسمه «\u2068Custody\u2069»"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_in_the_language_of_the_page(
    language, sent, told, brought, signed_in
):
    member, register = brought
    browser = signed_in(member)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = browser.post(reverse("audits:ask"), form(register, *sent)).content.decode()
    assert told in answer
    assert "there is no" not in answer


def test_a_workbook_that_takes_long_to_read_is_refused_before(brought, signed_in, monkeypatch):
    member, register = brought
    monkeypatch.setattr(lists, "LARGEST_WORKBOOK", 20)
    answer = signed_in(member).post(reverse("audits:ask"), form(register, name="x.xlsx")).content.decode()
    assert "A list in a workbook may have 20 bytes" in answer
    assert "Save it as CSV and send that." in answer
    assert not Audit.objects.exists()


def test_the_form_is_folded_where_nothing_of_it_is_wrong(brought, signed_in):
    member, _register = brought
    page = signed_in(member).get(reverse("audits:ask")).content.decode()
    assert '<details class="more">' in page


@pytest.mark.bothdbs
def test_a_list_goes_also_where_the_audit_is_stopped_or_broken_off(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    for _time in range(2):
        browser.post(reverse("audits:ask"), form(register))
    stopped, cut = Audit.objects.order_by("pk")
    actions.cancel(cast.reader(member), stopped)
    assert not kept.lists_of(stopped).exists()
    Audit.objects.filter(pk=cut.pk).update(begun_at=datetime.now(UTC))
    assert carried_out(cut).state == "refused"
    assert not kept.lists_of(cut).exists()


@pytest.mark.bothdbs
def test_of_the_register_kept_here_who_opens_no_record_sees_nothing_of_it(enter, signed_in):
    in_custody(enter)
    enter("interview_started", 200, record="r1")
    enter("interview_started", 190, record="r2")
    now = datetime.now(UTC)
    says = SAYS.replace('"north"', '"north-1"').replace("2026-03-01", "2026-01-01")
    says = says.replace("2026-03-02T00", f"{now.year + 1}-01-02T00")
    rows = f"Custody,In\nr1,{now:%Y-%m-%dT%H:%M}\nr2,{now:%Y-%m-%dT%H:%M}\n"
    inspector = cast.inspector()
    sent = {"list_file": given(rows, "x.csv"), "list_says": given(says, "x.toml")}
    signed_in(inspector).post(reverse("audits:ask"), {"register": "own", "rule_set": "register", **sent})
    row = carried_out(Audit.objects.get())
    assert row.state == "done", row.refusal
    page = reverse("audits:audit", args=[row.public_id])
    assert 'id="against"' in signed_in(cast.auditor()).get(page).content.decode()
    runs = signed_in(cast.head_of_body())
    assert 'id="against"' not in runs.get(page).content.decode()
    assert runs.get(address(row, "against.csv")).status_code == 404

    Record.objects.filter(record_id="r1").update(erased=True)
    browser = signed_in(cast.auditor("of r2"))
    assert {one[6] for one in sheet(browser.get(address(row, "against.csv")))[1:]} == {"r2"}
    told = browser.get(page).content.decode()
    told = told[told.index('id="against"') :]
    assert one_record.ways(row, ["r1"])["r1"] not in told
    assert one_record.ways(row, ["r2"])["r2"] in told


@pytest.mark.bothdbs
def test_of_each_kind_some_are_shown_and_what_was_not_compared_is_no_proof(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    rows = ROWS.replace("a2,", "b2,") + "".join(f"c{each},2026-03-01T11:00\n" for each in range(4))
    page = browser.post(reverse("audits:ask"), form(register, rows)).url
    assert carried_out(Audit.objects.get()).state == "done"
    told = browser.get(page).content.decode()
    told = told[told.index('id="against"') :]
    assert "What is told as not in the list can be among it." in told
    first = told.partition("To look at first")[2]
    assert first.count('class="plain">in the list and not in the register') == 4
    assert first.count("and 2 more") == 1
    assert first.count('class="plain">in the register and not in the list') == 1


@pytest.mark.bothdbs
def test_days_are_shown_as_days_and_the_period_is_that_compared(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    says = SAYS.replace("2026-03-02T", "2026-03-09T").replace("zone", "tolerance = 720\nzone")
    page = browser.post(
        reverse("audits:ask"), form(register, "Custody,In\na1,2026-03-01\na9,2026-03-01\n", says)
    )
    assert carried_out(Audit.objects.get()).state == "done"
    told = browser.get(page.url).content.decode()
    told = told[told.index('id="against"') :]
    assert re.search(r"It is compared to [^.]*2026, 00:00 UTC, the instant of the audit.", told)
    assert "in both, on the same day" in told
    assert "12:00" not in told
    assert re.search(r'data-label="In the list">[^<]*1 March 2026[^<]*<br>', told)


def test_without_a_list_nothing_is_told_of_one(brought, signed_in):
    member, register = brought
    row = carried_out(asked(member, register=register))
    assert (
        'id="against"'
        not in signed_in(member).get(reverse("audits:audit", args=[row.public_id])).content.decode()
    )


DOOR = SAYS.replace("the camera of the north", "the door of the north").replace('"camera"', '"door"')
DOOR = DOOR.replace('zone = "UTC"\n', "").replace('at = "In"', 'until = "Out"')
OUT = "Custody,Out\na1,2026-03-01T21:00\na2,2026-03-01T22:30\n"


def both(register: Register, **more: object) -> dict[str, object]:
    """What is sent to ask for an audit with two lists; the door's names no zone."""
    return {
        **form(register),
        "list_file": [given(ROWS, "camera.csv"), given(OUT, "door.csv")],
        "list_says": [given(DOOR, "door.toml"), given(SAYS, "camera.toml")],
        **more,
    }


@pytest.mark.bothdbs
def test_several_lists_are_told_each_by_itself_by_the_clock_that_was_chosen(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    page = browser.post(reverse("audits:ask"), both(register, list_zone="Africa/Nairobi")).url
    row = carried_out(Audit.objects.get())
    assert row.state == "done", row.refusal
    told = browser.get(page).content.decode()
    camera, door = told[told.index('id="against"') :].partition("<h2>")[0].split("<h2 ")[:2]
    assert "the camera of the north" in camera
    assert "are read by the clock of UTC." in camera
    assert "the door of the north" in door
    assert "are read by the clock of Africa/Nairobi." in door
    assert "Of 3 times of the list" in camera
    assert "Of 2 times of the list" in door
    same, differs = "in both, at the same time", "in both, at times that differ by more than 15 min"
    counts = r'class="plain">{}</th><td [^>]*>1</td><td [^>]*>50%</td>'
    assert all(re.search(counts.format(re.escape(what)), door) for what in (same, differs))
    assert "in the list and not in the register" not in door
    assert one_record.ways(row, ["a2"])["a2"] in door
    _headings, *rows = sheet(browser.get(address(row, "against.csv")))
    assert {one[0] for one in rows} == {"the camera of the north", "the door of the north"}
    assert not kept.lists_of(row).exists()


def test_the_zone_is_that_of_the_register_unless_another_is_chosen(brought, signed_in, archive):
    member, register = brought
    browser, ask = signed_in(member), reverse("audits:ask")
    (kept.files_of(register) / "mapping.toml").write_text('zone = "Europe/Paris"\n', "utf-8")
    page = browser.get(ask, {"register": register.public_id}).content.decode()
    assert 'name="list_zone" value=' not in page, "it would stay where another register is chosen on the page"
    assert (
        "This time zone is not known."
        in browser.post(ask, both(register, list_zone="Paris")).content.decode()
    )
    browser.post(ask, both(register))
    row = Audit.objects.get()
    zones = {path.read_text("utf-8") for path in kept.lists_of(row).rglob("zone")}
    assert zones == {"Europe/Paris"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"list_says": [given(SAYS, "camera.toml")]}, "come together. Of several, the file"),
        ({"list_says": [given(SAYS, "camera.toml"), given(SAYS, "doors.toml")]}, "come together. Of several"),
        (
            {"list_says": [given(SAYS, "camera.toml"), given(SAYS, "door.toml")]},
            "Two lists are called “the camera of the north”.",
        ),
        ({"list_file": [given(ROWS, f"{each}.csv") for each in range(9)]}, "At most 8 lists are taken."),
        ({"list_file": [given(ROWS, "camera.csv"), given("", "door.csv")]}, "“door.csv” is empty."),
    ],
)
def test_several_lists_that_do_not_go_together_are_refused(sent, told, brought, signed_in, settings):
    member, register = brought
    before = {path for path in settings.DATA.rglob("*") if path.is_file()}
    answer = signed_in(member).post(reverse("audits:ask"), both(register, **sent)).content.decode()
    assert told in answer
    assert not Audit.objects.exists()
    assert {path for path in settings.DATA.rglob("*") if path.is_file()} == before
