"""A visit that the body makes: taken step by step on its page, refused by the clause, closed to others."""

from datetime import date

import pytest
from tests import cast

from habeas.procedure.visit.acts import Head
from habeas.web.clocks.access import dues_for
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.models import Party
from habeas.web.places.models import Place
from habeas.web.sources.models import Source
from habeas.web.visits.models import Finding, Incident, Membership, SealedNote, Visit, VisitPlace

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
CANARY = "zebrafinch"


@pytest.fixture
def party() -> Party:
    return Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


@pytest.fixture
def visit(party, desk) -> Visit:
    said = {"party": "orland", "kind": "ad hoc", "body": "CPT", "on": "6 January 2021", "aim": CANARY}
    assert desk.post("/visits/plan/", said).status_code == 302
    return Visit.objects.get(party=party)


def step(client, visit: Visit, name: str, **said: object):
    return client.post(f"/visits/{visit.public_id}/take/{name}/", said)


def take(client, visit: Visit, *steps: tuple[str, dict[str, object]]) -> None:
    for name, said in steps:
        answer = step(client, visit, name, **said)
        assert answer.status_code == 302, (name, answer.context["form"].errors if answer.context else answer)


TO_NOTIFIED = (
    ("risk", {"on": "7 January 2021", "outcome": "go with measures"}),
    ("decide", {"on": "8 January 2021", "kind": "ad hoc", "decider": "bureau"}),
    (
        "notify",
        {
            "on": "10 January 2021",
            "letter": "letter 2021/4",
            "members": "Lea Leader\nMikael Member",
            "assisting": "Dr C. Expert\nD. Interpreter",
        },
    ),
)
TO_STARTED = (*TO_NOTIFIED, ("start", {"on": "13 January 2021", "assisting": ["Dr C. Expert"]}))


def page(client, visit: Visit) -> str:
    return client.get(f"/visits/{visit.public_id}/").content.decode()


def test_a_visit_from_the_programme_to_its_end(desk, visit) -> None:
    take(
        desk,
        visit,
        *TO_STARTED,
        ("end-talks", {"on": "20 January 2021", "with_whom": "Minister of Justice"}),
        ("immediate", {"on": "20 January 2021", "demand": "Take cell 3 out of use."}),
        ("complete", {"on": "20 January 2021"}),
    )
    shown = page(desk, visit)
    for said in ("Take cell 3 out of use.", "Dr C. Expert", "8(5)", "no letter set a time"):
        assert said in shown
    assert "No assessment of risks" not in shown


def test_article_8_1_a_visit_that_was_not_notified_does_not_begin_and_nothing_is_stored(desk, visit) -> None:
    take(desk, visit, *TO_NOTIFIED[:2])
    before = visit.acts.count()
    refused = step(desk, visit, "start", on="13 January 2021")
    assert "was not notified" in refused.content.decode()
    assert "Article 8(1)" in refused.content.decode()
    assert visit.acts.count() == before


def test_dates_out_of_order_are_refused_in_words(desk, visit) -> None:
    take(desk, visit, *TO_NOTIFIED)
    assert "dated before the step" in step(desk, visit, "acknowledged", on="1 January 2021").content.decode()


def test_a_step_that_is_sent_twice_is_recorded_once(desk, visit) -> None:
    take(desk, visit, *TO_NOTIFIED)
    said = {"on": "11 January 2021", "ground": "public safety", "against": "time"}
    take(desk, visit, ("representation", said))
    again = step(desk, visit, "representation", **said)
    assert "recorded already, on the same day and in the same words" in again.content.decode()
    assert visit.acts.filter(kind="representation").count() == 1
    take(desk, visit, ("representation", said | {"note": "A second letter of the same day."}))


def test_where_nobody_or_nothing_can_be_chosen_the_form_says_what_to_do(desk, visit) -> None:
    take(desk, visit, *TO_NOTIFIED[:2], ("notify", TO_NOTIFIED[2][1] | {"assisting": ""}))
    asked = desk.get(f"/visits/{visit.public_id}/take/objection/").content.decode()
    assert "there is nobody to object to" in asked
    asked = desk.get(f"/visits/{visit.public_id}/take/incident/").content.decode()
    assert f'<a href="/visits/{visit.public_id}/incident/">' in asked


def test_article_14_3_who_was_objected_to_does_not_take_part(desk, visit) -> None:
    take(desk, visit, *TO_NOTIFIED, ("objection", {"on": "11 January 2021", "person": "Dr C. Expert"}))
    refused = step(desk, visit, "start", on="13 January 2021", assisting=["Dr C. Expert"])
    assert "Article 14(3)" in refused.content.decode()
    take(desk, visit, ("start", {"on": "13 January 2021"}))


