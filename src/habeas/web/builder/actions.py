"""The one door for writing the text of a report: passages, their locks and numbers, copies and rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import ForbiddenError
from habeas.procedure.report.steps import ADOPTION
from habeas.web.builder import numbering
from habeas.web.builder.access import in_draft
from habeas.web.builder.models import Copy, Lock, Manuscript, Passage, Remark, Revision, Round
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register, tell
from habeas.web.visits.models import Finding

BEGUN = register("builder.begun", N_("began the text of the report"))
ADDED = register("builder.added", N_("wrote a new passage of the report"))
CHANGED = register("builder.changed", N_("changed a passage of the report"))
MOVED = register("builder.moved", N_("moved a passage of the report"))
REMOVED = register("builder.removed", N_("took a passage out of the report"))
PUT_BACK = register("builder.put_back", N_("put a passage back into the report"))
NUMBERED = register("builder.numbered_anew", N_("numbered the report anew"))
TAKEN_OVER = register("builder.lock_taken_over", N_("went on in a passage that another was writing in"))
LET_GO = register("builder.lock_let_go", N_("left a passage as it was"))
WENT_OUT = register("builder.copy", N_("took a copy of the text of the report"))
ROUND_OPENED = register("builder.round", N_("opened a round on the draft of the report"))
ROUND_CLOSED = register("builder.round_closed", N_("closed a round on the draft of the report"))
REMARKED = register("builder.remark", N_("entered a remark on the draft of the report"))
REMARK_DECIDED = register("builder.remark_decided", N_("decided on a remark on the draft of the report"))

_ROUNDS = {
    "members": N_("comments of the delegation"),
    "facts": N_("factual corrections by the authorities"),
}
tell("reports.document", "kind", N_("Kind"), _ROUNDS)
tell("reports.document", "sent_on", N_("Sent on"))
tell("reports.document", "format", N_("Format"))
tell("reports.document", "sha256", "SHA-256")

LOCKED_FOR = timedelta(minutes=15)
"""How long nobody else writes in a passage; each save begins it anew."""

cite("CPT-practice#adoption", enforces="The text of a report is not changed any more once it is adopted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a passage says, and if it asks something, what of whom and under which provision."""

    text: str
    form: str = "numbered"
    level: int = 0
    kind: str = ""
    addressee: str = ""
    provision: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """By the name of the column; what does not belong to the form is empty."""
        asks = self.form == "ask"
        return {
            "text": self.text,
            "form": self.form,
            "level": self.level if self.form == "heading" else 0,
            "kind": self.kind if asks else "",
            "addressee": self.addressee if asks else "",
            "provision": self.provision if asks else "",
        }


class LockedError(RefusedError):
    """Somebody else writes in this passage; ``lock`` says who and until when."""

    def __init__(self, lock: Lock) -> None:
        super().__init__("passage-locked", N_("Somebody else is writing in this passage."))
        self.lock = lock


class ChangedMeanwhileError(RefusedError):
    """The passage is no longer what the author saw; nothing was stored."""

    def __init__(self) -> None:
        super().__init__(
            "passage-changed-meanwhile",
            N_("This passage was changed since you opened it."),
            advice=N_("Both texts are below: make one of them, and save again."),
        )


def begin(actor: Actor | None, manuscript: Manuscript, outline: Iterable[Wording]) -> Manuscript:
    """Begin the text of a report, with the passages that its outline gives. Raises ``RefusedError``."""
    report = manuscript.report
    if Manuscript.objects.filter(report=report).exists():
        raise RefusedError("text-begun-already", N_("The text of this report is begun already."))
    with transaction.atomic():
        _refuse_adopted(manuscript)
        manuscript.save()
        record(actor, BEGUN, report, fields=["text"], party=report.party.public_id)
        _put(actor, manuscript, 0, list(outline), what="begun")
        _run_numbers(manuscript)
    return manuscript


