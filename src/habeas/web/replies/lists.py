"""What the portal and the desk show, a line each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from habeas.web.people.access import Reader
from habeas.web.replies.access import counts_of, drafts_of, due_of, said_on, transmitted_on
from habeas.web.replies.models import ReplyDraft
from habeas.web.reports.models import Ask, Document
from habeas.web.shell.marks import Status
from habeas.web.threads.models import Claim

OPEN, DRAFTED, ANSWERED = "open", "drafted", "answered"
STATES: Mapping[str, tuple[Any, str]] = {
    OPEN: (_("not answered"), "due"),
    DRAFTED: (_("draft, not sent"), "neutral"),
    ANSWERED: (_("answered"), "done"),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report that was transmitted, as its State sees it."""

    row: Document
    title: str
    sent: str
    due: str
    answered: int
    every: int
    drafted: int
    address: str


def report_lines(reader: Reader, reports: Iterable[Document]) -> list[ReportLine]:
    """A line of each."""
    rows = list(reports)
    counts = counts_of(reader, rows)
    lines = []
    for row in rows:
        sent, count = transmitted_on(row), counts[row.pk]
        lines.append(
            ReportLine(
                row=row,
                title=row.title or str(row.get_kind_display()),
                sent=sent.text if sent else "",
                due=due_of(reader, row),
                answered=count.answered,
                every=count.every,
                drafted=count.drafted,
                address=reverse("replies:report", args=[row.public_id]),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a report: what is asked, the draft, and what was said so far."""

    row: Ask
    draft: ReplyDraft | None
    said: list[Claim]
    state_key: str
    address: str

    @property
    def state(self) -> Status:
        """The state in a word."""
        return Status(*STATES[self.state_key])

    @property
    def ministry(self) -> str:
        """Who answers: by the draft, by what was said last, else whom the report addresses."""
        if self.draft is not None:
            return self.draft.ministry or self.row.addressee
        said = [one.answered.ministry for one in self.said if getattr(one, "answered", None)]
        return next((name for name in reversed(said) if name), self.row.addressee)


def item_lines(reader: Reader, report: Document, asks: Iterable[Ask]) -> list[ItemLine]:
    """A line of each item, in the order of the paragraphs."""
    rows = in_order(asks)
    drafts = {draft.ask_id: draft for draft in drafts_of(reader, report)}
    said = said_on(reader, rows)
    return [
        ItemLine(
            row=row,
            draft=drafts.get(row.pk),
            said=said.get(row.pk, []),
            state_key=DRAFTED if row.pk in drafts else ANSWERED if said.get(row.pk) else OPEN,
            address=reverse("replies:item", args=[report.public_id, row.public_id]),
        )
        for row in rows
    ]


def in_order(asks: Iterable[Ask]) -> list[Ask]:
    """In the order of the paragraphs, as numbers have it."""
    return sorted(asks, key=lambda row: (_number(row.paragraph), row.pk))


def _number(paragraph: str) -> tuple[int, str]:
    digits = "".join(letter for letter in paragraph if letter.isdecimal())[:9]
    return (int(digits) if digits else 10**9, paragraph)


def ministries(lines: Iterable[ItemLine]) -> list[str]:
    """The ministries that the items name, each once, by name."""
    return sorted({line.ministry for line in lines if line.ministry})