def test_article_9_2_what_is_owed_after_a_representation_stands_on_the_page(desk, visit) -> None:
    place = Place.objects.create(party=visit.party, source=visit.source, name="Northgate", kind="police")
    against = {"ground": "public safety", "against": "place", "place": place.public_id}
    take(desk, visit, *TO_NOTIFIED, ("representation", against | {"on": "11 January 2021"}))
    assert "are to consult immediately" in page(desk, visit)
    take(desk, visit, ("start", {"on": "13 January 2021"}))
    seen = {"on": "14 January 2021", "place": place.public_id}
    take(desk, visit, ("place-seen", seen))
    assert "are to consult immediately" not in page(desk, visit)


def test_article_8_5_an_immediate_observation_counts_down_from_the_day_that_a_letter_set(desk, visit) -> None:
    take(desk, visit, *TO_STARTED, ("immediate", {"on": "14 January 2021", "demand": "Begin an inquiry."}))
    matter = {"concerns": "immediate observation 1"}
    no_letter = step(desk, visit, "time", on="20 January 2021", due="20 February 2021", letter="", **matter)
    assert no_letter.status_code == 200
    due = {"on": "20 January 2021", "due": "20 February 2021", "letter": "letter 2021/9"}
    take(desk, visit, ("time", due | matter))
    reader = cast.reader(cast.desk_officer("second"))
    (found,) = dues_for(reader, date(2021, 2, 10))
    assert (found.what, found.late) == ("Answer to the immediate observation 1", False)
    assert dues_for(reader, date(2021, 2, 21))[0].late
    assert dues_for(cast.reader(cast.somebody()), date(2021, 2, 21)) == []
    take(desk, visit, ("answered", {"on": "22 February 2021"} | matter))
    assert dues_for(reader, date(2021, 2, 23)) == []


def test_a_step_that_a_later_one_rests_on_is_not_withdrawn(desk, visit) -> None:
    take(desk, visit, *TO_STARTED)
    notified = visit.acts.get(kind="notified")
    address = f"/visits/{visit.public_id}/step/{notified.public_id}/withdraw/"
    refused = desk.post(address, {"reason": "typed twice"})
    notified.refresh_from_db()
    assert notified.withdrawn_why == ""
    assert refused.status_code == 400
    assert "rests on this one" in refused.content.decode()
    started = visit.acts.get(kind="started")
    desk.post(f"/visits/{visit.public_id}/step/{started.public_id}/withdraw/", {"reason": "it began later"})
    assert "it began later" in page(desk, visit)


def test_who_takes_part_withdraws_what_was_recorded_in_error_and_nobody_else(desk, visit, signed_in) -> None:
    take(desk, visit, *TO_STARTED)
    started = visit.acts.get(kind="started")
    member, stranger = cast.delegation_member(), cast.delegation_member("mona")
    Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    address = f"/visits/{visit.public_id}/step/{started.public_id}/withdraw/"
    assert signed_in(stranger).post(address, {"reason": "not mine"}).status_code == 404
    reader = signed_in(member)
    assert f'href="{address}"' in page(reader, visit)
    assert "band-invented" in reader.get(address).content.decode()
    assert reader.post(address, {"reason": "it began later"}).status_code == 302
    assert "it began later" in page(reader, visit)


def test_a_member_does_not_withdraw_what_others_are_said_to_have_done(desk, party, signed_in) -> None:
    source = Source.objects.create(name="annual report")
    reported = Visit.objects.create(party=party, source=source, date="2019")
    act = reported.acts.create(kind="completed", date="2019")
    member = cast.delegation_member()
    Membership.objects.create(visit=reported, user=member, role="member", from_day=cast.LONG_AGO)
    address = f"/visits/{reported.public_id}/step/{act.public_id}/withdraw/"
    assert address not in page(signed_in(member), reported)
    assert signed_in(member).get(address).status_code == 404
    assert signed_in(cast.desk_officer("second")).get(address).status_code == 200


def test_what_is_reported_is_not_added_to_a_visit_of_the_bodys_own(desk, visit) -> None:
    assert f'/visits/{visit.public_id}/step/"' not in page(desk, visit)
    reported = {"kind": "completed", "date": "2021", "certainty": "seen"}
    refused = desk.post(f"/visits/{visit.public_id}/step/", reported)
    assert "The body conducts this visit" in refused.content.decode()
    assert not visit.acts.filter(kind="completed").exists()


def test_article_16_papers_of_a_visit_are_read_by_its_delegation_and_no_others(
    visit, desk, signed_in, client
) -> None:
    member, stranger = cast.delegation_member(), cast.delegation_member("mona")
    Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    inside = signed_in(member)
    take(inside, visit, TO_NOTIFIED[0])
    said = {"theme": "lawyer", "text": f"Seen by {CANARY}", "rests_on": ["registers"]}
    assert inside.post(f"/visits/{visit.public_id}/finding/", said).status_code == 302
    assert CANARY in page(inside, visit)
    for reader in (client, signed_in(stranger), signed_in(cast.liaison_officer(party=visit.party.public_id))):
        for address in (f"/visits/{visit.public_id}/", "/visits/", "/dossier/orland/", "/places/", "/"):
            assert CANARY not in reader.get(address).content.decode()
        assert step(reader, visit, "risk", on="9 January 2021", outcome="go").status_code in (302, 404)
    assert visit.acts.count() == 2


