"""Items go out as a file, are filled in elsewhere, and come back: shown first, and taken only then."""

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests import cast
from tests.web.facts import orland, said_nothing_of
from tests.web.replies.test_answering_what_was_transmitted import transmitted_report

from habeas.clock import Edtf
from habeas.documents.reply.items import ANSWER, ITEM, read_items, write_items
from habeas.errors import RefusedError
from habeas.language import words
from habeas.web.journal.models import JournalEntry
from habeas.web.replies import actions, apart
from habeas.web.replies.answering import POSITIONS, Answer, plain
from habeas.web.replies.apart import Heard
from habeas.web.replies.bringing import Rules, hold
from habeas.web.replies.filing import Came, file_response
from habeas.web.replies.models import AnsweredItem, Filing, ReplyDraft
from habeas.web.reports.models import Ask, Document
from habeas.web.threads.models import Claim

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"
NASTY = "=1+1;\n-10 %, «déjà»\n'@x"
FIRST = ["Identifier (do not change)", "Paragraph", "Kind", "What is asked (do not change)", "Position"]
FORMS = ("csv", "xlsx", "docx")


@pytest.fixture
def report() -> Document:
    row = transmitted_report()
    Ask.objects.create(
        party=row.party, source=row.source, document=row, kind="request", text="How many?", paragraph="13"
    )
    return row


@pytest.fixture
def leyla(report) -> Any:
    return cast.liaison_officer(party=orland().public_id)


@pytest.fixture
def state(leyla, signed_in) -> Client:
    return signed_in(leyla)


@pytest.fixture
def filing(report) -> Filing:
    return file_response(None, report, Came(received_on=date(2024, 8, 1), dated="2024-07-25"))


@pytest.fixture
def desk(signed_in) -> Client:
    return signed_in(cast.desk_officer())


def ask_of(report: Document, paragraph: str) -> Ask:
    found: Ask = report.asks.get(paragraph=paragraph)
    return found


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def bring(browser: Client, address: str, data: bytes, name: str = "items.csv") -> Any:
    """Upload; return the answer of the upload, or the preview that it leads to."""
    answer = browser.post(address, {"file": SimpleUploadedFile(name, data)})
    return browser.get(answer["Location"]) if answer.has_header("Location") else answer


def confirm(browser: Client, preview: Any) -> Any:
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', preview.content.decode())
    assert seen
    return browser.post(preview.request["PATH_INFO"], {"seen": seen[1]})


def filled(state: Client, report: Document, **cells: str) -> list[list[str]]:
    """The file of the State with the cells of the item in paragraph 12 filled in."""
    rows = table(state.get(f"/replies/{report.public_id}/items.csv").content)
    names = ["item", "paragraph", "kind", "asked", "position", "action", "evidence", "body", "date"]
    for row in rows[1:]:
        if row[1] == "12":
            row[:] = [cells.get(name, value) for name, value in zip(names, row, strict=True)]
    return rows


# Out ------------------------------------------------------------


@pytest.mark.parametrize("who", ["state", "desk"])
def test_the_items_go_out_as_a_table_and_as_forms_in_word(report, request, who) -> None:
    browser = request.getfixturevalue(who)
    rows = table(browser.get(f"/replies/{report.public_id}/items.csv").content)
    assert rows[0][:5] == FIRST
    assert [row[1:4] for row in rows[1:]] == [
        ["12", "recommendation", "Open the doors sent."],
        ["13", "request for information", "How many?"],
    ]
    sheet = load_workbook(io.BytesIO(browser.get(f"/replies/{report.public_id}/items.xlsx").content)).active
    assert [cell.value for cell in sheet[1]][:5] == FIRST
    word = WordDocument(io.BytesIO(browser.get(f"/replies/{report.public_id}/items.docx").content))
    assert [found.cell(0, 1).text for found in word.tables] == [row[0] for row in rows[1:]]
    assert word.tables[1].cell(3, 1).text == "How many?"
    exported = JournalEntry.objects.filter(action="reply.items_exported")
    assert exported.count() == 3


