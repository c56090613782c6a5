"""Article 10(2) as the body conducts it: step by step, refused by the clause, never public."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.web.facts import orland, source

from habeas.dossier.status import ProcedureState, procedure_state
from habeas.procedure.machine import ForbiddenError
from habeas.procedure.public_statement import (
    Ground,
    GroundAttached,
    GroundedIn,
    Opened,
    PartyTold,
    Suspended,
    ViewsReceived,
    Voted,
)
from habeas.web.dialogue.models import Letter, LetterAct
from habeas.web.dossier.models import Procedure
from habeas.web.dossier.store import dossier_for
from habeas.web.parties.models import Party
from habeas.web.procedure import access, actions

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 3)
OPENED = Opened(on=DAY, plenary=112, grounds=frozenset({Ground.NO_COOPERATION}))


@pytest.fixture
def party() -> Party:
    return orland()


@pytest.fixture
def desk(signed_in) -> Client:
    return signed_in(cast.desk_officer())


def letter(party: Party, subject: str = "Canary subject") -> Letter:
    row = Letter.objects.create(
        party=party, source=source(), sender="the Committee", addressee="the Minister", subject=subject
    )
    LetterAct.objects.create(letter=row, kind="not answered", date="2026-05")
    return row


def address(row: Procedure, step: str = "") -> str:
    if step:
        return reverse("procedure:take", args=[row.public_id, step])
    return reverse("procedure:page", args=[row.public_id])


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_from_the_decision_to_the_statement_in_the_browser(party: Party, desk: Client) -> None:
    begun = desk.post(
        reverse("procedure:open", args=[party.slug]),
        {"on": "3 July 2026", "plenary": "112", "grounds": ["failure to co-operate"]},
    )
    row = Procedure.objects.get()
    assert begun.url == address(row)
    unanswered = letter(party)
    for step, said in (
        ("told", {"on": "10 July 2026", "views_by": "30 September 2026"}),
        ("ground", {"on": "11 July 2026", "fact": f"letter:{unanswered.public_id}"}),
        ("time-over", {"on": "2 October 2026"}),
        ("vote", {"on": "6 November 2026", "members": 46, "in_favour": 31, "against": 2, "abstained": 0}),
        ("statement", {"on": "12 November 2026"}),
    ):
        assert desk.post(address(row, step), said).status_code == 302, step
    page = text(desk.get(address(row)))
    assert "Public statement made" in page
    assert "31 in favour, 2 against, 0 abstained, 13 absent" in page
    assert "two thirds of 46 members in office: 31" in page
    assert reverse("dialogue:letter", args=[unanswered.public_id]) in page  # a ground opens to its fact
    value = dossier_for(cast.reader(cast.head_of_body()), party).procedures[0]
    assert procedure_state(value, date(2026, 11, 27)) is ProcedureState.STATEMENT_MADE
    assert {step.step for step in value.steps}.isdisjoint({"voted", "ground attached"})


def test_what_the_convention_forbids_is_refused_with_its_clause_and_nothing_is_stored(
    party: Party, desk: Client
) -> None:
    row = actions.begin(None, party, OPENED)
    vote = {"on": "6 November 2026", "members": 46, "in_favour": 46, "against": 0, "abstained": 0}
    answer = desk.post(address(row, "vote"), vote)
    assert answer.status_code == 200
    assert "must be able to make its views known. (ECPT, Article 10(2))" in text(answer)
    assert 'value="46"' in text(answer)  # what was typed is still there
    assert row.steps.count() == 1


def test_a_vote_counts_all_members_in_office(party: Party) -> None:
    row = actions.begin(None, party, OPENED)
    actions.take(None, row, PartyTold(on=DAY))
    actions.take(None, row, ViewsReceived(on=DAY))
    actions.take(None, row, Voted(on=DAY, in_favour=30, against=0, abstained=0, members=46))
    page = access.history_for(row)[0]
    assert [act.carried for act in page.acts if isinstance(act, Voted)] == [False]


@pytest.mark.bothdbs
def test_what_comes_back_from_the_rows_is_what_was_done(party: Party, journalled) -> None:
    with journalled("procedure.opened"):
        row = actions.begin(None, party, OPENED)
    acts = [
        PartyTold(on=DAY, views_by=date(2026, 9, 30)),
        GroundAttached(on=DAY, kind=GroundedIn.LETTER, fact="letter1", note="as the letter book has it"),
        Suspended(on=date(2026, 8, 1), note="talks are held"),
    ]
    for act in acts:
        with journalled("procedure.step_taken") as entries:
            actions.take(None, row, act)
        assert "letter1" not in str(entries[0].revision.changes)
    assert access.history_for(row)[0].acts == (OPENED, *acts)


@pytest.mark.bothdbs
def test_a_step_in_error_is_withdrawn_and_stays_readable(party: Party, desk: Client, journalled) -> None:
    row = actions.begin(None, party, OPENED)
    actions.take(None, row, PartyTold(on=DAY))
    actions.take(None, row, ViewsReceived(on=DAY))
    told, views = row.steps.order_by("pk")[1:]
    actor = cast.reader(cast.head_of_body())
    with pytest.raises(ForbiddenError, match="rests on this one"):
        actions.withdraw(actor, row, told, reason="not sent")
    with journalled("procedure.step_withdrawn"):
        desk.post(
            reverse("procedure:withdraw", args=[row.public_id, views.public_id]), {"reason": "misfiled"}
        )
    page = text(desk.get(address(row)))
    assert "misfiled" in page
    assert "views are awaited" in page
    assert row.steps.count() == 3


def test_a_day_is_asked_for_and_a_month_is_not_enough(party: Party, desk: Client) -> None:
    row = actions.begin(None, party, OPENED)
    answer = desk.post(address(row, "told"), {"on": "July 2026"})
    assert "Give the day" in text(answer)
    assert row.steps.count() == 1


def test_a_second_opening_leads_to_the_one_that_is_there(party: Party, desk: Client) -> None:
    row = actions.begin(None, party, OPENED)
    assert desk.get(reverse("procedure:open", args=[party.slug])).url == address(row)


def test_only_who_reads_the_file_sees_it_and_only_who_writes_takes_steps(
    party: Party, client: Client, signed_in
) -> None:
    row = actions.begin(None, party, OPENED)
    actions.take(None, row, PartyTold(on=DAY, note="Canary note"))
    actions.take(None, row, GroundAttached(on=DAY, kind=GroundedIn.LETTER, fact=letter(party).public_id))
    Procedure.objects.update(klass="public")  # even where a fact about it was opened to the public
    for stranger in (client, signed_in(cast.liaison_officer()), signed_in(cast.auditor())):
        assert stranger.get(address(row)).status_code in (302, 404)
        page = stranger.get(f"/dossier/{party.slug}/")
        assert address(row).encode() not in page.content
        assert b"Canary subject" not in page.content
    publication = signed_in(cast.publication_officer())
    assert "Canary note" in text(publication.get(address(row)))
    assert publication.post(address(row, "views"), {"on": "3 July 2026"}).status_code == 404
    assert row.steps.count() == 3


def test_a_step_of_a_conducted_procedure_is_taken_on_its_own_page_only(party: Party, desk: Client) -> None:
    row = actions.begin(None, party, OPENED)
    free = reverse("dossier:step", args=[row.public_id])
    assert desk.post(free, {"step": "statement made", "certainty": "seen"}).status_code == 404
    assert address(row) in text(desk.get(f"/dossier/{party.slug}/"))
