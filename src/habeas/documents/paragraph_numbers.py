"""Which lines begin a numbered paragraph: a number does so only where it goes on from the one before.

A year at the beginning of a line begins none, nor does a list that counts anew within a paragraph.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from habeas.language import european

_NUMBERED = re.compile(
    r"(?P<number>\d{1,3}\.\d{1,3}|\d{1,3}(?=\.)|"
    r"\d{1,3}(?=\s?[-–]\s+[\u0590-\u08ff]))(?:\.|\s?[-–])?\s+(?P<text>\S.*)",
    re.DOTALL,
)
"""“12.”, “121.16”; in Arabic also “12 -”."""
STEP = 3
"""How many numbers may be missing between two paragraphs: a page may be missing."""


def numbers(lines: Sequence[tuple[str, float]], near: float, further: float) -> Mapping[int, tuple[str, str]]:
    """By its place the number of each line that begins a numbered paragraph, and what follows it.

    A line is its text and how far in it begins. The longest run of numbers that go on from each other,
    equally far in (by ``near``), is the document's; what counts from 1 by ``further`` in counts within the
    paragraph before; ``121.16`` belongs to paragraph 121.
    """
    found = {at: match for at, (text, _left) in enumerate(lines) if (match := _NUMBERED.fullmatch(text))}
    figures = {at: european(match["number"]) for at, match in found.items()}
    plain = [at for at, number in figures.items() if "." not in number]
    run = _longest_run([(at, int(figures[at]), lines[at][1]) for at in plain], near)
    kept = {at: figures[at] for at in run}
    last, inner, left = 0, 0, 0.0
    for at, number in figures.items():
        head, _, tail = number.partition(".")
        if at in kept:
            last, inner, left = int(head), 0, lines[at][1]
        elif tail and ((int(head) == last and 0 < int(tail) - inner <= STEP) or int(tail) == 1):
            last, inner = int(head), int(tail)
            kept[at] = number
        elif not tail and last and int(head) == inner + 1 and lines[at][1] > left + further:
            inner += 1
            kept[at] = f"{last}.{head}"
    counted = Counter(number.partition(".")[0] for number in kept.values() if "." in number)
    return {
        at: (number, found[at]["text"])
        for at, number in kept.items()
        if "." not in number or counted[number.partition(".")[0]] > 1
    }


def _longest_run(candidates: Sequence[tuple[int, int, float]], near: float) -> list[int]:
    """The places of the longest run of rising numbers whose lines begin equally far in."""
    best: dict[int, tuple[float, int | None]] = {}
    by_number: dict[int, list[tuple[int, float]]] = {}
    for at, number, left in candidates:
        worth, before = (1.0 if number <= STEP else 0.0), None
        for step in range(1, STEP + 1):
            for other, other_left in by_number.get(number - step, ()):
                said = best[other][0] + 1.5 - step / 2
                if abs(left - other_left) <= near and said > worth:
                    worth, before = said, other
        if worth > 0:
            best[at] = worth, before
            by_number.setdefault(number, []).append((at, left))
    if not best:
        return []
    last: int | None = max(best, key=lambda at: (best[at][0], -at))
    run = list[int]()
    while last is not None:
        run.append(last)
        last = best[last][1]
    return run[::-1]
