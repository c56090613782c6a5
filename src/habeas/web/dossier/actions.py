"""The one door by which a whole dossier comes in: all of it, or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from habeas.dossier import entries as kinds
from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.dossier.models import Event, FigureValue, Procedure, ProcedureStep, Statement
from habeas.web.dossier.taking import Taken, Taking
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.parties.actions import add_party, mark_invented
from habeas.web.parties.models import ListCompleteness, Party, PartyName
from habeas.web.sources.actions import add, change, closed_by_hand

STATEMENT_ADDED = register("statement.added", N_("added the statement"))
STATEMENT_CHANGED = register("statement.changed", N_("changed the statement"))
EVENT_ADDED = register("event.added", N_("added the event"))
EVENT_CHANGED = register("event.changed", N_("changed the event"))
FIGURE_ADDED = register("figure.added", N_("added a value of the figure"))
FIGURE_CHANGED = register("figure.changed", N_("changed a value of the figure"))
STEP_ADDED = register("procedure.step_added", N_("added a step of the procedure"))
DOSSIER_EXPORTED = register("dossier.exported", N_("took away the dossier as a file"))
DOSSIER_TAKEN_OVER = register("dossier.taken_over", N_("took over a dossier from a file"))


def take_over(actor: Actor | None, dossier: kinds.Dossier, *, sha256: str, dry_run: bool = False) -> Taken:
    """Write a dossier read from a file whose bytes have ``sha256``.

    Facts that are there already, word for word, are left alone; nothing is replaced. With
    ``dry_run`` everything is tried and nothing is kept. Raises ``RefusedError``.
    """
    with transaction.atomic():
        taking = Taking(actor, _party_row(actor, dossier))
        taken = taking.take(dossier)
        record(
            actor,
            DOSSIER_TAKEN_OVER,
            taking.party,
            changes={"facts": (None, sum(taken.added.values())), "sha256": (None, sha256)},
            party=taking.party.public_id,
        )
        if dry_run:
            transaction.set_rollback(True)
    return taken


def record_export(actor: Actor | None, party: Party, *, form: str, sha256: str, audience: Klass) -> None:
    """Keep in the journal that a file left, with the hash of its bytes; a public file leaves no trace."""
    if audience is Klass.PUBLIC:
        return
    with transaction.atomic():
        changes = {"form": (None, form), "sha256": (None, sha256)}
        record(actor, DOSSIER_EXPORTED, party, changes=changes, party=party.public_id)


ADDED: dict[type[models.Model], str] = {
    Statement: STATEMENT_ADDED,
    Event: EVENT_ADDED,
    FigureValue: FIGURE_ADDED,
}
CHANGED: dict[type[models.Model], str] = {
    Statement: STATEMENT_CHANGED,
    Event: EVENT_CHANGED,
    FigureValue: FIGURE_CHANGED,
}


def add_fact(actor: Actor, row: Statement | Event | FigureValue, party: Party) -> None:
    """Store a new statement, event or value; it is confidential until an act opens it."""
    with transaction.atomic():
        row.party = party
        if isinstance(row, FigureValue) and row.figure._state.adding:
            row.figure.save()
            row.figure_id = row.figure.pk
        add(actor, ADDED[type(row)], row, party=party.public_id)


def change_fact(
    actor: Actor, row: Statement | Event | FigureValue, before: Mapping[str, Any], *, reason: str
) -> None:
    """Store a changed one, with what it was and why it was changed."""
    with transaction.atomic():
        if isinstance(row, FigureValue) and row.figure._state.adding:
            row.figure.save()
            row.figure_id = row.figure.pk
        change(actor, CHANGED[type(row)], row, before, party=row.party.public_id, reason=reason)


def add_step(actor: Actor, procedure: Procedure, step: ProcedureStep) -> None:
    """Add a step to a procedure; steps are never changed, as the history of a procedure only grows.

    A step has no class of its own: a public procedure is confidential from then on (rule 1).
    """
    with transaction.atomic():
        step.procedure = procedure
        step.save()
        closed = closed_by_hand(procedure)
        if closed:
            procedure.save(update_fields=["klass"])
        told = {"step": (None, step.step), "date": (None, step.date), "ground": (None, step.ground)}
        record(actor, STEP_ADDED, procedure, changes=told | closed, party=procedure.party.public_id)


def _party_row(actor: Actor | None, dossier: kinds.Dossier) -> Party:
    value = dossier.party
    row = Party.objects.filter(name=value.name).first()
    if row is None:
        row = add_party(actor, name=value.name, iso=value.iso, note=value.note, klass=value.klass)
        if value.invented:
            mark_invented(actor, row)
    elif row.invented != value.invented:
        raise RefusedError("party-invented", N_("invented facts and real ones do not go into one dossier"))
    for name in value.names:
        PartyName.objects.get_or_create(party=row, name=name, defaults={"klass": value.klass.value})
    for name in value.own_names:
        PartyName.objects.get_or_create(party=row, name=name)
    for item, said in dossier.complete.items():
        if said is not None:
            ListCompleteness.objects.update_or_create(party=row, list=item.value, defaults={"complete": said})
    return row
