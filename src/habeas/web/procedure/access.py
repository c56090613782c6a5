"""Which procedures that the body conducts a reader may see, and what may be attached to them as grounds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas.dossier.status import Answer, answer, visit_status
from habeas.procedure.machine import History
from habeas.procedure.public_statement import GroundedIn
from habeas.web.dialogue.access import letters_for, talks_for
from habeas.web.dialogue.store import letter_value, talks_value
from habeas.web.dossier.access import NOT_MADE, procedures_for
from habeas.web.dossier.models import Procedure, ProcedureStep
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.procedure.store import history_of, steps_of
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.access import incidents_for, visits_for
from habeas.web.visits.store import visit_value


def conducted_for(reader: Reader, public_id: str) -> Procedure:
    """Return a procedure that the body conducts, or ``Http404``: for who reads the Party's file only.

    A fact of the dossier about it may be public one day; votes and grounds are not.
    """
    row: Procedure | None = procedures_for(reader).filter(public_id=public_id, conducted=True).first()
    if row is None or not reads_confidential(reader, row.party.public_id):
        raise Http404
    return row


def conducted_of(reader: Reader, party: Party) -> Procedure | None:
    """The procedure that the body conducts about a Party, open or not; ``None`` where there is none."""
    if not reads_confidential(reader, party.public_id):
        return None
    found: Procedure | None = procedures_for(reader).filter(party=party, conducted=True).first()
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be attached as a ground, or is: its kind, public id, and what it is in words."""

    kind: GroundedIn
    fact: str
    label: str
    date: str

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.kind.value}:{self.fact}"

    @property
    def way(self) -> str:
        """The name of the address of its page."""
        return _WAYS[self.kind]


_ROWS: dict[GroundedIn, Callable[[Reader], "QuerySet[Any, Any]"]] = {
    GroundedIn.LETTER: letters_for,
    GroundedIn.TALKS: talks_for,
    GroundedIn.VISIT: visits_for,
    GroundedIn.INCIDENT: incidents_for,
    GroundedIn.ASK: asks_for,
}
_WAYS = {
    GroundedIn.LETTER: "dialogue:letter",
    GroundedIn.TALKS: "dialogue:talks",
    GroundedIn.VISIT: "visits:visit",
    GroundedIn.INCIDENT: "visits:incident",
    GroundedIn.ASK: "reports:ask",
}


def candidates(reader: Reader, party: Party, as_of: date) -> list[Candidate]:
    """Letters without an answer, talks refused, visits that were not made, and incidents, oldest first."""
    return sorted(_candidates(reader, party, as_of), key=lambda one: (one.date, one.label))


def _candidates(reader: Reader, party: Party, as_of: date) -> Iterator[Candidate]:
    for letter in letters_for(reader).filter(party=party):
        if answer(letter_value(letter), as_of) is Answer.UNANSWERED:
            yield _candidate(GroundedIn.LETTER, letter)
    for talks in talks_for(reader).filter(party=party):
        value = talks_value(talks)
        if any(act.kind == "refused" for act in value.acts) or answer(value, as_of) is Answer.UNANSWERED:
            yield _candidate(GroundedIn.TALKS, talks)
    for visit in visits_for(reader).filter(party=party):
        if visit_status(visit_value(visit), as_of) in NOT_MADE:
            yield _candidate(GroundedIn.VISIT, visit)
    for incident in incidents_for(reader).filter(party=party):
        yield _candidate(GroundedIn.INCIDENT, incident)


def _candidate(kind: GroundedIn, row: Any) -> Candidate:
    label = row.label or row.get_kind_display() if kind is GroundedIn.VISIT else str(row)
    return Candidate(kind, row.public_id, label, row.date)


def attached(reader: Reader, kind: GroundedIn, public_id: str) -> Candidate | None:
    """A fact that was attached as a ground; ``None`` where the reader does not see it (any more)."""
    row = _ROWS[kind](reader).filter(public_id=public_id).first()
    return _candidate(kind, row) if row else None


def documents_to_name(reader: Reader, party: Party) -> list[tuple[str, str]]:
    """Public id and name of the Party's documents: a decision names those that it opens."""
    return [(row.public_id, str(row)) for row in documents_for(reader).filter(party=party)]


def history_for(row: Procedure) -> tuple[History, list[str]]:
    """The history of a procedure that the reader was let to, and the public id of each of its steps."""
    return history_of(row), [step.public_id for step in steps_of(row)]


def step_for(row: Procedure, public_id: str) -> ProcedureStep:
    """A step of a procedure that the reader was let to, not yet withdrawn; or ``Http404``."""
    step: ProcedureStep | None = row.steps.filter(public_id=public_id, withdrawn_why="").first()
    if step is None:
        raise Http404
    return step
