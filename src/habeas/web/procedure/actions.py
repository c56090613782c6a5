"""The doors for writing a procedure that the body conducts: each step is held to its machine."""

from django.db import transaction

from habeas.dossier.facts import Certainty, Klass, Source, Voice
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import Act, History
from habeas.procedure.public_statement import MACHINE, Opened
from habeas.web.conduct.rows import refuse_twice
from habeas.web.dossier.models import Procedure, ProcedureStep
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.parties.models import Party
from habeas.web.procedure.store import history_of, step_row, steps_of
from habeas.web.sources.actions import closed_by_hand, source_for

OPENED = register("procedure.opened", N_("recorded that the body opened the procedure"))
STEP_TAKEN = register("procedure.step_taken", N_("recorded a step that the body took"))
STEP_WITHDRAWN = register("procedure.step_withdrawn", N_("withdrew a step of the procedure"))

ARTICLE_10_2 = "ECPT Article 10(2)"

cite(
    "ECPT#10(2)",
    enforces="A step that the Convention forbids is refused with the clause, and nothing is stored.",
)


def begin(actor: Actor | None, party: Party, act: Opened) -> Procedure:
    """Record the decision to open the procedure about a Party.

    Raises ``ForbiddenError``, and ``RefusedError`` (``procedure-there-already``): it is reopened, not begun
    again, so that its history is one.
    """
    MACHINE.take(History(), act)
    with transaction.atomic():
        if Procedure.objects.filter(party=party, conducted=True, kind=ARTICLE_10_2).exists():
            raise RefusedError(
                "procedure-there-already",
                N_("The body conducts this procedure already."),
                advice=N_("Open its page: a closed procedure is reopened there."),
            )
        minutes = Source(name=f"Minutes of plenary meeting {act.plenary}", voice=Voice.BODY)
        row = Procedure(
            party=party,
            kind=ARTICLE_10_2,
            conducted=True,
            source=source_for(actor, minutes),
            certainty=Certainty.SEEN.value,
            klass=Klass.CONFIDENTIAL.value,
        )
        row.save()
        step_row(row, act).save()
        record(actor, OPENED, row, fields=["steps"], changes=_told(act), party=party.public_id)
    return row


def take(actor: Actor | None, procedure: Procedure, act: Act) -> None:
    """Record one step.

    Raises ``ForbiddenError``, which names the clause, and ``RefusedError`` (``step-recorded-already``);
    nothing is then stored. What the body did is confidential: a procedure that was public is closed by
    it (rule 1).
    """
    with transaction.atomic():
        row = Procedure.objects.select_for_update().get(pk=procedure.pk)
        history = history_of(row)
        MACHINE.take(history, act)
        refuse_twice(history, act)
        step_row(row, act).save()
        closed = closed_by_hand(row)
        if closed:
            row.save(update_fields=["klass"])
        record(actor, STEP_TAKEN, row, changes=_told(act) | closed, party=row.party.public_id)


def withdraw(actor: Actor, procedure: Procedure, step: ProcedureStep, *, reason: str) -> None:
    """Withdraw a step recorded in error; it stays readable with the reason.

    Raises ``RefusedError`` (``reason-missing``), and ``ForbiddenError`` where a later step rests on it.
    """
    with transaction.atomic():
        row = Procedure.objects.select_for_update().get(pk=procedure.pk)
        place = [one.pk for one in steps_of(row)].index(step.pk)
        MACHINE.withdraw(history_of(row), place, reason)
        step.withdrawn_why = reason
        step.save(update_fields=["withdrawn_why"])
        changes = {"step": (step.step, None), "date": (step.date, None)}
        record(actor, STEP_WITHDRAWN, row, changes=changes, reason=reason, party=row.party.public_id)


def _told(act: Act) -> dict[str, tuple[None, str]]:
    """Which step and when. What it says (votes, grounds) is read on the page, not in the journal."""
    kept = step_row(Procedure(), act)
    return {"step": (None, kept.step), "date": (None, kept.date)}
