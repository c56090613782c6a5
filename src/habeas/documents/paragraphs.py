"""One model for every format: a document as text, with its paragraphs in order.

What a paragraph has does not depend on the file that it came in. A format without pages has none: ``pages``
is empty, and ``page`` is ``null`` wherever it is written out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

LIMB = re.compile(r"(?:\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{1,4})\)|[-–—•▪◦‣*])\s")
"""How a limb of a list begins: (a), (ii), b), a dash, a bullet."""

_ORDERS = (r"[IVX]+\.?\s", r"[A-Z]\.\s", r"\d{1,2}\.\s", r"\([a-z]\)\s|[a-z][.)]\s")
"""How headings are counted, from the outermost."""

Spans = tuple[tuple[int, int], ...]
Cell = tuple[int, int, int]
"""Table, row and column, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: ``number`` as it stands without its full stop, empty without one.

    ``span`` are its offsets in the text of the document, ``pages`` those that it stands on, ``headings``
    those above it from the outermost, ``footnotes`` what its marks refer to, ``bold`` its bold stretches as
    offsets in its own text, ``cell`` where it stands in a table. ``language`` is the code of ISO 639-1 where
    the paragraph is long enough to tell.
    """

    number: str
    text: str
    span: tuple[int, int]
    pages: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    bold: Spans = ()
    cell: Cell | None = None
    language: str | None = None

    @property
    def page(self) -> int | None:
        """The page on which it begins, from 1; none where the format has no pages."""
        return self.pages[0] if self.pages else None


Row = Mapping[int, Sequence[Paragraph]]
"""A row of a table: by column the paragraphs of each cell."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A document as text with its paragraphs in order; offsets are in characters of ``text``.

    ``language`` is that of most of it, where it can be told; ``running`` what stands at the head or foot of
    its pages, each once, which is none of its text; ``mixed`` the pages whose columns
    could not be told apart.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    running: tuple[str, ...] = ()
    mixed: tuple[int, ...] = ()

    def tables(self) -> Iterator[Sequence[Row]]:
        """The rows of each table, in the order of the document."""
        found: dict[int, dict[int, dict[int, list[Paragraph]]]] = {}
        for each in self.paragraphs:
            if each.cell:
                table, row, column = each.cell
                found.setdefault(table, {}).setdefault(row, {}).setdefault(column, []).append(each)
        for rows in found.values():
            yield list(rows.values())


@dataclass
class Growing:
    """Text put together piece by piece, with its bold stretches."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, bold: Iterable[tuple[int, int]] = ()) -> None:
        """Put a piece at the end; stretches that only blanks part become one."""
        for begun, ended in bold:
            start, end = begun + len(self.text), ended + len(self.text)
            if self.bold and not (self.text + text)[self.bold[-1][1] : start].strip():
                self.bold[-1] = self.bold[-1][0], end
            else:
                self.bold.append((start, end))
        self.text += text

    def cut(self, length: int) -> None:
        """Take what stands from ``length`` on away."""
        self.text = self.text[:length]
        self.bold = [(start, min(end, length)) for start, end in self.bold if start < length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or a heading before its place in the text is known."""

    text: str
    number: str = ""
    is_heading: bool = False
    pages: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    bold: Spans = ()
    cell: Cell | None = None


def order_of_heading(text: str) -> int:
    """How far in a heading is by the way it is counted; uncounted ones in capitals are outermost."""
    order = next((at for at, form in enumerate(_ORDERS) if re.match(form, text)), len(_ORDERS))
    return -1 if order == len(_ORDERS) and text.isupper() else order


def composed(blocks: Iterable[Block]) -> ReadText:
    """The text of all blocks, one empty line between them, and the paragraphs among them."""
    text, length, found = list[str](), 0, list[Paragraph]()
    for block in blocks:
        head = f"{block.number}. " if block.number else ""
        start = length + len(head)
        if not block.is_heading:
            found.append(
                Paragraph(
                    number=block.number,
                    text=block.text,
                    span=(start, start + len(block.text)),
                    pages=block.pages,
                    headings=block.headings,
                    footnotes=block.footnotes,
                    bold=block.bold,
                    cell=block.cell,
                )
            )
        text.append(f"{head}{block.text}\n\n")
        length += len(text[-1])
    return ReadText("".join(text), tuple(found))


def with_limbs(blocks: Sequence[Block]) -> list[Block]:
    """Limbs of a list put to the paragraph that leads into them, each on a line of its own."""
    found = list[Block]()
    for block in blocks:
        before = found[-1] if found else None
        is_limb = not block.number and not block.is_heading and LIMB.match(block.text)
        if before is None or before.is_heading or not is_limb or before.cell != block.cell:
            found.append(block)
            continue
        whole = Growing(before.text, list(before.bold))
        whole.add("\n")
        whole.add(block.text, block.bold)
        found[-1] = replace(
            before, text=whole.text, bold=tuple(whole.bold), footnotes=before.footnotes + block.footnotes
        )
    return found
