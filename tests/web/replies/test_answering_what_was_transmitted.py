"""A liaison officer answers, item by item, what was transmitted to the State; the body sees what was sent."""

import hashlib
import json
from datetime import date

import pytest
from django.utils import timezone
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.errors import RefusedError
from habeas.procedure.clocks import DueSet
from habeas.procedure.publication import RequestedByParty
from habeas.procedure.report import MACHINE, VOCABULARY, State
from habeas.procedure.report.acts import Adopted, Drafted, HeadAgreed, Transmitted, Way
from habeas.procedure.report.steps import report_deadlines
from habeas.procedure.visit.acts import Completed, Decided, Decider, Kind, Started
from habeas.web.clocks.access import dues_for
from habeas.web.conduct.rows import history_of
from habeas.web.parties.models import Party
from habeas.web.people.models import User
from habeas.web.publication.actions import record_act
from habeas.web.replies import actions, filing
from habeas.web.replies.answering import Answer
from habeas.web.replies.models import ReplyDraft, Sending
from habeas.web.reports.actions import begin as begin_report
from habeas.web.reports.actions import take as take_report
from habeas.web.reports.models import Ask, Document, DocumentAct
from habeas.web.threads.models import Assessment, Claim
from habeas.web.visits.actions import begin
from habeas.web.visits.actions import take as take_visit
from habeas.web.visits.models import Visit

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"


def transmitted_report(mark: str = "sent") -> Document:
    """A confidential report of Orland's, sent on a day, of which nothing is claimed yet."""
    facts = every_kind("confidential", mark)
    facts.ask.claims.all().delete()
    facts.ask.assessments.all().delete()
    DocumentAct.objects.create(document=facts.document, kind="transmitted", date="2024-02-16")
    DocumentAct.objects.create(document=facts.document, kind="due", date="2024-08-16")
    return facts.document


def own_report_sent() -> Document:
    """A report of the body's own on Orland, transmitted, of which no letter set a time."""
    visit = Visit(party=orland(), source=source(), date="2025-01-13")
    begin(None, visit, Decided(on=date(2025, 1, 7), kind=Kind.AD_HOC, decider=Decider.MECHANISM))
    for act in (Started(on=date(2025, 1, 13)), Completed(on=date(2025, 1, 14))):
        take_visit(None, visit, act)
    own = begin_report(None, visit, Drafted(on=date(2025, 2, 3)))
    adopted = Adopted(on=date(2025, 3, 3), way=Way.ACCELERATED, language="en")
    sent = Transmitted(on=date(2025, 3, 4), letter="letter 1", channel="by hand")
    for step in (HeadAgreed(on=date(2025, 3, 2)), adopted, sent):
        take_report(None, own, step)
    return own


@pytest.fixture
def report() -> Document:
    return transmitted_report()


@pytest.fixture
def leyla(report) -> User:
    return cast.liaison_officer(party=orland().public_id)


def answer(report, who, text="The cell was closed.", **more) -> ReplyDraft:
    given = {"position": "accepted", "action": text, "ministry": "Justice", **more}
    return actions.save_draft(cast.reader(who), report.asks.get(), Answer(**given))


# What the officer sees ------------------------------------------------------------


def test_the_portal_lists_what_was_transmitted_to_the_own_state_and_nothing_else(
    report, leyla, signed_in
) -> None:
    never = every_kind("confidential", "kept").document
    Assessment.objects.create(
        ask=report.asks.get(),
        degree="not_implemented",
        reasons=CANARY,
        date="2025",
        party=orland(),
        source=report.source,
        note=CANARY,
    )
    officer = signed_in(leyla)
    page = officer.get("/replies/").content.decode()
    assert "Report sent" in page
    assert "Report kept" not in page
    assert "0 of 1 items answered" in page
    items = officer.get(f"/replies/{report.public_id}/").content.decode()
    assert "Open the doors sent." in items
    for hidden in (CANARY, "note sent", "by sent"):
        assert hidden not in items
    assert officer.get(f"/replies/{never.public_id}/").status_code == 404
    act = report.acts.get(kind="transmitted")
    act.withdrawn_why = "not sent after all"
    act.save()
    assert officer.get(f"/replies/{report.public_id}/").status_code == 404


def test_the_items_of_one_ministry(report, leyla, signed_in) -> None:
    Ask.objects.create(
        party=orland(),
        source=report.source,
        document=report,
        kind="request",
        text="How many?",
        addressee="Health",
    )
    answer_to = report.asks.exclude(addressee="Health").get()
    actions.save_draft(cast.reader(leyla), answer_to, Answer(position="noted", ministry="Justice"))
    page = signed_in(leyla).get(f"/replies/{report.public_id}/", {"ministry": "Health"}).content.decode()
    assert "How many?" in page
    assert "Open the doors sent." not in page


