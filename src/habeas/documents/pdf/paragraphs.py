"""The lines of a PDF put together into numbered paragraphs under their headings, with their footnotes.

What repeats at the head or foot of pages is left out, a word that a line end parted is joined again, and a
paragraph goes on over pages.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from habeas.documents.paragraph_numbers import numbers
from habeas.documents.paragraphs import LIMB, Block, Cell, Growing, ReadText, composed, order_of_heading
from habeas.documents.pdf.columns import in_columns
from habeas.documents.pdf.lines import Line, PdfPages
from habeas.documents.pdf.tables import with_cells

_FOOTNOTE = re.compile(r"(?P<number>\d{1,3}|\*{1,3})\s+(?P<text>\S.*)")
_DIGITS = re.compile(r"\d+")
_EDGE = 0.12
"""Of the height of a page: how near to its edge a running header or footer stands."""
_SHORT = 5
_FINISHED = tuple(".:;?!)”»]…*")
_LEADS_ON = re.compile(r"[;,] (?:and|or|et|ou)$")
_ENDS_LIMB = re.compile(r"[;,](?: (?:and|or|et|ou))?$")
_HALF = re.compile(r"\w{1,2}-$")
_NO_BLANK_AFTER = re.compile(r"[\n ]$|\S/$")
"""A symbol parted at its stroke, “A/HRC/43/15”, is one word."""
_BULLET = re.compile(r"[-–—•▪◦‣]\s")
_LEAST_SIZE = 0.1
"""Points: a damaged file may give a line none."""
_GAP, _MORE_THAN_USUAL = 0.55, 0.4
"""Of the size of a line: how wide a gap is, and how much wider than the usual one."""
_WORDS_OF_HEADING = 4
"""What is bold, has more words and ends as a sentence does is a sentence, not a heading."""

_Piece = tuple[str, Sequence[tuple[int, int]]]
"""A text, and its bold stretches."""


@dataclass
class _Block:
    """What is put together line by line."""

    number: str
    inset: float
    size: float
    heading: bool
    cell: Cell | None = None
    lines: list[_Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def add(self, line: Line, text: str) -> None:
        before = len(line.text) - len(text)  # a number that stands apart
        self.lines.append((text, [(max(a - before, 0), b - before) for a, b in line.bold if b > before]))
        self.marks += [number for _at, number in line.marks]
        if line.page not in self.pages:
            self.pages.append(line.page)


def read_paragraphs(pages: PdfPages) -> ReadText:
    """The numbered paragraphs of a PDF."""
    lines, running = _without_running(pages)
    lines = in_columns(lines, [width for width, _height in pages.sizes])
    body = _commonest(lines)
    lines, notes = _notes_apart(lines, body)
    in_cells = list(with_cells(lines))
    lines, cells = [line for line, _cell in in_cells], [cell for _line, cell in in_cells]
    joined = _Words(line.text for line in lines)
    blocks = list(_blocks(lines, cells, body))
    return replace(_composed(blocks, notes, joined), running=running, mixed=pages.mixed)


# What is not text ----------------------------------------------------------------------------------


def _without_running(pages: PdfPages) -> tuple[list[Line], tuple[str, ...]]:
    """All lines but those at the edges of pages that come again and again, figures aside; and those.

    A line at the edge that stands on the cover as well is such a one, however few the pages are.
    """
    edges = [line for line in pages.lines if _at_edge(line, pages)]
    seen = Counter((_masked(line), round(line.bottom / 12)) for line in edges)
    often = 3 if len(pages.sizes) > 5 else 2
    running = {text for (text, _height), count in seen.items() if count >= often}
    cover = {line.text for line in pages.lines if line.page == 1}
    dropped = {
        at
        for at, line in enumerate(pages.lines)
        if _at_edge(line, pages)
        and (_masked(line) in running or (line.page > 1 and line.text in cover and len(line.text) > _SHORT))
    }
    kept = [line for at, line in enumerate(pages.lines) if at not in dropped]
    return kept, tuple(dict.fromkeys(pages.lines[at].text for at in sorted(dropped)))


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _at_edge(line: Line, pages: PdfPages) -> bool:
    height = pages.sizes[line.page - 1][1]
    return line.bottom > height * (1 - _EDGE) or line.top < height * _EDGE


def _commonest(lines: Iterable[Line]) -> float:
    """The size in which most is set."""
    counted = Counter[float]()
    for line in lines:
        counted[line.size] += len(line.text)
    return counted.most_common(1)[0][0] if counted else 0.0


def _notes_apart(lines: Sequence[Line], body: float) -> tuple[list[Line], dict[str, str]]:
    """The lines of the text, and the footnotes by number: smaller lines from one that begins so."""
    kept, notes, last = list[Line](), dict[str, list[str]](), ""
    for line in lines:
        small = line.size < body - 0.6
        if small and (number := _number_of_note(line)):
            last = number
            text = line.text.removeprefix(number).strip()
            notes.setdefault(number, []).append(text)
        elif small and last:
            notes[last].append(line.text)
        else:
            kept.append(line)
            last = "" if not small else last
    return kept, {number: " ".join(said) for number, said in notes.items()}


def _number_of_note(line: Line) -> str:
    if line.marks and line.marks[0][0] == 0:
        return line.marks[0][1]
    found = _FOOTNOTE.match(line.text)
    return found["number"] if found else ""


# Paragraphs and headings ---------------------------------------------------------------------------


def _blocks(lines: Sequence[Line], cells: Sequence[Cell | None], body: float) -> Iterator[_Block]:
    """Lines put together: a cell, a number, a heading or a gap begins a block."""
    flowing = [("" if cell else line.text, line.inset) for line, cell in zip(lines, cells, strict=True)]
    numbered = numbers(flowing, near=body * 1.6, further=body)
    gaps = _gaps(lines)
    apart = _headings(lines, numbered.keys(), gaps, body)
    block, before = None, None
    for at, line in enumerate(lines):
        cell = cells[at]
        if cell:
            goes_on = block is not None and block.cell == cell
            begun = None if goes_on else _new(line, "", line.text, heading=False)
        elif at in numbered:
            begun = _new(line, *numbered[at], heading=False)
        elif block is not None and block.cell:
            begun = _new(line, "", line.text, heading=at in apart)
        else:
            begun = _begun(line, block, before, body, is_apart=at in apart, gap=at in gaps)
        if begun is not None:
            if block is not None:
                yield block
            block = begun
            block.cell = cell
        elif block is not None:
            block.add(line, line.text)
        before = line
    if block is not None:
        yield block


def _headings(lines: Sequence[Line], numbered: Container[int], gaps: Container[int], body: float) -> set[int]:
    """The places of lines that may be a heading's: set apart, and not a sentence that is printed bold."""
    found, at = set[int](), 0
    while at < len(lines):
        end = at
        while (
            end < len(lines)
            and _set_apart(lines[end], body)
            and (end == at or _goes_on(lines, end, numbered, gaps))
        ):
            end += 1
        if end == at:
            at += 1
            continue
        words = " ".join(line.text for line in lines[at:end])
        is_sentence = words.endswith((".", ";", ":")) and words.count(" ") >= _WORDS_OF_HEADING
        is_sentence |= bool(_BULLET.match(words)) or words.endswith(";")
        goes_on = (
            end < len(lines) and _goes_on(lines, end, numbered, gaps) and not lines[end].text[:1].isupper()
        )
        if lines[at].size > body + 0.9 or not (is_sentence or goes_on):
            found.update(range(at, end))
        at = end
    return found


