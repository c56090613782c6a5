"""Errors: plain words, what to do, the stable code; no trace of the programme, no secret."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from habeas.web.shell import views

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.addresses")]


def test_our_own_error_says_where_and_what_to_do(client: Client) -> None:
    answer = client.get("/refuse/")
    told = HTMLParser(answer.text).css_first("main").text()
    assert answer.status_code == 400
    assert "Row 12 has no name (places.xlsx:12, column Name)" in told
    assert "What to do: Fill in the name." in told
    assert "row-broken" in told


@pytest.mark.parametrize("status", [404, 413])
def test_the_code_of_an_error_gives_the_status(client: Client, status: int) -> None:
    assert client.get(f"/refuse/?as={status}").status_code == status


def test_a_busy_store_asks_to_try_again(client: Client) -> None:
    answer = client.get("/busy/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "nothing of yours was written" in answer.text


@pytest.mark.parametrize("address", ["/fault/", "/silent/"])
def test_a_fault_of_ours_tells_nothing_of_the_inside(address: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500
    assert "The fault is in the software" in answer.text
    assert not any(word in answer.text for word in ("Traceback", "KeyError", "secret", "people_user"))


def test_the_page_of_a_fault_asks_no_store(django_assert_num_queries) -> None:
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        assert "Something is broken here" in views.server_error(request).text


def test_no_page_and_a_closed_page_look_alike(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "nothing that is open to you" in answer.text
    assert "There is no such page" in HTMLParser(answer.text).css_first("title").text()


def test_a_request_past_its_limit_is_refused(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = Client(raise_request_exception=False).post("/signs/", {"name": "a" * 99})
    assert answer.status_code == 413
    assert views.bad_request(RequestFactory().get("/"), RequestDataTooBig()).status_code == 413
    assert views.bad_request(RequestFactory().get("/"), ValueError()).status_code == 400


def test_an_expired_form_keeps_what_was_written() -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"name": "Isolator no. 1", "csrfmiddlewaretoken": "stale"}
    answer = client.post("/signs/", sent, headers={"origin": "http://testserver"})
    form = HTMLParser(answer.text).css_first("main form")
    kept = {field.attributes["name"]: field.attributes["value"] for field in form.css("input")}
    assert answer.status_code == 403
    assert kept.pop("csrfmiddlewaretoken") != "stale"
    assert kept == {"name": "Isolator no. 1"}


@pytest.mark.parametrize(
    ("sent", "origin"),
    [
        ({"name": "a"}, "https://elsewhere.example"),
        ({"name": "a"}, "null"),
        ({"name": "a", "passphrase": "b"}, "http://testserver"),
    ],
)
def test_what_another_site_sent_or_a_secret_is_not_offered_again(sent: dict[str, str], origin: str) -> None:
    answer = Client(enforce_csrf_checks=True).post("/signs/", sent, headers={"origin": origin})
    assert answer.status_code == 403
    assert HTMLParser(answer.text).css_first("main form") is None
