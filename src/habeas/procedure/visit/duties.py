"""What the history of a visit leaves owed, and what is unusual in it. Nothing here blocks a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from habeas.language import N_
from habeas.law import cite, limit
from habeas.procedure.clocks import Deadline, deadlines
from habeas.procedure.machine import Act, History, Side
from habeas.procedure.visit.acts import (
    Against,
    Cancelled,
    Consulted,
    Decided,
    Decider,
    ImmediateObservation,
    InformationGiven,
    NotificationAdded,
    Notified,
    PlaceSeen,
    Postponed,
    Represented,
    Risk,
    RiskAssessed,
    Started,
)

CONSULTATION = "ECPT#9(2)"

cite(
    "ECPT#9(2)",
    enforces="After a representation consultation is owed at once, and information until the visit.",
)
cite("ECPT#7(2)", enforces="A delegation of fewer than two members is pointed out, and not refused.")
cite("ECPT#4(4)", enforces="Who belongs to the delegation is recorded by name, apart from who assists it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What Article 9(2) leaves owed after a representation."""

    representation: Represented
    consultation: bool
    """Whether Committee and Party have yet to consult."""
    information_given: tuple[date, ...]
    """When the Party gave information since; the duty goes on until the visit."""


def owed(acts: tuple[Act, ...]) -> tuple[Owed, ...]:
    """The representations that still bind the Party: those before whose visit nothing took place yet."""
    return tuple(_owed(acts))


def _owed(acts: tuple[Act, ...]) -> Iterator[Owed]:
    for place, act in enumerate(acts):
        if not isinstance(act, Represented):
            continue
        after = acts[place + 1 :]
        if any(_takes_place(one, act) for one in after):
            continue
        yield Owed(
            representation=act,
            consultation=not any(isinstance(one, Consulted) for one in after),
            information_given=tuple(one.on for one in after if isinstance(one, InformationGiven)),
        )


def _takes_place(later: Act, representation: Represented) -> bool:
    """Whether the visit that the representation was made against took place by this act."""
    if representation.against is Against.TIME:
        return isinstance(later, Started)
    return isinstance(later, PlaceSeen) and later.place == representation.place


def observations(acts: tuple[Act, ...]) -> tuple[tuple[ImmediateObservation, Deadline | None], ...]:
    """Each immediate observation with its clock; ``None`` where no letter set one."""
    clocks = {clock.concerns: clock for clock in deadlines(acts)}
    made = [act for act in acts if isinstance(act, ImmediateObservation)]
    return tuple((act, clocks.get(act.matter)) for act in made)


def of_a_mechanism(acts: tuple[Act, ...]) -> bool:
    """Whether it is a visit of a national mechanism, by the last decision: not one under the Convention."""
    deciders = [act.decider for act in acts if isinstance(act, Decided)]
    return bool(deciders) and deciders[-1] is Decider.MECHANISM


def delegation(acts: tuple[Act, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The members and those who assist, as the letters named them, in that order and once each."""
    letters = [act for act in acts if isinstance(act, (Notified, NotificationAdded))]
    members = dict.fromkeys(name for act in letters for name in act.members)
    assisting = dict.fromkeys(name for act in letters for name in act.assisting)
    return tuple(members), tuple(assisting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """Something to look at, with the provision that it concerns."""

    says: str
    clause: str


def unusual(history: History, as_of: date) -> tuple[Unusual, ...]:
    """What a reader of the history should notice on ``as_of``; it warns and blocks nothing."""
    return tuple(_unusual(history.standing(as_of), as_of))


def _unusual(acts: tuple[Act, ...], as_of: date) -> Iterator[Unusual]:
    members, _assisting = delegation(acts)
    least = limit("ecpt-delegation-members", as_of).value
    named = [act for act in acts if isinstance(act, (Notified, Started))]
    if named and not of_a_mechanism(acts) and len(members) < least:
        yield Unusual(
            says=N_("As a general rule at least two members carry out a visit; fewer are named."),
            clause="ECPT#7(2)",
        )
    decided = [place for place, act in enumerate(acts) if isinstance(act, Decided)]
    if decided:
        risks = [act for act in acts[: decided[-1]] if isinstance(act, RiskAssessed)]
        if not risks:
            yield Unusual(
                says=N_("No assessment of risks is recorded before the decision to go."), clause="ECPT#7(1)"
            )
        elif risks[-1].outcome is Risk.DO_NOT_GO:
            yield Unusual(
                says=N_("The last assessment of risks before the decision advised against the visit."),
                clause="ECPT#7(1)",
            )
    if any(isinstance(act, (Postponed, Cancelled)) and act.by is Side.STATE for act in acts) and not any(
        isinstance(act, Represented) for act in acts
    ):
        yield Unusual(
            says=N_("The State put the visit off or called it off without a representation under Article 9."),
            clause="ECPT#9(1)",
        )
    if any(one.consultation for one in owed(acts)):
        yield Unusual(
            says=N_("After the representation Committee and Party are to consult immediately."),
            clause=CONSULTATION,
        )