def _goes_on(lines: Sequence[Line], at: int, numbered: Container[int], gaps: Container[int]) -> bool:
    """Whether a line goes on from the one before: no number, no gap, no other size."""
    return at not in numbered and at not in gaps and abs(lines[at].size - lines[at - 1].size) < 0.6


def _begun(
    line: Line, block: _Block | None, before: Line | None, body: float, *, is_apart: bool, gap: bool
) -> _Block | None:
    """The heading or unnumbered paragraph that this line begins, if it begins one."""
    if block is None or before is None:
        return _new(line, "", line.text, heading=is_apart)
    if block.heading:
        if is_apart:
            goes_on = abs(line.size - block.size) < 0.6 and not gap
            return None if goes_on else _new(line, "", line.text, heading=True)
        return _new(line, "", line.text, heading=False)
    said = block.lines[-1][0].rstrip()
    finished = said.endswith(_FINISHED)
    if finished and is_apart and gap:
        return _new(line, "", line.text, heading=True)
    in_list, further_in = ("\n", ()) in block.lines, line.inset > block.inset + body
    listed = bool(_BULLET.match(line.text)) and (gap or in_list)
    # Bullets may be drawn and be no characters: what a colon leads into stands further in.
    listed |= further_in and (said.endswith(":") or (in_list and bool(_ENDS_LIMB.search(said))))
    if listed or ((finished or _LEADS_ON.search(said)) and LIMB.match(line.text)):
        block.lines.append(("\n", ()))
    elif finished and gap and (further_in or _beneath(line, before)):
        return _new(line, "", line.text, heading=False)
    return None


