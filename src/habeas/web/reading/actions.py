"""The one door for bringing documents and reviewing what was read: row and journal entry in one transaction.

The journal says who did what with which proposal and when. What a proposal says stands in the step, not in
the journal.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from habeas.errors import HabeasError, RefusedError, as_kept
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.reading import access, kept, parts
from habeas.web.reading.fields import FIELDS, NEEDED, Given
from habeas.web.reading.models import Proposal, Reading, State, Step
from habeas.web.reports.models import Document

BROUGHT = register("reading.brought", N_("brought a document to be read"))
READ = register("reading.read", N_("a document was read"))
PUBLISHED = register("reading.published", N_("said when a document to be read was published"))
TAKEN_AWAY = register("reading.taken_away", N_("took away a document that was brought to be read"))
WITHDRAWN = register("reading.withdrawn", N_("withdrew a document that was brought to be read"))
STEPS = {
    "accept": register("reading.accepted", N_("accepted a proposal of a reading")),
    "edit": register("reading.changed", N_("changed a proposal of a reading")),
    "refuse": register("reading.declined", N_("declined a proposal of a reading")),
    "split": register("reading.split", N_("split a proposal of a reading")),
    "join": register("reading.joined", N_("joined two proposals of a reading")),
    "add": register("reading.added", N_("added a proposal to a reading by hand")),
}
TAKEN_OVER = register("reading.taken_over", N_("took over into the file what was accepted of a reading"))
UNDONE = register("reading.undone", N_("undid a step of the review of a reading"))

cite("ECPT#11(2)", enforces="What a document says comes into the file only where a person accepted it.")


def bring(actor: Actor, row: Reading, pieces: Iterable[bytes]) -> None:
    """Keep a document; ``jobs.wake`` has it read."""
    kept.take_in(row, pieces)
    row.by_id = actor.user_id
    with transaction.atomic():
        row.save()
        changes = {"sha256": (None, row.sha256)}
        record(actor, BROUGHT, row, fields=["party", "form", "date", "sha256"], changes=changes)


def say_published(actor: Actor, row: Reading, day: str) -> None:
    """Say when a document was published, and have it read again; ``jobs.wake`` begins.

    Raises ``RefusedError`` (``reading-reviewed``) once its review has begun: nothing reviewed is lost.
    """
    with transaction.atomic():
        locked = Reading.objects.select_for_update().get(pk=row.pk)
        if not access.untouched(locked):
            raise RefusedError(
                "reading-reviewed", N_("Its review has begun: the day is given where it is taken over.")
            )
        locked.proposals.all().delete()
        locked.date, locked.begun_at, locked.ended_at = day, None, None
        locked.save()
        record(actor, PUBLISHED, locked, fields=["date"])


def note_taken_away(actor: Actor, row: Reading) -> None:
    """Say in the journal that the document left."""
    with transaction.atomic():
        record(actor, TAKEN_AWAY, row, changes={"sha256": (None, row.sha256)})


def hold_withdrawable(row: Reading) -> None:
    """Refuse to withdraw what is at work, or what is in the file of the Party.

    Raises ``RefusedError`` (``reading-taken-over``, ``reading-at-work``, ``reading-withdrawn``).
    """
    if row.state == "withdrawn":
        raise RefusedError("reading-withdrawn", N_("The document is withdrawn already."))
    if row.state == "running":
        raise RefusedError(
            "reading-at-work",
            N_("The document is being read."),
            advice=N_("Withdraw it when its reading is at its end."),
        )
    if access.is_taken(row):
        raise RefusedError(
            "reading-taken-over",
            N_("Something of the document is in the file of the Party: it is kept as the source of that."),
            advice=N_("Correct or withdraw there what is wrong."),
        )


def withdraw(actor: Actor, row: Reading, *, reason: str) -> None:
    """Take back a document that was brought by mistake: the file and all that was read of it are destroyed.

    That it was here, its SHA-256 and the reason stay. Raises as :func:`hold_withdrawable` does.
    """
    with transaction.atomic():
        hold_withdrawable(Reading.objects.select_for_update().get(pk=row.pk))
        row.proposals.all().delete()
        row.steps.all().delete()
        row.name = row.reference = row.title = row.language = ""
        row.sizes, row.warnings = [], []
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = timezone.now(), actor.user_id, reason
        row.save()
        record(actor, WITHDRAWN, row, fields=["sha256", "withdrawn_why"])
        # Before the row says so: of what could not be destroyed nobody is told that it was.
        kept.destroy(row)


# The review -------------------------------------------------------------------------------------


def accept(actor: Actor, proposal: Proposal) -> None:
    """Say that a proposal is right as it stands. Raises ``RefusedError`` (``proposal-incomplete``)."""
    if any(not proposal.given[name] for name in NEEDED.intersection(FIELDS[proposal.what])):
        raise RefusedError(
            "proposal-incomplete",
            N_("Something that it needs is not filled in."),
            advice=N_("Fill it in by “Edit”."),
        )
    _step(actor, "accept", proposal.reading, [(proposal, {"state": State.ACCEPTED.value})])


def edit(actor: Actor, proposal: Proposal, given: Given, *, accepted: bool) -> None:
    """Correct what was read; what was read stays beside it."""
    changes: dict[str, Any] = {"given": given}
    if accepted:
        changes["state"] = State.ACCEPTED.value
    _step(actor, "edit", proposal.reading, [(proposal, changes)])


def refuse(actor: Actor, proposal: Proposal, *, reason: str) -> None:
    """Say why a proposal is not taken. Raises ``RefusedError`` (``reason-missing``)."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To refuse a proposal needs a reason."))
    changes = {"state": State.REFUSED.value}
    _step(actor, "refuse", proposal.reading, [(proposal, changes)], reason=reason.strip())


