"""A paper as one HTML file: no script, no request, prints on A4, reads on a telephone.

Fonts travel in the file, those of the scripts that are in it. Its own content policy allows
nothing but the one style sheet (by hash) and those fonts.
"""

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files

from habeas.language import Words
from habeas.papers.faces import font_rules
from habeas.papers.paper import (
    Block,
    Bullets,
    Contents,
    Doubt,
    Heading,
    Lines,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Para,
    Picture,
    Run,
    Runs,
    Side,
    SideBySide,
    SourceMark,
    SourceNote,
    Table,
    Terms,
    Text,
    VoiceMark,
)
from habeas.papers.wording import Wording, wording

_VOID = frozenset({"meta", "col"})
_MOST_BACK = 10
"""Links back from one source: to its first marks, so that a source of every sentence stays readable."""


class Markup(str):
    """Text that is markup already; only :func:`element` makes it."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | int | None) -> Markup:
    """Build one element. A child that is not :class:`Markup` is escaped, and so is every attribute.

    ``class_`` is ``class`` and ``aria_label`` is ``aria-label``; an attribute that is ``None`` is left out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{_joined(children)}</{name}>")


def _joined(children: tuple[str, ...] | list[str]) -> Markup:
    return Markup("".join(c if isinstance(c, Markup) else escape(c, quote=False) for c in children))


def render_html(paper: Paper, *, words: Words) -> str:
    """Return the paper as a page that stands alone. ``words`` are of the paper's language."""
    said = wording(paper, words)
    body = element("body", *_Page(paper, said).parts(), dir=paper.direction)
    style = "\n".join((font_rules(str(body)), _style(), _sheet(paper, said), _widths(paper)))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", paper.title),
        element("style", Markup(style)),
    )
    return "<!doctype html>\n" + element("html", head, body, lang=paper.language, dir=paper.direction) + "\n"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    inside = f"style-src 'sha256-{digest}'; font-src data:"
    return f"default-src 'none'; {inside}; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (files("habeas.papers") / "paper.css").read_text(encoding="utf-8")


