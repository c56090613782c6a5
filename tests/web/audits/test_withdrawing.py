"""A register that was brought by mistake: destroyed with all that came of it, and that it was here stays."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import cast

from habeas.errors import RefusedError, Where
from habeas.web.audits import access, actions, jobs, kept
from habeas.web.audits.models import Audit, Register, TakenOver
from habeas.web.audits.unpacking import delivery
from habeas.web.journal.models import JournalEntry
from habeas.web.visits.models import Finding

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


def audited(user, register: Register) -> Audit:
    row = Audit(register=register, rule_set="register", as_of=datetime(2026, 3, 2, tzinfo=UTC))
    actions.ask(cast.reader(user), row)
    return row


@pytest.mark.bothdbs
def test_its_files_go_with_all_that_audits_found_and_a_finding_keeps_its_figures(brought, visit, signed_in):
    member, register = brought
    row = audited(member, register)
    jobs.carry_out_audits.call()
    finding = Finding(visit=visit, theme="registers", text="One of two.")
    figures = {"rule": "register.closed-pairs", "met": 1, "breached": 1, "not_recorded": 0, "pending": 0}
    actions.take_over(cast.reader(member), row, finding, proposed="", figures=figures | {"sha256": "0" * 64})
    folders = kept.files_of(register), kept.folder_of(row)
    assert all(any(each.iterdir()) for each in folders)

    browser, address = signed_in(member), reverse("audits:withdraw", args=[register.public_id])
    assert address in browser.get(reverse("audits:list")).content.decode()
    when = f"{register.brought_at:%H:%M}"
    for shown in (address, reverse("audits:ask")):
        assert re.search(rf"North, brought on [^<]+, {when} UTC", browser.get(shown).content.decode())
    assert browser.post(address, {"reason": ""}).status_code == 200
    assert all(each.exists() for each in folders), "without a reason nothing goes"
    said = browser.post(address, {"reason": "it is of another country"}, follow=True).content.decode()

    assert "The register is withdrawn." in said
    assert "North" not in said
    for stays in (register.sha256, "it is of another country", f"by <bdi>{member}</bdi>"):
        assert stays in said, "the list says what was here"
    assert not any(each.exists() for each in folders)
    for name, what in (("audit", row), ("occasions", row)):
        assert browser.get(reverse(f"audits:{name}", args=[what.public_id])).status_code == 404
    assert browser.get(address).status_code == 404
    register.refresh_from_db()
    assert (register.name, register.withdrawn_by) == ("", member)
    assert register.withdrawn_why == "it is of another country"
    assert JournalEntry.objects.filter(action="audit.register_withdrawn").count() == 1
    assert TakenOver.objects.get().figures["met"] == 1
    shown = browser.get(reverse("visits:visit", args=[visit.public_id])).content.decode()
    assert "One of two." in shown
    assert row.public_id not in shown


def test_what_a_refused_audit_said_of_a_file_goes_too(brought):
    member, register = brought
    row = audited(member, register)
    error = RefusedError("register-unreadable", "of Somebody.csv", where=Where("of Somebody.csv", 2))
    actions.refuse(row, error)
    actions.withdraw(cast.reader(member), register, reason="a mistake")
    row.refresh_from_db()
    assert row.refusal == {
        "code": "register-unreadable",
        "message": "",
        "file": None,
        "line": None,
        "advice": None,
    }


def test_a_file_that_was_brought_before_is_known_again_by_another_name(visit, joined, signed_in):
    browser, bring = signed_in(joined(cast.delegation_member())), reverse("audits:bring")
    rows = b"record_id,kind,recorded_at\n1,arrived,2026-03-01T10:00:00Z\n"
    for name in ("export.csv", "again.csv"):
        given = {"name": name, "visit": visit.public_id, "file": SimpleUploadedFile(name, rows)}
        said = browser.post(bring, given, follow=True).content.decode()
        assert ("The same files, to the byte, are here already: export.csv" in said) is (name == "again.csv")


def test_while_an_audit_is_at_it_it_stays(brought, archive, signed_in):
    member, register = brought
    row = audited(member, register)
    address = reverse("audits:withdraw", args=[register.public_id])
    said = signed_in(member).post(address, {"reason": "a mistake"}, follow=True).content.decode()
    assert "An audit of the register is going on." in said
    assert kept.files_of(register).exists()
    again = reverse("audits:bring_again", args=[register.public_id])
    said = signed_in(member).post(again, {"file": archive("a3")}, follow=True).content.decode()
    assert "An audit of the register is going on." in said
    was = kept.sha256_of_all(kept.files_of(register))
    with pytest.raises(RefusedError, match="going on"):
        actions.bring(cast.reader(member), register, delivery(archive("a3"), ""))
    assert kept.sha256_of_all(kept.files_of(register)) == was
    actions.cancel(cast.reader(member), row)
    signed_in(member).post(address, {"reason": "a mistake"})
    assert list(access.registers_for(cast.reader(member))) == []


def test_files_that_were_brought_before_are_known_again(brought, archive, signed_in, visit):
    member, register = brought
    browser, bring = signed_in(member), reverse("audits:bring")

    def sent(address: str = bring) -> str:
        given = {"name": "South", "visit": visit.public_id, "file": archive()}
        return browser.post(address, given, follow=True).content.decode()

    again = reverse("audits:bring_again", args=[register.public_id])
    assert "These are the files that were here before, to the byte." in sent(again)
    came = JournalEntry.objects.filter(action="audit.register_brought")
    assert {one.sha256 for one in came} == {register.sha256}, "the journal keeps what came"
    assert "The same files, to the byte, are here already: North" in sent()
    south = Register.objects.get(name="South")
    actions.withdraw(cast.reader(member), south, reason="once more")
    alike = Register(sha256=register.sha256)
    assert access.brought_before(cast.reader(member), alike) == register, "what is here is told first"
    actions.withdraw(cast.reader(member), register, reason="a mistake")
    assert "withdrawn on" in (said := sent())
    assert "once more" in said
    given = {"name": "East", "visit": visit.public_id, "file": archive("a3")}
    assert "to the byte" not in browser.post(bring, given, follow=True).content.decode()


def test_what_others_withdrew_is_not_told(brought, joined):
    member, register = brought
    actions.withdraw(cast.reader(member), register, reason="a mistake")
    stranger = cast.reader(cast.inspector())
    assert list(access.withdrawn_for(cast.reader(member))) == [register]
    assert list(access.withdrawn_for(stranger)) == []
    assert access.brought_before(stranger, Register(sha256=register.sha256)) is None


def test_an_auditor_replaces_and_withdraws_no_register_of_the_authority_but_the_own(archive, signed_in):
    inspector, auditor = cast.inspector(), cast.auditor()
    theirs, own = Register(name="Theirs"), Register(name="Own")
    for who, row in ((inspector, theirs), (auditor, own)):
        actions.bring(cast.reader(who), row, delivery(archive(), ""))

    def may(user, row: Register) -> bool:
        browser = signed_in(user)
        listed = browser.get(reverse("audits:list")).content.decode()
        assert f"{reverse('audits:ask')}?register={row.public_id}" in listed
        ways = [reverse(f"audits:{name}", args=[row.public_id]) for name in ("bring_again", "withdraw")]
        told = {(way in listed, browser.get(way).status_code) for way in ways}
        assert told in ({(True, 200)}, {(False, 404)})
        return told == {(True, 200)}

    assert may(auditor, own)
    assert not may(auditor, theirs)
    assert may(inspector, theirs)
    assert may(inspector, own)
    assert (
        signed_in(auditor)
        .post(reverse("audits:withdraw", args=[theirs.public_id]), {"reason": "a mistake"})
        .status_code
        == 404
    )
    assert kept.files_of(theirs).exists()
