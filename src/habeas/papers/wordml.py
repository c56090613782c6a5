"""WordprocessingML that python-docx has no call for: direction, language, bookmarks, fields, bands.

The order of elements inside ``w:rPr`` and ``w:pPr`` is that of the schema (ECMA-376, part 1, 17.3);
Word repairs, that is refuses, a document where it is another.
"""

# python-docx has no public way to its elements.
# ruff: noqa: SLF001

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from habeas.language import runs
from habeas.papers.paper import Doubt, Run, Runs, SourceMark, Text, Voice, VoiceMark
from habeas.papers.seal import sha256_of

Element = Any
"""An lxml element of python-docx, which has no types."""

SERIF, SANS = ("Noto Serif", "Noto Naskh Arabic"), ("Noto Sans", "Noto Sans Arabic")
INK, QUIET, RULE, WASH = "1B2327", "4B565C", "B9C2C6", "F1F3F4"
_LONGEST = 40
VOICES = {Voice.BODY: "0067A3", Voice.STATE: "7F5400", Voice.OTHER: "8C3F74"}

# Stretches that run their own way: strong letters, with the digits that go with them.
_LATIN = re.compile(r"L(?:[^R]*[LE])?")
_ARABIC = re.compile(r"R(?:[^L]*[RE])?")
_ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
_NO_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def stretches(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Part a text into what runs from the left and from the right: ``(text, from the right)``.

    Word asks for it on each run, where Unicode's algorithm finds it by itself. What is isolated
    runs its own way as one stretch, and the isolates, which Word may show, are left out.
    """
    parts = _ISOLATED.split(text)
    if len(parts) > 1:
        for index, part in enumerate(parts):
            if index % 2:
                way = runs(part)
                yield part, rtl if way is None else way == "rtl"
            elif part:
                yield from stretches(part.translate(_NO_ISOLATES), rtl=rtl)
        return
    kinds = {"L": "L", "R": "R", "AL": "R", "AN": "R", "EN": "E"}
    classes = "".join(kinds.get(unicodedata.bidirectional(character), "N") for character in text)
    at = 0
    for found in (_LATIN if rtl else _ARABIC).finditer(classes):
        if at < found.start():
            yield text[at : found.start()], rtl
        yield text[found.start() : found.end()], not rtl
        at = found.end()
    if at < len(text):
        yield text[at:], rtl


def made(tag: str, **attributes: str) -> Element:
    """One element; an attribute ``val`` is ``w:val``."""
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


class Pen:
    """Writes runs in the direction and the language of the paper."""

    def __init__(self, document: DocumentObject, *, rtl: bool) -> None:
        self.document, self.rtl = document, rtl
        self.style_ids: dict[str, Any] = {}
        self.break_next = False  # the next paragraph of the document starts a sheet

    @staticmethod
    def flag(tag: str) -> Element:
        """An element that is true by being there."""
        return made(tag)

    def line(self, into: Any, text: str, *, style: str, strong: bool = False) -> Any:
        """Add a paragraph of plain text."""
        paragraph = into.add_paragraph()
        self.dress(paragraph, style)
        self.turn(paragraph)
        if self.break_next and into is self.document:
            paragraph.paragraph_format.page_break_before = True
            self.break_next = False
        if text:
            self.say(paragraph, text, strong=strong)
        return paragraph

    def runs(self, into: Any, runs: Runs, *, style: str = "Normal", strong: bool = False) -> Any:
        """Add a paragraph of runs."""
        paragraph = self.line(into, "", style=style)
        self.add(paragraph, runs, strong=strong)
        return paragraph

    def dress(self, paragraph: Any, style: str) -> None:
        """Give a paragraph its style, which is looked up once: that goes through all there are."""
        if style not in self.style_ids:
            part: Any = self.document.part
            self.style_ids[style] = part.get_style_id(style, WD_STYLE_TYPE.PARAGRAPH)
        paragraph._p.style = self.style_ids[style]

    def turn(self, paragraph: Any) -> None:
        """Let a paragraph run from the right, where the paper does."""
        if self.rtl:
            properties = paragraph._p.get_or_add_pPr()
            later = (
                "adjustRightInd",
                "snapToGrid",
                "spacing",
                "ind",
                "contextualSpacing",
                "jc",
                "outlineLvl",
                "rPr",
            )
            properties.insert_element_before(made("w:bidi"), *(f"w:{name}" for name in (*later, "sectPr")))

    def to_the_right(self, paragraph: Any) -> None:
        """Align at the right edge: ``left`` is where a paragraph starts, in Word, so not in Arabic."""
        if not self.rtl:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def add(self, paragraph: Any, runs: Runs, *, strong: bool = False) -> None:
        """Add runs to a paragraph."""
        for run in runs:
            self._run(paragraph, run, strong=strong)

    def _run(self, paragraph: Any, run: Run, *, strong: bool) -> None:
        match run:
            case Text():
                self._text(paragraph, run, strong=strong or run.strong)
            case VoiceMark(voice=voice, name=name):
                self.say(
                    paragraph, f"{voice.shape}\u00a0{name}", strong=True, colour=VOICES[voice], font=SANS
                )
            case SourceMark(number=number):
                link = made("w:hyperlink", anchor=f"source_{number}", history="1")
                paragraph._p.append(link)
                self._write(link, f"[{number}]", self.rtl, colour=QUIET, font=SANS, size=8)
            case Doubt(text=text):
                self.say(paragraph, " (", colour=QUIET)
                self.say(paragraph, text, emphasis=True, colour=QUIET)
                self.say(paragraph, ")", colour=QUIET)

    def _text(self, paragraph: Any, run: Text, *, strong: bool) -> None:
        into = self._into(paragraph, run)
        looks = {"strong": strong, "emphasis": run.emphasis, "language": run.language}
        forced = None if run.direction is None else run.direction == "rtl"
        parts = [(run.text, forced)] if forced is not None else stretches(run.text, rtl=self.rtl)
        for text, from_right in parts:
            self._write(into, text, from_right, **looks)
        if run.address is not None:
            self.say(paragraph, " (")
            self.address(paragraph, run.address, None)
            self.say(paragraph, ")")

    def _into(self, paragraph: Any, run: Text) -> Element:
        if run.link is not None:
            return self._external(paragraph, run.link)
        if run.to is None:
            return paragraph._p
        link = made("w:hyperlink", anchor=bookmark_of(run.to), history="1")
        paragraph._p.append(link)
        return link

    def say(self, paragraph: Any, text: str, **looks: Any) -> None:
        """Add plain text to a paragraph; ``looks`` are those of :func:`_looks`."""
        for part, from_right in stretches(text, rtl=self.rtl):
            self._write(paragraph._p, part, from_right, **looks)

    def address(self, paragraph: Any, address: str, link: str | None) -> None:
        """Add an address, followed where ``link`` is given; it runs from the left everywhere."""
        into = self._external(paragraph, link) if link else paragraph._p
        self._write(into, address, False)  # noqa: FBT003

    def _external(self, paragraph: Any, address: str) -> Element:
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        paragraph._p.append(link)
        return link

    def _write(self, into: Element, text: str, from_right: bool, **looks: Any) -> None:  # noqa: FBT001
        run = made("w:r")
        properties = _looks(from_right=from_right, **looks)
        if len(properties):
            run.append(properties)
        for index, part in enumerate(text.split("\t")):
            if index:
                run.append(made("w:tab"))
            if part:
                element = made("w:t")
                element.text = part
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(element)
        into.append(run)

    def grid(
        self, into: Any, rows: int, columns: int, width: int, shares: Sequence[float], *, style: str
    ) -> Any:
        """Add a table of a fixed width; ``shares`` of it for each column, or all alike."""
        table = into.add_table(rows, columns)
        table.style = self.document.styles[style]
        table.autofit = False
        if self.rtl:
            table._tbl.tblPr.insert_element_before(made("w:bidiVisual"), *_AFTER_BIDI_VISUAL)
        shares = shares or (1.0,) * columns
        widths = [round(width * share / sum(shares)) for share in shares]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        for row in table.rows:  # by rows: python-docx goes through the whole table for each column
            for cell, wide in zip(row.cells, widths, strict=True):
                cell.width = wide
        return table

    def fill(
        self, cell: Any, runs: Runs, *, style: str, heading: str | None = None, strong: bool = False
    ) -> None:
        """Write into the paragraph that a new cell has."""
        paragraph = cell.paragraphs[0]
        self.dress(paragraph, style)
        self.turn(paragraph)
        if heading is not None:
            self.say(paragraph, heading, strong=True)
        self.add(paragraph, runs, strong=strong)


_AFTER_BIDI_VISUAL = tuple(
    f"w:{name}"
    for name in (
        *(
            "tblStyleRowBandSize",
            "tblStyleColBandSize",
            "tblW",
            "jc",
            "tblCellSpacing",
            "tblInd",
            "tblBorders",
        ),
        *("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"),
    )
)


def _looks(
    *,
    from_right: bool,
    strong: bool = False,
    emphasis: bool = False,
    colour: str | None = None,
    font: tuple[str, str] | None = None,
    size: float | None = None,
    language: str | None = None,
) -> Element:
    """``w:rPr`` in the order of the schema, each property for Latin and for complex scripts."""
    properties = made("w:rPr")
    if font is not None:
        properties.append(made("w:rFonts", ascii=font[0], hAnsi=font[0], cs=font[1]))
    for wanted, tag in ((strong, "w:b"), (strong, "w:bCs"), (emphasis, "w:i")):
        if wanted:
            properties.append(made(tag))
    if colour is not None:
        properties.append(made("w:color", val=colour))
    for tag in ("w:sz", "w:szCs") if size is not None else ():
        properties.append(made(tag, val=str(round((size or 0) * 2))))
    if from_right:
        properties.append(made("w:rtl"))
    if language is not None:
        properties.append(made("w:lang", **{"bidi" if from_right else "val": language}))
    return properties


def bookmark_of(anchor: str) -> str:
    """The name of a bookmark: ``anchor`` in the letters that Word allows, of which it takes forty."""
    name = anchor.replace("-", "_") if anchor.startswith("source-") else f"h_{anchor.replace('-', '_')}"
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 9]}_{sha256_of(anchor.encode())[:8]}"


def bookmark(paragraph: Any, anchor: str, place: int) -> None:
    """Put a bookmark about a paragraph; ``place`` is which one of the document it is."""
    number, name = str(place), bookmark_of(anchor)
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, made("w:bookmarkStart", id=number, name=name))
    paragraph._p.append(made("w:bookmarkEnd", id=number))


TABLE_OF_CONTENTS = r' TOC \o "1-2" \h \z '
"""Of the headings of two levels, which lead to them."""


def around(field: str, *, first: Any, last: Any) -> None:
    """Put a field about paragraphs, which stand for what it works out until Word is asked to do so."""
    begins, asks, says, ends = (made("w:r") for _each in range(4))
    begins.append(made("w:fldChar", fldCharType="begin", dirty="true"))
    instruction = made("w:instrText")
    instruction.text = field
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    asks.append(instruction)
    says.append(made("w:fldChar", fldCharType="separate"))
    ends.append(made("w:fldChar", fldCharType="end"))
    at = 1 if first._p.pPr is not None else 0
    for offset, part in enumerate((begins, asks, says)):
        first._p.insert(at + offset, part)
    last._p.append(ends)


def describe(table: Any, caption: str) -> None:
    """Give a table its name for those who cannot see it."""
    table._tbl.tblPr.append(made("w:tblCaption", val=caption))


def shade(cell: Any) -> None:
    """Give a cell of headings its ground."""
    cell._tc.get_or_add_tcPr().append(made("w:shd", val="clear", color="auto", fill=WASH))


def paint(table: Any, *sides: str) -> None:
    """Give a table lines on ``sides`` (``top``, ``bottom``, ``insideH``, ``insideV``) and on no other."""
    borders = made("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        value = "single" if side in sides else "nil"
        borders.append(made(f"w:{side}", val=value, sz="4", space="0", color=RULE))
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )
