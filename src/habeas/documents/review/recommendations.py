"""Lists of recommendations: each with its number, its words, and who made it.

Reports of the Working Group of the Universal Periodic Review number them within a paragraph (``121.16``)
and name the States that made each in brackets at its end, or within it where several made parts of it. The
words stay as they stand, brackets and all: who made it is read beside them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from habeas.documents.paragraphs import ReadText
from habeas.documents.refusals import refusal
from habeas.documents.review.thematic_lists import Listed, listed_by_theme

SCHEMA = "habeas/recommendations/1"

_DOCUMENT = re.compile(r"\bA/HRC/(?:WG\.6/)?[\w./-]*\d")
_PARTED = re.compile(r"\s*(?:[;,]|\band\b)\s*")
_NO_STATE = re.compile(r"No\.|[A-Z]{2,}\b|[^A-Zt]|t(?!he )")
"""A number of a convention, its initials, anything that is no name."""
_WHOLE = (
    "Trinidad and Tobago",
    "Bosnia and Herzegovina",
    "Antigua and Barbuda",
    "Saint Vincent and the Grenadines",
    "Saint Kitts and Nevis",
    "Sao Tome and Principe",
    "United Kingdom of Great Britain and Northern Ireland",
)
"""States whose names have an “and” in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One recommendation as it stands; ``span`` are its offsets in the text of the document."""

    number: str
    text: str
    by: tuple[str, ...]
    page: int | None
    span: tuple[int, int]


def recommendations_of(read: ReadText) -> tuple[Recommendation, ...]:
    """The recommendations of a list, in its order.

    They are what is counted within a paragraph, where most of it names who made it.
    """
    named, counted = Counter[str](), Counter[str]()
    for each in read.paragraphs:
        head = each.number.rpartition(".")[0]
        counted[head] += 1
        named[head] += bool(_last_brackets(each.text))
    listed = [
        each
        for each in read.paragraphs
        if (head := each.number.rpartition(".")[0]) and named[head] * 2 > counted[head]
    ]
    asking = _asking(each.text for each in listed)
    return tuple(
        Recommendation(
            number=each.number,
            text=each.text,
            by=tuple(_by(each.text, asking)),
            page=each.page,
            span=each.span,
        )
        for each in listed
    )


def reference_of(read: ReadText) -> str | None:
    """The symbol of the document, where one stands in it: the first."""
    found = _DOCUMENT.search("\n".join((read.text, *read.running)))
    return found[0] if found else None


def _asking(texts: Iterable[str]) -> dict[str, str]:
    """Who asks in a list, each in small letters and as written."""
    return {name.lower(): name for text in texts for said in _last_brackets(text) for name in _names(said)}


def _by(text: str, asking: Mapping[str, str]) -> Iterator[str]:
    """Who made it, each once: what stands in the brackets at the ends of its lines.

    And in brackets within it, where all that stands in them asks elsewhere in the list: “ratify (NAME)/
    consider ratifying (NAME) the Protocol”. A place that is told in brackets asks nothing anywhere.
    """
    seen = set[str]()
    for said, last in _brackets(text):
        names = list(_names(said)) if last else [asking.get(each.lower(), "") for each in _parts(said)]
        for name in names if all(names) else ():
            if name not in seen:
                seen.add(name)
                yield name


def _last_brackets(text: str) -> list[str]:
    """The brackets that stand at the end, or before a semicolon."""
    return [said for said, last in _brackets(text) if last]


def _brackets(text: str) -> Iterator[tuple[str, bool]]:
    """What stands in brackets, outermost ones only, and whether it is what names who asks by its place."""
    found, depth, begun = list[tuple[int, int]](), 0, 0
    for at, char in enumerate(text):
        if char == "(":
            begun = at if depth == 0 else begun
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append((begun, at + 1))
    for at, (begin, end) in enumerate(found):
        rest = text[end:].lstrip()
        following = found[at + 1][0] if at + 1 < len(found) else None
        last = not rest or rest[0] in ";." or (following is not None and not text[end:following].strip())
        said = text[begin + 1 : end - 1]
        yield said, last and (said[:1].isupper() or said.startswith("the "))


def _names(said: str) -> Iterator[str]:
    """Of the parts of a bracket those that are names."""
    return (each for each in _parts(said) if not _NO_STATE.match(each))


def _parts(said: str) -> Iterator[str]:
    """The parts of a bracket, parted by commas and “and” but for those within a name."""
    kept: dict[str, str] = {}
    for at, whole in enumerate(_WHOLE):
        if whole in said:
            kept[f"\x00{at}\x00"] = whole
            said = said.replace(whole, f"\x00{at}\x00")
    depth, name = 0, ""
    for char in said:
        depth += (char == "(") - (char == ")")
        name += "\x01" if depth and char in ",;" else char
    for each in _PARTED.split(name):
        plain = each.replace("\x01", ",").strip(" .")
        for mark, whole in kept.items():
            plain = plain.replace(mark, whole)
        if plain:
            yield plain


def recommendations_json(read: ReadText, party: str | None) -> dict[str, Any]:
    """What was read, as ``contracts.md`` 4 has it; ``RefusedError`` where there is none in it."""
    by_theme = listed_by_theme(read)
    found = recommendations_of(read)
    asking = _asking(each.paragraph.text[each.start :] for each in by_theme)
    if not by_theme and not found:
        raise refusal("list-without-recommendations", "-")
    return {
        "schema": SCHEMA,
        "reference": reference_of(read),
        "party": party,
        "text": read.text,
        "asks": [_by_theme(each, asking) for each in by_theme] or [_ask(each) for each in found],
        "warnings": [] if by_theme else list(_warnings(found)),
    }


def _ask(one: Recommendation) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "by": list(one.by),
        "page": one.page,
        "span": list(one.span),
    }


def _by_theme(one: Listed, asking: Mapping[str, str]) -> dict[str, Any]:
    """A recommendation of a thematic list: with what the list says of it beyond the contract."""
    text = one.paragraph.text[one.start :]
    return {
        "number": one.number,
        "text": text,
        "by": list(_by(text, asking)),
        "page": one.paragraph.page,
        "span": [one.paragraph.span[0] + one.start, one.paragraph.span[1]],
        "position": one.position.value if one.position else None,
        "position_as_written": one.as_written,
        "position_source": one.source,
        "themes": list(one.themes),
        "sdgs": list(one.sdgs),
        "affected": list(one.affected),
    }


def _warnings(found: Sequence[Recommendation]) -> Iterator[dict[str, Any]]:
    """What a person has to look at: a number that is missing, or has nobody who made it."""
    before: Recommendation | None = None
    for one in found:
        head, _, tail = one.number.rpartition(".")
        expected = 1
        if before is not None and before.number.rpartition(".")[0] == head:
            expected = int(before.number.rpartition(".")[2]) + 1
        if int(tail) != expected:
            last = int(tail) - 1
            which = f"{head}.{last} was" if last == expected else f"{head}.{expected} to {head}.{last} were"
            message = f"{which} not found before {one.number}"
            yield {"code": "numbers-missing", "message": message, "page": one.page}
        if not one.by:
            yield {"code": "by-nobody", "message": f"{one.number} names nobody who made it", "page": one.page}
        before = one
