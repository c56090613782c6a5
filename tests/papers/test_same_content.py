"""One paper, three forms, the same words."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader
from tests.papers.reading import docx_header, docx_text, html_text, pdf_pages, pieces, squeezed
from tests.papers.samples import arabic, english

from habeas.language import words
from habeas.papers import Heading, Paper, Para, Table, Text, render_docx, render_html, render_pdf, said

PAPERS = [(english(), "en"), (arabic(), "ar")]


def wording(text: str) -> str:
    """The words alone: without what a form adds of its own (arrows back, the colon after a term)."""
    return squeezed(text).replace("↩", "").replace(":", "")


@pytest.mark.parametrize(("paper", "language"), PAPERS, ids=["en", "ar"])
def test_page_and_word_say_the_same_in_the_same_order(paper: Paper, language: str) -> None:
    docx = render_docx(paper, words=words(language))
    page = html_text(render_html(paper, words=words(language)))
    assert wording(docx_header(docx) + docx_text(docx) + paper.number) == wording(page)


@pytest.mark.parametrize(("paper", "language"), PAPERS, ids=["en", "ar"])
def test_every_text_of_the_paper_is_in_page_and_word(paper: Paper, language: str) -> None:
    docx = squeezed(docx_text(render_docx(paper, words=words(language))))
    page = squeezed(html_text(render_html(paper, words=words(language))))
    for piece in map(squeezed, pieces(paper)):
        assert piece in docx
        assert piece in page


def test_the_sheets_of_the_pdf_say_the_same_as_the_page() -> None:
    # Without Arabic letters and without the picture, whose words a PDF has as text.
    paper = english()
    latin = [piece for piece in pieces(paper) if "و" not in piece]
    sheets = squeezed("".join(pdf_pages(render_pdf(paper, words=words("en")))))
    page = squeezed(html_text(render_html(paper, words=words("en"))))
    at = {"sheets": 0, "page": 0}
    for piece in map(squeezed, latin):
        for name, text in (("sheets", sheets), ("page", page)):
            at[name] = text.index(piece, at[name])


def test_a_text_leads_to_a_heading_in_each_form() -> None:
    anchor = "what-was-asked-again-and-what-was-answered-at-last"
    blocks = (
        Para(runs=(Text(text="see there", to=anchor),)),
        Heading(level=1, text="What was asked again", anchor=anchor),
    )
    paper = replace(english(), blocks=blocks, sources=())
    in_english = words("en")
    page = render_html(paper, words=in_english)
    assert f'<a href="#{anchor}">see there</a>' in page
    assert f'id="{anchor}"' in page
    body = Document(BytesIO(render_docx(paper, words=in_english))).element.body
    [link], [mark] = body.iter(qn("w:hyperlink")), body.iter(qn("w:bookmarkStart"))
    assert link.get(qn("w:anchor")) == mark.get(qn("w:name"))
    assert len(mark.get(qn("w:name"))) <= 40
    reader = PdfReader(BytesIO(render_pdf(paper, words=in_english)))
    [annotation] = [each.get_object() for page in reader.pages for each in page.get("/Annots") or ()]
    assert annotation["/Subtype"] == "/Link"


def test_a_table_to_be_filled_in_by_hand_has_high_rows_in_each_form() -> None:
    table = Table(caption="Sheet 14", header=("Line", "What"), rows=((said("1"), said("")),), by_hand=True)
    paper = replace(english(), blocks=(table,), sources=())
    in_english = words("en")
    assert 'class="by-hand"' in render_html(paper, words=in_english)
    [row] = Document(BytesIO(render_docx(paper, words=in_english))).tables[0].rows[1:]
    assert row.height == pytest.approx(Mm(10), rel=0.001)
    small = replace(paper, blocks=(replace(table, rows=table.rows * 24),))
    assert len(pdf_pages(render_pdf(small, words=in_english))) == 2
