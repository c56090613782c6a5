"""The inspector's board renews itself, unless somebody reads in it or does not want it."""

import pytest
from playwright.sync_api import Browser, Request, expect
from tests.browser.client import Server

pytestmark = pytest.mark.browser
MARK = "document.querySelector('[data-watch] p').id = 'shown-before'"


def test_the_board_is_renewed_each_minute_while_its_box_is_ticked(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address)
    context.add_cookies(server.client("inspector").cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.install()
    page.goto("/oversight/")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)

    def a_minute_passes(*, renewed: bool) -> None:
        asked.clear()
        page.evaluate(MARK)
        page.clock.fast_forward(61_000)
        expect(page.locator("#shown-before")).to_have_count(0 if renewed else 1)
        assert len(asked) == renewed

    a_minute_passes(renewed=True)
    box = page.get_by_role("checkbox", name="Renew this page each minute")
    for rest, go_on in ((box.uncheck, box.check), (page.locator("[data-watch] a").first.focus, box.focus)):
        rest()
        a_minute_passes(renewed=False)
        go_on()
        a_minute_passes(renewed=True)
    context.close()
