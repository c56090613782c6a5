"""The procedure of ECPT Article 10(2), from its opening to a statement or a closing without one.

Opening is a decision of its own and may stand for years; visits and talks go on meanwhile. No
statement is made before the Party could make its views known, nor without two thirds of all
members in office: votes of those present decide nothing here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from habeas.language import N_
from habeas.law import cite, limit
from habeas.procedure.machine import Act, History, Machine, Need, Step
from habeas.procedure.written import Vocabulary

ARTICLE = "ECPT#10(2)"
PRACTICE = "CPT-practice#public-statement-opening"
MAJORITY = "ecpt-public-statement-majority"

cite(
    "ECPT#10(2)",
    enforces="No statement before the Party's views, nor without two thirds of all members in office.",
)
cite(
    "CPT-practice#public-statement-opening",
    enforces="The procedure is opened by a decision at a plenary, apart from any statement.",
)
cite("CPT-practice#public-statement-annex", enforces="A statement opens only the documents that it names.")
cite(
    "CPT-practice#public-statement-open-during-visits",
    enforces="An open procedure keeps no visit, letter or talks from being recorded.",
)


class State(StrEnum):
    """Where the procedure stands."""

    NOT_OPEN = "not open"
    OPEN = "open"
    HEARD = "views known"
    DECIDED = "decided"
    SUSPENDED = "suspended"
    STATEMENT_MADE = "statement made"
    CLOSED = "closed without statement"


STATE_NAMES = {
    State.NOT_OPEN: N_("not open"),
    State.OPEN: N_("open; the Party's views are awaited"),
    State.HEARD: N_("open; the Party could make its views known"),
    State.DECIDED: N_("a public statement is decided"),
    State.SUSPENDED: N_("suspended"),
    State.STATEMENT_MADE: N_("public statement made"),
    State.CLOSED: N_("closed without a statement"),
}


class Ground(StrEnum):
    """The two grounds, which may stand together."""

    NO_COOPERATION = "failure to co-operate"
    NO_IMPROVEMENT = "refusal to improve the situation"


GROUND_NAMES = {
    Ground.NO_COOPERATION: N_("failure to co-operate"),
    Ground.NO_IMPROVEMENT: N_("refusal to improve the situation"),
}


class GroundedIn(StrEnum):
    """What may be attached as a ground, each opening to its fact."""

    LETTER = "letter"
    TALKS = "talks"
    VISIT = "visit"
    INCIDENT = "incident"
    ASK = "ask"


GROUNDED_NAMES = {
    GroundedIn.LETTER: N_("letter"),
    GroundedIn.TALKS: N_("talks"),
    GroundedIn.VISIT: N_("visit"),
    GroundedIn.INCIDENT: N_("incident"),
    GroundedIn.ASK: N_("what was asked"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Act):
    """The decision to set the procedure in motion, at a plenary, on one or both grounds."""

    plenary: int
    grounds: frozenset[Ground]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTold(Act):
    """The Party was told, and asked for its views by ``views_by`` where the letter named a day."""

    views_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsReceived(Act):
    """The Party made its views known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsTimeOver(Act):
    """The day that the letter named passed without views."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundAttached(Act):
    """A fact that the procedure rests on: an unanswered letter, a cancelled visit, an ask repeated."""

    kind: GroundedIn
    fact: str
    """Its public id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted(Act):
    """A vote on a public statement. ``members`` is the number in office that day, present or not."""

    in_favour: int
    against: int
    abstained: int
    members: int

    @property
    def needed(self) -> int:
        """The least number in favour that carries it."""
        return ceil(limit(MAJORITY, self.on).exact * self.members)

    @property
    def carried(self) -> bool:
        """Whether two thirds of all members in office were in favour; whole numbers, nothing rounded."""
        return limit(MAJORITY, self.on).reached(self.in_favour, self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMade(Act):
    """The statement was made. ``opens`` are the public ids of the documents that the decision names."""

    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Act):
    """The body set the procedure aside for a time, and said why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Act):
    """The body took it up again where it stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedWithoutStatement(Act):
    """The body closed it without a statement, and said why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Act):
    """A new decision at a plenary; the Party's views are asked for anew."""

    plenary: int
    grounds: frozenset[Ground]


RUNNING = frozenset({State.OPEN, State.HEARD, State.DECIDED})


def _round(before: tuple[Act, ...]) -> tuple[Act, ...]:
    """The acts since the procedure was last opened."""
    begins = [place for place, act in enumerate(before) if isinstance(act, (Opened, Reopened))]
    return before[begins[-1] :] if begins else ()


def _told(before: tuple[Act, ...]) -> PartyTold | None:
    told = [act for act in _round(before) if isinstance(act, PartyTold)]
    return told[-1] if told else None


def _time_over(before: tuple[Act, ...], act: Act) -> bool:
    told = _told(before)
    return told is not None and told.views_by is not None and act.on > told.views_by


def _adds_up(_before: tuple[Act, ...], act: Act) -> bool:
    if not isinstance(act, Voted):
        return False
    votes = (act.in_favour, act.against, act.abstained)
    return act.members > 0 and min(votes) >= 0 and sum(votes) <= act.members


def _is_new(before: tuple[Act, ...], act: Act) -> bool:
    """Whether this fact is not attached yet since the procedure was last opened."""
    attached = (one for one in _round(before) if isinstance(one, GroundAttached))
    return isinstance(act, GroundAttached) and all(
        (one.kind, one.fact) != (act.kind, act.fact) for one in attached
    )


def _grounds_named(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, (Opened, Reopened)) and bool(act.grounds)


def _says_why(_before: tuple[Act, ...], act: Act) -> bool:
    return bool(act.note.strip())


