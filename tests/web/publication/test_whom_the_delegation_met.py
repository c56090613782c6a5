"""A list of whom the delegation met prints nobody before somebody answered that it exposes no source."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.documents.test_word_reading import written_out
from tests.web.publication.ways import asked, at

from habeas.web.journal.models import Revision
from habeas.web.parties.models import Authority
from habeas.web.publication.models import PublicationFile
from habeas.web.redaction.access import met_of, ready
from habeas.web.redaction.models import Consent, Met, MetAnswer
from habeas.web.reports.models import Document

pytestmark = pytest.mark.django_db
NGO, PERSON, MINISTRY = "Zebrafinch Legal Aid", "Quagga the nurse", "Ministry of Justice"


def way(name: str, report: Document, *more: str) -> str:
    return reverse(f"redaction:{name}", args=[report.public_id, *more])


@pytest.fixture
def listed(report: Document, paul: Client) -> Document:
    asked(paul, report)
    body = "<w:p><w:r><w:t>The text.</w:t></w:r></w:p>"
    said = {"file": SimpleUploadedFile("r.docx", written_out(body=body)), "language": "en"}
    assert paul.post(way("take", report), said).status_code == 302
    shared = {"party": report.party, "source": report.source, "kind": "ministry"}
    Authority.objects.create(name=MINISTRY, **shared)
    assert paul.post(way("met_offered", report), {"names": MINISTRY}).status_code == 302
    for name, kind in ((NGO, "organisation"), (PERSON, "person")):
        assert paul.post(way("met_add", report), {"sealed_name": name, "kind": kind}).status_code == 302
    return report


def answer(paul: Client, report: Document, name: str, **said: str):
    return paul.post(way("met_answer", report, Met.objects.get(name=name).public_id), said)


def printed(report: Document) -> str:
    return " | ".join(unit.text for unit in ready(report).units)


def test_nobody_is_printed_unasked_and_only_who_does_no_harm(listed: Document, paul: Client) -> None:
    assert printed(listed) == "Canary report on the visit | The text."
    answer(paul, listed, NGO, answer="leave")
    answer(paul, listed, MINISTRY, answer="print")
    told = printed(listed)
    assert told.endswith("Authorities and organisations met by the delegation | Ministry of Justice")
    page = paul.get(way("met", listed)).content.decode()
    assert "not asked yet: stays out" in page
    assert MetAnswer.objects.filter(answered_by__username="paul").count() == 2
    answer(paul, listed, MINISTRY, answer="leave")  # somebody thought again
    assert "Ministry" not in printed(listed)


def test_an_individual_needs_a_consent_that_stands(listed: Document, paul: Client) -> None:
    told = answer(paul, listed, PERSON, answer="print").content.decode()
    assert "An individual is named by express consent only." in told
    consent = Consent.objects.create(document=listed, how="writing", given_on=date(2026, 7, 1))
    assert answer(paul, listed, PERSON, answer="print", consent=consent.public_id).status_code == 302
    assert PERSON in printed(listed)
    paul.post(at("consent_withdrawn", listed, consent.public_id), {"on": "2 July 2026"})
    assert PERSON not in printed(listed)


@pytest.mark.bothdbs
def test_who_was_left_out_is_in_no_byte_and_in_no_entry(listed: Document, paul: Client) -> None:
    answer(paul, listed, MINISTRY, answer="print")
    assert paul.post(at("compose", listed), {"names_deleted": "on"}).status_code == 302
    file = PublicationFile.objects.get()
    text = bytes(file.forms.get(name="json").data).decode() + bytes(file.forms.get(name="html").data).decode()
    assert MINISTRY in text
    kept = str(list(Revision.objects.values_list("changes", flat=True)))
    for canary in ("Zebrafinch", "Quagga"):
        assert canary not in text + kept
    assert [one.met.kind for one in met_of(listed)] == ["authority", "organisation", "person"]
