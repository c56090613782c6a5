"""Lines put together into numbered paragraphs under their headings, with their footnotes.

What repeats at the head or foot of pages is left out, a word that a line end parted is joined again, and a
paragraph goes on over pages. A number begins a paragraph only where it goes on from the one before: a year
at the beginning of a line does not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from habeas.documents.pdf_lines import Line, PdfPages

_NUMBERED = re.compile(r"(?P<number>\d{1,3}\.\d{1,3}|\d{1,3}(?=\.))\.?\s+(?P<text>\S.*)")
_LIMB = re.compile(r"\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)\s")
_FOOTNOTE = re.compile(r"(?P<number>\d{1,3}|\*{1,3})\s+(?P<text>\S.*)")
_DIGITS = re.compile(r"\d+")
_EDGE = 0.12
"""Of the height of a page: how near to its edge a running header or footer stands."""
_STEP = 3
"""How many numbers may be missing between two paragraphs: a page may be missing."""
_FINISHED = tuple(".:;?!)”»]…*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: ``number`` as it stands without its full stop, empty without one.

    ``span`` are its offsets in the text of the document, ``pages`` those that it stands on, ``headings``
    those above it from the outermost, ``footnotes`` what its marks refer to.
    """

    number: str
    text: str
    span: tuple[int, int]
    pages: tuple[int, ...]
    headings: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadText:
    """A document as text with its paragraphs in order; offsets are in characters of ``text``."""

    text: str
    paragraphs: tuple[Paragraph, ...]


@dataclass
class _Block:
    """What is put together line by line."""

    number: str
    left: float
    size: float
    heading: bool
    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def add(self, line: Line, text: str) -> None:
        self.lines.append(text)
        self.marks += [number for _at, number in line.marks]
        if line.page not in self.pages:
            self.pages.append(line.page)


def read_paragraphs(pages: PdfPages) -> ReadText:
    """The numbered paragraphs of a PDF."""
    lines = _without_running(pages)
    body = _commonest(lines)
    lines, notes = _notes_apart(lines, body)
    joined = _Words(line.text for line in lines)
    blocks = list(_blocks(lines, body))
    return _composed(blocks, notes, joined)


# What is not text ----------------------------------------------------------------------------------


def _without_running(pages: PdfPages) -> list[Line]:
    """All lines but those at the edges of pages that come again and again, figures aside."""
    seen = Counter((_masked(line), round(line.bottom / 12)) for line in pages.lines if _at_edge(line, pages))
    often = 3 if len(pages.sizes) > 5 else 2
    running = {text for (text, _height), count in seen.items() if count >= often}
    return [line for line in pages.lines if not (_at_edge(line, pages) and _masked(line) in running)]


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


def _numbers(lines: Sequence[Line], body: float) -> Mapping[int, tuple[str, str]]:
    """By its place the number of each line that begins a numbered paragraph, and what follows it.

    The longest run of numbers that go on from each other, equally far in, is the document's; what counts from
    1 further in counts within the paragraph before; ``121.16`` belongs to paragraph 121.
    """
    found = {at: match for at, line in enumerate(lines) if (match := _NUMBERED.fullmatch(line.text))}
    plain = [at for at, match in found.items() if "." not in match["number"]]
    run = _longest_run([(at, int(found[at]["number"]), lines[at].left) for at in plain], body * 1.6)
    numbers = {at: found[at]["number"] for at in run}
    last, inner, left = 0, 0, 0.0
    for at, match in found.items():
        head, _, tail = match["number"].partition(".")
        if at in numbers:
            last, inner, left = int(head), 0, lines[at].left
        elif tail and ((int(head) == last and 0 < int(tail) - inner <= _STEP) or int(tail) == 1):
            last, inner = int(head), int(tail)
            numbers[at] = match["number"]
        elif not tail and last and int(head) == inner + 1 and lines[at].left > left + body:
            inner += 1
            numbers[at] = f"{last}.{head}"
    counted = Counter(number.partition(".")[0] for number in numbers.values() if "." in number)
    return {
        at: (number, found[at]["text"])
        for at, number in numbers.items()
        if "." not in number or counted[number.partition(".")[0]] > 1
    }


def _longest_run(candidates: Sequence[tuple[int, int, float]], near: float) -> list[int]:
    """The places of the longest run of rising numbers whose lines begin equally far in."""
    best: dict[int, tuple[float, int | None]] = {}
    by_number: dict[int, list[tuple[int, float]]] = {}
    for at, number, left in candidates:
        worth, before = (1.0 if number <= _STEP else 0.0), None
        for step in range(1, _STEP + 1):
            for other, other_left in by_number.get(number - step, ()):
                said = best[other][0] + 1.5 - step / 2
                if abs(left - other_left) <= near and said > worth:
                    worth, before = said, other
        if worth > 0:
            best[at] = worth, before
            by_number.setdefault(number, []).append((at, left))
    if not best:
        return []
    last: int | None = max(best, key=lambda at: (best[at][0], -at))
    run = list[int]()
    while last is not None:
        run.append(last)
        last = best[last][1]
    return run[::-1]


