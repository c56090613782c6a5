"""A register of places in which a code comes back when the place changes.

The form of the prison register of England and Wales: ``prison`` (the code), ``name,
operator, address_uprn, change-date, start-date, end-date``. A code on several rows is
one place with a history: each row with a ``change-date`` says what holds from then on.
Dates may be a month or a year. That several places were merged is nowhere said; where
some were closed together it is proposed, with the reason, and a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from habeas.clock import Edtf, Precision
from habeas.documents.asks import Json
from habeas.documents.lists.places import PlaceKind
from habeas.documents.lists.taking import is_before
from habeas.documents.refusals import RowProblem, problem, refusal, warning
from habeas.documents.results import ReadList, in_order
from habeas.documents.tables.table import Table
from habeas.documents.written_dates import read_date
from habeas.language import N_

NEEDED = ("prison", "name", "change-date", "start-date", "end-date")
DATES = ("change-date", "start-date", "end-date")
PREFIXES = MappingProxyType(
    {
        "HMIRC": PlaceKind.IMMIGRATION,
        "HMP/YOI": PlaceKind.PRISON,
        "HMPYOI": PlaceKind.PRISON,
        "HMYOI": PlaceKind.PRISON,
        "HMP": PlaceKind.PRISON,
    }
)
"""What the first word of a name says of the kind (His Majesty's Prison, Immigration Removal Centre)."""

SAME_ADDRESS = N_("{name} stands at the address of {closed}")
BEGAN_THEN = N_("{name} began when they were closed")
TOGETHER = N_("They were closed at the same time; the register does not say why")


class Change(StrEnum):
    """What an entry changed against the one before."""

    RENAMED = "renamed"
    TYPE_CHANGED = "type_changed"
    OPERATOR_CHANGED = "operator_changed"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceEntry:
    """What holds of a place from ``since`` (EDTF, ``None`` where not known) until the next entry."""

    name: str
    line: int
    since: str | None = None
    kind: PlaceKind | None = None
    kind_as_written: str | None = None
    operator: str | None = None
    address: str | None = None
    changes: tuple[Change, ...] = ()
    original: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceHistory:
    """One place by its code, entries in the order of time; ``opened`` and ``closed`` are EDTF."""

    code: str
    entries: tuple[PlaceEntry, ...]
    opened: str | None
    closed: str | None

    @property
    def name(self) -> str:
        """The last name."""
        return self.entries[-1].name


@dataclass(frozen=True, kw_only=True, slots=True)
class MergerProposal:
    """Places that were closed at one time, and the one that may have taken their place.

    ``into`` is ``None`` where nothing in the register points at one. ``why`` is a
    sentence to fill with ``values``. A proposal, never a fact.
    """

    closed: tuple[str, ...]
    on: str
    into: str | None
    why: str
    values: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.why.format(**self.values)


@dataclass(slots=True)
class _Row:
    line: int
    cells: dict[str, str]
    dates: dict[str, str | None] = field(default_factory=dict)


def is_place_register(table: Table) -> bool:
    """Whether the headings are those of such a register."""
    return all(heading in table.headings for heading in NEEDED)


def read_place_register(table: Table) -> ReadList[PlaceHistory]:
    """One history a code, in the order in which codes first come.

    A code with a row that cannot be taken is left out whole: half a history would be
    another history. Raises ``columns-missing``.
    """
    missing = [heading for heading in NEEDED if heading not in table.headings]
    if missing:
        raise refusal("columns-missing", table.file, line=table.headings_line, columns=", ".join(missing))
    problems = list(table.problems)
    rows: dict[str, list[_Row]] = {}
    wrong: set[str] = set()
    for record in table.rows:
        cells = dict(zip(table.headings, record.cells, strict=True))
        row = _Row(record.line, cells)
        found = _check(row)
        code = cells["prison"].strip()
        rows.setdefault(code, []).append(row)
        problems += found
        if found:
            wrong.add(code)
    histories = []
    for code, group in rows.items():
        if code in wrong:
            continue
        found = _check_group(code, group)
        problems += found
        if all(each.warning for each in found):
            histories.append(_history(code, group))
    return ReadList(table.file, tuple(histories), in_order(problems), table.headings, table.taken)


def _check(row: _Row) -> list[RowProblem]:
    """Read the dates of a row, and tell what is wrong with it."""
    found = []
    if not row.cells["prison"].strip():
        found.append(problem("code-missing", row.line, "prison"))
    if not row.cells["name"].strip():
        found.append(problem("name-missing", row.line, "name"))
    for heading in DATES:
        text = row.cells[heading].strip()
        read = read_date(text) if text else None
        row.dates[heading] = read.edtf if read else None
        if read and read.code:
            found.append(problem(read.code, row.line, heading, value=text))
    start, end = row.dates["start-date"], row.dates["end-date"]
    if start and end and is_before(end, start):
        found.append(problem("date-backwards", row.line, "end-date", value=end, other=start))
    return found


def _check_group(code: str, group: Sequence[_Row]) -> list[RowProblem]:
    """Tell what keeps rows of one code from being one history."""
    found = []
    undated = [row for row in group if row.dates["change-date"] is None]
    found += [problem("code-repeated", row.line, "prison", value=code) for row in undated[1:]]
    dates = [row.dates["change-date"] for row in group]
    for row in group:
        change = row.dates["change-date"]
        if change and dates.count(change) > 1:
            found.append(problem("code-repeated", row.line, "change-date", value=code))
    for heading in ("start-date", "end-date"):
        values = {row.dates[heading] for row in group} - {None}
        if len(values) > 1:
            found.append(warning("dates-differ", group[-1].line, heading, value=code))
    return found


def _history(code: str, group: Sequence[_Row]) -> PlaceHistory:
    ordered = sorted(group, key=_since)
    opened = next((row.dates["start-date"] for row in ordered if row.dates["start-date"]), None)
    closed = next((row.dates["end-date"] for row in reversed(ordered) if row.dates["end-date"]), None)
    entries: list[PlaceEntry] = []
    for row in ordered:
        entry = _entry(row, opened)
        changes = _changes(entries[-1], entry) if entries else ()
        entries.append(replace(entry, changes=changes))
    return PlaceHistory(code=code, entries=tuple(entries), opened=opened, closed=closed)


def _since(row: _Row) -> tuple[bool, object]:
    """What holds from the beginning first, then by date."""
    change = row.dates["change-date"]
    return (False, 0) if change is None else (True, Edtf.parse(change).sort_key())


def _entry(row: _Row, opened: str | None) -> PlaceEntry:
    name = " ".join(row.cells["name"].split())
    prefix = name.split(" ", 1)[0].upper()
    return PlaceEntry(
        name=name,
        line=row.line,
        since=row.dates["change-date"] or opened,
        kind=PREFIXES.get(prefix),
        kind_as_written=prefix if prefix in PREFIXES else None,
        operator=row.cells.get("operator", "").strip() or None,
        address=row.cells.get("address_uprn", "").strip() or None,
        original=MappingProxyType(dict(row.cells)),
    )


def _changes(before: PlaceEntry, after: PlaceEntry) -> tuple[Change, ...]:
    differs = {
        Change.RENAMED: before.name != after.name,
        Change.TYPE_CHANGED: before.kind_as_written != after.kind_as_written,
        Change.OPERATOR_CHANGED: before.operator != after.operator,
        Change.MOVED: before.address != after.address,
    }
    return tuple(change for change, true in differs.items() if true)


def propose_mergers(histories: Iterable[PlaceHistory]) -> list[MergerProposal]:
    """Places closed at one time, known to the month at least, and what may have come of them."""
    places = list(histories)
    closed_on: dict[str, list[PlaceHistory]] = {}
    for place in places:
        if place.closed and Edtf.parse(place.closed).precision in (Precision.DAY, Precision.MONTH):
            closed_on.setdefault(place.closed, []).append(place)
    return [_proposal(on, group, places) for on, group in closed_on.items() if len(group) > 1]


def _proposal(on: str, group: Sequence[PlaceHistory], places: Sequence[PlaceHistory]) -> MergerProposal:
    """By a shared address first, then by a beginning at that time, if one place alone fits."""
    closed = tuple(place.code for place in group)
    others = [place for place in places if place.code not in closed and place.closed is None]
    by_address = [
        (other, one)
        for other in others
        for one in group
        if other.entries[-1].address and other.entries[-1].address == one.entries[-1].address
    ]
    if len({other.code for other, _ in by_address}) == 1:
        other, one = by_address[0]
        values = {"name": other.name, "closed": one.name}
        return MergerProposal(closed=closed, on=on, into=other.code, why=SAME_ADDRESS, values=values)
    began = [other for other in others if other.opened == on]
    if len(began) == 1:
        values = {"name": began[0].name}
        return MergerProposal(closed=closed, on=on, into=began[0].code, why=BEGAN_THEN, values=values)
    return MergerProposal(closed=closed, on=on, into=None, why=TOGETHER, values={})
