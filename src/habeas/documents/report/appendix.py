"""The list of what a report asks, in an appendix of older reports: by kind, with the numbers of paragraphs.

The list is what the CPT itself calls a recommendation, a comment, a request: it goes before any reading of
the wording.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from habeas.documents.asks import AskKind
from habeas.documents.paragraphs import Paragraph, ReadText
from habeas.documents.report.references import numbers_of

_LIST = re.compile(
    r"\blist of the (?:CPT|Committee)[’']s recommendations|\blist of recommendations, comments|"
    r"\bliste des recommandations, commentaires",
    re.IGNORECASE,
)
_KINDS = {
    "recommendations": AskKind.RECOMMENDATION,
    "recommandations": AskKind.RECOMMENDATION,
    "comments": AskKind.COMMENT,
    "commentaires": AskKind.COMMENT,
    "requests for information": AskKind.REQUEST,
    "demandes d'information": AskKind.REQUEST,
    "demandes d'informations": AskKind.REQUEST,
    "immediate observations": AskKind.IMMEDIATE_OBSERVATION,
}
_ENDS = re.compile(
    r"\(\s*(?:paragraph(?:e)?s?|paras?\.|§§?)\s*(?P<said>[^()]*\d)\s*\)[.;]*(?:\s+|$)", re.IGNORECASE
)
_ITEM = re.compile(r"^(?:[-–—•▪◦‣*]|\(?\w{1,3}\))\s+")


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the list: its words and their place in the text, its kind, the paragraphs that it names."""

    kind: AskKind
    text: str
    span: tuple[int, int]
    paragraphs: tuple[str, ...]
    page: int | None


def is_in_list(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in that appendix."""
    return any(_LIST.search(heading) for heading in paragraph.headings)


def listed(read: ReadText) -> Iterator[Listed]:
    """The items of the list, in its order; none where the report has no such list."""
    kind: AskKind | None = None
    for each in read.paragraphs:
        if not is_in_list(each):
            continue
        for heading in each.headings:
            kind = _kind(heading) or kind
        at = each.span[0]
        for line in each.text.split("\n"):
            kind = _kind(line) or kind
            mark = _ITEM.match(line)
            begin = mark.end() if mark else 0
            for found in _ENDS.finditer(line):  # several, where bullets are drawn
                if kind is None:
                    break
                text = line[begin : found.end()].rstrip()
                span = at + begin, at + begin + len(text)
                yield Listed(kind, text, span, tuple(numbers_of(found["said"])), each.page)
                begin = found.end()
            at += len(line) + 1


def _kind(said: str) -> AskKind | None:
    return _KINDS.get(said.strip(" :.").lower().replace("’", "'"))
