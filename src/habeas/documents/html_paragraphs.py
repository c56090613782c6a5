"""A page of HTML as numbered paragraphs. Its structure is kept; nothing of it is run, followed or fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from habeas.documents.flowing import Said, put_together
from habeas.documents.markup import BLOCKS, SILENT
from habeas.documents.paragraphs import Cell, ReadText
from habeas.documents.refusals import refusal
from habeas.documents.word.numbering import written

DEEPEST = 200
MOST_PARAGRAPHS = 50_000
_BLOCKS = frozenset(re.split(r",\s*", BLOCKS)) | {
    *("body", "main", "header", "footer", "nav", "form", "fieldset", "figcaption", "center", "caption"),
    *("thead", "tbody", "tfoot", "tr", "td", "th", "details", "summary", "hgroup"),
}
_HEADING = re.compile(r"h[1-6]")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)")
_HIDDEN_STYLE = re.compile(r"display:\s*none|visibility:\s*hidden")
_MARK = re.compile(r"\[?(?:\d{1,3}|\*{1,3})\]?")
_MARK_OF_NOTE = re.compile(r"^\s*\[?(?:\d{1,3}|\*{1,3})[\].]?\s+|[\s↩↑^]+$")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def html_paragraphs(markup: str, file: str) -> ReadText:
    """The paragraphs of a page. Raises ``html-not-html``, ``html-too-deep`` and ``html-too-long``."""
    if "<" not in markup:
        raise refusal("html-not-html", file)
    tree = LexborHTMLParser(markup)
    body = tree.body
    if body is None:
        raise refusal("html-not-html", file)
    for node in body.css(SILENT):
        node.decompose()
    walk = _Walk(file, _notes(tree))
    walk.block(body, 0)
    walk.end()
    return put_together(walk.said)


def _notes(tree: LexborHTMLParser) -> dict[str, str]:
    """Footnotes by the identifier that their marks point at; each is taken out of the page."""
    found = dict[str, str]()
    marks = [
        each
        for each in tree.css("sup a[href^='#'], a[href^='#'] sup")
        if _MARK.fullmatch(each.text().strip())
    ]
    for mark in marks:
        link = mark if mark.tag == "a" else mark.parent
        target = (link.attributes.get("href") or "#")[1:] if link is not None else ""
        if not target or target in found or not re.fullmatch(r"[\w.:-]+", target):
            continue
        note = tree.css_first(f"[id='{target}'], a[name='{target}']")
        while note is not None and note.tag not in _BLOCKS:
            note = note.parent
        if (
            note is None
            or note.tag in ("body", "html")
            or mark.mem_id in {each.mem_id for each in note.traverse()}
        ):
            continue
        found[target] = _MARK_OF_NOTE.sub("", " ".join(note.text().split()))
        note.decompose()
    return found


@dataclass
class _Walk:
    """Goes once through a page; ``text``, ``bold`` and ``footnotes`` are those of the paragraph it is in."""

    file: str
    notes: dict[str, str]
    said: list[Said] = field(default_factory=list)
    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    label: str = ""
    level: int | None = None
    cell: Cell | None = None
    tables: int = 0

    def end(self) -> None:
        """The paragraph ends."""
        if self.text.strip():
            if len(self.said) >= MOST_PARAGRAPHS:
                raise refusal("html-too-long", self.file, limit=f"{MOST_PARAGRAPHS:,}")
            self.said.append(
                Said(
                    text=self.text,
                    label=self.label,
                    level=self.level,
                    bold=tuple(self.bold),
                    footnotes=tuple(self.footnotes),
                    cell=self.cell,
                )
            )
            self.label = ""
        self.text, self.bold, self.footnotes = "", [], []

    def block(self, node: LexborNode, depth: int, *, bold: bool = False) -> None:
        """All that stands in a node."""
        if depth > DEEPEST:
            raise refusal("html-too-deep", self.file)
        if node.tag == "table":
            self.table(node, depth, bold=bold)
            return
        labels = _labels(node) if node.tag in ("ol", "ul") else None
        for each in node.iter(include_text=True):
            tag = each.tag or ""
            if tag == "-text":
                self.put(each.text(deep=False).replace("\n", " "), bold=bold)
            elif tag == "br":
                self.put("\n", bold=bold)
            elif tag not in _BLOCKS:
                self.inline(each, depth, bold=bold)
            elif not _is_hidden(each):
                self.end()
                self.label = next(labels, "") if labels and tag == "li" else self.label
                self.level = int(tag[1]) if _HEADING.fullmatch(tag) else None
                self.block(each, depth + 1, bold=_is_bold(each, bold=bold))
                self.end()
                self.level = None

    def inline(self, node: LexborNode, depth: int, *, bold: bool) -> None:
        """What stands within a line; the mark of a footnote is none of its text."""
        link = node if node.tag == "a" else node.css_first("a[href^='#']") if node.tag == "sup" else None
        target = (link.attributes.get("href") or "")[1:] if link is not None else ""
        if target in self.notes and _MARK.fullmatch(node.text().strip()):
            self.footnotes.append(self.notes[target])
        elif not _is_hidden(node):
            self.block(node, depth + 1, bold=_is_bold(node, bold=bold))

    def table(self, node: LexborNode, depth: int, *, bold: bool) -> None:
        """Each cell by itself, with its place; a table within a cell has its own."""
        self.end()
        self.tables += 1
        outer, table = self.cell, self.tables
        rows = [row for row in node.css("tr") if _table_of(row) == node.mem_id]
        for at, row in enumerate(rows, start=1):
            cells = [each for each in row.iter() if each.tag in ("td", "th")]
            for column, cell in enumerate(cells, start=1):
                self.cell = table, at, column
                self.block(cell, depth + 1, bold=_is_bold(cell, bold=bold))
                self.end()
        self.cell = outer

    def put(self, text: str, *, bold: bool) -> None:
        if bold and text.strip():
            start = len(self.text)
            if self.bold and not self.text[self.bold[-1][1] :].strip():
                start = self.bold.pop()[0]
            self.bold.append((start, len(self.text) + len(text)))
        self.text += text


def _table_of(row: LexborNode) -> int | None:
    above = row.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return None if above is None else above.mem_id


def _labels(node: LexborNode) -> Iterator[str]:
    """The labels of the items of a list, as a browser prints them."""
    if node.tag == "ul":
        while True:
            yield "–"
    form = _FORMS.get(node.attributes.get("type") or "1", "decimal")
    count = _whole(node.attributes.get("start"), 1)
    for each in node.iter():
        if each.tag == "li":
            count = _whole(each.attributes.get("value"), count)
            yield f"{written(count, form)}."
            count += 1


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and re.fullmatch(r"-?\d{1,5}", said.strip()) else otherwise


def _is_bold(node: LexborNode, *, bold: bool) -> bool:
    style = node.attributes.get("style") or ""
    if node.tag in ("b", "strong", "th") or _HEADING.fullmatch(node.tag or "") or _BOLD_STYLE.search(style):
        return True
    return bold and "font-weight: normal" not in style


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN_STYLE.search(node.attributes.get("style") or ""))
