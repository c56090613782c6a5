"""The lines of a PDF, page by page: what stands on each, where, how large, how bold.

A line is what pdfium reads as one. Marks of footnotes are small figures that stand above the foot of their
line: they are told apart by where their glyphs stand, not by their size alone, and are not part of the text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pypdfium2
from pypdfium2 import PdfiumError

from habeas.documents.pdf.glyphs import Glyph, glyphs
from habeas.documents.pdf.right_to_left import as_read, reads_from_right, whole
from habeas.documents.pdf.traces import refuse_pdf_that_acts
from habeas.documents.refusals import refusal
from habeas.documents.sources import MEGABYTE, Limits, Source, name_of, read_all

PDF_LIMITS = Limits(file=60 * MEGABYTE)
MOST_PAGES = 2_000
MOST_CHARACTERS = 8_000_000
_PARTED = "\x02"
"""What pdfium says in place of a hyphen and the line end after it."""
_RAISED = 0.2
"""Of the size of a line: how far the foot of a glyph stands above those of its line to be a mark."""
_SMALLER = 0.85
_BLANK = " \t\u00a0"
_POWERS = {"2": "²", "3": "³", "²": "²", "³": "³"}
_HALF_LINE, _MIXED, _SAME_PLACE = 20, 8, 4
"""Characters of half a line, and lines of a page, from which on columns are mixed; points of one place."""
_DOTS = "٠۰"
"""The figure nought of Arabic and Persian: a dot, which stands high."""
_LONGEST_MARK = 3
"""Figures of a mark: a number of four is a job number in the margin, or a year."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: page from 1, text, box in points from the lower left corner, size, shares of bold and italic.

    ``marks`` are the footnotes referred to: the offset in ``text`` before which each stands, and its number.
    ``bold`` are the bold stretches of ``text``, ``inset`` how far in it begins, from the side from which its
    page reads; in a ``column`` after the first (0), as far in as it would be in the first. ``gaps`` are where
    words stand wide apart though no blank parts them: the offset of the second, and where it begins.
    """

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    strong: float
    slanted: float
    marks: tuple[tuple[int, str], ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    inset: float = 0.0
    column: int = 0
    from_right: bool = False
    gaps: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PdfPages:
    """All lines in reading order, and the size of each page in points (width, height).

    ``mixed`` are the pages whose columns the file mixes line by line, so that each line runs over both.
    """

    lines: tuple[Line, ...]
    sizes: tuple[tuple[float, float], ...]
    mixed: tuple[int, ...] = ()


def read_pdf(source: Source, *, name: str | None = None, limits: Limits = PDF_LIMITS) -> PdfPages:
    """Read a PDF. Raises the ``pdf-…`` codes, ``file-too-large`` and ``file-empty``."""
    file = name_of(source, name)
    data = read_all(source, file, limits.file)
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise refusal("pdf-not-pdf", file)
    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as fault:
        code = "pdf-locked" if "password" in str(fault).lower() else "pdf-broken"
        raise refusal(code, file) from None
    try:
        refuse_pdf_that_acts(data, file)
        return _pages(document, file)
    except PdfiumError:
        raise refusal("pdf-broken", file) from None
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, file: str) -> PdfPages:
    if len(document) > MOST_PAGES:
        raise refusal("pdf-too-many-pages", file, count=len(document), limit=MOST_PAGES)
    lines, sizes, mixed, characters = list[Line](), list[tuple[float, float]](), list[int](), 0
    for at in range(len(document)):
        page = document[at]
        text = page.get_textpage()
        sizes.append(page.get_size())
        found = list(glyphs(text.raw))
        characters += len(found)
        if characters > MOST_CHARACTERS:
            raise refusal("pdf-too-much-text", file, limit=f"{MOST_CHARACTERS:,}")
        here = list(_lines(found, at + 1))
        lines += here
        if _is_mixed(here):
            mixed.append(at + 1)
        text.close()
        page.close()
    if sizes and not lines:
        raise refusal("pdf-without-text", file)
    return PdfPages(tuple(lines), tuple(sizes), tuple(mixed))


def _is_mixed(lines: Iterable[Line]) -> bool:
    """Whether many lines of a page have half a line of text on both sides of a gap at one place."""
    places = Counter(
        round(x / _SAME_PLACE)
        for line in lines
        for offset, x in line.gaps
        if _HALF_LINE <= offset <= len(line.text) - _HALF_LINE
    )
    return max(places.values(), default=0) >= _MIXED


def _lines(found: Sequence[Glyph], page: int) -> Iterator[Line]:
    """The glyphs of a page as lines, in the order in which they are read."""
    from_right = reads_from_right(found)
    if from_right is None:
        for run in _runs(found):
            yield from _line(run, page)
        return
    for run in whole(_runs(found)) if from_right else _runs(found):
        for line in _line(as_read(run, from_right=from_right), page):
            yield replace(line, from_right=from_right)


def _runs(found: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of each line: pdfium makes a line end, or a mark where a word is parted."""
    run = list[Glyph]()
    for glyph in found:
        if glyph.char == _PARTED:
            run.append(replace(glyph, char="-"))
        if glyph.char in (_PARTED, "\r", "\n"):
            yield run
            run = []
        elif not _is_drawn(glyph):
            run.append(glyph)
    yield run


