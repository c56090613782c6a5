"""What the acts of a visit, a document, a letter or talks make of it.

No status is ever written down: it is the last act that had happened by ``as_of``. An
act without a date counts at its place in the order in which acts were recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.clock import Edtf
from habeas.dossier.entries import Act, Document, Letter, Procedure, Step, Talks, Visit
from habeas.language import N_
from habeas.law import cite
from habeas.procedure.clocks import Deadline, Standing, Told, fold

cite("ECPT#11(2)", enforces="A report counts as published only by a recorded act of publication.")


class VisitStatus(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    UNDER_WAY = "under way"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNKNOWN = "not known"


VISIT_STATUS_NAMES = {
    VisitStatus.PLANNED: N_("planned"),
    VisitStatus.NOTIFIED: N_("notified"),
    VisitStatus.UNDER_WAY: N_("under way"),
    VisitStatus.SUSPENDED: N_("suspended"),
    VisitStatus.COMPLETED: N_("completed"),
    VisitStatus.CANCELLED: N_("cancelled"),
    VisitStatus.REFUSED: N_("refused"),
    VisitStatus.POSTPONED: N_("postponed"),
    VisitStatus.UNKNOWN: N_("not known"),
}

_AFTER_ACT = {
    "planned": VisitStatus.PLANNED,
    "decided": VisitStatus.PLANNED,
    "notified": VisitStatus.NOTIFIED,
    "acknowledged": VisitStatus.NOTIFIED,
    "postponed": VisitStatus.POSTPONED,
    "cancelled": VisitStatus.CANCELLED,
    "refused": VisitStatus.REFUSED,
    "started": VisitStatus.UNDER_WAY,
    "resumed": VisitStatus.UNDER_WAY,
    "suspended": VisitStatus.SUSPENDED,
    "completed": VisitStatus.COMPLETED,
}


def happened(acts: Iterable[Act], as_of: date) -> list[Act]:
    """The acts that may have happened by ``as_of``, in order of date; undated ones keep their place."""
    keyed: list[tuple[date, int, Act]] = []
    last = date.min
    for place, act in enumerate(acts):
        if act.date is not None:
            if (act.date.earliest or date.min) > as_of:
                continue
            last = act.date.latest or last
        keyed.append((last, place, act))
    return [act for _, _, act in sorted(keyed, key=lambda item: item[:2])]


def last_act(acts: Iterable[Act], as_of: date, *kinds: str) -> Act | None:
    """The last act by ``as_of`` that is of one of ``kinds`` (of any, where none are named)."""
    found = [act for act in happened(acts, as_of) if not kinds or act.kind in kinds]
    return found[-1] if found else None


def visit_status(visit: Visit, as_of: date) -> VisitStatus:
    """Where the visit stands on ``as_of``."""
    known = [_AFTER_ACT[act.kind] for act in happened(visit.acts, as_of) if act.kind in _AFTER_ACT]
    return known[-1] if known else VisitStatus.UNKNOWN


def place_state(acts: Iterable[Act]) -> str:
    """``open`` or ``closed``, by the last change recorded; a place merged into another is closed."""
    ends = [act.kind for act in acts if act.kind in ("closed", "merged into", "reopened")]
    return "closed" if ends and ends[-1] != "reopened" else "open"


@dataclass(frozen=True, slots=True)
class Publication:
    """Whether a document is public, since when; or since when it waits, where that is known."""

    published: bool
    on: Edtf | None = None
    waiting_since: Edtf | None = None
    basis: str = ""


def publication(document: Document, as_of: date, *, visit: Visit | None = None) -> Publication:
    """Whether ``document`` is published on ``as_of``.

    "Published by the State" and "leaked" are facts that do not lift the class (rule 1).
    A report waits since it was transmitted, else adopted, else since the visit.
    """
    act = last_act(document.acts, as_of, "published")
    if act is not None:
        return Publication(published=True, on=act.date, basis=act.basis)
    since = next(
        (
            found.date
            for kind in ("transmitted", "adopted")
            if (found := last_act(document.acts, as_of, kind)) is not None and found.date is not None
        ),
        visit.period if visit else None,
    )
    return Publication(published=False, waiting_since=since)


class Answer(StrEnum):
    """Whether a letter was answered. No information is not the same as no answer."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    AWAITED = "awaited"
    UNKNOWN = "unknown"


ANSWER_NAMES = {
    Answer.ANSWERED: N_("answered"),
    Answer.UNANSWERED: N_("unanswered"),
    Answer.AWAITED: N_("answer awaited"),
    Answer.UNKNOWN: N_("no information on an answer"),
}


