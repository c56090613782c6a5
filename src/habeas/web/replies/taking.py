"""The doors by which a filled-in file is taken: into the drafts of the State, or into a response at the desk.

Each judges without writing, and takes what was judged in one transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.documents.reply.items import FilledItems
from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader
from habeas.web.replies import apart
from habeas.web.replies.access import items_of, taken_from, transmitted_on, written_by
from habeas.web.replies.actions import save_draft
from habeas.web.replies.answering import Answer
from habeas.web.replies.apart import Heard
from habeas.web.replies.bringing import Held, Judged, Rules, Verdict, alike, hold
from habeas.web.replies.models import AnsweredItem, Filing, ReplyDraft
from habeas.web.replies.positions import SILENT
from habeas.web.reports.models import Document

ITEMS_EXPORTED = register("reply.items_exported", N_("took away the items of a report as a file"))
ITEMS_BROUGHT_IN = register("reply.items_brought_in", N_("took in answers to items from a file"))


def note_export(
    actor: Reader, about: Document | Filing, party: str, *, form: str, rows: int, sha256: str
) -> None:
    """Note in the journal that the items left as a file."""
    changes = {"format": (None, form), "rows": (None, rows), "sha256": (None, sha256)}
    with transaction.atomic():
        record(actor, ITEMS_EXPORTED, about, changes=changes, party=party)


def _note_taken(actor: Reader, about: Document | Filing, party: str, *, rows: int, sha256: str) -> None:
    changes = {"rows": (None, rows), "sha256": (None, sha256)}
    record(actor, ITEMS_BROUGHT_IN, about, changes=changes, party=party)


def _rules(report: Document, unknown: str, *, desk: bool) -> Rules:
    return Rules(
        asks={ask.public_id: ask for ask in items_of(report)},
        transmitted=transmitted_on(report),
        today=timezone.localdate(),
        unknown=unknown,
        silence=desk,
        several=desk,
    )


# Into the drafts of the State ---------------------------------------------------------------------


def judge_replies(reader: Reader, report: Document, read: FilledItems) -> list[Judged]:
    """What the file would do to the drafts of the State; nothing is written."""
    unknown = _(
        "This identifier is no item of this report that was transmitted to your State: nothing can be "
        "answered to it."
    )
    written = {row.ask_id: row for row in written_by(reader, report)}
    held = hold(read, _rules(report, unknown, desk=False))
    return [_reply(one, written, flowing=read.flowing) for one in held]


def _reply(one: Held, written: Mapping[int, ReplyDraft], *, flowing: bool) -> Judged:
    row = written.get(one.ask.pk) if one.ask is not None else None
    before = _as_cells(row) if row is not None else None
    judged = Judged(
        place=one.row.place,
        item=one.row.item,
        ask=one.ask,
        verdict=Verdict.EMPTY,
        given={},
        faults=one.faults,
        warnings=one.warnings,
    )
    if one.empty:
        return judged
    given = {name: value for name, value in one.given.items() if name not in ("text", "where")}
    for field, value in (before or {}).items():
        given.setdefault(field, value)  # a column that the file does not have changes nothing
    if one.faults:
        return replace(judged, verdict=Verdict.WRONG, given=given)
    if before is not None and alike(given, before, flowing=flowing):
        return replace(judged, verdict=Verdict.SAME, given=given, before=before)
    open_ = before if row is not None and row.sending_id is None else None
    return replace(judged, verdict=Verdict.TAKE, given=given, before=open_)


def _as_cells(row: ReplyDraft) -> dict[str, str]:
    return {
        "position": row.position,
        "action": row.action,
        "evidence": row.evidence,
        "body": row.ministry,
        "date": row.date,
    }


def take_replies(actor: Reader, report: Document, judged: Iterable[Judged], *, sha256: str) -> int:
    """Keep as drafts what was judged new; nothing is sent. Return how many.

    Raises as ``actions.save_draft`` does; nothing is then kept.
    """
    taken = [one for one in judged if one.verdict is Verdict.TAKE and one.ask is not None]
    with transaction.atomic():
        for one in taken:
            given = one.given
            answer = Answer(
                position=given["position"],
                action=given.get("action", ""),
                evidence=given.get("evidence", ""),
                date=given.get("date", ""),
                ministry=given.get("body", ""),
            )
            if one.ask is not None:
                save_draft(actor, one.ask, answer)
        _note_taken(actor, report, report.party.public_id, rows=len(taken), sha256=sha256)
    return len(taken)


# Into a response at the desk ----------------------------------------------------------------------


def judge_passages(filing: Filing, read: FilledItems) -> list[Judged]:
    """What the file would do to a response that is taken apart; nothing is written."""
    unknown = _("This identifier is no item of this report.")
    stands: dict[int, list[AnsweredItem]] = {}
    for item in taken_from(filing):
        if not item.why:
            stands.setdefault(item.ask_id, []).append(item)
    held = hold(read, _rules(filing.report, unknown, desk=True))
    return [
        _passage(one, filing, stands.get(one.ask.pk, []) if one.ask else [], flowing=read.flowing)
        for one in held
    ]


def _passage(one: Held, filing: Filing, stands: list[AnsweredItem], *, flowing: bool) -> Judged:
    judged = Judged(
        place=one.row.place,
        item=one.row.item,
        ask=one.ask,
        verdict=Verdict.EMPTY,
        given={},
        faults=one.faults,
        warnings=one.warnings,
    )
    if one.empty:
        return judged
    if one.faults:
        return replace(judged, verdict=Verdict.WRONG, given=one.given)
    answered = [item for item in stands if not item.silent]
    if one.given["position"] == SILENT:
        if answered:
            told = (_("This response has an answer to the item already."),)
            return replace(judged, verdict=Verdict.WRONG, given=one.given, faults=told)
        return replace(judged, verdict=Verdict.SAME if stands else Verdict.TAKE, given=one.given)
    match = _match(one, answered)
    given = _completed(one, filing, match)
    if match is None:
        return replace(judged, verdict=Verdict.TAKE, given=given)
    before = _heard_cells(match)
    if alike(given, before, flowing=flowing):
        return replace(judged, verdict=Verdict.SAME, given=given, before=before)
    return replace(judged, verdict=Verdict.TAKE, given=given, before=before, key=match.public_id)


def _match(one: Held, answered: list[AnsweredItem]) -> AnsweredItem | None:
    """The answer that stands of the same body; where the file does not name bodies, the only one."""
    body = one.given.get("body")
    if body is None:
        return answered[0] if len(answered) == 1 else None
    return next((item for item in answered if item.ministry == body), None)


def _completed(one: Held, filing: Filing, match: AnsweredItem | None) -> dict[str, str]:
    """What the file says, and of what it does not have what stands, or what a letter gives by itself."""
    before = _heard_cells(match) if match is not None else {}
    given = {field: one.given.get(field, before.get(field, "")) for field in _FIELDS}
    given["date"] = given["date"] or filing.response.date
    said = _joined(given["action"], given["evidence"])
    own = match is not None and before["text"] != _joined(match.action, match.evidence)
    if not one.given.get("text") and not (own and ("text" not in one.given or not before["text"])):
        given["text"] = said
    return given


_FIELDS = ("position", "action", "evidence", "body", "date", "text", "where")


def _joined(action: str, evidence: str) -> str:
    """The words of the State where a file gives no others: as the portal has them."""
    return "\n\n".join(part for part in (action, evidence) if part)


def _heard_cells(item: AnsweredItem) -> dict[str, str]:
    if item.claim is None:
        return {}
    return {
        "position": item.claim.position,
        "action": item.action,
        "evidence": item.evidence,
        "body": item.ministry,
        "date": item.claim.date,
        "text": item.claim.text,
        "where": item.claim.pinpoint,
    }


def take_passages(actor: Reader, filing: Filing, judged: Iterable[Judged], *, sha256: str) -> int:
    """Record what was judged new; what is corrected is withdrawn and stays readable. Return how many.

    Raises as ``apart.answer_items``, ``apart.correct`` and ``apart.say_silent`` do; nothing is then kept.
    """
    taken = [one for one in judged if one.verdict is Verdict.TAKE and one.ask is not None]
    with transaction.atomic():
        standing = {item.public_id: item for item in taken_from(filing)}
        for one in taken:
            _take_passage(actor, filing, one, standing)
        _note_taken(actor, filing, filing.report.party.public_id, rows=len(taken), sha256=sha256)
    return len(taken)


def _take_passage(actor: Reader, filing: Filing, one: Judged, standing: Mapping[str, AnsweredItem]) -> None:
    asks = [one.ask] if one.ask is not None else []
    if one.given["position"] == SILENT:
        apart.say_silent(actor, filing, asks)
        return
    corrected = standing.get(one.key)
    names = {"body": "ministry", "where": "paragraph"}
    heard = Heard(
        progress=corrected.claim.progress if corrected is not None and corrected.claim else "",
        **{names.get(field, field): one.given[field] for field in _FIELDS},
    )
    if corrected is None:
        apart.answer_items(actor, filing, asks, heard)
    else:
        apart.correct(actor, corrected, heard, reason=_("corrected from a file that came back filled in"))