def _line(run: Sequence[Glyph], page: int) -> Iterator[Line]:
    placed = [glyph for glyph in run if not glyph.made and glyph.char.strip()]
    if not placed:
        return
    # The foot and size that most glyphs have: a raised figure, a descender or a large first letter is few.
    size = _commonest(glyph.size for glyph in placed)
    text, marks = list[Glyph](), list[tuple[int, str]]()
    parted: Iterable[tuple[bool, Iterable[Glyph]]] = [(False, run)]
    if any(glyph.char.isdigit() for glyph in run):  # only figures are marks
        foot = _commonest(round(glyph.bottom, 1) for glyph in placed if abs(glyph.size - size) < 1)
        parted = groupby(run, lambda glyph: _is_raised(glyph, size, foot))
    for raised, group in parted:
        said = list(group)
        if raised and _is_power(said, text):
            text += [replace(glyph, char=_POWERS[glyph.char]) for glyph in said]
        elif raised and len(said) <= _LONGEST_MARK < len(placed):
            marks.append((len(text), "".join(glyph.char for glyph in said)))
        else:
            _put(said, text)
    while text[-1].char in _BLANK:
        text.pop()
    strong = sum(glyph.strong for glyph in placed)
    left = min(glyph.left for glyph in placed)
    yield Line(
        page=page,
        text="".join(" " if glyph.char in _BLANK else glyph.char for glyph in text),
        left=left,
        bottom=min(glyph.bottom for glyph in placed),
        right=max(glyph.right for glyph in placed),
        top=max(glyph.top for glyph in placed),
        size=size,
        strong=strong / len(placed),
        slanted=sum(glyph.slanted for glyph in placed) / len(placed),
        marks=tuple(marks),
        bold=tuple(_bold(text)) if strong else (),
        inset=left,
        gaps=tuple(_gaps(text)),
    )


def _gaps(text: Sequence[Glyph]) -> Iterator[tuple[int, float]]:
    """Where a blank that pdfium made stands for a wide gap."""
    for at in range(1, len(text) - 1):
        if text[at].made and text[at + 1].left - text[at - 1].right > text[at + 1].size:
            yield at + 1, text[at + 1].left


def _is_power(said: Sequence[Glyph], text: Sequence[Glyph]) -> bool:
    """Whether a raised figure belongs to a measure: square and cubic metres."""
    before = "".join(glyph.char for glyph in text[-3:]).split(" ")[-1]
    return before in ("m", "cm", "km") and len(said) == 1 and said[0].char in _POWERS


def _put(said: Iterable[Glyph], text: list[Glyph]) -> None:
    """Put glyphs to a text that neither begins with a blank nor has two in a row."""
    for glyph in said:
        if glyph.char not in _BLANK or (text and text[-1].char not in _BLANK):
            text.append(glyph)


def _bold(text: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    """Bold stretches; a blank is what stands before it."""
    begun: int | None = None
    for at, glyph in enumerate(text):
        if glyph.char in _BLANK:
            continue
        if glyph.strong and begun is None:
            begun = at
        elif not glyph.strong and begun is not None:
            yield begun, at - (text[at - 1].char in _BLANK)
            begun = None
    if begun is not None:
        yield begun, len(text)


def _is_drawn(glyph: Glyph) -> bool:
    """Whether it is a picture of a font's own: bars of a bar code, bullets."""
    return "\ue000" <= glyph.char <= "\uf8ff"


def _is_raised(glyph: Glyph, size: float, foot: float) -> bool:
    """Whether it is a figure above the foot of its line: of a smaller size, or drawn small at the same."""
    return (
        glyph.char.isdigit()
        and not glyph.made
        and glyph.bottom - foot > _RAISED * size
        and (
            glyph.size < _SMALLER * size
            or (glyph.char not in _DOTS and glyph.top - glyph.bottom < _SMALLER * size * 0.7)
        )
    )


def _commonest(values: Iterable[float]) -> float:
    """The value that comes most often; of several the least."""
    counted = Counter(values)
    return max(counted, key=lambda each: (counted[each], -each))
