"""The characters of a page as pdfium hands them over: each with its place, size and weight.

What belongs to a text object (font, size, matrix) is asked once for all of its characters: older documents
have a size of 1 and a matrix that makes it twelve points.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_ADDRESS = ctypes.c_void_p
_MADE = frozenset(" \r\n\t\x02\x00\xad-")
"""What pdfium makes where words and lines part: only of these it is asked."""
_BOLD_WEIGHT = 700
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|[,-]b[d]?$")
_NAMELESS = re.compile(r"(?:[a-z]{6}\+)?(?:cidfont\+|font)?[a-z]{0,3}\d*")
"""A name that says nothing (“F2”): only then the weight counts, which pdfium guesses from the stems."""


@dataclass(slots=True)  # frozen ones take three times as long to make, and there are thousands on a page
class Glyph:
    """One character in points from the lower left corner of its page; ``made`` by pdfium where words part."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    strong: bool
    slanted: bool
    made: bool


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    strong: bool
    slanted: bool


def glyphs(text_page: Any) -> Iterator[Glyph]:
    """All characters of a page in the order in which pdfium reads them."""
    left, right, bottom, top = (ctypes.c_double() for _each in range(4))
    places = [ctypes.byref(each) for each in (left, right, bottom, top)]
    fonts: dict[int, _Font] = {}
    for at in range(pdfium.FPDFText_CountChars(text_page)):
        char = chr(pdfium.FPDFText_GetUnicode(text_page, at))
        if char in _MADE and pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            yield Glyph(char, 0.0, 0.0, 0.0, 0.0, 0.0, strong=False, slanted=False, made=True)
            continue
        pdfium.FPDFText_GetCharBox(text_page, at, places[0], places[1], places[2], places[3])
        thing = pdfium.FPDFText_GetTextObject(text_page, at)
        address = _ADDRESS.from_buffer(thing).value or 0  # a third of what a cast takes, for every character
        font = fonts.get(address)
        if font is None:
            font = fonts[address] = _font(thing)
        yield Glyph(
            char,
            left.value,
            bottom.value,
            right.value,
            top.value,
            font.size,
            font.strong,
            font.slanted,
            made=False,
        )


def _font(thing: Any) -> _Font:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(thing, size)
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    font = pdfium.FPDFTextObj_GetFont(thing)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    said = name.value.decode("latin-1").lower()
    slanted = "italic" in said or "oblique" in said
    strong = bool(_BOLD_NAME.search(said))
    if not strong and _NAMELESS.fullmatch(said):
        strong = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return _Font(round(abs(size.value) * (matrix.b**2 + matrix.d**2) ** 0.5, 1), strong, slanted)
