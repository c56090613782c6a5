"""The choices at the top of a page: kept in a cookie, back to the page, never to another host."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.addresses")]


@pytest.mark.parametrize(("choice", "value"), [("language", "fr"), ("theme", "dark")])
def test_the_choice_is_kept_and_the_page_too(client: Client, choice: str, value: str) -> None:
    answer = client.post(f"/set/{choice}/", {choice: value, "next": "/list/?name=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/list/?name=a")
    assert client.cookies[choice].value == value
    shown = client.get("/signs/").text
    assert 'lang="fr"' in shown if choice == "language" else 'data-bs-theme="dark"' in shown


@pytest.mark.parametrize("choice", ["language", "theme"])
@pytest.mark.parametrize(
    "outside",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere.example"],
)
def test_no_choice_leads_to_another_host(client: Client, choice: str, outside: str) -> None:
    answer = client.post(f"/set/{choice}/", {choice: "fr", "next": outside}, headers={"referer": outside})
    assert answer["Location"].startswith("/")
    assert "elsewhere" not in answer["Location"]


def test_as_the_device_forgets_the_choice(client: Client) -> None:
    client.post("/set/theme/", {"theme": "dark", "next": "/"})
    client.post("/set/theme/", {"theme": "", "next": "/"})
    assert client.cookies["theme"].value == ""
    client.cookies["theme"] = "no such look"
    assert "data-bs-theme" not in client.get("/signs/").text


def test_a_link_cannot_choose(client: Client) -> None:
    assert client.get("/set/theme/").status_code == 405
    assert client.get("/set/language/").status_code == 405


def test_choosing_needs_the_token_of_the_form() -> None:
    assert Client(enforce_csrf_checks=True).post("/set/theme/", {"theme": "dark"}).status_code == 403
