"""How a Word document looks and what it says of itself: styles, languages, properties, header and footer."""

# python-docx has no public way to its elements.
# ruff: noqa: SLF001

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from habeas.papers.paper import Heading, Paper
from habeas.papers.wording import Wording
from habeas.papers.wordml import INK, QUIET, SANS, SERIF, WASH, Pen, made

# name, font, points, bold, colour, space before, space after (points), kept with what follows
_STYLES = (
    ("Normal", SERIF, 10.5, False, INK, 0, 7, False),
    ("Title", SERIF, 20, True, INK, 6, 6, True),
    ("Subtitle", SERIF, 12, False, QUIET, 0, 4, False),
    ("Made", SANS, 8.5, False, QUIET, 0, 10, False),
    ("Heading 1", SANS, 14, True, INK, 18, 6, True),
    ("Heading 2", SANS, 12, True, INK, 14, 5, True),
    ("Heading 3", SANS, 10.5, True, INK, 10, 4, True),
    ("TOC Heading", SANS, 14, True, INK, 18, 6, True),
    ("TOC 1", SANS, 9.5, True, INK, 6, 2, False),
    ("TOC 2", SANS, 9.5, False, INK, 0, 1, False),
    ("Numbered", SERIF, 10.5, False, INK, 0, 7, False),
    ("List Bullet", SERIF, 10.5, False, INK, 0, 3, False),
    ("Term", SERIF, 10.5, False, INK, 0, 3, False),
    ("Caption", SANS, 9, True, INK, 6, 6, False),
    ("Table Text", SANS, 8.5, False, INK, 2, 2, False),
    ("Dense Table Text", SANS, 8, False, INK, 0.5, 0.5, False),
    ("Note", SERIF, 10, False, INK, 0, 0, False),
    ("Source", SERIF, 9, False, INK, 0, 4, False),
    ("Ruled", SANS, 9, False, INK, 11, 0, False),
    ("Gap", SERIF, 6, False, INK, 0, 2, False),
    ("Band", SANS, 8.5, False, INK, 0, 0, False),
    ("Header", SANS, 8.5, False, INK, 0, 0, False),
    ("Footer", SANS, 8, False, QUIET, 0, 0, False),
)


def heading_style(heading: Heading) -> str:
    """The style of a heading; a contents takes up the usual ones, so what it leaves out has another."""
    return f"Heading {heading.level}" if heading.listed else f"Heading {heading.level} Unlisted"


def dress(document: DocumentObject, paper: Paper) -> None:
    """Set the styles, the languages and the properties of the document."""
    styles = document.styles
    for name, font, points, bold, colour, before, after, kept in _STYLES:
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set_style(style, font, points, bold=bold, colour=colour, rtl=paper.direction == "rtl")
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), kept
        form.line_spacing = 1.25 if font is SERIF and points < 12 else 1.1
    for heading in paper.headings():
        if heading_style(heading) not in styles:
            unlisted = styles.add_style(heading_style(heading), WD_STYLE_TYPE.PARAGRAPH)
            unlisted.base_style = styles[f"Heading {heading.level}"]
    _indent(styles, side="right" if paper.direction == "rtl" else "left")
    _rule(styles)
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), paper.language)
    language.set(qn("w:eastAsia"), paper.language)
    language.set(qn("w:bidi"), paper.language if paper.direction == "rtl" else "ar-SA")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # tables begin at the margin, as in Word 2013 and later
    _properties(document, paper)


