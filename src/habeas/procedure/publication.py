"""How one document becomes public: an act that the mandate allows, one person prepares, another approves.

That the State published first, or that a copy leaked, are facts that the history knows and that lift
nothing. The approval binds the SHA-256 of the exact bytes, and so does the publication.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import Act, Machine, Need, Step
from habeas.procedure.written import Vocabulary

cite("ECPT#11(1)", enforces="No document is published before an act that the mandate allows is recorded.")
cite("ECPT#11(2)", enforces="The Party's request opens a report, and only the report that it names.")
cite("ECPT#11(3)", enforces="Nothing is prepared for the public before names without consent are deleted.")
cite(
    "CPT-practice#automatic-publication",
    enforces="Automatic publication waits for the objection window and any postponement to run out.",
)


class State(StrEnum):
    """How far the document is on its way."""

    CONFIDENTIAL = "confidential"
    ALLOWED = "allowed"
    PREPARED = "prepared"
    APPROVED = "approved"
    PUBLISHED = "published"


STATE_NAMES = {
    State.CONFIDENTIAL: N_("confidential: no act allows its publication"),
    State.ALLOWED: N_("may be published; to be prepared"),
    State.PREPARED: N_("prepared; another person is to approve it"),
    State.APPROVED: N_("approved; not yet published"),
    State.PUBLISHED: N_("published"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedByParty(Act):
    """The Party asked for the publication of this document."""

    reference: str = ""
    """The letter that asks, as it is filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRanOut(Act):
    """Under the Party's advance consent: the time to object, counted from the sending, is over."""

    sent_on: date
    window_days: int
    """Days in which the Party may object or postpone, as its own terms have it."""
    postponed_until: date | None = None

    @property
    def open_from(self) -> date:
        """The first day on which the terms allow publication."""
        over = self.sent_on + timedelta(days=self.window_days)
        return max(over, self.postponed_until or over) + timedelta(days=1)


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
class Published(Act):
    """These bytes became public."""

    sha256: str


def _prepared(before: tuple[Act, ...]) -> Prepared | None:
    found = [act for act in before if isinstance(act, Prepared)]
    return found[-1] if found else None


def _of_the_prepared_bytes(before: tuple[Act, ...], act: Act) -> bool:
    prepared = _prepared(before)
    return prepared is not None and isinstance(act, (Approved, Published)) and act.sha256 == prepared.sha256


def _by_another(before: tuple[Act, ...], act: Act) -> bool:
    prepared = _prepared(before)
    return prepared is not None and isinstance(act, Approved) and bool(act.by) and act.by != prepared.by


def _window_over(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, RegimeRanOut) and act.window_days >= 0 and act.on >= act.open_from


def _names_deleted(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, Prepared) and act.names_deleted


def _law_named(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, DecidedByMechanism) and bool(act.law.strip())


_SAME_BYTES = Need(
    _of_the_prepared_bytes,
    "other-bytes",
    N_("These are not the bytes that were prepared last."),
    advice=N_("Read what was prepared last; a change needs a new approval."),
)
_NO_ACT = N_("No act that the mandate allows was recorded: the document is confidential.")
_CLOSED = frozenset({State.CONFIDENTIAL})
_ANY = frozenset(State)

STEPS: tuple[Step[State], ...] = (
    Step(
        act=RequestedByParty,
        says=N_("the Party asked for publication"),
        clause="ECPT#11(2)",
        since=_CLOSED,
        leads_to=State.ALLOWED,
    ),
    Step(
        act=RegimeRanOut,
        says=N_("the time under automatic publication ran out"),
        clause="CPT-practice#automatic-publication",
        since=_CLOSED,
        leads_to=State.ALLOWED,
        needs=(
            Need(
                _window_over,
                "window-open",
                N_("The time in which the Party may object, or to which it postponed, is not over."),
            ),
        ),
    ),
    Step(
        act=NamedInStatement,
        says=N_("a public statement names the document"),
        clause="ECPT#10(2)",
        since=_CLOSED,
        leads_to=State.ALLOWED,
    ),
    Step(
        act=DecidedByMechanism,
        says=N_("the national mechanism decided to publish"),
        clause="OPCAT#21(2)",
        since=_CLOSED,
        leads_to=State.ALLOWED,
        needs=(Need(_law_named, "law-missing", N_("Name the provision of the mechanism's own law.")),),
    ),
    Step(
        act=PublishedByState,
        says=N_("the State published it first"),
        clause="ECPT#11(1)",
        since=_ANY,
    ),
    Step(act=Leaked, says=N_("a copy leaked"), clause="ECPT#11(1)", since=_ANY),
    Step(
        act=Prepared,
        says=N_("the bytes to be published are prepared"),
        clause="ECPT#11(3)",
        since=frozenset({State.ALLOWED, State.PREPARED, State.APPROVED}),
        leads_to=State.PREPARED,
        otherwise={State.CONFIDENTIAL: _NO_ACT},
        needs=(
            Need(
                _names_deleted,
                "names-not-deleted",
                N_(
                    "Names of persons who did not expressly consent are deleted before anything is published."
                ),
            ),
        ),
    ),
    Step(
        act=Approved,
        says=N_("another person approved these bytes"),
        clause="ECPT#11(1)",
        since=frozenset({State.PREPARED}),
        leads_to=State.APPROVED,
        otherwise={State.CONFIDENTIAL: _NO_ACT},
        needs=(
            _SAME_BYTES,
            Need(_by_another, "approval-by-oneself", N_("Who prepared a publication does not approve it.")),
        ),
    ),
    Step(
        act=Published,
        says=N_("published"),
        clause="ECPT#11(2)",
        since=frozenset({State.APPROVED}),
        leads_to=State.PUBLISHED,
        otherwise={State.CONFIDENTIAL: _NO_ACT},
        needs=(_SAME_BYTES,),
    ),
)

MACHINE: Machine[State] = Machine(State.CONFIDENTIAL, STEPS)
"""The way of one document to the public."""

ALLOWS = (RequestedByParty, RegimeRanOut, NamedInStatement, DecidedByMechanism)
"""The acts of which one must be there, by mandate."""

VOCABULARY = Vocabulary(
    {
        "requested": RequestedByParty,
        "regime ran out": RegimeRanOut,
        "named in statement": NamedInStatement,
        "decided by mechanism": DecidedByMechanism,
        "published by the State": PublishedByState,
        "leaked": Leaked,
        "prepared": Prepared,
        "approved": Approved,
        "published": Published,
    }
)


def allowed_by(acts: tuple[Act, ...]) -> Act | None:
    """The act that allows the publication, by standing acts; ``None`` where there is none."""
    return next((act for act in acts if isinstance(act, ALLOWS)), None)
