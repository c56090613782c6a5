"""Every page, once a language, widths alternating: axe, our own policy of content, and nothing overflowing.

With ``HABEAS_TEST_EVERY_WIDTH`` set, each page is opened at both widths (``make matrix`` does so).

What a page is, is read from the templates; where it is, by following links as the demo's people do.
A template that no link leads to needs a journey in ``journeys.py``.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from tests.browser.client import Server
from tests.browser.journeys import ELSEWHERE, JOURNEYS
from tests.browser.serving import TEMPLATES_HEADER
from tests.house.repository import ROOT, templates, text_of

pytestmark = pytest.mark.browser

STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = (390, 1280)
EVERY_WIDTH = bool(os.environ.get("HABEAS_TEST_EVERY_WIDTH"))


def short(name: str) -> str:
    """The name by which Django knows a template."""
    return name.split("/templates/", 1)[1]


def page_templates() -> list[str]:
    """Templates that are pages: they extend another, and none extends them."""
    extends = {
        short(name): found.group(1)
        for name in templates()
        if (found := re.match(r'\s*{% extends "([^"]+)" %}', text_of(name) or ""))
    }
    return sorted(set(extends) - set(extends.values()))


PAGES = page_templates()
EACH = [
    pytest.param(
        template,
        language,
        width,
        id=f"{template}-{language}-{width}",
        marks=pytest.mark.xdist_group(f"pages-{language}"),
    )
    for turn, language in enumerate(("en", "ar"))
    for number, template in enumerate(PAGES)
    if template not in ELSEWHERE
    for width in (WIDTHS if EVERY_WIDTH else (WIDTHS[(number + turn) % 2],))
]


class Opened:
    """A page of the browser, with what it complained of, what it asked for, and what it is made of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.template = ""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            self.complaints.append(message.text)

    def _answered(self, answer: Response) -> None:
        names = answer.headers.get(TEMPLATES_HEADER.lower(), "")
        if answer.request.is_navigation_request() and names:
            self.template = names.split(",")[0]


@contextmanager
def opened(
    browser: Browser, server: Server, template: str, *, language: str, width: int, **options: Any
) -> Iterator[Opened]:
    """Open a page that is made of ``template``: where links lead to one, or by its journey."""
    journey, found = JOURNEYS.get(template), server.found.get(template)
    if journey is None and (found is None or found.status != 200):
        pytest.fail(f"no link leads to a page of {template}: enter a way in tests/browser/journeys.py")
    role = journey.role if journey else found.role
    context = browser.new_context(
        base_url=server.address, viewport={"width": width, "height": 900}, **options
    )
    chosen = {"name": "language", "value": language, "url": server.address}
    context.set_default_timeout(10_000)
    context.add_cookies([chosen, *(server.client(role).cookies() if role else [])])
    seen = Opened(context.new_page())
    try:
        if journey:
            journey.go(seen.page)
        else:
            seen.page.goto(found.path)
        seen.page.wait_for_load_state()
        assert seen.template == template
        yield seen
    finally:
        context.close()


def test_pages_are_found(server: Server) -> None:
    assert len(PAGES) > 20
    entered = set(JOURNEYS) | set(ELSEWHERE)
    assert sorted(entered - {short(name) for name in templates()}) == [], "no such template any more"


def test_no_link_leads_nowhere(server: Server) -> None:
    dead = {
        f"{page.path} ({page.status}), from {page.led_from}" for page in server.walked if page.status >= 400
    }
    assert sorted(dead) == []


def test_every_page_is_ours(server: Server) -> None:
    """None is made of a template that came with a part: those look different and know no language of ours."""
    own = {short(name) for name in templates()}
    assert sorted({page.template for page in server.walked} - own) == []
    assert (ROOT / "src").is_dir()


@pytest.mark.parametrize(("template", "language", "width"), EACH)
def test_a_page_serves_everybody(
    server: Server, browser: Browser, template: str, language: str, width: int
) -> None:
    # The check is a script of its own, which the policy of content rightly refuses: hence bypass_csp.
    with opened(browser, server, template, language=language, width=width, bypass_csp=True) as seen:
        direction = seen.page.locator("html").get_attribute("dir")
        assert direction == ("rtl" if language == "ar" else "ltr")
        found = Axe().run(seen.page, options=STANDARDS).response["violations"]
        grave = [
            (rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert grave == []


@pytest.mark.parametrize(("template", "language", "width"), EACH)
def test_a_page_keeps_to_itself_and_fits(
    server: Server, browser: Browser, template: str, language: str, width: int
) -> None:
    other = sum(WIDTHS) - width
    with opened(browser, server, template, language=language, width=other) as seen:
        assert seen.complaints == []
        assert [url for url in seen.asked if not url.startswith((server.address, "data:"))] == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= other
        assert seen.page.evaluate(FAR_LABELS) == []


FAR_LABELS = """() => {
    const shown = e => e && e.getClientRects().length && getComputedStyle(e).visibility != "hidden";
    const gap = (a, b) => Math.hypot(
        Math.max(0, a.left - b.right, b.left - a.right), Math.max(0, a.top - b.bottom, b.top - a.bottom));
    const words = e => {
        const range = document.createRange();
        range.selectNodeContents(e);
        return range.getBoundingClientRect();
    };
    const far = [];
    for (const control of document.querySelectorAll("main input, main select, main textarea")) {
        if (!shown(control) || !control.labels || !control.labels.length) continue;
        const told = (control.getAttribute("aria-describedby") || "").split(" ");
        const hints = told.map(id => document.getElementById(id));
        const row = control.closest("tr");  // there the label is the head of the row
        if (row && [...control.labels].some(label => row.contains(label))) continue;
        const near = [...control.labels, ...hints].filter(shown)
            .map(e => gap(words(e), control.getBoundingClientRect()));
        const least = Math.min(...near);
        if (near.length && least > 24) far.push(`${control.name}: ${least} px from its label`);
    }
    return far;
}"""
"""Controls whose nearest label or hint is more than 24 px away."""
