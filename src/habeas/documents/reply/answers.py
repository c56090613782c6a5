"""An answer to what was asked, and the blocks of a document in which answers are looked for."""

from dataclasses import dataclass

from habeas.documents.asks import Position
from habeas.documents.paragraphs import Paragraph, ReadText


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to one or more asks; ``span`` is its place in the text of the document.

    ``asked`` is the ask where the reply repeats it, ``body`` who answers where that is said.
    """

    numbers: tuple[str, ...]
    position: Position | None
    text: str
    span: tuple[int, int]
    page: int | None
    asked: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph by its place in the text; ``paragraph`` is ``None`` for a heading."""

    text: str
    start: int
    paragraph: Paragraph | None

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def blocks_of(read: ReadText) -> list[Block]:
    """All blocks of a document in order, headings and numbers included."""
    by_end = {each.span[1]: each for each in read.paragraphs}
    found, at = list[Block](), 0
    for text in read.text.split("\n\n"):
        if text:
            found.append(Block(text, at, by_end.get(at + len(text))))
        at += len(text) + 2
    return found


def page_at(blocks: list[Block], start: int) -> int | None:
    """The page of what begins there: that of its paragraph, or of the next one under a heading."""
    return next((each.paragraph.page for each in blocks if each.paragraph and each.end > start), None)