def _new(line: Line, number: str, text: str, *, heading: bool) -> _Block:
    block = _Block(number, line.inset, line.size, heading)
    block.add(line, text)
    return block


def _set_apart(line: Line, body: float) -> bool:
    """Whether a line looks like one of a heading: larger than the text, or wholly bold or italic."""
    if line.size > body + 0.9:
        return True
    wholly = max(line.strong, line.slanted) > 0.95
    return wholly and len(line.text) < 160 and not line.text.endswith((";", ","))


def _beneath(line: Line, before: Line) -> bool:
    return (line.page, line.column) == (before.page, before.column)


def _gaps(lines: Sequence[Line]) -> set[int]:
    """The places of lines that stand apart from the one before, by more than lines of a paragraph do."""
    spaces = [
        (before.bottom - line.top) / max(line.size, _LEAST_SIZE) if _beneath(line, before) else None
        for before, line in pairwise(lines)
    ]
    narrow = sorted(space for space in spaces if space is not None)
    # Of lines that stand close, not of all: where paragraphs are short, most lines follow a gap.
    usual = narrow[len(narrow) // 5] if narrow else 0.0
    least = max(_GAP, usual + _MORE_THAN_USUAL)
    return {at for at, space in enumerate(spaces, start=1) if space is None or space > least}


# The text ------------------------------------------------------------------------------------------


class _Words:
    """The words of a document, so that one parted at a line end is joined as it is written elsewhere."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known, parted = Counter[str](), False
        for text in texts:
            words = re.findall(r"[\w’'-]+", text.lower())
            self._known.update(words[parted:])  # the second half of a parted word is none
            parted = text.endswith("-")

    def joined(self, lines: Sequence[_Piece]) -> Growing:
        """Lines as one text."""
        said = Growing()
        for line, bold in lines:
            if line == "\n":
                said.cut(len(said.text.rstrip()))
            elif said.text.endswith("\u00ad"):
                said.cut(len(said.text) - 1)
            elif (half := _HALF.search(said.text)) and (line[:1].islower() or half[0].isupper()):
                if self._is_one_word(said.text, line):
                    said.cut(len(said.text) - 1)
            elif said.text and not _NO_BLANK_AFTER.search(said.text):
                said.add(" ")
            said.add(line, bold)
        return said

    def _is_one_word(self, said: str, line: str) -> bool:
        head = re.findall(r"[\w’'-]+$", said)[0]
        tail = re.findall(r"^[\w’'-]+", line)[0]
        whole, kept = (head[:-1] + tail).lower(), (head + tail).lower()
        # Where neither stands elsewhere, a second half that is a word of its own keeps its hyphen.
        return self._known[whole] > self._known[kept] or not (self._known[kept] or self._known[tail] > 1)


def _cover(blocks: Sequence[_Block]) -> float:
    """The size above which a heading belongs to the cover: none from the first number on is as large."""
    first = next((at for at, block in enumerate(blocks) if block.number), 0)
    return max((block.size for block in blocks[max(first - 1, 0) :] if block.heading), default=0.0)


def _composed(blocks: Sequence[_Block], notes: dict[str, str], words: _Words) -> ReadText:
    found, above = list[Block](), list[tuple[float, str]]()
    largest = _cover(blocks)
    for block in blocks:
        said = words.joined(block.lines)
        if not said.text:
            continue
        if block.heading and block.size <= largest + 0.6:
            while above and not _outer(above[-1], block, said.text):
                above.pop()
            above.append((block.size, said.text))
        found.append(
            Block(
                text=said.text,
                number=block.number,
                is_heading=block.heading,
                pages=tuple(block.pages),
                headings=tuple(each for _size, each in above),
                footnotes=tuple(notes[mark] for mark in block.marks if mark in notes),
                bold=tuple(said.bold),
                cell=block.cell,
            )
        )
    return composed(found)


def _outer(above: tuple[float, str], block: _Block, said: str) -> bool:
    """Whether a heading stands over one that comes after it: larger, or counted in an outer way."""
    size, text = above
    if abs(size - block.size) > 0.6:
        return size > block.size
    return order_of_heading(said) > order_of_heading(text)
