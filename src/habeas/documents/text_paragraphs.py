"""Plain text as paragraphs: what an empty line parts, or a number or a dash at the beginning of a line."""

import re
from collections.abc import Iterator

from habeas.documents.flowing import Said, put_together
from habeas.documents.paragraphs import LIMB, ReadText, order_of_heading

_NUMBER = re.compile(r"\d{1,3}\.(?:\d{1,3}\.?)?\s")
_ENDS = (".", ";", ":", ",", "?", "!", ")")
_LONGEST_HEADING = 100


def text_paragraphs(text: str) -> ReadText:
    """The paragraphs of a plain text; its line ends are those of a narrow page."""
    return put_together(list(_said(text)))


def _said(text: str) -> Iterator[Said]:
    for lines in re.split(r"\n\s*\n", "\n".join(text.splitlines()).replace("\f", "\n\n")):
        pieces = list[str]()
        for line in filter(None, map(str.strip, lines.split("\n"))):
            if pieces and not (_NUMBER.match(line) or LIMB.match(line)):
                pieces[-1] += f" {line}"
            else:
                pieces.append(line)
        alone = len(pieces) == 1 and len(pieces[0]) <= _LONGEST_HEADING and not pieces[0].endswith(_ENDS)
        for piece in pieces:
            # “12. It is so” without its full stop may be a paragraph: a number is no heading by itself.
            heading = alone and not LIMB.match(piece) and not _NUMBER.match(piece)
            yield Said(text=piece, level=10 + order_of_heading(piece) if heading else None)