def answer(letter: Letter | Talks, as_of: date) -> Answer:
    """Whether an answer came.

    Unanswered: a source says so, or the time that the letter itself set (or extended) ran
    out without one. Awaited: that time has not run out.
    """
    if last_act(letter.acts, as_of, "answered", "agreed", "held", "refused"):
        return Answer.ANSWERED
    if last_act(letter.acts, as_of, "not answered"):
        return Answer.UNANSWERED
    clocks = deadlines(letter.acts)
    if not clocks or clocks[-1].due.latest is None:
        return Answer.UNKNOWN
    late = any(clock.standing(as_of) is Standing.LATE for clock in clocks)
    return Answer.UNANSWERED if late else Answer.AWAITED


_SETS = ("due", "extended")
_MEETS = ("received", "response received", "answered")
_SOME_DAY = Edtf.of(date.min)
"""When something came that came on a day that nobody noted."""


def deadlines(acts: Iterable[Act]) -> tuple[Deadline, ...]:
    """Every deadline that these acts set, by what it concerns, extensions included (rule 6).

    Deadlines come from the letter that set them; a letter that set none has none.
    """
    return fold(_told(acts))


def _told(acts: Iterable[Act]) -> Iterator[Told]:
    for act in acts:
        if act.kind in _SETS and act.date:
            yield Told(act.concerns, set=act.date)
        elif act.kind in _MEETS:
            yield Told(act.concerns, met=act.date or _SOME_DAY)


def open_deadlines(acts: Iterable[Act], as_of: date) -> list[Deadline]:
    """Those that nothing has met by ``as_of``, the first due first."""
    waiting = [one for one in deadlines(acts) if one.standing(as_of) in (Standing.RUNNING, Standing.LATE)]
    return sorted(waiting, key=lambda one: one.due.latest or date.max)


def awaited(document: Document, responses: Iterable[Document], as_of: date) -> list[Deadline]:
    """What a document still waits for on ``as_of``, the first due first.

    A response to all of it meets everything, one to some paragraphs (``concerns`` of its receipt) only what
    was due for these.
    """
    came = [act for response in responses for act in _receipts(response)]
    return open_deadlines((*document.acts, *came), as_of)


def _receipts(response: Document) -> list[Act]:
    """When a response came; its own date, where no receipt was recorded."""
    receipts = [act for act in response.acts if act.kind == "received"]
    return receipts or [Act(kind="received", date=response.date)]


def due_date(acts: Iterable[Act]) -> Edtf | None:
    """The next date by which something is due; the last one set, where all is met. ``None``: none was set."""
    found = deadlines(acts)
    waiting = [one for one in found if one.met_on is None]
    if waiting:
        return min(waiting, key=lambda one: one.due.latest or date.max).due
    return found[-1].due if found else None


class ProcedureState(StrEnum):
    """Where a procedure of ECPT Article 10(2) stands; opening is apart from the statement (rule 7)."""

    DORMANT = "not open"
    OPEN = "open"
    SUSPENDED = "suspended"
    STATEMENT_MADE = "statement made"
    CLOSED = "closed"


PROCEDURE_STATE_NAMES = {
    ProcedureState.DORMANT: N_("not open"),
    ProcedureState.OPEN: N_("open"),
    ProcedureState.SUSPENDED: N_("suspended"),
    ProcedureState.STATEMENT_MADE: N_("public statement made"),
    ProcedureState.CLOSED: N_("closed without a statement"),
}

_AFTER_STEP = {
    "open": ProcedureState.OPEN,
    "opened": ProcedureState.OPEN,
    "reopened": ProcedureState.OPEN,
    "resumed": ProcedureState.OPEN,
    "suspended": ProcedureState.SUSPENDED,
    "statement made": ProcedureState.STATEMENT_MADE,
    "closed": ProcedureState.CLOSED,
    "closed without statement": ProcedureState.CLOSED,
}

cite("ECPT#10(2)", enforces="A procedure can be open for years, apart from any public statement.")


def procedure_state(procedure: Procedure, as_of: date) -> ProcedureState:
    """Where it stands on ``as_of``: views, visits and talks in between change nothing of it."""
    known = [_AFTER_STEP[step.step] for step in steps_by(procedure, as_of) if step.step in _AFTER_STEP]
    return known[-1] if known else ProcedureState.DORMANT


def steps_by(procedure: Procedure, as_of: date) -> list[Step]:
    """The steps taken by ``as_of``, as recorded."""
    return [
        step for step in procedure.steps if step.date is None or (step.date.earliest or date.min) <= as_of
    ]
