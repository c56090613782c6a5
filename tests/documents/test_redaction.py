"""What is deleted from a text is gone from it; what may name somebody is proposed, and a person decides."""

from io import BytesIO

import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.test_word_reading import written_out

from habeas.documents.names import CAPITALS, INITIALS, KNOWN, LONG_NUMBER, REMAINS, proposed
from habeas.documents.redaction import DELETED, Passage, Unit, occurrences, redacted, text_of_word
from habeas.errors import RefusedError

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def units(*texts: str) -> tuple[Unit, ...]:
    return tuple(Unit(text=text) for text in texts)


def test_a_deleted_name_is_gone_and_its_mark_does_not_tell_its_length() -> None:
    text = units("Mr Ivan Petrov, and Ivan\u00a0Petrov.", "IVAN PETROV was seen.", "Petrovka Prison.")
    left = redacted(text, occurrences(text, "Ivan  Petrov"))
    assert [one.text for one in left] == ["Mr […], and […].", "[…] was seen.", "Petrovka Prison."]
    assert text[0].text.startswith("Mr Ivan")  # the confidential text stays as it is


def test_neighbours_are_one_deletion_and_overlaps_are_deleted_whole() -> None:
    text = units("Ann Bell and Carl")
    both = [Passage(0, 0, 3), Passage(0, 4, 8), Passage(0, 2, 6)]
    assert redacted(text, both)[0].text == "[…] and Carl"


def test_a_name_is_found_whatever_hides_in_it() -> None:
    text = units("Iv\u00adan\nPet\u200brov spoke.")
    assert redacted(text, occurrences(text, "Ivan Petrov"))[0].text == "[…] spoke."
    assert occurrences(text, " \u200b ") == ()


def test_a_passage_that_stands_nowhere_is_the_mistake_of_the_caller() -> None:
    for passage in (Passage(1, 0, 1), Passage(0, 2, 2), Passage(0, 0, 9), Passage(-1, 0, 1)):
        with pytest.raises(ValueError, match="no such passage"):
            redacted(units("Short"), [passage])


@given(st.text("ab .", min_size=1, max_size=30), st.data())
def test_what_is_kept_is_kept_in_order_and_nothing_marked_is_left(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left = redacted(units(text), [Passage(0, start, end)])[0].text
    assert left == text[:start] + DELETED + text[end:]


def test_known_names_come_first_then_what_remains_then_forms() -> None:
    text = units(
        "The Committee met Ivan Petrov and Dana Desk.",
        "Petrov (file 1234567) and A.B. were in cell 3 of Central Prison.",
    )
    deleted = occurrences(text, "Ivan Petrov")
    found = {(one.words, one.why) for one in proposed(text, ["Dana Desk", "Nobody Here"], deleted)}
    assert found == {
        ("Dana Desk", KNOWN),
        ("Petrov", REMAINS),
        ("A.B.", INITIALS),
        ("1234567", LONG_NUMBER),
        ("Central Prison", CAPITALS),
    }
    kept = occurrences(text, "Central Prison")
    assert "Central Prison" not in {one.words for one in proposed(text, [], deleted, kept)}


def test_forms_are_found_in_cyrillic_and_french_and_one_word_is_no_run() -> None:
    text = units("Следователь Иван Петров пришел.", "Mme Anne-Marie de Ruiter, née le 3 mai 1990.", "Alone.")
    found = {one.words for one in proposed(text, [], [])}
    assert {"Следователь Иван Петров", "Mme Anne-Marie de Ruiter", "née le 3 mai 1990"} <= found
    assert not any("Alone" in words for words in found)


# What a Word document hides, or what is no text ------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        text_of_word(BytesIO(data), name="report.docx")
    return caught.value.code


def test_the_text_of_a_word_document_has_headings_cells_and_what_stays_behind_is_counted() -> None:
    made = Document()
    made.add_heading("Facts found", 1)
    made.add_paragraph("A paragraph.")
    made.add_table(1, 2).rows[0].cells[1].text = "Right"
    made.sections[0].header.paragraphs[0].text = "Head of the page"
    out = BytesIO()
    made.save(out)
    found = text_of_word(BytesIO(out.getvalue()))
    assert [(one.text, one.level, one.cell) for one in found.units] == [
        ("Facts found", 1, None),
        ("A paragraph.", 0, None),
        ("", 0, (1, 1, 1)),
        ("Right", 0, (1, 1, 2)),
    ]
    assert (found.left_out.heads_and_feet, found.left_out.pictures) == (1, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<w:p><w:ins w:id='1' w:author='x'><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "word-tracked-changes"),
        ("<w:p><w:del w:id='1'><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", "word-tracked-changes"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>", "word-hidden-text"),
    ],
)
def test_what_is_hidden_in_a_word_document_is_refused(body: str, code: str) -> None:
    assert refused(written_out(body=body)) == code
    assert text_of_word(BytesIO(written_out(body=P.format("plain")))).units[0].text == "plain"


def test_a_style_that_hides_and_a_comment_are_refused() -> None:
    made = Document()
    style = made.styles.add_style("Quiet", 1)
    style.font.hidden, style.font.size = True, Pt(9)
    assert text_of_word(BytesIO(saved(made))).units == ()  # a style that nothing is written in hides nothing
    made.add_paragraph("secret", style="Quiet")
    assert refused(saved(made)) == "word-hidden-text"
    noted = Document()
    noted.add_comment(noted.add_paragraph("text").runs[0], text="who said this?", author="x")
    assert refused(saved(noted)) == "word-comments"


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
