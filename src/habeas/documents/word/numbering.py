"""Numbers of paragraphs, computed as Word does it (ECMA-376 part 1, 17.9): they stand nowhere in the text.

A list (``w:num``) points at a pattern (``w:abstractNum``) of nine levels. Lists of one pattern count on
together; one that overrides a start begins anew where it is first used. A level begins anew after one
above it, unless it says otherwise.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level: where it starts, how a number is written, and the text around (``%1.%2``)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    """The level (from 1) after which it begins anew; ``None``: any above it; 0: none."""
    all_decimal: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """One list: its pattern, levels that it sets itself, and starts that it overrides."""

    pattern: str
    levels: Mapping[int, Level] = field(default_factory=dict)
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The patterns and lists of a document."""

    patterns: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    lists: Mapping[str, List] = field(default_factory=dict)

    def level(self, list_id: str, depth: int) -> Level | None:
        """One level of a list; ``None`` where the document knows none."""
        found = self.lists.get(list_id)
        if found is None:
            return None
        return found.levels.get(depth) or self.patterns.get(found.pattern, {}).get(depth)


class Counter:
    """Counts through a document from its beginning."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph of a list at a depth (from 0); ``""`` for one without a number."""
        level = self.numbering.level(list_id, depth)
        if level is None:
            return ""
        own = self.numbering.lists[list_id]
        counts = self._counts.setdefault(own.pattern, {})
        begins = (list_id, depth) not in self._begun and depth in own.starts
        self._begun.add((list_id, depth))
        if begins or depth not in counts:
            counts[depth] = own.starts.get(depth, level.start)
        else:
            counts[depth] += 1
        for above in range(depth):  # one that was skipped counts as begun
            known = self.numbering.level(list_id, above)
            counts.setdefault(above, known.start if known else 1)
        self._begin_anew(list_id, counts, depth)
        return self._label(list_id, level, counts)

    def _begin_anew(self, list_id: str, counts: dict[int, int], depth: int) -> None:
        for below in [each for each in counts if each > depth]:
            level = self.numbering.level(list_id, below)
            after = None if level is None else level.restarts_after
            if after is None or (after > 0 and depth < after):
                del counts[below]

    def _label(self, list_id: str, level: Level, counts: Mapping[int, int]) -> str:
        if level.form == "bullet":
            return ""

        def number(found: "re.Match[str]") -> str:
            at = int(found[1]) - 1
            known = self.numbering.level(list_id, at)
            form = "decimal" if level.all_decimal or known is None else known.form
            return written(counts.get(at, 1), form)

        return _PLACE.sub(number, level.text).strip()


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; a form that is not known is written in decimal."""
    write = _FORMS.get(form)
    return write(number) if write and number > 0 else str(number)


def _letters(number: int) -> str:
    """a, b … z, aa, bb: Word repeats the letter."""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_TAIL = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_TAIL):
        text += sign * (number // value)
        number %= value
    return text


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _number: "",
    "bullet": lambda _number: "",
}
