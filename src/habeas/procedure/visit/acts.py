"""What can be recorded of a visit that the body makes.

Names are those of the delegation and of who assists it, never of persons deprived of their liberty.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.language import N_
from habeas.procedure.machine import Act, Side


class Kind(StrEnum):
    """Article 7(1) knows two."""

    PERIODIC = "periodic"
    AD_HOC = "ad hoc"


class Decider(StrEnum):
    """Who decides to go. Between sessions the Bureau may decide an urgent ad hoc visit.

    What a national mechanism decides rests on its own mandate: it need not notify (OPCAT Article 20).
    """

    PLENARY = "plenary"
    BUREAU = "bureau"
    MECHANISM = "mechanism"


DECIDER_NAMES = {
    Decider.PLENARY: N_("the Committee at a plenary meeting"),
    Decider.BUREAU: N_("the Bureau, between sessions"),
    Decider.MECHANISM: N_("the national mechanism"),
}


class Risk(StrEnum):
    """What an assessment of the risks to the delegation, and to who speaks with it, came to."""

    GO = "go"
    WITH_MEASURES = "go with measures"
    DO_NOT_GO = "do not go"


RISK_NAMES = {
    Risk.GO: N_("the visit can go ahead"),
    Risk.WITH_MEASURES: N_("the visit can go ahead with measures"),
    Risk.DO_NOT_GO: N_("the visit should not go ahead"),
}


class RepresentationGround(StrEnum):
    """The five grounds of Article 9(1): a closed list."""

    NATIONAL_DEFENCE = "national defence"
    PUBLIC_SAFETY = "public safety"
    SERIOUS_DISORDER = "serious disorder"
    MEDICAL_CONDITION = "medical condition"
    URGENT_INTERROGATION = "urgent interrogation"


GROUND_NAMES = {
    RepresentationGround.NATIONAL_DEFENCE: N_("national defence"),
    RepresentationGround.PUBLIC_SAFETY: N_("public safety"),
    RepresentationGround.SERIOUS_DISORDER: N_("serious disorder in places of deprivation of liberty"),
    RepresentationGround.MEDICAL_CONDITION: N_("the medical condition of a person"),
    RepresentationGround.URGENT_INTERROGATION: N_(
        "an urgent interrogation about a serious crime in progress"
    ),
}


class Against(StrEnum):
    """What a representation may be made against: the time, or the particular place."""

    TIME = "time"
    PLACE = "place"


AGAINST_NAMES = {Against.TIME: N_("the time proposed"), Against.PLACE: N_("the particular place proposed")}


class Head(StrEnum):
    """The head of Article 8 that an incident concerns, or none: the safety of a delegation has none."""

    TERRITORY = "8(2)(a)"
    INFORMATION = "8(2)(b)"
    ACCESS = "8(2)(c)"
    OTHER_INFORMATION = "8(2)(d)"
    PRIVATE_INTERVIEWS = "8(3)"
    COMMUNICATION = "8(4)"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmed(Act):
    """The visit was put on the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessed(Act):
    """The body weighed the risks. ``note`` is for what everybody of the file may read."""

    outcome: Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Act):
    """The decision to go."""

    kind: Kind
    decider: Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified(Act):
    """The letter of Article 8(1). A place need not be named in it; who assists is (Article 14(1))."""

    letter: str
    members: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    """Experts, interpreters and others who assist."""
    places: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationAdded(Act):
    """A further letter to the notification: the delegation, somebody who assists, or places."""

    letter: str
    members: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Act):
    """The Party acknowledged the notification."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented(Act):
    """A representation under Article 9(1), which the competent authorities made."""

    ground: RepresentationGround
    against: Against
    place: str = ""
    """The place, where it is against one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted(Act):
    """The consultation of Article 9(2), and the arrangement that it came to."""

    arrangement: str
    person_moved: bool = False
    """Whether a person is moved to another place meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationGiven(Act):
    """The Party gave information on a person concerned, as it must until the visit (Article 9(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen(Act):
    """The visit to a place took place against which a representation was made."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantObjected(Act):
    """The Party exceptionally declared that a person who assists may not take part (Article 14(3))."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed(Act):
    """The visit was put off, by whom and why (``note``)."""

    by: Side
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Act):
    """The visit was called off, by whom and why (``note``)."""

    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Act):
    """The State refused the visit; ``note`` has the reason that it gave, or that it gave none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Act):
    """The delegation began. ``assisting`` are those who assist and do take part."""

    assisting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Act):
    """The delegation broke the visit off for a time, and why (``note``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Act):
    """It went on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMet(Act):
    """An incident of co-operation, by its public id and its head."""

    incident: str
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksHeld(Act):
    """Talks at the end of the visit, with whom (offices, no names of private persons)."""

    with_whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryObservations(Act):
    """Preliminary observations, by word of mouth or in writing (then by a letter)."""

    letter: str = ""

    @property
    def matter(self) -> str:
        """As a clock names it."""
        return "preliminary observations"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateObservation(Act):
    """An observation under Article 8(5), with what it demands; ``number`` counts within the visit."""

    number: int
    demand: str
    place: str = ""

    @property
    def matter(self) -> str:
        """As a clock names it."""
        return f"immediate observation {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Act):
    """The visit ended."""
