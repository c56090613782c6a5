"""What matters now: the few lines at the top of a dossier, each opening to its facts.

No score and no colour by itself: an open procedure, a statement, letters without an
answer and their age, the last visit, reports unpublished and for how long, open clocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.clock import Edtf, Precision
from habeas.dossier.asked_again import demands
from habeas.dossier.chronicle import GROUND_NAMES, VISIT_KIND_NAMES
from habeas.dossier.entries import Document, Dossier, Letter, Procedure, Visit
from habeas.dossier.status import (
    Answer,
    ProcedureState,
    VisitStatus,
    answer,
    awaited,
    due_date,
    procedure_state,
    publication,
    steps_by,
    visit_status,
)
from habeas.language import Words
from habeas.procedure.clocks import Deadline, Standing


class MatterKind(StrEnum):
    """What kind of thing matters; also the order in which matters are told."""

    PROCEDURE = "procedure"
    CLOCK = "clock"
    LETTERS = "letters"
    UNPUBLISHED = "unpublished"
    CANCELLED = "cancelled"
    ASKED_AGAIN = "asked again"
    COMING_VISIT = "coming visit"
    LAST_VISIT = "last visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One line. ``facts`` are the ids it opens to; ``weight`` is ``late``, ``due`` or ``plain``.

    What was asked again opens to the threads of these asks.
    """

    kind: MatterKind
    headline: str
    detail: str
    facts: tuple[str, ...]
    weight: str = "plain"


def matters(dossier: Dossier, as_of: date, words: Words) -> tuple[Matter, ...]:
    """Return what matters on ``as_of``, in the words of one language."""
    return (
        *_procedures(dossier, as_of, words),
        *_clocks(dossier, as_of, words),
        *_letters(dossier, as_of, words),
        *_unpublished(dossier, as_of, words),
        *_asked_again(dossier, as_of, words),
        *_visits(dossier, as_of, words),
    )


