"""A sign-in ends by itself, and what was typed then comes back to who typed it."""

import time

import pytest
from tests import cast

from habeas.web.people import sessions

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

OWN = "/account/"
TYPED = "/account/typed/"


@pytest.fixture(autouse=True)
def _land_on_the_own_account(settings):
    settings.LOGIN_REDIRECT_URL = "people:account"


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    passed = [0.0]
    now = time.time
    monkeypatch.setattr(sessions.time, "time", lambda: now() + passed[0])

    def pass_by(seconds):
        passed[0] += seconds

    return pass_by


def sign_in_again(client, name="nina"):
    return client.post("/account/sign-in/", {"login": name, "password": cast.PASSPHRASE, "next": TYPED})


def test_half_an_hour_without_a_page_ends_it(signed_in, later):
    client = signed_in(cast.somebody())
    later(29 * 60)
    assert client.get(OWN).status_code == 200
    later(29 * 60)
    assert client.get(OWN).status_code == 200
    later(31 * 60)
    assert client.get(OWN).status_code == 302


def test_eight_hours_end_it_however_busy(signed_in, later):
    client = signed_in(cast.somebody())
    for _ in range(19):
        assert client.get(OWN).status_code == 200
        later(25 * 60)
    later(10 * 60)
    assert client.get(OWN).status_code == 302


def test_a_page_is_read_without_writing_the_session(signed_in, later, django_assert_num_queries):
    client = signed_in(cast.somebody())
    client.get(OWN)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(OWN)
    assert not [query for query in seen if query["sql"].startswith(("UPDATE", "INSERT"))]


def sent_too_late(client, later):
    client.get(OWN)
    later(31 * 60)
    given = {"display_name": "Nino Ninidze", "language": "fr", "password": "Axolotl", "empty": ""}
    return client.post(OWN, given)


def test_what_was_typed_comes_back_after_signing_in_again(signed_in, later):
    user = cast.somebody()
    client = signed_in(user)
    assert sent_too_late(client, later).url == f"/account/sign-in/?next={TYPED}"
    assert sign_in_again(client).url == TYPED
    page = client.get(TYPED)
    shown = page.content.decode()
    assert 'name="display_name" value="Nino Ninidze"' in shown
    assert f'action="{OWN}"' in shown
    assert "Axolotl" not in shown
    client.post(OWN, dict(page.context["kept"].values))
    user.refresh_from_db()
    assert (user.display_name, user.language) == ("Nino Ninidze", "fr")


def test_it_can_be_dropped(signed_in, later):
    client = signed_in(cast.somebody())
    sent_too_late(client, later)
    sign_in_again(client)
    assert client.post(TYPED).url == OWN
    assert client.get(TYPED).url == OWN


def test_somebody_else_at_the_machine_does_not_see_it(signed_in, later):
    client = signed_in(cast.somebody())
    cast.somebody("otto")
    sent_too_late(client, later)
    sign_in_again(client, "otto")
    assert client.get(TYPED).url == OWN
    assert "Ninidze" not in str(dict(client.session))


def test_it_is_kept_a_quarter_of_an_hour(signed_in, later):
    client = signed_in(cast.somebody())
    sent_too_late(client, later)
    later(16 * 60)
    sign_in_again(client)
    assert client.get(TYPED).url == OWN


def test_what_a_stranger_sends_is_not_kept(client):
    answer = client.post(OWN, {"display_name": "Nobody"})
    assert answer.url == f"/account/sign-in/?next={OWN}"
    assert "Nobody" not in str(dict(client.session))


def test_the_account_s_language_is_spoken_until_the_browser_chooses(signed_in):
    user = cast.somebody()
    user.language = "ar"
    user.save(update_fields=["language"])
    client = signed_in(user)
    assert 'dir="rtl"' in client.get(OWN).content.decode()
    client.cookies["language"] = "en"
    assert 'dir="ltr"' in client.get(OWN).content.decode()
