"""Every page, looked at once a language: axe, our own policy of content, and nothing overflowing.

Axe, which takes longer than all else, looks at a page in one language at one width, in turn, and at the
first dozen entries of a list; with ``HABEAS_TEST_EVERY_WAY`` set in both at both, and at every entry
(``make matrix`` does so). A journey is gone once, and its end opened anew in the other language, unless
a form led there.

What a page is, is read from the templates; where it is, by following links as the demo's people do.
A template that no link leads to needs a journey in ``journeys.py``.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from tests.browser.client import PUBLIC, Found, Server
from tests.browser.journeys import ELSEWHERE, JOURNEYS
from tests.browser.looks import EVERY_WAY, WIDTHS
from tests.browser.serving import TEMPLATES_HEADER
from tests.house.repository import ROOT, templates, text_of

from habeas.language import LANGUAGES

pytestmark = pytest.mark.browser

# What passes is counted, not described: describing it takes longer than finding what does not.
STANDARDS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


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


class Look(NamedTuple):
    """In which language and at which width a page is looked at; whether axe looks too."""

    language: str
    width: int
    axe: bool = True


def looks(template: str) -> list[Look]:
    """How a page is looked at: once in each language, the first of them in turn."""
    number = PAGES.index(template)
    return [
        Look(language, width, axe=EVERY_WAY or number // 2 % 2 == turn)
        for turn, language in enumerate(("en", "ar"))
        for width in (WIDTHS if EVERY_WAY else (WIDTHS[(number + turn) % 2],))
    ]


def at_the_end(*, of_journeys: bool) -> list[str]:
    """The templates at the end of a journey, or of a link."""
    return [name for name in PAGES if name not in ELSEWHERE and of_journeys is (name in JOURNEYS)]


class Opened:
    """A page of the browser, with what it complained of, what it asked for, and what it is made of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.template = self.method = ""
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
            self.template, self.method = names.split(",")[0], answer.request.method

    def look(self, server: Server, look: Look) -> None:
        """Take up the language and the width; what was noted of another page is forgotten."""
        cookie = {"name": "language", "value": look.language, "url": server.address}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.set_viewport_size({"width": look.width, "height": 900})
        self.complaints.clear()
        self.asked.clear()
        self.template = self.method = ""


@pytest.fixture(scope="session")
def found(walked: list[Found]) -> dict[str, Found]:
    """By template: the first page made of it."""
    return {page.template: page for page in reversed(walked)}


@pytest.fixture(scope="module")
def people(browser: Browser, server: Server) -> Iterator[Callable[[str], Opened]]:
    """Each person of the demo with a page of one's own, kept for all that links lead to.

    A new page is a new process of the browser, which costs more than most pages do.
    """
    kept: dict[str, Opened] = {}

    def page_of(role: str) -> Opened:
        if role not in kept:
            kept[role] = Opened(context_for(browser, server, role).new_page())
        return kept[role]

    yield page_of
    for opened in kept.values():
        opened.page.context.close()


def context_for(browser: Browser, server: Server, role: str) -> BrowserContext:
    """A context of the browser in which ``role`` is signed in."""
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(10_000)
    context.add_cookies(server.client(role).cookies() if role else [])
    return context


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


@pytest.mark.parametrize("template", at_the_end(of_journeys=False))
def test_a_page_that_a_link_leads_to_serves_everybody(
    server: Server, people: Callable[[str], Opened], found: dict[str, Found], template: str
) -> None:
    page = found.get(template)
    if page is None or page.status != 200:
        pytest.fail(f"no link leads to a page of {template}: enter a way in tests/browser/journeys.py")
    seen = people(page.role)
    for look in looks(template):
        seen.look(server, look)
        seen.page.goto(page.path)
        hold(seen, server, template, look)


@pytest.mark.parametrize("template", at_the_end(of_journeys=True))
def test_a_page_at_the_end_of_a_journey_serves_everybody(
    server: Server, browser: Browser, template: str
) -> None:
    journey = JOURNEYS[template]
    context = context_for(browser, server, journey.role)  # a journey may sign in as somebody else
    try:
        seen, opens = Opened(context.new_page()), ""
        for look in looks(template):
            seen.look(server, look)
            if opens:
                seen.page.goto(opens)
            if seen.template != template:  # a form leads there, or it is shown once
                context.clear_cookies(name="sessionid")
                context.add_cookies(server.client(journey.role).cookies() if journey.role else [])
                seen.look(server, look)
                journey.go(seen.page)
            seen.page.wait_for_load_state()
            opens = seen.page.url if seen.method == "GET" else ""
            hold(seen, server, template, look)
    finally:
        context.close()


def hold(seen: Opened, server: Server, template: str, look: Look) -> None:
    """Hold an open page to what every page keeps: our own policy, axe, and both widths."""
    page = seen.page
    page.wait_for_load_state()
    assert seen.template == template, look
    direction, buttons = page.evaluate(DIRECTION)
    assert direction == ("rtl" if look.language == "ar" else "ltr")
    assert buttons in (0, len(LANGUAGES))
    assert seen.complaints == [], look
    assert [url for url in seen.asked if not url.startswith((server.address, "data:"))] == []
    assert not look.axe or grave_faults(page) == [], look
    for wide in (look.width, sum(WIDTHS) - look.width):
        page.set_viewport_size({"width": wide, "height": 900})
        taken, far = page.evaluate(f"[document.documentElement.scrollWidth, ({FAR_LABELS})()]")
        assert taken <= wide, look
        assert far == [], look


def grave_faults(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds on an open page that keeps somebody out."""
    page.evaluate(AXE_SCRIPT)
    run = "([where, how]) => axe.run(where, how).then(found => found.violations)"
    where = {"include": ["html"]} | ({} if EVERY_WAY else {"exclude": [FURTHER_ENTRIES]})
    return [
        (fault["id"], fault["impact"], [node["html"][:200] for node in fault["nodes"]])
        for fault in page.evaluate(run, [where, STANDARDS])
        if fault["impact"] in ("serious", "critical")
    ]


def test_the_check_finds_what_keeps_somebody_out(server: Server, people: Callable[[str], Opened]) -> None:
    """It looks under our own policy of content, which must not keep it from seeing."""
    seen = people(PUBLIC)
    seen.look(server, Look("en", WIDTHS[0]))
    seen.page.goto("/account/sign-in/")
    assert grave_faults(seen.page) == []
    spoilt = """() => {
        document.querySelector("main").append(document.createElement("img"));
        document.querySelector("h1").style.color = "#eee";
        document.querySelectorAll("main label").forEach(label => label.remove());
    }"""
    seen.page.evaluate(spoilt)
    assert {"image-alt", "color-contrast", "label"} <= {name for name, _, _ in grave_faults(seen.page)}


FURTHER_ENTRIES = "main :is(ul, ol, dl, tbody) > :nth-child(n+13)"
"""Entries of long lists that axe passes over: they are made as the first dozen are."""
DIRECTION = """[document.documentElement.dir,
    document.querySelectorAll("header button[name=language]").length]"""
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