def hold(actor: Actor, passage: Passage, *, now: datetime, over: bool = False) -> Lock:
    """Let the actor alone write in a passage for a while. Raises :class:`LockedError` unless ``over``."""
    if actor.user_id is None:
        raise ValueError("a passage is held by a person")
    with transaction.atomic():
        _refuse_adopted(_held(passage.manuscript))
        lock = Lock.objects.filter(passage=passage).select_related("holder").first()
        others = lock is not None and lock.holder_id != actor.user_id and lock.until > now
        if others and lock is not None and not over:
            raise LockedError(lock)
        if others:
            record(actor, TAKEN_OVER, passage, fields=["lock"], party=_party(passage.manuscript))
        made, _new = Lock.objects.update_or_create(
            passage=passage, defaults={"holder_id": actor.user_id, "until": now + LOCKED_FOR}
        )
    return made


def release(actor: Actor, passage: Passage) -> None:
    """Let others write again; what was not saved is not kept."""
    with transaction.atomic():
        held, _which = Lock.objects.filter(passage=passage, holder_id=actor.user_id).delete()
        if held:
            record(actor, LET_GO, passage, fields=["lock"], party=_party(passage.manuscript))


def change(
    actor: Actor | None,
    passage: Passage,
    wording: Wording,
    *,
    version: int,
    now: datetime,
    what: str = "changed",
    findings: Iterable[Finding] | None = None,
) -> Passage:
    """Store a passage as it now reads; ``version`` is the one that the author saw.

    Raises :class:`LockedError` where another holds it, :class:`ChangedMeanwhileError` where it is another
    by now. The same text again is no new version. Its form stays.
    """
    with transaction.atomic():
        rows = Passage.objects.select_for_update(of=("self",)).select_related("manuscript__report__party")
        row = rows.get(pk=passage.pk)
        _refuse_adopted(row.manuscript)
        lock = Lock.objects.filter(passage=row, until__gt=now).select_related("holder").first()
        if lock is not None and (actor is None or lock.holder_id != actor.user_id):
            raise LockedError(lock)
        if not _reads_as_in(row, version):
            raise ChangedMeanwhileError
        if findings is not None:
            row.findings.set(findings)
        given = replace(wording, form=row.form).fields
        if any(getattr(row, name) != value for name, value in given.items()):
            for name, value in given.items():
                setattr(row, name, value)
            _keep(actor, row, what)
            record(actor, CHANGED, row, fields=["text"], party=_party(row.manuscript))
        Lock.objects.filter(passage=row).delete()
    return row


def add(
    actor: Actor | None,
    manuscript: Manuscript,
    wordings: Sequence[Wording],
    *,
    after: Passage | None,
    what: str = "written",
    findings: Iterable[Finding] = (),
) -> list[Passage]:
    """Put new passages behind ``after`` (``None``: at the beginning). Raises ``RefusedError``.

    An ask comes behind a numbered paragraph, to which it belongs.
    """
    with transaction.atomic():
        manuscript = _held(manuscript)
        _refuse_adopted(manuscript)
        place = 0 if after is None else Passage.objects.values_list("place", flat=True).get(pk=after.pk)
        made = _put(actor, manuscript, place, wordings, what=what)
        for row in made:
            row.findings.set(findings)
            record(actor, ADDED, row, fields=["text"], party=_party(manuscript))
        _refuse_loose_asks(manuscript)
        _number(manuscript, made)
    return made