def _blocks(lines: Sequence[Line], body: float) -> Iterator[_Block]:
    """Lines put together: a number, a heading or a gap begins a block."""
    numbers, block, before = _numbers(lines, body), None, None
    for at, line in enumerate(lines):
        if at in numbers:
            begun: _Block | None = _new(line, *numbers[at], heading=False)
        else:
            begun = _begun(line, block, before, body)
        if begun is not None:
            if block is not None:
                yield block
            block = begun
        elif block is not None:
            block.add(line, line.text)
        before = line
    if block is not None:
        yield block


def _begun(line: Line, block: _Block | None, before: Line | None, body: float) -> _Block | None:
    """The heading or unnumbered paragraph that this line begins, if it begins one."""
    if block is None or before is None:
        return _new(line, "", line.text, heading=_set_apart(line, body))
    if block.heading:
        if _set_apart(line, body):
            goes_on = abs(line.size - block.size) < 0.6 and not _gap(line, before)
            return None if goes_on else _new(line, "", line.text, heading=True)
        return _new(line, "", line.text, heading=False)
    finished = block.lines[-1].rstrip().endswith(_FINISHED)
    if finished and _set_apart(line, body) and _gap(line, before):
        return _new(line, "", line.text, heading=True)
    if finished and _LIMB.match(line.text):
        block.lines.append("\n")
    elif finished and _gap(line, before) and line.left > block.left + body:
        return _new(line, "", line.text, heading=False)
    return None


def _new(line: Line, number: str, text: str, *, heading: bool) -> _Block:
    block = _Block(number, line.left, line.size, heading)
    block.add(line, text)
    return block


def _set_apart(line: Line, body: float) -> bool:
    """Whether a line looks like one of a heading: larger than the text, or wholly bold or italic."""
    if line.size > body + 0.9:
        return True
    wholly = max(line.strong, line.slanted) > 0.95
    return wholly and len(line.text) < 160 and not line.text.endswith((";", ","))


def _gap(line: Line, before: Line) -> bool:
    return line.page != before.page or before.bottom - line.top > 0.55 * line.size


# The text ------------------------------------------------------------------------------------------


class _Words:
    """The words of a document, so that one parted at a line end is joined as it is written elsewhere."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known, parted = Counter[str](), False
        for text in texts:
            words = re.findall(r"[\w’'-]+", text.lower())
            self._known.update(words[parted:])  # the second half of a parted word is none
            parted = text.endswith("-")

    def joined(self, lines: Sequence[str]) -> str:
        """Lines as one text."""
        said = ""
        for line in lines:
            if line == "\n":
                said = said.rstrip() + "\n"
            elif said.endswith("\u00ad"):
                said = said[:-1] + line
            elif re.search(r"\w-$", said) and line[:1].islower():
                said = self._parted(said, line)
            elif said and not said.endswith(("\n", " ")):
                said += " " + line
            else:
                said += line
        return re.sub(r"[ \t\u00a0]+", " ", said).strip()

    def _parted(self, said: str, line: str) -> str:
        head = re.findall(r"[\w’'-]+$", said)[0]
        tail = re.findall(r"^[\w’'-]+", line)[0]
        whole, kept = (head[:-1] + tail).lower(), (head + tail).lower()
        # Where neither stands elsewhere, a second half that is a word of its own keeps its hyphen.
        joined = self._known[whole] > self._known[kept] or not (self._known[kept] or self._known[tail] > 1)
        return (said[:-1] if joined else said) + line


def _cover(blocks: Sequence[_Block]) -> float:
    """The size above which a heading belongs to the cover: none after the first number is as large."""
    first = next((at for at, block in enumerate(blocks) if block.number), 0)
    return max((block.size for block in blocks[first:] if block.heading), default=0.0)


def _composed(blocks: Sequence[_Block], notes: dict[str, str], words: _Words) -> ReadText:
    text, length = list[str](), 0
    found, above = list[Paragraph](), list[tuple[float, str]]()
    largest = _cover(blocks)
    for block in blocks:
        said = words.joined(block.lines)
        if not said:
            continue
        if block.heading and block.size <= largest + 0.6:
            while above and not _outer(above[-1], block, said):
                above.pop()
            above.append((block.size, said))
        head = f"{block.number}. " if block.number else ""
        start = length + len(head)
        if not block.heading:
            found.append(
                Paragraph(
                    number=block.number,
                    text=said,
                    span=(start, start + len(said)),
                    pages=tuple(block.pages),
                    headings=tuple(each for _size, each in above),
                    footnotes=tuple(notes[mark] for mark in block.marks if mark in notes),
                )
            )
        text.append(f"{head}{said}\n\n")
        length += len(text[-1])
    return ReadText("".join(text), tuple(found))


_ORDERS = (r"[IVX]+\.?\s", r"[A-Z]\.\s", r"\d{1,2}\.\s", r"\([a-z]\)\s|[a-z]\)\s")


def _outer(above: tuple[float, str], block: _Block, said: str) -> bool:
    """Whether a heading stands over one that comes after it: larger, or counted in an outer way."""
    size, text = above
    if abs(size - block.size) > 0.6:
        return size > block.size
    return _order(said) > _order(text)


def _order(text: str) -> int:
    return next((at for at, form in enumerate(_ORDERS) if re.match(form, text)), len(_ORDERS))
