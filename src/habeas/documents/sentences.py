"""Sentences of a paragraph by their place in it; a list belongs to the sentence that leads into it."""

import re
from collections.abc import Iterator

from habeas.documents.paragraphs import LIMB

_END = re.compile(r"[.!?…]+[”»\")\]]*(?:\s*\[\w{1,3}\])?(?=\s+[“«\"(\[]?[^\W\d_a-zà-öø-ÿ]|\s+[“«\"(\[]?\d)")
ABBREVIATION = re.compile(
    r"(?:^|[\s(“«])(?:cf|e\.g|i\.e|[Nn]os?|[Pp]aras?|[Aa]rts?|pp?|vol|ch|chap|sect|Mr|Mrs|Ms|Dr|Prof|St|etc|"
    r"M|MM|Mme|p\.\s?ex|al|ed|rev|Rev|[A-ZÀ-Ý])\.$"
)
_LISTS = re.compile(r"[:;](?:\s+(?:and|or|et|ou))?\s*$")
_LEADS = re.compile(r"[:;,–—-]\s*$|\b(?:and|or|to|that|et|ou|de|que)\s*$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    start = 0
    for begin, end in _lines(text):
        start = begin
        if "\n" in text[begin:end]:  # a lead-in with its list: what stands before it ends as usual
            lead_end = text.index("\n", begin)
            for a, b in _within(text, begin, lead_end):
                if b >= lead_end:
                    break
                yield a, b
                start = b
            start += len(text[start:end]) - len(text[start:end].lstrip())
            yield start, end
        else:
            yield from _within(text, begin, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines, each with the limbs of the list that it leads into."""
    begun: int | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        said = text[begun:at] if begun is not None else ""
        is_limb = bool(LIMB.match(line)) and ("\n" in said.strip() or bool(_LEADS.search(said)))
        leads = begun is not None and (is_limb or bool(_LISTS.search(said)))
        if not leads:
            if begun is not None:
                yield begun, at - (len(said) - len(said.rstrip()))
            begun = at
        at += len(line)
    if begun is not None:
        yield begun, len(text.rstrip())


def _within(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    start = begin
    for found in _END.finditer(text, begin, end):
        if ABBREVIATION.search(text[start : found.end()]):
            continue
        yield start, found.end()
        start = found.end() + len(text[found.end() : end]) - len(text[found.end() : end].lstrip())
    if start < end:
        yield start, end
