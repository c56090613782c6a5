"""Facts are entered, changed with a reason, and given dated steps, by those who may; each is journalled."""

from datetime import date

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.dossier.status import Answer, VisitStatus, answer, due_date, visit_status
from habeas.web.dialogue.models import Letter, Talks
from habeas.web.dialogue.store import letter_value
from habeas.web.journal.access import history_of
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, Standing
from habeas.web.places.models import Place
from habeas.web.reports.models import Ask, Document, Intake
from habeas.web.visits.models import Incident, Visit
from habeas.web.visits.store import visit_value

pytestmark = pytest.mark.django_db
SURE = {"certainty": "reported"}

KINDS = {
    "visits:add": (Visit, "visit.added", {"kind": "periodic", "date": "23 – 30 October 2017", "body": "CPT"}),
    "visits:incident_add": (Incident, "incident.added", {"head": "8(3)", "kind": "interview overheard"}),
    "dialogue:letter_add": (
        Letter,
        "letter.added",
        {"sender": "President of the CPT", "addressee": "Ministry", "count": "1", "due": "1 June 2018"},
    ),
    "dialogue:talks_add": (Talks, "talks.added", {"subject": "Access", "date": "2018"}),
    "parties:authority_add": (Authority, "authority.added", {"name": "Ministry", "kind": "ministry"}),
    "parties:officer_add": (LiaisonOfficer, "liaison_officer.added", {"name": "A", "office": "B"}),
    "places:add": (Place, "place.added", {"name": "Prison No. 4", "kind": "prison", "opened": "1996"}),
    "reports:document_add": (
        Document,
        "document.added",
        {
            "kind": "visit report",
            "reference": "CPT/Inf (2018) 37",
            "confidential_reference": "CPT (2017) 12",
            "transmitted": "2018-02-01",
            "due": "2018-08-01",
        },
    ),
    "reports:ask_add": (
        Ask,
        "ask.added",
        {"kind": "request", "text": "Open\nthe  doors.", "themes": "Police"},
    ),
}
CHANGES = {
    "visit": ("visits:change", "visit.changed", {"kind": "periodic", "aim": "Changed", "body": "CPT"}),
    "incident": ("visits:incident_change", "incident.changed", {"head": "8(4)", "kind": "Changed"}),
    "letter": ("dialogue:letter_change", "letter.changed", {"sender": "Changed", "addressee": "B"}),
    "talks": ("dialogue:talks_change", "talks.changed", {"subject": "Changed"}),
    "authority": ("parties:authority_change", "authority.changed", {"name": "Changed", "kind": "other"}),
    "officer": ("parties:officer_change", "liaison_officer.changed", {"name": "Changed", "office": "B"}),
    "place": ("places:change", "place.changed", {"region": "Changed"}),
    "document": ("reports:document_change", "document.changed", {"kind": "other", "title": "Changed"}),
    "ask": ("reports:ask_change", "ask.changed", {"kind": "comment", "text": "Changed"}),
}
STEPS = {
    "visit": ("visits", "act", "withdraw", "visit.step", "suspended"),
    "letter": ("dialogue", "letter_act", "letter_withdraw", "letter.step", "answered"),
    "talks": ("dialogue", "talks_act", "talks_withdraw", "talks.step", "held"),
    "document": ("reports", "document_act", "document_withdraw", "document.step", "leaked"),
}


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


@pytest.mark.parametrize("name", KINDS)
def test_a_fact_is_added_with_a_source_named_in_the_same_form(desk, journalled, name):
    model, action, given = KINDS[name]
    orland()
    sourced = {"source_name": "Letter of 12 March", "source_date": "12 March 2018", "source_voice": "State"}
    with journalled(action) as entries:
        response = desk.post(reverse(name), {"party": "orland", **SURE, **given, **sourced})
        assert response.status_code == 302, response.context["form"].errors
    row = model.objects.get()
    assert (row.klass, row.source.name, row.source.date) == (
        "confidential",
        "Letter of 12 March",
        "2018-03-12",
    )
    assert entries[0].party_id == orland().public_id
    assert desk.get(response["Location"]).status_code == 200


def test_dates_and_deadlines_become_what_they_are(desk):
    orland()
    for name in ("visits:add", "dialogue:letter_add", "places:add", "reports:document_add"):
        desk.post(reverse(name), {"party": "orland", **SURE, **KINDS[name][2], "source_name": "S"})
    assert Visit.objects.get().date == "2017-10-23/2017-10-30"
    letter = letter_value(Letter.objects.get())
    assert due_date(letter.acts).text == "2018-06-01"
    assert answer(letter, date(2018, 5, 1)) is Answer.AWAITED
    assert answer(letter, date(2018, 7, 1)) is Answer.UNANSWERED
    assert [act.kind for act in Document.objects.get().acts.all()] == ["transmitted", "due"]
    assert Place.objects.get().changes.get().date == "1996"


