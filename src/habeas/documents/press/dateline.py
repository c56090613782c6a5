"""The day that stands at the head of a press text: offered as that of its publication, never taken for it."""

import re

from habeas.clock import Edtf
from habeas.documents.press.passages import divided
from habeas.documents.written_dates import DOTTED, NAMED, month_of, read_date

_PARAGRAPHS = 4
_FARTHEST = 60
"""Letters before a day, as a town or an agency: what stands farther in is told in a sentence."""
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_AT_ITS_END = re.compile(r"\.?\)?\s*(?:[-–—:|/(]|[.,;]\s|\n|$)")


def dateline(text: str) -> str | None:
    """Return the first day told in full at the head of a paragraph, as EDTF; ``None`` where none is."""
    passages = divided(text)
    for start, end in [*filter(None, [passages.title]), *passages.paragraphs][:_PARAGRAPHS]:
        paragraph = text[start:end]
        for found in (*_ISO.finditer(paragraph), *DOTTED.finditer(paragraph), *NAMED.finditer(paragraph)):
            if found.start() > _FARTHEST or not _AT_ITS_END.match(paragraph, found.end()):
                continue
            if found.re is NAMED and month_of(found[2]) is None:
                continue
            day = read_date(found[0]).edtf
            if day and Edtf.parse(day).known_to_the_day:
                return day
    return None
