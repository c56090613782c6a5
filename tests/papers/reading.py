"""How the tests read what was made: the text of each form, as a reader of it would get it."""

import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser

from docx import Document
from pypdf import PdfReader

from habeas.documents.word.reading import read_word
from habeas.papers import (
    Doubt,
    Heading,
    Lines,
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
    """What a reader sees: with the numbers, which stand nowhere and are counted as Word does."""
    return "".join(f"{one.label} {one.text}" for one in read_word(io.BytesIO(docx)).paragraphs)


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
            case Note(title=text) | Lines(text=text):
                yield text
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


def inked_columns(png: bytes) -> list[int]:
    """The columns of a picture of eight bits a channel in which anything is dark, in order."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) in ((8, 2), (8, 6))
    step = 3 if colour == 2 else 4
    raw = zlib.decompress(b"".join(_chunks(png, b"IDAT")))
    above = bytearray(width * step)
    inked: set[int] = set()
    for row in range(height):
        start = row * (width * step + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * step], above, step)
        inked.update(at // step for at in range(0, width * step, step) if above[at] < 128)
    return sorted(inked)


def _chunks(png: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == wanted:
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(kind: int, line: bytes, above: bytearray, step: int) -> bytearray:
    """One row of a PNG without its filter (PNG specification, 9.2)."""
    out = bytearray(line)
    for at, value in enumerate(line):
        left = out[at - step] if at >= step else 0
        up, corner = above[at], above[at - step] if at >= step else 0
        nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        out[at] = (value + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return out
