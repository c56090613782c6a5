"""What is confidential is in no byte that a reader of the public gets, on no page and in no file."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.web.facts import LISTS, PAGES, every_kind, orland

from habeas.web.dialogue.models import LetterAct
from habeas.web.reports.models import DocumentAct
from habeas.web.visits.models import Membership, VisitAct

pytestmark = pytest.mark.django_db
WAYS = ("", "?party=orland", "?export=csv", "?export=xlsx", "?sort=-date")


def everything(client: Client, *kinds: object) -> bytes:
    """Every byte that the lists, their files and the pages of these facts give."""
    found = b""
    for name in LISTS:
        for way in WAYS:
            found += client.get(reverse(name) + way).content
    for name in ("reports:asked",):
        found += client.get(reverse(name, args=["orland"])).content
        found += client.get(reverse(name, args=["orland"]) + "?by=theme").content
    found += client.get(reverse("reports:asks_upr_info")).content
    for facts in kinds:
        for kind, name in PAGES.items():
            found += client.get(reverse(name, args=[getattr(facts, kind).public_id])).content
        found += client.get(reverse("threads:thread", args=[facts.ask.public_id])).content
    return found


@pytest.mark.parametrize("who", ["nobody", "no role", "auditor", "custody officer", "system administrator"])
def test_no_canary_is_in_what_the_public_gets(client, signed_in, who):
    hidden, shown = every_kind("confidential", "CANARY"), every_kind("public", "LARK")
    browser = client if who == "nobody" else signed_in(cast.CAST[who]())
    told = everything(browser, hidden, shown)
    assert b"CANARY" not in told
    for mark in ("Place LARK", "Sender LARK", "Report LARK", "Open the doors LARK", "Officer LARK"):
        assert mark.encode() in told


def test_a_public_fact_does_not_lead_to_a_dossier_that_is_not_open(client):
    shown = every_kind("public", "LARK")
    dossier = reverse("dossier:page", args=[shown.document.party.slug])
    ways = [reverse(name, args=[getattr(shown, kind).public_id]) for kind, name in PAGES.items()]
    ways.append(reverse("threads:thread", args=[shown.ask.public_id]))
    assert all(f'href="{dossier}"'.encode() in client.get(way).content for way in ways)
    orland().__class__.objects.update(klass="confidential")
    for way in ways:
        told = client.get(way).content
        assert b"LARK" in told
        assert f'href="{dossier}"'.encode() not in told, way


def test_who_reads_what_was_transmitted_is_led_to_no_dossier(signed_in):
    shown = every_kind("public", "LARK")
    party = shown.document.party
    party.__class__.objects.update(klass="confidential")
    liaison = signed_in(cast.liaison_officer(party=party.public_id))
    dossier = f'href="{reverse("dossier:page", args=[party.slug])}"'.encode()
    for way in (reverse("reports:document", args=[shown.document.public_id]), reverse("dossier:parties")):
        answer = liaison.get(way)
        assert answer.status_code == 200
        assert dossier not in answer.content


def test_a_public_fact_does_not_lead_to_a_confidential_one(client):
    hidden, shown = every_kind("confidential", "CANARY"), every_kind("public", "LARK")
    shown.ask.document, shown.place.authority = hidden.document, hidden.authority
    shown.incident.visit, shown.officer.authority = hidden.visit, hidden.authority
    shown.letter.visit, shown.document.responds_to = hidden.visit, hidden.document
    shown.document.visits.add(hidden.visit)
    hidden.document.responds_to = shown.document
    for row in (*vars(shown).values(), hidden.document):
        row.save()
    VisitAct.objects.create(visit=shown.visit, kind="planned", klass="confidential", why="CANARY")
    LetterAct.objects.create(letter=shown.letter, kind="answered", klass="confidential", note="CANARY")
    DocumentAct.objects.create(document=shown.document, kind="due", withdrawn_why="CANARY")
    told = everything(client, shown)
    assert b"CANARY" not in told
    assert b"Working LARK" not in told  # a working number is confidential on public paper too
    assert b"unanswered" in client.get(reverse("dialogue:list")).content  # the answer is not public


def test_the_working_number_cannot_be_guessed_by_filtering(client):
    every_kind("public", "LARK")
    page = client.get(reverse("reports:documents"), {"q": "Working"})
    assert b"Report LARK" not in page.content


def test_who_reads_the_file_sees_all_of_it(signed_in):
    hidden = every_kind("confidential", "CANARY")
    told = everything(signed_in(cast.desk_officer()), hidden)
    for mark in ("Place", "Sender", "Report", "Working", "Open the doors", "Officer", "incident", "Talks"):
        assert f"{mark} CANARY".encode() in told


def test_a_member_of_a_delegation_reads_the_party_that_the_visit_is_to(signed_in):
    hidden = every_kind("confidential", "CANARY")
    member = cast.delegation_member()
    browser = signed_in(member)
    assert browser.get(reverse("visits:visit", args=[hidden.visit.public_id])).status_code == 404
    Membership.objects.create(visit=hidden.visit, user=member, role="member", from_day=date(2001, 1, 1))
    assert b"aim CANARY" in browser.get(reverse("visits:visit", args=[hidden.visit.public_id])).content
    assert browser.get(reverse("visits:change", args=[hidden.visit.public_id])).status_code == 404


def test_a_liaison_officer_reads_what_was_transmitted_and_nothing_else(signed_in):
    hidden, sent = every_kind("confidential", "CANARY"), every_kind("confidential", "SENT")
    act = DocumentAct.objects.create(document=sent.document, kind="transmitted", date="2018-02-01")
    browser = signed_in(cast.liaison_officer(party=orland().public_id))
    told = everything(browser, hidden, sent)
    assert b"CANARY" not in told
    assert b"Report SENT" in told
    assert b"Open the doors SENT" in told
    assert b"by SENT" not in told  # when it was adopted, and by whom, was not transmitted
    assert b"Sender SENT" not in told
    act.withdrawn_why = "Recorded in error."
    act.save()
    assert b"SENT" not in everything(browser, hidden, sent)


def test_the_history_is_for_those_who_read_the_file(client, signed_in):
    shown = every_kind("public", "LARK")
    address = reverse("visits:visit", args=[shown.visit.public_id])
    assert b"history-title" not in client.get(address).content
    assert b"history-title" in signed_in(cast.desk_officer()).get(address).content


def test_a_list_of_which_part_is_held_back_is_not_said_to_be_complete(client, signed_in):
    orland().completeness.create(list="visit", complete=True)
    every_kind("public", "LARK")
    address = reverse("visits:list") + "?party=orland"
    assert b"This list is complete." in client.get(address).content
    every_kind("confidential", "CANARY")
    assert b"This list is complete." not in client.get(address).content
    assert b"This list is complete." in signed_in(cast.desk_officer()).get(address).content


def test_an_export_of_the_file_is_journalled_and_says_that_it_is_confidential(signed_in, journalled):
    every_kind("confidential", "CANARY")
    browser = signed_in(cast.desk_officer())
    with journalled("list.exported") as entries:
        response = browser.get(reverse("places:list"), {"export": "csv", "name": "CANARY"})
    assert 'filename="places-confidential.csv"' in response["Content-Disposition"]
    assert "CANARY" not in str(entries[0].revision.changes)
