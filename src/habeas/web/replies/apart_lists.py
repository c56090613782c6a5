"""What the desk shows of a response that is taken apart: a line an item, and how far it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.access import authorities_for
from habeas.web.people.access import Reader
from habeas.web.replies.access import items_of, taken_from
from habeas.web.replies.lists import in_order
from habeas.web.replies.models import AnsweredItem, Filing
from habeas.web.reports.models import Ask
from habeas.web.shell.marks import Status

LEFT, ANSWERED, SILENT = "left", "answered", "silent"
STATES: dict[str, tuple[Any, str]] = {
    LEFT: (_("not yet taken apart"), "due"),
    ANSWERED: (_("answered"), "done"),
    SILENT: (_("the response has no answer to this item"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class ApartLine:
    """One item of the report: what the response holds on it (``stands``), and what was withdrawn."""

    row: Ask
    address: str
    stands: list[AnsweredItem] = field(default_factory=list)
    withdrawn: list[AnsweredItem] = field(default_factory=list)

    @property
    def state_key(self) -> str:
        """Answered, silent, or not yet taken apart."""
        if not self.stands:
            return LEFT
        return SILENT if all(one.silent for one in self.stands) else ANSWERED

    @property
    def state(self) -> Status:
        """The same in a word."""
        return Status(*STATES[self.state_key])

    @property
    def name(self) -> str:
        """How the item is called where there is room for a line only."""
        named = f"§ {self.row.paragraph}" if self.row.paragraph else str(self.row.get_kind_display())
        return f"{named}: {self.row}"


def apart_lines(filing: Filing) -> list[ApartLine]:
    """A line of each item of the report, in the order of its paragraphs."""
    lines = {
        row.pk: ApartLine(row, reverse("replies:apart_item", args=[filing.public_id, row.public_id]))
        for row in in_order(items_of(filing.report))
    }
    for item in taken_from(filing):
        if (line := lines.get(item.ask_id)) is not None:
            (line.withdrawn if item.why else line.stands).append(item)
    return list(lines.values())


def line_of(lines: Iterable[ApartLine], ask_id: str) -> ApartLine:
    """The line of one item, or ``Http404``."""
    for line in lines:
        if line.row.public_id == ask_id:
            return line
    raise Http404


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items the response answers, how many it leaves without an answer, and what is left."""

    every: int
    answered: int
    silent: int

    @classmethod
    def of(cls, lines: Sequence[ApartLine]) -> "Progress":
        """Count."""
        keys = [line.state_key for line in lines]
        return cls(len(keys), keys.count(ANSWERED), keys.count(SILENT))

    @property
    def left(self) -> int:
        """Not yet taken apart."""
        return self.every - self.answered - self.silent

    @property
    def done(self) -> int:
        """Of which it is said what the response holds."""
        return self.answered + self.silent


def next_left(lines: Sequence[ApartLine], after: Ask) -> ApartLine | None:
    """The next item that is not yet taken apart, from the beginning again after the last."""
    place = next((at for at, line in enumerate(lines) if line.row.pk == after.pk), -1)
    onward = (*lines[place + 1 :], *lines[:place])
    return next((line for line in onward if line.state_key == LEFT), None)


def neighbours(lines: Sequence[ApartLine], ask: Ask) -> tuple[ApartLine | None, ApartLine | None]:
    """The item before and the item after."""
    place = next(at for at, line in enumerate(lines) if line.row.pk == ask.pk)
    return (
        lines[place - 1] if place else None,
        lines[place + 1] if place + 1 < len(lines) else None,
    )


def bodies(reader: Reader, lines: Iterable[ApartLine]) -> list[str]:
    """Bodies that may answer: those that did, whom the report addresses, and the Party's authorities."""
    rows = list(lines)
    named = {item.ministry for line in rows for item in line.stands}
    named |= {line.row.addressee for line in rows}
    if rows:
        party = rows[0].row.party_id
        named |= set(authorities_for(reader).filter(party=party).values_list("name", flat=True))
    return sorted(name for name in named if name)
