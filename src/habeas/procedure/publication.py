"""How one document becomes public: an act that the mandate allows, one person prepares, another approves.

That the State published first, or that a copy leaked, are facts that the history knows and that lift
nothing. The approval binds the SHA-256 of the exact bytes, and so does the publication.
"""

from enum import StrEnum

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import Act, Machine, Need, Step
from habeas.procedure.publication_acts import (
    AdvanceCopySent,
    Approved,
    AskedOfSubcommittee,
    ConsentWithdrawn,
    DecidedByCommittee,
    DecidedByMechanism,
    HourAgreed,
    Leaked,
    Mandate,
    MandateNamed,
    NamedInStatement,
    ObjectionLifted,
    OnTerms,
    PartMadePublic,
    PartyObjected,
    PartyPostponed,
    Prepared,
    Published,
    PublishedByState,
    RegimeRanOut,
    ReplyNeverCame,
    RequestedByParty,
)
from habeas.procedure.publication_terms import (
    LIFTS,
    OBJECTS,
    POSTPONES,
    RUNS_OUT,
    objection_of,
    postponed_until,
)
from habeas.procedure.written import Vocabulary

__all__ = [
    "ALLOWS",
    "MACHINE",
    "MANDATE_NAMES",
    "OF_MANDATE",
    "STATE_NAMES",
    "STEPS",
    "VOCABULARY",
    "AdvanceCopySent",
    "Approved",
    "AskedOfSubcommittee",
    "ConsentWithdrawn",
    "DecidedByCommittee",
    "DecidedByMechanism",
    "HourAgreed",
    "Leaked",
    "Mandate",
    "MandateNamed",
    "NamedInStatement",
    "ObjectionLifted",
    "OnTerms",
    "PartMadePublic",
    "PartyObjected",
    "PartyPostponed",
    "Prepared",
    "Published",
    "PublishedByState",
    "RegimeRanOut",
    "ReplyNeverCame",
    "RequestedByParty",
    "State",
    "allowed_by",
    "hour_of",
    "mandate_of",
    "objection_of",
    "postponed_until",
]

cite("ECPT#11(1)", enforces="No document is published before an act that the mandate allows is recorded.")
cite("ECPT#11(2)", enforces="The Party's request opens a report, and only the report that it names.")
cite("ECPT#11(3)", enforces="Nothing is prepared for the public before names without consent are deleted.")
cite(
    "OPCAT#16(1)",
    enforces="A report of the Subcommittee opens by its own acts, not by those of another body.",
)
cite(
    "OPCAT#16(2)",
    enforces="The Subcommittee publishes at the State's request, or once the State made a part public.",
)
cite(
    "OPCAT#16(4)",
    enforces="The Committee against Torture decides at the Subcommittee's request, after the State's views, "
    "by a majority of its members.",
)


MANDATE_NAMES = {
    Mandate.CPT: N_("the Committee (CPT), under the European Convention"),
    Mandate.NPM: N_("a national preventive mechanism, under its own law"),
    Mandate.SPT: N_("the Subcommittee (SPT), under the Optional Protocol"),
}
_FORBIDS = {Mandate.CPT: "ECPT#11(1)", Mandate.NPM: "OPCAT#21(2)", Mandate.SPT: "OPCAT#16(1)"}
"""By the mandate that was chosen: the provision that an act of another one cannot lift."""


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


def _prepared(before: tuple[Act, ...]) -> Prepared | None:
    found = [act for act in before if isinstance(act, Prepared)]
    return found[-1] if found else None


def _of_the_prepared_bytes(before: tuple[Act, ...], act: Act) -> bool:
    prepared = _prepared(before)
    return (
        prepared is not None
        and isinstance(act, (Approved, AdvanceCopySent, Published))
        and act.sha256 == prepared.sha256
    )


def _by_another(before: tuple[Act, ...], act: Act) -> bool:
    prepared = _prepared(before)
    return prepared is not None and isinstance(act, Approved) and bool(act.by) and act.by != prepared.by


