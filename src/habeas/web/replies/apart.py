"""The doors for taking a response apart: what it holds on each item, and that it is silent on one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from habeas.dossier.facts import Certainty
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.replies.access import STANDS
from habeas.web.replies.models import AnsweredItem, Filing
from habeas.web.reports.models import Ask
from habeas.web.threads import actions as threads
from habeas.web.threads.models import Claim

TAKEN_APART = register("reply.item_answered", N_("recorded what a response holds on an item"))
SILENT = register("reply.item_silent", N_("recorded that a response has no answer to an item"))
ITEM_WITHDRAWN = register("reply.item_withdrawn", N_("withdrew what was recorded of a response on an item"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a response says on items: ``text`` verbatim, ``paragraph`` where in the response.

    ``action`` and ``evidence`` say in short what was or will be done, and what shows it; ``ministry`` is
    the body that answers.
    """

    position: str = ""
    progress: str = ""
    text: str = ""
    paragraph: str = ""
    date: str = ""
    ministry: str = ""
    action: str = ""
    evidence: str = ""


def answer_items(
    actor: Actor | None, filing: Filing, asks: Iterable[Ask], heard: Heard
) -> list[AnsweredItem]:
    """Record what one passage of a response says on one item or several: on all of them, or on none.

    Several bodies may answer one item, each with a passage of its own. That the response is silent on an
    item no longer stands once it has an answer. Raises ``RefusedError`` (``item-of-another-report``), and
    as ``threads.actions.claim`` does.
    """
    made = []
    with transaction.atomic():
        for ask in asks:
            _hold_item(filing, ask)
            row = Claim(
                ask=ask,
                position=heard.position,
                progress=heard.progress,
                text=heard.text,
                document=filing.response,
                pinpoint=heard.paragraph,
                date=heard.date or filing.response.date,
                certainty=Certainty.SEEN.value,
            )
            for silent in filing.answered.filter(ask=ask, claim=None, withdrawn_why=""):
                _withdraw_silence(actor, silent, reason="an answer was found")
            threads.claim(actor, row)
            item = AnsweredItem.objects.create(
                filing=filing,
                ask=ask,
                claim=row,
                ministry=heard.ministry,
                action=heard.action,
                evidence=heard.evidence,
            )
            record(actor, TAKEN_APART, item, fields=["claim"], party=ask.party.public_id)
            made.append(item)
    return made


def say_silent(actor: Actor | None, filing: Filing, asks: Iterable[Ask]) -> int:
    """Record that the response has no answer to these items; return how many are new.

    Raises ``RefusedError`` (``item-of-another-report``, ``item-answered``).
    """
    new = 0
    with transaction.atomic():
        for ask in asks:
            _hold_item(filing, ask)
            there = filing.answered.filter(STANDS, ask=ask)
            if there.exclude(claim=None).exists():
                raise RefusedError(
                    "item-answered",
                    N_("This response has an answer to the item already."),
                    advice=N_("Withdraw that one first, if it was recorded in error."),
                )
            if there.exists():
                continue
            item = AnsweredItem.objects.create(filing=filing, ask=ask)
            record(actor, SILENT, item, fields=["ask"], party=ask.party.public_id)
            new += 1
    return new


def correct(actor: Actor, item: AnsweredItem, heard: Heard, *, reason: str) -> AnsweredItem:
    """Record an answer anew; what stood before is withdrawn with the reason, and stays readable.

    Raises ``RefusedError`` (``reason-missing``), and as :func:`answer_items` does.
    """
    with transaction.atomic():
        withdraw(actor, item, reason=reason)
        return answer_items(actor, item.filing, [item.ask], heard)[0]


def withdraw(actor: Actor, item: AnsweredItem, *, reason: str) -> None:
    """Withdraw what was recorded in error: the item is then not taken apart, or another answer stands."""
    if item.claim is None:
        _withdraw_silence(actor, item, reason=reason)
    else:
        threads.withdraw(actor, item.claim, reason=reason)


def _withdraw_silence(actor: Actor | None, item: AnsweredItem, *, reason: str) -> None:
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To withdraw an act needs a reason."))
    with transaction.atomic():
        item.withdrawn_why = reason
        item.save(update_fields=["withdrawn_why"])
        party = item.ask.party.public_id
        record(actor, ITEM_WITHDRAWN, item, fields=["withdrawn_why"], reason=reason, party=party)


def _hold_item(filing: Filing, ask: Ask) -> None:
    if ask.document_id != filing.report_id or ask.party_id != filing.report.party_id:
        raise RefusedError("item-of-another-report", N_("This item stands in another report."))
