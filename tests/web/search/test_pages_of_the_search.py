"""The box, the results and what is kept: what is looked for is in no address, no log and no journal."""

import logging

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests import cast
from tests.web.search.conftest import CANARY, EVERYTHING

from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.search.models import SavedSearch

pytestmark = pytest.mark.django_db


def test_words_reach_neither_address_nor_log_nor_journal(store, signed_in, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    desk = signed_in(cast.desk_officer())
    answer = desk.post("/search/", {"q": CANARY})
    assert answer.status_code == 302
    page = desk.get(answer.url)
    assert CANARY in page.content.decode()
    kept = desk.post(f"{answer.url}keep/", {"name": f"About {CANARY}", "kind": "ask.recommendation"})
    row = SavedSearch.objects.get()
    assert kept.url == f"/search/{row.public_id}/?kind=ask.recommendation"
    for node in LexborHTMLParser(page.content.decode()).css("a, form"):
        assert CANARY not in str(node.attributes)
    told = list(JournalEntry.objects.filter(action="search.saved").values("fields", "reason", "object_id"))
    assert len(told) == 1
    assert not Revision.objects.filter(entry__action="search.saved").exists()
    assert CANARY not in str(told) + answer.url + kept.url + caplog.text


def test_a_search_is_of_the_session_that_made_it_and_one_kept_of_its_owner(store, signed_in, client) -> None:
    desk, head = signed_in(cast.desk_officer()), signed_in(cast.head_of_body())
    address = desk.post("/search/", {"q": "doors"}).url
    assert desk.get(address).status_code == 200
    desk.post(f"{address}keep/", {"name": "Doors"})
    own = f"/search/{SavedSearch.objects.get().public_id}/"
    for other in (head, client):
        for strange in (address, own):
            assert other.get(strange).url == "/search/"
        assert other.post(f"{own}drop/").status_code in (404, 302)
    again = signed_in(SavedSearch.objects.get().owner)
    assert "Doors" in again.get("/search/").content.decode()
    assert again.get(own).status_code == 200
    assert again.post(f"{own}drop/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_results_are_narrowed_by_links_and_paged(store, client) -> None:
    page = client.post("/search/", {"q": EVERYTHING}, follow=True)
    address = page.redirect_chain[-1][0]
    text = page.content.decode()
    assert "<mark>" in text
    assert f"{address}?kind=ask.recommendation" in text
    assert f"{address}?page=2" in text
    narrowed = client.get(f"{address}?kind=ask.recommendation").content.decode()
    assert "Open the <mark>doors</mark> plain." in narrowed
    assert "<strong>1</strong> result" in narrowed
    assert client.get(f"{address}?page=nonsense&kind={'x' * 900}&year=%00").status_code == 200


def test_what_cannot_be_read_is_said_beside_the_box(db, client) -> None:
    for typed in ('"open', "lawyer OR", "NOT doors", "", "(", "x" * 500):
        page = client.post("/search/", {"q": typed})
        assert page.status_code == 200
        assert page.context["form"].errors["q"][0].count(".") == 2


def test_without_an_index_the_page_says_what_to_do(db, index_folder, client) -> None:
    page = client.post("/search/", {"q": "doors"}, follow=True)
    assert page.status_code == 200
    assert "habeas index" in page.content.decode()


def test_labels_are_found_in_the_languages_of_habeas(store, client) -> None:
    for word in ("recommandations", "recommendation", "tövsiyə"):
        page = client.post("/search/", {"q": f"{word} plain"}, follow=True).content.decode()
        assert store.shown.ask.public_id in page, word