def test_another_states_officer_finds_nothing(report, leyla, signed_in) -> None:
    answer(report, leyla, CANARY)
    sending = actions.send(cast.reader(leyla), report)
    arden = Party.objects.create(slug="arden", name="Arden")
    other = signed_in(cast.liaison_officer("otto", party=arden.public_id))
    ask = report.asks.get()
    assert CANARY not in other.get("/replies/").content.decode()
    for address in (
        f"/replies/{report.public_id}/",
        f"/replies/{report.public_id}/items/{ask.public_id}/",
        f"/replies/receipts/{sending.public_id}/",
        f"/replies/receipts/{sending.public_id}/reply.json",
    ):
        assert other.get(address).status_code == 404
    with pytest.raises(RefusedError, match="liaison officer"):
        answer(report, User.objects.get(username="otto"))


# Drafts and sending ------------------------------------------------------------


def test_a_draft_is_kept_and_no_page_of_the_body_shows_it(report, leyla, signed_in) -> None:
    officer, ask = signed_in(leyla), report.asks.get()
    address = f"/replies/{report.public_id}/items/{ask.public_id}/"
    given = {"position": "rejected", "action": CANARY, "evidence": CANARY, "date": "", "ministry": CANARY}
    assert officer.post(address, given).status_code == 302
    assert CANARY in officer.get(address).content.decode()
    colleague = signed_in(cast.liaison_officer("lars", party=orland().public_id))
    assert CANARY in colleague.get(address).content.decode()
    for who in (cast.desk_officer, cast.head_of_body, cast.publication_officer, cast.auditor):
        body = signed_in(who())
        assert body.get(address).status_code == 404
        for page in (
            "/",
            "/asks/",
            "/threads/",
            "/documents/",
            "/journal/",
            f"/documents/{report.public_id}/",
            f"/asks/{ask.public_id}/thread/",
            f"/asks/{ask.public_id}/",
            f"/replies/{report.public_id}/responses/",
            "/dossier/orland/",
            "/dossier/orland/dossier.json",
        ):
            assert CANARY not in body.get(page).content.decode()
    assert not Claim.objects.exists()


def test_what_is_sent_hashes_to_what_the_receipt_says_and_stands_in_the_file(
    report, leyla, signed_in, journalled
) -> None:
    answer(report, leyla, "Закрыто, ‘أغلقت’.\r\nDone.", evidence="Order 12", date="2024-05")
    officer = signed_in(leyla)
    with journalled("reply.sent"):
        moved = officer.post(f"/replies/{report.public_id}/send/")
    sending = Sending.objects.get()
    assert moved["Location"] == f"/replies/receipts/{sending.public_id}/"
    desk = signed_in(cast.desk_officer())
    for side in (officer, desk):
        assert sending.sha256 in side.get(moved["Location"]).content.decode()
        data = side.get(moved["Location"] + "reply.json").content
        assert hashlib.sha256(data).hexdigest() == sending.sha256
        assert side.get(moved["Location"] + "reply.pdf").content.startswith(b"%PDF-")
    sent = json.loads(data)
    assert sent["items"][0]["action"] == "Закрыто, ‘أغلقت’.\nDone."
    response = Document.objects.get(responds_to=report)
    assert (response.kind, response.klass, response.source.voice) == ("response", "confidential", "State")
    assert response.acts.get().kind == "received"
    claim = Claim.objects.get()
    assert (claim.position, claim.date, claim.voice) == ("accepted", "2024-05", "State")
    assert (claim.document, claim.klass) == (response, "confidential")
    assert "1 of 1 items answered" in officer.get("/replies/").content.decode()


def test_a_later_sending_supplements_and_overwrites_nothing(report, leyla) -> None:
    reader = cast.reader(leyla)
    answer(report, leyla, "first")
    first = actions.send(reader, report)
    answer(report, leyla, "second", position="already_implemented")
    second = actions.send(reader, report)
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert hashlib.sha256(bytes(first.data)).hexdigest() == first.sha256
    assert [claim.text for claim in Claim.objects.order_by("pk")] == ["first", "second"]
    assert Document.objects.filter(responds_to=report).count() == 2


def test_an_answer_to_some_items_leaves_the_deadline_of_the_whole_report_open(report, leyla) -> None:
    first = report.asks.get()
    Ask.objects.create(
        party=report.party, source=report.source, document=report, kind="request", text="How many?"
    )
    late = date(2024, 9, 1)
    desk = cast.reader(cast.desk_officer())

    def awaited() -> list[str]:
        return [due.address for due in dues_for(desk, late) if report.public_id in due.address]

    answered = {"position": "accepted", "action": "Done."}
    actions.save_draft(cast.reader(leyla), first, Answer(**answered))
    actions.send(cast.reader(leyla), report)
    assert len(awaited()) == 1
    actions.save_draft(cast.reader(leyla), report.asks.get(text="How many?"), Answer(**answered))
    actions.send(cast.reader(leyla), report)
    today = timezone.localdate()
    assert [due for due in dues_for(desk, today) if report.public_id in due.address] == []


