"""What is done and known on the way of a document to the public, each as an act with its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from habeas.procedure.machine import Act


class Mandate(StrEnum):
    """Under whose mandate a document is published: each has acts of its own."""

    CPT = "CPT"
    NPM = "NPM"
    SPT = "SPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateNamed(Act):
    """Under whose mandate the document is to be published, where it is said before any other act."""

    mandate: Mandate


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedByParty(Act):
    """The Party asked for the publication of this document."""

    reference: str = ""
    """The letter that asks, as it is filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTerms(Act):
    """What rests on the Party's advance consent to automatic publication; keeps its terms as they were."""

    sent_on: date
    window_days: int = 0
    """Days in which the Party may object or postpone, as its own terms have it."""
    regime: str = ""
    """Public id of the terms; :func:`habeas.procedure.regimes.on_terms` looks them up."""
    longest_days: int = 0
    """For how many days after the window the terms let the Party postpone."""

    @property
    def over_on(self) -> date:
        """The last day of the window."""
        return self.sent_on + timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyObjected(OnTerms):
    """The Party objected within its time: the document does not open by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLifted(Act):
    """The Party took its objection back: the time runs again as if there had been none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPostponed(OnTerms):
    """The Party asked within its time that the document stay closed for longer."""

    until: date
    """The last day on which it stays closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRanOut(OnTerms):
    """The time to object, and that to which the Party postponed, is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInStatement(Act):
    """A public statement under Article 10(2) was made, and its decision names this document."""

    procedure: str
    """Public id of the procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedByMechanism(Act):
    """A national mechanism decided so itself, under its law."""

    law: str
    """The provision of its law, as it is cited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfSubcommittee(Act):
    """The State asked the Subcommittee to publish this document."""

    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMadePublic(Act):
    """The State made a part of the Subcommittee's report public: the Subcommittee may publish all or part."""

    reference: str = ""
    """Which part, and where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedByCommittee(Act):
    """The Committee against Torture decided to publish, at the request of the Subcommittee."""

    asked_on: date
    """The day on which the Subcommittee asked for it."""
    views_until: date
    """The last day on which the State could make its views known."""
    in_favour: int
    members: int
    """All of them, present or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyNeverCame(Act):
    """The day by which a reply was due passed without one: a fact, which lifts nothing."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedByState(Act):
    """The State published it first: a fact, which lifts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaked(Act):
    """A copy is in circulation: a fact, which lifts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Act):
    """One person prepared the bytes to be published, and says that names without consent are deleted."""

    sha256: str
    by: str
    """Public id of the account."""
    names_deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Act):
    """Another person approved exactly these bytes."""

    sha256: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Act):
    """Somebody who had consented to be named withdrew it: what was prepared may not be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceCopySent(Act):
    """The State was sent the approved bytes before they become public."""

    channel: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HourAgreed(Act):
    """The State and the body agreed at which instant the document becomes public."""

    at: datetime
    """Aware, whatever the zone it is kept in."""
    zone: str
    """The zone in which the hour was agreed and is shown, by its IANA name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Act):
    """These bytes became public."""

    sha256: str
