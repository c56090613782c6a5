"""The page of one record of an audit: its days with what was found drawn in, for who opens the occasions."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests import cast
from tests.safeguards import handmade
from tests.web.audits.conftest import zipped

from habeas.safeguards.report.kept_records import open_records
from habeas.web.audits import actions, jobs, kept, one_record
from habeas.web.audits.models import Audit, Register
from habeas.web.audits.unpacking import delivery
from habeas.web.custody.models import Record
from habeas.web.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

AS_OF = datetime(2026, 3, 20, 8, tzinfo=UTC)
ENTERED = {
    "long": [
        ("2026-03-01T10:00", "apprehended"),
        ("2026-03-01T10:20", "record_opened"),
        ("2026-03-01T10:30", "interview_started"),
        ("2026-03-02T11:00", "meal_offered"),
        ("2026-03-12T09:00", "lawyer_requested"),
        ("2026-03-12T21:00", "lawyer_called"),
        ("2026-03-15T18:00", "released"),
    ],
    "kept": [("2026-03-01T10:00", "apprehended"), ("2026-03-01T10:20", "record_opened")],
}


@pytest.fixture
def member(joined):
    return joined(cast.delegation_member())


@pytest.fixture
def row(visit, member, tmp_path) -> Audit:
    """An audit of a register that was given within a visit, of every rule."""
    records = {name: {"establishment_id": "north", "jurisdiction": "CoE"} for name in ENTERED}
    handmade.write(tmp_path / "given", records, ENTERED)
    packed = zipped({path.name: path.read_bytes() for path in (tmp_path / "given").iterdir()})
    register = Register(name="North", visit=visit)
    actions.bring(cast.reader(member), register, delivery(packed, ""))
    asked = Audit(rule_set="all", as_of=AS_OF, register=register)
    actions.ask(cast.reader(member), asked)
    jobs.carry_out_audits.call()
    asked.refresh_from_db()
    assert asked.state == "done", asked.refusal
    return asked


def headings(page: str) -> list[str]:
    return re.findall(r'<section class="record-day" aria-label="([^"]+)"', page)


@pytest.mark.bothdbs
def test_every_occasion_opens_to_the_day_of_its_record_with_what_was_found_drawn_in(row, member, signed_in):
    browser = signed_in(member)
    asks = {"rule": "lawyer.called", "verdict": "breached"}
    listed = browser.get(reverse("audits:occasions", args=[row.public_id]), asks).content.decode()
    [address] = re.findall(r'href="([^"]+\?occasion=[0-9]+)"', listed)
    assert "long" not in address
    page = browser.get(address).content.decode()
    title = "The lawyer called"
    assert f"<dt>Opened from</dt><dd>{title}</dd>" in page
    assert "12 March 2026" in headings(page)
    [day] = re.findall(r'aria-label="12 March 2026">(.*?)</section>', page, re.DOTALL)
    assert f"{title}: " in day  # the frame in the first lane says what it is
    assert day.count("<svg") == 2  # for a wide page, and for a telephone
    first = re.search(r'<ul class="entries"><li>(.*?)</li>', page, re.DOTALL)[1]
    assert first.startswith(f'<a href="{reverse("audits:rule", args=[row.public_id, asks["rule"]])}">{title}')
    assert "lie 12 h 00 min; allowed are" in first
    assert "Entries of 12 March 2026" in page
    assert "/custody/records/" not in page
    opened = JournalEntry.objects.filter(action="audit.record_opened").get()
    assert opened.revision.changes == {"record": [None, int(address.split("/")[4])]}


def test_on_a_telephone_the_entries_of_the_days_that_tell_something_stand_open(row, member, signed_in):
    browser = signed_in(member)
    address = one_record.ways(row, ["long"])["long"]

    def opened(**asks):
        page = browser.get(address, asks).content.decode()
        boxes = re.findall(r'<details class="rows-box"( open)?><summary>[^(]+[(]([^)]+)', page)
        return [day for is_open, day in boxes if is_open], [day for is_open, day in boxes if not is_open]

    asks = {"rule": "lawyer.called", "verdict": "breached"}
    listed = browser.get(reverse("audits:occasions", args=[row.public_id]), asks).content.decode()
    [occasion] = re.findall(r"[?]occasion=([0-9]+)", listed)
    told, folded = opened(occasion=occasion)
    assert "Entries of 12 March 2026" in told
    assert "Entries of 1 March 2026" in folded
    told, folded = opened()
    assert "Entries of 1 March 2026" in told  # many rules are broken on the first day


def test_its_days_are_turned_one_after_the_other(row, member, signed_in):
    browser = signed_in(member)
    address = one_record.ways(row, ["long"])["long"]
    assert 'href="?from=1"' in browser.get(address).content.decode()
    page = browser.get(address, {"from": 1}).content.decode()
    assert headings(page) == [f"{day} March 2026" for day in range(1, 8)]
    assert "From day 1 of 15" in page
    assert 'rel="next" href="?from=8"' in page
    page = browser.get(address, {"from": 15}).content.decode()
    assert headings(page) == ["15 March 2026"]
    assert 'rel="prev" href="?from=8"' in page
    assert 'rel="next"' not in page
    for nonsense in ("0", "16", "-1", "x", "9" * 30):
        assert headings(browser.get(address, {"from": nonsense, "occasion": nonsense}).content.decode())
    assert JournalEntry.objects.filter(action="audit.record_opened").count() == 6  # turning a page is none


def test_it_is_for_who_takes_part_in_the_visit_and_of_a_number_of_that_audit(row, member, signed_in):
    address = one_record.ways(row, ["long"])["long"]
    assert signed_in(cast.inspector()).get(address).status_code == 404
    browser = signed_in(member)
    assert browser.get(reverse("audits:record", args=[row.public_id, 999])).status_code == 404
    (kept.folder_of(row) / kept.RECORDS / "drawn_record.parquet").unlink()
    assert one_record.ways(row, ["long"]) == {}
    assert browser.get(address).status_code == 404  # and no error
    listed = browser.get(reverse("audits:occasions", args=[row.public_id])).content.decode()
    assert "long" in listed
    assert "?occasion=" not in listed


def test_where_a_rule_was_changed_since_it_is_drawn_and_not_told_why(row, member, signed_in):
    path = kept.folder_of(row) / kept.RECORDS / "rules.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | {"lawyer.called": "another"}))
    page = signed_in(member).get(one_record.ways(row, ["long"])["long"]).content.decode()
    assert "their rule was changed" in page
    assert "lie 12 h 00 min" not in page
    assert "The lawyer called" in page


def test_what_draws_a_record_goes_when_that_is_erased_also_where_another_rests_on_it(enter, signed_in):
    enter("apprehended", 300, record="r1")
    enter("record_opened", 290, record="r1", person_ref="p")
    enter("transferred_out", 200, record="r1", to="police")
    enter("transferred_in", 195, record="r2")
    enter("record_opened", 190, record="r2", person_ref="p")
    enter("rights_informed", 180, record="r2", late=120)
    row = Audit(rule_set="all", as_of=datetime.now(UTC))
    actions.ask(cast.reader(cast.inspector()), row)
    jobs.carry_out_audits.call()
    address = one_record.ways(row, ["r2"])["r2"]
    page = signed_in(cast.auditor()).get(address).content.decode()
    assert "/custody/records/r2/" in page  # the record itself is one step away
    assert "stands in the record of the stay before, r1" in page
    Record.objects.filter(record_id="r1").update(erased=True)
    page = signed_in(cast.auditor("before")).get(address).content.decode()
    assert not re.search(r"\br1\b", page.split("<main")[1])
    assert "the stay before" not in page
    actions.empty_erased(None)
    with open_records(kept.folder_of(row) / kept.RECORDS) as rows:
        assert {name for (name,) in rows("SELECT record_id FROM drawn_entry")} == {"r2"}
        assert rows("SELECT record_id, before FROM drawn_record") == [("r2", None)]
    page = signed_in(cast.auditor("after")).get(address).content.decode()
    assert not re.search(r"\br1\b", page.split("<main")[1])
    assert headings(page)
