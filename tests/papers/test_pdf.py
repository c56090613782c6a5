import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.papers.reading import bare_letters, pdf_pages, pieces, squeezed, tags
from tests.papers.samples import arabic, english

from habeas.language import words
from habeas.papers import Bullets, Heading, Para, Picture, Table, Text, render_pdf, said
from habeas.papers.letters import printable, written

EN, AR = words("en"), words("ar")
INJECTIONS = [
    "#panic()",
    "$x^2$ [b] \\ *c* _d_ @e <f> `g` = h",
    '#import "/etc/passwd": *',
    "// comment /* open",
    '{n} of {m} \\u{41} "quoted" \\',
    "</style><script>alert(1)</script>&amp;&lt;",
    "- item\n+ item\n/ term: x\n\n#pagebreak()",
]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(english(), words=EN)


def test_bands_number_and_page_stand_on_every_sheet(pdf: bytes) -> None:
    pages = pdf_pages(pdf)
    assert len(pages) == 3
    for index, text in enumerate(pages, start=1):
        assert "Confidential · members of the visiting body and its secretariat · Article 11" in text
        assert "Invented data: Orland does not exist" in text
        assert "ORL-DOSSIER-2031-11-23-1a2b3c4d" in text
        assert f"Page {index} of 3" in text


def test_a_public_paper_carries_no_band() -> None:
    for text in pdf_pages(render_pdf(english(band=None, synthetic=None), words=EN)):
        assert "Confidential" not in text
        assert "Invented" not in text


def test_a_long_band_does_not_run_into_the_text() -> None:
    paper = english(synthetic="Invented data, " * 30)
    for text in pdf_pages(render_pdf(paper, words=EN)):
        assert squeezed("Invented data, " * 30) in squeezed(text)


def test_the_same_paper_gives_the_same_bytes_and_no_clock_is_read(pdf: bytes) -> None:
    assert render_pdf(english(), words=EN) == pdf
    document = PdfReader(io.BytesIO(pdf)).metadata
    assert document is not None
    assert str(document["/CreationDate"]).startswith("D:20311123000000")
    assert "/Author" not in document


def test_it_is_tagged_as_pdf_ua_asks(pdf: bytes) -> None:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert PdfReader(io.BytesIO(pdf)).metadata["/Title"] == english().title  # type: ignore[index]


def test_every_kind_of_block_has_its_tag(pdf: bytes) -> None:
    found = tags(pdf)
    names = [name for name, _ in found]
    headings = [name for name in names if name in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", "/H2", "/H3", "/H3", "/H1", "/H1"]
    assert names.count("/TH") == 3
    assert names.count("/TD") == 6
    assert names.count("/L") == 3
    assert names.count("/Caption") == 2
    assert [entry["/Alt"] for name, entry in found if name == "/Figure"] == [
        "A line from 2028 to 2031 with a visit in 2028 and a reply in 2031."
    ]
    paragraphs = sum(isinstance(block, Para) for block in english().plain_blocks())
    assert names.count("/P") >= paragraphs


def test_each_paragraph_is_a_paragraph_of_its_own() -> None:
    def count(number: int) -> int:
        blocks = tuple(Para(runs=said(f"Paragraph {index}.")) for index in range(number))
        return [name for name, _ in tags(render_pdf(english(blocks=blocks, sources=()), words=EN))].count(
            "/P"
        )

    assert count(12) - count(2) == 10


def test_every_text_of_the_paper_is_in_it(pdf: bytes) -> None:
    whole = squeezed("".join(pdf_pages(pdf)))
    latin = [
        piece for piece in pieces(english()) if "و" not in piece
    ]  # Arabic letters come out in visual order
    assert [piece for piece in latin if squeezed(piece) not in whole] == []


def test_arabic_words_are_in_it_letter_by_letter() -> None:
    pages = pdf_pages(render_pdf(arabic(), words=AR))
    found = {bare_letters(word) for text in pages for word in text.replace("،", " ").split()}
    wanted = ("الاحتجاز", "الشرطة", "والتقرير", "الزيارات", "الوصول", "المناوبين", "اللجنة", "الاتفاقية")
    assert [word for word in wanted if bare_letters(word) not in found] == []
    root = PdfReader(io.BytesIO(render_pdf(arabic(), words=AR))).trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/Direction"]) == ("ar", "/R2L")


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_comes_out_as_text(text: str) -> None:
    blocks = (Heading(level=1, text=text, anchor="a"), Para(runs=said(f"before {text} after")))
    pages = pdf_pages(render_pdf(english(title=text, blocks=blocks, sources=()), words=EN))
    whole = squeezed("".join(pages))
    assert whole.count(squeezed(written(text))) == 3


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_makes_a_valid_pdf(text: str) -> None:
    paper = english(blocks=(Para(runs=said(text)),), sources=())
    assert render_pdf(paper, words=EN).startswith(b"%PDF-")


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("abc #$[]\\*_@<>`=/-+~\"'{}()&;:.,!?0123%^|"), min_size=1, max_size=80))
def test_any_sign_of_markup_comes_out_as_itself(text: str) -> None:
    paper = english(blocks=(Para(runs=said(f"q{text}q")),), sources=())
    shown = squeezed("".join(pdf_pages(render_pdf(paper, words=EN))))
    assert squeezed(printable(f"q{text}q")) in shown


def test_letters_outside_the_fonts_are_named_and_pictures_may_hold_them() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="1" y="15">警</text></svg>'
    blocks = (Para(runs=said("警")), Picture(svg=svg, alt="a letter", caption="Letter"))
    assert pdf_pages(render_pdf(english(blocks=blocks, sources=()), words=EN))[0].count("[U+8B66]") == 2


MARKS = "aеωა\u0561شُ\u0301\u064e\u0600\u0605\u06dd\u034f\u20dd\u25cc 1("
FORMLESS = "\u00ad\u061c\u200b\u200c\u200d\u200f\u2067\u2069\ufe0f\ufe00"


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from(MARKS + FORMLESS), max_size=30))
def test_marks_and_formless_letters_of_every_script_make_a_valid_pdf(text: str) -> None:
    runs = (Text(text=text, strong=True), Text(text=text, emphasis=True))
    blocks = (Heading(level=1, text=f"x{text}", anchor="a"), Para(runs=runs))
    assert render_pdf(english(blocks=blocks, sources=()), words=EN).startswith(b"%PDF-")


def test_a_word_without_end_stays_on_the_sheet() -> None:
    word = "abcdefghij" * 30
    cells = Table(caption="c", header=("h", word), rows=((said(word), said("1")),), widths=(1, 1))
    paper = english(blocks=(Para(runs=said(word)), cells), sources=())
    page = PdfReader(io.BytesIO(render_pdf(paper, words=EN))).pages[0]
    ends: list[float] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: ends.append(
            cm[4] + tm[4] + 0.4 * 10 * len(text.strip())
        )
    )
    assert max(ends) < 600
    assert squeezed(page.extract_text()).count(word) == 3


@pytest.mark.parametrize("before", range(30, 35))
def test_what_introduces_a_list_is_not_left_alone_at_the_end_of_a_sheet(before: int) -> None:
    above = tuple(Para(runs=said(f"Line {at}.")) for at in range(before))
    items = tuple(said(f"Item {at}.") for at in range(6))
    blocks = (*above, Para(runs=said("Looked for:")), Bullets(items=items))
    pages = pdf_pages(render_pdf(english(blocks=blocks, sources=()), words=EN))
    [page] = [text for text in pages if "Looked for:" in text]
    assert "Item 0." in page
