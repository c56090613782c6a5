"""One record of an audit as its page: its days with what was found drawn in, why, and its entries."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from habeas import papers
from habeas.papers.paper import Block, Runs
from habeas.safeguards.figures import Figures
from habeas.safeguards.report import Composing, Entries, Found, Record, Showing, anchor_of, days_in, drawn
from habeas.safeguards.report.kept_records import id_of, is_kept, numbers_of, open_records, unchanged
from habeas.safeguards.report.records import read_records
from habeas.safeguards.tables import occasion_in
from habeas.web.audits import kept, own_rules
from habeas.web.audits.models import Audit
from habeas.web.shell.marks import own_words

MOST_DAYS = 7
"""So many days are drawn on one page."""
WIDE, NARROW = 960, 380
_LONGEST = 12
"""Figures of a number in an address."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, and the page to which it leads."""

    text: str
    address: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, a list, a day or a table: what a part of the page is not, is empty."""

    runs: Sequence[Run] = ()
    items: Sequence[Sequence[Run]] = ()
    picture: papers.Picture | None = None
    caption: str = ""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[tuple[str, Sequence[Run]]]] = ()
    """Of each cell the heading of its column, and what it says."""
    count: str = ""
    """How many rows, in words."""
    is_open: bool = False
    """Whether they are to be read at once also where there is little room."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A record, and which of its days are drawn."""

    row: Audit
    figures: Figures
    record: Record
    asked: Sequence[Found]
    """The occasion from which the page was opened, if it was from one."""
    begin: int | None
    """The day from which on days are drawn; those that tell something where it is ``None``."""

    @property
    def place(self) -> str:
        """What the station is called."""
        return self.figures.names_of_places.get(self.record.station, self.record.station)

    @cached_property
    def days(self) -> int:
        """How many days the stay has."""
        return days_in(self.record, self.figures.as_of)

    @property
    def is_long(self) -> bool:
        """Whether not all of them are drawn at once."""
        return self.days > MOST_DAYS

    @property
    def previous(self) -> int | None:
        """The day with which the page before begins."""
        return None if self.begin is None or self.begin == 1 else max(1, self.begin - MOST_DAYS)

    @property
    def next(self) -> int | None:
        """The day with which the page after begins."""
        after = (self.begin or 0) + MOST_DAYS
        return None if self.begin is None or after > self.days else after

    @property
    def in_part(self) -> bool:
        """Whether of an occasion nothing can be said but that there is one."""
        return any(one.is_drawn and not one.whole for one in self.record.found)

    @property
    def titles(self) -> list[str]:
        """What the occasion is about from which the page was opened."""
        return [self._of.title(one.rule) for one in self.asked]

    @property
    def parts(self) -> Iterator[Part]:
        """The days, what was found, the entries."""
        showing = Showing(
            prefix="day",
            most_days=MOST_DAYS,
            widths=(WIDE, NARROW),
            first=self.asked,
            is_page=True,
            begin=self.begin,
        )
        for block in drawn(self._of, self.record, own_rules.known(self.row), showing):
            yield _part(block, self._runs)

    @cached_property
    def _of(self) -> Composing:
        return Composing(self.figures, None, own_words())

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        return {
            anchor_of(each.rule): reverse("audits:rule", args=[self.row.public_id, each.rule])
            for each in self.figures.rules
        }

    def _runs(self, runs: Runs) -> list[Run]:
        return [
            Run(run.text, self._pages.get(run.to or "", ""), run.strong)
            for run in runs
            if isinstance(run, papers.Text)
        ]


def _part(block: Block, runs: Callable[[Runs], list[Run]]) -> Part:
    match block:
        case papers.Picture():
            return Part(picture=block, caption=block.caption)
        case papers.Bullets():
            return Part(items=[runs(each) for each in block.items])
        case Entries():
            rows = [
                [(name, runs(cell)) for name, cell in zip(block.header, row, strict=True)]
                for row in block.rows
            ]
            count = own_words().count("{n} entry", "{n} entries", len(rows))
            return Part(
                caption=block.caption, header=block.header, rows=rows, count=count, is_open=block.tell
            )
        case papers.Para():
            return Part(runs=runs(block.runs))
    raise TypeError(f"a record has no part of the kind {type(block).__name__}")


def page_of(
    row: Audit, figures: Figures, number: int, said: Mapping[str, str], without: Collection[str]
) -> Page | None:
    """The page of a record by its number; ``None`` where none is kept under it, or it was erased.

    What an address asks for that is nowhere is passed over.
    """
    folder, rules = kept.folder_of(row) / kept.RECORDS, own_rules.known(row)
    if not is_kept(folder):
        return None
    with open_records(folder) as rows:
        record_id = id_of(rows, number)
        if record_id is None or record_id in without:
            return None
        [record] = read_records(rows, [record_id], rules, figures.as_of)
    same = unchanged(folder, rules)
    found = [one if one.rule in same else replace(one, whole=False) for one in record.found]
    record = replace(record, found=tuple(found))
    if record.before in without:
        record = replace(record, before=None, kinds_before=frozenset())
    begin = _number(said.get("from", ""))
    return Page(
        row=row,
        figures=figures,
        record=record,
        asked=_asked(row, record, said.get("occasion", "")),
        begin=begin if begin and begin <= days_in(record, figures.as_of) else None,
    )


def _asked(row: Audit, record: Record, said: str) -> list[Found]:
    number = _number(said)
    one = None if number is None else occasion_in(kept.folder_of(row) / kept.OCCASIONS, number)
    if one is None or one.record_id != record.record_id:
        return []
    told = (one.rule, one.since, one.until, one.due_at)
    return [each for each in record.found if (each.rule, each.since, each.until, each.due_at) == told][:1]


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < _LONGEST else None


def ways(row: Audit, record_ids: Collection[str]) -> dict[str, str]:
    """The pages of records, of those that are kept."""
    folder = kept.folder_of(row) / kept.RECORDS
    if not record_ids or not is_kept(folder):
        return {}
    with open_records(folder) as rows:
        numbers = numbers_of(rows, record_ids)
    return {
        record_id: reverse("audits:record", args=[row.public_id, number])
        for record_id, number in numbers.items()
    }
