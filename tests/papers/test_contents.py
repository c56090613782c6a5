"""The contents of a long paper, and captions that stay with their tables."""

import io
import re
from datetime import date
from zipfile import ZipFile

from tests.papers.reading import pdf_pages

from habeas.language import words
from habeas.papers import (
    Block,
    Contents,
    Heading,
    PageBreak,
    Paper,
    Para,
    Table,
    render_docx,
    render_html,
    render_pdf,
    said,
)

EN = words("en")


def paper(*blocks: Block) -> Paper:
    return Paper(
        title="A report",
        subtitle="",
        language="en",
        direction="ltr",
        band=None,
        synthetic=None,
        number="REPORT-1",
        made_on=date(2026, 11, 29),
        blocks=blocks,
        sources=(),
    )


def parts(count: int) -> tuple[Block, ...]:
    """As many parts, each on a sheet of its own, with a heading in it that is too small to be listed."""
    each = (
        (
            PageBreak(),
            Heading(level=1, text=f"Part {at}", anchor=f"part-{at}"),
            Heading(level=2, text=f"Record {at}", anchor=f"record-{at}", listed=False),
            Para(runs=said("Text.")),
        )
        for at in range(1, count + 1)
    )
    return (Contents(), *(block for own in each for block in own))


def test_a_long_paper_has_its_parts_with_their_pages_and_a_short_one_has_none() -> None:
    sheets = pdf_pages(render_pdf(paper(*parts(25)), words=EN))
    listed = next(sheet for sheet in sheets if "Contents" in sheet)
    pages = dict(re.findall(r"Part (\d+)[ .]*(\d+)\n", listed))
    assert len(pages) == 25
    for part, page in pages.items():
        assert f"Part {part}\n" in sheets[int(page) - 1]
    assert "Record 3" not in listed
    assert "Contents" not in "".join(pdf_pages(render_pdf(paper(*parts(3)), words=EN)))


def test_a_page_leads_to_its_parts() -> None:
    page = render_html(paper(*parts(3)), words=EN)
    nav = page.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'href="#([^"]+)"', nav) == ["part-1", "part-2", "part-3"]


def test_word_has_a_field_that_holds_the_parts_until_it_is_worked_out() -> None:
    with ZipFile(io.BytesIO(render_docx(paper(*parts(3)), words=EN))) as whole:
        document = whole.read("word/document.xml").decode()
    field = document.partition('w:fldCharType="begin"')[2].partition('w:fldCharType="end"')[0]
    assert r'TOC \o "1-2"' in field
    assert re.findall(r'w:anchor="([^"]+)"', field) == ["h_part_1", "h_part_2", "h_part_3"]
    # What Word takes up of itself when it works the field out: the headings of the usual styles.
    styles = re.findall(r'<w:pStyle w:val="([^"]*)"/>(?:(?!</w:p>).)*?(Part|Record) \d', document)
    taken_up = {said for style, said in styles if style in ("Heading1", "Heading2")}
    assert taken_up == {"Part"}


def test_no_caption_stands_alone_at_the_end_of_a_sheet() -> None:
    rows = tuple((said(f"row {at}"),) for at in range(3))
    for lines in range(36, 46):  # wherever the sheet ends
        filling = (Para(runs=said(f"Line {at}.")) for at in range(lines))
        table = Table(caption="What is counted", header=("What",), rows=rows)
        sheets = pdf_pages(render_pdf(paper(*filling, table), words=EN))
        captioned = next(sheet for sheet in sheets if "What is counted" in sheet)
        assert "row 0" in captioned
