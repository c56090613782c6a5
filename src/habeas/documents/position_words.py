"""What a State answers, by the words it says it in; “already implemented” is kept apart from “accepted”.

The words are those of addenda of the Universal Periodic Review (“enjoy the support of”, “takes note”), and of
responses to reports; they are in ``wording.toml``.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from habeas.documents.asks import Position
from habeas.documents.folding import folded
from habeas.documents.headings import set_words


@cache
def _forms() -> tuple[tuple[Position, re.Pattern[str]], ...]:
    read = tomllib.loads(files("habeas.documents").joinpath("wording.toml").read_text("utf-8"))
    return tuple(
        (Position(each["is"]), re.compile("|".join(each["any"]), re.IGNORECASE)) for each in read["position"]
    )


def positions_in(text: str) -> list[tuple[int, int, Position]]:
    """Where a text says which position; of words that say two, the one that says more."""
    found = list[tuple[int, int, Position]]()
    for position, form in _forms():
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
