"""From what a row says to an event or a record, and back."""

import re
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from habeas import canonical
from habeas.custody.events import Event, event_as_exchanged
from habeas.custody.exchange.strict_json import object_of
from habeas.custody.exchange.tables import RECORDS, Row, Type, microseconds
from habeas.custody.kinds import kinds
from habeas.custody.records import Record
from habeas.errors import RefusedError, Where

LONGEST_TEXT = 200
_HALF = re.compile("[\ud800-\udfff]")


def event_row(event: Event) -> Row:
    """An event as the table ``events`` has it; ``data`` in its canonical form."""
    data = canonical.encode(dict(event.data)).decode() if event.data else None
    return (
        event.record_id,
        event.event_id,
        event.seq,
        event.kind,
        None if event.occurred_at is None else microseconds(event.occurred_at),
        microseconds(event.recorded_at),
        None if event.logged_at is None else microseconds(event.logged_at),
        event.source,
        event.page,
        event.establishment_id,
        event.actor_id,
        event.device_id,
        event.span_id,
        event.corrects,
        data,
    )


def record_row(record: Record) -> Row:
    """A record as the table ``records`` has it."""
    return tuple(getattr(record, name) for name in RECORDS.names)


def event_read(where: Where, said: Mapping[str, object]) -> Event:
    """The event that a row says. Raises ``RefusedError`` with its code."""
    _refuse_unkept(where, said)
    data = said.get("data")
    if not isinstance(data, str):
        return event_as_exchanged(said, where=where)
    try:
        found = object_of(data)
    except ValueError as error:
        raise RefusedError("event-data-not-object", f"data: {error}", where=where) from None
    _refuse_unkept(where, found)
    return event_as_exchanged({**said, "data": found}, where=where)


def record_read(where: Where, said: Mapping[str, object]) -> Record:
    """The record that a row says. Raises ``RefusedError`` with its code."""
    _refuse_unkept(where, said)
    if strangers := sorted(set(said) - set(RECORDS.names)):
        raise RefusedError("record-column-unknown", f"a record has no column “{strangers[0]}”", where=where)
    if said.get("record_id") is None:
        raise RefusedError("record-column-missing", "record_id is missing", where=where)
    for column in RECORDS.columns:
        value = said.get(column.name)
        if value is not None and not _fits(column.name, column.type, value):
            raise RefusedError(
                "record-column-wrong", f"{column.name} is not what this column holds: {value!r}", where=where
            )
    return Record(**{name: said.get(name) for name in RECORDS.names})  # type: ignore[arg-type] # held above


def _fits(name: str, type_: Type, value: object) -> bool:
    if type_ is Type.BOOL:
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        return False
    if name == "zone":
        return _is_zone(value)
    choice = kinds()["record_opened"].fields.get(name)
    return choice is None or not choice.of or value in choice.of


@lru_cache(maxsize=1_000)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, and what is no name of one
        return False
    return True


def _refuse_unkept(where: Where, said: Mapping[str, object]) -> None:
    for name, value in said.items():
        if _unkept(value):
            raise RefusedError(
                "register-text-wrong",
                f"{name} holds a NUL or half a surrogate pair, which no store keeps",
                where=where,
            )


def _unkept(value: object) -> bool:
    match value:
        case str():
            return "\0" in value or not (value.isascii() or _HALF.search(value) is None)
        case dict():
            return any(map(_unkept, value)) or any(map(_unkept, value.values()))
        case list():
            return any(map(_unkept, value))
    return False
