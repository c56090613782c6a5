"""What runs against its paper stays in one piece, in every form."""

from tests.papers.reading import docx_text, html_text
from tests.papers.samples import arabic, english

from habeas.language import words
from habeas.papers import Heading, Para, Text, render_docx, render_html
from habeas.papers.wordml import stretches

SAID = "2 of 9 visited. "
BLOCKS = (
    Heading(level=1, text="Report on the visit of 4 to 11 September", anchor="a"),
    Para(runs=(Text(text=SAID, strong=True), Text(text="وزارة الداخلية", direction="rtl"))),
)


def test_an_english_text_on_an_arabic_sheet_is_isolated_and_its_space_is_not() -> None:
    paper = arabic(blocks=BLOCKS, sources=())
    heading, paragraph = paper.blocks
    assert isinstance(heading, Heading)
    assert heading.text == "\u2068Report on the visit of 4 to 11 September\u2069"
    assert isinstance(paragraph, Para)
    assert paragraph.runs[0] == Text(text="\u20682 of 9 visited.\u2069 ", strong=True)
    assert paragraph.runs[1] is BLOCKS[1].runs[1]  # type: ignore[union-attr]
    assert "\u20682 of 9 visited.\u2069 " in html_text(render_html(paper, words=words("ar")))


def test_a_paper_of_one_direction_keeps_its_blocks() -> None:
    paper = english()
    assert paper.blocks[:3] == english().blocks[:3]
    assert "\u2068" not in paper.title


def test_word_gets_an_isolated_text_as_one_stretch() -> None:
    assert list(stretches("تقرير \u2068(a) 2018 [b]\u2069.", rtl=True)) == [
        ("تقرير ", True),
        ("(a) 2018 [b]", False),
        (".", True),
    ]
    said = docx_text(render_docx(arabic(blocks=BLOCKS, sources=()), words=words("ar")))
    assert SAID.strip() in said
    assert "\u2068" not in said
