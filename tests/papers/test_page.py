import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.papers.reading import html_text, squeezed
from tests.papers.samples import arabic, english
from tests.papers.test_pdf import INJECTIONS

from habeas.language import words
from habeas.papers import Para, Picture, render_html, said
from habeas.papers.letters import written
from habeas.papers.page import element

EN, AR = words("en"), words("ar")


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(english(), words=EN)


def test_it_asks_for_nothing_and_runs_nothing(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"""\b(?:src|srcset|poster)=|\bon\w+=|style=["']""", page)
    assert all(address.startswith("data:font/woff2") for address in re.findall(r"url\(\"?([^)\"]+)", page))
    links = re.findall(r'<a href="([^"]*)"', page)
    assert links
    assert all(link.startswith(("#", "https://")) for link in links)
    assert "<link" not in page


def test_the_policy_allows_its_own_style_and_no_other(page: str) -> None:
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert f"style-src &#x27;sha256-{digest}&#x27;" in policy[1]
    assert policy[1].startswith("default-src &#x27;none&#x27;;")


def test_it_is_the_same_each_time(page: str) -> None:
    assert render_html(english(), words=EN) == page


def test_bands_stand_at_the_top_and_on_each_sheet(page: str) -> None:
    body = page[page.index("<body") :]
    assert body.index('class="band"') < body.index("<h1>")
    assert "Invented data: Orland does not exist" in html_text(body)
    assert '@top-left { content: "Confidential' in page
    assert 'content: "Page " counter(page) " of " counter(pages)' in page
    public = render_html(english(band=None, synthetic=None), words=EN)
    assert "@top-left { content: none" in public
    assert 'class="band' not in public[public.index("<body") :]


def test_headings_landmarks_and_tables_are_told(page: str) -> None:
    assert re.findall(r"<h(\d)", page) == ["1", "2", "3", "4", "4", "2", "2"]
    for landmark in ("<header>", "<main>", "<footer>"):
        assert page.count(landmark) == 1
    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') == 2
    assert '<html lang="en-GB" dir="ltr">' in page
    assert 'role="img" aria-label="A line from 2028' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_marks_lead_to_sources_and_back(page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    inside = re.findall(r'href="#([^"]+)"', page)
    assert set(inside) <= ids
    marks = sum(1 for _ in english().marks())
    assert sum(link.startswith("source-") for link in inside) == marks
    assert sum(link.startswith("mark-") for link in inside) == marks


def test_arabic_runs_from_the_right() -> None:
    page = render_html(arabic(), words=AR)
    assert '<html lang="ar" dir="rtl">' in page
    assert '<bdi lang="en" dir="ltr">CPT/Inf (2031) 99</bdi>' in page
    assert "@top-right { content:" in page


def test_only_the_scripts_in_use_travel_with_it() -> None:
    plain = english(title="Plain", subtitle="", blocks=(Para(runs=said("plain words")),), sources=())
    assert "U+600" not in render_html(plain, words=EN)
    assert "U+600" in render_html(arabic(), words=AR)
    assert len(render_html(plain, words=EN)) < 200_000


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_out_as_itself(text: str) -> None:
    shown = written(text)
    assert html_text(str(element("p", shown, title=shown))) == shown


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_comes_out_as_text(text: str) -> None:
    paper = english(title=text, synthetic=text, blocks=(Para(runs=said(text)),), sources=())
    page = render_html(paper, words=EN)
    assert page.count("</style>") == 1
    assert "<script" not in page
    assert squeezed(html_text(page)).count(squeezed(written(text))) == 3


def test_a_picture_stands_in_the_page_as_it_is() -> None:
    picture = next(block for block in english().blocks if isinstance(block, Picture))
    assert picture.svg in render_html(english(), words=EN)
