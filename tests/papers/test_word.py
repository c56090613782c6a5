import io
import zipfile
from datetime import datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from tests.papers.reading import docx_header, docx_text
from tests.papers.samples import arabic, english
from tests.papers.test_pdf import INJECTIONS

from habeas.language import words
from habeas.papers import Para, SourceMark, render_docx, said
from habeas.papers.wordml import stretches

EN, AR = words("en"), words("ar")
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


@pytest.fixture(scope="module")
def docx() -> bytes:
    return render_docx(english(), words=EN)


def test_the_same_paper_gives_the_same_bytes(docx: bytes) -> None:
    assert render_docx(english(), words=EN) == docx
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2031, 11, 23, 0, 0, 0)}
        assert not any("vba" in name.lower() or "thumbnail" in name for name in archive.namelist())


def test_bands_stand_in_the_header_and_pages_in_the_footer(docx: bytes) -> None:
    assert "Confidential · members of the visiting body" in docx_header(docx)
    assert "Invented data: Orland does not exist" in docx_header(docx)
    footer = Document(io.BytesIO(docx)).sections[0].footer
    fields = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "ORL-DOSSIER-2031-11-23-1a2b3c4d" in footer.paragraphs[0].text
    assert docx_header(render_docx(english(band=None, synthetic=None), words=EN)).strip() == ""


def test_styles_are_words_own(docx: bytes) -> None:
    document = Document(io.BytesIO(docx))
    named = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Title", english().title) in named
    assert ("Heading 1", "What matters now") in named
    assert ("Heading 2", "The dialogue on access to a lawyer") in named
    assert ("List Bullet", "Letter of 12 April 2031, unanswered[1]") in named
    sides, table = document.tables
    assert [cell.paragraphs[0].style.name for cell in sides.rows[0].cells] == ["Heading 3", "Heading 3"]
    assert table.style.name == "Table Grid"
    assert table.rows[0]._tr.find(".//w:tblHeader", W) is not None


def test_properties_name_no_person_and_no_other_day(docx: bytes) -> None:
    core = Document(io.BytesIO(docx)).core_properties
    assert (core.title, core.language, core.author, core.last_modified_by) == (
        english().title,
        "en-GB",
        "",
        "",
    )
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2031, 11, 23)  # noqa: DTZ001


def test_marks_lead_to_bookmarks_that_are_there(docx: bytes) -> None:
    body = Document(io.BytesIO(docx)).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = [anchor for anchor in anchors if anchor is not None]
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == sum(1 for _ in english().marks())
    assert set(marks) <= set(names)
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 and name.isidentifier() for name in names)


def test_pictures_have_their_words(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        images = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert [archive.read(name)[:8] for name in images] == [b"\x89PNG\r\n\x1a\n"]
    properties = next(Document(io.BytesIO(docx)).element.body.iter(qn("wp:docPr")))
    assert properties.get("descr") == "A line from 2028 to 2031 with a visit in 2028 and a reply in 2031."


def test_arabic_runs_from_the_right() -> None:
    docx = render_docx(arabic(), words=AR)
    document = Document(io.BytesIO(docx))
    body = document.element.body
    paragraphs = list(body.iter(qn("w:p")))
    assert all(paragraph.find("w:pPr/w:bidi", W) is not None for paragraph in paragraphs)
    assert all(table.find("w:tblPr/w:bidiVisual", W) is not None for table in body.iter(qn("w:tbl")))
    runs = {
        "".join(text.text for text in run.iter(qn("w:t"))): run.find("w:rPr/w:rtl", W) is not None
        for run in body.iter(qn("w:r"))
    }
    assert runs["7 أشهر"]
    assert not runs["CPT/Inf (2031) 99"]
    language = document.styles.element.find(".//w:rPrDefault/w:rPr/w:lang", W)
    assert language.get(qn("w:bidi")) == "ar"


@pytest.mark.parametrize(
    ("text", "rtl", "parts"),
    [
        ("plain", False, [("plain", False)]),
        ("see سجن 5 now", False, [("see ", False), ("سجن 5", True), (" now", False)]),
        (
            "تقرير CPT/Inf (2031) 99 جديد",
            True,
            [("تقرير ", True), ("CPT/Inf (2031) 99", False), (" جديد", True)],
        ),
        ("2028", True, [("2028", True)]),
    ],
)
def test_stretches_follow_their_letters(text: str, rtl: bool, parts: list[tuple[str, bool]]) -> None:
    assert list(stretches(text, rtl=rtl)) == parts


@given(st.text(), st.booleans())
def test_stretches_lose_nothing(text: str, rtl: bool) -> None:
    assert "".join(part for part, _ in stretches(text, rtl=rtl)) == text


@pytest.mark.parametrize("text", [*INJECTIONS, "\x00 \ud800 \ufffe ]]> <w:t/>", "=HYPERLINK(1)"])
def test_markup_comes_out_as_text(text: str) -> None:
    paper = english(blocks=(Para(runs=said(text)),), sources=(), title=text)
    runs = paper.blocks[0].runs  # type: ignore[union-attr]
    assert docx_text(render_docx(paper, words=EN)).count(runs[0].text) == 2


def test_elements_stand_in_the_order_of_the_schema(docx: bytes) -> None:
    order = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "shd", "rtl", "cs", "lang"]
    layout = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd"]
    layout += ["tabs", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"]
    table = [
        "tblStyle",
        "bidiVisual",
        "tblW",
        "jc",
        "tblInd",
        "tblBorders",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ]
    kinds = {"w:rPr": order, "w:pPr": layout, "w:tblPr": [*table, "tblCaption"], "w:tcPr": ["tcW", "shd"]}
    arabic_docx = render_docx(arabic(), words=AR)
    for data in (docx, arabic_docx):
        document = Document(io.BytesIO(data))
        section = document.sections[0]
        for part in (
            document.element,
            document.styles.element,
            section.header._element,
            section.footer._element,
        ):
            for tag, known in kinds.items():
                for properties in part.iter(qn(tag)):
                    names = [child.tag.rpartition("}")[2] for child in properties]
                    places = [known.index(name) for name in names if name in known]
                    assert places == sorted(places), names


def test_a_source_mark_shows_its_number() -> None:
    paper = english(blocks=(Para(runs=(*said("a fact"), SourceMark(number=2))),))
    assert "a fact[2]" in docx_text(render_docx(paper, words=EN))
