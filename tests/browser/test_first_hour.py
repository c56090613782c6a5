"""The first hour of three people, as ``docs/start.md`` tells it, walked in a browser.

Each at one width, in turn; with ``HABEAS_TEST_EVERY_WAY`` at both.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from tests.browser.client import Server
from tests.browser.looks import EVERY_WAY, WIDTHS

pytestmark = pytest.mark.browser

PLACES = "\n".join(f"Station {number} of Westland\tpolice\tProvince {number % 4}" for number in range(1, 31))
ASKS = [
    (f"Rec {number}", f"§ {20 + number}", "2019-05-14", text, position)
    for number, (text, position) in enumerate(
        [
            ("Record the time of each arrival in the custody register.", "accepted"),
            ("Let every detained person see a lawyer before the first interview.", "noted"),
            ("Tell a third party of the detention without delay.", "accepted"),
            ("Let a doctor examine new arrivals within 24 hours.", "accepted"),
            ("Record every interview by sound and picture.", "rejected"),
            ("Take cell 2 of the central station out of use.", "accepted"),
            ("Give the leaflet of rights in a language that is understood.", "accepted"),
            ("Keep juveniles apart from adults.", "accepted"),
            ("Offer one full meal a day.", "noted"),
            ("Send each report of injuries to the prosecutor.", ""),
        ],
        start=1,
    )
]


def at(width: int) -> pytest.MarkDecorator:
    """Walk at this width, or at every one."""
    return pytest.mark.parametrize("page", WIDTHS if EVERY_WAY else [width], ids=str, indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server.address, viewport={"width": request.param, "height": 900}, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/account/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill("you may have the body")
    page.locator("main form button:not([type=button])").first.click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["No.", "Paragraph", "Date", "Recommendation", "Position of the State"])
    for row in ASKS:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@at(1280)
def test_the_head_of_a_mechanism_holds_a_finished_word_page(page: Page, tmp_path: Path) -> None:
    country = f"Westland {page.viewport_size['width']} (invented)"  # each width has a Party of its own
    sign_in(page, "head")
    page.goto("/import/")
    page.get_by_label("Places of deprivation of liberty").check()
    page.get_by_label("Paste the list").fill(PLACES)
    page.get_by_label("Name of a new Party").fill(country)
    page.get_by_label("Name of the new source").fill("own list of places, 2026")
    page.locator("main form button:not([type=button])").first.click()
    choices = page.locator("main tbody select")
    for place, field in enumerate(("name", "kind", "region")):
        choices.nth(place).select_option(field)
    press(page, "Try it")
    assert "30 rows would be added" in page.locator("main").inner_text()
    press(page, "Take it over")
    assert "Station 30 of Westland" in page.locator("body").inner_text() or page.goto("/places/")

    page.goto("/import/")
    page.get_by_label("Recommendations, or other things that were asked").check()
    page.get_by_label("Or choose a file").set_input_files(
        {
            "name": "old recommendations.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": spreadsheet(),
        }
    )
    page.get_by_label("Of which Party?").select_option(label=country)
    page.get_by_label("Name of the new source").fill("own report of 2019")
    page.locator("main form button:not([type=button])").first.click()
    press(page, "Try it")
    assert "10 rows would be added" in page.locator("main").inner_text()
    press(page, "Take it over")

    page.goto("/dossier/")
    page.get_by_role("link", name=country).click()
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name="Word").click()
    assert "confidential" in download.value.suggested_filename
    file = tmp_path / "dossier.docx"
    download.value.save_as(file)
    said = text_of_word(file)
    assert all(text in said for _, _, _, text, _ in ASKS)
    assert "Confidential" in said


def text_of_word(file: Path) -> str:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    with zipfile.ZipFile(file) as unpacked:
        heads = [unpacked.read(name).decode() for name in unpacked.namelist() if "header" in name]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *heads])


@at(390)
def test_a_journalist_finds_two_voices_on_one_matter_with_sources_to_cite(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Azerbaijan").click()
    page.get_by_role("link", name="Voices side by side").click()
    sides = page.locator("#voices .side")
    state, body, others = (sides.nth(place).inner_text() for place in range(3))
    assert "always been taken into account" in state
    assert "were not acted upon by the Ministry of Internal Affairs" in body
    assert "parliament" in others
    source = page.locator("#voices .side-body details.source").first
    source.locator("summary").click()
    assert "https://miragenews.com/" in source.inner_text()
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name="PDF", exact=True).click()
    file = tmp_path / "dossier.pdf"
    download.value.save_as(file)
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(file).pages)
    assert "Ministry of Foreign Affairs" in text
    assert "Confidential" not in text


@at(390)
def test_a_member_of_parliament_prints_what_was_asked_and_answered(page: Page) -> None:
    sign_in(page, "desk")
    page.goto("/dossier/orland-invented/")
    page.get_by_role("link", name="Asked and answered").click()
    text = page.locator("main").inner_text()
    assert "from the very outset of their deprivation of liberty" in text
    assert "This is already the practice." in text
    assert "no information" in text.lower()
    assert "30 March 2021" in text
    printed = page.pdf(format="A4")
    sheets = PdfReader(io.BytesIO(printed)).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "a single and comprehensive custody record" in words
    assert "Show" not in words  # what only the screen needs is not printed
