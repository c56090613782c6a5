"""A paper as a Word document, with Word's own styles, so that an office can go on working in it.

The bands stand in the header of each sheet, the document number and "page n of m" in its
footer. Sources are a numbered list at the end; a mark leads to its source by a bookmark.
Pictures go in as PNG, because few readers of DOCX show SVG.
"""

# python-docx has no public way to its elements.
# ruff: noqa: SLF001

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from habeas.language import Words
from habeas.papers.drawings import size_of
from habeas.papers.packing import packed
from habeas.papers.paper import (
    Block,
    Bullets,
    Contents,
    Heading,
    Lines,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Para,
    Picture,
    Plain,
    Side,
    SideBySide,
    SourceNote,
    Table,
    Terms,
    Text,
)
from habeas.papers.pdf import png_of
from habeas.papers.wording import Wording, wording
from habeas.papers.wordlist import Numbers
from habeas.papers.wordml import TABLE_OF_CONTENTS, Pen, around, bookmark, describe, paint, shade
from habeas.papers.wordstyle import dress, furnish, heading_style

_DPI = 160
_TEXT_WIDTH = Mm(170)
_TEXT_HEIGHT = Mm(215)
_FOR_A_PEN = Mm(10)


def render_docx(paper: Paper, *, words: Words) -> bytes:
    """Return the paper as DOCX without macros; the same paper gives the same bytes."""
    said = wording(paper, words)
    document = Document()
    _sheet(document)
    dress(document, paper)
    furnish(document, paper, said)
    _Writer(document, paper, said).write()
    out = BytesIO()
    document.save(out)
    return packed(out.getvalue(), paper.made_on)


def _sheet(document: DocumentObject) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(28), Mm(22)
    section.header_distance = section.footer_distance = Mm(12)


