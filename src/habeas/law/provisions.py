"""What the law says, as values: instruments, their provisions, and the limits in them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from habeas.clock import DatedLimit


class Status(StrEnum):
    """What a provision is: law that binds, a soft standard, or the practice of a body."""

    BINDING = "binding"
    SOFT = "soft"
    PRACTICE = "practice"


class Basis(StrEnum):
    """Where the number of a limit comes from.

    ``LAW`` binds; ``STANDARD`` is soft law; ``PRACTICE`` is what a body usually does and
    creates no duty by itself (only the letter that sets it does); ``UNDERTAKING`` is a
    term that a State agreed to in advance.
    """

    LAW = "law"
    STANDARD = "standard"
    PRACTICE = "practice"
    UNDERTAKING = "undertaking"


class Sense(StrEnum):
    """Which side of a limit is kept. Limits are inclusive."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A copy in which passages were read; ``address`` is where, if that can be shown to people."""

    key: str
    what: str
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(DatedLimit):
    """A dated limit as an instrument gives it.

    ``value`` counts ``unit``; of a ``share`` it is the numerator over ``denominator``, and
    ``of`` names the whole (``members in office``). ``window_hours`` is the period in which it
    counts, as 8 hours of rest in any 24. ``qualifier`` holds the words that
    soften it, such as “in principle”. ``source`` is the reference of its provision.
    """

    name: str
    basis: Basis
    sense: Sense
    verified: bool
    denominator: int = 1
    of: str | None = None
    window_hours: int | None = None
    qualifier: str | None = None
    note: str | None = None

    @property
    def exact(self) -> Fraction:
        """The number itself, without rounding: two thirds is ``Fraction(2, 3)``."""
        return Fraction(self.value, self.denominator)

    def reached(self, count: int, whole: int) -> bool:
        """Say whether ``count`` of ``whole`` reaches a limit that is a share; equal is enough.

        ``ValueError`` for a limit of another unit, or for more than the whole.
        """
        if self.unit != "share":
            raise ValueError(f"{self.name} is not a share")
        if not 0 <= count <= whole or whole == 0:
            raise ValueError(f"{count} of {whole} is no share")
        return count * self.denominator >= self.value * whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision of an instrument.

    ``text`` says it in our own words; ``pinpoint`` is how a lawyer cites it. ``verified``
    is true only if the passage was read in the copy that ``source_key`` or ``address``
    names; ``pinpoint_verified`` is false where the words were read but the number of the
    article or paragraph is recalled. ``held`` is false of what Habeas has not: whoever wrote a
    rule of their own cites it there, and nobody here read it. ``items`` are those of a list that the
    provision gives in full, such as grounds. ``in_force_until`` is the last day.
    """

    ref: str
    title: str
    text: str
    pinpoint: str
    status: Status
    jurisdiction: str
    verified: bool
    pinpoint_verified: bool
    address: str | None = None
    source_key: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    items: tuple[str, ...] = ()
    note: str | None = None
    held: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, law, standard or body of practice, with its provisions in their own order.

    ``jurisdiction`` is ``CoE``, ``EU``, ``UN``, ``GB-EAW``, …, as the register names it.
    """

    key: str
    title: str
    citation: str
    made_by: str
    status: Status
    jurisdiction: str
    address: str | None = None
    in_force_from: date | None = None
    note: str | None = None
    provisions: tuple[Provision, ...] = field(default=())
    limits: tuple[Limit, ...] = field(default=())
