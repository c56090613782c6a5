"""The main road of a reply: a letter with annexes, filed, and taken apart item by item at the desk."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from tests import cast
from tests.web.facts import orland, said_nothing_of
from tests.web.replies.test_answering_what_was_transmitted import own_report_sent, transmitted_report

from habeas.errors import RefusedError
from habeas.procedure.clocks import DueSet
from habeas.procedure.report import VOCABULARY
from habeas.procedure.report.steps import report_deadlines
from habeas.web.clocks.access import dues_for
from habeas.web.conduct.rows import history_of
from habeas.web.journal.models import JournalEntry
from habeas.web.replies import actions, apart
from habeas.web.replies.access import counts_of
from habeas.web.replies.answering import Answer
from habeas.web.replies.apart import Heard
from habeas.web.replies.filing import Came, file_response
from habeas.web.replies.models import AnsweredItem, Filing
from habeas.web.reports.actions import take as take_report
from habeas.web.reports.models import Ask, Document, DocumentAct
from habeas.web.threads.models import Assessment, Claim

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"
CAME = Came(received_on=date(2024, 8, 1), dated="2024-07-25")
LETTER = {
    "kind": "interim",
    "reference": "MFA 12/4 kestrel",
    "dated": "25 July 2024",
    "received_on": "1 August 2024",
    "channel": "Permanent Representation, by hand",
    "language": "other",
    "translated": "on",
    "extent": "whole",
    "only": "",
    "annexes": "Annex 1: statistics\n\nAnnex 2: order 12",
}


@pytest.fixture
def report() -> Document:
    """A report that asks three things, in paragraphs 12, 13 and 14."""
    row = transmitted_report()
    for paragraph in ("13", "14"):
        Ask.objects.create(
            party=row.party,
            source=row.source,
            document=row,
            kind="request",
            text=f"How many in {paragraph}?",
            paragraph=paragraph,
            klass="confidential",
        )
    return row


@pytest.fixture
def filing(report) -> Filing:
    return file_response(None, report, CAME)


@pytest.fixture
def desk(signed_in) -> Client:
    return signed_in(cast.desk_officer())


def ask_of(report: Document, paragraph: str) -> Ask:
    found: Ask = report.asks.get(paragraph=paragraph)
    return found


def address(filing: Filing, paragraph: str) -> str:
    return f"/replies/responses/{filing.public_id}/items/{ask_of(filing.report, paragraph).public_id}/"


def answered(text: str = "It was closed.", **more: str) -> dict[str, str]:
    return {"text": text, "position": "accepted", **more}


# Filing ------------------------------------------------------------


def test_a_letter_is_filed_as_the_response_to_the_report(report, desk, journalled) -> None:
    page = desk.get(f"/documents/{report.public_id}/").content.decode()
    assert f"/replies/{report.public_id}/responses/file/" in page
    with journalled("reply.filed"):
        moved = desk.post(f"/replies/{report.public_id}/responses/file/", LETTER)
    filing = Filing.objects.get()
    assert moved["Location"] == f"/replies/responses/{filing.public_id}/"
    response = filing.response
    assert (response.responds_to, response.kind, response.klass) == (report, "response", "confidential")
    assert (response.date, response.confidential_reference) == ("2024-07-25", "MFA 12/4 kestrel")
    assert (response.acts.get().kind, response.acts.get().date) == ("received", "2024-08-01")
    told = desk.get(moved["Location"]).content.decode()
    for shown in ("MFA 12/4 kestrel", "by hand", "another language", "with a translation", "order 12"):
        assert shown in told
    assert "0 of 3 items have an answer" in told
    assert moved["Location"] in desk.get(f"/documents/{response.public_id}/").content.decode()


def test_a_letter_that_is_sent_twice_is_filed_once(report, desk) -> None:
    desk.post(f"/replies/{report.public_id}/responses/file/", LETTER)
    again = desk.post(f"/replies/{report.public_id}/responses/file/", LETTER)
    assert "with this reference that came on this day is filed already" in again.content.decode()
    assert Filing.objects.count() == 1
    desk.post(f"/replies/{report.public_id}/responses/file/", LETTER | {"reference": "MFA 12/5"})
    assert Filing.objects.count() == 2


def test_a_response_to_the_whole_report_meets_its_deadline_and_one_in_part_does_not(report, desk) -> None:
    reader = cast.reader(cast.head_of_body())

    def awaited() -> int:
        dues = dues_for(reader, date(2024, 9, 1))
        return sum(report.public_id in due.address for due in dues)

    address = f"/replies/{report.public_id}/responses/file/"
    desk.post(address, LETTER | {"extent": "part", "only": "12"})
    assert awaited() == 1
    desk.post(address, LETTER | {"kind": "follow-up"})
    assert awaited() == 0


def test_a_response_to_the_paragraphs_of_one_clock_meets_that_clock(report, desk) -> None:
    DocumentAct.objects.create(document=report, kind="due", date="2024-03-16", concerns="12")
    reader = cast.reader(cast.head_of_body())
    desk.post(f"/replies/{report.public_id}/responses/file/", LETTER | {"extent": "part", "only": "12"})
    late = [due for due in dues_for(reader, date(2024, 9, 1)) if report.public_id in due.address]
    assert len(late) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"received_on": "1 January 2024"}, "before the report was transmitted"),
        ({"received_on": "1 January 2999"}, "has not come yet"),
        ({"dated": "2 August 2024"}, "bears a later day"),
        ({"received_on": "2024"}, "Give the day"),
        ({"extent": "part"}, "Say which paragraphs"),
    ],
)
def test_a_letter_that_cannot_be_is_refused_in_words(report, desk, given, told) -> None:
    page = desk.post(f"/replies/{report.public_id}/responses/file/", LETTER | given).content.decode()
    assert told in page
    assert "kestrel" in page
    assert not Filing.objects.exists()


def test_the_bodys_own_report_is_answered_in_part_by_clock(desk) -> None:
    own = own_report_sent()
    for concerns in ("", "12"):
        due = DueSet(on=date(2025, 3, 4), due=date(2099, 9, 4), letter="letter 1", concerns=concerns)
        take_report(None, own, due)
    where = f"/replies/{own.public_id}/responses/file/"
    given = LETTER | {"dated": "", "received_on": "1 April 2025", "extent": "part"}
    for only, met in (("12", {"12"}), ("13, 14", {"12"}), ("", {"12", ""})):
        desk.post(where, given | ({"only": only} if only else {"extent": "whole"}))
        clocks = report_deadlines(history_of(Document.objects.get(pk=own.pk), VOCABULARY).acts)
        assert {clock.concerns for clock in clocks if clock.met_on} == met


# Taking it apart ------------------------------------------------------------


@pytest.mark.bothdbs
def test_item_by_item_the_desk_goes_on_to_the_next_that_is_left(filing, desk, journalled) -> None:
    with journalled("reply.item_answered"):
        moved = desk.post(address(filing, "12"), answered(paragraph="Paragraph 12", ministry="Justice"))
    assert moved["Location"] == address(filing, "13")
    with journalled("reply.item_silent"):
        moved = desk.post(address(filing, "13"), {"silent": "1"})
    assert moved["Location"] == address(filing, "14")
    page = desk.get(f"/replies/responses/{filing.public_id}/").content.decode()
    assert "1 of 3 items have an answer" in page
    assert "1 without an answer in it" in page
    assert "1 not yet taken apart" in page
    left = desk.get(f"/replies/responses/{filing.public_id}/", {"state": "left"}).content.decode()
    assert "How many in 14?" in left
    assert "How many in 13?" not in left
    last = desk.post(address(filing, "14"), answered())
    assert last["Location"] == f"/replies/responses/{filing.public_id}/"
    claim = ask_of(filing.report, "12").claims.get()
    assert (claim.text, claim.pinpoint, claim.date) == ("It was closed.", "Paragraph 12", "2024-07-25")
    assert (claim.voice, claim.klass, claim.document) == ("State", "confidential", filing.response)
    count = counts_of(cast.reader(cast.head_of_body()), [filing.report])[filing.report_id]
    assert (count.answered, count.silent, count.left) == (2, 1, 0)


@pytest.mark.bothdbs
def test_several_bodies_answer_one_item_and_one_passage_answers_several(filing, desk) -> None:
    also = [ask_of(filing.report, "14").public_id]
    moved = desk.post(address(filing, "13"), answered("Both.", ministry="Justice") | {"also": also})
    assert moved["Location"] == address(filing, "12")
    stay = desk.post(address(filing, "13"), answered("We too.", ministry="Health") | {"stay": "1"})
    assert stay["Location"] == address(filing, "13")
    of_13 = AnsweredItem.objects.filter(ask=ask_of(filing.report, "13")).order_by("pk")
    assert [(one.ministry, one.claim.text) for one in of_13] == [("Justice", "Both."), ("Health", "We too.")]
    assert ask_of(filing.report, "14").claims.get().text == "Both."


@pytest.mark.bothdbs
def test_a_correction_keeps_what_stood_before(filing, desk) -> None:
    reader = cast.reader(cast.head_of_body())
    (item,) = apart.answer_items(reader, filing, [ask_of(filing.report, "12")], Heard(**answered("Wrong.")))
    where = f"/replies/responses/{filing.public_id}/answers/{item.public_id}/"
    assert "Wrong." in desk.get(where).content.decode()
    assert not desk.post(where, answered("Right.") | {"reason": ""}).has_header("Location")
    moved = desk.post(where, answered("Right.") | {"reason": "read again"})
    assert moved["Location"] == address(filing, "12")
    assert [(one.text, one.withdrawn_why) for one in Claim.objects.order_by("pk")] == [
        ("Wrong.", "read again"),
        ("Right.", ""),
    ]
    page = desk.get(address(filing, "12")).content.decode()
    assert "Wrong." in page
    assert "read again" in page
    assert desk.get(where).status_code == 404


@pytest.mark.bothdbs
def test_silence_is_recorded_of_all_that_are_left_and_ends_with_an_answer(filing, desk) -> None:
    desk.post(address(filing, "12"), answered())
    desk.post(f"/replies/responses/{filing.public_id}/rest/")
    assert AnsweredItem.objects.filter(claim=None).count() == 2
    with pytest.raises(RefusedError, match="already"):
        apart.say_silent(None, filing, [ask_of(filing.report, "12")])
    desk.post(address(filing, "13"), answered())
    silent = AnsweredItem.objects.get(claim=None, withdrawn_why="")
    assert silent.ask == ask_of(filing.report, "14")
    where = f"/replies/responses/{filing.public_id}/answers/{silent.public_id}/withdraw/"
    desk.post(where, {"reason": "clicked too early"})
    page = desk.get(f"/replies/responses/{filing.public_id}/").content.decode()
    assert "1 not yet taken apart" in page
    assert not AnsweredItem.objects.filter(claim=None, withdrawn_why="").exists()


def test_a_letter_stands_on_the_desk_until_it_is_taken_apart(filing, desk, signed_in) -> None:
    where = f"/replies/responses/{filing.public_id}/"
    told = desk.get("/").content.decode()
    assert where in told
    assert "0 of 3 items are taken apart" in told
    for who in (cast.publication_officer(), cast.delegation_member()):
        assert where not in signed_in(who).get("/").content.decode()
    desk.post(f"{where}rest/")
    assert where not in desk.get("/").content.decode()


def test_an_item_of_another_report_is_refused(filing) -> None:
    other = said_nothing_of("confidential", "other").ask
    with pytest.raises(RefusedError, match="another report"):
        apart.answer_items(None, filing, [ask_of(filing.report, "12"), other], Heard(**answered()))
    with pytest.raises(RefusedError, match="another report"):
        apart.say_silent(None, filing, [other])
    assert not AnsweredItem.objects.exists()
    assert not Claim.objects.exists()


def test_what_the_portal_sent_item_by_item_is_not_taken_apart_again(report, desk) -> None:

    leyla = cast.reader(cast.liaison_officer(party=orland().public_id))
    actions.save_draft(leyla, ask_of(report, "12"), Answer(position="accepted", action="Done."))
    sending = actions.send(leyla, report)
    page = desk.get(f"/replies/responses/{sending.filing.public_id}/").content.decode()
    assert "1 of 3 items have an answer" in page
    assert "Take it apart" not in page
    assert desk.get(address(sending.filing, "13")).status_code == 404
    assert desk.post(f"/replies/responses/{sending.filing.public_id}/rest/").status_code == 404


# Beside the body's own assessment, and before nobody else ------------------------------------------


def test_an_answer_stands_beside_the_assessment_wherever_the_ask_is_shown(filing, desk) -> None:
    ask = ask_of(filing.report, "12")
    Assessment.objects.create(
        ask=ask, degree="not_implemented", reasons="Seen.", date="2025", party=ask.party, source=ask.source
    )
    desk.post(address(filing, "12"), answered(CANARY, ministry="Justice"))
    desk.post(address(filing, "12"), answered("A second body speaks.", ministry="Health"))
    for page in (
        f"/asks/{ask.public_id}/",
        f"/asks/{ask.public_id}/thread/",
        f"/replies/{filing.report.public_id}/responses/",
    ):
        shown = desk.get(page).content.decode()
        assert CANARY in shown
        assert "A second body speaks." in shown
        assert "not implemented" in shown


def test_what_a_response_says_is_read_by_who_reads_the_file_and_by_its_state(
    filing, desk, signed_in, client, caplog
) -> None:
    ask = ask_of(filing.report, "12")
    given = dict.fromkeys(("text", "paragraph", "ministry", "action", "evidence"), CANARY)
    assert desk.post(address(filing, "12"), given | {"position": "accepted"}).status_code == 302
    pages = (
        "/",
        "/asks/",
        "/threads/",
        "/documents/",
        f"/documents/{filing.report.public_id}/",
        f"/documents/{filing.response.public_id}/",
        f"/asks/{ask.public_id}/",
        f"/asks/{ask.public_id}/thread/",
        f"/replies/{filing.report.public_id}/responses/",
        f"/replies/responses/{filing.public_id}/",
        address(filing, "12"),
        "/dossier/orland/",
        "/dossier/orland/dossier.json",
        "/published/",
    )
    other = cast.liaison_officer("otto", party="another")
    strangers = [client, *(signed_in(who()) for who in (cast.auditor, cast.delegation_member))]
    for stranger in (*strangers, signed_in(other), signed_in(cast.system_administrator())):
        assert all(CANARY not in stranger.get(page).content.decode() for page in pages)
    auditor = strangers[1]
    assert CANARY not in auditor.get("/journal/").content.decode()
    assert CANARY not in b"".join(auditor.post("/journal/export/").streaming_content).decode()
    assert all(CANARY not in f"{entry.object_id}{entry.action}" for entry in JournalEntry.objects.all())
    assert not mail.outbox
    assert CANARY not in caplog.text
    state = signed_in(cast.liaison_officer(party=orland().public_id))
    own = state.get(f"/replies/{filing.report.public_id}/items/{ask.public_id}/").content.decode()
    assert CANARY in own
    assert state.get(f"/replies/responses/{filing.public_id}/").status_code == 404


def test_a_report_of_57_items_asks_the_store_no_more_than_one_of_three(
    filing, desk, django_assert_max_num_queries
) -> None:
    report = filing.report
    shared = {"party": report.party, "source": report.source, "document": report, "kind": "comment"}
    for number in range(15, 69):
        Ask.objects.create(text=f"Open door {number}.", paragraph=str(number), **shared)
    apart.answer_items(None, filing, report.asks.all()[:40], Heard(**answered()))
    for page, shown in (
        (f"/replies/responses/{filing.public_id}/", "40 of 57 items have an answer"),
        (f"/replies/{report.public_id}/responses/", "40 of 57 items answered"),
        (address(filing, "60"), "40 of 57 items are taken apart"),
    ):
        desk.get(page)
        with django_assert_max_num_queries(40):
            assert shown in desk.get(page).content.decode()
