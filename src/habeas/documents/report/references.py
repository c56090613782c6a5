"""References of documents, and cross-references to earlier reports by either of their numbers.

The CPT gives a report two numbers: ``CPT (2000) 7`` while it is confidential, ``CPT/Inf (2003) 30`` once it
is public. Reiterations use either, and the year of the visit. One number may be printed on two documents, so
that a reference is told as it stands and never taken for a key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\s?\((?:\d{4}|\d{2})\)\s?\d{1,3}(?:-part)?(?:[\s-]*rev\.?\s?\d*)?"
PUBLIC = re.compile(rf"\bCPT/Inf(?:/[CE])?{_NUMBER}", re.IGNORECASE)
CONFIDENTIAL = re.compile(rf"\bCPT{_NUMBER}", re.IGNORECASE)
SYMBOL = re.compile(
    r"\b(?:A/HRC/(?:WG\.6/)?|CAT/|CCPR/|CRC/|CEDAW/|CERD/|CRPD/|CED/|E/C\.12/|CMW/)[\w./-]*\d"
)
_MASTHEAD = re.compile(rf"\bUnited Nations\s+(?:{SYMBOL.pattern})")
"""The symbol of a document of the United Nations itself, and not of one that it speaks of."""
_EITHER = re.compile(rf"{PUBLIC.pattern}|{CONFIDENTIAL.pattern}|{SYMBOL.pattern}", re.IGNORECASE)
_COUNTED = r"\d+(?:(?:,\s*|\s+(?:and|to|et|à)\s+|\s*[-–]\s*|,\s*(?:and|et)\s+)\d+)*"
_PARAGRAPHS = re.compile(rf"\b(?:paragraph(?:e)?s?|paras?\.|§§?)\s*(?P<said>{_COUNTED})", re.IGNORECASE)
_VISIT = re.compile(
    r"\b(?:reports? (?:on|concerning|drawn up after|following) (?:the|its|their) |"
    r"rapports? (?:relatif|sur|établi)\w* "
    r"(?:à |à la suite de |après )?(?:la |sa )?)(?P<said>[^.;()]{0,60}?(?:visits?|visite)[^.;(),]{0,30})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19[89]|20\d)\d\b")
_RANGE = re.compile(r"(\d+)\s*(?:to|à|-|–)\s*(\d+)|(\d+)")
_APART = 60
"""Characters between two parts of one reference."""


@dataclass(frozen=True, slots=True)
class CrossReference:
    """An earlier report: its number as it stands, the paragraphs named, the year of its visit."""

    reference: str | None
    paragraphs: tuple[str, ...]
    visit_year: int | None


def references_of(head: str) -> tuple[str | None, str | None]:
    """The public and the confidential reference of a document, from the text of its first page."""
    own = _MASTHEAD.search(head)
    public = PUBLIC.search(head) or SYMBOL.search(head, own.start() if own else 0)
    confidential = CONFIDENTIAL.search(head)
    return (_even(public[0]) if public else None, _even(confidential[0]) if confidential else None)


def cross_references(text: str) -> Iterator[CrossReference]:
    """The earlier reports that a passage names, in its order; paragraphs of the same report are none."""
    parts = sorted(
        [(found.start(), found.end(), "paragraphs", found["said"]) for found in _PARAGRAPHS.finditer(text)]
        + [(found.start(), found.end(), "reference", found[0]) for found in _EITHER.finditer(text)]
        + [
            (found.start(), found.end(), "year", year[0])
            for found in _VISIT.finditer(text)
            if (year := _YEAR.search(found["said"]))
        ]
    )
    group, last = dict[str, str](), 0
    for start, end, kind, said in parts:
        between = text[last:start]
        if group and (kind in group or ";" in between or len(between) > _APART):
            yield from _cross_reference(group)
            group = {}
        group[kind] = said
        last = end
    yield from _cross_reference(group)


def _cross_reference(group: dict[str, str]) -> Iterator[CrossReference]:
    if "reference" not in group and "year" not in group:
        return
    yield CrossReference(
        reference=_even(group["reference"]) if "reference" in group else None,
        paragraphs=tuple(numbers_of(group.get("paragraphs", ""))),
        visit_year=int(group["year"]) if "year" in group else None,
    )


def numbers_of(said: str) -> Iterator[str]:
    """The numbers of “25, 27 to 29 and 31”."""
    for first, last, one in _RANGE.findall(said):
        if one:
            yield one
        elif 0 < int(last) - int(first) <= 100:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield from (first, last)


def _even(said: str) -> str:
    return re.sub(r"\s*\(", " (", re.sub(r"\)\s*(?=\d)", ") ", " ".join(said.split())))
