"""An erasure by two people: on what ground, what forbids it, and what is left."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.web.recordpapers.conftest import NAME, Kept

from habeas.tlog.policy import Policy
from habeas.web.custody.checking import faults
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.publisher import publish_now
from habeas.web.custody.publishing import PublishedLog
from habeas.web.erasure.access import over
from habeas.web.erasure.models import Request
from habeas.web.journal.models import Approval, JournalEntry, Revision
from habeas.web.keyring.access import keys_of
from habeas.web.oversight.models import Note

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
BASIS, REFERENCE = "Code of procedure, section 7 (invented)", "K 4/26 zebrafinch"
ORDER = {"ground": "court_order", "basis": BASIS, "reference": REFERENCE, "ordered_on": "2026-05-04"}


def ask(client, kept, **said: str):
    return client.post(f"/erasures/of/{kept.record_id}/", {**ORDER, **said})


def decide(client, page: str, typed: str = "kept1"):
    shown = client.get(page).content.decode()
    found = re.search(r'name="read" value="([0-9a-f]{64})"', shown)
    return client.post(page, {"read": found[1] if found else "0" * 64, "typed": typed})


def erased(kept) -> bool:
    return Record.objects.get(record_id=kept.record_id).erased


def test_two_people_erase_a_record_and_the_pages_say_so(kept, head, browsers):
    publish_now()
    irena, row = browsers("irena"), Entry.objects.get(kind="arrived")
    proof = PublishedLog(row.log).proof(row.index)
    shown = head.get(f"/erasures/of/{kept.record_id}/").content.decode()
    assert NAME not in shown
    assert "13 entries" in shown
    page = ask(head, kept)["Location"]
    assert decide(head, page).status_code == 200  # alone
    assert not erased(kept)
    assert page in irena.get("/erasures/").content.decode()
    assert "1 erasure of a custody record waits" in irena.get("/").content.decode()
    assert "waits for your decision" not in head.get("/").content.decode()
    assert "not the number of the record" in decide(irena, page, "kept2").content.decode()
    assert not erased(kept)
    assert decide(irena, page, " Kept1 ")["Location"] == page
    assert erased(kept)
    assert keys_of([kept.record_id]) == {}
    assert "waits for your decision" not in irena.get("/").content.decode()
    assert "keys of this record were destroyed" in head.get(page).content.decode()
    record = browsers("clara").get(kept.path).content.decode()
    for said in ("Record erased", BASIS, "Helene", "Irena", "every receipt"):
        assert said in record
    assert NAME not in record
    assert REFERENCE not in record
    assert "/disclosures/of/" not in record
    assert proof.check(bytes(row.leaf_hash), Policy().of_logs([PublishedLog(row.log).signer.verifier]))
    assert list(faults()) == []


def test_the_log_keeps_pseudonyms_and_the_journal_no_reference(kept, head, browsers):
    decide(browsers("irena"), ask(head, kept)["Location"])
    leaf = bytes(Entry.objects.get(kind="key_destroyed").leaf).decode()
    assert BASIS in leaf
    for name in ("Helene", "helene", "Irena", "irena", "zebrafinch"):
        assert name not in leaf
    said = [*JournalEntry.objects.values(), *Revision.objects.values()]
    assert not [one for one in map(str, said) if "zebrafinch" in one]
    actions = JournalEntry.objects.filter(object_id=kept.record_id).values_list("action", flat=True)
    assert {"custody_record.erasure_asked", "custody_record.erased"} <= set(actions)


def test_the_end_of_a_time_is_a_ground_only_where_one_is_set_and_over(kept, head, browsers, period):
    page = f"/erasures/of/{kept.record_id}/"
    assert "the time to keep it is over" not in head.get(page).content.decode()
    assert "none is set" in head.get("/erasures/").content.decode()
    assert ask(head, kept, ground="retention").status_code == 200
    period(30)
    assert "the time to keep it is over" not in head.get(page).content.decode()
    assert list(over(date.today(), 9)) == []  # noqa: DTZ011 (of this machine, as the page)
    [one] = over(date.today() + timedelta(days=40), 9)  # noqa: DTZ011
    assert one.record.record_id == kept.record_id


def test_a_record_whose_time_is_over_is_listed_and_brings_its_own_source(kept, head, browsers, period):
    old = Kept("old1")
    old.now -= timedelta(days=40)
    for kind, ago in (("arrived", 60), ("record_opened", 55), ("released", 5)):
        old.enter(kind, ago)
    period(30)
    shown = head.get("/erasures/").content.decode()
    assert "/erasures/of/old1/" in shown
    assert kept.record_id not in shown
    page = ask(head, old, ground="retention", basis="another", reference="another", ordered_on="")["Location"]
    assert Request.objects.get().basis == "Act on police data, section 12 (invented)"
    assert Request.objects.get().reference == ""
    period(300)  # the law changed before the second person decided
    assert "erasure-before-retention" in decide(browsers("irena"), page, "old1").content.decode()
    period(30)
    assert decide(browsers("irena"), page, "old1").status_code == 302
    assert erased(old)


def test_an_order_needs_its_basis_its_reference_and_its_day(kept, head):
    for name in ("basis", "reference", "ordered_on"):
        assert "An order needs this" in ask(head, kept, **{name: ""}).content.decode()
    assert "still to come" in ask(head, kept, ordered_on="2999-01-01").content.decode()
    assert not Request.objects.exists()


def test_nothing_is_erased_of_somebody_who_is_held(kept, head, browsers):
    held = Kept("held1")
    held.enter("arrived", 60)
    assert "The stay goes on" in head.get("/erasures/of/held1/").content.decode()
    assert "erasure-while-held" in ask(head, held).content.decode()
    page = ask(head, kept)["Location"]
    release = Entry.objects.get(kind="released").event_id
    kept.enter("annulled", 1, corrects=release, why="still here")
    assert "The stay goes on" in browsers("irena").get(page).content.decode()
    assert "erasure-while-held" in decide(browsers("irena"), page).content.decode()
    assert not erased(kept)


def test_nothing_is_erased_that_counts_on_for_somebody_who_is_held_again(kept, head):
    first, again = Kept("first1"), Kept("again1")
    for record, ago in ((first, 90), (again, 30)):
        record.enter("apprehended", ago)
        record.enter("record_opened", ago - 1, person_ref="p-1", basis="criminal", zone="Asia/Baku")
        if record is first:
            record.enter("released", 60)
    assert "held again" in head.get("/erasures/of/first1/").content.decode()
    assert "erasure-counts-on" in ask(head, first).content.decode()
    again.enter("released", 0)
    assert ask(head, first).status_code == 302


def test_nothing_is_erased_while_a_complaint_or_an_alert_is_open(kept, head, people):
    event_id = kept.enter("complaint_made", 20, text="struck")
    assert "erasure-complaint-open" in ask(head, kept).content.decode()
    about = {"record_id": kept.record_id, "by": people["irena"], "text": "x"}
    Note.objects.create(**about, event_id=event_id, kind="closed")
    Note.objects.create(**about, rule="rights.informed-at-outset", kind="escalated", to="prosecutor")
    assert "erasure-matter-open" in ask(head, kept).content.decode()
    Note.objects.create(**about, rule="rights.informed-at-outset", kind="closed")
    assert ask(head, kept).status_code == 302


def test_what_an_inspector_noted_goes_with_the_record(kept, head, people, browsers):
    about = {"rule": "rights.informed-at-outset", "by": people["irena"], "kind": "comment"}
    for record_id in (kept.record_id, "another"):
        Note.objects.create(**about, record_id=record_id, text="the family of Tomas Brink called")
    assert "Notes of inspectors on it" in head.get(f"/erasures/of/{kept.record_id}/").content.decode()
    decide(browsers("irena"), ask(head, kept)["Location"])
    assert erased(kept)
    assert dict(Note.objects.values_list("record_id", "text")) == {
        kept.record_id: "",
        "another": "the family of Tomas Brink called",
    }
    assert JournalEntry.objects.filter(action="oversight.emptied", object_id=kept.record_id).count() == 1


def test_what_is_entered_after_the_asking_makes_it_void(kept, head, browsers):
    page = ask(head, kept)["Location"]
    irena = browsers("irena")
    before = irena.get(page).content.decode()
    kept.enter("meal_offered", 10)
    read = re.search(r'name="read" value="([0-9a-f]{64})"', before)
    for answer in (irena.post(page, {"read": read[1], "typed": "kept1"}), decide(irena, page)):
        assert "erasure-of-another-record" in answer.content.decode()
    assert not erased(kept)


def test_an_approval_runs_out_and_is_asked_once_at_a_time(kept, head, browsers):
    page = ask(head, kept)["Location"]
    assert "erasure-asked" in ask(head, kept).content.decode()
    Approval.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    irena = browsers("irena")
    assert "Nobody decided in time" in irena.get(page).content.decode()
    assert decide(irena, page).status_code == 200
    assert not erased(kept)
    assert decide(irena, ask(head, kept)["Location"]).status_code == 302


def test_another_head_decides_too_and_nobody_of_the_station_has_any_of_it(kept, head, browsers, signed_in):
    page = ask(head, kept)["Location"]
    for name in ("clara", "dov"):
        client = browsers(name)
        assert client.get("/erasures/").status_code == 404
        assert client.get(page).status_code == 404
        assert ask(client, kept).status_code == 404
    for name in ("irena", "aydan"):
        assert ask(browsers(name), kept).status_code == 404
    assert decide(browsers("aydan"), page).status_code == 200
    assert not erased(kept)
    assert decide(signed_in(cast.head_of_body("hugo")), page).status_code == 302


def test_the_book_of_a_station_and_a_number_that_is_none_are_not_found(kept, head):
    kept.record_id = "book:north"
    kept.enter("handover", 3, to="k4tm-x7qd")
    assert head.get("/erasures/of/book:north/").status_code == 404
    assert "There is no such record" in head.post("/erasures/", {"record_id": "book:north"}).content.decode()
    assert head.post("/erasures/", {"record_id": " kept1 "})["Location"] == "/erasures/of/kept1/"


def test_it_is_erased_once(kept, head, browsers):
    page = ask(head, kept)["Location"]
    irena = browsers("irena")
    decide(irena, page)
    assert decide(irena, page).status_code == 200
    assert "was erased before" in head.get(f"/erasures/of/{kept.record_id}/").content.decode()
    assert "erasure-done" in ask(head, kept).content.decode()
