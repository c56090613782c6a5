"""What the body assessed and linked is for those who read the file; the State reads its own claims."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.web.facts import every_kind, orland, said_nothing_of, source

from habeas.web.dossier.taking import EVERYTHING
from habeas.web.reports.models import Ask, DocumentAct
from habeas.web.sources.models import Source
from habeas.web.threads.access import links_for
from habeas.web.threads.models import AskLink, Assessment, Claim
from habeas.web.visits.models import Membership

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"


def said_of(ask: Ask, klass: str, mark: str, **more: Any) -> SimpleNamespace:
    """An earlier ask, and a claim, an assessment and a link of that class, each text of which is marked."""
    state, _new = Source.objects.get_or_create(name=f"Statement {mark}", voice="State", address="")
    shared = {"party": ask.party, "klass": klass, "note": f"note {mark}", "pinpoint": f"p. {mark}"}
    body = shared | {"source": source(mark)}
    earlier = Ask.objects.create(kind="recommendation", text=f"Before {mark}", date="2001", **body)
    claim = Claim.objects.create(
        ask=ask, text=f"Claim {mark}", date="2031-01-01", progress="done", source=state, **shared, **more
    )
    assessment = Assessment.objects.create(
        ask=ask,
        degree="not_implemented",
        date="2032-02-02",
        reasons=f"Reasons {mark}",
        third_party=f"Third {mark}",
        author=cast.somebody(f"author of {mark}"),
        author_role="desk_officer",
        **body,
        **more,
    )
    link = AskLink.objects.create(
        later=ask, earlier=earlier, relation="repeats", why=f"Why {mark}", date="2033-03-03", **body, **more
    )
    return SimpleNamespace(earlier=earlier, claim=claim, assessment=assessment, link=link)


def everything(browser: Client, ask: Ask) -> str:
    """Every byte by which a thread might be told to a reader."""
    told = b""
    for name in ("threads:thread", "reports:ask"):
        told += browser.get(reverse(name, args=[ask.public_id])).content
    for query in ({}, {"repeated": "1"}, {"state": "open"}, {"export": "csv"}, {"export": "xlsx"}):
        told += browser.get(reverse("threads:list"), query).content
    told += browser.get(reverse("reports:asked", args=["orland"])).content
    for form in ("", "dossier.json", "dossier.html"):
        told += browser.get(f"/dossier/orland/{form}").content
    return told.decode(errors="replace")


HELD = (CANARY, "2032", "2033", "not implemented", "2 times", "asked again", "Assessed")


@pytest.mark.parametrize("who", ["nobody", "no role", "auditor", "delegation member", "system administrator"])
def test_no_canary_and_no_count_is_in_what_the_public_gets(who, client, signed_in) -> None:
    free = said_nothing_of("public", "plain").ask
    said = said_of(free, "confidential", CANARY)
    said.earlier.klass = "public"
    said.earlier.text = "Before."
    said.earlier.save()
    browser = client if who == "nobody" else signed_in(cast.CAST[who]())
    told = everything(browser, free).replace("Source zebrafinch", "").replace("p. zebrafinch", "")
    told = told.replace("note zebrafinch", "")  # of the earlier ask, which is public
    for leaked in HELD:
        assert leaked not in told


def test_the_public_page_of_a_thread_is_the_same_whether_or_not_anything_is_assessed(client) -> None:
    free = every_kind("public", "plain").ask
    pages = []
    for _turn in range(2):
        page = client.get(reverse("threads:thread", args=[free.public_id]))
        assert page.status_code == 200
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()))
        if len(pages) == 1:
            said_of(free, "confidential", CANARY)
    assert pages[0] == pages[1]


def test_what_is_public_is_no_more_public_than_the_ask_that_it_hangs_on(client) -> None:
    hidden = every_kind("confidential", "held").ask
    said_of(hidden, "public", CANARY)
    assert client.get(reverse("threads:thread", args=[hidden.public_id])).status_code == 404
    told = client.get(reverse("threads:list")).content + client.get("/dossier/orland/dossier.json").content
    for leaked in ("Reasons", "Claim zebra", "Why"):
        assert leaked.encode() not in told


def test_what_was_opened_is_read_by_all_and_without_whose_hand_it_was(client) -> None:
    free = every_kind("public", "plain").ask
    said_of(free, "public", "opened")
    page = client.get(reverse("threads:thread", args=[free.public_id])).content.decode()
    for told in ("Before opened", "Claim opened", "Reasons opened", "Why opened"):
        assert told in page
    file = client.get("/dossier/orland/dossier.json").content.decode()
    assert "Reasons opened" in file
    for shown in (page, file):
        assert "Author Of" not in shown


def test_the_evidence_of_an_opened_assessment_leads_to_nothing_confidential(client) -> None:
    free, hidden = every_kind("public", "plain"), every_kind("confidential", "held")
    said = said_of(free.ask, "public", "opened")
    said.assessment.visits.set([hidden.visit])
    said.assessment.documents.set([hidden.document])
    told = client.get(reverse("threads:thread", args=[free.ask.public_id])).content.decode()
    told += client.get("/dossier/orland/dossier.json").content.decode()
    for leaked in (hidden.visit.public_id, hidden.document.public_id, "Report held"):
        assert leaked not in told


def test_a_member_of_a_delegation_reads_and_does_not_write(signed_in) -> None:
    facts = every_kind("confidential", "held")
    said_of(facts.ask, "confidential", CANARY)
    member = cast.delegation_member()
    Membership.objects.create(visit=facts.visit, user=member, role="member", from_day=date(2001, 1, 1))
    browser = signed_in(member)
    page = browser.get(reverse("threads:thread", args=[facts.ask.public_id])).content.decode()
    for told in (f"Before {CANARY}", f"Claim {CANARY}", f"Reasons {CANARY}"):
        assert told in page
    for name in ("link", "claim", "assess"):
        assert browser.get(reverse(f"threads:{name}", args=[facts.ask.public_id])).status_code == 404


def test_a_liaison_officer_reads_own_claims_of_what_was_transmitted_and_no_assessment(signed_in) -> None:
    facts = every_kind("confidential", "SENT")
    said = said_of(facts.ask, "confidential", CANARY)
    browser = signed_in(cast.liaison_officer(party=orland().public_id))
    assert browser.get(reverse("threads:thread", args=[facts.ask.public_id])).status_code == 404
    assert CANARY not in everything(browser, facts.ask)
    DocumentAct.objects.create(document=facts.document, kind="transmitted", date="2018-02-01")
    page = browser.get(reverse("threads:thread", args=[facts.ask.public_id])).content.decode()
    assert f"Claim {CANARY}" in page
    told = everything(browser, facts.ask)
    for leaked in ("Before", "Reasons", "Third", "Why", "note"):
        assert f"{leaked} {CANARY}" not in told
    for leaked in ("2032", "2033", "not implemented", "2 times"):
        assert leaked not in told
    Claim.objects.filter(pk=said.claim.pk).update(source=source("informant"))
    assert f"Claim {CANARY}" not in everything(browser, facts.ask)  # the body has it from somebody else


def test_what_was_withdrawn_is_for_those_who_read_the_file(client, signed_in) -> None:
    free = every_kind("public", "plain").ask
    said_of(free, "public", CANARY, withdrawn_why="in error")
    told = everything(client, free)
    for leaked in ("Claim", "Reasons", "Why"):
        assert f"{leaked} {CANARY}" not in told
    assert "in error" not in told
    page = signed_in(cast.desk_officer()).get(reverse("threads:thread", args=[free.public_id]))
    assert page.content.decode().count("in error") == 3
    assert links_for(EVERYTHING).count() == 1


def test_opening_takes_two_and_leaves_the_author_out(signed_in, client) -> None:
    free = every_kind("public", "plain").ask
    said = said_of(free, "confidential", "asked")
    desk, head = signed_in(cast.desk_officer()), signed_in(cast.head_of_body())
    way = reverse("dossier:ask_to_open", args=["assessment", said.assessment.public_id])
    thread = reverse("threads:thread", args=[free.public_id])
    assert way in desk.get(thread).content.decode()
    page = desk.get(way).content.decode()
    assert "Reasons asked" in page
    assert "Author Of" not in page
    assert desk.post(way, {"reason": "in the published report", "seen": "on"}).status_code == 302
    waiting = head.get("/dossier/openings/").content.decode()
    assert "Reasons asked" in waiting
    form = dict(re.findall(r'<input type="hidden" name="(approval|read)" value="(\w+)">', waiting))
    assert "Reasons asked" not in client.get(thread).content.decode()
    assert head.post("/dossier/openings/", form).status_code == 302
    assert "Reasons asked" in client.get(thread).content.decode()


def test_an_empty_list_asks_nobody_to_link_who_may_not(client: Client, signed_in: Any) -> None:
    advice = "Open what was asked, and link it"
    assert advice in signed_in(cast.desk_officer()).get(reverse("threads:list")).content.decode()
    page = client.get(reverse("threads:list")).content.decode()
    assert advice not in page
    assert "No thread can be read here yet" in page