def _string(text: str) -> str:
    """A string of CSS; what could end it or the style element is written as its code point."""
    safe = "".join(c if c.isalnum() or c in " -.,·/()" else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'


def _sheet(paper: Paper, said: Wording) -> str:
    """What stands on each sheet in print, where the browser can: bands above, number and page below."""
    bands = [line for line in (paper.band and paper.band.line, paper.synthetic) if line]
    above = ' "\\a" '.join(_string(line) for line in bands) or "none"
    before, _, rest = said.page.partition("{n}")
    between, _, after = rest.partition("{m}")
    page = f"{_string(before)} counter(page) {_string(between)} counter(pages) {_string(after)}"
    start, end = ("left", "right") if paper.direction == "ltr" else ("right", "left")
    return (
        f"@page {{ @top-{start} {{ content: {above}; white-space: pre; }}\n"
        f"@bottom-{start} {{ content: {_string(paper.number)}; }} @bottom-{end} {{ content: {page}; }} }}\n"
        # the first sheet has the bands in its text
        f"@page :first {{ margin-top: 14mm; @top-{start} {{ content: none; }} }}"
    )


def _widths(paper: Paper) -> str:
    """The widths of columns, as rules: the policy allows no style on an element."""
    rules = []
    for index, table in enumerate(_tables(paper)):
        total = sum(table.widths)
        rules += [
            f"#table-{index} col:nth-child({column}) {{ width: {100 * width / total:.2f}%; }}"
            for column, width in enumerate(table.widths, start=1)
        ]
    return "\n".join(rules)


def _tables(paper: Paper) -> list[Table]:
    return [block for block in paper.plain_blocks() if isinstance(block, Table)]


class _Page:
    """The body of one page; counts marks and tables as it goes, for their anchors."""

    def __init__(self, paper: Paper, said: Wording) -> None:
        self.paper, self.said = paper, said
        self.marks: dict[int, int] = {}
        self.tables = 0

    def parts(self) -> list[Markup]:
        """Bands, heading, text, sources, foot, in reading order."""
        text = [self.block(block) for block in self.paper.blocks]
        return [
            element("header", *self.bands(), *self.title()),
            element("main", *text, *self.sources()),
            element("footer", element("bdi", self.paper.number, dir="ltr")),
        ]

    def bands(self) -> list[Markup]:
        shown = []
        if (band := self.paper.band) is not None:
            rest = band.line.removeprefix(band.word)
            shown.append(element("p", element("strong", band.word), rest, class_="band"))
        if self.paper.synthetic is not None:
            shown.append(element("p", element("strong", self.paper.synthetic), class_="band invented"))
        return shown

    def title(self) -> list[Markup]:
        shown = [element("h1", self.paper.title)]
        if self.paper.subtitle:
            shown.append(element("p", self.paper.subtitle, class_="subtitle"))
        return [*shown, element("p", self.said.made, class_="made")]

    def block(self, block: Block) -> Markup:  # noqa: C901, PLR0911 (one line a kind of block)
        match block:
            case Heading(level=level, text=text, anchor=anchor):
                return element(f"h{level + 1}", text, id=anchor)
            case Para(runs=runs):
                return element("p", *self.runs(runs))
            case Numbered(number=number, runs=runs, anchor=anchor):
                mark = element("span", f"{number}. ", class_="number", dir="ltr")
                return element("p", mark, *self.runs(runs), class_="numbered", id=anchor)
            case Bullets(items=items):
                return element("ul", *(element("li", *self.runs(item)) for item in items))
            case Terms():
                return self.terms(block)
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block)
            case Note(title=title, runs=runs):
                inner = (
                    element("p", element("strong", title), class_="note-title"),
                    element("p", *self.runs(runs)),
                )
                return element("div", *inner, class_="note", role="note")
            case Lines():
                return self.lines(block)
            case PageBreak():
                return element("div", class_="page-break")
            case Contents():
                return self.contents()
            case SideBySide(left=left, right=right):
                return element("div", self.side(left), self.side(right), class_="sides")

    def contents(self) -> Markup:
        listed = (
            element("li", element("a", each.text, href=f"#{each.anchor}"), class_=f"level-{each.level}")
            for each in self.paper.contents()
        )
        heading = element("h2", self.said.contents, id="contents-heading")
        return element("nav", heading, element("ul", *listed), aria_labelledby="contents-heading")

    def lines(self, lines: Lines) -> Markup:
        above = [element("p", *self.runs(runs)) for runs in lines.above]
        before = [element("span", lines.text, class_="before")] if lines.text else []
        ruled = [element("span", class_="line") for _ in range(lines.count)]
        inner = element("div", *before, *ruled, class_="labelled" if lines.text else None)
        return element("div", *above, inner, class_="lines")

    def runs(self, runs: Runs) -> list[Markup]:
        return [self.run(run) for run in runs]

    def run(self, run: Run) -> Markup:
        match run:
            case Text():
                return self.text(run)
            case VoiceMark(voice=voice, name=name):
                return element("span", f"{voice.shape}\u00a0{name}", class_=f"voice {voice}")
            case SourceMark(number=number):
                return self.mark(number)
            case Doubt(text=text):
                return _joined([" ", element("span", "(", element("em", text), ")", class_="doubt")])

    def text(self, run: Text) -> Markup:
        shown = _joined([run.text])
        if run.emphasis:
            shown = element("em", shown)
        if run.strong:
            shown = element("strong", shown)
        if run.link is not None:
            shown = element("a", shown, href=run.link)
        elif run.to is not None:
            shown = element("a", shown, href=f"#{run.to}")
        if run.language is not None or run.direction is not None:
            shown = element("bdi", shown, lang=run.language, dir=run.direction)
        if run.address is None:
            return shown
        return _joined([shown, " (", element("bdi", run.address, dir="ltr", class_="address"), ")"])

    def mark(self, number: int) -> Markup:
        times = self.marks[number] = self.marks.get(number, 0) + 1
        link = element("a", f"[{number}]", href=f"#source-{number}", id=f"mark-{number}-{times}")
        return element("span", link, class_="mark")

    def terms(self, terms: Terms) -> Markup:
        shown = []
        for entry in terms.entries:
            shown += [element("dt", *self.runs(entry.term)), element("dd", *self.runs(entry.meaning))]
        return element("dl", *shown)

    def table(self, table: Table) -> Markup:
        index, self.tables = self.tables, self.tables + 1
        kinds = ["figure" if column in table.figures else None for column in range(len(table.header))]
        head = (
            element("th", text, scope="col", class_=kind)
            for text, kind in zip(table.header, kinds, strict=True)
        )
        # Many columns, or a long one beside short ones, have no room on a telephone: they stand stacked.
        long = max(table.widths, default=0) > sum(table.widths) / 2
        stacked = len(table.header) > 7 or (len(table.header) > 3 and long)
        looks = {"by-hand": table.by_hand, "stacked": stacked, "dense": table.dense}
        rows = []
        for row in table.rows:
            cells = []
            for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                heads = column == 0 and table.header_scope == "both"
                name, scope = ("th", "row") if heads else ("td", None)
                label = table.header[column] if stacked else None
                cells.append(element(name, *self.runs(cell), scope=scope, class_=kind, data_label=label))
            rows.append(element("tr", *cells))
        whole = element(
            "table",
            element("caption", table.caption, id=f"caption-{index}"),
            element("colgroup", *(element("col") for _ in table.header)) if table.widths else Markup(),
            element("thead", element("tr", *head)),
            element("tbody", *rows),
            id=f"table-{index}",
            class_=" ".join(look for look, so in looks.items() if so) or None,
        )
        # A wide table scrolls in its own frame, and the frame can be reached by the keyboard.
        return element(
            "div", whole, class_="frame", role="region", tabindex=0, aria_labelledby=f"caption-{index}"
        )

    def picture(self, picture: Picture) -> Markup:
        # Checked when the paper was made; the drawing is hidden from screen readers, who get the words.
        widths = (
            [("wide", picture.svg), ("narrow", picture.narrow)] if picture.narrow else [(None, picture.svg)]
        )
        drawn = (element("span", Markup(svg), aria_hidden="true", class_=kind) for kind, svg in widths)
        image = element("div", *drawn, role="img", aria_label=picture.alt)
        frame = element("div", image, class_="frame", role="region", tabindex=0, aria_label=picture.caption)
        return element("figure", frame, element("figcaption", picture.caption))

    def side(self, side: Side) -> Markup:
        voice = [element("p", self.run(side.voice))] if side.voice else []
        blocks = (self.block(block) for block in side.blocks)
        return element(
            "section", self.block(side.heading), *voice, *blocks, aria_labelledby=side.heading.anchor
        )

    def sources(self) -> list[Markup]:
        if not self.paper.sources:
            return []
        listed = element("ul", *map(self.source, self.paper.sources), class_="source-list")
        heading = element("h2", self.said.sources, id="source-heading")
        return [element("section", heading, listed, aria_labelledby="source-heading", class_="sources")]

    def source(self, source: SourceNote) -> Markup:
        shown: list[str] = [
            element("span", f"[{source.number}]", class_="number"),
            " ",
            self.said.source(source),
        ]
        if source.address:
            address = element("bdi", source.address, dir="ltr", class_="address")
            shown += [". ", element("a", address, href=source.link) if source.link else address]
        if source.certainty:
            shown += [" (", element("em", source.certainty), ")"]
        for time in range(1, min(self.marks.get(source.number, 0), _MOST_BACK) + 1):
            label = f"{self.said.back}, {source.number}.{time}"
            back = element("a", "↩", href=f"#mark-{source.number}-{time}", aria_label=label, class_="back")
            shown += [" ", back]
        return element("li", *shown, id=f"source-{source.number}")
