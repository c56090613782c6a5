"""What is put into an index, and by what it is narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Facet(StrEnum):
    """By what results are narrowed and counted. The values are codes; their names are the caller's."""

    KIND = "kind"
    PARTY = "party"
    YEAR = "year"
    THEME = "theme"
    STATUS = "status"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be found."""

    key: str
    """Its name for the outside: of two items with one key the later stands."""
    texts: tuple[str, ...]
    inner: tuple[str, ...] = ()
    """Texts by which only those find it to whom what is within is open (``Wanted.opened``)."""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words for its kind, status and the like, by language."""
    seen_by: frozenset[str]
    """Marks of which a reader needs one."""
    rests_on: frozenset[str] = frozenset()
    """Marks of what it is made from: while one of them is in doubt, it is not shown."""
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    day: date | None = None
    """By which the newest come first."""
