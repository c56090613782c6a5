"""The two tables of a register and their columns, in the order of contract 2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from habeas.custody.events import EPOCH
from habeas.errors import Where


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    BOOL = "bool"
    WHOLE = "whole"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    type: Type = Type.TEXT
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its name is that of its files."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


Plain: TypeAlias = str | bool | int | None
Row: TypeAlias = tuple[Plain, ...]
"""Plain values in the order of the columns; an instant is the microseconds since 1970 in UTC."""
Said: TypeAlias = tuple[Where, Mapping[str, object]]
"""What a file says in one row, and where."""

RECORDS = Table(
    "records",
    (
        Column("record_id", required=True),
        *map(Column, ("person_ref", "establishment_id", "establishment_type", "jurisdiction", "zone")),
        Column("basis"),
        Column("juvenile", Type.BOOL),
        Column("foreign_national", Type.BOOL),
        Column("vulnerable", Type.BOOL),
        Column("needs_interpreter", Type.BOOL),
        Column("sex"),
    ),
)
EVENTS = Table(
    "events",
    (
        Column("record_id", required=True),
        Column("event_id", required=True),
        Column("seq", Type.WHOLE),
        Column("kind", required=True),
        Column("occurred_at", Type.INSTANT),
        Column("recorded_at", Type.INSTANT, required=True),
        Column("logged_at", Type.INSTANT),
        *map(Column, ("source", "page", "establishment_id", "actor_id", "device_id")),
        *map(Column, ("span_id", "corrects", "data")),
    ),
)


def microseconds(instant: datetime) -> int:
    """An instant as a row holds it."""
    return (instant.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def instant_of(value: int) -> datetime:
    """The instant that a row holds. Raises ``OverflowError`` beyond the years 1 to 9999."""
    return EPOCH + timedelta(microseconds=value)


def instant_text(value: int) -> str:
    """The instant that a row holds, as it is exchanged: UTC with microseconds and ``Z``."""
    return f"{instant_of(value).isoformat(timespec='microseconds')[:26]}Z"
