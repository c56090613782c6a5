"""What may have been asked before is proposed on the page of a thread; either answer is kept."""

from typing import Any

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import orland, source

from habeas.web.journal.models import JournalEntry
from habeas.web.parties.actions import add_party
from habeas.web.reports.models import Ask, Document
from habeas.web.threads.models import AskLink

pytestmark = pytest.mark.django_db
CELLS = "Reduce overcrowding in the remand prisons of Orland."
CANARY = "zebrafinch"


def ask(text: str, date: str, **columns: Any) -> Ask:
    shared = {"party": orland(), "source": source(), "klass": "confidential", "kind": "recommendation"}
    return Ask.objects.create(text=text, date=date, **(shared | columns))


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


def way(name: str, row: Ask) -> str:
    return reverse(f"threads:{name}", args=[row.public_id])


def page(browser: Any, row: Ask, **query: str) -> str:
    told = browser.get(way("thread", row), query).content.decode()
    return told[told.index('id="proposed"') :].partition("</section>")[0]


def test_earlier_asks_of_the_same_party_are_proposed_with_what_speaks_for_them(desk) -> None:
    report = Document.objects.create(
        party=orland(), source=source(), kind="visit report", reference="CPT/Inf (2012) 7"
    )
    meant = ask("Open windows.", "2011", document=report, paragraph="27")
    alike = ask("The jails should not be overcrowded.", "2015")
    ask(f"{CELLS} LATER", "2022")
    ask(f"{CELLS} FOREIGN", "2010", party=add_party(None, name="Nordia"))
    told = page(desk, now := ask(f"{CELLS} See CPT/Inf (2012) 7, § 27.", "2021"))
    assert told.index(meant.public_id) < told.index(alike.public_id)
    assert "the text refers to it: <bdi>CPT/Inf (2012) 7, § 27</bdi>" in told
    assert "remand / jails" in told
    assert "LATER" not in told
    assert "FOREIGN" not in told
    assert now.public_id not in told.replace(way("answer", now), "").replace(way("link", now), "")


@pytest.mark.bothdbs
def test_a_proposal_that_is_taken_joins_the_thread(desk, journalled) -> None:
    earlier, now = ask(CELLS, "2015"), ask(CELLS, "2021")
    with journalled("link.added"):
        answer = desk.post(way("answer", now), {"earlier": earlier.public_id, "relation": "narrows"})
    assert answer["Location"] == f"{way('thread', now)}#proposed"
    assert AskLink.objects.get().relation == "narrows"
    assert "Nothing that was asked before is proposed." in page(desk, now)
    assert f"ask-{earlier.public_id}" in desk.get(way("thread", now)).content.decode()


@pytest.mark.bothdbs
def test_none_of_these_is_kept_and_shown_again_only_when_asked_for(desk) -> None:
    rows, now = [ask(CELLS, "2015"), ask(CELLS, "2016")], ask(CELLS, "2021")
    assert page(desk, now).count("<blockquote") == 2
    desk.post(way("answer", now), {"earlier": [row.public_id for row in rows], "set": "aside"})
    kept = list(AskLink.objects.all())
    assert {link.relation for link in kept} == {"none"}
    assert all(link.date for link in kept)
    entries = JournalEntry.objects.filter(action="link.added", object_id__in=[one.public_id for one in kept])
    assert [entry.actor and entry.actor.display_name for entry in entries] == ["Dana"] * 2
    assert "Nothing that was asked before is proposed." in page(desk, now)
    again = page(desk, now, again="1")
    assert again.count("Set aside on") == 2
    assert "None of these" not in again
    added = ask(CELLS, "2017")
    told = page(desk, now)
    assert added.public_id in told, "what nobody was asked about yet is proposed"
    assert rows[0].public_id not in told


def test_an_answer_that_cannot_be_is_refused_in_words(desk) -> None:
    earlier, now = ask(CELLS, "2015"), ask(CELLS, "2021")
    elsewhere = ask(CELLS, "2015", party=add_party(None, name="Nordia"))
    given = {"earlier": earlier.public_id, "relation": "repeats"}
    desk.post(way("answer", now), given)
    refused = desk.post(way("answer", now), given, follow=True)
    assert "It is said already how these two belong together." in refused.content.decode()
    for wrong in ({}, {"earlier": earlier.public_id}, given | {"earlier": elsewhere.public_id}):
        refused = desk.post(way("answer", now), wrong, follow=True)
        assert "Nothing was kept." in refused.content.decode()
    assert AskLink.objects.count() == 1


@pytest.mark.parametrize("who", ["nobody", "auditor", "delegation member", "liaison officer"])
def test_who_does_not_write_is_proposed_nothing(who, client, signed_in) -> None:
    ask(f"{CELLS} {CANARY}", "2015")
    now = ask(CELLS, "2021", klass="public")
    browser = client if who == "nobody" else signed_in(cast.CAST[who]())
    told = browser.get(way("thread", now), {"again": "1"}).content.decode()
    assert CANARY not in told
    assert 'id="proposed"' not in told
    given = {"earlier": Ask.objects.first().public_id, "relation": "repeats"}
    assert browser.post(way("answer", now), given).status_code in (302, 403, 404)
    assert not AskLink.objects.exists()


def test_all_that_a_document_asks_is_gone_through_on_one_page(desk) -> None:
    report = Document.objects.create(party=orland(), source=source(), kind="visit report", reference="SYN 9")
    earlier = [ask(CELLS, "2015"), ask("Let a lawyer in at once.", "2015")]
    now = [
        ask(one.text, "2021", document=report, paragraph=str(5 + place)) for place, one in enumerate(earlier)
    ]
    ask("Paint the walls.", "2021", document=report)
    address = reverse("threads:document", args=[report.public_id])
    assert address in page(desk, now[0])
    told = desk.get(address).content.decode()
    assert "2 asks of this document have proposals that nobody answered." in told
    assert "Paint the walls." not in told
    given = {"earlier": earlier[0].public_id, "relation": "repeats", "back": "document"}
    assert desk.post(way("answer", now[0]), given)["Location"] == address
    told = desk.get(address).content.decode()
    assert "1 ask of this document has proposals that nobody answered." in told
    assert now[0].public_id not in told
    desk.post(way("answer", now[1]), {"earlier": earlier[1].public_id, "set": "aside"})
    assert "Nothing that was asked before is proposed." in desk.get(address).content.decode()