def test_an_interpreter_reads_and_does_not_write(visit, signed_in) -> None:
    person = cast.delegation_member("ivo")
    Membership.objects.create(visit=visit, user=person, role="interpreter", from_day=cast.LONG_AGO)
    client = signed_in(person)
    assert CANARY in page(client, visit)
    assert step(client, visit, "risk", on="9 January 2021", outcome="go").status_code == 404


def test_article_8_3_of_interviews_only_numbers_are_kept(desk, visit) -> None:
    place = Place.objects.create(party=visit.party, source=visit.source, name="Northgate", kind="police")
    stop = {"place": place.public_id, "date": "14 January 2021", "arrived": "22:40", "left": "01:15"}
    address = f"/visits/{visit.public_id}/place/"
    too_many = desk.post(address, stop | {"interviews": 3, "in_private": 4})
    assert "more than the persons interviewed" in too_many.content.decode()
    assert desk.post(address, stop | {"interviews": 11, "in_private": 11}).status_code == 302
    again = desk.post(address, stop | {"interviews": 11, "in_private": 11})
    assert "noted with this date already" in again.content.decode()
    Visit.objects.filter(pk=visit.pk).update(
        date="2021-01-13/2021-01-20", date_earliest=date(2021, 1, 13), date_latest=date(2021, 1, 20)
    )
    wrong = desk.post(address, stop | {"date": "14 January 2022"})
    assert "lies outside the visit" in wrong.content.decode()
    shown = page(desk, visit)
    assert "22:40 – 01:15" in shown
    assert "11 persons interviewed" in shown
    kept = {field.name for field in VisitPlace._meta.get_fields()}
    assert kept & {"text", "note", "content", "person", "name"} == set()


def test_what_is_sealed_of_an_incident_is_read_by_those_named_whatever_the_role(
    visit, desk, signed_in, client
) -> None:
    incident = Incident.objects.create(
        party=visit.party,
        visit=visit,
        source=visit.source,
        kind="a warning",
        head=Head.NONE.value,
        klass="confidential",
    )
    named, head = cast.head_of_delegation(), cast.head_of_body()
    Membership.objects.create(visit=visit, user=named, role="head", from_day=cast.LONG_AGO)
    said = {"text": f"{CANARY} told us", "readers": [named.public_id]}
    assert desk.post(f"/visits/incidents/{incident.public_id}/seal/", said).status_code == 302
    sealed = "sealed a note on the incident"
    address = f"/visits/incidents/{incident.public_id}/"
    own = signed_in(named)
    assert CANARY in own.get(address).content.decode()
    assert sealed in own.get(address).content.decode()
    for reader in (desk, signed_in(head), client):
        told = reader.get(address).content.decode()
        assert CANARY not in told
        assert sealed not in told
    assert JournalEntry.objects.filter(action="incident.sealed").count() == 1
    assert SealedNote.objects.count() == 1
    assert own.post(f"{address}seal/", said).status_code == 302  # by the delegation that was there


def test_a_finding_is_withdrawn_with_a_reason_and_stays(desk, visit) -> None:
    desk.post(
        f"/visits/{visit.public_id}/finding/",
        {"theme": "health", "text": "No nurse at night", "rests_on": ["told", "seen"]},
    )
    row = Finding.objects.get()
    address = f"/visits/{visit.public_id}/finding/{row.public_id}/withdraw/"
    desk.post(address, {"reason": "it was another prison"})
    shown = page(desk, visit)
    assert "it was another prison" in shown
    assert "No nurse at night" in shown
    assert desk.post(address, {"reason": "again"}).status_code == 404


def test_a_place_of_another_party_has_no_findings_here(desk, visit) -> None:
    source = Source.objects.create(name="elsewhere")
    other = Party.objects.create(name="Sarovia (invented)", slug="sarovia")
    place = Place.objects.create(party=other, source=source, name="Hill Street", kind="remand")
    said = {"theme": "health", "text": "A", "rests_on": ["seen"], "place": place.public_id}
    assert desk.post(f"/visits/{visit.public_id}/finding/", said).status_code == 200
    assert not Finding.objects.exists()


def test_the_journal_keeps_which_step_and_when_and_not_what_it_says(desk, visit) -> None:
    take(desk, visit, ("risk", {"on": "7 January 2021", "outcome": "go", "note": CANARY}))
    entry = JournalEntry.objects.filter(action="visit.step_taken").latest("pk")
    assert entry.revision.changes == {"step": [None, "risk assessed"], "date": [None, "2021-01-07"]}