def move(actor: Actor, passage: Passage, *, after: Passage | None) -> None:
    """Move a passage behind another, a numbered paragraph with what it asks. Raises ``RefusedError``.

    Where numbers are kept it gets one of its new place, and the old one is not given again.
    """
    with transaction.atomic():
        manuscript = _held(passage.manuscript)
        _refuse_adopted(manuscript)
        rows = list(Passage.objects.filter(manuscript=manuscript, removed_why=""))
        going = _with_asks(rows, passage)
        if after is not None and after.pk in {row.pk for row in going}:
            raise RefusedError("moved-behind-itself", N_("A passage cannot come behind itself."))
        staying = [row for row in rows if row.pk not in {one.pk for one in going}]
        at = 0 if after is None else [row.pk for row in staying].index(after.pk) + 1
        _place([*staying[:at], *going, *staying[at:]])
        _refuse_loose_asks(manuscript)
        if manuscript.numbers_kept:
            manuscript.retired = [*manuscript.retired, *(row.number for row in going if row.number)]
            manuscript.save(update_fields=["retired"])
        for row in going:
            row.number = ""
            row.save(update_fields=["number"])
        _number(manuscript, going)
        for row in going:
            _keep(actor, row, "moved")
            record(actor, MOVED, row, fields=["place"], party=_party(manuscript))


