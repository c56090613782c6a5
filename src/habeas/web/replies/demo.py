"""An invented Party's first answers in the portal, for the demo: one sent, one still a draft."""

from habeas.web.people.access import Reader
from habeas.web.replies.access import items_of, reports_for
from habeas.web.replies.actions import save_draft, send
from habeas.web.replies.answering import Answer
from habeas.web.replies.models import ReplyDraft, Sending


def fill(reader: Reader) -> None:
    """Answer as the liaison officer ``reader``, unless anything was written already."""
    report = reports_for(reader).filter(party__invented=True, asks__isnull=False).first()
    if report is None or Sending.objects.exists() or ReplyDraft.objects.exists():
        return
    items = list(items_of(report)[:2])
    if len(items) < 2:
        return
    first, second = items
    save_draft(
        reader,
        first,
        Answer(
            position="accepted_in_part",
            action="A bill on access to a lawyer from the first hour is before the Government (invented).",
            evidence="Draft bill, annex 1 (invented)",
            ministry="Ministry of the Interior of Orland",
        ),
    )
    send(reader, report)
    save_draft(
        reader,
        second,
        Answer(position="already_implemented", action="The cell was taken out of use (invented)."),
    )
