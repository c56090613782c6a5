"""References into the law: ``ECPT#10(2)``, ``PACE1984-C#12.2``, ``CPT-practice#response-clock``.

A reference is the key of an instrument, ``#``, and a place in it: a number or a name,
then any lettered or numbered sub-paragraphs in brackets. It is written one way only,
so that a search for it finds every file that speaks of it.
"""

import re
from dataclasses import dataclass

from habeas.errors import Phrase, RefusedError

KEY = re.compile(r"[A-Z][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+)*")
"""The key of an instrument, such as ``ECPT``, ``CPT-GR12`` or ``DIR2013/48``."""

PLACE = re.compile(r"[0-9]+[A-Z]?(?:\.[0-9a-z]+[A-Z]?)*|[a-z]+[0-9]*[A-Z]?(?:-[a-z0-9]+)*")
"""The first part of a place: ``10``, ``2.4A``, ``8.2.b``, ``annexB``, ``response-clock``."""

_WHOLE = re.compile(rf"({KEY.pattern})#({PLACE.pattern})((?:\([0-9a-z]+\))*)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart; ``str()`` writes it again as it was.

    ``subs`` holds what stands in brackets: ``ECPT#8(2)(a)`` has ``("2", "a")``.
    """

    instrument: str
    place: str
    subs: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read ``text``; ``RefusedError`` (``law-bad-reference``) if it is not written as a reference."""
        found = _WHOLE.fullmatch(text)
        if found is None:
            raise RefusedError(
                "law-bad-reference",
                Phrase("“{text}” is not a reference to a provision", text=text),
                advice=Phrase("Write the instrument, #, and the place in it: ECPT#10(2) or CPT-GR12#42."),
            )
        instrument, place, brackets = found.groups()
        return cls(instrument, place, tuple(re.findall(r"\(([^)]*)\)", brackets)))

    def __str__(self) -> str:
        """``ECPT#8(2)(a)``."""
        return f"{self.instrument}#{self.place}" + "".join(f"({sub})" for sub in self.subs)

    def stands_under(self, other: "Reference") -> bool:
        """Say whether this is a sub-paragraph of ``other``: ``ECPT#8(2)(a)`` stands under ``ECPT#8``."""
        deeper = len(self.subs) > len(other.subs)
        return (
            deeper
            and (self.instrument, self.place) == (other.instrument, other.place)
            and self.subs[: len(other.subs)] == other.subs
        )
