"""A Word document read into paragraphs with the numbers that Word would print, and nothing lost.

Changes that are tracked are taken as accepted, and counted. Bookmarks come along: a paragraph that we
wrote out carries its own, and is known again wherever it was moved to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from habeas.documents.package import Package
from habeas.documents.refusals import refusal
from habeas.documents.sources import Limits, Source, name_of, read_all
from habeas.documents.word.numbering import Counter, Numbering
from habeas.documents.word.order import refuse_what_word_repairs
from habeas.documents.word.package import WORD_LIMITS, opened_word, relations
from habeas.documents.word.styles import (
    Style,
    Styles,
    W,
    inherited,
    number,
    numbering_of,
    styles_of,
    switched_on,
    value,
)

MOST_PARAGRAPHS = 50_000
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SAID = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "", "ptab": "\t"}
_TAKEN_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{_ALTERNATIVES}Fallback"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParagraph:
    """One paragraph.

    ``label`` is the number as Word prints it (``12.``, ``a)``, empty without one), ``bullet`` whether a sign
    stands in its place, ``heading`` the level of a heading from 1, ``bold`` stretches of ``text`` as
    (start, end), ``cell`` table, row and column from 1 where it stands in one.
    """

    text: str
    label: str = ""
    bullet: bool = False
    style: str = ""
    heading: int | None = None
    bold: tuple[tuple[int, int], ...] = ()
    bookmarks: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDocument:
    """All paragraphs in order, and what else was there: tracked changes by number, comments by text."""

    paragraphs: tuple[WordParagraph, ...]
    inserted: int = 0
    deleted: int = 0
    comments: tuple[str, ...] = ()


def read_word(source: Source, *, name: str | None = None, limits: Limits = WORD_LIMITS) -> WordDocument:
    """Read a DOCX. Raises the ``word-…`` codes, ``file-too-large``, ``file-empty`` and ``zip-…``."""
    file = name_of(source, name)
    data = read_all(source, file, limits.file)
    with opened_word(data, file, limits) as (package, main):
        return _Reading(package, main).document()


@dataclass
class _Open:
    """A paragraph while it is read."""

    text: list[str] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    length: int = 0

    def say(self, text: str, *, bold: bool) -> None:
        if bold and text:
            end = self.length + len(text)
            if self.bold and self.bold[-1][1] == self.length:
                self.bold[-1] = (self.bold[-1][0], end)
            else:
                self.bold.append((self.length, end))
        self.text.append(text)
        self.length += len(text)


class _Reading:
    """Walks the main part once, from its beginning."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        found = relations(package, main)
        self.parts = {each.kind: each.target for each in found.values() if not each.outside}
        self.styles: Styles = styles_of(package.tree(self.parts["styles"])) if "styles" in self.parts else {}
        numbering, depths = Numbering(), dict[str, int]()
        if "numbering" in self.parts:
            numbering, depths_ = numbering_of(package.tree(self.parts["numbering"]))
            depths = dict(depths_)
        self.counter, self.depths = Counter(numbering), depths
        self.notes = self._notes()
        self.root = package.tree(main)
        refuse_what_word_repairs(package, self.root, frozenset(found), frozenset(self.notes))
        self.inserted = self.deleted = self.tables = 0
        self.carried: _Open | None = None
        self.paragraphs: list[WordParagraph] = []

    def document(self) -> WordDocument:
        body = self.root.find(f"{W}body")
        for element in () if body is None else body:
            self._block(element, None)
        comments: tuple[str, ...] = ()
        if "comments" in self.parts:
            listed = self.package.tree(self.parts["comments"]).iter(f"{W}comment")
            comments = tuple(filter(None, (_plain(each) for each in listed)))
        return WordDocument(
            paragraphs=tuple(self.paragraphs),
            inserted=self.inserted,
            deleted=self.deleted,
            comments=comments,
        )

    def _notes(self) -> Mapping[str, str]:
        """The text of each footnote by its number."""
        if "footnotes" not in self.parts:
            return {}
        listed = self.package.tree(self.parts["footnotes"]).iter(f"{W}footnote")
        return {each.get(f"{W}id", ""): _plain(each) for each in listed}

    def _block(self, element: Element, cell: tuple[int, int, int] | None) -> None:
        if element.tag == f"{W}p":
            self._paragraph(element, cell)
        elif element.tag == f"{W}tbl":
            self._table(element)
        elif element.tag not in _TAKEN_OUT:
            for inner in element:  # what only wraps: content controls, tracked blocks, alternatives
                self._block(inner, cell)

    def _table(self, table: Element) -> None:
        self.tables += 1
        at = self.tables
        for row, cells in enumerate(table.iter(f"{W}tr"), start=1):
            for column, cell in enumerate(cells.iter(f"{W}tc"), start=1):
                for element in cell:
                    self._block(element, (at, row, column))

    def _paragraph(self, element: Element, cell: tuple[int, int, int] | None) -> None:
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise refusal("word-too-long", self.package.file, limit=MOST_PARAGRAPHS)
        properties = element.find(f"{W}pPr")
        style_id = value(None if properties is None else properties.find(f"{W}pStyle")) or self._usual()
        style = inherited(self.styles, style_id)
        open_ = self.carried or _Open()
        self.carried = None
        boxes: list[Element] = []
        self._runs(element, open_, boxes, bold=bool(style.bold))
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.deleted += 1  # its end is deleted: what follows goes on in the same paragraph
            self.carried = open_
            return
        text = "".join(open_.text)
        label, bullet = self._label(properties, style_id, style)  # Word numbers an empty paragraph as well
        self.paragraphs.append(
            WordParagraph(
                text=text,
                label=label,
                bullet=bullet,
                style=style.name,
                heading=self._heading(properties, style),
                bold=tuple(open_.bold),
                bookmarks=tuple(open_.bookmarks),
                footnotes=tuple(open_.footnotes),
                cell=cell,
            )
        )
        for box in boxes:
            for inner in box:
                self._block(inner, cell)

    def _usual(self) -> str:
        return next((key for key, style in self.styles.items() if style.name == "Normal"), "")

    def _label(self, properties: Element | None, style_id: str, style: Style) -> tuple[str, bool]:
        numbered = None if properties is None else properties.find(f"{W}numPr")
        list_id = style.list_id
        depth = style.depth if style.depth is not None else self.depths.get(style_id, 0)
        if numbered is not None:
            own = value(numbered.find(f"{W}numId"))
            list_id = list_id if own is None else own
            depth = number(numbered.find(f"{W}ilvl")) or 0
        if not list_id or list_id == "0":  # 0 takes a paragraph out of the list of its style
            return "", False
        level = self.counter.numbering.level(list_id, depth)
        return self.counter.next(list_id, depth), level is not None and level.form == "bullet"

    @staticmethod
    def _heading(properties: Element | None, style: Style) -> int | None:
        own = None if properties is None else number(properties.find(f"{W}outlineLvl"))
        level = style.outline if own is None else own
        return None if level is None or not 0 <= level < 9 else level + 1

    def _runs(self, element: Element, open_: _Open, boxes: list[Element], *, bold: bool) -> None:
        for each in element:
            tag = each.tag
            if tag in _TAKEN_OUT:
                self.deleted += tag in (f"{W}del", f"{W}moveFrom")
            elif tag == f"{W}r":
                own = switched_on(each.find(f"{W}rPr/{W}b"))
                self._run(each, open_, boxes, bold=bold if own is None else own)
            elif tag == f"{W}bookmarkStart":
                open_.bookmarks.append(each.get(f"{W}name", ""))
            elif tag not in (f"{W}pPr", f"{W}rPr"):
                self.inserted += tag in (f"{W}ins", f"{W}moveTo")
                self._runs(each, open_, boxes, bold=bold)

    def _run(self, run: Element, open_: _Open, boxes: list[Element], *, bold: bool) -> None:
        for each in run:
            name = each.tag.removeprefix(W)
            if name == "t":
                open_.say(each.text or "", bold=bold)
            elif name in _SAID:
                open_.say(_SAID[name], bold=bold)
            elif name == "footnoteReference":
                open_.footnotes.append(self.notes.get(each.get(f"{W}id", ""), ""))
            else:
                boxes.extend(_boxes(each))


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes within a drawing: their paragraphs are text too. Of alternatives the first is taken."""
    if element.tag in _TAKEN_OUT:
        return
    if element.tag == f"{W}txbxContent":
        yield element
        return
    for inner in element:
        yield from _boxes(inner)


def _plain(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t")).strip()