def _set_style(
    style: Any, font: tuple[str, str], points: float, *, bold: bool, colour: str, rtl: bool
) -> None:
    style.quick_style, style.hidden = True, False
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(made("w:rFonts", ascii=font[0], hAnsi=font[0], eastAsia=font[0], cs=font[1]))
    for tag in ("w:b", "w:bCs") if bold else ():
        properties.append(made(tag))
    properties.append(made("w:color", val=colour))
    for tag in ("w:sz", "w:szCs"):
        properties.append(made(tag, val=str(round(points * 2))))
    layout = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:contextualSpacing"):
        for child in layout.findall(qn(tag)):
            layout.remove(child)
    if rtl:
        layout.insert_element_before(made("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _indent(styles: Any, *, side: str) -> None:
    source, note = styles["Source"].paragraph_format, styles["Note"].paragraph_format
    source.left_indent, source.first_line_indent = Pt(26), Pt(-26)
    source.tab_stops.add_tab_stop(Pt(26))
    note.left_indent = note.right_indent = Pt(8)
    layout = styles["Note"].element.get_or_add_pPr()
    border = made("w:pBdr")
    border.append(made(f"w:{side}", val="single", sz="18", space="6", color=QUIET))
    ground = made("w:shd", val="clear", color="auto", fill=WASH)
    for element in (border, ground):
        layout.insert_element_before(element, "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc")


def _rule(styles: Any) -> None:
    """Lines to write upon: Word draws one between paragraphs of a style only where it is asked to."""
    border = made("w:pBdr")
    for side in ("bottom", "between"):
        border.append(made(f"w:{side}", val="single", sz="4", space="1", color=QUIET))
    layout = styles["Ruled"].element.get_or_add_pPr()
    layout.insert_element_before(border, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc")


def _properties(document: DocumentObject, paper: Paper) -> None:
    made_at = datetime.combine(paper.made_on, time(), UTC)
    core = document.core_properties
    core.title, core.subject, core.language = paper.title[:255], paper.subtitle[:255], paper.language
    core.author = core.last_modified_by = core.comments = ""  # names no person
    core.identifier, core.keywords, core.revision = paper.number, "", 1
    core.created = core.modified = made_at.replace(tzinfo=None)
    # What the template says of the machine that it was made on, and its picture of an empty page.
    relations = document.part.package.rels
    for key in [
        k for k, r in relations.items() if r.reltype.endswith(("/thumbnail", "/extended-properties"))
    ]:
        del relations[key]


# Header and footer ----------------------------------------------------------------------------------


def furnish(document: DocumentObject, paper: Paper, said: Wording) -> None:
    """Put the bands into the header of each sheet, number and page into its footer."""
    pen = Pen(document, rtl=paper.direction == "rtl")
    section = document.sections[0]
    header, footer = section.header, section.footer
    header.paragraphs[0]._p.getparent().remove(header.paragraphs[0]._p)
    if paper.band is not None:
        paragraph = _band(pen, header, ("top", "bottom"), ground=True)
        pen.say(paragraph, paper.band.word, strong=True)
        pen.say(paragraph, paper.band.line.removeprefix(paper.band.word))
    if paper.synthetic is not None:
        sides = ("bottom",) if paper.band is not None else ("top", "bottom")
        pen.say(_band(pen, header, sides, ground=False), paper.synthetic, strong=True)
    if paper.band is None and paper.synthetic is None:
        pen.line(header, "", style="Header")
    _foot(pen, footer.paragraphs[0], paper, said)


def _band(pen: Pen, header: Any, sides: Sequence[str], *, ground: bool) -> Any:
    paragraph = pen.line(header, "", style="Band")
    borders = made("w:pBdr")
    for side in sides:
        size = "12" if ground and side == "top" else "6"
        borders.append(made(f"w:{side}", val="single", sz=size, space="3", color=INK))
    elements = [borders, *([made("w:shd", val="clear", color="auto", fill=WASH)] if ground else [])]
    properties = paragraph._p.get_or_add_pPr()
    for element in elements:
        properties.insert_element_before(element, "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc")
    return paragraph


def _foot(pen: Pen, paragraph: Any, paper: Paper, said: Wording) -> None:
    pen.turn(paragraph)
    stops = paragraph.paragraph_format.tab_stops
    stops.clear_all()
    for name in ("center", "right"):  # those of the template's own style
        for stop in pen.document.styles["Footer"].element.findall(
            f".//{qn('w:tab')}[@{qn('w:val')}='{name}']"
        ):
            stop.getparent().remove(stop)
    tabs = (
        paragraph._p.get_or_add_pPr()._add_tabs() if paragraph._p.pPr.tabs is None else paragraph._p.pPr.tabs
    )
    tabs.append(made("w:tab", val="right", pos=str(round(170 / 25.4 * 1440))))
    pen.say(paragraph, paper.number)
    pen.say(paragraph, "\t")
    for part in re.split(r"(\{[nm]\})", said.page):
        if part in ("{n}", "{m}"):
            _field(paragraph, "PAGE" if part == "{n}" else "NUMPAGES")
        elif part:
            pen.say(paragraph, part)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word works out on each sheet."""
    field = made("w:fldSimple", instr=f" {name} ")
    run = made("w:r")
    text = made("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
