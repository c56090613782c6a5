"""The shell in a real browser: both directions, both widths, light and dark, and on paper."""

import io
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from tests import chromium

from habeas.web.sources.models import Source

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The server looks for static files where they stand in the source; none are collected for tests.
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.urls("tests.web.shell.addresses"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, chromium.running() as opened:
        # The browser's loop runs in this thread; Django would take the tests for asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


def seen(browser: Browser, address: str, *, width: int, language: str, scheme: str) -> Page:
    # The check is a script of its own, which the policy of content would rightly refuse.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(address)
    return page


WAYS = [("en", 390, "dark"), ("en", 1280, "light"), ("ar", 390, "light"), ("ar", 1280, "dark")]


@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_nothing_stands_in_the_way(
    live_server, browser: Browser, language: str, width: int, scheme: str
) -> None:
    """Axe looks at each page once in the light and once in the dark, in one language, in turn."""
    Source.objects.bulk_create(Source(name=f"Letter {number}") for number in range(60))
    page = seen(browser, live_server.url, width=width, language=language, scheme=scheme)
    for number, path in enumerate(
        ("/signs/?invented=1", "/list/?name=letter", "/no-such-page/", "/help/sources/")
    ):
        page.goto(live_server.url + path)
        if path.startswith("/signs/"):
            page.click("main form button")
            page.locator(".source summary").first.click()
        if (language == "en") is (number % 2 == 0):
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_boxes_stand_beside_their_words(live_server, browser: Browser, language: str) -> None:
    page = seen(browser, f"{live_server.url}/signs/", width=390, language=language, scheme="light")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll("main .form-check")].map(choice => {
            const box = choice.querySelector("input").getBoundingClientRect();
            const text = document.createRange();
            text.selectNodeContents(choice.querySelector("label"));
            const words = text.getBoundingClientRect();
            return Math.max(words.left - box.right, box.left - words.right);
        })"""
    )
    assert len(gaps) == 3
    assert all(0 < gap <= 24 for gap in gaps)
    page.context.close()


def test_the_page_keeps_to_its_own_policy(live_server, browser: Browser) -> None:
    page = browser.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/signs/")
    page.keyboard.press("Escape")
    assert told == []
    assert all(address.startswith(live_server.url) for address in asked)
    page.close()


def test_bands_and_numbers_stand_on_every_sheet(live_server, browser: Browser) -> None:
    Source.objects.bulk_create(Source(name=f"Letter {number}") for number in range(50))
    page = browser.new_page()
    page.goto(f"{live_server.url}/closed/")
    sheets = [
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ]
    page.close()
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert "Confidential" in sheet
        assert f"{number} / {len(sheets)}" in sheet


def test_all_works_without_scripts(live_server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/signs/")
    page.locator(".source summary").first.click()
    assert page.locator(".source-body").first.is_visible()
    page.locator(".drop:not(.ways-drop, .more-drop) > summary").first.click()
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url == f"{live_server.url}/signs/"
    context.close()
