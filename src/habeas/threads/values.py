"""What is linked, and how."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.clock import Edtf
from habeas.language import N_

Day = date
"""The type, where a field is called date."""


class Relation(StrEnum):
    """What a later ask makes of an earlier one."""

    REPEATS = "repeats"
    NARROWS = "narrows"
    SUPERSEDES = "supersedes"
    MERGES = "merges"
    NONE = "none"
    """An answer that is kept: looked at, and found to be another demand. It joins nothing."""

    @property
    def joins(self) -> bool:
        """Whether the two asks are one thread by it."""
        return self is not Relation.NONE

    @property
    def asks_again(self) -> bool:
        """Whether the demand was made once more. What supersedes another puts a new one in its place."""
        return self in (Relation.REPEATS, Relation.NARROWS, Relation.MERGES)


RELATION_NAMES = {
    Relation.REPEATS: N_("repeats"),
    Relation.NARROWS: N_("narrows"),
    Relation.SUPERSEDES: N_("supersedes"),
    Relation.MERGES: N_("merges"),
    Relation.NONE: N_("is another demand than"),
}
"""Said between the later ask and the earlier one."""


class Progress(StrEnum):
    """How far the State says that it went."""

    DONE = "done"
    ONGOING = "ongoing"
    PLANNED = "planned"


PROGRESS_NAMES = {
    Progress.DONE: N_("said to be done"),
    Progress.ONGOING: N_("said to be under way"),
    Progress.PLANNED: N_("said to be planned"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing asked, as far as threads need it: of whom, when, and about which places."""

    id: str
    party: str
    date: Edtf | None = None
    places: frozenset[str] = frozenset()

    @property
    def from_day(self) -> Day:
        """The earliest day on which it may have been asked."""
        return (self.date and self.date.earliest) or Day.min

    @property
    def to_day(self) -> Day:
        """The latest such day."""
        return (self.date and self.date.latest) or Day.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Item):
    """One thing asked with its words. ``references`` are those of its document, in each series.

    ``paragraphs`` are the numbers under which it stands there; ``language`` is a code, or empty.
    """

    text: str
    references: frozenset[str] = frozenset()
    paragraphs: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A person said that the ask ``later`` takes up the ask ``earlier`` (both are ids)."""

    later: str
    earlier: str
    relation: Relation
    withdrawn: bool = False

    @property
    def joins(self) -> bool:
        """Whether it makes one thread of the two."""
        return self.relation.joins and not self.withdrawn


class Likeness(StrEnum):
    """How the wording of an earlier ask is to that of the later one."""

    VERBATIM = "verbatim"
    CLOSE = "close"
    POSSIBLE = "possible"


LIKENESS_NAMES = {
    Likeness.VERBATIM: N_("word for word the same"),
    Likeness.CLOSE: N_("nearly the same words"),
    Likeness.POSSIBLE: N_("the same matter, perhaps"),
}