def test_what_the_body_notes_and_what_the_state_drafts_stay_with_each(report, leyla, state, desk) -> None:
    answer = Answer(position="noted", action=CANARY)
    actions.save_draft(cast.reader(leyla), ask_of(report, "12"), answer)
    for form in ("csv", "docx"):
        own = state.get(f"/replies/{report.public_id}/items.{form}").content
        body = desk.get(f"/replies/{report.public_id}/items.{form}").content
        assert len(own) != len(body)
    assert CANARY in table(own := state.get(f"/replies/{report.public_id}/items.csv").content)[1][5]
    assert CANARY.encode() in own
    assert CANARY.encode() not in desk.get(f"/replies/{report.public_id}/items.csv").content
    assert b"note sent" not in own


def test_no_item_goes_out_of_a_report_never_transmitted(state, desk) -> None:
    kept = said_nothing_of("confidential", "kept").document
    for browser in (state, desk):
        assert browser.get(f"/replies/{kept.public_id}/items.csv").status_code == 404
    assert state.get(f"/replies/{kept.public_id}/bring/").status_code == 404


# Back, into the drafts of the State ------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_goes_out_with_drafts_comes_back_unchanged(report, leyla, state, form) -> None:
    given = Answer(
        position="accepted_in_part", action=NASTY, evidence="Order 12", date="2024-05", ministry="Justice"
    )
    actions.save_draft(cast.reader(leyla), ask_of(report, "12"), given)
    data = state.get(f"/replies/{report.public_id}/items.{form}").content
    page = bring(state, f"/replies/{report.public_id}/bring/", data, f"items.{form}").content.decode()
    assert "unchanged: 1; not filled in: 1" in page
    assert "wrong, and left out" not in page
    assert "Take it over" not in page


@pytest.mark.bothdbs
def test_what_is_filled_in_is_shown_first_and_then_kept_as_a_draft(report, state, journalled) -> None:
    typed = "=1+1\n- Order 12;\n- «déjà»"
    given = {"position": "Acceptée en partie", "action": typed, "body": "Justice", "date": "3 July 2024"}
    rows = filled(state, report, **given)
    preview = bring(state, f"/replies/{report.public_id}/bring/", written(rows))
    page = preview.content.decode()
    assert "1 answer would be taken." in page
    assert "accepted in part" in page
    assert not ReplyDraft.objects.exists()
    with journalled("reply.items_brought_in"):
        moved = confirm(state, preview)
    assert moved["Location"] == f"/replies/{report.public_id}/"
    draft = ReplyDraft.objects.get()
    assert (draft.ask, draft.position, draft.action) == (ask_of(report, "12"), "accepted_in_part", typed)
    assert (draft.ministry, draft.date, draft.sending) == ("Justice", "2024-07-03", None)
    assert not Claim.objects.exists()
    assert state.get(preview.request["PATH_INFO"]).status_code == 404


