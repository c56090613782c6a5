"""The State's answers beside the body's own assessment, item by item, for who reads the file."""

from collections import defaultdict
from dataclasses import dataclass

from habeas.web.people.access import Reader
from habeas.web.replies.access import items_of, said_on, standing_items
from habeas.web.replies.apart_lists import ANSWERED, LEFT, SILENT, STATES
from habeas.web.replies.lists import in_order
from habeas.web.replies.models import AnsweredItem
from habeas.web.reports.beside import Beside, beside
from habeas.web.reports.models import Ask, Document
from habeas.web.shell.marks import Status
from habeas.web.threads.models import Claim


@dataclass(frozen=True, slots=True)
class Compared:
    """One item: what responses hold on it, what the State said of it elsewhere, and what the body found."""

    row: Ask
    items: list[AnsweredItem]
    elsewhere: list[Claim]
    beside: Beside | None

    @property
    def state_key(self) -> str:
        """Answered, silent, or not yet taken apart: over all responses."""
        if any(not one.silent for one in self.items):
            return ANSWERED
        return SILENT if self.items else LEFT

    @property
    def state(self) -> Status:
        """The same in a word."""
        return Status(*STATES[self.state_key])

    @property
    def answers(self) -> list[AnsweredItem]:
        """What responses say; that one is silent is told by the state."""
        return [one for one in self.items if not one.silent]


def compared(reader: Reader, report: Document) -> list[Compared]:
    """Every item of a report whose file the reader reads, in the order of its paragraphs."""
    rows = in_order(items_of(report))
    items: dict[int, list[AnsweredItem]] = defaultdict(list)
    found = standing_items([report]).select_related("claim", "ask", "filing__response")
    for one in found.order_by("-pk"):
        items[one.ask_id].append(one)
    claims, known = said_on(reader, rows), beside(reader, rows)
    return [
        Compared(
            row,
            items[row.pk],
            [one for one in reversed(claims.get(row.pk, [])) if not hasattr(one, "answered")],
            known.get(row.pk),
        )
        for row in rows
    ]
