"""What is sealed, and who somebody is, is in nothing that leaves: files, answers, the log, lines, mails."""

import io
import json
import logging
import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from tests.web.custodydesk.conftest import browsers, desk, north, people  # noqa: F401 (fixtures)
from tests.web.recordpapers.conftest import Kept

from habeas.custody.exchange import Form
from habeas.web.custody import wall
from habeas.web.custody.models import Entry
from habeas.web.custody.publisher import publish_now
from habeas.web.custody.taking_out import ONE_FILE, take_out
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.stations import actions as stations

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
SEALED = ("findings-zebrafinch", "injury-zebrafinch", "complaint-zebrafinch")
PERSON = ("Nadir Zebrafinch", "1987-06-05", "sister-zebrafinch")
API = "/api/v1/register/"


@pytest.fixture
def said(north, caplog) -> Kept:  # noqa: F811
    """A record that says all of it; and every line that is logged from here on is kept."""
    caplog.set_level(logging.DEBUG)
    record = Kept("kept1")
    record.enter("arrived", 90)
    record.enter("record_opened", 85, name=PERSON[0], born=PERSON[1])
    record.enter("notification_requested", 80, whom=PERSON[2])
    record.enter("examination_ended", 60, fit="fit", findings=SEALED[0])
    record.enter("injury_recorded", 59, findings=SEALED[1])
    record.enter("complaint_made", 50, text=SEALED[2])
    return record


@pytest.fixture
def machine(north):  # noqa: F811
    _device, token = stations.add_device(None, north, "desk 1")
    return Client(headers={"Authorization": f"Bearer {token}"})


def found(text: object, canaries: tuple[str, ...] = (*SEALED, *PERSON)) -> list[str]:
    return [one for one in canaries if one in str(text)]


def unpacked(folder: Path, form: str) -> str:
    """What a folder says, of whatever form."""
    if form == "parquet":
        pq = pytest.importorskip("pyarrow.parquet")
        parts = [path for path in sorted(folder.rglob("*.parquet")) if path.is_file()]
        return str([pq.read_table(path).to_pylist() for path in parts])
    return "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", [*(one.value for one in Form), *ONE_FILE])
def test_no_form_of_the_register_holds_what_is_sealed_until_that_is_asked_for(said, tmp_path, form):
    with wall.everything():
        for sealed in (False, True):
            folder = tmp_path / f"out-{sealed}"
            take_out(folder, form, sealed=sealed, step=lambda _count: None)
            assert found(unpacked(folder, form), SEALED) == (list(SEALED) if sealed else [])


def test_machines_get_nothing_that_is_sealed_and_the_log_nothing_personal(said, machine, desk):  # noqa: F811
    publish_now()
    record = machine.get(f"{API}records/kept1")
    assert record.status_code == 200
    assert found(record.content.decode(), SEALED) == []
    with wall.everything():
        ids = list(Entry.objects.filter(record_id="kept1").values_list("event_id", flat=True))
    answers = [machine.get(f"{API}events/{one}/{what}") for one in ids for what in ("proof", "leaf")]
    assert {one.status_code for one in answers} == {200}
    told = [f"{one.content!r} {one.headers}" for one in answers]
    assert [one for one in told if found(one)] == []
    files = [path for path in (desk / "register-log").rglob("*") if path.is_file()]
    assert len(files) >= 3  # the head, a tile, its entries
    assert [path.name for path in files if found(path.read_bytes().decode("latin-1"))] == []


def test_what_is_refused_is_not_said_again(said, machine, browsers):  # noqa: F811
    """What stands in a field is the person's; an unknown kind or time is named, to be mended."""
    bad = [
        {"record_id": "kept1", "kind": "complaint_made", "data": {"text": [SEALED[2]]}},
        {"record_id": "kept1", "kind": "record_opened", "data": {"name": [PERSON[0]], "born": PERSON[1]}},
        {
            "record_id": "kept1",
            "kind": "examination_ended",
            "data": {"fit": SEALED[0]},
        },
        {"record_id": "kept1", "kind": "checked", "occurred_at": "x", "data": {"note": SEALED[0]}},
        SEALED[0],
    ]
    answers = [
        machine.post(f"{API}events", json.dumps([each]), content_type="application/json") for each in bad
    ]
    answers.append(machine.post(f"{API}events", f"{{{SEALED[0]}", content_type="application/json"))
    assert {one.status_code for one in answers} <= {400, 422}
    assert [one.content for one in answers if found(one.content.decode())] == []
    clara = browsers("clara")
    addresses = (f"/custody/records/{PERSON[0]}/", f"/disclosures/{SEALED[0]}/", f"/custody/at/{SEALED[0]}/")
    for address in addresses:
        answer = clara.get(address)
        assert answer.status_code == 404
        assert found(re.sub(r'(href|action|value)="[^"]*"', "", answer.content.decode())) == []


def test_addresses_names_of_files_lines_of_logs_the_journal_and_mails_name_nobody(said, browsers, caplog):  # noqa: F811
    publish_now()
    clara, dov, irena = map(browsers, ("clara", "dov", "irena"))
    answers = [client.get(said.path) for client in (clara, dov, irena)]
    answers += [clara.get(f"{said.path}{page}/") for page in ("day", "copy", "receipts")]
    answers += [clara.get("/custody/"), irena.get("/oversight/"), irena.get("/oversight/complaints/")]
    answers.append(clara.post("/custody/at/north/find/", {"name": PERSON[0], "born": PERSON[1]}))
    for form in ("file", "html", "pdf"):
        answers.append(dov.post(f"{said.path}copy/", {"form": form, "language": "en", "sealed": "on"}))
    with wall.everything():
        opened = Entry.objects.get(kind="record_opened").event_id
    order = {"recipient": "x", "basis": "x", "reference": "x", "ordered_on": "2026-05-04"}
    page = clara.post("/disclosures/of/kept1/", {**order, "open": [f"{opened}:name"]})["Location"]
    answers.append(clara.post(page, {"form": "file", "language": "en"}))
    assert {one.status_code for one in answers} == {200}
    assert [found(one.headers) for one in answers if found(one.headers)] == []
    pages = [one.content.decode() for one in answers if one["Content-Type"].startswith("text/html")]
    links = {link for page in pages for link in re.findall(r'(?:href|src|action)="([^"]*)"', page)}
    titles = [title for page in pages for title in re.findall(r"<title>(.*?)</title>", page, re.S)]
    assert found(sorted(links)) == []
    assert found(titles) == []
    assert found([*JournalEntry.objects.values(), *Revision.objects.values()]) == []
    assert found([(one.subject, one.body) for one in mail.outbox]) == []
    lines = io.StringIO()
    for line in caplog.records:
        lines.write(f"{line.name} {line.getMessage()} {line.exc_text or ''} {line.args}\n")
    assert found(lines.getvalue()) == []
