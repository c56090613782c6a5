"""The rows of a procedure that the body conducts, as a history of the room ``procedure``."""

from habeas.procedure.machine import Act, History
from habeas.procedure.public_statement import VOCABULARY
from habeas.procedure.written import particulars
from habeas.web.dossier.models import Procedure, ProcedureStep


def steps_of(row: Procedure) -> list[ProcedureStep]:
    """The steps in the order in which they were recorded, which is that of the history."""
    return list(row.steps.order_by("pk"))


def history_of(row: Procedure) -> History:
    """The history that the rows keep."""
    return History(tuple(map(act_value, steps_of(row))))


def act_value(step: ProcedureStep) -> Act:
    """One act. A step of a procedure that is conducted here always has its day."""
    if step.date_earliest is None:
        raise ValueError("a step of a conducted procedure has a day")
    return VOCABULARY.read(
        step.step,
        step.particulars,
        on=step.date_earliest,
        note=step.note,
        withdrawn_why=step.withdrawn_why,
    )


def step_row(row: Procedure, act: Act) -> ProcedureStep:
    """The row that keeps an act."""
    said = particulars(act)
    named = said.get("grounds", [])
    return ProcedureStep(
        procedure=row,
        step=VOCABULARY.word_of(type(act)),
        date=act.on.isoformat(),
        ground="both grounds" if len(named) > 1 else "".join(named),
        note=act.note,
        certainty="seen",
        particulars=said,
    )