def test_a_form_filled_in_in_word_is_taken(report, state) -> None:
    word = WordDocument(io.BytesIO(state.get(f"/replies/{report.public_id}/items.docx").content))
    labels = [row.cells[0].text for row in word.tables[0].rows]
    for label, text in (("Position", "noted"), ("What was done, or will be done", "One.\nTwo.")):
        word.tables[0].cell(labels.index(label), 1).text = text
    out = io.BytesIO()
    word.save(out)
    confirm(state, bring(state, f"/replies/{report.public_id}/bring/", out.getvalue(), "Réponse.docx"))
    draft = ReplyDraft.objects.get()
    assert (draft.ask, draft.position, draft.action) == (ask_of(report, "12"), "noted", "One.\nTwo.")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"item": "22222222222222", "position": "noted"}, "nothing can be answered to it"),
        ({"position": "perhaps"}, "is no position"),
        ({"action": "Done."}, "it is missing"),
        ({"position": "no answer in the response"}, "is no position"),
        ({"position": "noted", "date": "the other day"}, "Date of the answer:"),
        ({"position": "noted", "date": "3 July 2023"}, "before the report was transmitted"),
        ({"position": "noted", "body": "x" * 201}, "longer than 200"),
        ({"position": "noted", "evidence": "x" * 5001}, "longer than 5000"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line_and_never_taken(report, state, cells, told) -> None:
    rows = filled(state, report, **cells)
    preview = bring(state, f"/replies/{report.public_id}/bring/", written(rows))
    page = preview.content.decode()
    assert told in page
    assert "Line 2" in page
    assert "wrong, and left out: 1" in page
    confirm(state, preview)
    assert not ReplyDraft.objects.exists()


def test_an_item_never_transmitted_is_refused_like_one_that_does_not_exist(report, state) -> None:
    kept = said_nothing_of("confidential", "kept").ask
    rows = filled(state, report, item=kept.public_id, position="noted")
    page = bring(state, f"/replies/{report.public_id}/bring/", written(rows)).content.decode()
    assert "was transmitted to your State: nothing can be answered to it" in page
    assert "doors kept" not in page
    with pytest.raises(RefusedError, match="never transmitted"):
        actions.save_draft(cast.reader(cast.head_of_body()), kept, Answer(position="noted"))


def test_a_changed_text_of_what_is_asked_is_told_and_not_taken(report, state) -> None:
    rows = filled(state, report, asked="Close the doors.", position="noted")
    preview = bring(state, f"/replies/{report.public_id}/bring/", written(rows))
    assert "was changed in the file" in preview.content.decode()
    confirm(state, preview)
    assert ask_of(report, "12").text == "Open the doors sent."
    assert ReplyDraft.objects.get().position == "noted"


def test_an_item_that_stands_twice_is_not_guessed(report, state) -> None:
    rows = filled(state, report, position="noted")
    page = bring(state, f"/replies/{report.public_id}/bring/", written([*rows, rows[1]])).content.decode()
    assert "wrong, and left out: 2" in page
    assert "stands twice" in page


def test_what_was_changed_since_the_preview_is_shown_again(report, leyla, state) -> None:
    rows = filled(state, report, position="noted", action="Ours.")
    preview = bring(state, f"/replies/{report.public_id}/bring/", written(rows))
    actions.save_draft(
        cast.reader(leyla), ask_of(report, "12"), Answer(position="accepted", action="Theirs.")
    )
    again = confirm(state, preview)
    assert again.status_code == 200
    assert "changed since you saw this" in again.content.decode()
    assert ReplyDraft.objects.get().action == "Theirs."
    confirm(state, again)
    assert ReplyDraft.objects.get().action == "Ours."


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("items.csv", b"Name,Town\nA,B\n", "known as an item"),
        ("items.docx", b"PK\x03\x04nothing", "damaged"),
        ("items.docm", b"no word at all", "not"),
        ("items.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old"),
        ("items.csv", b"", "empty"),
        ("items.pdf", b"%PDF-1.7\n\x80", "no DOCX, XLSX or CSV file"),
    ],
)
def test_another_file_is_refused_in_words_and_not_kept(report, state, name, data, told) -> None:
    page = bring(state, f"/replies/{report.public_id}/bring/", data, name)
    assert page.status_code == 200
    assert told in page.content.decode()


