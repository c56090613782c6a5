"""Whatever is done to a document, it is read or refused in words: there is never another error."""

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import settings
from tests.documents.books import changed
from tests.documents.test_reading_formats import as_docx, as_html, as_pdf, as_text

from habeas.documents.forms import READINGS, About
from habeas.documents.reading import read_document
from habeas.errors import RefusedError

FEW, MANY = 300, 10_000
TOKENS = (
    *(
        b"<p>",
        b"</p>",
        b"<table><tr><td>",
        b"<ol start=99999>",
        b"<li value=-1>",
        b"<b>",
        b"<!--",
        b"<![CDATA[",
    ),
    *(
        b"<sup><a href='#n1'>1</a></sup>",
        b"<p id=n1>",
        b"1. ",
        b"112.3 to 112.9999",
        b"(paragraph 0)",
        b"\n\n",
    ),
    *(
        b"(a) ",
        b"(" * 40,
        b"CPT/Inf (2031) 4",
        b"within 999 months",
        b"obj",
        b"endobj",
        b"stream",
        b"<<",
        b">>",
    ),
    *(
        b"/Length 99999999",
        b"/Kids [1 0 R]",
        b"/Encrypt 1 0 R",
        b"xref",
        b"\xff\xfe",
        b"\x00",
        b"\xe2\x80\xa8",
    ),
)


def count() -> int:
    """Files of each format: 300, and 10,000 with ``make torture``."""
    return MANY if settings().max_examples >= 1_000 else FEW


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same with a few things done to it: overwritten, cut, doubled, put in, broken off."""
    out = bytearray(data)
    for _each in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        length = chance.randint(1, max(1, len(out) // 20))
        kind = chance.randrange(6)
        if kind == 0:
            out[at : at + 4] = chance.randbytes(4)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length] * chance.randint(1, 5)
        elif kind == 3:
            out[at:at] = chance.choice(TOKENS)
        elif kind == 4 and chance.random() < 0.2:
            del out[at:]
        elif out:
            out[min(at, len(out) - 1)] ^= 1 << chance.randrange(8)
    return bytes(out)


def small_docx() -> bytes:
    """A Word document without the many styles and lists of a template, which only take time here."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    empty = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{space}"/>'.encode() for name in ("styles", "numbering")
    }
    return changed(as_docx(automatic=False), empty)


def mutated_package(data: bytes, chance: random.Random) -> bytes:
    """A Word document with one of its parts mutated, or the whole file."""
    if chance.random() < 0.2:
        return mutated(data, chance)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = chance.choice(["word/document.xml"] * 4 + archive.namelist())
        return changed(data, {part: mutated(archive.read(part), chance)})


FORMATS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, random.Random], bytes]]] = {
    "a.pdf": (as_pdf, mutated),
    "a.docx": (small_docx, mutated_package),
    "a.html": (lambda: as_html(automatic=False), mutated),
    "a.txt": (as_text, mutated),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_spoilt_document_is_read_or_refused(name: str) -> None:
    make, spoil = FORMATS[name]
    good, chance, read = make(), random.Random(name), 0  # noqa: S311 (the same files each time)
    for _each in range(count()):
        found = None
        with suppress(RefusedError):
            found = read_document(BytesIO(spoil(good, chance)), name=name)
        if found is None:
            continue
        read += 1
        assert all(found.text[slice(*each.span)] == each.text for each in found.paragraphs)
        for reading in READINGS.values():
            with suppress(RefusedError):
                reading(found, About())
    assert read  # some are read all the same: not everything is refused
