"""The door by which whole texts come in: a Word file that came back, and what an adopted report asks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from habeas.documents.lists.comparison import Change
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.builder import access, actions
from habeas.web.builder.actions import Wording
from habeas.web.builder.merging import Difference, behind, differences, keys_of
from habeas.web.builder.models import Decision, Incoming, Manuscript, Passage
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.reports.actions import add_ask
from habeas.web.reports.models import Ask

CAME_BACK = register("builder.came_back", N_("brought back a Word file of the text of the report"))
MERGED = register("builder.merged", N_("decided on a difference of a Word file that came back"))
MERGE_CLOSED = register("builder.merge_closed", N_("closed a Word file that came back"))
ASKS_TAKEN = register("builder.asks", N_("took over what the adopted report asks"))


def receive(actor: Actor, incoming: Incoming) -> Incoming:
    """Keep what came back, as it was read; nothing of it is in the text yet. Raises ``RefusedError``."""
    manuscript = incoming.manuscript
    if Incoming.objects.filter(manuscript=manuscript, sha256=incoming.sha256, closed_at=None).exists():
        raise RefusedError(
            "file-back-already",
            N_("This file is here already, and not decided on yet."),
        )
    with transaction.atomic():
        incoming.save()
        changes = {"sha256": (None, incoming.sha256)}
        record(actor, CAME_BACK, manuscript.report, changes=changes, party=_party(manuscript))
    return incoming


def decide(
    actor: Actor,
    incoming: Incoming,
    key: str,
    choice: str,
    *,
    now: datetime,
    text: str = "",
    form: str = "",
    kind: str = "",
) -> None:
    """Decide one difference: ``theirs``, ``ours``, or ``written`` anew as ``text``. Raises ``RefusedError``.

    ``form`` and ``kind`` say as what something new comes in; without them it is what it looks like.
    """
    with transaction.atomic():
        Incoming.objects.select_for_update().get(pk=incoming.pk)  # of two who decide at once, one is told
        found = {one.key: one for one in _open(incoming)}
        if key not in found:
            raise RefusedError("difference-gone", N_("This difference is decided on already."))
        one = replace(found[key], form=form) if form else found[key]
        _decide(actor, incoming, one, choice, now=now, text=text, kind=kind)


def take_plain_changes(actor: Actor, incoming: Incoming, *, now: datetime) -> int:
    """Take over all that only they changed; return how many. What another is writing in is left."""
    taken = 0
    for one in _open(incoming):
        if one.plain_change:
            try:
                with transaction.atomic():
                    _decide(actor, incoming, one, "theirs", now=now)
            except actions.LockedError:
                continue
            taken += 1
    return taken


def close(actor: Actor, incoming: Incoming, *, now: datetime) -> None:
    """Close a file that came back. Raises ``RefusedError`` while a difference is not decided."""
    if left := len(_open(incoming)):
        raise RefusedError(
            "differences-undecided",
            N_("Not every difference is decided on yet."),
            advice=f"{left}",
        )
    with transaction.atomic():
        incoming.closed_at = now
        incoming.save(update_fields=["closed_at"])
        record(actor, MERGE_CLOSED, incoming, fields=["closed"], party=_party(incoming.manuscript))


def take_over_asks(actor: Actor, manuscript: Manuscript) -> int:
    """Enter what the adopted text asks as asks of the report, word for word; return how many.

    Raises ``RefusedError`` before adoption, and where they are there already.
    """
    report = manuscript.report
    if not access.frozen(manuscript):
        raise RefusedError("text-not-adopted", N_("The body has not adopted this report yet."))
    if Ask.objects.filter(document=report).exists():
        raise RefusedError(
            "asks-there-already",
            N_("What this report asks is entered already."),
            advice=N_("If it was adopted anew with another text, change the items on their own pages."),
        )
    with transaction.atomic():
        asks = list(_asks(access.passages_of(manuscript), manuscript))
        for ask in asks:
            add_ask(actor, ask)
        record(actor, ASKS_TAKEN, report, changes={"asks": (None, len(asks))}, party=_party(manuscript))
    return len(asks)


def _asks(passages: Iterable[Passage], manuscript: Manuscript) -> Iterable[Ask]:
    report, paragraph, number = manuscript.report, "", 0
    for passage in passages:
        if passage.form == "numbered":
            paragraph = passage.number
        if passage.form == "ask":
            number += 1
            yield Ask(
                party=report.party,
                document=report,
                source=report.source,
                certainty=report.certainty,
                klass=report.klass,
                kind=passage.kind,
                text=passage.text,
                number=str(number),
                paragraph=paragraph,
                addressee=passage.addressee,
                reference=report.reference,
                document_title=report.title,
            )


def _party(manuscript: Manuscript) -> str:
    return manuscript.report.party.public_id


def _open(incoming: Incoming) -> list[Difference]:
    passages = list(Passage.objects.filter(manuscript=incoming.manuscript))
    return differences(incoming, passages, access.decided_of(incoming))


def _decide(
    actor: Actor,
    incoming: Incoming,
    one: Difference,
    choice: str,
    *,
    now: datetime,
    text: str = "",
    kind: str = "",
) -> None:
    if choice == "written" and not text:
        raise RefusedError("text-missing", N_("Write the text that is to stand."))
    made = None
    if choice != "ours":
        made = _write(actor, incoming, one, text or one.compared.theirs or "", now=now, kind=kind)
    Decision.objects.create(incoming=incoming, key=one.key, choice=choice, passage=made, by_id=actor.user_id)
    record(actor, MERGED, incoming, changes={"choice": (None, choice)}, party=_party(incoming.manuscript))


def _write(
    actor: Actor, incoming: Incoming, one: Difference, text: str, *, now: datetime, kind: str
) -> Passage | None:
    """Bring a difference into the text; return the passage that it wrote."""
    manuscript, passage, change = incoming.manuscript, one.passage, one.compared.change
    if passage is None:  # new with them, or unknown here
        wording = Wording(text=text, form=one.form, level=one.level or 1, kind=kind or "recommendation")
        return actions.add(actor, manuscript, [wording], after=_behind(incoming, one), what="word")[0]
    if change in (Change.REMOVED, Change.REMOVED_CHANGED) and text == (one.compared.theirs or ""):
        actions.remove(actor, passage, reason=_("taken out in a Word file that came back"))
        return passage
    if change is Change.GONE:
        actions.put_back(actor, passage)
    passage.refresh_from_db()
    wording = Wording(
        text=text,
        form=passage.form,
        level=passage.level,
        kind=passage.kind,
        addressee=passage.addressee,
        provision=passage.provision,
    )
    actions.change(actor, passage, wording, version=passage.version, now=now, what="word")
    if one.compared.moved:
        actions.move(actor, passage, after=_behind(incoming, one))
    return passage


def _behind(incoming: Incoming, one: Difference) -> Passage | None:
    passages = list(Passage.objects.filter(manuscript=incoming.manuscript))
    by_id = {
        passage.public_id: passage for passage in passages if passage.pk != (one.passage and one.passage.pk)
    }
    order = keys_of(incoming, passages)
    return behind(one.compared.after, by_id, access.decided_of(incoming), order)
