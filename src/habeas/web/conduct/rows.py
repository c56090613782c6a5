"""Acts of the room ``procedure`` as rows, and back: the particulars as JSON, the rest in columns."""

from typing import Any

from habeas.dossier.facts import Certainty, Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.procedure.machine import Act, History
from habeas.procedure.written import Vocabulary, particulars
from habeas.web.sources.access import TRANSMITTED_ACTS
from habeas.web.sources.models import ConductedAct


def rows_of(holder: Any) -> list[Any]:
    """The acts of a holder in the order in which they were recorded, which is that of its history."""
    return sorted(holder.acts.all(), key=lambda row: row.pk)


def history_of(holder: Any, vocabulary: Vocabulary) -> History:
    """The history that the acts of a holder keep."""
    return History(tuple(act_value(row, vocabulary) for row in rows_of(holder)))


def refuse_twice(history: History, act: Act) -> None:
    """Refuse a step that stands there word for word: the form was sent twice, and nothing happened twice."""
    if act in history.standing():
        raise RefusedError(
            "step-recorded-already",
            N_("This step is recorded already, on the same day and in the same words."),
            advice=N_("Where the same happened twice in a day, say in the note what sets them apart."),
        )


def act_value(row: ConductedAct, vocabulary: Vocabulary) -> Act:
    """One act. A step of what is conducted here always has its day."""
    if row.date_earliest is None:
        raise ValueError("a step of something conducted has a day")
    return vocabulary.read(
        row.kind, row.particulars, on=row.date_earliest, note=row.note, withdrawn_why=row.withdrawn_why
    )


def fill(row: ConductedAct, act: Act, vocabulary: Vocabulary) -> ConductedAct:
    """Fill a row with an act.

    What the State takes part in is of its holder's class; the body's own steps are confidential whatever
    becomes of the holder.
    """
    said = particulars(act)
    row.kind = vocabulary.word_of(type(act))
    row.date = act.on.isoformat()
    row.by = str(said.get("by", ""))
    row.concerns = str(said.get("concerns", ""))[:60]
    row.note = act.note
    row.particulars = said
    row.certainty = Certainty.SEEN.value
    row.klass = "" if row.kind in TRANSMITTED_ACTS else Klass.CONFIDENTIAL.value
    return row