def _views_first(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, DecidedByCommittee) and act.asked_on <= act.views_until < act.on


def _majority_of_all(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, DecidedByCommittee) and act.members < 2 * act.in_favour <= 2 * act.members


def _overdue(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, ReplyNeverCame) and act.on > act.due_on


def mandate_of(acts: tuple[Act, ...]) -> Mandate | None:
    """The mandate that the first act of one chose, by standing acts; ``None`` before there is one."""
    for act in acts:
        if isinstance(act, MandateNamed):
            return act.mandate
        if type(act) in OF_MANDATE:
            return OF_MANDATE[type(act)]
    return None


def _own_mandate(own: Mandate) -> tuple[Need, ...]:
    """An act of ``own`` may not be taken under another mandate: each of them has its clause."""

    def unless(other: Mandate) -> Need:
        def held(before: tuple[Act, ...], _act: Act) -> bool:
            return mandate_of(before) is not other

        return Need(held, "other-mandate", _OTHER_MANDATE, clause=_FORBIDS[other])

    return tuple(unless(other) for other in Mandate if other is not own)


def _unnamed(before: tuple[Act, ...], _act: Act) -> bool:
    return mandate_of(before) is None


def _instant(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, HourAgreed) and act.at.tzinfo is not None and act.at.date() >= act.on


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
_OTHER_MANDATE = N_("This document is published under another mandate, which knows no such act.")
_CLOSED = frozenset({State.CONFIDENTIAL})
_APPROVED = frozenset({State.APPROVED})
_BEFORE = frozenset({State.CONFIDENTIAL, State.ALLOWED})
_ANY = frozenset(State)

ALLOWS: dict[type[Act], Mandate] = {
    RequestedByParty: Mandate.CPT,
    RegimeRanOut: Mandate.CPT,
    NamedInStatement: Mandate.CPT,
    DecidedByMechanism: Mandate.NPM,
    AskedOfSubcommittee: Mandate.SPT,
    PartMadePublic: Mandate.SPT,
    DecidedByCommittee: Mandate.SPT,
}
"""The acts of which one must be there, and the mandate of each."""

OF_MANDATE: dict[type[Act], Mandate] = {
    **ALLOWS,
    PartyObjected: Mandate.CPT,
    ObjectionLifted: Mandate.CPT,
    PartyPostponed: Mandate.CPT,
}
"""These, and what a Party says under its terms: acts that are of one mandate alone."""


def _allows(act: type[Act], says: str, clause: str, *needs: Need) -> Step[State]:
    return Step(
        act=act,
        says=says,
        clause=clause,
        since=_BEFORE,
        leads_to=State.ALLOWED,
        needs=(*_own_mandate(ALLOWS[act]), *needs),
    )


def _of_the_party(act: type[Act], says: str, *needs: Need) -> Step[State]:
    return Step(
        act=act,
        says=says,
        clause="CPT-practice#automatic-publication",
        since=_CLOSED,
        needs=(*_own_mandate(OF_MANDATE[act]), *needs),
    )


