"""Two wordings of a demand side by side: what stayed, what went and what is new. Nothing is judged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PARTS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``own`` says that only this one of the two wordings has it."""

    text: str
    own: bool


def differences(earlier: str, later: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both wordings in pieces; put together again, the pieces of each are the text itself."""
    left, right = _PARTS.findall(earlier), _PARTS.findall(later)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    here = [(tag != "equal", "".join(left[start:end])) for tag, start, end, _, _ in codes]
    there = [(tag != "equal", "".join(right[start:end])) for tag, _, _, start, end in codes]
    return tuple(_pieces(here)), tuple(_pieces(there))


def _pieces(runs: list[tuple[bool, str]]) -> Iterator[Piece]:
    yield from (Piece(text, own) for own, text in runs if text)
