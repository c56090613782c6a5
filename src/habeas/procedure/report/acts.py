"""What can be recorded of a report on a visit. All of it is confidential throughout (Article 11(1))."""

from dataclasses import dataclass
from enum import StrEnum

from habeas.language import N_
from habeas.procedure.machine import Act, Side


class Way(StrEnum):
    """How a report is adopted: at a plenary meeting, or between two by the accelerated procedure."""

    PLENARY = "plenary"
    ACCELERATED = "accelerated"


WAY_NAMES = {Way.PLENARY: N_("at a plenary meeting"), Way.ACCELERATED: N_("by the accelerated procedure")}


class ResponseKind(StrEnum):
    """One response; or, in older practice, an interim report and a follow-up report."""

    SINGLE = "single"
    INTERIM = "interim"
    FOLLOW_UP = "follow-up"


RESPONSE_NAMES = {
    ResponseKind.SINGLE: N_("single response"),
    ResponseKind.INTERIM: N_("interim report"),
    ResponseKind.FOLLOW_UP: N_("follow-up report"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted(Act):
    """A draft is there."""

    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsReceived(Act):
    """Comments of members of the delegation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadAgreed(Act):
    """The head of the delegation agreed with the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared(Act):
    """The secretariat cleared it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChecked(Act):
    """The language was checked."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted(Act):
    """The body adopted it. Votes, where they are given, are of members present (Article 6(1))."""

    way: Way
    language: str
    """The language of the text adopted, which is authentic."""
    plenary: int | None = None
    present: int | None = None
    in_favour: int | None = None
    members: int | None = None
    """Members in office, of whom a majority is a quorum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated(Act):
    """A translation is there; ``authentic`` where the body declared it so too."""

    language: str
    authentic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmitted(Act):
    """The report was dispatched to the Party with a letter, by a channel."""

    letter: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Act):
    """The Party acknowledged receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseReceived(Act):
    """The Party answered: all of it, the paragraphs of one clock (``concerns``), or only some items.

    What came ``in_part`` meets no deadline: the rest is still awaited.
    """

    kind: ResponseKind
    document: str = ""
    """Public id of the response, where it is filed."""
    concerns: str = ""
    in_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted(Act):
    """Consultations after the report, and who asked for them: either may."""

    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliedTo(Act):
    """The body answered the response, and asked for more."""

    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRequested(Act):
    """The Party asked that the report be published."""

    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Act):
    """It became public, by the publication that ``publication`` names (its public id)."""

    publication: str