STEPS: tuple[Step[State], ...] = (
    Step(
        act=MandateNamed,
        says=N_("the mandate under which it is published is named"),
        clause="ECPT#11(1)",
        since=_CLOSED,
        needs=(Need(_unnamed, "mandate-named", N_("The mandate is named already.")),),
    ),
    _allows(RequestedByParty, N_("the Party asked for publication"), "ECPT#11(2)"),
    _of_the_party(PartyObjected, N_("the Party objected to automatic publication"), *OBJECTS),
    _of_the_party(ObjectionLifted, N_("the Party took its objection back"), *LIFTS),
    _of_the_party(PartyPostponed, N_("the Party postponed automatic publication"), *POSTPONES),
    _allows(
        RegimeRanOut,
        N_("the time under automatic publication ran out"),
        "CPT-practice#automatic-publication",
        *RUNS_OUT,
    ),
    _allows(NamedInStatement, N_("a public statement names the document"), "ECPT#10(2)"),
    _allows(
        DecidedByMechanism,
        N_("the national mechanism decided to publish"),
        "OPCAT#21(2)",
        Need(_law_named, "law-missing", N_("Name the provision of the mechanism's own law.")),
    ),
    _allows(AskedOfSubcommittee, N_("the State asked the Subcommittee to publish"), "OPCAT#16(2)"),
    _allows(PartMadePublic, N_("the State made a part of the report public"), "OPCAT#16(2)"),
    _allows(
        DecidedByCommittee,
        N_("the Committee against Torture decided to publish"),
        "OPCAT#16(4)",
        Need(
            _views_first,
            "views-first",
            N_("First the Subcommittee asks, then the State can make its views known, then it is decided."),
        ),
        Need(
            _majority_of_all,
            "majority-missing",
            N_("More than half of all members are needed, not of those present."),
        ),
    ),
    Step(
        act=ReplyNeverCame,
        says=N_("the reply never came"),
        clause="ECPT#11(1)",
        since=_ANY,
        needs=(Need(_overdue, "reply-not-due", N_("The day by which the reply is due is not over.")),),
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
        act=ConsentWithdrawn,
        says=N_("a consent was withdrawn: what was prepared fell"),
        clause="ECPT#11(3)",
        since=frozenset({State.PREPARED, State.APPROVED, State.PUBLISHED}),
        leads_to=State.ALLOWED,
    ),
    Step(
        act=AdvanceCopySent,
        says=N_("an advance copy was sent to the State"),
        clause="ECPT#11(2)",
        since=_APPROVED,
        needs=(_SAME_BYTES,),
    ),
    Step(
        act=HourAgreed,
        says=N_("the hour of publication is agreed"),
        clause="ECPT#11(2)",
        since=_APPROVED,
        needs=(Need(_instant, "hour-past", N_("The hour that is agreed lies in the time to come.")),),
    ),
    Step(
        act=Published,
        says=N_("published"),
        clause="ECPT#11(2)",
        since=_APPROVED,
        leads_to=State.PUBLISHED,
        otherwise={State.CONFIDENTIAL: _NO_ACT},
        needs=(_SAME_BYTES,),
    ),
)

MACHINE: Machine[State] = Machine(State.CONFIDENTIAL, STEPS)
"""The way of one document to the public."""

VOCABULARY = Vocabulary(
    {
        "mandate": MandateNamed,
        "requested": RequestedByParty,
        "Party objected": PartyObjected,
        "objection lifted": ObjectionLifted,
        "Party postponed": PartyPostponed,
        "regime ran out": RegimeRanOut,
        "named in statement": NamedInStatement,
        "decided by mechanism": DecidedByMechanism,
        "asked of the SPT": AskedOfSubcommittee,
        "part made public": PartMadePublic,
        "decided by CAT": DecidedByCommittee,
        "reply never came": ReplyNeverCame,
        "published by the State": PublishedByState,
        "leaked": Leaked,
        "prepared": Prepared,
        "approved": Approved,
        "consent withdrawn": ConsentWithdrawn,
        "advance copy": AdvanceCopySent,
        "hour agreed": HourAgreed,
        "published": Published,
    },
    gone={RegimeRanOut: frozenset({"objected", "postponed_until"})},
)


def allowed_by(acts: tuple[Act, ...]) -> Act | None:
    """The act that allows the publication, by standing acts; ``None`` where there is none."""
    return next((act for act in acts if type(act) in ALLOWS), None)


def hour_of(acts: tuple[Act, ...]) -> HourAgreed | None:
    """The hour that was agreed last, by standing acts; ``None`` where there is none, or its bytes fell."""
    found = [act for act in acts if isinstance(act, (HourAgreed, ConsentWithdrawn))]
    return found[-1] if found and isinstance(found[-1], HourAgreed) else None
