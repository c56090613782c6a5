"""Tables of an audit taken away for a spreadsheet program: what stands in them, guarded, and by whom."""

import csv
import hashlib
import io
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests import cast
from tests.web.audits.test_audits import LATE, PAIRS, asked, carried_out, in_custody

from habeas.apart.processors import processors
from habeas.safeguards import example_site
from habeas.safeguards.audit import OCCASION, Asked, as_cells, chosen
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.ingest import ingest
from habeas.web.audits import actions, kept
from habeas.web.audits.models import Audit, Register
from habeas.web.audits.unpacking import delivery
from habeas.web.custody.models import Record
from habeas.web.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

AS_OF = datetime(2026, 3, 2, tzinfo=UTC)
FORMULA = "=HYPERLINK(1)"


def sheet(answer) -> list[list[str]]:
    """The rows of a CSV file that came, of which a spreadsheet program knows that it is UTF-8."""
    data = answer.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def address(row: Audit, name: str) -> str:
    """Where a file of an audit is taken away."""
    return reverse("audits:file", args=[row.public_id, name])


@pytest.mark.bothdbs
def test_the_occasions_leave_as_the_command_has_them_and_no_cell_runs(
    visit, joined, archive, signed_in, tmp_path
):
    member = joined(cast.delegation_member())
    register = Register(name="North", visit=visit)
    actions.bring(cast.reader(member), register, delivery(archive(FORMULA), ""))
    row = carried_out(asked(member, register=register, as_of=AS_OF, rule_set="CoE"))
    rules = Asked(rules=chosen("CoE"), as_of=AS_OF, site=example_site(), rule_set="CoE")
    ingest(kept.files_of(register), tmp_path / "read")
    found = ByCache(rules, tmp_path / "read", processors)
    list(found.told())
    told = [
        ["" if cell is None else str(cell) for cell in as_cells(one, OCCASION)] for one in found.occasions()
    ]
    browser = signed_in(member)
    headings, *rows = sheet(browser.get(address(row, "occasions.csv")))
    assert headings == list(OCCASION)
    assert {one[0] for one in rows} == {"a1", "a2", f"'{FORMULA}"}
    assert sorted([one[0].removeprefix("'"), *one[1:]] for one in rows) == sorted(told) != []
    assert all(one[headings.index("source")] for one in rows)

    page = reverse("audits:occasions", args=[row.public_id])
    asks = f"?rule={PAIRS}&verdict=breached"
    shown = browser.get(f"{page}{asks}&page=1").content.decode()
    link = re.search(r'href="([^"]+)" download>These as CSV', shown)
    assert link is not None
    _headings, *rows = sheet(browser.get(link[1].replace("&amp;", "&")))
    assert [one[:3] for one in rows] == [["a2", PAIRS, "breached"]]
    did = JournalEntry.objects.filter(action="audit.taken_away")
    assert [one.revision.changes["file"] for one in did] == [[None, "occasions.csv"]] * 2


def test_beside_each_file_lies_its_hash_and_the_journal_has_it_of_what_left(brought, signed_in):
    member, register = brought
    row = carried_out(asked(member, register=register, with_report=True))
    browser = signed_in(member)
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "SHA-256 of summary.json" in page
    found = re.findall(r'<a href="([^"]+)" download><bdi dir="ltr">([^<]+)<', page)
    assert {"report.pdf", "occasions.csv", "occasions.parquet", "summary.json"} <= {name for _, name in found}
    for way, name in found:
        assert f'href="{way}?sha256=1"' in page
        answer = browser.get(way)
        sha256 = hashlib.sha256(answer.getvalue()).hexdigest()
        called = f"audit-{row.public_id}-{name}"
        beside = browser.get(way, {"sha256": 1})
        assert beside.content.decode() == f"{sha256}  {called}\n"
        assert f'filename="{called}.sha256"' in beside["Content-Disposition"]
        left = JournalEntry.objects.filter(action="audit.taken_away").latest("pk")
        assert left.revision.changes == {"file": [None, name], "sha256": [None, sha256]}
    assert JournalEntry.objects.get(action="audit.ended").sha256 == row.sha256
    every = JournalEntry.objects.filter(action="audit.taken_away")
    assert every.count() == len(found), "a hash is no file that left"
    auditor = signed_in(cast.auditor())
    listed = auditor.get(reverse("journal:list"), {"action": "audit.taken_away"}).content.decode()
    lines = csv.DictReader(io.StringIO(auditor.post(reverse("journal:export")).getvalue().decode()))
    told = [line["sha256"] for line in lines if line["action"] == "audit.taken_away"]
    assert told == [one.revision.changes["sha256"][1] for one in every.order_by("pk")]
    assert all(f'dir="ltr">{sha256}</bdi>' in listed for sha256 in told)


def test_what_is_wrong_leaves_line_by_line(visit, joined, archive, signed_in):
    member = joined(cast.delegation_member())
    register = Register(name="North", visit=visit)

    def fill(folder) -> None:
        delivery(archive(), "")(folder)
        events = folder / "events.csv"
        events.write_bytes(events.read_bytes().replace(b",released,", b",=let_go,") + b"only,three,cells\n")

    actions.bring(cast.reader(member), register, fill)
    row = carried_out(asked(member, register=register))
    browser = signed_in(member)
    assert (
        address(row, "faults.csv")
        in browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    )
    headings, *rows = sheet(browser.get(address(row, "faults.csv")))
    assert headings == ["code", "file", "line", "record_id", "event_id", "what"]
    assert ["row-unreadable", "events.csv", "11", "", "", "cells-too-few"] in rows
    assert {one[-1] for one in rows if one[0] == "kind-unknown"} == {"'=let_go"}


@pytest.mark.bothdbs
def test_of_the_register_kept_here_they_leave_without_what_was_erased_and_for_who_opens_records(
    enter, signed_in
):
    in_custody(enter)
    row = carried_out(asked(cast.inspector()))
    Record.objects.filter(record_id="r1").update(erased=True)
    browser = signed_in(cast.auditor())
    _headings, *rows = sheet(browser.get(address(row, "occasions.csv") + f"?rule={LATE}"))
    assert {one[0] for one in rows} == {"r2"}
    for name in kept.SHEETS:
        assert signed_in(cast.head_of_body(name)).get(address(row, name)).status_code == 404
        assert signed_in(cast.delegation_member(f"of {name}")).get(address(row, name)).status_code == 404
