"""One field opened to a court: by whom, with whom, and that it opens nothing else."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.web.recordpapers.conftest import NAME, SEALED
from tests.web.recordpapers.test_copies import text_of

from habeas.custody.keys import Disclosure as Opening
from habeas.custody.recordfile import read_file
from habeas.errors import NotRightError
from habeas.tlog.keys import parse_verifier
from habeas.tlog.policy import Policy
from habeas.web.custody import actions as register
from habeas.web.custody.models import Entry
from habeas.web.custody.publisher import publish_now
from habeas.web.disclosure.models import Disclosure
from habeas.web.journal.models import Approval, JournalEntry, Revision

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
COURT, REFERENCE = "Regional Court, chamber zebrafinch", "K 17/26 zebrafinch"
ORDER = {
    "recipient": COURT,
    "basis": "Code of procedure, section 94 (invented)",
    "reference": REFERENCE,
    "ordered_on": "2026-05-04",
}


def event_of(kind: str) -> str:
    return Entry.objects.filter(kind=kind).order_by("seq").first().event_id


def ask(client, kept, *fields: str, entries: tuple[str, ...] = (), **more: str):
    """Ask for fields written ``kind.name``; the page of what was asked for."""
    opened = [f"{event_of(kind)}:{name}" for kind, name in (field.split(".") for field in fields)]
    said = {**ORDER, "open": opened, "entry": [event_of(kind) for kind in entries], **more}
    return client.post(f"/disclosures/of/{kept.record_id}/", said)


def take(client, page: str, form: str = "file", language: str = "en"):
    return client.post(page, {"form": form, "language": language})


def approve(client, page: str):
    digest = Disclosure.objects.get().sha256
    return client.post(page, {"read": digest})


def policy_of(file: bytes) -> Policy:
    return Policy().of_logs([parse_verifier(key) for key in read_file(file).keys])


def test_nothing_is_chosen_beforehand_and_the_order_must_be_named(kept, browsers):
    clara = browsers("clara")
    page = clara.get(f"/disclosures/of/{kept.record_id}/").content.decode()
    assert " checked" not in page
    assert NAME in page
    assert "forearm" not in page
    answer = ask(clara, kept)
    assert "Nothing is chosen" in answer.content.decode()
    for name in ORDER:
        assert ask(clara, kept, "record_opened.name", **{name: ""}).status_code == 200
    assert "still to come" in ask(clara, kept, "record_opened.name", ordered_on="2999-01-01").content.decode()
    assert Disclosure.objects.count() == 0


def test_what_is_not_of_the_record_or_not_read_is_not_chosen(kept, browsers):
    clara = browsers("clara")
    for opened in (f"{event_of('examination_ended')}:findings", "x:name", f"{event_of('arrived')}:name"):
        said = {**ORDER, "open": [opened]}
        answer = clara.post(f"/disclosures/of/{kept.record_id}/", said)
        assert "not in this record" in answer.content.decode()


@pytest.mark.parametrize("form", ["file", "html", "pdf", "docx"])
def test_one_field_is_opened_and_no_other_value_of_the_record(kept, browsers, form):
    publish_now()
    clara = browsers("clara")
    page = ask(clara, kept, "cell_entered.cell")["Location"]
    answer = take(clara, page, form)
    said = text_of(form, answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    for other in (
        NAME,
        "Brink",
        "1991",
        "forearm",
        "busy at the door",
        "wrong cell",
        "entered in another record",
    ):
        assert not re.search(rf"(?<![0-9a-f]){other}(?![0-9a-f])", said)  # a key can have any digits
    if form != "file":
        assert COURT.rsplit(maxsplit=1)[-1] in said
        assert "Nothing is said of other entries" in said
        assert "corrected" in said


def test_the_key_of_one_field_opens_no_other_of_any_entry(kept, browsers):
    publish_now()
    clara = browsers("clara")
    data = take(clara, ask(clara, kept, "record_opened.name")["Location"]).content
    found = read_file(data)
    assert found.part
    assert found.check(policy_of(data)).unproven == ()
    [entry] = found.entries
    [one] = entry.open
    assert (one.name, one.value) == ("name", NAME)
    assert entry.closed >= {"born", "basis"}
    values = ["1991-03-04", "criminal", "Asia/Baku", "az", "3", "2", SEALED, True, False, NAME]
    commitments = {
        (row.kind, name): commitment
        for row in Entry.objects.all()
        for name, commitment in json.loads(bytes(row.leaf))["c"].items()
    }
    opened = {
        place
        for place, commitment in commitments.items()
        for value in values
        if Opening(one.event_id, place[1], value, one.key).opens(commitment)
    }
    assert opened == {("record_opened", "name")}


def test_an_altered_value_is_refused_by_whoever_checks(kept, browsers):
    publish_now()
    clara = browsers("clara")
    data = take(clara, ask(clara, kept, "record_opened.name")["Location"]).content
    altered = data.replace(NAME.encode(), b"Tomas Blank")
    with pytest.raises(NotRightError, match="not the one that was entered"):
        read_file(altered).check(policy_of(data))


def test_an_entry_alone_opens_no_field(kept, browsers):
    clara = browsers("clara")
    data = take(clara, ask(clara, kept, entries=("arrived", "record_opened"))["Location"]).content
    assert [one.event.kind for one in read_file(data).entries] == ["arrived", "record_opened"]
    assert not any(one.open for one in read_file(data).entries)
    assert NAME.encode() not in data


def test_what_is_sealed_leaves_only_after_an_inspector_who_need_not_read_it(kept, browsers):
    dov, irena, clara = map(browsers, ("dov", "irena", "clara"))
    page = ask(dov, kept, "examination_ended.findings")["Location"]
    assert "approval-missing" in take(dov, page).content.decode()
    assert approve(dov, page).status_code == 404
    assert approve(clara, page).status_code == 404
    shown = irena.get(page).content.decode()
    assert "closed to you" in shown
    assert "forearm" not in shown
    assert page in irena.get("/disclosures/").content.decode()
    assert "1 disclosure to a court waits" in irena.get("/").content.decode()
    assert approve(irena, page).status_code == 302
    assert "waits for your decision" not in irena.get("/").content.decode()
    assert "forearm" in take(dov, page).content.decode()
    answer = take(irena, page)
    assert "forearm" not in answer.content.decode()
    assert "Content-Disposition" not in answer
    assert take(clara, page).status_code == 404


def test_the_station_does_not_learn_that_a_complaint_goes_to_a_prosecutor(kept, browsers):
    kept.enter("complaint_made", 20, text="struck on the way")
    irena, clara, dov = map(browsers, ("irena", "clara", "dov"))
    page = ask(irena, kept, "complaint_made.text")["Location"]
    for client in (clara, dov):
        assert client.get(page).status_code == 404
        for address in ("/disclosures/", f"/disclosures/of/{kept.record_id}/"):
            assert REFERENCE not in client.get(address).content.decode()
    assert REFERENCE in irena.get("/disclosures/").content.decode()


def test_an_inspector_who_asked_needs_another(kept, browsers, signed_in):
    kept.enter("complaint_made", 20, text="struck on the way")
    irena, ines = browsers("irena"), signed_in(cast.inspector("ines"))
    page = ask(irena, kept, "complaint_made.text")["Location"]
    assert approve(irena, page).status_code == 404
    assert "struck on the way" in ines.get(page).content.decode()
    assert approve(ines, page).status_code == 302
    assert "struck on the way" in take(irena, page).content.decode()


def test_an_approval_runs_out_and_is_of_these_bytes_alone(kept, browsers):
    dov, irena = browsers("dov"), browsers("irena")
    page = ask(dov, kept, "examination_ended.findings")["Location"]
    Disclosure.objects.update(recipient="somebody else")
    assert "disclosure-changed" in approve(irena, page).content.decode()
    Disclosure.objects.update(recipient=COURT)
    assert approve(irena, page).status_code == 302
    Disclosure.objects.update(chosen={event_of("record_opened"): ["name"]})
    assert "disclosure-changed" in take(dov, page).content.decode()
    Approval.objects.all().delete()
    again = ask(dov, kept, "examination_ended.findings")["Location"]
    Approval.objects.update(expires_at=timezone.now() - timedelta(minutes=1), requested_at=timezone.now())
    assert "Nobody approved it in time" in irena.get(again).content.decode()


def test_a_record_that_is_erased_opens_nothing_and_says_so(kept, browsers):
    clara = browsers("clara")
    page = ask(clara, kept, "record_opened.name")["Location"]
    register.erase(kept.record_id, legal_basis="x", asked_by="a1", approved_by="a2")
    assert "was erased" in clara.get(f"/disclosures/of/{kept.record_id}/").content.decode()
    assert "was erased" in clara.get(page).content.decode()
    for answer in (take(clara, page), ask(clara, kept, entries=("arrived",))):
        assert "record-erased" in answer.content.decode()


def test_the_journal_names_the_fields_and_neither_values_nor_the_court(kept, browsers, journalled):
    clara = browsers("clara")
    with journalled("custody_record.disclosure_asked"):
        page = ask(clara, kept, "record_opened.name")["Location"]
    with journalled("custody_record.disclosed") as entries:
        take(clara, page)
    assert entries[0].object_id == kept.record_id
    assert entries[0].revision.changes["opened"] == [None, ["record_opened.name"]]
    said = [*JournalEntry.objects.values(), *Revision.objects.values()]
    assert not [one for one in map(str, said) if "zebrafinch" in one or "Brink" in one]


def test_another_station_an_auditor_and_the_head_open_nothing(kept, south, browsers, signed_in):
    page = ask(browsers("clara"), kept, "record_opened.name")["Location"]
    for client in (browsers("omar"), browsers("aydan"), signed_in(cast.head_of_body())):
        assert client.get(page).status_code == 404
        assert take(client, page).status_code == 404
        assert client.get(f"/disclosures/of/{kept.record_id}/").status_code == 404
    assert REFERENCE not in browsers("omar").get("/disclosures/").content.decode()
