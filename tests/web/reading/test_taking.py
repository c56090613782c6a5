"""What was accepted comes into the file: asks into a document, answers to items, statements and events."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import orland, source
from tests.web.reading.conftest import CANARY, PARTS, said

from habeas.errors import RefusedError
from habeas.web.dossier.models import Event, Statement
from habeas.web.drafts.access import open_in
from habeas.web.journal.models import JournalEntry
from habeas.web.people.models import User
from habeas.web.reading import access, actions, kept, progress, taking, working
from habeas.web.reading.models import Reading
from habeas.web.replies.filing import Came, file_response
from habeas.web.replies.models import AnsweredItem
from habeas.web.reports.models import Ask, Document, DocumentAct
from habeas.web.threads.models import Claim
from habeas.web.visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


def accepted(user: User, row: Reading, count: int | None = None) -> None:
    for one in list(access.proposals_of(row))[:count]:
        actions.accept(cast.reader(user), one)


def take(row: Reading) -> str:
    return reverse("reading:take", args=[row.public_id])


def test_asks_come_into_a_new_document_and_the_rest_into_the_same_later(signed_in, dana, read) -> None:
    row, browser = read(), signed_in(dana)
    first, second, third = access.proposals_of(row)
    actions.edit(cast.reader(dana), first, {**first.given, "addressee": "Ministry"}, accepted=True)
    actions.accept(cast.reader(dana), second)
    page = browser.get(take(row)).content.decode()
    assert "2 proposals that were accepted" in page
    assert "1 is still to be reviewed" in page
    given = {"into": "", "kind": "other", "title": "", "reference": "", "date": "October 2026"}
    assert "Give the new document a title" in browser.post(take(row), given).content.decode()
    given |= {"reference": "A/HRC/99/31", "body": "Working Group", "address": "https://example.org/31"}
    done = browser.post(take(row), given, follow=True).content.decode()
    assert "2 items are new in the file." in done
    document = Document.objects.get()
    assert (document.klass, document.date, document.party) == ("confidential", "2026-10", orland())
    one, other = Ask.objects.order_by("row_in_file")
    assert (one.text, one.number, one.page, one.addressee) == (PARTS[0], "1.1", "1", "Ministry")
    assert (one.document, one.klass, one.body, one.certainty) == (
        document,
        "confidential",
        "Working Group",
        "seen",
    )
    assert (one.position, one.position_as_written) == ("accepted", "Supported")
    assert [theme.name for theme in one.themes.all()] == ["Custody"]
    assert one.source.address == "https://example.org/31"
    assert one.intake is not None
    assert (one.intake.sha256, one.intake.made_by) == (row.sha256, dana)
    assert other.original["as_read"] == PARTS[1]
    review = reverse("reading:proposal", args=[row.public_id, first.public_id])
    page = browser.get(review).content.decode()
    assert reverse("reports:ask", args=[one.public_id]) in page
    with pytest.raises(RefusedError, match="already"):
        actions.refuse(cast.reader(dana), first, reason="too late")
    assert "is changed there" in browser.post(review, {"act": "undo"}).content.decode()

    actions.accept(cast.reader(dana), third)
    assert ">A/HRC/99/31 (" in browser.get(take(row)).content.decode()  # without a title: named once
    row.refresh_from_db()
    _same, added = taking.take_asks_over(cast.reader(dana), row, document)
    assert (added, Ask.objects.filter(document=document).count()) == (1, 3)
    with pytest.raises(RefusedError, match="left to be taken over"):
        taking.take_asks_over(cast.reader(dana), row, document)
    entry = JournalEntry.objects.filter(action="reading.taken_over").first()
    assert entry.actor == dana
    assert CANARY not in str(entry.revision.changes)
    assert (
        reverse("reports:document", args=[document.public_id])
        in browser.get(reverse("reading:reading", args=[row.public_id])).content.decode()
    )


def test_what_is_in_the_file_already_is_not_entered_twice(dana, read) -> None:
    desk, document = cast.reader(dana), Document.objects.create(party=orland(), source=source(), kind="other")
    for again in (3, 0):
        row = read()
        accepted(dana, row)
        assert taking.take_asks_over(desk, row, document)[1] == again
    assert Ask.objects.count() == 3
    assert not access.accepted_of(row)


def test_a_visit_report_comes_in_with_both_references_and_its_visit(signed_in, dana, read) -> None:
    visit = Visit.objects.create(party=orland(), source=source(), date="2031-10-23/2031-10-30")
    row = read(
        schema="habeas/report/1",
        confidential_reference="CPT (2032) 9",
        visit={"from": "2031-10-23", "to": "2031-10-30", "kind": "ad hoc"},
    )
    accepted(dana, row)
    browser = signed_in(dana)
    page = browser.get(take(row)).content.decode()
    assert 'value="CPT (2032) 9"' in page
    assert f'value="{visit.public_id}" selected' in page
    given = {"into": "", "kind": "visit report", "reference": "CPT/Inf (2032) 37", "title": "Report"}
    browser.post(take(row), given | {"confidential_reference": "CPT (2032) 9", "visit": visit.public_id})
    document = Document.objects.get()
    assert (document.confidential_reference, document.voice) == ("CPT (2032) 9", "body")
    assert document.visits.get() == visit
    assert "a visit report" in browser.get(reverse("reading:reading", args=[row.public_id])).content.decode()


def replied(user: User, *answers: tuple[list[str], str]) -> Reading:
    """A reply that was read, each answer accepted."""
    row = Reading(party=orland(), form="recommendations", suffix=".pdf", date="2026-11")
    actions.bring(cast.reader(user), row, [b"%PDF-1.7"])
    text = "Accepted. Noted. Nothing."
    found = [
        {"numbers": numbers, "position": position, "text": text[:9], "span": [0, 9]}
        for numbers, position in answers
    ]
    told = {"schema": "habeas/reply/1", "reference": "A/HRC/99/31/Add.1", "text": text, "answers": found}
    told["responds_to"] = "A/HRC/99/31"
    whole = {"said": told, "sizes": [], "boxes": {}}
    kept.keep_said(row, told)
    progress.begin(row)
    actions.finish(row, whole, list(working.proposals_of(row, whole)))
    accepted(user, row)
    return row


def asked(document: Document) -> list[Ask]:
    shared = {"party": orland(), "source": source(), "kind": "recommendation", "document": document}
    return [
        Ask.objects.create(text=f"Do {n}.", number=f"1.{n}", paragraph=str(n), **shared) for n in (1, 2, 3)
    ]


def test_answers_become_claims_on_the_items_that_they_name(signed_in, dana) -> None:
    document = Document.objects.create(party=orland(), source=source(), kind="other", reference="A/HRC/99/31")
    one, two, three = asked(document)
    Document.objects.create(party=orland(), source=source(), kind="other", reference="A/HRC/99/3")
    row = replied(dana, (["1.1", "1.2"], "accepted"), (["3"], "noted"), (["9.9"], "rejected"))
    page = signed_in(dana).get(take(row)).content.decode()
    assert f'<option value="document:{document.public_id}" selected>' in page
    given = {"to": f"document:{document.public_id}", "reference": "A/HRC/99/31/Add.1", "title": ""}
    said_then = signed_in(dana).post(take(row), given, follow=True).content.decode()
    assert "3 items are answered. 1 answer names no item of it." in said_then
    positions = {claim.ask: (claim.position, claim.voice, claim.klass) for claim in Claim.objects.all()}
    assert positions == {
        one: ("accepted", "State", "confidential"),
        two: ("accepted", "State", "confidential"),
        three: ("noted", "State", "confidential"),
    }
    made = Document.objects.get(responds_to=document)
    assert (made.kind, made.voice) == ("response", "State")
    with pytest.raises(RefusedError, match="None of the answers"):
        taking.take_answers_over(
            cast.reader(dana), row, document, [one, two, three], taking.Paper(kind="response", title="R")
        )


def test_answers_go_into_a_response_that_was_filed(signed_in, dana) -> None:
    desk = cast.reader(dana)
    document = Document.objects.create(party=orland(), source=source(), kind="visit report", reference="R 1")
    DocumentAct.objects.create(document=document, kind="transmitted", date="2026-01-05")
    one, two, three = asked(document)
    filing = file_response(desk, document, Came(received_on=date(2026, 3, 1)))
    row = replied(dana, (["1"], "already_implemented"))
    signed_in(dana).post(take(row), {"to": f"filing:{filing.public_id}"})
    item = AnsweredItem.objects.get(filing=filing)
    assert item.ask == one
    assert item.claim is not None
    assert (item.claim.position, item.claim.text) == ("already_implemented", "Accepted.")
    page = signed_in(dana).get(reverse("reading:reading", args=[row.public_id])).content.decode()
    assert reverse("drafts:draft", args=["unanswered", document.public_id]) in page
    assert [ask.paragraph for ask in open_in(desk, document)] == ["2", "3"]
    address = reverse("drafts:draft", args=["unanswered", document.public_id])
    listed = signed_in(dana).get(address).context["form"]["points"]
    assert listed.value() == [two.public_id, three.public_id]
    assert signed_in(dana).post(address, {"language": "fr"}).context["form"].errors["points"]
    letter = signed_in(dana).post(address, {"language": "fr", "points": [three.public_id]})
    lines = [each.text for each in docx.Document(BytesIO(letter.content)).paragraphs]
    [received] = [each for each in lines if "reçu en réponse" in each]
    assert received.endswith("received 1 March 2026, 1er mars 2026.")
    assert [each for each in lines if each.startswith("§")] == [
        "§ 3, recommandation\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}Do 3.\N{NO-BREAK SPACE}»"
    ]
    assert "2 items of <bdi>R 1</bdi> have no answer" in page
    DocumentAct.objects.update(withdrawn_why="sent by others")
    assert [ask.paragraph for ask in open_in(desk, document)] == [
        "2",
        "3",
    ]  # a report that it responded to, it has
    Document.objects.filter(responds_to=document).update(responds_to=None)
    assert list(open_in(desk, document)) == []


def test_a_request_for_the_response_itself_is_left_out_of_a_reminder_once_one_has_come(
    signed_in, dana
) -> None:
    document = Document.objects.create(party=orland(), source=source(), kind="visit report", reference="R 1")
    DocumentAct.objects.create(document=document, kind="transmitted", date="2026-01-05")
    one, two, three = asked(document)
    for ask, text in (
        (
            one,
            "The CPT requests the authorities to provide, within six months, a response giving an account.",
        ),
        (two, "The CPT requests the authorities to provide, in their response to this report, the figures."),
    ):
        Ask.objects.filter(pk=ask.pk).update(kind="request", text=text)
    address = reverse("drafts:draft", args=["unanswered", document.public_id])
    listed = signed_in(dana).get(address).context["form"]["points"]
    assert listed.value() == [one.public_id, two.public_id, three.public_id]
    file_response(cast.reader(dana), document, Came(received_on=date(2026, 3, 1)))
    answer = signed_in(dana).get(address)
    assert answer.context["form"]["points"].value() == [two.public_id, three.public_id]
    assert answer.content.decode().count("it asks for the response itself, and a response has come") == 1
    letter = signed_in(dana).post(address, {"language": "en", "points": [one.public_id]})
    lines = [each.text for each in docx.Document(BytesIO(letter.content)).paragraphs]
    assert next(each for each in lines if each.startswith("§ 1")).endswith("an account.”")


def test_statements_and_events_come_into_the_dossier_with_source_and_voice(signed_in, dana) -> None:
    row = Reading(party=orland(), form="recommendations", suffix=".txt", date="2026-11-02")
    actions.bring(cast.reader(dana), row, [b"x"])
    found: dict[str, Any] = {"said": {**said()["said"], "schema": "habeas/press/1", "title": "Cells"}}
    found["said"] |= {
        "asks": [],
        "statements": [
            {
                "speaker": "Minister",
                "role": "Minister of Justice",
                "organisation": "Government",
                "quote": "We keep registers.",
                "mode": "reported",
                "span": [0, 6],
                "date": "2026-10-30",
            }
        ],
        "events": [{"date": "2026-10", "title": "A prison opened", "actors": ["Ministry"], "span": [3, 6]}],
    }
    found |= {"sizes": [], "boxes": {}}
    progress.begin(row)
    actions.finish(row, found, list(working.proposals_of(row, found)))
    statement, event = access.proposals_of(row)
    desk = cast.reader(dana)
    actions.edit(desk, statement, {**statement.given, "voice": "State"}, accepted=True)
    actions.accept(desk, event)
    given = {
        "title": "Cells",
        "reference": "Agency",
        "date": "2 November 2026",
        "address": "https://example.org",
    }
    page = signed_in(dana).post(take(row), given, follow=True).content.decode()
    assert "2 facts are in the dossier." in page
    kept_statement = Statement.objects.get()
    assert (kept_statement.gist, kept_statement.voice, kept_statement.date) == (
        "We keep registers.",
        "State",
        "2026-10-30",
    )
    assert kept_statement.note == taking.REPORTED
    assert kept_statement.role == "Minister of Justice, Government"
    assert (kept_statement.source.name, kept_statement.source.voice) == ("Cells, Agency", "other")
    assert (Event.objects.get().kind, Event.objects.get().klass) == ("A prison opened", "confidential")