def test_a_reply_through_the_portal_is_a_step_of_the_bodys_own_report(leyla) -> None:
    own = own_report_sent()
    due = DueSet(on=date(2025, 3, 4), due=date(2099, 9, 4), letter="letter 1")
    take_report(None, own, due)
    for text in ("One.", "Two."):
        Ask.objects.create(party=own.party, source=own.source, document=own, kind="request", text=text)
    for text, state, open_ in (("One.", State.ANSWERED, 1), ("Two.", State.ANSWERED, 0)):
        said = Answer(position="accepted", action="Done.")
        actions.save_draft(cast.reader(leyla), own.asks.get(text=text), said)
        actions.send(cast.reader(leyla), own)
        history = history_of(Document.objects.get(pk=own.pk), VOCABULARY)
        assert MACHINE.state(history) is state
        assert sum(clock.met_on is None for clock in report_deadlines(history.acts)) == open_


def test_nothing_is_sent_twice_and_a_draft_discarded_is_not_sent(report, leyla, signed_in) -> None:
    officer, ask = signed_in(leyla), report.asks.get()
    answer(report, leyla)
    discard = {"discard": "1"}
    assert officer.post(f"/replies/{report.public_id}/items/{ask.public_id}/", discard).status_code == 302
    page = officer.post(f"/replies/{report.public_id}/send/").content.decode()
    assert "No answer is written yet." in page
    assert not Sending.objects.exists()
    answer(report, leyla)
    actions.send(cast.reader(leyla), report)
    with pytest.raises(RefusedError, match="No answer is written"):
        actions.send(cast.reader(leyla), report)


def test_the_button_that_the_enter_key_presses_keeps_the_draft(report, leyla, signed_in) -> None:
    answer(report, leyla)
    ask = report.asks.get()
    page = signed_in(leyla).get(f"/replies/{report.public_id}/items/{ask.public_id}/").content.decode()
    main = page[page.index("<main") :]
    assert main.index("Keep as a draft") < main.index("</form>") < main.index("Discard the draft")


# Refusals ------------------------------------------------------------


def test_an_item_never_transmitted_is_refused_in_words(leyla) -> None:
    kept = every_kind("confidential", "kept")
    with pytest.raises(RefusedError, match="never transmitted"):
        actions.save_draft(cast.reader(leyla), kept.ask, Answer(position="accepted"))
    with pytest.raises(RefusedError, match="never transmitted"):
        filing.file_response(None, kept.document, filing.Came(received_on=cast.LONG_AGO))
    assert not ReplyDraft.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("position", "perhaps", "valid choice"),
        ("date", "3 July 2023", "before the report was transmitted"),
        ("date", "3 July 2999", "has not come yet"),
        ("date", "the other day", "There is a problem"),
        ("ministry", "x" * 201, "200"),
    ],
)
def test_an_answer_that_cannot_be_sent_is_not_kept(leyla, signed_in, field, value, told) -> None:
    report = Document.objects.get()
    given = {"position": "accepted", "action": "A", "evidence": "", "date": "", "ministry": ""}
    address = f"/replies/{report.public_id}/items/{report.asks.get().public_id}/"
    page = signed_in(leyla).post(address, given | {field: value})
    assert told in page.content.decode()
    assert not ReplyDraft.objects.exists()


# Publication ------------------------------------------------------------


def test_the_party_asks_for_publication_and_the_body_sees_it_beside_the_report(
    report, leyla, signed_in, journalled
) -> None:
    officer = signed_in(leyla)
    with journalled("reply.publication_asked"):
        officer.post(f"/replies/{report.public_id}/publication/", {"words": "Publish both."})
    again = officer.post(f"/replies/{report.public_id}/publication/", {"words": "Once more."})
    assert "already" in again.content.decode()
    desk = signed_in(cast.publication_officer())
    assert "Publication asked for on" in desk.get(f"/documents/{report.public_id}/").content.decode()
    told = desk.get(f"/replies/{report.public_id}/responses/").content.decode()
    assert "Publish both." in told
    assert f"/publication/{report.public_id}/" in told
    report.refresh_from_db()
    assert report.klass == "confidential"


def test_a_request_for_publication_stands_on_the_desk_of_who_prepares_it_until_it_is_recorded(
    report, leyla, signed_in
) -> None:
    signed_in(leyla).post(f"/replies/{report.public_id}/publication/", {"words": "Publish both."})
    paul = cast.publication_officer()
    officer, where = signed_in(paul), f"/publication/{report.public_id}/"
    assert where in officer.get("/").content.decode()
    for other in (cast.delegation_member(), leyla):
        assert where not in signed_in(other).get("/").content.decode()
    record_act(cast.reader(paul), report, RequestedByParty(on=timezone.localdate(), reference="the portal"))
    assert where not in officer.get("/").content.decode()


def test_the_portal_does_not_ask_more_of_the_store_with_more_reports(
    report, leyla, signed_in, django_assert_max_num_queries
) -> None:
    officer = signed_in(leyla)
    officer.get("/replies/")
    for mark in ("b", "c", "d", "e"):
        transmitted_report(mark)
    with django_assert_max_num_queries(30):
        assert officer.get("/replies/").content.count(b"items answered") == 5
