"""Passages found again on the pages, and pages drawn: what a person compares a reading with."""

import io
import struct

import pytest
import typst
from tests.documents.real import real

from habeas.documents.pdf.drawing import LONGEST, SIGNATURE, draw_page
from habeas.documents.pdf.lines import read_pdf
from habeas.documents.pdf.passages import Passages
from habeas.documents.reading import read_document
from habeas.documents.review.recommendations import recommendations_of
from habeas.errors import RefusedError

OVER_TWO_PAGES = """
#set page(width: 12cm, height: 7cm, margin: 2cm, header: [SYN/2031/4], footer: [Synthetic])
#set text(10pt, hyphenate: true, lang: "en")
#set par(justify: true)
Nothing of this is real. #lorem(20)

The passage begins here#footnote[A note that stands between.] and goes on over the end of the page, with
extraordinarily unbreakable determination, until a station of Orland is named at its very end. After it
nothing comes.
"""
PASSAGE = (
    "The passage begins here and goes on over the end of the page, with extraordinarily unbreakable "
    "determination, until a station of Orland is named at its very end."
)


def made() -> io.BytesIO:
    return io.BytesIO(typst.compile(OVER_TWO_PAGES.encode()))


def test_a_passage_over_two_pages_is_marked_on_both_and_nothing_between() -> None:
    pages = read_pdf(made(), name="synthetic.pdf")
    boxes = Passages(pages.lines).boxes(PASSAGE)
    assert {box.page for box in boxes} == {1, 2}
    marked = [
        line.text
        for line in pages.lines
        for box in boxes
        if (line.page, line.bottom) == (box.page, box.bottom)
    ]
    said = " ".join(marked)
    assert said.startswith("The passage begins")
    assert "very end." in said
    assert not any(word in said for word in ("SYN", "Synthetic", "A note", "nothing comes"))
    assert Passages(pages.lines).boxes("Nobody wrote this.") == ()
    assert Passages(pages.lines).boxes("–") == ()


def test_a_part_of_a_line_is_marked_as_that_part() -> None:
    pages = read_pdf(made(), name="synthetic.pdf")
    (line,) = [each for each in pages.lines if each.text.startswith("Nothing of this")]
    (box,) = Passages(pages.lines).boxes("is real", page=1)
    assert line.left < box.left < box.right < line.right


def test_every_recommendation_of_a_real_list_is_found_on_its_page() -> None:
    pages = read_pdf(real("un_reports/g1934994.pdf"))
    passages = Passages(pages.lines)
    for one in recommendations_of(read_document(real("un_reports/g1934994.pdf"))):
        boxes = passages.boxes(one.text, one.page)
        assert boxes, one.number
        assert boxes[0].page == one.page


def test_a_page_is_drawn_and_what_is_no_pdf_is_refused() -> None:
    picture = draw_page(made(), 2, name="synthetic.pdf")
    assert picture.startswith(SIGNATURE)
    assert abs(struct.unpack(">II", picture[16:24])[0] - LONGEST) <= 1
    assert struct.unpack(">II", picture[16:24])[1] < LONGEST
    for data, number in ((io.BytesIO(b"%PDF-1.7 broken"), 1), (made(), 9)):
        with pytest.raises(RefusedError, match="damaged"):
            draw_page(data, number, name="broken.pdf")
