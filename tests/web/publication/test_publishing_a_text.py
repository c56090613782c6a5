"""A text is gone through and published: what was deleted is in no byte of any form, whatever is unpacked."""

import io
import json
import re
import subprocess
import zipfile
import zlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordFile
from pypdf import PdfReader
from tests import cast
from tests.web.publication.ways import asked, at

from habeas.documents.redaction import Passage
from habeas.errors import RefusedError
from habeas.papers import sha256_of
from habeas.procedure.publication import MACHINE, State
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.publication import actions
from habeas.web.publication.models import PublicationFile, PublicationStep
from habeas.web.publication.store import history_of
from habeas.web.redaction import access as redaction
from habeas.web.redaction.actions import decide as decided
from habeas.web.redaction.models import Consent, Mark, WorkingText
from habeas.web.reports.models import Document

pytestmark = pytest.mark.django_db
FORMS = ("pdf", "docx", "html", "json")
CANARIES = ("Zebrafinch", "Quagga", "Okapi")


def word() -> bytes:
    """A report that names three persons everywhere that a Word file can, and a minister."""
    made = WordFile()
    made.core_properties.author = made.core_properties.last_modified_by = "Zebrafinch Author"
    made.core_properties.title = made.core_properties.keywords = "Quagga"
    made.sections[0].header.paragraphs[0].text = "Okapi file"
    made.add_heading("The case of Ivan Zebrafinch", 1)
    made.add_paragraph("The delegation met Ivan Zebrafinch. IVAN ZEBRAFINCH\u00a0had been beaten.")
    made.add_paragraph("Dr Quagga saw it.")
    made.add_paragraph("Minister Ada Public answered in Parliament. Olga Okapi spoke under her name.")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Cell", "Held", "3", "I. Zebrafinch"), strict=True):
        cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def here(name: str, report: Document, *more: object) -> str:
    return reverse(f"redaction:{name}", args=[report.public_id, *more])


def decide(paul: Client, report: Document, words: str, decision: str = "delete", **said: str):
    form = {"sealed_words": words, "decision": decision, "everywhere": "on", **said}
    return paul.post(here("unit", report, 1), form)


@pytest.fixture
def taken(report: Document, paul: Client) -> Document:
    """The report with its text, in which everybody is decided about but Olga Okapi."""
    Document.objects.filter(pk=report.pk).update(title="Report (complaint of Quagga)")
    asked(paul, report)
    said = {"file": SimpleUploadedFile("r.docx", word()), "language": "en"}
    assert paul.post(here("take", report), said).status_code == 302
    for words in ("Ivan Zebrafinch", "I. Zebrafinch", "Quagga"):
        assert decide(paul, report, words).status_code == 302
    assert decide(paul, report, "Ada Public", "office", office="Minister of Justice").status_code == 302
    return Document.objects.get(pk=report.pk)


@pytest.fixture
def consented(taken: Document, paul: Client) -> Document:
    said = {"how": "writing", "given_on": "1 July 2026", "kept_at": "file 12"}
    assert paul.post(here("consent_add", taken), said).status_code == 302
    consent = Consent.objects.get()
    assert decide(paul, taken, "Olga Okapi", "consent", consent=consent.public_id).status_code == 302
    return taken


def compose(paul: Client, report: Document):
    return paul.post(at("compose", report), {"names_deleted": "on"})


def approve(helene: Client, report: Document):
    last = PublicationStep.objects.filter(step="prepared", withdrawn_why="").last()
    return helene.post(at("approve", report), {"sha256": last.particulars["sha256"], "read": "on"})


