"""Plain text as paragraphs: what an empty line parts, a short line, a number or a dash at the beginning."""

import re
from collections.abc import Iterator, Sequence

from habeas.documents.answer_headings import asked_and_answered
from habeas.documents.flowing import Said, put_together
from habeas.documents.paragraphs import LIMB, ReadText, order_of_heading

_NUMBER = re.compile(r"\d{1,3}\.(?:\d{1,3}\.?)?\s")
_ENDS = (".", ";", ":", ",", "?", "!", ")")
_LONGEST_HEADING = 100
_SHORT_LAST, _SHORT_HEADING = 0.75, 0.5
"""Of the longest line: how long a last line is at most, and a heading."""
_LONGEST_LINE = 120
"""Characters of a line that was broken at a margin; longer ones are paragraphs."""


def text_paragraphs(text: str) -> ReadText:
    """The paragraphs of a plain text; its line ends are those of a narrow page."""
    return put_together(list(_said(text)))


def _said(text: str) -> Iterator[Said]:
    table, row = 0, 0
    for lines in re.split(r"\n\s*\n", "\n".join(text.splitlines()).replace("\f", "\n\n")):
        flowing = list[str]()
        for line in (line for each in lines.split("\n") if (line := each.strip())):
            cells = dict(enumerate(line.split("\t"), start=1))
            if asked_and_answered(cells):
                table, row = table + 1, 1
            elif row and len(cells) > 1:
                row += 1
            else:  # a tab alone makes no table
                flowing.append(line)
                row = 0
                continue
            yield from _flowing(flowing)
            flowing = []
            yield from (Said(text=said, cell=(table, row, column)) for column, said in cells.items())
        yield from _flowing(flowing)


def _flowing(lines: Sequence[str]) -> Iterator[Said]:
    for chunk in _chunks(lines):
        yield from _paragraph(chunk)


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that no empty line parts, parted where one is too short to have been broken there."""
    width, chunk = max(map(len, lines), default=0), list[str]()
    for line in lines:
        if chunk and line[:1].isupper() and _stops(chunk[-1], width):
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _stops(line: str, width: int) -> bool:
    """Whether a line is the last of its paragraph, or a heading."""
    if line.endswith(_ENDS):
        return len(line) < _SHORT_LAST * width or width > _LONGEST_LINE
    return len(line) < _SHORT_HEADING * width and line[:1].isupper()


def _paragraph(lines: Sequence[str]) -> Iterator[Said]:
    pieces = list[str]()
    for line in lines:
        if pieces and not (_NUMBER.match(line) or LIMB.match(line)):
            pieces[-1] += f" {line}"
        else:
            pieces.append(line)
    alone = len(pieces) == 1 and len(pieces[0]) <= _LONGEST_HEADING and not pieces[0].endswith(_ENDS)
    for piece in pieces:
        # “12. It is so” without its full stop may be a paragraph: a number is no heading by itself.
        heading = alone and not LIMB.match(piece) and not _NUMBER.match(piece)
        yield Said(text=piece, level=10 + order_of_heading(piece) if heading else None)