def remove(actor: Actor, passage: Passage, *, reason: str) -> None:
    """Take a passage out, a numbered paragraph with what it asks. Its number is not given again."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("Say why it is taken out."))
    with transaction.atomic():
        manuscript = _held(passage.manuscript)
        _refuse_adopted(manuscript)
        rows = list(Passage.objects.filter(manuscript=manuscript, removed_why=""))
        for row in _with_asks(rows, passage):
            row.removed_why = reason.strip()
            _keep(actor, row, "removed")
            record(actor, REMOVED, row, fields=["text"], party=_party(manuscript))
            Lock.objects.filter(passage=row).delete()
        _run_numbers(manuscript)


def put_back(actor: Actor, passage: Passage) -> None:
    """Put back what was taken out, where it was, with its number where numbers are kept."""
    with transaction.atomic():
        manuscript = _held(passage.manuscript)
        _refuse_adopted(manuscript)
        row = Passage.objects.get(pk=passage.pk)
        row.removed_why = ""
        _keep(actor, row, "put back")
        _refuse_loose_asks(manuscript)
        _number(manuscript, [row] if not row.number else [])
        record(actor, PUT_BACK, row, fields=["text"], party=_party(manuscript))


def number_anew(actor: Actor, manuscript: Manuscript, *, reason: str) -> int:
    """Number all paragraphs from 1, and let numbers run again until a copy goes out; return how many changed.

    The old number of each stays in its history.
    """
    if not reason.strip():
        raise RefusedError("reason-missing", N_("Say why the text is numbered anew."))
    with transaction.atomic():
        manuscript = _held(manuscript)
        _refuse_adopted(manuscript)
        before = dict(Passage.objects.filter(manuscript=manuscript).values_list("pk", "number"))
        Passage.objects.filter(manuscript=manuscript).exclude(removed_why="").update(number="")
        manuscript.numbers_kept, manuscript.retired = False, []
        manuscript.save(update_fields=["numbers_kept", "retired"])
        _run_numbers(manuscript)
        rows = Passage.objects.filter(manuscript=manuscript, removed_why="")
        changed = [row for row in rows if row.number != before[row.pk]]
        for row in changed:
            _keep(actor, row, "numbered")
        record(
            actor, NUMBERED, manuscript.report, fields=["numbers"], reason=reason, party=_party(manuscript)
        )
    return len(changed)


def note_copy(actor: Actor, copy: Copy) -> Copy:
    """Note that a copy goes out. From now on somebody may cite a paragraph: its number is kept."""
    with transaction.atomic():
        manuscript = _held(copy.manuscript)
        copy.save()
        if not manuscript.numbers_kept:
            manuscript.numbers_kept = True
            manuscript.save(update_fields=["numbers_kept"])
        changes = {"format": (None, copy.form), "sha256": (None, copy.sha256)}
        record(actor, WENT_OUT, manuscript.report, changes=changes, party=_party(manuscript))
    return copy


def open_round(actor: Actor, round_: Round) -> Round:
    """Open a round: others say what they have to say of the draft. Raises ``RefusedError``."""
    if round_.until is not None and round_.until < round_.sent_on:
        raise RefusedError("round-ends-before-it-begins", N_("The round would end before it begins."))
    with transaction.atomic():
        _refuse_adopted(_held(round_.manuscript))
        round_.save()
        changes = {"kind": (None, round_.kind), "sent_on": (None, round_.sent_on.isoformat())}
        record(
            actor, ROUND_OPENED, round_.manuscript.report, changes=changes, party=_party(round_.manuscript)
        )
    return round_


def close_round(actor: Actor, round_: Round, *, now: datetime) -> None:
    """Close a round. Raises ``RefusedError`` (``remarks-undecided``) while a remark waits for its answer."""
    with transaction.atomic():
        if Remark.objects.filter(round=round_, decision="").exists():
            raise RefusedError(
                "remarks-undecided",
                N_("Some remarks are not decided on yet."),
                advice=N_("Decide on each, with the reason; then close the round."),
            )
        round_.closed_on = now.date()
        round_.save(update_fields=["closed_on"])
        record(
            actor,
            ROUND_CLOSED,
            round_.manuscript.report,
            fields=["round"],
            party=_party(round_.manuscript),
        )


def add_remark(actor: Actor, remark: Remark) -> Remark:
    """Enter what somebody says of a passage. Raises ``RefusedError`` for a round that is closed."""
    if remark.round.closed_on is not None:
        raise RefusedError("round-closed", N_("This round is closed."))
    with transaction.atomic():
        remark.version = remark.passage.version
        remark.save()
        record(actor, REMARKED, remark, fields=["remark"], party=_party(remark.round.manuscript))
    return remark


def decide_remark(actor: Actor, remark: Remark, *, decision: str, why: str, now: datetime) -> None:
    """Decide on a remark, once, with the reason. Raises ``RefusedError``."""
    if not why.strip():
        raise RefusedError("reason-missing", N_("Say why: whoever made the remark is owed an answer."))
    with transaction.atomic():
        row = Remark.objects.select_for_update().get(pk=remark.pk)
        if row.decision:
            raise RefusedError("remark-decided", N_("This remark is decided on already."))
        row.decision, row.why = decision, why.strip()
        row.decided_by_id, row.decided_at = actor.user_id, now
        row.save()
        changes = {"decision": (None, decision)}
        record(actor, REMARK_DECIDED, row, changes=changes, party=_party(remark.round.manuscript))


# Within one transaction -------------------------------------------------------------------------------


def _party(manuscript: Manuscript) -> str:
    return manuscript.report.party.public_id


def _held(manuscript: Manuscript) -> Manuscript:
    """The manuscript, its order and its numbers held against other writers until the transaction ends."""
    rows = Manuscript.objects.select_for_update(of=("self",)).select_related("report__party")
    return rows.get(pk=manuscript.pk)


def _refuse_adopted(manuscript: Manuscript) -> None:
    if not in_draft(manuscript.report):
        raise ForbiddenError(
            "text-adopted",
            N_("The body adopted this report: its text stands as it was adopted."),
            clause=ADOPTION,
            advice=N_("If the adoption was recorded in error, withdraw that step first."),
        )


def _put(
    actor: Actor | None, manuscript: Manuscript, place: int, wordings: Sequence[Wording], *, what: str
) -> list[Passage]:
    """Store new passages behind a place, and move on what follows."""
    following = Passage.objects.filter(manuscript=manuscript, place__gt=place)
    following.update(place=F("place") + len(wordings))
    made = []
    for at, wording in enumerate(wordings, start=place + 1):
        row = Passage(manuscript=manuscript, place=at, **wording.fields, version=0)
        _keep(actor, row, what)
        made.append(row)
    return made


def _keep(actor: Actor | None, row: Passage, what: str) -> None:
    """Store a passage as its next version, and keep that version."""
    row.version += 1
    row.save()
    Revision.objects.create(
        passage=row,
        version=row.version,
        what=what,
        text=row.text,
        said={
            name: getattr(row, name)
            for name in ("form", "level", "number", "kind", "addressee", "provision", "removed_why")
        },
        by_id=actor.user_id if actor else None,
    )


def _reads_as_in(row: Passage, version: int) -> bool:
    """Whether a passage still reads as it did in a version: to move or number it is no change of that."""
    seen = Revision.objects.filter(passage=row, version=version).first()
    if seen is None:
        return False
    names = ("level", "kind", "addressee", "provision", "removed_why")
    return seen.text == row.text and all(seen.said[name] == getattr(row, name) for name in names)


def _number(manuscript: Manuscript, rows: Iterable[Passage]) -> None:
    """Give numbers to new paragraphs: where numbers are kept those of their place, else all run."""
    if not manuscript.numbers_kept:
        _run_numbers(manuscript)
        for row in rows:
            row.refresh_from_db(fields=["number", "place"])
        return
    for row in rows:
        if row.form == "numbered" and not row.number:
            row.number = numbering.between(*_neighbours(manuscript, row), _given(manuscript))
            row.save(update_fields=["number"])


def _neighbours(manuscript: Manuscript, row: Passage) -> tuple[str, str]:
    """The numbers before and after the place of a passage, empty at an end."""
    row.refresh_from_db(fields=["place"])
    standing = Passage.objects.filter(manuscript=manuscript, removed_why="").exclude(number="")
    before = standing.filter(place__lt=row.place).order_by("-place").first()
    after = standing.filter(place__gt=row.place).order_by("place").first()
    return before.number if before else "", after.number if after else ""


def _given(manuscript: Manuscript) -> set[str]:
    """Every number given in the text since it was last numbered anew, of what was taken out or moved too."""
    held = Passage.objects.filter(manuscript=manuscript).exclude(number="")
    return {*held.values_list("number", flat=True), *manuscript.retired}


def _run_numbers(manuscript: Manuscript) -> None:
    """Number all paragraphs from 1, unless numbers are kept."""
    if manuscript.numbers_kept:
        return
    rows = Passage.objects.filter(manuscript=manuscript, removed_why="", form="numbered")
    wrong = []
    for number, row in enumerate(rows.only("number"), start=1):
        if row.number != str(number):
            row.number = str(number)
            wrong.append(row)
    Passage.objects.bulk_update(wrong, ["number"], batch_size=200)
    Passage.objects.filter(manuscript=manuscript).exclude(form="numbered").exclude(number="").update(
        number=""
    )


def _with_asks(rows: Sequence[Passage], passage: Passage) -> list[Passage]:
    """A passage, and of a numbered paragraph the asks that follow it."""
    at = [row.pk for row in rows].index(passage.pk)
    found = [rows[at]]
    if passage.form == "numbered":
        for row in rows[at + 1 :]:
            if row.form != "ask":
                break
            found.append(row)
    return found


def _place(rows: Sequence[Passage]) -> None:
    """Give places to all that stands, in the order given."""
    wrong = []
    for place, row in enumerate(rows, start=1):
        if row.place != place:
            row.place = place
            wrong.append(row)
    Passage.objects.bulk_update(wrong, ["place"], batch_size=200)


def _refuse_loose_asks(manuscript: Manuscript) -> None:
    """An ask is cited by its paragraph: it stands behind one, before the next heading."""
    inside = False
    for form in Passage.objects.filter(manuscript=manuscript, removed_why="").values_list("form", flat=True):
        if form == "ask" and not inside:
            raise RefusedError(
                "ask-without-paragraph",
                N_("What is asked stands behind a numbered paragraph, by which it is cited."),
                advice=N_("Put it behind the paragraph that says what was found."),
            )
        inside = form != "heading" and (inside or form == "numbered")
