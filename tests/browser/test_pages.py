"""Every page, opened once a language: axe, our own policy of content, and nothing overflowing.

Axe, which takes longer than all else, looks at a page in one language at one width, in turn; with
``HABEAS_TEST_EVERY_WIDTH`` set in both at both (``make matrix`` does so).

What a page is, is read from the templates; where it is, by following links as the demo's people do.
A template that no link leads to needs a journey in ``journeys.py``.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from tests.browser.client import PUBLIC, Found, Server
from tests.browser.journeys import ELSEWHERE, JOURNEYS
from tests.browser.serving import TEMPLATES_HEADER
from tests.house.repository import ROOT, templates, text_of

from habeas.language import LANGUAGES

pytestmark = pytest.mark.browser

# What passes is counted, not described: describing it takes longer than finding what does not.
STANDARDS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
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


class Case(NamedTuple):
    """A template, opened in a language at a width; whether axe looks at it."""

    template: str
    language: str
    width: int
    axe: bool = True


def cases(*, journeys: bool) -> list[Any]:
    """Templates at the end of a journey, or of a link, in each language."""
    return [
        pytest.param(
            Case(template, language, width, axe=EVERY_WIDTH or number // 2 % 2 == turn),
            id=f"{template}-{language}-{width}",
        )
        for number, template in enumerate(PAGES)
        if template not in ELSEWHERE and journeys is (template in JOURNEYS)
        for turn, language in enumerate(("en", "ar"))
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


@pytest.fixture(scope="session")
def found(walked: list[Found]) -> dict[str, Found]:
    """By template: the first page made of it."""
    return {page.template: page for page in reversed(walked)}


@pytest.fixture(scope="module")
def people(browser: Browser, server: Server) -> Iterator[Callable[[str], BrowserContext]]:
    """Each person of the demo in a context of one's own, kept for all the pages that links lead to."""
    kept: dict[str, BrowserContext] = {}

    def context_of(role: str) -> BrowserContext:
        if role not in kept:
            kept[role] = context_for(browser, server, role)
        return kept[role]

    yield context_of
    for context in kept.values():
        context.close()


def context_for(browser: Browser, server: Server, role: str) -> BrowserContext:
    """A context of the browser in which ``role`` is signed in."""
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(10_000)
    context.add_cookies(server.client(role).cookies() if role else [])
    return context


@contextmanager
def opened(context: BrowserContext, server: Server, case: Case) -> Iterator[Opened]:
    """An empty page, in the language and of the width of the case."""
    context.add_cookies([{"name": "language", "value": case.language, "url": server.address}])
    page = context.new_page()
    try:
        page.set_viewport_size({"width": case.width, "height": 900})
        yield Opened(page)
    finally:
        page.close()


def test_pages_are_found() -> None:
    assert len(PAGES) > 20
    entered = set(JOURNEYS) | set(ELSEWHERE)
    assert sorted(entered - {short(name) for name in templates()}) == [], "no such template any more"


def test_no_link_leads_nowhere(walked: list[Found]) -> None:
    dead = {f"{page.path} ({page.status}), from {page.led_from}" for page in walked if page.status >= 400}
    assert sorted(dead) == []


def test_every_page_is_ours(walked: list[Found]) -> None:
    """None is made of a template that came with a part: those look different and know no language of ours."""
    own = {short(name) for name in templates()}
    assert sorted({page.template for page in walked} - own) == []
    assert (ROOT / "src").is_dir()


@pytest.mark.parametrize("case", cases(journeys=False))
def test_a_page_that_a_link_leads_to_serves_everybody(
    server: Server, people: Callable[[str], BrowserContext], found: dict[str, Found], case: Case
) -> None:
    page = found.get(case.template)
    if page is None or page.status != 200:
        pytest.fail(f"no link leads to a page of {case.template}: enter a way in tests/browser/journeys.py")
    with opened(people(page.role), server, case) as seen:
        seen.page.goto(page.path)
        hold(seen, server, case)


@pytest.mark.parametrize("case", cases(journeys=True))
def test_a_page_at_the_end_of_a_journey_serves_everybody(
    server: Server, browser: Browser, case: Case
) -> None:
    journey = JOURNEYS[case.template]
    context = context_for(browser, server, journey.role)  # a journey may sign in as somebody else
    try:
        with opened(context, server, case) as seen:
            journey.go(seen.page)
            hold(seen, server, case)
    finally:
        context.close()


def hold(seen: Opened, server: Server, case: Case) -> None:
    """Hold an open page to what every page keeps: our own policy, axe, and both widths."""
    page = seen.page
    page.wait_for_load_state()
    assert seen.template == case.template
    assert page.locator("html").get_attribute("dir") == ("rtl" if case.language == "ar" else "ltr")
    assert page.locator("header button[name=language]").count() in (0, len(LANGUAGES))
    assert seen.complaints == []
    assert [url for url in seen.asked if not url.startswith((server.address, "data:"))] == []
    assert not case.axe or grave_faults(page) == []
    for wide in (case.width, sum(WIDTHS) - case.width):
        page.set_viewport_size({"width": wide, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        assert page.evaluate(FAR_LABELS) == []


def grave_faults(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds on an open page that keeps somebody out."""
    page.evaluate(AXE_SCRIPT)
    return [
        (fault["id"], fault["impact"], [node["html"][:200] for node in fault["nodes"]])
        for fault in page.evaluate("asked => axe.run(asked).then(found => found.violations)", STANDARDS)
        if fault["impact"] in ("serious", "critical")
    ]


def test_the_check_finds_what_keeps_somebody_out(
    server: Server, people: Callable[[str], BrowserContext]
) -> None:
    """It looks under our own policy of content, which must not keep it from seeing."""
    with opened(people(PUBLIC), server, Case("account/login.html", "en", WIDTHS[0])) as seen:
        seen.page.goto("/account/sign-in/")
        assert grave_faults(seen.page) == []
        spoilt = """() => {
            document.querySelector("main").append(document.createElement("img"));
            document.querySelector("h1").style.color = "#eee";
            document.querySelectorAll("main label").forEach(label => label.remove());
        }"""
        seen.page.evaluate(spoilt)
        assert {"image-alt", "color-contrast", "label"} <= {name for name, _, _ in grave_faults(seen.page)}


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