def _procedures(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    for procedure in dossier.procedures:
        state = procedure_state(procedure, as_of)
        if state in (ProcedureState.DORMANT, ProcedureState.CLOSED):
            continue
        yield Matter(
            kind=MatterKind.PROCEDURE,
            headline=_procedure_headline(procedure, state, words),
            detail=_procedure_detail(procedure, as_of, words),
            facts=(procedure.id,),
            weight="late" if state is ProcedureState.OPEN else "plain",
        )


def _procedure_headline(procedure: Procedure, state: ProcedureState, words: Words) -> str:
    match state:
        case ProcedureState.OPEN:
            return words.say("{procedure}: open", procedure=procedure.kind)
        case ProcedureState.SUSPENDED:
            return words.say("{procedure}: suspended", procedure=procedure.kind)
    return words.say("{procedure}: public statement made", procedure=procedure.kind)


def _procedure_detail(procedure: Procedure, as_of: date, words: Words) -> str:
    last = steps_by(procedure, as_of)[-1]
    when = words.say("{date}, {age} ago", date=words.date(last.date), age=words.age(last.date, as_of))
    return f"{when} · {words.say(GROUND_NAMES.get(last.ground, last.ground))}" if last.ground else when


def _clocks(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    for letter in dossier.letters:
        due = due_date(letter.acts)
        if due is not None and answer(letter, as_of) is Answer.AWAITED:
            yield _clock(letter.id, letter.subject or words.say("letter"), due, words)
    for document in dossier.documents:
        title = document.reference or document.title or words.say("document")
        responses = [one for one in dossier.documents if one.responds_to == document.id]
        for clock in awaited(document, responses, as_of):
            late = clock.standing(as_of) is Standing.LATE
            yield _clock(document.id, _of(title, clock, words), clock.due, words, late=late)


def _of(title: str, clock: Deadline, words: Words) -> str:
    if not clock.concerns:
        return title
    return words.say("{title}, paragraphs {numbers}", title=title, numbers=clock.concerns)


def _clock(fact: str, title: str, due: Edtf, words: Words, *, late: bool = False) -> Matter:
    return Matter(
        kind=MatterKind.CLOCK,
        headline=words.say("Response overdue") if late else words.say("Open clock"),
        detail=words.say("{title}: due {date}", title=title, date=words.date(due)),
        facts=(fact,),
        weight="late" if late else "due",
    )


def _letters(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    unanswered = [letter for letter in dossier.letters if answer(letter, as_of) is Answer.UNANSWERED]
    if not unanswered:
        return
    if any(letter.count is None for letter in unanswered):
        headline = words.say("Letters without an answer: number not known")
    else:
        number = sum(letter.count or 0 for letter in unanswered)
        headline = words.count("{n} letter without an answer", "{n} letters without an answer", number)
    oldest = min(unanswered, key=_sent)
    yield Matter(
        kind=MatterKind.LETTERS,
        headline=headline,
        detail=_oldest(oldest.date, as_of, words),
        facts=tuple(letter.id for letter in unanswered),
        weight="late",
    )


def _oldest(when: Edtf | None, as_of: date, words: Words) -> str:
    """Since when the oldest waits."""
    if when is not None and when.precision is Precision.DAY and when.earliest == as_of:
        return words.say("the oldest since today")
    return words.say("the oldest for {age} (since {date})", age=words.age(when, as_of), date=words.date(when))


def _sent(letter: Letter) -> date:
    return (letter.date and letter.date.earliest) or date.max


def _unpublished(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    visits = {visit.id: visit for visit in dossier.visits}
    waiting: list[tuple[Document, Edtf | None]] = []
    for document in dossier.documents:
        if document.kind != "visit report":
            continue
        visit = next((visits[one] for one in document.visits if one in visits), None)
        state = publication(document, as_of, visit=visit)
        if not state.published:
            waiting.append((document, state.waiting_since))
    if not waiting:
        return
    dated = [since for _, since in waiting if since is not None]
    oldest = min(dated, key=Edtf.sort_key, default=None)
    yield Matter(
        kind=MatterKind.UNPUBLISHED,
        headline=words.count("{n} report not published", "{n} reports not published", len(waiting)),
        detail=_oldest(oldest, as_of, words) if oldest else words.say("since when is not known"),
        facts=tuple(document.id for document, _ in waiting),
        weight="due",
    )


def _asked_again(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    again = [one for one in demands(dossier, as_of) if one.thread.repeated and not one.closed]
    if not again:
        return
    oldest = again[0].thread
    yield Matter(
        kind=MatterKind.ASKED_AGAIN,
        headline=words.count(
            "{n} demand made again and not closed", "{n} demands made again and not closed", len(again)
        ),
        detail=words.count(
            "the oldest: asked {n} time since {date}",
            "the oldest: asked {n} times since {date}",
            oldest.asked,
            date=words.date(oldest.first_made),
        ),
        facts=tuple(one.thread.last.id for one in again),
        weight="due",
    )


def _visits(dossier: Dossier, as_of: date, words: Words) -> Iterator[Matter]:
    by_status: dict[VisitStatus, list[Visit]] = {}
    for visit in dossier.visits:
        by_status.setdefault(visit_status(visit, as_of), []).append(visit)
    for status in (VisitStatus.REFUSED, VisitStatus.CANCELLED, VisitStatus.SUSPENDED):
        stopped = by_status.get(status, [])
        if stopped:
            yield _stopped(stopped, status, words)
    for status in (VisitStatus.UNDER_WAY, VisitStatus.NOTIFIED, VisitStatus.PLANNED, VisitStatus.POSTPONED):
        for visit in by_status.get(status, []):
            yield _coming(visit, status, words)
    done = by_status.get(VisitStatus.COMPLETED, [])
    if done:
        last = max(done, key=lambda visit: (visit.period and visit.period.latest) or date.min)
        yield Matter(
            kind=MatterKind.LAST_VISIT,
            headline=words.say("Last visit: {date}", date=words.date(last.period)),
            detail=words.say(
                "{kind}; {age} ago",
                kind=words.say(VISIT_KIND_NAMES.get(last.kind, last.kind)),
                age=words.age(last.period, as_of),
            ),
            facts=(last.id,),
        )


def _stopped(visits: list[Visit], status: VisitStatus, words: Words) -> Matter:
    number = len(visits)
    match status:
        case VisitStatus.REFUSED:
            headline = words.count("{n} visit refused", "{n} visits refused", number)
        case VisitStatus.CANCELLED:
            headline = words.count("{n} visit cancelled", "{n} visits cancelled", number)
        case _:
            headline = words.count("{n} visit suspended", "{n} visits suspended", number)
    return Matter(
        kind=MatterKind.CANCELLED,
        headline=headline,
        detail=words.listed(words.date(visit.period) for visit in visits),
        facts=tuple(visit.id for visit in visits),
        weight="late",
    )


def _coming(visit: Visit, status: VisitStatus, words: Words) -> Matter:
    match status:
        case VisitStatus.UNDER_WAY:
            headline = words.say("Visit under way")
        case VisitStatus.NOTIFIED:
            headline = words.say("Visit notified")
        case VisitStatus.POSTPONED:
            headline = words.say("Visit postponed")
        case _:
            headline = words.say("Visit planned")
    return Matter(
        kind=MatterKind.COMING_VISIT,
        headline=headline,
        detail=words.date(visit.period),
        facts=(visit.id,),
        weight="due",
    )
