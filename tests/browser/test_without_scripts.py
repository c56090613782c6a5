"""Everything works where JavaScript is switched off: signing in, filtering, sending a form, signing out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.client import PASSPHRASE, Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/account/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()
    assert "/account/sign-in/" not in page.url


def test_the_chronicle_is_filtered_by_voice(page: Page) -> None:
    page.goto("/dossier/azerbaijan/")
    entries = page.locator("#chronicle .entry")
    every = entries.count()
    page.locator("#chronicle select[name=voice]").select_option("State")
    page.get_by_role("button", name="Show").click()
    shown = entries.count()
    assert 0 < shown < every
    assert "voice=" in page.url


def test_a_source_opens_in_its_place(page: Page) -> None:
    page.goto("/dossier/azerbaijan/")
    source = page.locator("#chronicle details.source").first
    source.locator("summary").click()
    assert source.locator(".source-body").is_visible()


def test_a_place_is_added_and_a_fault_is_told(page: Page) -> None:
    sign_in(page, "desk")
    page.goto("/places/add/")
    page.locator("main form button.btn-primary").click()
    assert page.locator(".error-summary").is_visible()
    page.locator("main select[name=party]").select_option(label="Orland (invented)")
    page.locator("main input[name=name]").fill("House without scripts (invented)")
    page.locator("main input[name=source_name]").fill("Note for this test (invented)")
    page.locator("main form button.btn-primary").click()
    assert page.locator(".error-summary").count() == 0, page.locator("main").inner_text()
    assert "House without scripts (invented)" in page.locator("main").inner_text()


def test_the_language_is_changed_where_one_is(page: Page) -> None:
    page.goto("/dossier/")
    page.locator(".tools details.drop:not(.ways-drop) > summary").first.click()
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith("/dossier/")


def test_what_few_ask_of_an_audit_is_folded_and_opens_by_itself_where_it_is_wrong(page: Page) -> None:
    sign_in(page, "member")
    page.goto("/audits/ask/")
    rules = page.locator("input[name=own_rules]")
    assert not rules.is_visible()
    more = page.locator("details.more > summary").first
    more.focus()
    more.press("Enter")
    rules.set_input_files({"name": "short.toml", "mimeType": "text/plain", "buffer": b'set = "Mars"\n'})
    page.get_by_role("button", name="Begin the audit").click()
    told = page.locator(".error-summary a")
    assert "there is no set “Mars”" in told.inner_text()
    assert rules.is_visible()
    told.click()
    assert page.evaluate("document.querySelector(':target').name") == "own_rules"
    assert page.locator("input[name=list_file]").is_visible()
