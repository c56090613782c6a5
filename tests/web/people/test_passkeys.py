"""Passkeys in a real browser, under the content security policy as it is."""

import os

import pytest
from tests import cast, chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, settings, monkeypatch):
    """A page in a browser whose device keeps passkeys, and everything that its console complains of."""
    # Playwright's loop runs in this thread, where Django then sees “async” and refuses the store.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.LOGIN_REDIRECT_URL = "people:account"
    with chromium.running() as browser:
        page = browser.new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page


def test_a_passkey_is_added_and_signs_in_without_name_and_passphrase(page):
    cast.somebody()
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill("nina")
    page.get_by_label("Passphrase").fill(cast.PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/second-factor/webauthn/add/")
    page.get_by_label("Passphrase").fill(cast.PASSPHRASE)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("without name").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()

    page.goto("/account/second-factor/webauthn/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name of the key").fill("office laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("strong").filter(has_text="office laptop").wait_for()
    page.get_by_role("link", name="Remove").click()
    page.get_by_text("“office laptop” will no longer sign you in.").wait_for()

    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert page.complaints == []


def test_a_passkey_is_a_second_factor_after_the_passphrase(page):
    cast.somebody()
    page.goto("/account/sign-in/?next=/account/second-factor/webauthn/add/")
    page.get_by_label("Sign-in name").fill("nina")
    page.get_by_label("Passphrase").fill(cast.PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Passphrase").fill(cast.PASSPHRASE)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()

    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill("nina")
    page.get_by_label("Passphrase").fill(cast.PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert page.complaints == []
