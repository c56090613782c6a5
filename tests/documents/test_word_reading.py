"""A Word document is read with the numbers that Word prints, or refused in words; nothing of it is lost."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.documents.sources import Limits
from habeas.documents.word.numbering import Counter, Level, List, Numbering, written
from habeas.documents.word.reading import WordDocument, read_word
from habeas.errors import RefusedError
from habeas.language import words
from habeas.papers import Numbered, Paper, Para, render_docx, said

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(data: bytes, **limits: Limits) -> WordDocument:
    return read_word(BytesIO(data), name="report.docx", **limits)


def written_out(change: Callable[[dict[str, bytes]], None] | None = None, body: str | None = None) -> bytes:
    """A plain document of Word's, its parts changed, or with another body in its main part."""
    made = BytesIO()
    Document().save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if body is not None:
        parts["word/document.xml"] = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    if change is not None:
        change(parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def paper(*numbers: str) -> Paper:
    blocks = [
        Numbered(number=number, runs=said(f"Text of {number}."), anchor=f"n{place}")
        for place, number in enumerate(numbers)
    ]
    return Paper(
        title="Report",
        subtitle="",
        language="en",
        direction="ltr",
        band=None,
        synthetic=None,
        number="T-1",
        made_on=date(2031, 7, 3),
        blocks=(Para(runs=said("Before the first.")), *blocks),
        sources=(),
    )


numbers = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 3)), min_size=1, max_size=12, unique=True
).map(lambda found: [f"{n}{' abc'[letter].strip()}" for n, letter in sorted(found)])


@settings(max_examples=25)
@given(numbers)
def test_numbers_that_we_write_as_words_own_list_are_read_back(wanted: list[str]) -> None:
    found = read(render_docx(paper(*wanted), words=words("en")))
    labelled = [one for one in found.paragraphs if one.bookmarks and one.bookmarks[0].startswith("p_")]
    assert [one.label for one in labelled] == [f"{number}." for number in wanted]
    assert [one.text for one in labelled] == [f"Text of {number}." for number in wanted]
    assert [one.bookmarks[0] for one in labelled] == [f"p_n{place}" for place in range(len(wanted))]


def test_a_paragraph_put_in_by_an_editor_moves_the_numbers_behind_it() -> None:
    data = render_docx(paper("1", "2", "3"), words=words("en"))
    document = Document(BytesIO(data))
    second = next(one for one in document.paragraphs if one.text == "Text of 2.")
    new = second.insert_paragraph_before("New between.", style=second.style)
    new._p.get_or_add_pPr().append(second._p.pPr.numPr.__copy__())
    out = BytesIO()
    document.save(out)
    labels = {one.text: one.label for one in read(out.getvalue()).paragraphs}
    assert labels["New between."] == "2."
    assert (labels["Text of 2."], labels["Text of 3."]) == ("3.", "4.")


def test_tracked_changes_are_taken_as_accepted_and_counted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">It </w:t></w:r>'
        '<w:del w:id="1" w:author="A"><w:r><w:delText>was</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>is</w:t></w:r></w:ins><w:r><w:t> so.</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="A"/></w:rPr></w:pPr><w:r><w:t>One, </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>joined.</w:t></w:r></w:p>"
    )
    found = read(written_out(body=body))
    assert [one.text for one in found.paragraphs] == ["It is so.", "One, joined."]
    assert (found.inserted, found.deleted) == (1, 2)


def test_bold_cells_text_boxes_breaks_and_content_controls_are_kept() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bc</w:t></w:r>"
        '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:br/><w:t>d</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    found = read(written_out(body=body)).paragraphs
    assert [one.text for one in found] == ["abc\nd", "cell", "kept", "", "boxed"]
    assert found[0].bold == ((1, 3),)
    assert found[1].cell == (1, 1, 1)


def test_headings_of_words_own_styles_have_their_level() -> None:
    document = Document()
    document.add_heading("Facts found", level=1)
    document.add_paragraph("Text.")
    out = BytesIO()
    document.save(out)
    assert [(one.text, one.heading) for one in read(out.getvalue()).paragraphs] == [
        ("Facts found", 1),
        ("Text.", None),
    ]


