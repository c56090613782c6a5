"""How the tests read what was made: the text of each form, as a reader of it would get it."""

import io
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from habeas.papers import (
    Doubt,
    Heading,
    Note,
    Paper,
    Picture,
    Table,
    Text,
    VoiceMark,
)
from habeas.papers.paper import runs_of


def squeezed(text: str) -> str:
    """Without white space and without the marks that only order a text."""
    return re.sub(r"[\s\u200b\u2066-\u2069]", "", text)


def pdf_pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def docx_text(docx: bytes) -> str:
    body = Document(io.BytesIO(docx)).element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))


def docx_header(docx: bytes) -> str:
    header = Document(io.BytesIO(docx)).sections[0].header
    return "\n".join(paragraph.text for paragraph in header.paragraphs)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "svg", "head")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "svg", "head")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def html_text(page: str) -> str:
    reader = _Text()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


def pieces(paper: Paper) -> Iterator[str]:
    """Every text that a paper holds, in reading order."""
    yield from (paper.title, paper.subtitle)
    for block in paper.plain_blocks():
        match block:
            case Heading(text=text):
                yield text
            case Table(caption=caption, header=header):
                yield from (caption, *header)
            case Picture(caption=caption):
                yield caption
            case Note(title=title):
                yield title
        for run in runs_of(block):
            match run:
                case Text(text=text) | Doubt(text=text):
                    yield text
                case VoiceMark(name=name):
                    yield name
    for source in paper.sources:
        yield from (*source.parts, source.address, source.certainty)


def tags(pdf: bytes) -> list[tuple[str, dict[str, object]]]:
    """The structure of a tagged PDF in reading order: each tag with its attributes."""
    found: list[tuple[str, dict[str, object]]] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), {key: node[key] for key in node if key not in ("/K", "/P")}))
            walk(node.get("/K"))

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def bare_letters(word: str) -> frozenset[str]:
    """The letters of a word without its vowel marks and in no order."""
    letters = (c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) == "Lo")
    return frozenset(letters)
