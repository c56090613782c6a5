"""Numbers of paragraphs: running while a text is written, kept from the moment somebody may cite them.

A paragraph put in later between 12 and 13 is 12a. A number that was given is never given again, so that a
letter that speaks of paragraph 12 speaks of one paragraph for ever.
"""

from collections.abc import Collection

from habeas.errors import RefusedError
from habeas.language import N_

LETTERS = "abcdefghijklmnopqrstuvwxyz"
Place = tuple[int, int]
"""A number, and that of its letter: 0 without one, 1 for ``a``."""


def place_of(number: str) -> Place:
    """``12a`` as ``(12, 1)``."""
    digits = number.rstrip(LETTERS)
    return int(digits), LETTERS.find(number[len(digits) :]) + 1 if digits != number else 0


def written(place: Place) -> str:
    """``(12, 1)`` as ``12a``."""
    number, letter = place
    return f"{number}{LETTERS[letter - 1] if letter else ''}"


def between(before: str, after: str, given: Collection[str]) -> str:
    """The number of a paragraph put in between two, either empty at an end of the text.

    ``given`` are all numbers ever given in the text. Raises ``RefusedError`` (``no-number-left``).
    """
    taken = {place_of(number) for number in given}
    if not after:
        return written((max((number for number, _letter in taken), default=0) + 1, 0))
    lower, upper = place_of(before) if before else (0, 0), place_of(after)
    letters = [(lower[0], letter) for letter in range(lower[1] + 1, len(LETTERS) + 1)] if before else []
    whole = [(number, 0) for number in range(lower[0] + 1, upper[0])]
    for place in (*letters, *whole):
        if lower < place < upper and place not in taken:
            return written(place)
    raise RefusedError(
        "no-number-left",
        N_("There is no number left between these two paragraphs."),
        advice=N_("Put it elsewhere, or number the text anew."),
    )
