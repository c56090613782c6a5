"""A document becomes public by an act, two persons and one set of bytes; before that not a byte of it is."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.web.facts import orland, source
from tests.web.publication.ways import PDF, asked, at, prepare

from habeas.errors import RefusedError
from habeas.papers import sha256_of
from habeas.procedure.public_statement import (
    Ground,
    Opened,
    PartyTold,
    StatementMade,
    ViewsReceived,
    Voted,
)
from habeas.procedure.publication import NamedInStatement, RequestedByParty, State
from habeas.web.dossier.store import dossier_for
from habeas.web.parties.models import Party
from habeas.web.people.roles import Role
from habeas.web.procedure import actions as procedure
from habeas.web.publication import access, actions
from habeas.web.publication.models import PublicationFile, PublicationStep
from habeas.web.reports.models import Document, DocumentAct

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def everything_public(client: Client) -> bytes:
    pages = ("published:list", "published:feed", "desk", "dossier:parties", "reports:documents")
    return b"".join(client.get(reverse(name)).content for name in pages)


def test_from_the_request_of_the_party_to_the_public_page(
    report: Document, paul: Client, helene: Client, client: Client
) -> None:
    asked(paul, report)
    assert prepare(paul, report).status_code == 302
    assert paul.get(at("prepared", report)).content == PDF
    sha256 = sha256_of(PDF)
    assert sha256 in text(helene.get(at("approve", report)))
    assert "waits for your approval" in text(helene.get(reverse("desk")))
    assert helene.post(at("approve", report), {"sha256": sha256, "read": "on"}).status_code == 302
    assert b"canary" not in everything_public(client).lower()
    assert paul.post(at("publish", report), {"sure": "on"}).status_code == 302
    public = PublicationFile.objects.get()
    answer = client.get(reverse("published:form", args=[public.public_id, "pdf"]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    page = text(client.get(reverse("published:list")))
    assert "INV/Inf (2031) 4" in page
    assert "ECPT, Article 11(2)" in page
    assert sha256 in page
    assert "INV (2030) 77" not in page  # the working number stays inside
    assert "Invented data" not in page
    Party.objects.update(invented=True)
    assert "Invented data" in text(client.get(reverse("published:list")))
    feed = client.get(reverse("published:feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert b"INV/Inf (2031) 4" in feed.content
    kept = dossier_for(cast.reader(cast.desk_officer()), orland()).documents[0]
    assert [(act.kind, act.basis) for act in kept.acts][-1] == ("published", "ECPT, Article 11(2)")


def test_what_the_file_knows_of_a_published_document_stays_inside(
    report: Document, paul: Client, helene: Client, client: Client
) -> None:
    DocumentAct.objects.create(document=report, kind="adopted", date="2026-03", by="canary plenary")
    Document.objects.update(note="canary note", source=source("canary source"))
    asked(paul, report)
    prepare(paul, report, b"%PDF-1.7 nothing but this")
    sha256 = PublicationFile.objects.get().sha256
    helene.post(at("approve", report), {"sha256": sha256, "read": "on"})
    paul.post(at("publish", report), {"sure": "on"})
    Document.objects.update(title="canary of a later title")
    public = everything_public(client)
    assert b"INV/Inf (2031) 4" in public
    for told in (b"canary note", b"canary plenary", b"canary source", b"INV (2030) 77", b"later title"):
        assert told not in public
    assert dossier_for(cast.reader(), orland()).documents == ()


def test_without_an_act_of_the_mandate_nothing_is_prepared(report: Document, paul: Client) -> None:
    answer = prepare(paul, report)
    assert "No act that the mandate allows was recorded" in text(answer)
    assert not PublicationFile.objects.exists()
    paul.post(at("record", report, "leak"), {"on": "1 July 2026"})
    assert "No act that the mandate allows" in text(prepare(paul, report))  # a leak lifts nothing


def test_names_are_deleted_first(report: Document, paul: Client) -> None:
    asked(paul, report)
    answer = prepare(paul, report, names_deleted="")
    assert "(ECPT, Article 11(3))" in text(answer)
    assert not PublicationFile.objects.exists()


def test_what_is_no_pdf_is_refused(report: Document, paul: Client) -> None:
    asked(paul, report)
    assert "This is not a PDF." in text(prepare(paul, report, b"PK\x03\x04 a Word document"))


def test_who_prepared_does_not_approve_and_other_bytes_are_not_approved(
    report: Document, paul: Client, helene: Client
) -> None:
    asked(paul, report)
    prepare(paul, report)
    old = sha256_of(PDF)
    prepare(paul, report, PDF + b" changed")
    answer = helene.post(at("approve", report), {"sha256": old, "read": "on"})
    assert "not the bytes that were prepared last" in text(answer)
    assert paul.get(at("approve", report)).status_code == 404  # the right to approve is another person's
    assert paul.post(at("publish", report), {"sure": "on"}).status_code == 200
    assert not PublicationFile.objects.exclude(published_on=None).exists()


def test_whoever_holds_both_roles_is_still_one_person(report: Document, signed_in) -> None:
    both = signed_in(cast.somebody("both", Role.PUBLICATION_OFFICER, Role.HEAD_OF_BODY))
    asked(both, report)
    prepare(both, report)
    answer = both.post(at("approve", report), {"sha256": sha256_of(PDF), "read": "on"})
    assert "Who prepared a publication does not approve it." in text(answer)
    assert not PublicationStep.objects.filter(step="approved").exists()


@pytest.mark.bothdbs
def test_a_statement_opens_only_what_its_decision_names(report: Document) -> None:
    party, day = report.party, date(2026, 7, 3)
    row = procedure.begin(None, party, Opened(on=day, plenary=112, grounds=frozenset(Ground)))
    reader = cast.reader(cast.publication_officer())
    act = NamedInStatement(on=day, procedure=row.public_id)
    with pytest.raises(RefusedError, match="names this document"):
        actions.record_act(reader, report, act)
    for step in (
        PartyTold(on=day),
        ViewsReceived(on=day),
        Voted(on=day, in_favour=40, against=0, abstained=0, members=46),
        StatementMade(on=day, opens=(report.public_id,)),
    ):
        procedure.take(None, row, step)
    actions.record_act(reader, report, act)
    [(found, state)] = access.under_way(reader)
    assert (found, state) == (report, State.ALLOWED)


@pytest.mark.bothdbs
def test_each_act_is_in_the_journal_with_its_hash(report: Document, journalled) -> None:
    paul, helene = cast.reader(cast.publication_officer()), cast.reader(cast.head_of_body())
    day = date(2026, 7, 3)
    with journalled("publication.act_recorded"):
        actions.record_act(paul, report, RequestedByParty(on=day, reference="x"))
    with journalled("publication.prepared") as entries:
        sha256 = actions.prepare(paul, report, PDF, names_deleted=True, at=timezone.now(), on=day)
    assert entries[0].revision.changes["sha256"] == [None, sha256]
    with journalled("publication.approved"):
        actions.approve(helene, report, read=sha256, at=timezone.now(), on=day)
    PublicationFile.objects.update(data=b"%PDF- something else")  # by whoever has the database
    with pytest.raises(RefusedError, match="not those that were approved"):
        actions.publish(paul, report, at=timezone.now(), on=day)
    PublicationFile.objects.update(data=PDF)
    with journalled("publication.published"):
        actions.publish(paul, report, at=timezone.now(), on=day)
    assert PublicationFile.objects.get().published_on == day


def test_an_act_in_error_is_withdrawn_until_something_rests_on_it(report: Document, paul: Client) -> None:
    asked(paul, report)
    step = PublicationStep.objects.get()
    prepare(paul, report)
    way = at("withdraw", report, step.public_id)
    refused = paul.post(way, {"reason": "another report was meant"})
    step.refresh_from_db()
    assert (refused.status_code in (200, 400), step.withdrawn_why) == (True, "")


def test_only_who_works_at_the_desk_sees_it(report: Document, client: Client, signed_in) -> None:
    asked(signed_in(cast.publication_officer()), report)
    for stranger in (client, signed_in(cast.desk_officer()), signed_in(cast.liaison_officer())):
        assert stranger.get(at("page", report)).status_code in (302, 404)
        assert stranger.get(reverse("publication:desk")).status_code in (302, 404)
