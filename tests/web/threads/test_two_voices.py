"""Claims of the State and assessments of the body: dated, with evidence, side by side, never overwritten."""

from typing import Any

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import said_nothing_of, source

from habeas.errors import RefusedError
from habeas.threads import NO_INFORMATION
from habeas.web.parties.actions import add_party
from habeas.web.people.access import NOBODY, Reader
from habeas.web.people.models import User
from habeas.web.reports.models import Ask, Document
from habeas.web.reports.standing import ANSWERED, with_standing
from habeas.web.threads import actions
from habeas.web.threads.access import scale
from habeas.web.threads.models import Assessment, Claim, Degree
from habeas.web.visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


@pytest.fixture
def facts() -> Any:
    return said_nothing_of("confidential", "held")


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


def address(name: str, row: Any) -> str:
    return reverse(f"threads:{name}", args=[row.public_id])


def post(browser: Any, name: str, row: Any, **given: Any) -> Any:
    answer = browser.post(address(name, row), {"certainty": "seen", **given})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_an_assessment_is_recorded_with_its_evidence_author_and_role(facts, desk, journalled) -> None:
    with journalled("assessment.added") as entries:
        post(
            desk,
            "assess",
            facts.ask,
            degree="not_implemented",
            date="11 September 2023",
            reasons="Nobody had seen a lawyer.",
            visits=[facts.visit.public_id],
            documents=[facts.document.public_id],
        )
    row = Assessment.objects.get()
    assert (row.klass, row.voice, row.date, row.author_role) == (
        "confidential",
        "body",
        "2023-09-11",
        "desk_officer",
    )
    assert (list(row.visits.all()), list(row.documents.all())) == ([facts.visit], [facts.document])
    assert row.source == facts.document.source  # where none was named: that of the evidence
    assert entries[0].revision.changes["visits"] == [None, [facts.visit.public_id]]
    page = desk.get(address("thread", facts.ask)).content.decode()
    for told in ("Nobody had seen a lawyer.", "not implemented", "Dana", "desk officer"):
        assert told in page


def test_what_says_more_than_no_information_says_on_what_evidence(facts, desk) -> None:
    answer = desk.post(address("assess", facts.ask), {"degree": "implemented", "date": "2023"})
    assert "visits" in answer.context["form"].errors
    with pytest.raises(RefusedError) as refused:
        actions.assess(None, Assessment(ask=facts.ask, degree="implemented", date="2023"))
    assert refused.value.code == "evidence-missing"
    post(desk, "assess", facts.ask, degree=NO_INFORMATION, date="2023")
    assert Assessment.objects.get().degree == NO_INFORMATION


def test_a_new_assessment_stands_after_the_old_one_and_both_are_read(facts, desk) -> None:
    for day, degree in (("2023", "not_implemented"), ("2025", "implemented")):
        post(desk, "assess", facts.ask, degree=degree, date=day, third_party="The bar told it.")
    page = desk.get(address("thread", facts.ask)).content.decode()
    body = page.partition("side-body")[2]
    assert body.index("not implemented") < body.index("as of 2025")
    assert [row.date for row in Assessment.objects.all()] == ["2023", "2025"]


def test_one_made_in_error_is_withdrawn_with_a_reason_and_stays_readable(facts, desk, journalled) -> None:
    post(desk, "assess", facts.ask, degree=NO_INFORMATION, date="2023", reasons="Nothing came.")
    row = Assessment.objects.get()
    way = reverse("threads:withdraw", args=["assessment", row.public_id])
    assert desk.post(way, {"reason": ""}).status_code == 200
    with journalled("assessment.withdrawn"):
        assert desk.post(way, {"reason": "it was another ask"}).status_code == 302
    page = desk.get(address("thread", facts.ask)).content.decode()
    assert "<del>Nothing came.</del>" in page
    assert "it was another ask" in page
    assert ">never<" in page.replace("</dd>", "<")
    assert desk.post(way, {"reason": "again"}).status_code == 404


def test_evidence_is_of_the_same_party(facts) -> None:
    elsewhere = Visit.objects.create(party=add_party(None, name="Nordia"), source=source())
    row = Assessment(ask=facts.ask, degree="implemented", date="2023")
    with pytest.raises(RefusedError) as refused:
        actions.assess(None, row, visits=[elsewhere])
    assert refused.value.code == "evidence-of-another-party"
    assert not Assessment.objects.exists()


def test_claims_stand_beside_the_reply_that_came_with_the_ask(facts, desk, journalled) -> None:
    with journalled("claim.added"):
        post(desk, "claim", facts.ask, position="accepted", progress="planned", date="2022", text="Soon.")
    post(desk, "claim", facts.ask, progress="done", date="2024", text="It is done.")
    assert {row.voice for row in Claim.objects.all()} == {"State"}
    state = desk.get(address("thread", facts.ask)).content.decode().partition("side-state")[2]
    state = state.partition("side-body")[0]
    assert state.index("Answer held") < state.index("Soon.") < state.index("It is done.")
    assert "said to be done" in state
    facts.ask.refresh_from_db()
    assert facts.ask.response == "Answer held"


def standing_of(reader: Reader, ask: Ask) -> str:
    return str(with_standing(reader, Ask.objects.filter(pk=ask.pk)).get().stands)


