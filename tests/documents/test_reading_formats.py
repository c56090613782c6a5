"""A document has the same paragraphs whatever format it came in; what cannot be read is refused."""

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO

import pypdf
import pytest
import typst
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf.actions import JavaScript

from habeas.documents.paragraphs import ReadText
from habeas.documents.reading import read_document
from habeas.errors import RefusedError

TITLE = "Safeguards against ill-treatment"
FIRST = "In 1999 a register was kept at each police station of Orland, as the law of that year has it."
ASK = "The Committee recommends that steps be taken to ensure that:"
LIMBS = ("each person is told of the right to a lawyer;", "each person may tell a relative.")
FONTS = str(files("habeas") / "fonts" / "ttf")
LAST = "La délégation a pu s’entretenir sans témoin avec les personnes privées de liberté."


def as_pdf() -> bytes:
    limbs = "\n".join(f"#par[#h(1em)– #h(0.5em)*{each}*]" for each in LIMBS)
    source = f"""
#set page(width: 16cm, height: 20cm)
#set text(10pt, font: "Noto Sans") // pdfium takes its regular weight for 625
#set par(spacing: 1.4em)
#text(13pt)[*{TITLE}*]

1.#h(1em){FIRST}#footnote[Synthetic.]

2.#h(1em)#[*{ASK}*]

{limbs}

3.#h(1em){LAST}
"""
    return typst.compile(source.encode(), font_paths=[FONTS])


def as_docx(*, automatic: bool) -> bytes:
    document = Document()
    document.add_heading(TITLE, 2)
    for number, text in enumerate((FIRST, ASK, LAST), start=1):
        paragraph = document.add_paragraph(style="List Number" if automatic else None)
        paragraph.add_run("" if automatic else f"{number}.\t")
        paragraph.add_run(text).bold = text == ASK
        for limb in LIMBS if text == ASK else ():
            document.add_paragraph(style="List Bullet").add_run(limb).bold = True
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(*, automatic: bool) -> bytes:
    limbs = "".join(f"<li><b>{each}</b>" for each in LIMBS)
    if automatic:
        body = f"<ol><li>{FIRST}<li><b>{ASK}</b><ul>{limbs}</ul><li><p>{LAST}</ol>"
    else:
        body = f"<p>1. {FIRST}<sup><a href=#n1>1</a></sup><p>2. <b>{ASK}</b><ul>{limbs}</ul><p>3.\n{LAST}"
        body += "<ol><li id=n1>1 Synthetic. <a href=#r1>↩</a></ol>"
    script = "<script>document.body.remove()</script><p hidden>unseen</p><img src=https://example.org/a.png>"
    return f"<!doctype html><meta charset=utf-8><h2>{TITLE}</h2>{script}{body}".encode()


def as_text() -> bytes:
    limbs = "\n".join(f"- {each}" for each in LIMBS)
    first = FIRST.replace("station of", "station\nof")
    return f"{TITLE}\n\n1. {first}\n\n2. {ASK}\n{limbs}\n\n3. {LAST}\n".encode()


FORMS = {
    "a.pdf": as_pdf,
    "literal.docx": lambda: as_docx(automatic=False),
    "automatic.docx": lambda: as_docx(automatic=True),
    "literal.html": lambda: as_html(automatic=False),
    "automatic.htm": lambda: as_html(automatic=True),
    "a.txt": as_text,
}


@pytest.fixture(scope="module", params=FORMS)
def named(request: pytest.FixtureRequest) -> tuple[str, ReadText]:
    return request.param, read_document(BytesIO(FORMS[request.param]()), name=request.param)


def test_each_format_gives_the_same_paragraphs(named: tuple[str, ReadText]) -> None:
    name, found = named
    first, second, third = found.paragraphs
    assert [each.number for each in found.paragraphs] == ["1", "2", "3"]
    assert first.text == FIRST
    assert second.text == "\n".join((ASK, *(f"{'-' if name == 'a.txt' else '–'} {each}" for each in LIMBS)))
    assert third.text == LAST
    assert {each.headings for each in found.paragraphs} == {(TITLE,)}
    assert all(found.text[slice(*each.span)] == each.text for each in found.paragraphs)
    assert [each.language for each in found.paragraphs] == ["en", "en", "fr"]
    assert found.language == "en"
    assert {each.page for each in found.paragraphs} == {1 if name == "a.pdf" else None}
    if name != "a.txt":  # which has no bold
        bold = [second.text[start:end] for start, end in second.bold]
        assert not first.bold
        assert bold[0].startswith(ASK)
        assert bold[-1].endswith(LIMBS[-1])
    if name in ("a.pdf", "literal.html"):
        assert first.footnotes == ("Synthetic.",)


