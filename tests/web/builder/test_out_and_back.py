"""The text goes out as a Word file and comes back: a person decides what differs, and nothing is lost."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast
from tests.web.builder.conftest import ASKED, FOUND
from tests.web.builder.test_writing_together import found, numbered

from habeas import papers
from habeas.documents.word.reading import read_word
from habeas.language import words
from habeas.web.builder import actions
from habeas.web.builder.actions import Wording
from habeas.web.builder.merging import differences, note_text, plain, theirs_of
from habeas.web.builder.models import Copy, Incoming, Manuscript, Passage
from habeas.web.builder.paper import Made, report_paper
from habeas.web.parties.models import Party
from habeas.web.people.models import User
from habeas.web.reports.models import Document as Report

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
CANARY = "zebrafinch"


@pytest.fixture
def desk(signed_in, dana) -> Client:
    return signed_in(User.objects.get(pk=dana.user_id))


def address(manuscript, *rest: str) -> str:
    return "/".join(["/text", manuscript.report.public_id, *rest]) + "/"


@pytest.fixture
def exporter(signed_in) -> Client:
    return signed_in(cast.publication_officer())


def taken_out(client: Client, manuscript, form: str = "docx") -> bytes:
    answer = client.post(address(manuscript, "copy", form))
    assert answer.status_code == 200, answer
    assert "confidential" in answer["Content-Disposition"]
    return answer.content


def brought_back(client: Client, manuscript, data: bytes) -> Incoming:
    upload = SimpleUploadedFile("report.docx", data)
    answer = client.post(address(manuscript, "returned"), {"file": upload})
    assert answer.status_code == 302, answer.content.decode()
    return Incoming.objects.latest("pk")


def edited(data: bytes, change) -> bytes:
    document = Document(BytesIO(data))
    change(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(document, text: str):
    """That of the text: what is asked stands in the list at the end once more."""
    return next(one for one in document.paragraphs if one.text == text)


def test_a_copy_has_the_form_of_a_visit_report_with_numbers_that_word_counts(manuscript, exporter) -> None:
    read = read_word(BytesIO(taken_out(exporter, manuscript)))
    texts = [(one.label, one.text) for one in read.paragraphs]
    assert ("2.", FOUND) in texts
    assert next(one for one in read.paragraphs if one.text == ASKED).bold == ((0, len(ASKED)),)
    assert [one.text for one in read.paragraphs if one.heading == 1] == [
        "Contents",
        "I. Introduction",
        "Appendix: list of recommendations, comments and requests for information",
    ]
    assert f"{ASKED} (paragraph 2; Ministry of the Interior)" in [one.text for one in read.paragraphs]
    copy = Copy.objects.get()
    manuscript.refresh_from_db()
    assert manuscript.numbers_kept
    assert copy.base[1][1] == "A delegation visited Orland."


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_copy_is_noted_with_the_hash_of_its_bytes(manuscript, exporter, journalled, form, begins) -> None:
    with journalled("builder.copy") as noted:
        data = taken_out(exporter, manuscript, form)
    assert data.startswith(begins)
    assert noted[0].revision.changes == {"format": [None, form], "sha256": [None, papers.sha256_of(data)]}
    assert Copy.objects.get().sha256 == papers.sha256_of(data)


def test_what_comes_back_untouched_has_nothing_to_decide(manuscript, exporter, desk) -> None:
    data = taken_out(exporter, manuscript)
    incoming = brought_back(desk, manuscript, edited(data, lambda _document: None))
    page = desk.get(address(manuscript, "returned", incoming.public_id)).content.decode()
    assert "Nothing is left to decide." in page
    desk.post(address(manuscript, "returned", incoming.public_id), {"close": "1"})
    incoming.refresh_from_db()
    assert incoming.closed_at is not None


def _changed_by_them(document) -> None:
    paragraph(document, FOUND).runs[0].text = "Lawyers were called in 12 of 40 custody records looked at."
    paragraph(document, "The third paragraph.").insert_paragraph_before("A new one of theirs.")
    headings = [one for one in document.paragraphs if one.style.name.startswith("Heading")]
    headings[1].runs[0].text = "I. Opening"


def test_what_only_they_changed_is_taken_at_once_and_the_rest_one_by_one(
    manuscript, exporter, desk, dana
) -> None:
    data = taken_out(exporter, manuscript)
    row = found(manuscript, ASKED)
    wording = Wording(text=f"{ASKED} Always.", form="ask", kind="recommendation")
    actions.change(dana, row, wording, version=1, now=row.created_at)

    def change(document) -> None:
        _changed_by_them(document)
        paragraph(document, ASKED).runs[0].text = "The CPT recommends that lawyers be called."

    incoming = brought_back(desk, manuscript, edited(data, change))
    here = address(manuscript, "returned", incoming.public_id)
    page = desk.get(here).content.decode()
    assert "changed in the file, and here since" in page
    assert "new in the file" in page
    desk.post(here, {"all": "1"})
    texts = [row.text for row in Passage.objects.filter(manuscript=manuscript)]
    assert "Lawyers were called in 12 of 40 custody records looked at." in texts
    assert "Opening" in texts
    refused = desk.post(here, {"close": "1"}, follow=True).content.decode()
    assert "Not every difference is decided on yet." in refused
    (added,) = re.findall(r'name="key" value="(new-\d+)"', desk.get(here).content.decode())
    desk.post(here, {"key": added, "theirs": "1"})
    desk.post(here, {"key": row.public_id, "written": "1", "text": "The CPT recommends both."})
    order = list(Passage.objects.filter(manuscript=manuscript).values_list("text", flat=True))
    assert order.index("A new one of theirs.") == order.index("The third paragraph.") - 1
    row.refresh_from_db()
    assert (row.text, row.revisions.first().what) == ("The CPT recommends both.", "word")
    assert [one.text for one in row.revisions.all()][1:] == [f"{ASKED} Always.", ASKED]
    assert "Nothing is left to decide." in desk.get(here).content.decode()


def test_what_they_took_out_stays_until_somebody_decides(manuscript, exporter, desk) -> None:
    data = taken_out(exporter, manuscript)

    def change(document) -> None:
        gone = paragraph(document, "The third paragraph.")._p
        gone.getparent().remove(gone)

    incoming = brought_back(desk, manuscript, edited(data, change))
    third = found(manuscript, "The third paragraph.")
    here = address(manuscript, "returned", incoming.public_id)
    assert "taken out in the file" in desk.get(here).content.decode()
    desk.post(here, {"key": third.public_id, "theirs": "1"})
    third.refresh_from_db()
    assert third.removed_why
    assert ("3", "The third paragraph.") not in numbered(manuscript)


def test_a_file_of_another_text_or_without_its_mark_is_refused_in_words(
    manuscript, exporter, desk, visit
) -> None:
    plain_file = BytesIO()
    Document().save(plain_file)
    for data, said in (
        (plain_file.getvalue(), "does not say from which copy"),
        (b"%PDF-1.7", "DOCX"),
        (_with_part(taken_out(exporter, manuscript), "word/vbaProject.bin"), "macro"),
    ):
        upload = SimpleUploadedFile("x.docx", data)
        answer = desk.post(address(manuscript, "returned"), {"file": upload})
        assert answer.status_code == 200
        assert said in answer.content.decode(), said
    desk.cookies["language"] = "fr"
    upload.seek(0)
    answer = desk.post(address(manuscript, "returned"), {"file": upload})
    assert "contient des macros (" in answer.content.decode()
    desk.cookies["language"] = "en"
    assert not Incoming.objects.exists()
    huge = desk.post(
        address(manuscript, "returned"),
        data=b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="200000000",
    )
    assert huge.status_code == 413
    assert "nothing was kept" in huge.content.decode()


def _with_part(data: bytes, name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for item in before.infolist():
            after.writestr(item, before.read(item))
        after.writestr(name, b"x")
    return out.getvalue()


def test_the_state_and_the_public_see_nothing_of_a_text(manuscript, exporter, signed_in, dana) -> None:
    row = found(manuscript, FOUND)
    actions.change(dana, row, Wording(text=CANARY), version=1, now=row.created_at)
    taken_out(exporter, manuscript)
    liaison = signed_in(cast.liaison_officer(party=manuscript.report.party.public_id))
    auditor = signed_in(cast.auditor())
    for client in (liaison, auditor, Client()):
        for path in ("", "passage/" + row.public_id, "rounds/add", "returned"):
            assert client.get(address(manuscript, *filter(None, [path]))).status_code in (302, 404)
    for client in (auditor, exporter):
        for page in ("/journal/", f"/documents/{manuscript.report.public_id}/"):
            assert CANARY not in client.get(page).content.decode()


letters = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60).map(plain).filter(bool)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(letters, min_size=1, max_size=6))
def test_whatever_a_text_says_its_untouched_file_has_nothing_to_decide(texts) -> None:
    report = Report(party=Party(name="Orland", slug="orland"))
    report.pk = -1
    passages = [
        Passage(pk=at, place=at, form="ask" if at % 3 == 2 else "numbered", number=str(at), text=text)
        for at, text in enumerate(texts, start=1)
    ]
    said = words("en")
    made = Made(copy="c" * 14, on=date(2025, 3, 3), state="draft")
    manuscript = Manuscript(report=report)
    paper = report_paper(manuscript, passages, made, said)
    read = read_word(BytesIO(papers.render_docx(paper, words=said)))
    copy = Copy(manuscript=manuscript)
    note_text(copy, read)
    incoming = Incoming(manuscript=manuscript, copy=copy, theirs=theirs_of(read, copy))
    assert [one["key"] for one in incoming.theirs] == [row.public_id for row in passages]
    assert differences(incoming, passages, {}) == []
    printable = [row.text for row in passages if "[U+" not in dict(copy.base)[row.public_id]]
    assert [text for _key, text in copy.base if "[U+" not in text] == printable
