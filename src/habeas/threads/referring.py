"""Where a text itself says which earlier paragraph it takes up: a reference, with paragraphs or without.

“as recommended in paragraphs 27 and 30 to 32 of CPT/Inf (2013) 10”, “(see CPT (2000) 7, § 27)”,
“recommendation 115.33 of A/HRC/28/15”. A report of the CPT has a reference in two series, the confidential
and the public one: an item has both, and either leads to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_REFERENCE = re.compile(
    r"CPT\s*(?:/\s*Inf\s*)?\(\s*\d{4}\s*\)\s*\d+|\b(?:A|E|CAT|CCPR|CRC|CRPD|CED|CEDAW|CERD|CMW)(?:/[\w.()-]*\w)+"
)
_NUMBERS = r"\d+(?:\.\d+)*(?:\s*(?:,|;|and|et|to|à|&|-|–|,\s*and)\s*(?:§+\s*)?\d+(?:\.\d+)*)*"
_NAMED = rf"(?:paragraphe?s?|paras?\.?|§+|recommendations?|recommandations?)\s*({_NUMBERS})"
_BEFORE = re.compile(rf"{_NAMED}\b[^.;]{{0,80}}$", re.IGNORECASE)
_AFTER = re.compile(rf"^(?:\s*\[[^\]]*\])?[\s,:(]*(?:see\s+|voir\s+)?{_NAMED}", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*(?:to|à|-|–)\s*(?:§+\s*)?(\d+)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Referred:
    """A document that a text refers to, as written there, and the paragraphs: none where it names none."""

    reference: str
    paragraphs: frozenset[str]

    @property
    def key(self) -> str:
        """The same for each way of writing the reference."""
        return reference_key(self.reference)


def reference_key(reference: str) -> str:
    """What two ways of writing one reference have in common: ``CPT/Inf (2018) 37``, ``CPT/Inf(2018)37``."""
    return re.sub(r"\s+", "", reference).casefold()


def paragraph_key(paragraph: str) -> str:
    """The number alone: ``§ 27`` and ``27.`` are 27."""
    return paragraph.strip(" .§()").casefold()


def referred(text: str) -> tuple[Referred, ...]:
    """What ``text`` refers to, in its order."""
    return tuple(_referred(text)) if "/" in text or "CPT" in text else ()


def _referred(text: str) -> Iterator[Referred]:
    start = 0
    for found in _REFERENCE.finditer(text):
        after = _AFTER.match(text[found.end() :])
        before = _BEFORE.search(text[start : found.start()])
        numbers = (after or before or [""] * 2)[1]
        yield Referred(found[0], frozenset(_each(numbers)))
        start = found.end() + (after.end() if after else 0)


def _each(numbers: str) -> Iterator[str]:
    for first, last in _RANGE.findall(numbers):
        if 0 < int(last) - int(first) <= _LONGEST_RANGE:
            yield from map(str, range(int(first), int(last) + 1))
    yield from _NUMBER.findall(numbers)