def test_a_document_with_macros_is_refused_in_words(report, state) -> None:
    data = state.get(f"/replies/{report.public_id}/items.docx").content
    with zipfile.ZipFile(out := io.BytesIO(data), "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    page = bring(state, f"/replies/{report.public_id}/bring/", out.getvalue(), "items.docx")
    assert "macro" in page.content.decode()


def test_a_request_of_200_mb_is_refused_before_it_is_read(report, state) -> None:
    address = f"/replies/{report.public_id}/bring/"
    answer = state.generic("POST", address, b"x", "multipart/form-data", CONTENT_LENGTH="200000000")
    assert answer.status_code == 413
    assert "larger than this page takes" in answer.content.decode()


def test_what_waits_is_for_who_brought_it_and_can_be_removed(report, state, signed_in) -> None:
    preview = bring(
        state, f"/replies/{report.public_id}/bring/", written(filled(state, report, position="noted"))
    )
    where = preview.request["PATH_INFO"]
    colleague = signed_in(cast.liaison_officer("lars", party=orland().public_id))
    assert colleague.get(where).status_code == 404
    assert state.post(where, {"drop": "1"}).status_code == 302
    assert state.get(where).status_code == 404
    assert not ReplyDraft.objects.exists()


TYPED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


@given(TYPED, TYPED, TYPED, st.sampled_from(sorted(POSITIONS)), st.sampled_from(["", "2024", "2024-05-03"]))
def test_what_a_person_fills_in_is_read_from_the_table_as_it_was(
    action, evidence, body, position, day
) -> None:
    typed = {"position": position, "action": action, "evidence": evidence, "body": body, "date": day}
    out = io.BytesIO()
    write_items("csv", (*ITEM, *ANSWER), [{"item": "a", "asked": "A?", **typed}], out, said=words("en"))
    out.seek(0)
    rules = Rules(
        asks={"a": Ask(text="A?")}, transmitted=Edtf.parse("2023"), today=date(2025, 1, 1), unknown="unknown"
    )
    (held,) = hold(read_items(out, name="items.csv"), rules)
    assert held.given == {name: plain(value) for name, value in typed.items()}
    assert not held.faults
    assert not held.warnings


# Back, into a response at the desk ------------------------------------------------------------


@pytest.mark.bothdbs
@pytest.mark.parametrize("form", FORMS)
def test_a_response_that_is_taken_apart_goes_out_and_comes_back_unchanged(filing, desk, form) -> None:
    reader, report = cast.reader(cast.head_of_body()), filing.report
    heard = Heard(
        position="accepted", text=NASTY, paragraph="§ 3", ministry="Justice", action="Done", date="2024"
    )
    apart.answer_items(reader, filing, [ask_of(report, "12")], heard)
    second = Heard(position="noted", ministry="Health", action="Planned")
    apart.answer_items(reader, filing, [ask_of(report, "12")], second)
    apart.say_silent(reader, filing, [ask_of(report, "13")])
    data = desk.get(f"/replies/responses/{filing.public_id}/items.{form}").content
    if form == "docx":  # a person filling it in by hand is told every word that is understood
        paragraphs = [one.text for one in WordDocument(io.BytesIO(data)).paragraphs]
        assert any(one.startswith("Positions:") and "no answer in the response" in one for one in paragraphs)
    page = bring(desk, f"/replies/responses/{filing.public_id}/bring/", data, f"items.{form}")
    assert "unchanged: 3; not filled in: 0" in page.content.decode()


@pytest.mark.bothdbs
def test_a_file_that_a_state_filled_in_is_taken_into_its_response(report, filing, state, desk) -> None:
    rows = filled(
        state, report, position="accepted", action="It was closed.", evidence="Order", body="Justice"
    )
    rows.append([*rows[1][:4], "noted", "We too.", "", "Health", ""])
    rows[2][4] = "no answer in the response"
    where = f"/replies/responses/{filing.public_id}/bring/"
    confirm(desk, bring(desk, where, written(rows)))
    items = list(AnsweredItem.objects.order_by("pk"))
    assert [(one.ministry, one.claim and one.claim.text) for one in items] == [
        ("Justice", "It was closed.\n\nOrder"),
        ("", None),
        ("Health", "We too."),
    ]
    assert {one.claim.date for one in items if one.claim} == {"2024-07-25"}
    rows[1][5] = "It was closed for good."
    rows[2][4] = ""
    preview = bring(desk, where, written(rows))
    assert "would be taken in place of what stands" in preview.content.decode()
    confirm(desk, preview)
    assert [(one.text, bool(one.withdrawn_why)) for one in Claim.objects.order_by("pk")] == [
        ("It was closed.\n\nOrder", True),
        ("We too.", False),
        ("It was closed for good.\n\nOrder", False),
    ]
    assert AnsweredItem.objects.filter(claim=None, withdrawn_why="").count() == 1


def test_words_taken_down_by_hand_are_not_lost_to_a_file_without_them(report, filing, state, desk) -> None:
    reader = cast.reader(cast.head_of_body())
    heard = Heard(position="accepted", text=CANARY, paragraph="§ 3", ministry="Justice")
    apart.answer_items(reader, filing, [ask_of(report, "12")], heard)
    rows = filled(state, report, position="rejected", body="Justice")
    confirm(desk, bring(desk, f"/replies/responses/{filing.public_id}/bring/", written(rows)))
    claim = Claim.objects.get(withdrawn_why="")
    assert (claim.position, claim.text, claim.pinpoint) == ("rejected", CANARY, "§ 3")


def test_a_file_says_not_both_that_there_is_an_answer_and_none(report, filing, state, desk) -> None:
    rows = filled(state, report, position="no answer in the response", action="Done.")
    where = f"/replies/responses/{filing.public_id}/bring/"
    assert "and gives one" in bring(desk, where, written(rows)).content.decode()
    apart.answer_items(None, filing, [ask_of(report, "12")], Heard(position="noted"))
    rows = filled(state, report, position="no answer in the response")
    assert "has an answer to the item already" in bring(desk, where, written(rows)).content.decode()
    assert Claim.objects.count() == 1