def unpacked(data: bytes) -> str:
    """All that is in the bytes: parts of an archive, streams, text and properties of a PDF."""
    found = [data]
    if data[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(data))
        found += [archive.read(name) for name in archive.namelist()] + [
            n.encode() for n in archive.namelist()
        ]
    if data[:5] == b"%PDF-":
        for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                found.append(zlib.decompressobj().decompress(match[1]))
            except zlib.error:
                found.append(match[1])
        pdf = PdfReader(io.BytesIO(data))
        found += [str(pdf.metadata).encode(), str(pdf.outline).encode()]
        found += [page.extract_text().encode() for page in pdf.pages]
    return b"\n".join(found).decode("utf-8", "replace") + b"\n".join(found).decode("utf-16-be", "replace")


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def test_no_byte_of_any_form_has_what_was_deleted(
    consented: Document, paul: Client, helene: Client, client: Client
) -> None:
    assert compose(paul, consented).status_code == 302
    page = helene.get(at("approve", consented)).content.decode()
    assert "Minister of Justice" in page
    assert Consent.objects.get().pseudonym in page
    assert approve(helene, consented).status_code == 302
    assert paul.post(at("publish", consented), {"sure": "on"}).status_code == 302
    file = PublicationFile.objects.get()
    answers = {form: client.get(reverse("published:form", args=[file.public_id, form])) for form in FORMS}
    answers |= {
        name: client.get(way)
        for name, way in (
            ("page", reverse("published:file", args=[file.public_id])),
            ("list", reverse("published:list")),
            ("feed", reverse("published:feed")),
            ("hashes", reverse("published:form", args=[file.public_id, "sha256"])),
        )
    }
    for name, answer in answers.items():
        assert answer.status_code == 200, name
        told = squeezed(unpacked(answer.content) + str(answer.headers))
        for canary in ("zebrafinch", "quagga"):
            assert canary not in told, (name, canary)
        if name in (*FORMS, "page"):
            for stays in ("olgaokapi", "adapublic", "article11paragraph3"):
                assert stays in told, (name, stays)
    assert WorkingText.objects.get().units[2]["text"].startswith("The delegation met Ivan Zebrafinch")


def test_the_list_that_is_approved_is_checked_by_another_program(
    consented: Document, paul: Client, tmp_path
) -> None:
    compose(paul, consented)
    file = PublicationFile.objects.get()
    for form in file.forms.all():
        (tmp_path / f"inv-inf-2031-4.{form.name}").write_bytes(bytes(form.data))
    (tmp_path / "list").write_bytes(bytes(file.data))
    assert sha256_of(bytes(file.data)) == file.sha256
    done = subprocess.run(["sha256sum", "--check", "--strict", "list"], cwd=tmp_path, check=False)
    assert done.returncode == 0


def test_the_same_decisions_give_the_same_bytes_and_another_decision_other_bytes(
    consented: Document, paul: Client
) -> None:
    compose(paul, consented)
    compose(paul, consented)
    assert PublicationFile.objects.count() == 1
    decide(paul, consented, "Parliament")
    compose(paul, consented)
    assert PublicationFile.objects.count() == 2


def test_what_is_decided_after_it_was_prepared_lets_the_approval_fall(
    consented: Document, paul: Client, helene: Client
) -> None:
    compose(paul, consented)
    decide(paul, consented, "Parliament")
    assert "Prepare them anew" in approve(helene, consented).content.decode()
    compose(paul, consented)
    assert approve(helene, consented).status_code == 302
    paul.post(here("undo", consented, Mark.objects.filter(undone=False).first().public_id))
    answer = paul.post(at("publish", consented), {"sure": "on"})
    assert "has changed since these bytes were prepared" in answer.content.decode()
    assert not PublicationFile.objects.filter(published_on__isnull=False).exists()


def test_a_consent_that_is_withdrawn_takes_the_approval_away_and_the_name(
    consented: Document, paul: Client, helene: Client
) -> None:
    compose(paul, consented)
    approve(helene, consented)
    consent = Consent.objects.get()
    way = at("consent_withdrawn", consented, consent.public_id)
    assert paul.post(way, {"on": "2 July 2026"}).status_code == 302
    assert MACHINE.state(history_of(consented)) is State.ALLOWED
    assert paul.post(at("publish", consented), {"sure": "on"}).status_code == 200
    step = PublicationStep.objects.get(step="consent withdrawn")
    answer = paul.post(at("withdraw", consented, step.public_id), {"reason": "a mistake"})
    assert "does not rise again" in answer.content.decode()
    text = redaction.ready(consented)
    assert "Okapi" not in "".join(unit.text for unit in text.units)
    assert (
        "consent"
        in decide(paul, consented, "Olga Okapi", "consent", consent=consent.public_id).content.decode()
    )


def test_before_its_hour_it_falls_too_and_once_public_it_cannot(
    consented: Document, paul: Client, helene: Client, client: Client, monkeypatch
) -> None:
    compose(paul, consented)
    approve(helene, consented)
    today = timezone.localdate().strftime("%-d %B %Y")
    hour = {"day": "1 March 2033", "hour": "10:00", "zone": "UTC", "on": today}
    paul.post(at("record", consented, "hour"), hour)
    paul.post(at("publish", consented), {"sure": "on"})
    reader = cast.reader(cast.publication_officer("second"))
    consent, now, day = Consent.objects.get(), timezone.now(), timezone.localdate()
    said = {"withdrawn_on": date(2026, 7, 2), "at": now, "on": day}
    assert actions.withdraw_consent(reader, consented, consent, **said) is False
    assert not PublicationFile.objects.filter(published_on__isnull=False).exists()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=9999))
    assert client.get(reverse("published:list")).content.count(b"INV/Inf") == 0
    monkeypatch.undo()
    compose(paul, consented)
    approve(helene, consented)
    assert paul.post(at("publish", consented), {"sure": "on"}).status_code == 302
    other = Consent.objects.create(document=consented, how="writing", given_on=day)
    assert actions.withdraw_consent(reader, consented, other, **said) is True
    assert MACHINE.state(history_of(consented)) is State.PUBLISHED


