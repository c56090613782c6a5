"""What every fact of a dossier carries: where it is from, how sure it is, who may read it."""

from dataclasses import dataclass
from enum import StrEnum

from habeas.clock import Edtf
from habeas.language import N_


class Voice(StrEnum):
    """Who speaks. The two voices of a dialogue are the State and the body that visits it."""

    STATE = "State"
    BODY = "body"
    OTHER = "other"


class Capacity(StrEnum):
    """In what capacity. A member of parliament is not the government; a prosecutor is neither."""

    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    OMBUDSMAN = "ombudsman"
    PROSECUTION = "prosecution"
    CIVIL_SOCIETY = "civil society"
    INTERNATIONAL = "international"


class Certainty(StrEnum):
    """How a fact is known."""

    SEEN = "seen"
    REPORTED = "reported"
    RECALLED = "recalled"
    ANNOUNCED = "announced"


class Klass(StrEnum):
    """Who may read it. Confidential unless an act or a public source says otherwise (rule 1)."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


VOICE_NAMES = {Voice.STATE: N_("State"), Voice.BODY: N_("the body"), Voice.OTHER: N_("others")}
CAPACITY_NAMES = {
    Capacity.GOVERNMENT: N_("government"),
    Capacity.PARLIAMENT: N_("parliament"),
    Capacity.OMBUDSMAN: N_("ombudsman"),
    Capacity.PROSECUTION: N_("prosecution"),
    Capacity.CIVIL_SOCIETY: N_("civil society"),
    Capacity.INTERNATIONAL: N_("international body"),
}
CERTAINTY_NAMES = {
    Certainty.SEEN: N_("read in the source"),
    Certainty.REPORTED: N_("reported by the press or a third party"),
    Certainty.RECALLED: N_("not yet checked against the original"),
    Certainty.ANNOUNCED: N_("announced, not done"),
}
KLASS_NAMES = {Klass.PUBLIC: N_("public"), Klass.CONFIDENTIAL: N_("confidential")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document, page or account that says something.

    ``name`` is how it is cited; ``address`` where it can be read; ``date`` when it was
    published; ``voice`` and ``capacity`` are whose document it is, where that is known.
    """

    name: str
    address: str = ""
    date: Edtf | None = None
    voice: Voice | None = None
    capacity: Capacity | None = None

    @property
    def opens_to_the_public(self) -> bool:
        """Rule 1: a fact is public at its source only where that is named with date and address."""
        return bool(self.name and self.date and self.address.startswith(("https://", "http://")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The part that all facts share. ``id`` is opaque; ``pinpoint`` is paragraph or page."""

    id: str
    source: Source
    pinpoint: str = ""
    certainty: Certainty = Certainty.RECALLED
    klass: Klass = Klass.CONFIDENTIAL
    voice: Voice | None = None
    capacity: Capacity | None = None
    note: str = ""

    @property
    def spoken_by(self) -> Voice | None:
        """The voice of the fact, else that of its source."""
        return self.voice or self.source.voice

    @property
    def spoken_as(self) -> Capacity | None:
        """The capacity of who spoke, else that of the source."""
        return self.capacity or self.source.capacity
