"""A review step by step: accepted, corrected, refused, split, joined, undone; by whom, and read by whom."""

from typing import Any

import pytest
from django.urls import reverse
from tests import cast
from tests.web.reading.conftest import CANARY, PARTS

from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.reading import access, actions, parts
from habeas.web.reading.models import Proposal, Reading, State, Step

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


@pytest.fixture
def rows(read) -> list[Proposal]:
    return list(access.proposals_of(read()))


def address(row: Proposal) -> str:
    return reverse("reading:proposal", args=[row.reading.public_id, row.public_id])


def standing(reading: Reading) -> list[tuple[str, str]]:
    return [(one.given["text"], one.state) for one in access.proposals_of(reading)]


def test_a_review_by_buttons_goes_from_one_to_the_next_and_can_be_left(signed_in, dana, rows) -> None:
    browser = signed_in(dana)
    first, second, third = rows
    assert "3 of 3 to be reviewed" in browser.get("/").content.decode()
    begin = browser.get(reverse("reading:reading", args=[first.reading.public_id])).content.decode()
    assert "Begin the review" in begin
    page = browser.get(address(first)).content.decode()
    for said in ("1 of 3", "Velmark", PARTS[0], 'data-key="a"', "Page 1 with the passage marked"):
        assert said in page
    assert browser.post(address(first), {"act": "accept"}).url == address(second)
    given = {**second.given, "act": "edit", "text": "Let a lawyer in at once.", "kind": "comment"}
    assert browser.post(address(second), given).url == address(third)
    assert "needs a reason" in str(actions_refused(dana, third))
    assert "required" in browser.post(address(third), {"act": "refuse"}).content.decode()
    overview = reverse("reading:reading", args=[first.reading.public_id])
    assert browser.post(address(third), {"act": "refuse", "reason": "asks nothing"}).url == overview
    page = browser.get(overview).content.decode()
    assert "Go on with the review" not in page
    assert "?state=accepted" in page
    assert "2 accepted" in page.replace("</a>", "")
    assert "to be taken over" in browser.get("/").content.decode()

    second.refresh_from_db()
    assert (second.given["kind"], second.proposed["text"]) == ("comment", PARTS[1])
    page = browser.get(address(second)).content.decode()
    assert "As it was read" in page
    assert PARTS[1] in page
    assert "changed, Dana" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert browser.post(address(second), {"act": "nothing known"}).url == address(second)


def actions_refused(user: Any, row: Proposal) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        actions.refuse(cast.reader(user), row, reason=" ")
    return caught.value


def test_an_abbreviation_is_no_place_to_split_at() -> None:
    text = "It recalls paragraph 9 (cf. paragraph 27 of CPT (2026) 7). (a) Mr. Moe should know. (b) She too."
    assert [words for _at, words in parts.cuts(text)] == ["(a) Mr. Moe should know.", "(b) She too."]


def test_a_proposal_is_split_at_a_sentence_and_each_part_keeps_its_place(dana, rows) -> None:
    desk, second = cast.reader(dana), rows[1]
    ((at, words),) = parts.cuts(second.given["text"])
    assert words == "Tell a relative (Sarrow);"
    made = actions.split(desk, second, at)
    texts = [text for text, _state in standing(second.reading)]
    assert texts == [PARTS[0], "Let a lawyer in at once.", "Tell a relative (Sarrow);", PARTS[2]]
    assert second.end == made.start == second.start + at
    (left,), (right,) = second.boxes, made.boxes
    assert left[3] == right[1]
    assert made.proposed == made.given
    for nowhere in (0, 999):
        with pytest.raises(RefusedError, match="Choose with which words"):
            actions.split(desk, second, nowhere)
    actions.undo(desk, second.reading)
    assert [text for text, _state in standing(second.reading)] == list(PARTS)
    assert Step.objects.get().undone_by == dana


def test_what_was_changed_before_keeps_what_was_read_beside_both_parts(dana, rows) -> None:
    desk, second = cast.reader(dana), rows[1]
    actions.edit(desk, second, {**second.given, "text": "One. Two."}, accepted=False)
    made = actions.split(desk, second, 5)
    assert [second.given["text"], made.given["text"]] == ["One.", "Two."]
    assert second.proposed["text"] == made.proposed["text"] == PARTS[1]


def test_two_are_joined_and_every_step_is_undone_in_turn(dana, rows) -> None:
    desk, (first, second, third) = cast.reader(dana), rows
    actions.accept(desk, third)
    actions.join(desk, first)
    assert standing(first.reading) == [
        (f"{PARTS[0]}\n{PARTS[1]}", State.OPEN),
        (PARTS[2], State.ACCEPTED),
    ]
    assert first.boxes == [*rows[0].boxes[:1], *second.boxes]
    with pytest.raises(RefusedError, match="Nothing of the same kind follows"):
        actions.join(desk, third)
    assert actions.undo(desk, first.reading) == first.public_id
    assert standing(first.reading) == [
        (PARTS[0], State.OPEN),
        (PARTS[1], State.OPEN),
        (PARTS[2], State.ACCEPTED),
    ]
    actions.undo(desk, first.reading)
    assert {state for _text, state in standing(first.reading)} == {State.OPEN}
    with pytest.raises(RefusedError, match="no step"):
        actions.undo(desk, first.reading)


def test_the_journal_says_who_did_what_and_nothing_of_what_it_says(dana, rows) -> None:
    desk, third = cast.reader(dana), rows[2]
    actions.accept(desk, third)
    actions.refuse(desk, third, reason=f"says {CANARY}")
    actions.undo(desk, third.reading)
    told = JournalEntry.objects.filter(action__startswith="reading.").order_by("pk")
    assert list(told.values_list("action", "actor_id"))[-3:] == [
        ("reading.accepted", dana.pk),
        ("reading.declined", dana.pk),
        ("reading.undone", dana.pk),
    ]
    kept = [*told.values_list("fields", "reason"), *Revision.objects.values_list("changes")]
    assert CANARY not in str(kept)


def test_who_reads_the_file_but_does_not_bring_lists_sees_nothing_of_a_reading(signed_in, rows) -> None:
    pages = [
        reverse("reading:list"),
        reverse("reading:reading", args=[rows[2].reading.public_id]),
        address(rows[2]),
    ]
    for who in (cast.publication_officer, cast.delegation_member, cast.liaison_officer, cast.auditor):
        browser = signed_in(who())
        assert {browser.get(page).status_code for page in pages} == {404}
        assert browser.post(pages[2], {"act": "accept"}).status_code == 404
        assert CANARY not in browser.get("/").content.decode()
    assert rows[2].reading.proposals.filter(state=State.ACCEPTED).count() == 0


def test_a_passage_without_pages_is_shown_in_its_text(signed_in, dana, rows) -> None:
    Reading.objects.update(sizes=[])
    page = signed_in(dana).get(address(rows[1])).content.decode()
    assert f"<mark>{PARTS[1]}</mark>" in page
    assert PARTS[0] in page
