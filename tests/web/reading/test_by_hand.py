"""What the reader missed is added by hand, and what was brought by mistake is withdrawn with its file."""

import pytest
from django.urls import reverse
from tests import cast
from tests.web.reading.conftest import CANARY, PARTS

from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.reading import access, actions, kept, passages
from habeas.web.reading.models import Proposal, Reading, Step

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
SMALL = "The cells are small."
TEXT = f"Head\n\n25. {SMALL}\nThey should be\nenlarged.\n\n1.2. Let {CANARY} in.\n\n{SMALL}"


def test_paragraphs_stand_at_their_place_without_their_number() -> None:
    found = passages.passages_of(TEXT)
    assert [one.number for one in found] == ["", "25", "1.2", ""]
    assert [TEXT[one.start : one.end] for one in found] == [one.text for one in found]
    assert found[1].text == "The cells are small.\nThey should be\nenlarged."
    whole = passages.place_of(TEXT, found[1:3], "")
    assert TEXT[slice(*whole)].endswith(f"Let {CANARY} in.")
    copied = passages.place_of(TEXT, found[1:2], "hey  should be enla")
    assert TEXT[slice(*copied)] == "They should be\nenlarged"
    assert passages.place_of(TEXT, [], f"Let {CANARY}")[0] == found[2].start
    for chosen, words, code in (
        ([], "", "passage-missing"),
        (found[2:3], "The cells", "words-not-found"),
        ([], SMALL, "words-found-often"),
    ):
        with pytest.raises(RefusedError) as caught:
            passages.place_of(TEXT, chosen, words)
        assert caught.value.code == code


def test_a_passage_that_was_missed_becomes_a_proposal_and_is_undone(signed_in, dana, read) -> None:
    row = read(schema="habeas/report/1", text=TEXT, asks=[])
    listed = signed_in(dana).get(reverse("reading:list")).content.decode()
    assert "nothing was found in it" in listed
    assert "0 of 0" not in listed
    Reading.objects.update(sizes=[])
    browser, page = signed_in(dana), reverse("reading:add", args=[row.public_id])
    assert page in browser.get(reverse("reading:reading", args=[row.public_id])).content.decode()
    assert "No paragraph has the number" in browser.get(f"{page}?paragraph=99").content.decode()
    said = browser.get(f"{page}?paragraph=1.2").content.decode()
    assert f"Let {CANARY} in." in said
    assert "Paragraphs before" in said
    wrong = browser.post(page, {"kind": "comment", "words": "never said"}).content.decode()
    assert "do not stand there" in wrong

    there = browser.post(page, {"kind": "comment", "passage": "1", "words": "They should be enlarged."})
    made = Proposal.objects.get()
    address = reverse("reading:proposal", args=[row.public_id, made.public_id])
    assert there.url == f"{address}?edit=1"
    assert (made.given["kind"], made.given["paragraph"]) == ("comment", "25")
    assert made.given["text"] == "They should be\nenlarged."
    review = browser.get(there.url).content.decode()
    assert review.count("added by hand") == 2
    assert f"{page}?near={made.start}" in review
    assert Step.objects.get().by == dana
    assert CANARY not in str(list(Revision.objects.values_list("changes")))
    overview = reverse("reading:reading", args=[row.public_id])
    assert browser.post(address, {"act": "undo"}).url == overview
    assert not access.proposals_of(row).exists()

    browser.post(page, {"kind": "statement", "passage": ["2", "3"]})
    statement = access.proposals_of(row).get()
    with pytest.raises(RefusedError, match="not filled in"):
        actions.accept(cast.reader(dana), statement)
    actions.edit(cast.reader(dana), statement, {**statement.given, "speaker": "Minister"}, accepted=True)


def test_a_document_brought_by_mistake_is_destroyed_and_says_by_whom_and_why(signed_in, dana, read) -> None:
    row, other = read(), read()
    browser = signed_in(dana)
    actions.accept(cast.reader(dana), row.proposals.first())
    page = browser.get(reverse("reading:reading", args=[row.public_id])).content.decode()
    address = reverse("reading:withdraw", args=[row.public_id])
    assert address in page
    browser.get(address)
    assert "required" in browser.post(address, {"reason": ""}).content.decode()
    said = browser.post(address, {"reason": "of another Party"}, follow=True).content.decode()
    assert "of another Party" in said
    assert "are destroyed" in said
    assert not kept.folder_of(row).exists()
    assert kept.file_of(other).exists()
    row.refresh_from_db()
    assert (row.title, row.reference, row.proposals.count(), row.steps.count()) == ("", "", 0, 0)
    assert PARTS[0] not in said
    told = JournalEntry.objects.filter(action="reading.withdrawn").get()
    assert (told.object_id, told.actor_id) == (row.public_id, dana.pk)
    assert "withdrawn" in browser.get("/reading/").content.decode()
    assert browser.get(reverse("reading:document", args=[row.public_id])).status_code == 404
    assert access.same_file(cast.reader(dana), other) is None
    assert "withdrawn already" in browser.post(address, {"reason": "twice"}, follow=True).content.decode()


def test_what_is_at_work_or_in_the_file_is_not_withdrawn(signed_in, dana, read) -> None:
    row = read()
    desk, address = signed_in(dana), reverse("reading:withdraw", args=[row.public_id])
    Reading.objects.update(ended_at=None)
    assert "is being read" in desk.post(address, {"reason": "x"}, follow=True).content.decode()
    Reading.objects.update(begun_at=None)
    assert access.next_waiting() == row
    other = read()
    Reading.objects.filter(pk=other.pk).update(begun_at=None, ended_at=None)
    waits = desk.get(reverse("reading:reading", args=[other.public_id])).content.decode()
    assert "1 document is read before it." in waits
    Reading.objects.update(begun_at=row.created_at, ended_at=row.created_at)
    row.proposals.update(taken_at=row.created_at)
    page = desk.post(address, {"reason": "x"}, follow=True).content.decode()
    assert "is kept as the source of that" in page
    assert address not in page
    assert kept.file_of(row).exists()