def test_an_answer_without_a_position_is_no_information_only_to_who_may_not_know_of_it(
    facts, desk, client
) -> None:
    reader = cast.reader(User.objects.get(username="dana"))
    without = "answered, position not told"
    Ask.objects.update(position="", response="", klass="public")
    Document.objects.update(klass="public")
    asks, sheet = reverse("reports:asks"), reverse("reports:asked", args=["orland"])
    assert standing_of(reader, facts.ask) == ""
    post(desk, "claim", facts.ask, text="It is looked into.", date="2024")
    assert standing_of(reader, facts.ask) == ANSWERED
    assert standing_of(NOBODY, facts.ask) == ""
    assert without in desk.get(sheet).content.decode()
    chosen = {"position": ANSWERED}
    assert desk.get(asks, chosen).content.decode().count(without) == 2  # the choice, and the row
    assert len(client.get(asks, chosen).context["table"].page.object_list) == 0
    assert len(client.get(asks, {"position": "none"}).context["table"].page.object_list) == 1

    post(desk, "claim", facts.ask, position="accepted", date="2023")
    assert standing_of(reader, facts.ask) == "accepted"
    Claim.objects.update(withdrawn_why="in error")
    assert standing_of(reader, facts.ask) == ""
    Ask.objects.update(response="Soon.")
    assert standing_of(NOBODY, facts.ask) == ANSWERED

    Ask.objects.update(position="rejected")
    Claim.objects.update(withdrawn_why="")
    assert standing_of(NOBODY, facts.ask) == "rejected"
    assert standing_of(reader, facts.ask) == "accepted"  # the last word of the State
    for page in (reverse("reports:ask", args=[facts.ask.public_id]), sheet):
        said = desk.get(page).content.decode().partition("<main")[2]
        assert said.rindex("It is looked into.") < said.rindex("rejected")  # the earlier one beneath
    row = desk.get(reverse("threads:list")).context["table"].rows[0]
    assert "accepted" in row.get_cell("claim")


def test_a_claim_says_something(facts, desk) -> None:
    assert "position" in desk.post(address("claim", facts.ask), {"certainty": "seen"}).context["form"].errors
    with pytest.raises(RefusedError) as refused:
        actions.claim(None, Claim(ask=facts.ask, text=" "))
    assert refused.value.code == "claim-empty"


def test_the_page_of_who_asks_in_parliament_has_both_voices(facts, desk) -> None:
    post(desk, "assess", facts.ask, degree="implemented", date="2023", third_party="The bar told it.")
    page = desk.get(reverse("reports:asked", args=["orland"])).content.decode()
    assert page.index("Answer held") < page.index("asked-assessed") < page.index("implemented")


# The scale ----------------------------------------------------------------------------------------


@pytest.fixture
def head(signed_in):
    return signed_in(cast.head_of_body())


def test_the_head_adds_a_degree_that_is_offered_from_then_on(facts, head, desk, journalled) -> None:
    with journalled("degree.added"):
        head.post(reverse("threads:degree_add"), {"name": "Under review", "name_fr": "À l’examen"})
    row = Degree.objects.get()
    assert (row.code, row.names, row.closes) == ("under_review", {"fr": "À l’examen"}, False)
    assert "Under review" in desk.get(address("assess", facts.ask)).content.decode()
    again = head.post(reverse("threads:degree_add"), {"name": "under review"})
    assert "name" in again.context["form"].errors


def test_a_degree_in_use_keeps_its_meaning_and_is_retired_not_removed(facts, head, desk, journalled) -> None:
    head.post(reverse("threads:degree_add"), {"name": "Under review", "name_fr": "À l’examen"})
    post(desk, "assess", facts.ask, degree="under_review", date="2023", third_party="The bar told it.")
    change = reverse("threads:degree_change", args=["under_review"])
    given = {"order": 5, "name_fr": "Fait", "reason": "better"}
    assert "order" in head.post(change, given).context["form"].errors
    assert head.post(change, given | {"name_fr": "À l’examen", "name_az": "Baxılır"}).status_code == 302
    assert scale()[0].code == "under_review"
    with journalled("degree.changed"):
        head.post(reverse("threads:degree_retire", args=["under_review"]), {"reason": "not used"})
    assert "Under review" not in desk.get(address("assess", facts.ask)).content.decode()
    assert "Under review" in desk.get(address("thread", facts.ask)).content.decode()
    with pytest.raises(RefusedError, match="retired"):
        actions.assess(None, Assessment(ask=facts.ask, degree="under_review", date="2024"))


def test_no_information_is_in_every_scale_and_shipped_degrees_keep_their_meaning(head) -> None:
    someone = cast.reader(cast.head_of_body("another"))
    with pytest.raises(RefusedError) as refused:
        actions.retire_degree(someone, NO_INFORMATION, retired=True, reason="x")
    assert refused.value.code == "degree-stays"
    with pytest.raises(RefusedError) as refused:
        actions.change_degree(someone, "implemented", names={"fr": "x"}, closes=True, order=1, reason="x")
    assert refused.value.code == "degree-shipped"
    actions.retire_degree(someone, "no_longer_applicable", retired=True, reason="not ours")
    assert {row.code: row.retired for row in scale()}["no_longer_applicable"]
