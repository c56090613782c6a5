"""What is refused of what is written now, whoever writes it: a desk, a machine, a command.

What comes from paper, or from another register, tells of what is past: that it lacked a reason or went
against the person's wish is a fault for whoever audits the record, and keeps nothing out of it.
"""

from collections.abc import Iterable

from habeas.custody import Event, needs_late_reason
from habeas.custody.wishes import SAID_BY, TOLD, tells_unwished
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody.models import Entry
from habeas.web.custody.store import leaf_of_row


def hold_written_now(event: Event, drafted: Iterable[Entry]) -> None:
    """Refuse an event that is late without a reason, or tells a consulate what nobody wished it told.

    ``drafted`` are the entries that go before it in the same commit.
    """
    on_paper = event.source == "paper"
    if needs_late_reason(event) and not on_paper:
        raise RefusedError(
            "event-late-without-reason",
            "it is written late and does not say why",
            advice="Give the reason as late_reason in its data.",
        )
    if on_paper and event.page:  # whoever says that it stands on paper says where
        return
    if event.kind == TOLD and tells_unwished(event, _wishes(event.record_id, drafted)):
        raise RefusedError(
            "consulate-not-wished",
            N_("The person has not asked that the consulate be told."),
            advice=N_("A consulate is told of a detention only on the person's wish. Enter the wish first."),
        )


def _wishes(record_id: str, drafted: Iterable[Entry]) -> list[Event]:
    """What a record says of the person's wish, as far as any of it stands."""
    kept = Entry.objects.filter(record_id=record_id, kind__in=SAID_BY).order_by("seq")
    new = (row for row in drafted if row.record_id == record_id and row.kind in SAID_BY)
    return [leaf_of_row(row).event for row in (*kept, *new)]