class _Writer:
    """Writes blocks into a document or into a cell of it."""

    def __init__(self, document: DocumentObject, paper: Paper, said: Wording) -> None:
        self.document, self.paper, self.said = document, paper, said
        self.pen = Pen(document, rtl=paper.direction == "rtl")
        self.numbers = Numbers(document)
        self.marks = 0

    def write(self) -> None:
        """Title, text and sources, in reading order."""
        self.pen.line(self.document, self.paper.title, style="Title")
        if self.paper.subtitle:
            self.pen.line(self.document, self.paper.subtitle, style="Subtitle")
        self.pen.line(self.document, self.said.made, style="Made")
        for block in self.paper.blocks:
            self.block(block)
        if self.paper.sources:
            self.pen.line(self.document, self.said.sources, style="Heading 1")
            for source in self.paper.sources:
                self.source(source)

    def mark(self, paragraph: object, anchor: str) -> None:
        self.marks += 1
        bookmark(paragraph, anchor, self.marks)

    def block(self, block: Block) -> None:
        match block:
            case PageBreak():
                self.pen.break_next = True
            case Contents():
                self.contents()
            case SideBySide():
                self.sides(block)
            case _:
                self.plain(self.document, block, _TEXT_WIDTH)

    def contents(self) -> None:
        """A field that Word fills in with the pages; until then it holds the headings, which lead there."""
        self.pen.line(self.document, self.said.contents, style="TOC Heading")
        listed = [
            (self.pen.line(self.document, "", style=f"TOC {each.level}"), each)
            for each in self.paper.contents()
        ]
        for paragraph, heading in listed:
            self.pen.add(paragraph, (Text(text=heading.text, to=heading.anchor),))
        if listed:
            around(TABLE_OF_CONTENTS, first=listed[0][0], last=listed[-1][0])

    def plain(self, into: object, block: Plain, width: int) -> None:  # noqa: C901 (one line a kind of block)
        match block:
            case Heading():
                self.mark(self.pen.line(into, block.text, style=heading_style(block)), block.anchor)
            case Para(runs=runs, anchor=anchor):
                paragraph = self.pen.runs(into, runs)
                if anchor:
                    self.numbers.mark(paragraph, anchor)
            case Numbered():
                self.numbers.write(self.pen.runs(into, block.runs, style="Numbered"), block)
            case Bullets(items=items):
                for item in items:
                    self.pen.runs(into, item, style="List Bullet")
            case Terms():
                self.terms(into, block)
            case Table():
                self.table(into, block, width)
            case Picture():
                self.picture(into, block, width)
            case Note() | Lines():
                self.apart(into, block)

    def terms(self, into: object, terms: Terms) -> None:
        for entry in terms.entries:
            paragraph = self.pen.runs(into, entry.term, style="Term", strong=True)
            self.pen.say(paragraph, self.said.colon, strong=True)
            self.pen.add(paragraph, entry.meaning)

    def apart(self, into: object, block: Note | Lines) -> None:
        if isinstance(block, Note):
            self.note(into, block)
        else:
            self.lines(into, block)

    def note(self, into: object, note: Note) -> None:
        paragraph = self.pen.line(into, note.title, style="Note", strong=True)
        paragraph.paragraph_format.keep_with_next = True
        self.pen.runs(into, note.runs, style="Note")

    def lines(self, into: object, lines: Lines) -> None:
        paragraphs = [self.pen.runs(into, runs) for runs in lines.above]
        for place in range(lines.count):
            said = f"{lines.text} " if lines.text and place == 0 else ""
            paragraphs.append(self.pen.line(into, said, style="Ruled"))
        for paragraph in paragraphs[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        if lines.above:
            self.pen.line(into, "", style="Gap")

    def table(self, into: object, table: Table, width: int) -> None:
        self.pen.line(into, table.caption, style="Caption").paragraph_format.keep_with_next = True
        grid = self.pen.grid(
            into, 1 + len(table.rows), len(table.header), width, table.widths, style="Table Grid"
        )
        describe(grid, table.caption)
        style = "Dense Table Text" if table.dense else "Table Text"
        paint(grid, "top", "bottom", "insideH", *(("insideV",) if table.by_hand else ()))
        for index, (cell, text) in enumerate(zip(grid.rows[0].cells, table.header, strict=True)):
            self.pen.fill(cell, (), style=style, heading=text)
            shade(cell)
            if index in table.figures:
                self.pen.to_the_right(cell.paragraphs[0])
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        grid.rows[0]._tr.get_or_add_trPr().append(self.pen.flag("w:tblHeader"))
        for row, cells in zip(list(grid.rows)[1:], table.rows, strict=True):
            row._tr.get_or_add_trPr().append(self.pen.flag("w:cantSplit"))
            if table.by_hand:
                row.height = _FOR_A_PEN
            for index, (cell, runs) in enumerate(zip(row.cells, cells, strict=True)):
                strong = index == 0 and table.header_scope == "both"
                self.pen.fill(cell, runs, style=style, strong=strong)
                if index in table.figures:
                    self.pen.to_the_right(cell.paragraphs[0])
        self.pen.line(into, "", style="Gap")

    def picture(self, into: object, picture: Picture, width: int) -> None:
        size = size_of(picture.svg)
        pixel = 914_400 / 96
        scale = min(1.0, width / (size.width * pixel), _TEXT_HEIGHT / (size.height * pixel))
        paragraph = self.pen.line(into, "", style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(
            BytesIO(png_of(picture.svg, dots_per_inch=_DPI)), width=Emu(round(size.width * pixel * scale))
        )
        for side in ("distT", "distB", "distL", "distR"):  # else some readers leave an eighth of an inch
            shape._inline.set(side, "0")
        properties = shape._inline.docPr  # python-docx has no alternative text
        properties.set("descr", picture.alt)
        properties.set("name", picture.caption[:100])
        self.pen.line(into, picture.caption, style="Caption")

    def sides(self, block: SideBySide) -> None:
        if self.pen.break_next:  # a table cannot start a sheet, a paragraph can
            self.pen.line(self.document, "", style="Gap")
        grid = self.pen.grid(self.document, 1, 2, _TEXT_WIDTH, (), style="Normal Table")
        for cell, side in zip(grid.rows[0].cells, (block.left, block.right), strict=True):
            self.side(cell, side)
        paint(grid, "insideV")
        self.pen.line(self.document, "", style="Gap")

    def side(self, cell: object, side: Side) -> None:
        first = cell.paragraphs[0]  # type: ignore[attr-defined]
        self.plain(cell, side.heading, 0)
        first._p.getparent().remove(first._p)  # a new cell starts with one
        if side.voice is not None:
            self.pen.runs(cell, (side.voice,))
        for block in side.blocks:
            self.plain(cell, block, _TEXT_WIDTH // 2 - Mm(8))
        last = cell._tc[-1]  # type: ignore[attr-defined]
        if last.tag != qn("w:p"):  # a cell has to end in a paragraph
            self.pen.line(cell, "", style="Gap")

    def source(self, source: SourceNote) -> None:
        paragraph = self.pen.line(self.document, f"[{source.number}]\t", style="Source")
        self.mark(paragraph, f"source-{source.number}")
        self.pen.say(paragraph, self.said.source(source))
        if source.address:
            self.pen.say(paragraph, ". ")
            self.pen.address(paragraph, source.address, source.link)
        if source.certainty:
            self.pen.say(paragraph, " (")
            self.pen.say(paragraph, source.certainty, emphasis=True)
            self.pen.say(paragraph, ")")
