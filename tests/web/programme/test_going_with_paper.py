"""Checklists for paper: every question names what it rests on, in French too, with room to write."""

import io
import re
import zipfile

import pytest
from tests import cast
from tests.web.facts import orland, source

from habeas import law
from habeas.language import words
from habeas.papers import Lines
from habeas.papers.paper import runs_of
from habeas.web.places.models import Place
from habeas.web.programme.checklists import (
    COMPLETE,
    HEADING_NAMES,
    KIND_NAMES,
    OF_PLACE,
    checklist_paper,
    checklists,
)
from habeas.web.visits.models import Visit, VisitPlace

CANARY = "zebrafinch"


def questions():
    return [one for each in checklists().values() for part in each.parts for one in part.questions]


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_list_asks_of_treatment_and_of_what_may_follow_from_having_spoken(kind) -> None:
    parts = checklists()[kind].parts
    assert [part.heading for part in parts][-1] == "after"
    assert {part.heading for part in parts} <= set(HEADING_NAMES)
    assert any(part.heading == "treatment" for part in parts)
    assert len([one for part in parts for one in part.questions]) >= 10
    assert kind in OF_PLACE.values()


def test_each_question_rests_on_a_provision_and_is_asked_in_both_official_languages() -> None:
    for one in questions():
        assert law.provision(one.rests_on.ref) is one.rests_on
        texts = [one.texts[language] for language in COMPLETE]
        assert texts[0] != texts[1]
        assert "\u00a0?" in one.texts["fr"] or "\u00a0?" not in one.texts["en"]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "az"])
def test_there_is_room_to_write_beneath_each_question(language) -> None:
    from datetime import date

    checklist = checklists()["police"]
    paper = checklist_paper(checklist, None, words=words(language), made_on=date(2031, 4, 7))
    asked = [one for part in checklist.parts for one in part.questions]
    rooms = [block.count for block in paper.blocks if isinstance(block, Lines) and not block.text]
    assert rooms == [one.room for one in asked]
    assert paper.band is None
    said = "".join(run.text for block in paper.plain_blocks() for run in runs_of(block))
    for one in asked:
        assert one.text(language) in said


def _word(answer) -> str:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode())


@pytest.mark.django_db
def test_a_blank_list_is_no_secret_and_one_that_names_a_place_is(signed_in, journalled) -> None:
    place = Place.objects.create(
        party=orland(), source=source(), name=f"Station {CANARY}", kind="police", klass="confidential"
    )
    visit = Visit.objects.create(party=orland(), source=source(), date="2032-05-06")
    VisitPlace.objects.create(visit=visit, place=place)
    desk = signed_in(cast.desk_officer())
    blank = desk.get("/programme/checklists/police/checklist.docx")
    assert "confidential" not in blank["Content-Disposition"]
    assert CANARY not in _word(blank)
    offered = desk.get(f"/programme/checklists/?visit={visit.public_id}").content.decode()
    query = f"?place={place.public_id}&amp;visit={visit.public_id}"
    assert f"/programme/checklists/police/{query}" in offered
    page = desk.get(f"/programme/checklists/police/{query}".replace("&amp;", "&")).content.decode()
    assert CANARY in page
    assert "6 May 2032" in page
    assert "Confidential" in page
    with journalled("programme.checklist_exported") as noted:
        file = desk.get(f"/programme/checklists/police/checklist.docx?place={place.public_id}")
    assert CANARY in _word(file)
    assert CANARY not in file["Content-Disposition"]
    assert CANARY not in str(noted[0].revision.changes)


@pytest.mark.django_db
def test_a_member_of_no_visit_fills_in_no_place(signed_in) -> None:
    place = Place.objects.create(party=orland(), source=source(), name="A", kind="police", klass="public")
    browser = signed_in(cast.delegation_member())
    assert browser.get("/programme/checklists/police/").status_code == 200
    for way in ("", "checklist.pdf"):
        address = f"/programme/checklists/police/{way}?place={place.public_id}"
        assert browser.get(address).status_code == 404
    assert browser.get("/programme/checklists/palace/").status_code == 404
