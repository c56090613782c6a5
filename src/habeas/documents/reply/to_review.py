"""An addendum of the Universal Periodic Review: recommendations by number, with the position on each.

A position is said in a sentence with the numbers, over a list of them, in a heading, or in a row of a table.
What stands under a number goes with it up to the next number.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from habeas.documents.asks import Position
from habeas.documents.paragraphs import ReadText
from habeas.documents.position_words import position_of, positions_in, settled
from habeas.documents.reply.answers import Answer, Block, blocks_of, page_at
from habeas.documents.review.numbers import Named, named_in
from habeas.documents.sentences import sentences

_OWN_NUMBER = re.compile(r"\d{1,3}\.\s+(?!\d{1,3}\.\d)")
_LONGEST_HEADING = 200
_LEADS_IN = re.compile(r"\bfollowing\b|\b(?:listed|set out|given) below\b", re.IGNORECASE)
_ON_WHAT = re.compile(r"\brecomm[ae]ndation", re.IGNORECASE)
_MADE_BY = re.compile(r"\([A-Z][^()]*(?:\([^()]*\)[^()]*)*\)\s*[;.]?\s*$")
"""A recommendation ends with the States that made it, in brackets."""


def answers_to_review(read: ReadText) -> list[Answer]:
    """The answers in the order of the document; none where no recommendation is named by its number."""
    found = _Reading(read).answers()
    first = dict[str, Position]()
    for one in found:  # what is explained further on has the position that was given before
        for number in one.numbers:
            if one.position:
                first.setdefault(number, one.position)
    heads = {number.partition(".")[0] for number in first}  # “1.4 per cent” is none of its numbers
    return [
        _with_position(one, first)
        for one in found
        if any(number.partition(".")[0] in heads for number in one.numbers)
    ]


def _with_position(one: Answer, first: dict[str, Position]) -> Answer:
    if one.position is not None:
        return one
    known = {first.get(number) for number in one.numbers}
    position = known.pop() if len(known) == 1 else None
    return replace(one, position=position)


class _Reading:
    """Goes once through the blocks; ``position`` is what the last heading or lead-in said."""

    def __init__(self, read: ReadText) -> None:
        self.read = read
        self.blocks = blocks_of(read)
        self.position: Position | None = None
        self.found: list[Answer] = []
        self.open = False
        """Whether what comes next belongs to the last answer."""

    def answers(self) -> list[Answer]:
        at = 0
        while at < len(self.blocks):
            block = self.blocks[at]
            if block.paragraph is not None and block.paragraph.cell is not None:
                row = self._row(at)
                self._table_row(row)
                at += len(row)
                continue
            if block.paragraph is None:
                self._heading(block)
            else:
                self._paragraph(block)
            at += 1
        return self.found

    def _row(self, at: int) -> list[Block]:
        """The cells of one row of a table."""
        first = self.blocks[at].paragraph
        row = list[Block]()
        for block in self.blocks[at:]:
            cell = block.paragraph.cell if block.paragraph else None
            if cell is None or first is None or first.cell is None or cell[:2] != first.cell[:2]:
                break
            row.append(block)
        return row

    def _table_row(self, row: Sequence[Block]) -> None:
        groups = [group for block in row[:2] for group in named_in(block.text)][:1]
        said = [block for block in row if not any(named_in(block.text)) or len(row) == 1]
        position = settled(block.text for block in said)
        if not groups:
            if len({block.paragraph.cell for block in row if block.paragraph}) == 1 and position:
                self.position = position  # a row that is a heading of those below
            return
        rest = [block for block in row if block.start > row[0].start] or list(row)
        self._put(groups[0].numbers, position or self.position, rest[0].start, rest[-1].end)

    def _heading(self, block: Block) -> None:
        self.open = False
        groups = list(named_in(block.text))
        position = position_of(block.text)
        if groups and len(block.text) <= _LONGEST_HEADING:
            self._named(block, block.start, block.end, groups)
        else:
            self.position = position

    def _paragraph(self, block: Block) -> None:
        own = _OWN_NUMBER.match(block.text)
        begin = own.end() if own else 0
        body = block.text[begin:]
        groups = list(named_in(body))
        if groups and groups[0].start == 0:
            self._under_number(block, begin, groups[0])
            return
        if not groups:
            position = position_of(body)
            if position and (body.rstrip().endswith(":") or _LEADS_IN.search(body)):
                self.position, self.open = position, False
            elif self.open and not own:
                self._go_on(block)
            return
        for start, end in sentences(body):
            self._named(
                block, block.start + begin + start, block.start + begin + end, list(named_in(body[start:end]))
            )

    def _under_number(self, block: Block, begin: int, group: Named) -> None:
        """A paragraph that begins with the number it answers; a list of nothing but numbers says no more."""
        rest = block.text[begin + group.end :]
        if self.position and _MADE_BY.search(rest):  # the recommendation itself, whose words answer nothing
            self._put(group.numbers, self.position, block.start + begin, block.end)
            self.open = False
            return
        position = next((each for _begin, _end, each in positions_in(rest[:_LONGEST_HEADING])), None)
        position = position or settled(iter(re.split(r"[.:–—-]\s|\n", rest.strip(" .:–—-\n"))[:1]))
        self._put(group.numbers, position or self.position, block.start + begin, block.end)
        self.open = True

    def _named(self, block: Block, start: int, end: int, groups: Sequence[Named]) -> None:
        """A sentence: each group of numbers has the position that it stands next to."""
        text = self.read.text[start:end]
        said = positions_in(text)
        if not groups:
            if said and text.rstrip().endswith(":"):
                self.position = said[0][2]
            return
        if not said and not _ON_WHAT.search(text) and any(map(str.isalpha, text[: groups[0].start])):
            return  # a figure among other words
        before = bool(said) and said[0][0] < groups[0].start
        for group in groups:
            if before:
                near = [position for begin, _end, position in said if begin < group.start][-1:]
            else:
                near = [position for begin, _end, position in said if begin >= group.end][:1]
            self._put(group.numbers, near[0] if near else self.position, start, end)
        if before and text.rstrip().endswith(":"):
            self.position = said[-1][2]
        self.open = True

    def _go_on(self, block: Block) -> None:
        """What follows without a number belongs to the last answer."""
        last = self.found[-1]
        position = last.position or position_of(block.text)
        self.found[-1] = Answer(
            numbers=last.numbers,
            position=position,
            text=self.read.text[last.span[0] : block.end],
            span=(last.span[0], block.end),
            page=last.page,
        )

    def _put(self, numbers: tuple[str, ...], position: Position | None, start: int, end: int) -> None:
        self.found.append(
            Answer(
                numbers=numbers,
                position=position,
                text=self.read.text[start:end],
                span=(start, end),
                page=page_at(self.blocks, start),
            )
        )