def test_a_letter_without_a_date_of_its_own_has_no_deadline(desk):
    orland()
    given = KINDS["dialogue:letter_add"][2] | {"due": ""}
    desk.post(reverse("dialogue:letter_add"), {"party": "orland", **SURE, **given, "source_name": "S"})
    assert due_date(letter_value(Letter.objects.get()).acts) is None


def test_what_is_asked_is_kept_letter_by_letter(desk):
    orland()
    given = KINDS["reports:ask_add"][2] | {"text": "  Open\r\nthe  doors. "}
    desk.post(reverse("reports:ask_add"), {"party": "orland", **SURE, **given, "source_name": "S"})
    assert Ask.objects.get().text == "  Open\r\nthe  doors. "


@pytest.mark.parametrize("name", KINDS)
def test_an_error_loses_nothing_that_was_typed_and_writes_nothing(desk, name):
    model, _action, given = KINDS[name]
    orland()
    before = JournalEntry.objects.count()
    page = desk.post(reverse(name), {"party": "orland", **SURE, **given, "note": "Typed with care"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Choose a source, or name a new one below." in text
    assert "Typed with care" in text
    assert not model.objects.exists()
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_asks_why_is_in_the_history_and_is_not_public(desk, journalled, kind):
    name, action, given = CHANGES[kind]
    row = getattr(every_kind("public", "LARK"), kind)
    address = reverse(name, args=[row.public_id])
    given = {**SURE, **given, "source": row.source.public_id}
    assert "it is confidential" in desk.get(address).content.decode()
    assert "There is a problem" in desk.post(address, given).content.decode()  # no reason yet
    with journalled(action) as entries:
        response = desk.post(address, given | {"reason": "Misread."})
        assert response.status_code == 302, response.context["form"].errors
    assert entries[0].reason == "Misread."
    row.refresh_from_db()
    assert row.klass == "confidential"
    lowered = [entry.revision.changes.get("klass") for entry in history_of(row)]
    assert lowered.count(["public", "confidential"]) == 1
    assert "Misread." in desk.get(response["Location"]).content.decode()


def test_the_history_names_what_a_pointer_pointed_at(desk):
    row = every_kind("confidential", "LARK").letter
    address = reverse("dialogue:letter_change", args=[row.public_id])
    given = {**SURE, **CHANGES["letter"][2], "source": source("WREN").public_id, "reason": "Another source."}
    page = desk.get(desk.post(address, given)["Location"]).content.decode()
    assert "Source WREN" in page.split("Another source.")[1]


@pytest.mark.parametrize("kind", CHANGES)
def test_what_a_colleague_saved_meanwhile_is_not_undone_unseen(desk, signed_in, kind):
    name, _action, given = CHANGES[kind]
    row = getattr(every_kind("confidential", "LARK"), kind)
    address = reverse(name, args=[row.public_id])
    opened = desk.get(address).context["form"]["as_read"].value()
    given = {**SURE, **given, "source": row.source.public_id, "reason": "Misread.", "as_read": opened}
    colleague = signed_in(cast.head_of_body())
    assert colleague.post(address, given | {"note": "By a colleague"}).status_code == 302
    page = desk.post(address, given | {"note": "By me"})
    assert "Somebody changed this fact after you opened the form" in page.content.decode()
    assert "By me" in page.content.decode()  # nothing that was typed is lost
    row.refresh_from_db()
    assert row.note == "By a colleague"
    again = page.context["form"]["as_read"].value()
    assert desk.post(address, given | {"note": "By me", "as_read": again}).status_code == 302
    row.refresh_from_db()
    assert row.note == "By me"


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_added_and_withdrawn_and_both_stay(desk, journalled, client, kind):
    app, act, undo, action, what = STEPS[kind]
    row = getattr(every_kind("public", "LARK"), kind)
    page = reverse(f"{app}:{kind}", args=[row.public_id])
    with journalled(action):
        given = {"kind": what, "date": "2019-05", "why": "canary", **SURE}
        response = desk.post(reverse(f"{app}:{act}", args=[row.public_id]), given)
        assert response.status_code == 302, response.context["form"].errors
    made = row.acts.get(kind=what)
    assert (made.date, made.klass) == ("2019-05", "confidential")
    assert "canary" in desk.get(page).content.decode()
    assert "canary" not in client.get(page).content.decode()
    address = reverse(f"{app}:{undo}", args=[row.public_id, made.public_id])
    assert desk.post(address, {"reason": ""}).status_code == 200
    with journalled("act.withdrawn"):
        desk.post(address, {"reason": "Another one was meant."})
    assert "Another one was meant." in desk.get(page).content.decode()
    assert desk.get(address).status_code == 404  # once is enough


def test_a_status_follows_from_the_steps_and_the_list_is_filtered_by_it(desk):
    facts = every_kind("public", "LARK")
    assert visit_status(visit_value(facts.visit), date(2031, 1, 1)) is VisitStatus.COMPLETED
    address = reverse("visits:list")
    assert desk.get(address, {"status": "completed"}).context["table"].paginator.count == 1
    assert desk.get(address, {"status": "planned"}).context["table"].paginator.count == 0
    letters = reverse("dialogue:list")
    assert desk.get(letters, {"answer": "unanswered"}).context["table"].paginator.count == 1
    assert desk.get(letters, {"what": "talks"}).context["table"].paginator.count == 1
    documents = reverse("reports:documents")
    assert desk.get(documents, {"publication": "published"}).context["table"].paginator.count == 0
    assert desk.get(documents, {"publication": "waiting"}).context["table"].paginator.count == 1


def test_a_deadline_without_its_date_and_a_publication_without_its_basis_are_refused(desk):
    facts = every_kind("public", "LARK")
    address = reverse("reports:document_act", args=[facts.document.public_id])
    assert "without it this step says nothing" in desk.post(address, {"kind": "extended"}).content.decode()
    named = desk.post(address, {"kind": "published", "date": "2019"}).content.decode()
    assert "Name the act by which it was published." in named


def test_a_fact_does_not_point_at_another_party(desk):
    facts = every_kind("public", "LARK")
    vale = Party.objects.create(name="Vale", slug="vale")
    given = {"party": "vale", "head": "8(3)", "kind": "A", "source_name": "S", **SURE}
    page = desk.post(reverse("visits:incident_add"), given | {"visit": facts.visit.public_id})
    assert "This belongs to another Party." in page.content.decode()
    elsewhere = Place.objects.create(party=vale, source=source(), name="Elsewhere")
    stop = desk.post(reverse("visits:stop", args=[facts.visit.public_id]), {"place": elsewhere.public_id})
    assert stop.status_code == 200
    assert facts.visit.stops.count() == 1


def test_a_text_that_came_in_a_file_is_not_asked_for_again(desk):
    facts = every_kind("public", "LARK")
    assert (
        "text" in desk.get(reverse("reports:ask_change", args=[facts.ask.public_id])).context["form"].fields
    )
    facts.ask.intake = _intake()
    facts.ask.save()
    page = desk.get(reverse("reports:ask_change", args=[facts.ask.public_id]))
    assert "text" not in page.context["form"].fields


def _intake():

    return Intake.objects.create(format="csv", target="asks", sha256="0" * 64)


@pytest.mark.parametrize("what", ["rename", "kind", "move", "merge", "close", "open"])
def test_what_became_of_a_place_is_recorded_by_a_form(desk, what):
    place = every_kind("confidential", "LARK").place
    other = Place.objects.create(party=place.party, source=place.source, name="Other", klass="confidential")
    given = {
        "name": "New",
        "kind": "military",
        "to": "4 Mill Lane",
        "into": other.public_id,
        "on": "May 2019",
    }
    response = desk.post(reverse("places:event", args=[place.public_id, what]), given)
    assert response.status_code == 302, response.context["form"].errors
    assert place.changes.last().date == "2019-05"
    assert history_of(place)[0].actor is not None
    page = desk.get(reverse("places:place", args=[place.public_id])).content.decode()
    assert "May 2019" in page


def test_a_place_that_is_open_is_not_reopened(desk):
    place = every_kind("confidential", "LARK").place
    page = desk.post(reverse("places:event", args=[place.public_id, "reopen"]), {"note": "Typed"})
    assert "cannot be opened again" in page.content.decode()
    assert "Typed" in page.content.decode()


def test_a_party_is_made_named_and_its_lists_are_said_to_be_complete(desk, journalled):
    with journalled("party.added"):
        desk.post(
            reverse("parties:add"), {"name": "Vale", "iso": "XV", "names": "Republic of Vale\nThe Vale"}
        )
    party = Party.objects.get(slug="vale")
    assert (party.klass, party.names.count()) == ("confidential", 2)
    assert "already" in desk.post(reverse("parties:add"), {"name": "Vale"}).content.decode()
    with journalled("party.named"):
        desk.post(reverse("parties:name", args=["vale"]), {"name": "Val"})
    with journalled("list.completeness_said"):
        said = {"list": "visit", "complete": "yes", "note": "Compared with the annual reports."}
        desk.post(reverse("parties:completeness", args=["vale"]), said)
    assert party.completeness.get().complete is True


def test_article_18_a_state_that_left_the_council_of_europe_stays_a_party(signed_in) -> None:
    party = orland()
    Standing.objects.create(
        party=party, source=source(), kind="organisation", name="Council of Europe", date="1999/2022-03"
    )
    Standing.objects.create(party=party, source=source(), kind="instrument", name="ECPT", date="1999/..")
    said = {"party": party.slug, "kind": "ad hoc", "body": "CPT", "on": "6 January 2026"}
    assert signed_in(cast.desk_officer()).post("/visits/plan/", said).status_code == 302
    assert Visit.objects.get(conducted=True).party == party
