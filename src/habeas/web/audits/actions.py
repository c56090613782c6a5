"""The one door for asking for audits and bringing registers: row and journal entry in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from habeas.errors import HabeasError, RefusedError, as_kept
from habeas.language import N_
from habeas.web.audits import access, kept
from habeas.web.audits.models import Audit, Register, TakenOver
from habeas.web.custody import wall
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.visits.actions import add_finding
from habeas.web.visits.models import Finding

ASKED = register("audit.asked", N_("asked for an audit of a register"))
CANCELLED = register("audit.cancelled", N_("stopped an audit of a register"))
ENDED = register("audit.ended", N_("an audit of a register came to its end"))
OPENED = register("audit.occasions_opened", N_("opened the occasions of an audit"))
OPENED_RECORD = register("audit.record_opened", N_("opened a record of an audit, drawn with what was found"))
TAKEN_AWAY = register("audit.taken_away", N_("took away an audit as a file"))
BROUGHT = register("audit.register_brought", N_("brought a register to be audited"))
WITHDRAWN = register("audit.register_withdrawn", N_("withdrew a register that was brought to be audited"))
TAKEN_OVER = register("audit.taken_over", N_("took a safeguard of an audit over as a finding of a visit"))
EMPTIED = register("audit.emptied", N_("took erased records out of the results of audits"))


def ask(
    actor: Actor,
    row: Audit,
    *,
    own: Mapping[str, str] = MappingProxyType({}),
    lists: Sequence[Callable[[Path], None]] = (),
) -> None:
    """Ask for an audit; ``jobs.wake`` has it carried out.

    ``own``: rules of one's own by their names, as they are written. each of ``lists`` writes one
    that the register is held against.

    Raises ``RefusedError`` where one of them cannot be held against a register: nothing is asked then.
    """
    row.by_id = actor.user_id
    try:
        with transaction.atomic():
            if own:
                kept.take_rules(row, own)
                row.own_rules = sorted(own)
            if lists:
                row.list_sha256 = kept.take_lists(row, lists)
            row.save()
            record(actor, ASKED, row, fields=["register", "rule_set", "own_rules", "as_of", "list_sha256"])
    except BaseException:
        kept.forget(row)
        raise


def cancel(actor: Actor, row: Audit) -> None:
    """Ask that it stop; one that was not begun is at its end with that."""
    with transaction.atomic():
        found = Audit.objects.select_for_update().get(pk=row.pk)
        if not found.goes_on:
            return
        found.cancelled_at = timezone.now()
        if found.begun_at is None:
            found.ended_at = found.cancelled_at
            kept.put_away(found)
        found.save(update_fields=["cancelled_at", "ended_at"])
        record(actor, CANCELLED, found, fields=["cancelled_at"])


def bring(actor: Actor, row: Register, fill: Callable[[Path], None]) -> None:
    """Keep the files of a register, in the place of an earlier delivery of it; ``fill`` writes them.

    Raises as :func:`hold_at_rest` does: an audit would read one delivery and cite another.
    """

    def filled(folder: Path) -> None:
        fill(folder)
        hold_at_rest(row)  # last, for files may take long to come

    before, row.sha256 = row.sha256, kept.take_place(row, filled)
    row.brought_at = timezone.now()
    row.by_id = actor.user_id
    with transaction.atomic():
        row.save()
        changes = {"sha256": (before or None, row.sha256)}
        record(actor, BROUGHT, row, fields=["brought_at", "sha256"], changes=changes)


def hold_at_rest(row: Register) -> None:
    """Refuse to take away the files that an audit is at. Raises ``RefusedError`` (``audit-at-work``)."""
    if row.pk is not None and access.is_at_work(row):
        raise RefusedError(
            "audit-at-work",
            N_("An audit of the register is going on."),
            advice=N_("Stop it, or wait for its end, and try again then."),
        )


def withdraw(actor: Actor, row: Register, *, reason: str) -> None:
    """Take back a register that was brought: its files and all that audits found in them are destroyed.

    That it was here, its SHA-256 and the reason stay, and so do findings that were taken over, with their
    figures. Raises as :func:`hold_at_rest` does.
    """
    with transaction.atomic():
        hold_at_rest(Register.objects.select_for_update().get(pk=row.pk))
        row.name = ""
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = timezone.now(), actor.user_id, reason
        row.save()
        for audit in row.audits.exclude(refusal=None):  # a name of a file may tell of somebody
            nothing = {"message": "", "file": None, "line": None, "advice": None}
            audit.refusal = {**(audit.refusal or {}), **nothing}
            audit.save(update_fields=["refusal"])
        record(actor, WITHDRAWN, row, fields=["sha256", "withdrawn_why"])
        # Last, before the row is committed: of what could not be destroyed nobody is told that it was.
        kept.destroy(row)


def take_over(
    actor: Actor, audit: Audit, finding: Finding, *, proposed: str, figures: dict[str, Any]
) -> None:
    """Take a safeguard over into a visit as a finding; what the audit said stays beside it.

    A form that is sent twice makes one: nothing is done where the same finding stands already.
    """
    finding.author_id = actor.user_id
    row = TakenOver(audit=audit, rule=figures["rule"], finding=finding, proposed=proposed, figures=figures)
    with transaction.atomic():
        Audit.objects.select_for_update().get(pk=audit.pk)  # one after the other
        stands = audit.taken_over.filter(
            rule=row.rule,
            finding__visit=finding.visit,
            finding__place=finding.place,
            finding__text=finding.text,
            finding__withdrawn_why="",
        )
        if stands.exists():
            return
        add_finding(actor, finding)
        row.finding = finding
        row.save()
        record(actor, TAKEN_OVER, row, fields=["rule", "figures"])


def note_opened(actor: Actor, row: Audit) -> None:
    """Say in the journal that somebody opened the occasions."""
    with transaction.atomic():
        record(actor, OPENED, row)


def note_record_opened(actor: Actor, row: Audit, number: int) -> None:
    """Say in the journal that somebody opened a record, by its number within the audit."""
    with transaction.atomic():
        record(actor, OPENED_RECORD, row, changes={"record": (None, number)})


def note_taken_away(actor: Actor, row: Audit, name: str, sha256: str) -> None:
    """Say in the journal that a file left, with the hash of its bytes."""
    with transaction.atomic():
        record(actor, TAKEN_AWAY, row, changes={"file": (None, name), "sha256": (None, sha256)})


@wall.everything()
def empty_erased(actor: Actor | None) -> None:
    """Take records that are erased out of the results of audits of the register kept here.

    With each erasure, and every night: the power may fail between an erasure and this. The figures stay: they
    count, and name nobody. What a summary says of its tables no longer fits then, and the journal says why.
    """
    for row in Audit.objects.filter(register=None).exclude(sha256=""):
        if kept.drop_records(row, access.erased_of(row)):
            with transaction.atomic():
                record(actor, EMPTIED, row, fields=[kept.OCCASIONS])


# What the job writes ---------------------------------------------------------------------------


def finish(row: Audit, result: dict[str, Any]) -> None:
    """Its result lies on the disk."""
    for name, value in result.items():
        setattr(row, name, value)
    row.done, row.ended_at = 100, timezone.now()
    with transaction.atomic():
        row.save(update_fields=[*result, "done", "ended_at"])
        record(None, ENDED, row, changes={"sha256": (None, row.sha256)})


def refuse(row: Audit, error: HabeasError) -> None:
    """Nothing came of it, and why."""
    where = error.where
    row.refusal = {
        "code": error.code,
        "message": as_kept(error.message),
        "file": None if where is None else where.file,
        "line": None if where is None else where.line,
        "advice": as_kept(error.advice),
    }
    row.begun_at = row.begun_at or timezone.now()
    row.ended_at = timezone.now()
    with transaction.atomic():
        row.save(update_fields=["refusal", "begun_at", "ended_at"])
        record(None, ENDED, row, fields=["refusal"])


def stopped(row: Audit) -> None:
    """It stopped, as somebody asked."""
    row.ended_at = timezone.now()
    with transaction.atomic():
        row.save(update_fields=["ended_at"])
        record(None, ENDED, row, fields=["ended_at"])


def say_broken_off(row: Audit) -> None:
    """Its job ended before it did: the machine stopped, or the program."""
    kept.put_away(row)
    refuse(
        row,
        RefusedError(
            "audit-broken-off",
            N_("The audit was broken off when the machine or the program stopped."),
            advice=N_("Ask for it again."),
        ),
    )
