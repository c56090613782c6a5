"""Receipts in print: they check, they wait for a signed head, they name no event and nobody."""

import io

import pytest
from pypdf import PdfReader
from tests.web.recordpapers.conftest import NAME

from habeas.tlog.policy import Policy
from habeas.tlog.receipt import parse_receipt
from habeas.web.custody.models import Entry
from habeas.web.custody.publisher import publish_now
from habeas.web.recordpapers.receipts import Printed

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


def of(kept, kind: str) -> tuple[str, Entry]:
    row = Entry.objects.get(kind=kind, record_id=kept.record_id)
    return f"{kept.path}receipts/{row.event_id}/", row


def test_until_the_log_is_signed_the_page_waits_and_asks_again_without_a_script(kept, browsers):
    path, _row = of(kept, "rights_informed")
    clara = browsers("clara")
    answer = clara.get(path)
    assert answer["Refresh"] == "10"
    assert b"can be printed in a minute" in answer.content
    assert b"<svg" not in answer.content.partition(b"<main")[2].partition(b"</main>")[0]
    for name in ("receipt.pdf?language=en", "receipt.tlog-proof"):
        assert clara.get(path + name).status_code == 404
    publish_now()
    answer = clara.get(path)
    assert "Refresh" not in answer
    assert b"picture-qr" in answer.content


def test_the_file_checks_against_the_entry_with_the_key_of_the_log(kept, browsers):
    publish_now()
    path, row = of(kept, "rights_informed")
    answer = browsers("clara").get(f"{path}receipt.tlog-proof")
    receipt = parse_receipt(answer.content)
    receipt.check(Policy().of_logs([receipt.key]))
    assert receipt.leaf == bytes(row.leaf_hash)
    assert f"receipt-{row.index}.tlog-proof" in answer["Content-Disposition"]


def test_what_is_printed_names_no_event_no_record_and_nobody(kept, browsers):
    publish_now()
    path, row = of(kept, "examination_ended")
    data = browsers("dov").get(f"{path}receipt.pdf?language=en").content
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    page = browsers("dov").get(path).content.decode()
    shown = page.partition("<main")[2].partition('<div class="no-print">')[0]
    for canary in (NAME, "Brink", "examination", "doctor", kept.record_id, row.event_id, "North"):
        assert canary not in said
        assert canary not in shown
    assert str(row.index) in said
    assert "it may be given to a lawyer or to the family" in " ".join(said.split())


def test_the_code_leads_to_the_public_page_where_there_is_one_and_holds_the_text_else(
    kept, settings, browsers
):
    publish_now()
    path, _row = of(kept, "released")
    receipt = parse_receipt(browsers("clara").get(f"{path}receipt.tlog-proof").content)
    settings.PUBLIC_ADDRESS = ""
    assert parse_receipt(Printed(receipt).coded.encode()) == receipt
    assert Printed(receipt).coded.startswith("c2sp.org/tlog-proof@v1")
    settings.PUBLIC_ADDRESS = "https://police.example"
    address, _hash, behind = Printed(receipt).coded.partition("#")
    assert address == "https://police.example/check/"
    assert parse_receipt(behind.encode()) == receipt
    assert "https://police.example/check/#" in browsers("clara").get(path).content.decode()


def test_the_receipts_of_all_rights_are_one_paper_in_the_language_that_is_asked_for(kept, browsers):
    kept.enter("lawyer_requested", 200)
    publish_now()
    clara = browsers("clara")
    listed = clara.get(f"{kept.path}receipts/").content.decode()
    assert listed.count('class="receipt-way"') == 12
    data = clara.get(f"{kept.path}receipts/rights.pdf?language=ar").content
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    assert clara.get(f"{kept.path}receipts/rights.pdf?language=xx").status_code == 404


def test_the_receipt_of_an_entry_of_another_record_or_station_is_not_there(kept, south, browsers):
    publish_now()
    path, row = of(kept, "released")
    assert browsers("omar").get(path).status_code == 404
    assert browsers("clara").get(f"/custody/records/other/receipts/{row.event_id}/").status_code == 404
    assert (
        browsers("clara").get(f"{kept.path}receipts/0190c0de-0000-7000-8000-00000000000a/").status_code == 404
    )
    assert browsers("aydan").get(path).status_code == 200
