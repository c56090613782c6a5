"""Report and response become public together, and each beside what was said of it; nothing else is known."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.facts import orland, source
from tests.web.publication.ways import PDF, asked, at, prepare

from habeas.papers import sha256_of
from habeas.web.dossier.models import Statement
from habeas.web.parties.models import Party
from habeas.web.publication.models import PublicationFile, Regime
from habeas.web.reports.models import Document

pytestmark = pytest.mark.django_db
OTHER = PDF + b" of the response"


@pytest.fixture
def response(report: Document) -> Document:
    return Document.objects.create(
        party=report.party,
        source=source(),
        kind="response",
        title="Canary response",
        reference="INV/Inf (2031) 5",
        responds_to=report,
    )


def published(paul: Client, helene: Client, *documents: Document) -> None:
    for document in documents:
        asked(paul, document)
        data = PDF + document.public_id.encode()
        prepare(paul, document, data)
        helene.post(at("approve", document), {"sha256": sha256_of(data), "read": "on"})
        assert paul.post(at("publish", document), {"sure": "on"}).status_code == 302


def page_of(client: Client, document: Document) -> str:
    file = PublicationFile.objects.get(document=document, published_on__isnull=False)
    return client.get(reverse("published:file", args=[file.public_id])).content.decode()


def test_both_are_approved_and_published_together_and_lead_to_each_other(
    report: Document, response: Document, paul: Client, helene: Client, client: Client
) -> None:
    for document, data in ((report, PDF), (response, OTHER)):
        asked(paul, document)
        prepare(paul, document, data)
    said = {"sha256": sha256_of(PDF), "other_sha256": sha256_of(OTHER), "read": "on", "together": "on"}
    assert sha256_of(OTHER) in helene.get(at("approve", report)).content.decode()
    assert helene.post(at("approve", report), said).status_code == 302
    assert paul.post(at("publish", report), {"sure": "on", "together": "on"}).status_code == 302
    assert "INV/Inf (2031) 5" in page_of(client, report)
    assert "the report that it answers" in page_of(client, response)


def test_if_one_cannot_be_approved_neither_is(
    report: Document, response: Document, paul: Client, helene: Client
) -> None:
    for document, data in ((report, PDF), (response, OTHER)):
        asked(paul, document)
        prepare(paul, document, data)
    said = {"sha256": sha256_of(PDF), "other_sha256": "0" * 64, "read": "on", "together": "on"}
    assert helene.post(at("approve", report), said).status_code == 200
    assert paul.post(at("publish", report), {"sure": "on"}).status_code == 200
    assert not PublicationFile.objects.filter(published_on__isnull=False).exists()


def test_a_response_that_nobody_asked_for_is_named_at_the_desk_and_nowhere_in_public(
    report: Document, response: Document, paul: Client, helene: Client, client: Client
) -> None:
    assert (
        "Nobody recorded that its publication was asked for" in paul.get(at("page", report)).content.decode()
    )
    published(paul, helene, report)
    told = page_of(client, report)
    for canary in ("Canary response", response.reference, response.public_id, "Beside it"):
        assert canary not in told


def test_what_was_said_publicly_stands_beside_it_in_both_voices_and_nothing_confidential(
    report: Document, paul: Client, helene: Client, client: Client
) -> None:
    for klass, voice, gist in (
        ("public", "body", "The step follows a refusal."),
        ("public", "State", "Objects to the statement."),
        ("confidential", "State", "Canary said in confidence."),
        ("public", "State", "Canary of another year."),
    ):
        shared = {"party": report.party, "source": source(), "speaker": "Somebody", "date": "2021-08-01"}
        row = Statement.objects.create(klass=klass, voice=voice, gist=gist, **shared)
        if "Canary" not in gist or klass == "confidential":
            row.about_documents.add(report)
    around = {"party": report.party, "source": source(), "klass": "public", "speaker": "Ministry"}
    today = timezone.localdate().isoformat()
    Statement.objects.create(voice="State", gist="Said on the day.", date=today, **around)
    published(paul, helene, report)
    told = page_of(client, report)
    assert "The step follows a refusal." in told
    assert "Objects to the statement." in told
    assert "Said on the day." in told
    assert "Canary said" not in told
    assert "Canary of another year" not in told


def test_it_stands_in_the_dossier_of_a_public_party_and_leads_to_no_confidential_one(
    report: Document, paul: Client, helene: Client, client: Client
) -> None:
    published(paul, helene, report)
    way = reverse("dossier:page", args=[report.party.slug])
    assert way in page_of(client, report)
    assert "INV/Inf (2031) 4 – Canary report" in client.get(way).content.decode()
    Party.objects.update(klass="confidential")
    told = page_of(client, report)
    assert report.party.name in told  # the document itself says of whom it is
    assert way not in told
    assert client.get(way).status_code == 404
    assert way in page_of(paul, report)


def test_the_lists_ask_as_often_whatever_their_length(paul: Client, helene: Client, client: Client) -> None:
    def asks() -> tuple[int, ...]:
        found = []
        for browser, name in (
            (client, "published:list"),
            (client, "published:feed"),
            (paul, "publication:regimes"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(reverse(name)).status_code == 200
            found.append(len(queries))
        return tuple(found)

    def more(number: int) -> None:
        shared = {"party": orland(), "source": source()}
        for place in range(number):
            document = Document.objects.create(kind="visit report", **shared)
            PublicationFile.objects.create(
                document=document, sha256=f"{place}", data=PDF, size=1, published_on="2026-01-01"
            )
            Regime.objects.create(since="2020-01-01", window_days=1, longest_days=1, terms="x", **shared)

    more(1)
    asks()
    few = asks()
    more(6)
    assert asks() == few
