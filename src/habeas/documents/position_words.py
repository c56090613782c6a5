"""What a State answers, by the words it says it in; “already implemented” is kept apart from “accepted”.

The words are those of addenda of the Universal Periodic Review (“enjoy the support of”, “takes note”), and of
responses to reports.
"""

import re
from collections.abc import Iterator

from habeas.documents.asks import Position
from habeas.documents.folding import folded
from habeas.documents.headings import set_words

_NOT = r"(?:(?:do|does|did|is|are|was|were|has|have|can|could|will|would)(?: not|n[’']t)|cannot|not)"
_FORMS: tuple[tuple[Position, re.Pattern[str]], ...] = tuple(
    (position, re.compile(words, re.IGNORECASE))
    for position, words in (
        (
            Position.ALREADY_IMPLEMENTED,
            r"\b(?:already|fully|largely) (?:been )?(?:implemented|fulfilled|in place|complied with|being implemented|"
            r"in (?:the )?(?:process|course) of)|\b(?:has|have) (?:already |since )?been (?:fully )?implemented\b|"
            r"\balready implement|\bin (?:the )?(?:process|course) of (?:being implemented|implementation)|"
            r"\bconsidered? (?:as |to be )?implemented\b|\bdéjà (?:été )?(?:mise?s? en œuvre|appliquée?s?)",
        ),
        (
            Position.ACCEPTED_IN_PART,
            r"\b(?:partially|partly|in part)[ -](?:accept|support|enjoy|agree)\w*|"
            r"\b(?:accept|support|agree|enjoy)\w*(?: \w+){0,4} (?:in part|partially|partly)\b|\bpartial (?:support|acceptance)\b|"
            r"\bpartiellement acceptée?s?|\bacceptée?s? (?:en partie|partiellement)",
        ),
        (
            Position.REJECTED,
            rf"\breject(?:s|ed)?\b|\b{_NOT} (?:\w+ ){{0,3}}(?:enjoy|support|supported|accept|accepted|agree|adhere|endorse)\b|"
            r"\bnot in a position to (?:accept|support|agree)|\bunable to (?:accept|support)|\bdeclin(?:es|ed)\b|"
            r"\bdisagrees?\b|\bdoes not share\b|\brejetée?s?\b|\bne (?:peut|saurait) (?:accepter|souscrire)|"
            r"\bn[’']accepte pas",
        ),
        (
            Position.NO_POSITION,
            r"\bwill be (?:examined|considered)\b|\bunder (?:consideration|examination|review)\b|"
            r"\bresponses? (?:will be|to be) provided\b|\bposition will be\b|\bno position\b|\bpending\b|\bdefer(?:s|red)\b|"
            r"\bseront examinée?s",
        ),
        (
            Position.ACCEPTED,
            r"\benjoys? (?:the )?(?:full )?support\b|\b(?:are|is|was|were|been)? ?(?:fully )?(?:supported|accepted)\b|"
            r"\b(?:accepts?|supports|agrees? (?:with|to)|endorses?)\b|\bsupport (?:the )?(?:following )?recommendations?\b|"
            r"\brecueill\w+ (?:l[’']adhésion|l[’']appui|le soutien)|\bacceptée?s?\b|\baccepte\b",
        ),
        (
            Position.NOTED,
            r"\b(?:take|takes|took|taken|taking) note\b|\b(?:is|are|was|were|be|been) noted\b|\bnotes (?:the )?recommendations?\b|"
            r"^\W*noted\b|\bnoted recommendations?\b|\bnotes\b(?= (?:recommendations? )?\d)|\bprend note\b|\bnotée?s\b",
        ),
    )
)


def positions_in(text: str) -> list[tuple[int, int, Position]]:
    """Where a text says which position; of words that say two the one that says more: “partially accepted”."""
    found = list[tuple[int, int, Position]]()
    for position, form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < end and begin < match.end() for begin, end, _other in found):
                found.append((match.start(), match.end(), position))
    kept = sorted(found)
    if any(position is Position.ALREADY_IMPLEMENTED for _begin, _end, position in kept):
        # “Enjoy the support of X, which considers that they are already implemented”: said once of the same.
        kept = [
            each
            for at, each in enumerate(kept)
            if each[2] is not Position.ACCEPTED or not _goes_on(kept, at, text)
        ]
    return kept


def _goes_on(found: list[tuple[int, int, Position]], at: int, text: str) -> bool:
    if at + 1 >= len(found) or found[at + 1][2] is not Position.ALREADY_IMPLEMENTED:
        return False
    return not re.search(r"\d|;", text[found[at][1] : found[at + 1][0]])


def position_of(text: str) -> Position | None:
    """The position that a text says first; a set word alone is one too (“Supported”)."""
    known = set_words("position").get(folded(text))
    if known:
        return Position(known)
    return next((position for _begin, _end, position in positions_in(text)), None)


def settled(texts: Iterator[str]) -> Position | None:
    """The first position that any of the texts says."""
    return next((found for text in texts if (found := position_of(text))), None)
