"""A history that only grows, and a machine that says what may come next and which clause says so.

Time is an argument: a history is read as of a day. Treaty and practice are told apart by the
provision that a step names, which :mod:`habeas.law` holds with its status.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Generic, NoReturn, TypeVar

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import Provision, provision


class Side(StrEnum):
    """Of the two that a procedure is between: by whom something was done, where both can do it."""

    BODY = "body"
    STATE = "State"


SIDE_NAMES = {Side.BODY: N_("the body"), Side.STATE: N_("the State")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that the body did or was told, on a day. ``withdrawn_why`` says why it was in error.

    Subclasses add what their kind of act has to say; each is one word of its procedure.
    """

    on: date
    note: str = ""
    withdrawn_why: str = ""


State = TypeVar("State")


class ForbiddenError(RefusedError):
    """A step that may not be taken. ``clause`` is the provision that forbids it."""

    def __init__(self, code: str, message: str, *, clause: str, advice: str | None = None) -> None:
        super().__init__(code, message, advice=advice)
        self.clause = clause


@dataclass(frozen=True, slots=True)
class History:
    """Acts in the order in which they were recorded; nothing is ever taken out of it."""

    acts: tuple[Act, ...] = ()

    def standing(self, as_of: date | None = None) -> tuple[Act, ...]:
        """The acts that were not withdrawn, up to and with ``as_of`` (all of them without it)."""
        return tuple(act for act in self.acts if not act.withdrawn_why and (as_of is None or act.on <= as_of))


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there before a step: a condition on the history and the act, and what else is said."""

    held: Callable[[tuple[Act, ...], Act], bool]
    code: str
    message: str
    clause: str = ""
    """The provision that asks for it; empty: that of the step itself."""
    advice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[State]):
    """One kind of act: where it may be taken, where it leads, and the provision that it rests on."""

    act: type[Act]
    says: str
    """In a few words, marked for the catalogues: “views of the Party received”."""
    clause: str
    since: frozenset[State]
    leads_to: State | None = None
    """``None``: the state stays as it is."""
    otherwise: Mapping[State, str] = field(default_factory=dict)
    """What is said where it is tried in another state; a state that is not named has a general sentence."""
    needs: tuple[Need, ...] = ()

    @property
    def provision(self) -> Provision:
        """What it rests on, with its status: binding, or practice."""
        return provision(self.clause)


_NOT_NOW = N_("This step cannot be taken where the procedure stands now.")
_OUT_OF_ORDER = N_("This is dated before the step that it follows.")
_IN_ORDER = N_("Give the day of the latest step, or a later one; withdraw that step where its day is wrong.")
_LEANED_ON = N_("A later step rests on this one: withdraw that first.")
_NO_REASON = N_("To withdraw an act needs a reason.")


class Machine(Generic[State]):
    """The steps of one procedure. ``enters`` may choose the state after an act by the history before it."""

    def __init__(
        self,
        start: State,
        steps: tuple[Step[State], ...],
        *,
        enters: Callable[[State, tuple[Act, ...], Act], State] | None = None,
    ) -> None:
        self.start = start
        self.steps = steps
        self._by_act = {step.act: step for step in steps}
        self._enters = enters
        for step in steps:  # an unknown clause fails at import
            provision(step.clause)
            for need in step.needs:
                provision(need.clause or step.clause)

    def step_of(self, act: type[Act]) -> Step[State]:
        """The step that a kind of act is."""
        return self._by_act[act]

    def state(self, history: History, as_of: date | None = None) -> State:
        """Where the procedure stands on ``as_of`` (after all acts, without it)."""
        state = self.start
        for before, act in _each(history.standing(as_of)):
            state = self._after(state, before, act)
        return state

    def permitted(self, history: History) -> tuple[Step[State], ...]:
        """The steps that may come next by the state; what each needs is held when it is taken."""
        state = self.state(history)
        return tuple(step for step in self.steps if state in step.since)

    def take(self, history: History, act: Act) -> History:
        """Return the history with ``act`` at its end.

        Raises ``ForbiddenError``, which names the clause, where the step may not be taken now, lacks
        what it needs, or is dated before what it follows.
        """
        standing = history.standing()
        self._require(self.state(history), standing, act)
        return replace(history, acts=(*history.acts, act))

    def withdraw(self, history: History, place: int, why: str) -> History:
        """Return the history with the act at ``place`` marked as in error; it stays readable.

        Raises ``RefusedError`` (``reason-missing``), and ``ForbiddenError`` (``act-leaned-on``) where
        a later act could not have been taken without it.
        """
        if not why.strip():
            raise RefusedError("reason-missing", _NO_REASON)
        act = history.acts[place]
        if act.withdrawn_why:
            raise ValueError("this act is withdrawn already")
        acts = list(history.acts)
        acts[place] = replace(act, withdrawn_why=why)
        left = History(tuple(acts))
        state = self.start
        for before, later in _each(left.standing()):
            try:
                self._require(state, before, later)
            except ForbiddenError as error:
                raise ForbiddenError("act-leaned-on", _LEANED_ON, clause=error.clause) from None
            state = self._after(state, before, later)
        return left

    def _require(self, state: State, before: tuple[Act, ...], act: Act) -> None:
        step = self._by_act[type(act)]
        if state not in step.since:
            said = step.otherwise.get(state, _NOT_NOW)
            raise ForbiddenError("step-forbidden", said, clause=step.clause)
        if before and act.on < before[-1].on:
            raise ForbiddenError("act-out-of-order", _OUT_OF_ORDER, clause=step.clause, advice=_IN_ORDER)
        for need in step.needs:
            if not need.held(before, act):
                _refuse(need, step)

    def _after(self, state: State, before: tuple[Act, ...], act: Act) -> State:
        if self._enters is not None:
            return self._enters(state, before, act)
        leads_to = self._by_act[type(act)].leads_to
        return state if leads_to is None else leads_to


def _refuse(need: Need, step: Step[State]) -> NoReturn:
    raise ForbiddenError(need.code, need.message, clause=need.clause or step.clause, advice=need.advice)


def _each(acts: tuple[Act, ...]) -> Iterator[tuple[tuple[Act, ...], Act]]:
    for place, act in enumerate(acts):
        yield acts[:place], act
