"""The doors for writing sources and facts: row and journal entry in one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from habeas.clock import Edtf
from habeas.dossier import facts
from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, changed, record, snapshot
from habeas.web.journal.kinds import register
from habeas.web.sources.models import Act, Fact, Source

SOURCE_ADDED = register("source.added", N_("added the source"))
SOURCE_CHANGED = register("source.changed", N_("changed the source"))
ACT_WITHDRAWN = register("act.withdrawn", N_("withdrew an act recorded in error"))

cite("ECPT#11(2)", enforces="A fact is entered as confidential; no form can make it public.")


def source_for(actor: Actor | None, value: facts.Source) -> Source:
    """Return the row of this source, made where there is none; what is known of it is filled in."""
    row = Source.objects.filter(name=value.name, address__in=("", value.address)).order_by("-address").first()
    if row is None and not value.address:
        row = Source.objects.filter(name=value.name).first()
    known = {
        "address": value.address,
        "date": value.date.text if value.date else "",
        "voice": value.voice.value if value.voice else "",
        "capacity": value.capacity.value if value.capacity else "",
    }
    with transaction.atomic():
        if row is None:
            row = Source(name=value.name, **known)
            row.save()
            record(actor, SOURCE_ADDED, row, changes=changed({}, row))
            return row
        before = snapshot(row)
        for name, text in known.items():
            if text and not getattr(row, name):
                setattr(row, name, text)
        if changes := changed(before, row):
            row.save()
            record(actor, SOURCE_CHANGED, row, changes=changes)
    return row


def add(actor: Actor | None, action: str, row: models.Model, *, party: str, reason: str = "") -> None:
    """Store a new row and its journal entry."""
    with transaction.atomic():
        row.save()
        record(actor, action, row, changes=changed({}, row), reason=reason, party=party)


def change(
    actor: Actor, action: str, row: models.Model, before: Mapping[str, Any], *, party: str, reason: str
) -> None:
    """Store a changed row with what it was before; a change asks why.

    ``before`` is the :func:`~habeas.web.journal.actions.snapshot` taken before the change.
    Raises ``RefusedError`` (``reason-missing``).
    """
    if not reason.strip():
        raise RefusedError("reason-missing", N_("A change needs a reason."))
    changes = changed(before, row)
    if not changes:
        return
    if isinstance(row, Fact):
        changes |= closed_by_hand(row)
    with transaction.atomic():
        row.save()
        record(actor, action, row, changes=changes, reason=reason, party=party)


def sourced(row: Fact, source: Source) -> None:
    """Give a row that names no source of its own this one: that of what it hangs on."""
    if getattr(row, "source_id", None) is None:
        row.source = source


def closed_by_hand(row: Fact) -> dict[str, tuple[Any, Any]]:
    """Make a fact that is changed by hand confidential; return what the journal is to say of it.

    A fact is public as its source has it (rule 1). What somebody made of it is not.
    """
    if row.klass != Klass.PUBLIC.value:
        return {}
    row.klass = Klass.CONFIDENTIAL.value
    return {"klass": (Klass.PUBLIC.value, Klass.CONFIDENTIAL.value)}


def add_act(actor: Actor | None, action: str, act: Act, holder: Fact, *, party: str) -> None:
    """Record one dated act of ``holder``; an act is never changed, only withdrawn.

    An act that does not say its class is of its holder's: a door for acts entered by hand gives it.
    """
    if act.date:
        Edtf.parse(act.date)
    with transaction.atomic():
        act.save()
        # Which step it was and why is content: it stands beside the entry, which the auditor reads.
        changes = {act.kind: (None, act.date or None)} | ({"why": (None, act.why)} if act.why else {})
        record(actor, action, holder, fields=["acts"], changes=changes, party=party)


def withdraw(actor: Actor, action: str, row: Any, *, party: str, reason: str) -> None:
    """Withdraw a fact that hangs on another and was recorded in error; it stays, with the reason."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To withdraw an act needs a reason."))
    with transaction.atomic():
        row.withdrawn_why = reason
        row.save(update_fields=["withdrawn_why"])
        record(actor, action, row, fields=["withdrawn_why"], reason=reason, party=party)


def withdraw_act(actor: Actor, act: Act, holder: Fact, *, party: str, reason: str) -> None:
    """Withdraw an act that was recorded in error; it stays in the history with the reason."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To withdraw an act needs a reason."))
    with transaction.atomic():
        act.withdrawn_why = reason
        act.save(update_fields=["withdrawn_why"])
        changes = {act.kind: (act.date, None)}
        record(actor, ACT_WITHDRAWN, holder, fields=["acts"], changes=changes, reason=reason, party=party)
