"""The page in a browser: it asks for nothing, fits, reads well to all, and prints a band on each sheet."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader
from tests import chromium
from tests.papers.reading import squeezed
from tests.papers.samples import arabic, english

from habeas import pictures
from habeas.language import words
from habeas.papers import Picture, render_html
from habeas.pictures.day import DayLane, day
from habeas.pictures.hours import Window
from habeas.pictures.shares import Bar, Fill, shares

pytestmark = pytest.mark.browser

PAPERS = {"en": english(), "ar": arabic()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.running() as opened:
        yield opened


@pytest.fixture(params=["en", "ar"])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "paper.html"
    path.write_text(render_html(PAPERS[request.param], words=words(request.param)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_it_stands_alone_and_fits(browser: Browser, saved: Path, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(saved.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [saved.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.fonts].some(font => font.status == 'loaded')")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, saved: Path, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # the page's own policy allows no script, not even that of the check
    )
    page = context.new_page()
    page.goto(saved.as_uri())
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_each_printed_sheet_has_its_band_and_its_number(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "paper.html"
    path.write_text(render_html(english(), words=words("en")), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    assert len(sheets) > 1
    for index, sheet in enumerate(sheets, start=1):
        text = squeezed(sheet.extract_text())
        assert squeezed("Confidential · members of the visiting body and its secretariat") in text
        assert squeezed("Invented data: Orland does not exist") in text
        assert f"Page{index}of{len(sheets)}" in text


@pytest.mark.parametrize("width", [390, 1280])
def test_letters_of_a_picture_can_be_read_at_any_width(browser: Browser, tmp_path: Path, width: int) -> None:
    rows = [Bar(label="The lawyer called", parts=((Fill.KEPT, 9),), said="of 9")]
    said, names = words("en"), {Fill.KEPT: "shown to be kept"}
    wide, narrow = (
        shares([rows], names, words=said, width=each, title="Shares", prefix=f"w{each}")
        for each in (680, 340)
    )
    picture = Picture(svg=wide, narrow=narrow, alt="A bar.", caption="Shares")
    paper = replace(english(), blocks=(picture,), sources=())
    path = tmp_path / "paper.html"
    path.write_text(render_html(paper, words=said), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    shown = page.locator("figure svg").filter(visible=True)
    assert shown.count() == 1
    box, drawn = shown.bounding_box(), shown.get_attribute("viewBox")
    assert box is not None
    assert drawn is not None
    assert 11 * box["width"] / float(drawn.split()[2]) >= 10
    page.close()


@pytest.mark.parametrize("way", ["of a paper", "of the site"])
def test_names_in_a_picture_are_printed_once(browser: Browser, tmp_path: Path, way: str) -> None:
    """With their rim a browser sets them twice, so that who copies them has each letter doubled."""
    noon, said = datetime(2026, 5, 4, 12, tzinfo=UTC), words("en")
    window = Window(noon, noon + timedelta(hours=24), "UTC")
    svg = day((DayLane(title="Zebra"),), window, words=said, width=680, title="Day", summary="No entry")
    picture = Picture(svg=svg, alt="A day.", caption="A day")
    html = render_html(replace(english(), blocks=(picture,), sources=()), words=said)
    if way == "of the site":
        style = (Path(pictures.__file__).parent / "static" / "pictures.css").read_text("utf-8")
        html = f"<!doctype html><title>Day</title><style>{style}</style>{svg}"
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    page.close()
    assert text.count("Zebra") == 1
    assert "ZZ" not in text
