"""What may name somebody in a text: proposals, each with its reason. A person decides about every one.

Nothing here knows a name from a ministry. What it does not propose may still name somebody.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from habeas.documents.redaction import Passage, Unit, occurrences
from habeas.language import N_, Words

KNOWN = N_("somebody whom the record knows")
CAPITALS = N_("words with capitals, one after the other")
INITIALS = N_("initials")
ADDRESS = N_("an address of mail, or a telephone number")
LONG_NUMBER = N_("a long number, as of a file or a passport")
BORN = N_("a date of birth")
REMAINS = N_("a part of what is deleted elsewhere")

SURE = frozenset({KNOWN, REMAINS})
"""Reasons that rest on a name that is known, not on the form of the words."""

_CAPITAL = "".join(map(chr, (code for code in range(0x41, 0x590) if chr(code).isupper())))
_WORD = rf"[{_CAPITAL}][\w’'\-]*[^\W\d_]"
_LINK = r"(?:\s+(?:van|von|de|del|da|di|bin|al|el|oglu|oğlu|qizi|qızı|ibn|der|den|la|le)(?=\s))?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ADDRESS, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<!\w)\+\d[\d ()/-]{6,}\d")),
    (BORN, re.compile(r"\b(?:born\s+(?:on|in)|n[ée]e?s?\s+(?:le|en))\s[\w .,/-]*?\d{4}", re.IGNORECASE)),
    (INITIALS, re.compile(rf"(?<![\w.])[{_CAPITAL}]\.\s?[{_CAPITAL}]\.(?:\s?[{_CAPITAL}]\.)?(?!\w)")),
    (LONG_NUMBER, re.compile(r"(?<![\w/])[A-Z]{0,3}\d{6,}(?!\w)")),
    (CAPITALS, re.compile(rf"(?<!\w){_WORD}(?:{_LINK}[^\S\n]+{_WORD})+")),
)
_BEGINNINGS = re.compile(
    r"(?:The|A|An|In|At|On|For|From|To|During|After|Before|By|As|With|Le|La|Les|Un|Une|Des|Du|En|Au|Aux|Par|Pour)\s+"
)
"""Words that begin a sentence and are no name; what is left counts."""

_PART = 4
"""From how many letters on a part of a deleted name is looked for elsewhere."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that may name somebody, why, and where they stand."""

    words: str
    why: str
    places: tuple[Passage, ...]

    def said(self, words: Words) -> str:
        """Why, in the language of ``words``."""
        return words.say(self.why)


def proposed(
    units: Sequence[Unit], known: Iterable[str], deleted: Iterable[Passage], kept: Iterable[Passage] = ()
) -> tuple[Proposal, ...]:
    """What nobody has decided about yet: known names first, then what is left of deleted ones, then forms.

    ``deleted`` and ``kept`` are what a person decided; of that nothing is proposed again.
    """
    marked = tuple(deleted)
    taken = [*marked, *kept]
    found: list[Proposal] = []
    seen: set[str] = set()
    for words, why, where in (*_looked_for(units, known, marked), *_by_form(units)):
        key = " ".join(words.split()).casefold()
        places = () if key in seen else tuple(place for place in where if not _within(place, taken))
        seen.add(key)
        if places:
            taken += places
            found.append(Proposal(" ".join(words.split()), why, places))
    return tuple(found)


def _looked_for(
    units: Sequence[Unit], known: Iterable[str], marked: Sequence[Passage]
) -> Iterator[tuple[str, str, tuple[Passage, ...]]]:
    for name in known:
        yield name, KNOWN, occurrences(units, name)
    parts = {
        part
        for passage in marked
        for part in re.findall(
            rf"[^\W\d_]{{{_PART},}}", units[passage.unit].text[passage.start : passage.end]
        )
        if not part[0].islower()
    }
    for part in sorted(parts):
        yield part, REMAINS, occurrences(units, part)


def _by_form(units: Sequence[Unit]) -> Iterator[tuple[str, str, tuple[Passage, ...]]]:
    """What looks like a name, grouped by its words; the texts are read once for each form."""
    for why, pattern in _PATTERNS:
        groups: dict[str, tuple[str, list[Passage]]] = {}
        for place, unit in enumerate(units):
            for match in pattern.finditer(unit.text):
                words, start = match.group(), match.start()
                if why == CAPITALS and (before := _BEGINNINGS.match(words)):
                    words, start = words[before.end() :], start + before.end()
                    if len(words.split()) == 1:
                        continue
                group = groups.setdefault(" ".join(words.split()).casefold(), (words, []))
                group[1].append(Passage(place, start, match.end()))
        for words, places in groups.values():
            yield words, why, tuple(places)


def _within(place: Passage, taken: Iterable[Passage]) -> bool:
    return any(one.unit == place.unit and one.start < place.end and place.start < one.end for one in taken)
