"""Documents brought, read in the process of their own, and refused in words where they cannot be read."""

import io
import logging
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import cast
from tests.web.facts import orland
from tests.web.reading.conftest import CANARY

from habeas.apart.calling import boxes_apart
from habeas.documents.pdf.drawing import SIGNATURE
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.reading import access, actions, forms, jobs, kept, working
from habeas.web.reading.demo import document
from habeas.web.reading.models import Reading
from habeas.web.shell.log_lines import Plain

pytestmark = pytest.mark.django_db
BRING = "/reading/bring/"


def sent(*files: tuple[str, bytes], **more: Any) -> dict[str, Any]:
    uploads = [SimpleUploadedFile(name, data, content_type="application/pdf") for name, data in files]
    return {"documents": uploads, "party": orland().slug, "form": "recommendations", **more}


def test_several_documents_are_brought_read_and_shown_with_their_pages(signed_in, dana) -> None:
    """The one walk with the real process: a list with its pages, and a file that is none."""
    caught = io.StringIO()
    handler = logging.StreamHandler(caught)
    handler.setFormatter(Plain("{asctime} {levelname} {name}: {message}", style="{"))
    logging.getLogger().addHandler(handler)
    browser = signed_in(dana)
    assert reverse("parties:add") in browser.get(BRING).content.decode()  # for a Party that is not there yet
    two = (f"{CANARY}.pdf", document("Orland")), (f"{CANARY}2.pdf", b"%PDF-1.7 " + CANARY.encode())
    assert browser.post(BRING, sent(*two, date="2 October 2026")).url == reverse("reading:list")
    page = browser.get("/reading/").content.decode()
    assert page.count("it waits its turn") == 2
    assert "data-watch" in page
    jobs.read_documents.call()
    good, bad = Reading.objects.order_by("pk")
    assert (good.state, bad.state) == ("done", "refused")
    assert (good.reference, good.date, len(good.sizes)) == ("A/HRC/99/31", "2026-10-02", 1)
    assert (good.name, bad.name) == ("", f"{CANARY}2.pdf")  # kept where nothing else tells of it

    for address in (reverse("reading:list"), reverse("reading:reading", args=[bad.public_id])):
        assert (
            "The PDF is damaged and cannot be read. Fetch it again" in browser.get(address).content.decode()
        )
    assert not list(working.of_another(good, kept.said_of(good)))
    slovenia = {"language": "fr", "text": "visite en\nSlovénie"}
    assert list(working.of_another(good, slovenia))
    good.party.name = "Slovenia"
    assert not list(working.of_another(good, slovenia))
    browser.cookies["language"] = "fr"
    assert "endommagé" in browser.get(reverse("reading:reading", args=[bad.public_id])).content.decode()
    del browser.cookies["language"]

    rows = list(access.proposals_of(good))
    assert [row.given["number"] for row in rows] == [f"1.{n}" for n in range(1, 9)]
    assert all(row.boxes and row.page == 1 for row in rows)
    assert boxes_apart(kept.file_of(good), rows[7].given["text"], 1) == rows[7].boxes
    review = browser.get(reverse("reading:proposal", args=[good.public_id, rows[0].public_id]))
    assert review.content.decode().count('class="marked"') == len(rows[0].boxes)
    picture = browser.get(reverse("reading:page", args=[good.public_id, 1]))
    assert picture.content.startswith(SIGNATURE)
    assert "no-store" in picture.headers["Cache-Control"]
    assert browser.get(reverse("reading:page", args=[good.public_id, 2])).status_code == 404

    away = browser.get(reverse("reading:document", args=[good.public_id]))
    assert away.content == kept.file_of(good).read_bytes()
    assert CANARY not in away.headers["Content-Disposition"]
    actions_told = list(JournalEntry.objects.values_list("action", flat=True))
    assert actions_told.count("reading.brought") == 2
    assert JournalEntry.objects.get(action="reading.taken_away").sha256 == good.sha256
    came = JournalEntry.objects.filter(action="reading.brought")
    assert {one.sha256 for one in came} == {good.sha256, bad.sha256}
    assert CANARY not in str(list(Revision.objects.values_list("changes", flat=True)))
    assert not [path for path in kept.folder_of(good).iterdir() if CANARY in path.name]
    assert oct(kept.file_of(good).stat().st_mode)[-3:] == "600"
    logging.getLogger().removeHandler(handler)
    assert CANARY not in caught.getvalue()


