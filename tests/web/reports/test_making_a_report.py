"""A report that the body makes: after the visit, adopted, transmitted with its clocks, answered."""

from datetime import date

import pytest
from tests import cast

from habeas.procedure.visit.acts import Completed, Decided, Decider, Kind, Programmed, Started
from habeas.web.clocks.access import dues_for
from habeas.web.parties.models import Party
from habeas.web.reports.models import Document
from habeas.web.sources.models import Source
from habeas.web.visits.actions import begin, take
from habeas.web.visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
CANARY = "zebrafinch"


@pytest.fixture
def party() -> Party:
    return Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)


@pytest.fixture
def visit(party) -> Visit:
    row = Visit(party=party, source=Source.objects.create(name="programme"), date="2025-01-13/2025-01-20")
    begin(None, row, Programmed(on=date(2025, 1, 6)))
    own = Decided(on=date(2025, 1, 7), kind=Kind.AD_HOC, decider=Decider.MECHANISM)
    for act in (own, Started(on=date(2025, 1, 13))):
        take(None, row, act)
    return row


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


@pytest.fixture
def report(visit, desk) -> Document:
    take(None, visit, Completed(on=date(2025, 1, 20)))
    said = {"on": "3 March 2025", "note": CANARY}
    assert desk.post(f"/documents/on/{visit.public_id}/", said).status_code == 302
    return Document.objects.get(conducted=True)


def go(client, report: Document, *steps: tuple[str, dict[str, object]]) -> None:
    for name, said in steps:
        answer = client.post(f"/documents/{report.public_id}/take/{name}/", said)
        assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)


TO_SENT = (
    ("head", {"on": "10 March 2025"}),
    ("adopted", {"on": "14 March 2025", "way": "plenary", "plenary": 130, "language": "en"}),
    ("transmitted", {"on": "28 March 2025", "letter": "letter 2025/44", "channel": "by hand"}),
    ("time", {"on": "28 March 2025", "letter": "letter 2025/44", "due": "28 September 2025"}),
    (
        "time",
        {
            "on": "28 March 2025",
            "letter": "letter 2025/44",
            "due": "28 April 2025",
            "concerns": "12, 14–16",
        },
    ),
)


def test_article_10_1_a_report_is_drawn_up_after_the_visit(visit, desk) -> None:
    refused = desk.post(f"/documents/on/{visit.public_id}/", {"on": "3 March 2025"})
    assert "The visit is not over" in refused.content.decode()
    assert not Document.objects.exists()


def test_a_report_has_several_clocks_which_its_letter_sets(report, desk) -> None:
    go(desk, report, *TO_SENT)
    reader = cast.reader(cast.head_of_body())
    whats = [(due.what, due.late) for due in dues_for(reader, date(2025, 5, 1))]
    assert whats == [(f"Response to {report}, paragraphs 12, 14–16", True), (f"Response to {report}", False)]
    answered = {"on": "3 May 2025", "kind": "single", "concerns": "12, 14–16"}
    go(desk, report, ("response", answered))
    assert [due.what for due in dues_for(reader, date(2025, 5, 4))] == [f"Response to {report}"]
    longer = {"on": "20 September 2025", "letter": "letter 2025/99", "due": "28 November 2025"}
    go(desk, report, ("time", longer))
    (due,) = dues_for(reader, date(2025, 10, 1))
    assert (str(due.before), str(due.when), due.late) == ("2025-09-28", "2025-11-28", False)
    shown = desk.get(f"/documents/{report.public_id}/").content.decode()
    assert "answered after its time" in shown
    assert "before an extension" in shown


def test_a_reply_to_a_report_never_transmitted_is_refused_in_words(report, desk) -> None:
    go(desk, report, *TO_SENT[:2])
    refused = desk.post(
        f"/documents/{report.public_id}/take/response/", {"on": "3 May 2025", "kind": "single"}
    ).content.decode()
    assert "never transmitted" in refused
    assert "Article 10(1)" in refused


def test_article_11_1_a_report_is_not_published_from_its_own_page(report, desk) -> None:
    go(desk, report, *TO_SENT)
    assert (
        desk.post(f"/documents/{report.public_id}/take/published/", {"on": "3 May 2025"}).status_code == 404
    )


def test_the_state_reads_what_it_was_sent_and_not_how_it_was_made(report, desk, signed_in) -> None:
    state = signed_in(cast.liaison_officer(party=report.party.public_id))
    address = f"/documents/{report.public_id}/"
    go(desk, report, *TO_SENT[:2])
    assert state.get(address).status_code == 404
    go(desk, report, *TO_SENT[2:])
    shown = state.get(address).content.decode()
    assert "the report is transmitted to the Party" in shown
    for own in (CANARY, "the head of the delegation agrees", "the body adopts the report", "plenary"):
        assert own not in shown


def test_others_learn_nothing_of_a_report_in_the_making(report, signed_in, client) -> None:
    for reader in (
        client,
        signed_in(cast.delegation_member()),
        signed_in(cast.liaison_officer(party="other")),
    ):
        for address in (f"/documents/{report.public_id}/", "/documents/", "/dossier/orland/", "/"):
            if report.public_id not in address:
                assert report.public_id not in reader.get(address).content.decode()
            assert CANARY not in reader.get(address).content.decode()


def test_one_report_for_one_visit(report, visit, desk) -> None:
    again = desk.post(f"/documents/on/{visit.public_id}/", {"on": "3 March 2025"})
    assert "begun already" in again.content.decode()
    assert Document.objects.count() == 1