def test_numbers_of_several_levels_count_as_word_counts() -> None:
    levels = {
        0: Level(form="decimal", text="%1."),
        1: Level(form="lowerLetter", text="%2)"),
        2: Level(form="lowerRoman", text="%1.%2.%3", all_decimal=True),
    }
    counter = Counter(Numbering({"p": levels}, {"1": List("p"), "2": List("p", starts={0: 7})}))
    asked = [
        ("1", 0),
        ("1", 1),
        ("1", 1),
        ("1", 2),
        ("1", 0),
        ("1", 1),
        ("2", 0),
        ("2", 0),
        ("1", 0),
        ("9", 0),
    ]
    assert [counter.next(*one) for one in asked] == [
        "1.",
        "a)",
        "b)",
        "1.2.1",
        "2.",
        "a)",
        "7.",
        "8.",
        "9.",
        "",
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (27, "lowerLetter", "aa"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (7, "decimalZero", "07"),
    ],
)
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def replace(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def with_part(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: data})


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.pop(name) and None


def relation(
    kind: str, target: str, mode: str = ' TargetMode="External"'
) -> Callable[[dict[str, bytes]], None]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = f'<Relationship Id="rX" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return replace("word/_rels/document.xml.rels", b"</Relationships>", new.encode())


HOSTILE = {
    "macros": (with_part("word/vbaProject.bin"), "word-macro"),
    "a type with macros": (
        replace(
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "word-macro",
    ),
    "a template elsewhere": (
        relation("attachedTemplate", "https://elsewhere.example/a.dotm"),
        "word-external-link",
    ),
    "a picture elsewhere": (relation("image", "https://elsewhere.example/a.png"), "word-external-link"),
    "an embedded file": (with_part("word/embeddings/oleObject1.bin"), "word-embedded"),
    "another file put in": (relation("aFChunk", "styles.xml", ""), "word-embedded"),
    "a missing part": (without("word/styles.xml"), "word-needs-repair"),
    "no types": (without("[Content_Types].xml"), "word-not-docx"),
    "a part without a type": (with_part("word/strange.zzz"), "word-needs-repair"),
    "XML that is broken": (replace("word/document.xml", b"</w:body>", b"</w:bod>"), "word-broken"),
    "entities": (
        replace("word/document.xml", b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
        "word-xml-entity",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_hurt_or_would_be_lost_is_refused_in_words(name: str) -> None:
    change, code = HOSTILE[name]
    with pytest.raises(RefusedError) as caught:
        read(written_out(change))
    assert caught.value.code == code
    assert caught.value.advice


def test_a_link_in_the_text_fetches_nothing_and_is_let_through() -> None:
    assert read(written_out(relation("hyperlink", "https://www.coe.int/")))


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:pPr><w:jc w:val="left"/><w:pStyle w:val="Normal"/></w:pPr></w:p>',
        "<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>",
        '<w:p><w:r><w:footnoteReference w:id="7"/></w:r></w:p>',
    ],
)
def test_a_document_that_word_would_repair_is_refused(body: str) -> None:
    with pytest.raises(RefusedError, match="would have to repair") as caught:
        read(written_out(body=body))
    assert caught.value.code == "word-needs-repair"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "word-encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "word-old-doc"),
        (b"Plain text", "word-not-docx"),
        (b"PK\x03\x04 damaged", "word-broken"),
        (b"", "file-empty"),
    ],
)
def test_other_files_with_the_name_are_refused_by_what_they_are(data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(data)
    assert caught.value.code == code


def test_a_file_of_200_mb_is_refused_by_its_size_before_it_is_read(tmp_path) -> None:
    large = tmp_path / "report.docx"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(RefusedError, match="200 MB") as caught:
        read_word(large)
    assert caught.value.code == "file-too-large"


def test_a_document_that_unpacks_to_more_than_it_may_is_refused() -> None:
    bomb = written_out(with_part("word/media/a.png", b"\0" * 3_000_000))
    with pytest.raises(RefusedError) as caught:
        read(bomb, limits=Limits(unpacked=1_000_000))
    assert caught.value.code == "zip-bomb"