def test_what_is_too_large_or_too_many_or_of_another_kind_is_refused_before_it_is_kept(
    signed_in, dana, monkeypatch
) -> None:
    browser = signed_in(dana)
    monkeypatch.setattr(forms, "LARGEST", 20)
    large = browser.post(BRING, sent(("a.pdf", b"%PDF-" + b"x" * 30))).content.decode()
    assert "Split it into smaller files" in large
    monkeypatch.setattr(forms, "MOST_FILES", 3)
    many = browser.post(BRING, sent(*[(f"{n}.pdf", b"%") for n in range(4)])).content.decode()
    assert "At most 3 documents" in many
    both = browser.post(BRING, sent(("b.pdf", b"%"), ("a.exe", b"MZ"), ("c.pdf", b""))).content.decode()
    assert "“a.exe” is neither PDF, Word (.docx), HTML nor plain text." in both
    assert "“c.pdf” is empty." in both
    assert 'id="id_documents_error"' in browser.post(BRING, sent()).content.decode()
    assert "not come yet" in browser.post(BRING, sent(("a.pdf", b"%"), date="2031")).content.decode()
    assert not Reading.objects.exists()


def test_the_same_file_is_told_and_a_job_that_broke_off_says_so(signed_in, read, dana) -> None:
    first, second = read(), read()
    page = signed_in(dana).get(reverse("reading:reading", args=[second.public_id])).content.decode()
    assert "The same document was brought before" in page
    assert access.same_file(cast.reader(dana), first) is None
    Reading.objects.filter(pk=second.pk).update(ended_at=None)
    jobs.read_documents.call()
    second.refresh_from_db()
    assert second.refusal["code"] == "reading-broken-off"


def test_a_file_that_is_gone_shows_no_page(signed_in, read, dana) -> None:
    row = read()
    kept.file_of(row).unlink()
    for name, more in (("page", [1]), ("document", [])):
        assert signed_in(dana).get(reverse(f"reading:{name}", args=[row.public_id, *more])).status_code == 404


def test_what_is_refused_is_told_by_the_name_of_its_file(signed_in, dana) -> None:
    browser = signed_in(dana)
    browser.post(BRING, sent(("first.pdf", b"%PDF-1.7 "), ("second.docx", b"nothing")))
    jobs.read_documents.call()
    page = browser.get(reverse("reading:list")).content.decode()
    assert "first.pdf" in page
    assert "second.docx" in page
    row = Reading.objects.get(name="first.pdf")
    actions.withdraw(cast.reader(dana), row, reason="brought by mistake")
    assert "first.pdf" not in browser.get(reverse("reading:list")).content.decode()


def test_what_has_no_proposal_is_kept_as_text_and_shown(signed_in, read, dana) -> None:
    text = "Комитет сообщил об этом.\n\nПолиция не пускает адвокатов."
    row = read(text=text, asks=[], language="ru")
    page = signed_in(dana).get(reverse("reading:reading", args=[row.public_id])).content.decode()
    assert '<p dir="auto">Полиция не пускает адвокатов.</p>' in page
    assert 'lang="ru"' in page


def test_a_document_with_pictures_alone_is_refused_in_words(dana) -> None:
    row = Reading(party=orland(), form="recommendations", suffix=".pdf")
    actions.bring(cast.reader(dana), row, [typst.compile(b"#rect(width: 3cm)")])
    jobs.read_documents.call()
    row.refresh_from_db()
    assert row.error is not None
    assert row.error.code == "pdf-without-text"


def test_why_a_document_was_refused_is_told_in_the_language_of_the_page(signed_in, dana) -> None:
    browser = signed_in(dana)
    browser.post(BRING, sent(("second.pdf", b"<html><body><p>Nothing</p></body></html>")))
    jobs.read_documents.call()
    page = reverse("reading:reading", args=[Reading.objects.get().public_id])
    assert "The file is named as PDF, but it is HTML" in browser.get(page).content.decode()
    browser.cookies["language"] = "fr"
    assert (
        "Le fichier porte le nom d’un fichier PDF, mais c’est un fichier HTML"
        in browser.get(page).content.decode()
    )
