"""Real reports of a Working Group, from their upload to what was asked again, reviewed by keys."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.client import Server
from tests.documents.real import real

pytestmark = pytest.mark.browser
SECOND, THIRD = "A/HRC/28/15", "A/HRC/43/15"


def test_a_report_of_the_third_cycle_is_read_reviewed_by_keys_taken_over_and_linked(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.address)
    context.add_cookies(server.client("desk").cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/reading/bring/")
    files = [str(real(f"un_reports/{name}.pdf")) for name in ("g1423930", "g1934994")]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(".chosen li")).to_have_text(["g1423930.pdf", "g1934994.pdf"])
    page.locator("select[name=party]").select_option(label="Orland (invented)")
    page.locator("input[name=form][value=recommendations]").check()
    page.get_by_role("button", name="Have them read").click()
    for reference in (SECOND, THIRD):
        expect(page.get_by_role("link", name=reference)).to_be_visible(timeout=180_000)

    page.get_by_role("link", name=SECOND).click()
    page.locator(".proposals li", has_text="Enforced Disappearance").first.locator("a").click()
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".second-time").first).to_contain_text("162 to be reviewed")
    _take_over(page, "November 2014", "1 item is new in the file.")

    page.goto("/reading/")
    page.get_by_role("link", name=THIRD).click()
    expect(page.locator(".proposals > li")).to_have_count(215)
    page.get_by_role("link", name="Begin the review").click()
    _by_keys(page)
    _take_over(page, "December 2019", "3 items are new in the file.")

    page.get_by_role("link", name="Was it asked before?").click()
    page.get_by_role("button", name="Link").first.click()
    expect(page.locator(".notice-success")).to_contain_text("Linked.")
    page.goto("/asks/of/orland-invented/")
    expect(page.locator("main")).to_contain_text("[sic]")
    context.close()


def _take_over(page: Page, date: str, said: str) -> None:
    page.locator(".crumbs a").last.click()
    page.get_by_role("link", name="Take over what was accepted").click()
    page.locator("input[name=date]").fill(date)
    page.locator("input[name=body]").fill("Working Group on the Universal Periodic Review")
    page.get_by_role("button", name="Take it over").click()
    expect(page.locator(".notice-success")).to_have_text(said)


def _by_keys(page: Page) -> None:
    """Accept, correct, refuse, undo, split, join: no step loads the page anew, and none needs the mouse."""
    heading = page.locator("h1")
    expect(heading).to_have_text(re.compile(r"^121\.1 ·"))
    page.evaluate("window.stayed = true")
    picture = page.locator("[data-picture]")
    expect(page.locator("rect.marked")).to_have_count(2)
    answer = page.request.get(picture.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")

    page.keyboard.press("a")
    expect(heading).to_have_text(re.compile(r"^121\.2 ·"))
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type(" [sic]")
    page.keyboard.press("Control+Enter")
    expect(heading).to_have_text(re.compile(r"^121\.3 ·"))
    page.keyboard.press("k")
    expect(page.locator("blockquote").first).to_have_text(re.compile(r"\[sic\]$"))
    page.keyboard.press("j")
    expect(heading).to_have_text(re.compile(r"^121\.3 ·"))
    page.keyboard.press("r")
    page.keyboard.type("stands here already")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(re.compile(r"^121\.4 ·"))
    page.keyboard.press("u")
    expect(heading).to_have_text(re.compile(r"^121\.3 ·"))
    expect(page.locator(".notice-info")).to_have_text("The last step is undone.")
    page.keyboard.press("m")
    expect(page.locator(".second-time").first).to_contain_text("of 214")
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    expect(page.locator("form:has([value=split]) button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".second-time").first).to_contain_text("of 215")
    expect(page.locator(".second-time").first).to_contain_text("3 of 215")
    page.keyboard.press("a")
    expect(page.locator(".second-time").first).to_contain_text("4 of 215")  # the heading is the same
    expect(heading).to_have_text(re.compile(r"^121\.3 ·"))  # its second part
    assert page.evaluate("window.stayed")
