"""Who is due and where, what is decided about it, and what a delegation takes along."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry
from habeas.web.mailbook.actions import add_step, receive
from habeas.web.mailbook.models import MailEntry, MailStep
from habeas.web.places.models import Place
from habeas.web.programme import actions
from habeas.web.programme.access import survey
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProgrammeYear, ProtectedPlace
from habeas.web.replies.filing import Came, file_response
from habeas.web.reprisals.models import FollowUp
from habeas.web.threads.models import Assessment
from habeas.web.visits.models import Membership, Visit, VisitAct, VisitPlace

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"
LISTS = ("/programme/", "/programme/places/", "/programme/entries/")


def place(name: str, **columns) -> Place:
    return Place.objects.create(party=orland(), source=source(), name=name, **columns)


def visited(when: str, *places: Place, step: str = "completed") -> Visit:
    visit = Visit.objects.create(party=orland(), source=source(), date=when, kind="periodic")
    VisitAct.objects.create(visit=visit, kind=step, date=when[-10:])
    for one in places:
        VisitPlace.objects.create(visit=visit, place=one)
    return visit


def table(browser, address: str) -> list[dict[str, str]]:
    """What the list exports, by the headings of its columns."""
    answer = browser.get(f"{address}{'&' if '?' in address else '?'}export=csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


# Due ----------------------------------------------------------------------------------------------------


def test_only_visits_that_were_made_count(signed_in) -> None:
    harbour = place("Harbour")
    visited("2019-03-04/2019-03-08", harbour)
    visited("2024-05-06/2024-05-09", harbour, step="cancelled")
    visited("2025-05-06/2025-05-09", harbour, step="refused")
    desk = signed_in(cast.desk_officer())
    (party,) = table(desk, "/programme/")
    assert (party["Last visit made"], party["Visits made"]) == ("2019-03-04/2019-03-08", "1")
    (found,) = table(desk, "/programme/places/")
    assert found["Last visit made"] == "2019-03-04/2019-03-08"


def test_places_not_visited_for_so_many_years_are_found_and_exported_as_shown(signed_in) -> None:
    this_year = timezone.localdate().year
    visited(f"{this_year - 8}-03-04", place("Long ago"))
    visited(f"{this_year - 2}-03-04", place("Lately"))
    place("Never")
    desk = signed_in(cast.desk_officer())
    address = "/programme/places/?years=6&coverage=long+ago"
    assert [one["Place"] for one in table(desk, address)] == ["Long ago"]
    page = desk.get(address).content.decode()
    assert "Long ago" in page
    assert "Lately" not in page
    assert [one["Place"] for one in table(desk, "/programme/places/?coverage=no+visit+known")] == ["Never"]


def test_a_place_says_which_criteria_it_meets_and_nothing_is_added_up(signed_in) -> None:
    visited("2001-03-04", place("Station", kind="police"))
    place("Prison", kind="prison", capacity_places=300)
    place("Unknown size", kind="police")
    desk = signed_in(cast.desk_officer())
    form = {"name": "Police", "years": "6", "no_visit": "on", "kinds": ["police"], "size": "10"}
    assert desk.post("/programme/criteria/add/", form).status_code == 302
    chosen = CriteriaSet.objects.get()
    address = f"/programme/places/?criteria={chosen.public_id}"
    met = {one["Place"]: (one["Meets"], one["Not known"]) for one in table(desk, address)}
    assert met["Station"] == ("not visited for 6 years or more; police", "10 places or more")
    assert met["Prison"] == (
        "no visit known; 10 places or more",
        "not visited for 6 years or more",
    )
    assert [one["Place"] for one in table(desk, f"{address}&meets=any")] == [
        "Prison",
        "Unknown size",
        "Station",
    ]
    assert table(desk, f"{address}&meets=all") == []


def test_a_place_under_article_17_3_is_shown_as_not_to_be_visited_and_stays_in_the_list(
    signed_in, journalled
) -> None:
    camp = place("Camp", latitude="55.1", longitude="3.1")
    desk = signed_in(cast.desk_officer())
    form = {"date": "2022", "basis": f"a letter ({CANARY})"}
    with journalled("programme.place_protected") as noted:
        assert desk.post(f"/programme/protected/{camp.public_id}/", form).status_code == 302
    assert CANARY not in str(noted[0].revision.changes)
    (found,) = table(desk, "/programme/places/")
    assert found["Coverage"] == "not to be visited (Article 17(3))"
    assert "not to be visited" in desk.get("/programme/places/").context["picture_legend"]
    with journalled("programme.protection_ended"):
        desk.post(f"/programme/protected/{camp.public_id}/end/", {"reason": "they left"})
    assert table(desk, "/programme/places/")[0]["Coverage"] == "no visit known"


def test_open_asks_count_once_a_thread_and_what_was_closed_is_not_open(signed_in) -> None:
    facts = every_kind("confidential", "plain")
    reader = cast.reader(cast.desk_officer())
    found = survey(reader, timezone.localdate())
    assert (found.open_of[orland().pk], found.open_at[facts.place.pk]) == (1, 1)
    Assessment.objects.create(
        party=orland(), source=source(), ask=facts.ask, degree="implemented", date="2024"
    )
    found = survey(reader, timezone.localdate())
    assert found.open_of.get(orland().pk, 0) == 0


def test_what_was_received_is_a_number_until_it_is_used_for_a_visit(signed_in) -> None:
    dana = cast.desk_officer()
    reader, desk, harbour = cast.reader(dana), signed_in(dana), place("Harbour")
    entry = MailEntry(
        party=orland(),
        place=harbour,
        received_on=date(2024, 1, 2),
        sender_kind="family",
        theme="health",
        gist=f"gist {CANARY}",
    )
    receive(reader, entry, who=f"Somebody {CANARY}", sender=None, readers=[])
    (found,) = table(desk, "/programme/places/")
    assert found["Received, not used yet"] == "1"
    visit = visited("2024-05-06", harbour)
    add_step(reader, MailStep(entry=entry, kind="used", on=date(2024, 4, 1), visit=visit))
    FollowUp.objects.create(visit=visit, worries=["other"])
    assert table(desk, "/programme/places/")[0]["Received, not used yet"] == "0"
    brief = f"/programme/brief/orland/?visit={visit.public_id}"
    told = [desk.get(address).content.decode() for address in (*LISTS, brief)]
    assert "1 entry" in told[-1]
    for shown in (*told, _text(desk, visit)):
        assert CANARY not in shown
        assert entry.sender.pseudonym not in shown
        assert "reprisal" not in shown.lower()


def _text(browser, visit: Visit) -> str:
    answer = browser.get(f"/programme/brief/orland/brief.docx?visit={visit.public_id}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode())


# Decided ------------------------------------------------------------------------------------------------


def test_what_is_put_on_says_why_and_by_whom_and_taken_off_it_stays(signed_in, journalled) -> None:
    party = orland()
    desk = signed_in(cast.desk_officer())
    form = {
        "year": "2027",
        "party": party.slug,
        "kind": "urgent",
        "reason": f"cancelled twice {CANARY}",
        "decided_by": "Bureau",
        "decided_on": "2020-01-02",
    }
    with journalled("programme.put_on") as noted:
        assert desk.post("/programme/entries/add/", form).status_code == 302
    assert CANARY not in str(noted[0].revision.changes)
    again = desk.post("/programme/entries/add/", form)
    assert "on the programme of this year already" in again.content.decode()
    row = ProgrammeEntry.objects.get()
    assert desk.post(f"/programme/entries/{row.public_id}/take-off/", {"reason": "done"}).status_code == 302
    (shown,) = table(desk, "/programme/entries/?year=2027")
    assert (shown["Decided by"], shown["Taken off because"]) == ("Bureau", "done")
    assert desk.get(f"/programme/entries/{row.public_id}/take-off/").status_code == 404


def test_a_place_under_article_17_3_is_put_on_with_a_warning(signed_in) -> None:
    camp, desk = place("Camp"), signed_in(cast.desk_officer())
    form = {
        "year": "2027",
        "party": "orland",
        "place": camp.public_id,
        "kind": "urgent",
        "reason": "B",
        "decided_by": "A",
        "decided_on": "2020-01-02",
    }
    ProtectedPlace.objects.create(place=camp, basis="B")
    page = desk.post("/programme/entries/add/", form, follow=True).content.decode()
    assert "visited by the ICRC: see Article 17(3)" in page


def test_room_for_urgent_visits_is_kept_and_an_announcement_opens_nothing(signed_in, client) -> None:
    """Article 7(1): any other visit that appears required."""
    desk = signed_in(cast.desk_officer())
    decided = {"decided_by": "A", "decided_on": date(2020, 1, 2)}
    for kind in ("periodic", "urgent"):
        ProgrammeEntry.objects.create(party=orland(), year=2027, kind=kind, reason="B", **decided)
    said = {"kept_free": "3", "announced_on": "2026-11-10", "note": ""}
    assert desk.post("/programme/year/2027/", said).status_code == 302
    page = desk.get("/programme/entries/?year=2027")
    assert (page.context["year_row"].kept_free, page.context["urgent"]) == (3, 1)
    assert set(ProgrammeEntry.objects.values_list("klass", flat=True)) == {"confidential"}
    assert client.get("/programme/entries/").status_code == 302
    assert "2027" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"reason": " "}, "programme-undecided"),
        ({"decided_by": ""}, "programme-undecided"),
    ],
)
def test_nothing_comes_on_the_programme_undecided(columns, code) -> None:
    said = {"reason": "A", "decided_by": "B", "decided_on": date(2020, 1, 2), "year": 2027} | columns
    with pytest.raises(RefusedError) as refused:
        actions.put_on(cast.reader(cast.desk_officer()), ProgrammeEntry(party=orland(), **said))
    assert refused.value.code == code
    assert not ProgrammeEntry.objects.exists()


def test_a_set_without_any_criterion_is_refused_and_a_change_asks_why(signed_in, journalled) -> None:
    desk = signed_in(cast.desk_officer())
    assert "at least one" in desk.post("/programme/criteria/add/", {"name": "Empty"}).content.decode()
    desk.post("/programme/criteria/add/", {"name": "Old", "years": "6"})
    row = CriteriaSet.objects.get()
    address = f"/programme/criteria/{row.public_id}/"
    assert desk.post(address, {"name": "Old", "years": "4"}).status_code == 200
    with journalled("programme.criteria_changed") as noted:
        desk.post(address, {"name": "Old", "years": "4", "reason": "decided at the plenary"})
    assert noted[0].revision.changes["years"] == [6, 4]
    assert "not visited for 4 years or more" in desk.get("/programme/criteria/").content.decode()


# The brief ----------------------------------------------------------------------------------------------


def test_a_brief_holds_what_is_open_and_what_is_missing(signed_in) -> None:
    facts = every_kind("confidential", "plain")
    facts.document.acts.create(kind="transmitted", date="2018-02-02")
    page = signed_in(cast.desk_officer()).get("/programme/brief/orland/").content.decode()
    for said in (
        "Open the doors plain.",
        "said to be done",
        "not implemented",
        "Place plain",
        "incident plain",
        "response of the Party",
        "It is not known whether the list of places is complete.",
        "Subject plain",
    ):
        assert said in page, said
    assert "Confidential" in page


@pytest.mark.parametrize(
    ("language", "translated", "missing"),
    [
        ("other", False, True),
        ("other", True, False),
        ("fr", False, False),
    ],
)
def test_a_brief_names_the_response_that_is_not_translated(signed_in, language, translated, missing) -> None:
    facts = every_kind("confidential", "plain")
    facts.document.acts.create(kind="transmitted", date="2018-02-02")
    came = Came(received_on=date(2018, 5, 2), language=language, translated=translated)
    file_response(None, facts.document, came)
    page = signed_in(cast.desk_officer()).get("/programme/brief/orland/").content.decode()
    assert ("translation of the response" in page) is missing


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_brief_leaves_as_a_file_with_its_hash_in_the_journal(form, signed_in, journalled) -> None:
    every_kind("confidential", "plain")
    desk = signed_in(cast.desk_officer())
    address = f"/programme/brief/orland/brief.{form}"
    with journalled("programme.brief_exported") as noted:
        answer = desk.get(address)
    assert "confidential" in answer["Content-Disposition"]
    side = desk.get(f"{address}?sha256=1").content.decode()
    assert noted[0].revision.changes["sha256"][1] in side
    assert JournalEntry.objects.filter(action="programme.brief_exported").count() == 1


def test_a_brief_before_a_visit_is_of_a_visit_of_that_party(signed_in) -> None:
    visit = visited("2019-03-04")
    desk = signed_in(cast.desk_officer())
    assert "This visit" in desk.get(f"/programme/brief/orland/?visit={visit.public_id}").content.decode()
    other = type(orland()).objects.create(name="Other", slug="other")
    assert desk.get(f"/programme/brief/{other.slug}/?visit={visit.public_id}").status_code == 404
    assert (
        f"/programme/brief/orland/?visit={visit.public_id}"
        in desk.get(f"/visits/{visit.public_id}/").content.decode()
    )


# Who reads it -------------------------------------------------------------------------------------------


def test_a_member_sees_the_parties_of_the_own_visits_and_no_other(signed_in) -> None:
    member = cast.delegation_member()
    browser = signed_in(member)
    visit = visited("2019-03-04", place("Harbour", klass="public"))
    type(orland()).objects.filter(slug="orland").update(klass="public")
    for address in LISTS[:2]:
        assert table(browser, address) == []
    assert browser.get("/programme/brief/orland/").status_code == 404
    Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    assert [one["Party"] for one in table(browser, "/programme/")] == ["Orland"]
    assert browser.get("/programme/brief/orland/").status_code == 200
    assert browser.post("/programme/entries/add/", {}).status_code == 404


@pytest.mark.parametrize("address", [*LISTS, "/programme/brief/orland/"])
def test_more_rows_ask_no_more(address, signed_in) -> None:
    desk = signed_in(cast.desk_officer())
    decided = {"decided_by": "A", "decided_on": date(2020, 1, 2), "reason": "B"}

    def more(mark: str) -> None:
        facts = every_kind("confidential", mark)
        ProtectedPlace.objects.create(place=facts.place, basis="B")
        ProgrammeEntry.objects.create(party=orland(), place=facts.place, year=2099, **decided)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(address).status_code == 200
        return len(found)

    more("0")
    few = asked()
    for n in range(1, 5):
        more(str(n))
    assert asked() <= few
    assert few <= 90


def test_a_year_is_said_once(journalled) -> None:
    dana = cast.reader(cast.desk_officer())
    with journalled("programme.year_changed"):
        actions.say_of_year(dana, ProgrammeYear(year=2027, kept_free=2), {})


def test_the_dossier_leads_to_the_brief_for_who_reads_the_file(signed_in, client) -> None:
    type(orland()).objects.filter(slug="orland").update(klass="public")
    way = "/programme/brief/orland/"
    assert way in signed_in(cast.desk_officer()).get("/dossier/orland/").content.decode()
    for browser in (client, signed_in(cast.delegation_member())):
        assert way not in browser.get("/dossier/orland/").content.decode()


def test_the_map_of_places_says_what_its_signs_mean(signed_in) -> None:
    place("Prison", kind="prison", latitude="55.1", longitude="3.1")
    place("Old station", kind="police", latitude="55.2", longitude="3.2", state="closed")
    legend = signed_in(cast.desk_officer()).get("/places/").context["picture_legend"]
    assert all(word in legend for word in ("prison", "police", "closed"))
    assert "psychiatric" not in legend
