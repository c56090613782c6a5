"""Rows of a table into typed values, through a mapping: a dry run by itself, for nothing is written.

Each row that cannot be taken is told with its line, the heading of its column and
what to do; ``whole()`` of the result is all or nothing.
"""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import TypeVar

from habeas.clock import Edtf
from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.headings import Target
from habeas.documents.lists.mapping import ColumnMapping
from habeas.documents.lists.places import PlaceKind, ReadPlace
from habeas.documents.refusals import RowProblem, problem, refusal, warning
from habeas.documents.results import ReadList, in_order
from habeas.documents.tables.delimited import Record
from habeas.documents.tables.table import Table
from habeas.documents.written_dates import read_date

WHOLE = re.compile(r"\d{1,9}")
THOUSANDS = re.compile(r"\d{1,3}(?:[ ’',.]\d{3}){1,2}")
DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")

Item = TypeVar("Item")


def read_asks(table: Table, mapping: ColumnMapping) -> ReadList[ReadAsk]:
    """What the rows of ``table`` ask. Raises ``mapping-unreadable`` where the mapping does not fit."""
    return _read(table, mapping, Target.ASKS, _ask)


def read_places(table: Table, mapping: ColumnMapping) -> ReadList[ReadPlace]:
    """The places in the rows of ``table``. Raises ``mapping-unreadable`` where the mapping does not fit."""
    return _read(table, mapping, Target.PLACES, _place)


class _Row:
    """One row seen through the mapping; what is wrong with it gathers in ``problems``."""

    def __init__(self, table: Table, mapping: ColumnMapping, record: Record) -> None:
        self.mapping, self.line = mapping, record.line
        self.cells = dict(zip(table.headings, record.cells, strict=True))
        self.problems: list[RowProblem] = []

    def verbatim(self, name: str) -> str:
        """The cell of a field as it stands, else the constant, else nothing."""
        heading = self.mapping.columns.get(name)
        cell = self.cells[heading] if heading is not None else ""
        return cell if cell.strip() else self.mapping.constants.get(name, "")

    def text(self, name: str) -> str | None:
        """The same with blanks made even, ``None`` where there is nothing."""
        return " ".join(self.verbatim(name).split()) or None

    def texts(self, name: str) -> tuple[str, ...]:
        """A cell that holds several, divided."""
        parts = re.split(f"[{re.escape(self.mapping.list_separator)}\n]", self.verbatim(name))
        return tuple(kept for part in parts if (kept := " ".join(part.split())))

    def wrong(self, code: str, name: str, **values: object) -> None:
        """Tell what keeps the row out."""
        self.problems.append(problem(code, self.line, self.mapping.columns.get(name), **values))

    def told(self, code: str, name: str, **values: object) -> None:
        """Tell what does not."""
        self.problems.append(warning(code, self.line, self.mapping.columns.get(name), **values))

    def number(self, name: str) -> int | None:
        """A whole number of nought or more, with or without separators of thousands."""
        text = self.text(name)
        if text is None:
            return None
        if WHOLE.fullmatch(text):
            return int(text)
        if THOUSANDS.fullmatch(text):
            return int("".join(character for character in text if character.isdecimal()))
        self.wrong("number-unreadable", name, value=text)
        return None

    def date(self, name: str) -> str | None:
        """A date as EDTF."""
        text = self.text(name)
        if text is None:
            return None
        read = read_date(text, day_first=self.mapping.day_first)
        if read.code:
            self.wrong(read.code, name, value=text)
        return read.edtf

    def degrees(self, name: str, most: int) -> float | None:
        """Degrees from ``-most`` to ``most``, with a point or a comma."""
        text = self.text(name)
        if text is None:
            return None
        value = float(text.replace(",", ".")) if DEGREES.fullmatch(text) else float("inf")
        if abs(value) > most:
            self.wrong("coordinate-unreadable", name, value=text)
            return None
        return value

    def value(self, name: str, missing: str) -> str | None:
        """A value of a set; a word that is not known is told as ``missing``."""
        text = self.text(name)
        if text is None:
            return None
        value = self.mapping.value_of(name, text)
        if value is None:
            tell = self.wrong if missing == "kind-unreadable" else self.told
            tell(missing, name, value=text)
        return value