def split(actor: Actor, proposal: Proposal, at: int) -> Proposal:
    """Part a proposal before a letter of its words; the second part is a proposal of its own.

    Raises ``RefusedError`` (``split-nowhere``).
    """
    first, second = parts.parted(proposal, at)
    made = Proposal(reading=proposal.reading, what=proposal.what, hints=proposal.hints, **second)
    _step(actor, "split", proposal.reading, [(proposal, first), (made, None)])
    return made


def join(actor: Actor, proposal: Proposal) -> None:
    """Join a proposal with the one that follows it. Raises ``RefusedError`` (``join-with-nothing``)."""
    after = parts.following(proposal)
    if after is None:
        raise RefusedError("join-with-nothing", N_("Nothing of the same kind follows it."))
    changes = [(proposal, parts.joined(proposal, after)), (after, {"state": State.GONE.value})]
    _step(actor, "join", proposal.reading, changes)


def add(actor: Actor, proposal: Proposal) -> None:
    """Put a passage that the reader missed beside what it found; it is reviewed as any other."""
    _step(actor, "add", proposal.reading, [(proposal, None)])


def undo(actor: Actor, row: Reading) -> str:
    """Undo the last step that stands, and return the public id of a proposal that it touched.

    Raises ``RefusedError`` (``nothing-to-undo``, ``proposal-taken-over``).
    """
    with transaction.atomic():
        Reading.objects.select_for_update().get(pk=row.pk)
        step = row.steps.filter(undone_at=None).last()
        if step is None:
            raise RefusedError("nothing-to-undo", N_("There is no step to be undone."))
        # In the order of the text: a store need not keep the order of the changes.
        touched = {one.public_id: one for one in row.proposals.filter(public_id__in=step.changes)}
        hold_not_taken(touched.values())
        for public_id, (before, _after) in step.changes.items():
            _put(touched[public_id], before or {"state": State.GONE.value})
        step.undone_at, step.undone_by_id = timezone.now(), actor.user_id
        step.save(update_fields=["undone_at", "undone_by"])
        first: str = next(iter(touched))
        record(actor, UNDONE, touched[first], fields=[step.kind])
    return first


Came = dict[Proposal, list[tuple[str, str]]]
"""By proposal, kind and public id of each row that came of it."""


def note_taken(actor: Actor, row: Reading, came: Came, *, document: Document | None = None) -> None:
    """Say what became of proposals in the file of the Party, within the transaction that enters it there."""
    now = timezone.now()
    with transaction.atomic():
        for proposal, rows in came.items():
            proposal.taken_at, proposal.taken_as = now, [list(each) for each in rows]
            proposal.save(update_fields=["taken_at", "taken_as"])
        if document is not None:
            row.document = document
            row.save(update_fields=["document"])
        record(actor, TAKEN_OVER, row, changes={"proposals": (None, len(came))})


def hold_not_taken(rows: Iterable[Proposal]) -> None:
    """Refuse to change what is in the file of the Party already."""
    if any(row.taken_at for row in rows):
        raise RefusedError(
            "proposal-taken-over",
            N_("This is in the file of the Party already, and is changed there."),
        )


def _step(
    actor: Actor,
    kind: str,
    reading: Reading,
    changes: Sequence[tuple[Proposal, Mapping[str, Any] | None]],
    *,
    reason: str = "",
) -> None:
    """Put changes into force, and keep what was before; ``None`` makes a new proposal."""
    with transaction.atomic():
        # Two who review at once go one after the other.
        Reading.objects.select_for_update().get(pk=reading.pk)
        step = Step(reading=reading, kind=kind, by_id=actor.user_id, reason=reason, changes={})
        for proposal, change in changes:
            if change is None:
                proposal.save()
                step.changes[proposal.public_id] = [None, None]
                continue
            proposal.refresh_from_db()
            hold_not_taken([proposal])
            before = {name: getattr(proposal, name) for name in change}
            step.changes[proposal.public_id] = [before, dict(change)]
            _put(proposal, change)
        step.save()
        record(actor, STEPS[kind], changes[0][0], fields=list(changes[0][1] or ()))


def _put(proposal: Proposal, change: Mapping[str, Any]) -> None:
    for name, value in change.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(change))


# What the job writes ----------------------------------------------------------------------------


def finish(row: Reading, found: Mapping[str, Any], proposals: list[Proposal]) -> None:
    """It was read, and this is proposed."""
    said = found["said"]
    row.schema = said["schema"]
    row.reference = (said.get("reference") or "")[:120]
    row.title = (said.get("title") or "")[:300]
    row.language = (said.get("language") or "")[:8]
    if row.reference or row.title:
        row.name = ""  # it may name a person, and is needed no more
    row.sizes, row.warnings = found["sizes"], said.get("warnings", [])
    row.ended_at = timezone.now()
    with transaction.atomic():
        row.save()
        Proposal.objects.bulk_create(proposals)
        record(None, READ, row, fields=["proposals"])


def refuse_document(row: Reading, error: HabeasError) -> None:
    """It cannot be read, and why; nothing of what was in it is kept beside the document."""
    row.refusal = {
        "code": error.code,
        "message": as_kept(error.message),
        "advice": as_kept(error.advice),
    }
    row.begun_at = row.begun_at or timezone.now()
    row.ended_at = timezone.now()
    with transaction.atomic():
        row.save(update_fields=["refusal", "begun_at", "ended_at"])
        record(None, READ, row, fields=["refusal"])


def say_broken_off(row: Reading) -> None:
    """Its job ended before it did: the machine stopped, or the program."""
    refuse_document(
        row,
        RefusedError(
            "reading-broken-off",
            N_("The reading was broken off when the machine or the program stopped."),
            advice=N_("Bring the document again."),
        ),
    )
