"""Synthetic documents with their labels, and the same document in several formats.

A text has one block a line: ``@key value`` (its head), ``# heading``, ``12. paragraph``, ``= paragraph
without a number``, ``- limb``, ``| cell | cell``, with ``**bold**`` and ``{footnotes}``. What it asks is
marked where it stands: ``⟦R within=P1M to="the authorities" again⟧passage⟦/⟧`` (R recommendation, C comment,
Q request, O immediate observation). The marks are the labels; no document is printed with them.
"""

import html
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

REPORTS = Path(__file__).resolve().parent / "reports"
REPLIES = REPORTS.parent / "replies"
KINDS = {"R": "recommendation", "C": "comment", "Q": "request", "O": "immediate_observation"}
BROWSER = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
_LABEL = re.compile(r"⟦(?P<kind>[RCQO])(?P<says>[^⟧]*)⟧(?P<text>.*?)⟦/⟧", re.DOTALL)
_MARKS = re.compile(r"⟦[^⟧]*⟧")
_RUNS = re.compile(r"(\*\*|\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Label:
    """One passage that asks, as a person labelled it."""

    paragraph: str
    kind: str
    text: str
    within: str | None
    to: str | None
    again: bool
    long: bool
    refers_to: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block: bold or not, or the text of a footnote."""

    text: str
    bold: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: line, heading, number, plain, limb, row (each run a cell); ``mark``: a level, or a number."""

    kind: str
    mark: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A synthetic document."""

    name: str
    head: dict[str, str]
    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]

    @property
    def numbers(self) -> list[str]:
        """The numbers of its paragraphs."""
        return [each.mark for each in self.blocks if each.kind == "number"]


@cache
def paper(name: str, folder: Path = REPORTS) -> Paper:
    """The document of that name."""
    text = (folder / f"{name}.txt").read_text("utf-8")
    head = dict(re.findall(r"^@(\w+) (.*)$", text, re.MULTILINE))
    return Paper(name, head, tuple(_blocks(_MARKS.sub("", text))), tuple(_labels(text)))


def squashed(text: str) -> str:
    """The letters and figures of a text: marks of bold print and of lists are none of its words."""
    return re.sub(r"[\W_]+", "", re.sub(r"\{[^}]*\}", "", text)).lower()


def _labels(text: str) -> Iterator[Label]:
    for found in _LABEL.finditer(text):
        before = re.findall(r"^(\d+)\. ", text[: found.start()] + "", re.MULTILINE)
        said = dict(each.partition("=")[::2] for each in shlex.split(found["says"]))
        yield Label(
            paragraph=before[-1],
            kind=KINDS[found["kind"]],
            text=squashed(found["text"]),
            within=said.get("within"),
            to=said.get("to"),
            again="again" in said,
            long="long" in said,
            refers_to=tuple(said["ref"].split(";")) if "ref" in said else None,
        )


def _blocks(text: str) -> Iterator[Block]:
    bold = False
    for line in filter(str.strip, text.splitlines()):
        key, _, rest = line.partition(" ")
        if key in ("@reference", "@confidential", "@title", "@line"):
            yield Block("line", key[1:], (Run(rest, bold=key == "@title"),))
            continue
        if key.startswith("@"):
            continue
        if not set(key) - {"#"}:
            yield Block("heading", str(len(key)), (Run(rest, bold=True),))
            continue
        if key == "|":
            yield Block("row", "", tuple(Run(cell.strip()) for cell in rest.split("|")))
            continue
        kind = "limb" if key == "-" else "plain" if key == "=" or key[0] == "(" else "number"
        rest = line if key[0] == "(" else rest
        runs = list[Run]()
        for part in _RUNS.split(rest):
            if part == "**":
                bold = not bold
            elif part.startswith("{"):
                runs.append(Run(part[1:-1], note=True))
            elif part:
                runs.append(Run(part, bold))
        yield Block(kind, key.rstrip(".") if kind == "number" else "", tuple(runs))


# In the formats -----------------------------------------------------------------------------------


def _typst_escaped(text: str) -> str:
    return re.sub(r"([\\#*_$`<>@~=\[\]/+-])", r"\\\1", text).replace("'", "’")


def as_pdf(one: Paper) -> bytes:
    """By typst, laid out as such a report is: numbers at the margin, lists further in, a running header."""
    language = "fr" if one.head["title"].startswith("Rapport") else "en"
    reference = _typst_escaped(one.head["reference"])
    out = [
        '#set document(title: "Synthetic")',
        f'#set text(10.5pt, lang: "{language}", hyphenate: true)',
        "#set page(width: 17cm, height: 24cm, margin: 2.2cm)",
        f"#set page(header: context if counter(page).get().first() > 1 [#text(9pt)[{reference}]])",
        "#set page(footer: context [#text(9pt)[#counter(page).display()]])",
        "#set par(justify: true, leading: 0.55em, spacing: 1.2em)",
    ]
    sizes = {"1": "13pt", "2": "11.5pt", "3": "10.5pt"}
    for each in one.blocks:
        said = "".join(
            f"#footnote[{_typst_escaped(run.text)}]"
            if run.note
            else f"#strong[{_typst_escaped(run.text)}]"
            if run.bold
            else _typst_escaped(run.text)
            for run in each.runs
        )
        if each.kind == "heading":
            out.append(f"#block(above: 1.6em)[#text({sizes[each.mark]})[{said}]]")
        elif each.kind == "number":
            out.append(f"#par[{each.mark}.#h(1.2em){said}]")
        elif each.kind == "limb":
            out.append(f"#pad(left: 1em, par[–#h(0.6em){said}])")
        elif each.kind == "row":
            cells = ", ".join(f"[{_typst_escaped(run.text)}]" for run in each.runs)
            widths = "(2fr, 1fr, 2fr)" if len(each.runs) == 3 else "(1fr, 1fr)"
            out.append(f"#table(columns: {widths}, {cells})")
        else:
            out.append(f"#par[{said}]")
    return bytes(typst.compile("\n\n".join(out).encode()))


def as_docx(one: Paper, *, automatic: bool) -> bytes:
    """Numbers typed, or counted by Word."""
    document = Document()
    counted = _list(document) if automatic else None
    for each in one.blocks:
        if each.kind == "heading":
            document.add_heading("".join(run.text for run in each.runs), int(each.mark))
            continue
        if each.kind == "row":
            _docx_row(document, each)
            continue
        style = "List Bullet" if each.kind == "limb" else None
        paragraph = document.add_paragraph(style=style)
        if each.kind == "number" and counted:
            properties = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, counted
        elif each.kind == "number":
            paragraph.add_run(f"{each.mark}.\t")
        for run in each.runs:
            if not run.note:
                paragraph.add_run(run.text).bold = run.bold or None
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_row(document: WordDocument, row: Block) -> None:
    """One row more in the table that stands last, or in a new one."""
    last = document.element.body[-2] if len(document.element.body) > 1 else None
    table = document.tables[-1] if last is not None and last.tag == qn("w:tbl") else None
    cells = table.add_row().cells if table else document.add_table(1, len(row.runs)).rows[0].cells
    for cell, run in zip(cells, row.runs, strict=True):
        cell.text = run.text


def _list(document: WordDocument) -> int:
    """A list of one level, counted in decimal through the whole document."""
    numbering = document.part.numbering_part.element
    pattern = OxmlElement("w:abstractNum")
    pattern.set(qn("w:abstractNumId"), "990")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", "%1.")):
        child = OxmlElement(f"w:{name}")
        child.set(qn("w:val"), value)
        level.append(child)
    pattern.append(level)
    numbering.insert(0, pattern)
    return int(numbering.add_num(990).numId)


def as_html(one: Paper) -> bytes:
    """Numbers typed, lists as lists, footnotes with links."""
    out, notes, rows, limbs = list[str](), list[str](), list[str](), False
    for each in one.blocks:
        said = ""
        for run in each.runs:
            text = html.escape(run.text)
            if run.note:
                notes.append(text)
                text = f'<sup><a href="#n{len(notes)}">{len(notes)}</a></sup>'
            said += f"<strong>{text}</strong>" if run.bold and each.kind != "heading" else text
        if each.kind == "row":
            cells = "".join(f"<td>{html.escape(run.text)}</td>" for run in each.runs)
            rows.append(f"<tr>{cells}</tr>")
            continue
        if rows:
            out.append(f"<table>{''.join(rows)}</table>")
            rows = []
        if limbs and each.kind != "limb":
            out.append("</ul>")
        if each.kind == "limb":
            out.append(f"{'' if limbs else '<ul>'}<li>{said}</li>")
        elif each.kind == "heading":
            out.append(f"<h{each.mark}>{said}</h{each.mark}>")
        else:
            out.append(f"<p>{each.mark + '. ' if each.kind == 'number' else ''}{said}</p>")
        limbs = each.kind == "limb"
    out += ["</ul>"] if limbs else []
    out += [f"<table>{''.join(rows)}</table>"] if rows else []
    out += [f'<p id="n{at}">{at} {text}</p>' for at, text in enumerate(notes, start=1)]
    return f"<!doctype html><html><meta charset=utf-8><body>{''.join(out)}".encode()


def as_text(one: Paper) -> bytes:
    """What is left where a document is copied as text: no bold print."""
    marks = {"limb": "- ", "number": "{}. "}
    lines = [
        marks.get(each.kind, "").format(each.mark)
        + ("\t" if each.kind == "row" else "").join(run.text for run in each.runs if not run.note)
        for each in one.blocks
    ]
    return "\n\n".join(lines).encode()


def as_printed(one: Paper) -> bytes:
    """As a browser prints the page: another maker of PDF, whose bullets are drawn and no characters."""
    from benchmarks.reading.printing import printed

    return printed(as_html(one), one.head["reference"], BROWSER or "")


FORMATS = {
    "PDF (typst)": (".pdf", as_pdf),
    **({"PDF (browser)": (".pdf", as_printed)} if BROWSER else {}),
    "DOCX, numbers typed": (".docx", lambda one: as_docx(one, automatic=False)),
    "DOCX, numbers counted": (".docx", lambda one: as_docx(one, automatic=True)),
    "HTML": (".html", as_html),
    "text": (".txt", as_text),
}