def test_bytes_that_were_touched_in_the_store_are_not_published(
    consented: Document, paul: Client, helene: Client
) -> None:
    compose(paul, consented)
    approve(helene, consented)
    form = PublicationFile.objects.get().forms.get(name="html")
    type(form).objects.filter(pk=form.pk).update(data=b"other", sha256=sha256_of(b"other"))
    answer = paul.post(at("publish", consented), {"sure": "on"})
    assert "not those that were approved" in answer.content.decode()


@pytest.mark.bothdbs
def test_proposals_are_decided_by_a_person_and_the_journal_names_nobody(
    taken: Document, paul: Client, helene: Client
) -> None:
    page = paul.get(here("proposed", taken)).content.decode()
    assert "Olga Okapi" in page
    place = re.search(r'name="p(\d+)-sealed_words" value="Olga Okapi"', page)[1]
    said = {f"p{place}-sealed_words": "Olga Okapi", f"p{place}-decision": "delete"}
    assert paul.post(here("proposed", taken), said).status_code == 302
    assert "Olga" not in paul.get(here("proposed", taken)).content.decode()
    assert helene.get(here("proposed", taken)).status_code == 404
    assert "<del" in helene.get(here("text", taken)).content.decode()
    kept = json.dumps(list(Revision.objects.values_list("changes", flat=True)))
    kept += json.dumps(list(JournalEntry.objects.values_list("reason", flat=True)))
    for canary in (*CANARIES, "Public"):
        assert canary not in kept


def test_what_is_left_of_a_deleted_name_is_decided_about_before_anything_is_prepared(
    report: Document, paul: Client
) -> None:
    asked(paul, report)
    said = {"file": SimpleUploadedFile("r.docx", word()), "language": "en"}
    paul.post(here("take", report), said)
    decide(paul, report, "Ivan Zebrafinch")
    assert "a part of one that is deleted elsewhere" in compose(paul, report).content.decode()
    assert not PublicationFile.objects.exists()
    decide(paul, report, "I. Zebrafinch")
    assert compose(paul, report).status_code == 302


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"decision": "consent"}, "Choose the consent on which it stays."),
        ({"decision": "office"}, "Name the office in which the person acts publicly."),
        ({"sealed_words": "Nobody Here"}, "These words do not stand there."),
    ],
)
def test_what_stays_has_a_ground(taken: Document, paul: Client, said: dict[str, str], told: str) -> None:
    form = {"sealed_words": "Olga Okapi", "decision": "delete", "everywhere": "on"} | said
    answer = paul.post(here("unit", taken, 4), form)
    assert told in answer.content.decode()


def test_no_decision_is_kept_about_what_does_not_stand_in_the_text(report: Document) -> None:
    text = WorkingText.objects.create(document=report, language="en", units=[{"text": "Title"}])
    for passage in (Passage(1, 0, 3), Passage(-1, 0, 3), Passage(0, 0, 6), Passage(0, 3, 3)):
        with pytest.raises(RefusedError, match="do not stand there"):
            decided(cast.reader(), text, [passage], "delete")
    assert not Mark.objects.exists()


def test_a_pdf_that_says_who_made_it_is_not_brought_in(report: Document, paul: Client) -> None:
    asked(paul, report)
    file = SimpleUploadedFile("r.pdf", b"%PDF-1.7\n1 0 obj<</Author(Zebrafinch)>>endobj\n%%EOF")
    answer = paul.post(at("prepare", report), {"file": file, "names_deleted": "on"})
    assert "Empty these in the properties" in answer.content.decode()
    assert not PublicationFile.objects.exists()


def test_without_a_text_nothing_is_composed(report: Document, paul: Client) -> None:
    asked(paul, report)
    assert compose(paul, report).status_code == 404
    reader = cast.reader(cast.publication_officer("second"))
    with pytest.raises(RefusedError, match="No text was taken"):
        actions.prepare_text(reader, report, names_deleted=True, at=timezone.now(), on=timezone.localdate())