_TOLD = Need(
    lambda before, _act: _told(before) is not None,
    "party-not-told",
    N_("The Party was not told yet, and could not make its views known."),
    advice=N_("Record first that the Party was told and asked for its views."),
)
_GROUNDS = Need(
    _grounds_named,
    "grounds-missing",
    N_("Article 10(2) has two grounds; the decision names one of them, or both."),
)
_WHY = Need(_says_why, "why-missing", N_("Say why."), clause=PRACTICE)
_BEFORE_VIEWS = N_("Before a vote or a statement the Party must be able to make its views known.")
_NO_VOTE_YET = N_("A public statement needs a vote of two thirds of all members in office.")

STEPS: tuple[Step[State], ...] = (
    Step(
        act=Opened,
        says=N_("the procedure is opened"),
        clause=PRACTICE,
        since=frozenset({State.NOT_OPEN}),
        leads_to=State.OPEN,
        needs=(_GROUNDS,),
    ),
    Step(
        act=PartyTold,
        says=N_("the Party is told and asked for its views"),
        clause=ARTICLE,
        since=frozenset({State.OPEN}),
    ),
    Step(
        act=ViewsReceived,
        says=N_("the Party's views are received"),
        clause=ARTICLE,
        since=frozenset({*RUNNING, State.SUSPENDED}),
        needs=(_TOLD,),
    ),
    Step(
        act=ViewsTimeOver,
        says=N_("the time for the Party's views is over"),
        clause=ARTICLE,
        since=frozenset({State.OPEN}),
        leads_to=State.HEARD,
        needs=(
            _TOLD,
            Need(
                _time_over,
                "views-time-runs",
                N_("The time that the letter gave the Party for its views is not over, or it gave none."),
                advice=N_("The Convention sets no time: only the letter to the Party does."),
            ),
        ),
    ),
    Step(
        act=GroundAttached,
        says=N_("a fact is attached as a ground"),
        clause=ARTICLE,
        since=frozenset({*RUNNING, State.SUSPENDED}),
        needs=(Need(_is_new, "ground-there-already", N_("This fact is attached already.")),),
    ),
    Step(
        act=Voted,
        says=N_("a vote is taken"),
        clause=ARTICLE,
        since=frozenset({State.HEARD}),
        otherwise={State.OPEN: _BEFORE_VIEWS},
        needs=(
            Need(
                _adds_up,
                "votes-do-not-add-up",
                N_("There are more votes than members in office, or no members."),
                advice=N_("Count all members in office, those present and those not."),
            ),
        ),
    ),
    Step(
        act=StatementMade,
        says=N_("the public statement is made"),
        clause=ARTICLE,
        since=frozenset({State.DECIDED}),
        leads_to=State.STATEMENT_MADE,
        otherwise={State.OPEN: _BEFORE_VIEWS, State.HEARD: _NO_VOTE_YET},
    ),
    Step(
        act=Suspended,
        says=N_("the procedure is suspended"),
        clause=PRACTICE,
        since=RUNNING,
        leads_to=State.SUSPENDED,
        needs=(_WHY,),
    ),
    Step(
        act=Resumed,
        says=N_("the procedure is taken up again"),
        clause=PRACTICE,
        since=frozenset({State.SUSPENDED}),
    ),
    Step(
        act=ClosedWithoutStatement,
        says=N_("the procedure is closed without a statement"),
        clause=PRACTICE,
        since=frozenset({*RUNNING, State.SUSPENDED}),
        leads_to=State.CLOSED,
        needs=(_WHY,),
    ),
    Step(
        act=Reopened,
        says=N_("the procedure is reopened"),
        clause=PRACTICE,
        since=frozenset({State.CLOSED, State.STATEMENT_MADE}),
        leads_to=State.OPEN,
        needs=(_GROUNDS,),
    ),
)


def _enters(state: State, before: tuple[Act, ...], act: Act) -> State:
    """The state after ``act``: three of them do not always lead to the same one."""
    match act:
        case ViewsReceived():
            return State.HEARD if state is State.OPEN else state
        case Voted():
            return State.DECIDED if act.carried else State.HEARD
        case Resumed():
            return _without_suspension(before)
    leads_to = MACHINE.step_of(type(act)).leads_to
    return state if leads_to is None else leads_to


def _without_suspension(before: tuple[Act, ...]) -> State:
    """Where it stood when it was suspended; views that came since count."""
    last = max(place for place, act in enumerate(before) if isinstance(act, Suspended))
    return MACHINE.state(History((*before[:last], *before[last + 1 :])))


MACHINE: Machine[State] = Machine(State.NOT_OPEN, STEPS, enters=_enters)
"""The procedure of Article 10(2)."""


def grounds(history: History, as_of: date | None = None) -> frozenset[Ground]:
    """The grounds of the last decision that opened it."""
    named = [act.grounds for act in history.standing(as_of) if isinstance(act, (Opened, Reopened))]
    return named[-1] if named else frozenset()


def opened_documents(history: History) -> frozenset[str]:
    """Public ids of the documents that a statement made opened, each named by its decision."""
    made = [act for act in history.standing() if isinstance(act, StatementMade)]
    return frozenset(document for act in made for document in act.opens)


VOCABULARY = Vocabulary(
    {
        "opened": Opened,
        "views asked for": PartyTold,
        "views received": ViewsReceived,
        "views window expired": ViewsTimeOver,
        "ground attached": GroundAttached,
        "voted": Voted,
        "statement made": StatementMade,
        "suspended": Suspended,
        "resumed": Resumed,
        "closed without statement": ClosedWithoutStatement,
        "reopened": Reopened,
    }
)
"""The word of a dossier for each kind of act."""
