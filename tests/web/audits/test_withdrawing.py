"""A register that was brought by mistake: destroyed with all that came of it, and that it was here stays."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests import cast

from habeas.web.audits import access, actions, jobs, kept
from habeas.web.audits.models import Audit, Register, TakenOver
from habeas.web.journal.models import JournalEntry
from habeas.web.visits.models import Finding

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


@pytest.fixture
def member(joined):
    return joined(cast.delegation_member())


@pytest.fixture
def brought(member, visit, archive, signed_in) -> Register:
    sent = {"name": "Given in the south", "visit": visit.public_id, "file": archive()}
    signed_in(member).post(reverse("audits:bring"), sent)
    return Register.objects.get()


def audited(user, register: Register) -> Audit:
    row = Audit(register=register, rule_set="register", as_of=datetime(2026, 3, 2, tzinfo=UTC))
    actions.ask(cast.reader(user), row)
    return row


@pytest.mark.bothdbs
def test_its_files_go_with_all_that_audits_found_and_a_finding_keeps_its_figures(
    member, brought, visit, signed_in
):
    row = audited(member, brought)
    jobs.carry_out_audits.call()
    finding = Finding(visit=visit, theme="registers", text="One of two.")
    figures = {"rule": "register.closed-pairs", "met": 1, "breached": 1, "not_recorded": 0, "pending": 0}
    actions.take_over(cast.reader(member), row, finding, proposed="", figures=figures | {"sha256": "0" * 64})
    folders = kept.files_of(brought), kept.folder_of(row)
    assert all(any(each.iterdir()) for each in folders)

    browser, address = signed_in(member), reverse("audits:withdraw", args=[brought.public_id])
    assert address in browser.get(reverse("audits:list")).content.decode()
    when = f"{brought.brought_at:%H:%M}"
    for shown in (address, reverse("audits:ask")):
        assert re.search(
            rf"Given in the south, brought on [^<]+, {when} UTC", browser.get(shown).content.decode()
        )
    assert browser.post(address, {"reason": ""}).status_code == 200
    assert all(each.exists() for each in folders), "without a reason nothing goes"
    said = browser.post(address, {"reason": "it is of another country"}, follow=True).content.decode()

    assert "The register is withdrawn." in said
    assert "Given in the south" not in said
    assert not any(each.exists() for each in folders)
    for name, what in (("audit", row), ("occasions", row)):
        assert browser.get(reverse(f"audits:{name}", args=[what.public_id])).status_code == 404
    assert browser.get(address).status_code == 404
    brought.refresh_from_db()
    assert (brought.name, brought.withdrawn_by) == ("", member)
    assert brought.withdrawn_why == "it is of another country"
    assert JournalEntry.objects.filter(action="audit.register_withdrawn").count() == 1
    assert TakenOver.objects.get().figures["met"] == 1
    shown = browser.get(reverse("visits:visit", args=[visit.public_id])).content.decode()
    assert "One of two." in shown
    assert row.public_id not in shown


def test_while_an_audit_is_at_it_it_stays(member, brought, signed_in):
    row = audited(member, brought)
    address = reverse("audits:withdraw", args=[brought.public_id])
    said = signed_in(member).post(address, {"reason": "a mistake"}, follow=True).content.decode()
    assert "An audit of the register is going on." in said
    assert kept.files_of(brought).exists()
    actions.cancel(cast.reader(member), row)
    signed_in(member).post(address, {"reason": "a mistake"})
    assert list(access.registers_for(cast.reader(member))) == []