def _read(
    table: Table, mapping: ColumnMapping, target: Target, make: Callable[[_Row], Item]
) -> ReadList[Item]:
    if mapping.target is not target:
        raise ValueError(f"a mapping for {mapping.target} cannot read {target}")
    if not mapping.fits(table):
        raise refusal("mapping-unreadable", table.file, why="it was made for other headings")
    if mapping.missing:
        raise refusal("mapping-unreadable", table.file, why=f"no column for {', '.join(mapping.missing)}")
    items: list[Item] = []
    problems = list(table.problems)
    lines: dict[tuple[str, ...], int] = {}
    for record in table.rows:
        row = _Row(table, mapping, record)
        item = make(row)
        earlier = lines.setdefault(record.cells, record.line)
        if earlier != record.line:
            problems.append(warning("row-repeated", record.line, None, other=earlier))
        problems += row.problems
        if all(found.warning for found in row.problems):
            items.append(item)
    return ReadList(table.file, tuple(items), in_order(problems), table.headings, table.taken)


def _ask(row: _Row) -> ReadAsk:
    text, party = row.verbatim("text"), row.text("party")
    if not text.strip():
        row.wrong("text-missing", "text")
    if party is None:
        row.wrong("party-missing", "party")
    if row.text("kind") is None:
        row.wrong("kind-unreadable", "kind", value="")
    kind, position = row.value("kind", "kind-unreadable"), row.value("position", "position-unknown")
    return ReadAsk(
        text=text,
        kind=AskKind(kind or AskKind.CONCERN),
        kind_as_written=row.text("kind"),
        party=party or "",
        line=row.line,
        asked_by=row.texts("asked_by"),
        number=row.text("number"),
        session=row.text("session"),
        cycle=row.text("cycle"),
        date=row.date("date"),
        position=None if position is None else Position(position),
        position_as_written=row.text("position"),
        response_text=row.verbatim("response_text") or None,
        themes=row.texts("themes"),
        affected=row.texts("affected"),
        action=row.number("action"),
        body=row.text("body"),
        symbol=row.text("symbol"),
        title=row.text("title"),
        paragraph=row.text("paragraph"),
        page=row.number("page"),
        source_id=row.text("source_id"),
        original=MappingProxyType(dict(row.cells)),
    )


def _place(row: _Row) -> ReadPlace:
    name = row.text("name")
    if name is None:
        row.wrong("name-missing", "name")
    kind = row.value("kind", "kind-unknown")
    latitude, longitude = row.degrees("latitude", 90), row.degrees("longitude", 180)
    if (row.text("latitude") is None) != (row.text("longitude") is None):
        row.wrong("coordinate-alone", "latitude")
    opened, closed = row.date("opened"), row.date("closed")
    if opened and closed and is_before(closed, opened):
        row.wrong("date-backwards", "closed", value=closed, other=opened)
    return ReadPlace(
        name=name or "",
        line=row.line,
        kind=None if kind is None else PlaceKind(kind),
        kind_as_written=row.text("kind"),
        region=row.text("region"),
        municipality=row.text("municipality"),
        address=row.text("address"),
        authority=row.text("authority"),
        capacity=row.number("capacity"),
        opened=opened,
        closed=closed,
        code=row.text("code"),
        other_names=row.texts("other_names"),
        latitude=latitude,
        longitude=longitude,
        original=MappingProxyType(dict(row.cells)),
    )


def is_before(one: str, other: str) -> bool:
    """Whether the first EDTF date lies before the second, whatever day each may mean."""
    last, first = Edtf.parse(one).latest, Edtf.parse(other).earliest
    return last is not None and first is not None and last < first