def test_tables_of_a_page_keep_their_cells() -> None:
    page = "<html><table><tr><th>Number<th>Answer<tr><td>1.1<td>Yes.<table><tr><td>within</table></table>"
    found = read_document(BytesIO(page.encode()), name="a.html")
    assert [(each.cell, each.text) for each in found.paragraphs] == [
        ((1, 1, 1), "Number"),
        ((1, 1, 2), "Answer"),
        ((1, 2, 1), "1.1"),
        ((1, 2, 2), "Yes."),
        ((2, 1, 1), "within"),
    ]


def test_headings_stand_over_each_other() -> None:
    text = (
        "I. PRISONS\n\nA. Ill-treatment\n\n1. None.\n\nB. Conditions\n\n2. Good.\n\nII. POLICE\n\n3. None.\n"
    )
    found = read_document(BytesIO(text.encode()), name="a.txt")
    assert [each.headings for each in found.paragraphs] == [
        ("I. PRISONS", "A. Ill-treatment"),
        ("I. PRISONS", "B. Conditions"),
        ("II. POLICE",),
    ]


def locked() -> bytes:
    writer, out = pypdf.PdfWriter(BytesIO(as_pdf())), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def with_more(change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer, out = pypdf.PdfWriter(BytesIO(as_pdf())), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def fetching() -> bytes:
    document = Document()
    drawing = OxmlElement("w:drawing")
    blip = OxmlElement("a:blip")
    target = "https://example.org/a.png"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    blip.set(qn("r:link"), document.part.relate_to(target, kind, is_external=True))
    drawing.append(blip)
    document.add_paragraph().add_run()._r.append(drawing)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


REFUSED = {
    "locked.pdf": (locked, "pdf-locked"),
    "carrying.pdf": (lambda: with_more(lambda pdf: pdf.add_attachment("a.exe", b"MZ")), "pdf-embedded"),
    "acting.pdf": (lambda: with_more(lambda pdf: pdf.add_open_action(JavaScript("app.x()"))), "pdf-acts"),
    "fetching.docx": (fetching, "word-external-link"),
    "text.pdf": (as_text, "pdf-not-pdf"),
    "pdf.docx": (as_pdf, "document-other-format"),
    "text.docx": (as_text, "word-not-docx"),
    "pdf.txt": (as_pdf, "document-other-format"),
    "docx.html": (lambda: as_docx(automatic=True), "document-other-format"),
    "text.html": (as_text, "html-not-html"),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "document-unknown"),
    "rich.rtf": (lambda: b"{\\rtf1 words}", "document-unknown"),
    "blank.txt": (lambda: b" \n\n ", "document-without-text"),
    "latin.txt": (lambda: "d\xe9j\xe0".encode("latin-1"), "document-encoding-unknown"),
    "deep.html": (lambda: b"<html>" + b"<div>" * 400 + b"x", "html-too-deep"),
    "long.html": (lambda: b"<html>" + b"<p>x" * 50_001, "html-too-long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(RefusedError) as refused:
        read_document(BytesIO(make()), name=name)
    assert refused.value.code == code


def test_a_page_may_declare_its_encoding() -> None:
    page = '<html><meta charset="windows-1251"><p>Комитет рекомендует принять меры, чтобы каждого уведомляли.'
    found = read_document(BytesIO(page.encode("cp1251")), name="a.html")
    assert found.paragraphs[0].text.startswith("Комитет рекомендует")
    assert found.language == "ru"


def test_short_lines_of_a_text_end_paragraphs() -> None:
    text = (
        "1. Every person is told of it.\n2. The Committee recommends that\nit be done.\nConclusion\nIt was."
    )
    found = read_document(BytesIO(text.encode()), name="a.txt").paragraphs
    assert [(each.number, each.text, each.headings) for each in found] == [
        ("1", "Every person is told of it.", ()),
        ("2", "The Committee recommends that it be done.", ()),
        ("", "It was.", ("Conclusion",)),
    ]
