"""A register as OCEL 2.0 (JSON), the form of object-centric process mining.

Objects are records with what their row says, persons by their pseudonym, establishments, actors and devices;
an event is an entry, joined to each of them. All columns are there and come back. In OCEL every event has a
time: one that nobody timed stands at the time when it was written, is marked ``untimed``, and is counted.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import ijson

from habeas.custody.events import Event
from habeas.custody.exchange.losses import Loss
from habeas.custody.exchange.rows import event_read, event_row, record_read, record_row
from habeas.custody.exchange.tables import EVENTS, RECORDS, Column, Plain, Type, instant_text
from habeas.custody.records import Record
from habeas.errors import RefusedError, Where

OBJECTS = {
    "record_id": "record",
    "establishment_id": "establishment",
    "actor_id": "actor",
    "device_id": "device",
}
"""Columns of an event that name objects, and the types of these."""
OF_THE_EVENT = ("event_id", "kind", "occurred_at", *OBJECTS)
"""Columns that are no attributes."""
TYPES = {Type.TEXT: "string", Type.BOOL: "boolean", Type.WHOLE: "integer", Type.INSTANT: "time"}
UNTIMED = Column("untimed", Type.BOOL)
ATTRIBUTES = tuple(column for column in EVENTS.columns if column.name not in OF_THE_EVENT)
ROW = tuple(column for column in RECORDS.columns if column.name not in ("record_id", "establishment_id"))
ALWAYS = "1970-01-01T00:00:00.000000Z"
"""The time from which an attribute of an object holds: always."""


def write(records: Iterable[Record], events: Iterable[Event], stream: BinaryIO) -> list[Loss]:
    """Write a register, its events one by one; returns what the form could not keep."""
    writing = _Writing(stream)
    writing.list("events", map(writing.event, events), opening='{"')
    writing.list("objects", writing.objects(records))
    writing.list("eventTypes", (_typed(kind, (*ATTRIBUTES, UNTIMED)) for kind in sorted(writing.kinds)))
    types = (_typed(name, ROW if name == "record" else ()) for name in (*OBJECTS.values(), "person"))
    writing.list("objectTypes", types)
    stream.write(b"}\n")
    if not writing.untimed:
        return []
    return [Loss(writing.untimed, "events without a time stand at the time when they were written")]


class _Writing:
    """Writes one list after the other, and remembers which objects the events name."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.untimed = stream, 0
        self.kinds: set[str] = set()
        self.named: dict[tuple[str, str], None] = {}

    def list(self, name: str, values: Iterable[dict[str, Any]], *, opening: str = ',"') -> None:
        self.stream.write(f'{opening}{name}":['.encode())
        for number, value in enumerate(values):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            self.stream.write(f"{',' if number else ''}\n{text}".encode())
        self.stream.write(b"]")

    def event(self, event: Event) -> dict[str, Any]:
        said = dict(zip(EVENTS.names, event_row(event), strict=True))
        self.kinds.add(event.kind)
        attributes = [
            _attribute(column, said[column.name]) for column in ATTRIBUTES if said[column.name] is not None
        ]
        time = said["occurred_at"]
        if time is None:
            self.untimed += 1
            time = said["recorded_at"]
            attributes.append({"name": UNTIMED.name, "value": True})
        joined = [(type_, str(said[column])) for column, type_ in OBJECTS.items() if said[column] is not None]
        self.named |= dict.fromkeys(joined)
        return {
            "id": event.event_id,
            "type": event.kind,
            "time": instant_text(int(time or 0)),
            "attributes": attributes,
            "relationships": [_related(type_, name) for type_, name in joined],
        }

    def objects(self, records: Iterable[Record]) -> Iterator[dict[str, Any]]:
        persons: dict[tuple[str, str], None] = {}
        for record in records:
            self.named.pop(("record", record.record_id), None)
            said = dict(zip(RECORDS.names, record_row(record), strict=True))
            attributes = [
                {**_attribute(column, said[column.name]), "time": ALWAYS}
                for column in ROW
                if said[column.name] is not None
            ]
            joined = []
            if record.person_ref is not None:
                persons["person", record.person_ref] = None
                joined.append(_related("person", record.person_ref))
            if record.establishment_id is not None:
                self.named["establishment", record.establishment_id] = None
                joined.append(_related("establishment", record.establishment_id))
            listed = {"name": "in_records", "value": True, "time": ALWAYS}
            yield _object("record", record.record_id, [listed, *attributes], joined)
        for type_, name in (*self.named, *persons):
            yield _object(type_, name, [], [])


def _attribute(column: Column, value: Plain) -> dict[str, Any]:
    if column.type is Type.INSTANT:
        return {"name": column.name, "value": instant_text(int(value or 0))}
    return {"name": column.name, "value": value}


def _related(type_: str, name: str) -> dict[str, Any]:
    return {"objectId": f"{type_}:{name}", "qualifier": type_}


def _object(type_: str, name: str, attributes: list[Any], joined: list[Any]) -> dict[str, Any]:
    return {"id": f"{type_}:{name}", "type": type_, "attributes": attributes, "relationships": joined}


def _typed(name: str, columns: Iterable[Column]) -> dict[str, Any]:
    listed = [{"name": "in_records", "type": "boolean"}] if name == "record" else []
    return {
        "name": name,
        "attributes": listed + [{"name": each.name, "type": TYPES[each.type]} for each in columns],
    }


def read_events(stream: BinaryIO, name: str) -> Iterator[Event | RefusedError]:
    """Yield each event, or its refusal; the place is its number in the file."""
    for number, item in enumerate(_items(stream, name, "events"), 1):
        where = Where(name, number)
        try:
            said = _attributes(item, where)
            timed = not said.pop(UNTIMED.name, False)
            said |= {"event_id": item.get("id"), "kind": item.get("type")}
            said |= {"occurred_at": item.get("time") if timed else None}
            yield event_read(where, {**_joined(item, where), **said})
        except RefusedError as refused:
            yield refused


def read_records(stream: BinaryIO, name: str) -> Iterator[Record | RefusedError]:
    """Yield the row of each record that has one, or its refusal; the place is the number of the object."""
    for number, item in enumerate(_items(stream, name, "objects"), 1):
        where = Where(name, number)
        try:
            said = _attributes(item, where)
            if item.get("type") == "record" and said.pop("in_records", None):
                joined = _joined(item, where)
                record_id = str(item.get("id")).removeprefix("record:")
                yield record_read(where, {**said, **joined, "record_id": record_id})
        except RefusedError as refused:
            yield refused


def _items(stream: BinaryIO, name: str, of: str) -> Iterator[dict[str, Any]]:
    try:
        for item in ijson.items(stream, f"{of}.item"):
            if not isinstance(item, dict):
                raise _refused(name, f"one of its {of} is no object")
            yield item
    except (ijson.JSONError, UnicodeDecodeError) as fault:
        raise _refused(name, type(fault).__name__) from None


def _attributes(item: dict[str, Any], where: Where) -> dict[str, object]:
    found = item.get("attributes", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) and "name" in each for each in found):
        raise RefusedError(
            "register-line-broken", "attributes are not a list of names and values", where=where
        )
    return {str(each["name"]): each.get("value") for each in found}


def _joined(item: dict[str, Any], where: Where) -> dict[str, object]:
    columns = {type_: column for column, type_ in (*OBJECTS.items(), ("person_ref", "person"))}
    said: dict[str, object] = {}
    for each in item.get("relationships", []):
        type_, _, name = str(each.get("objectId")).partition(":") if isinstance(each, dict) else ("", "", "")
        if type_ not in columns or columns[type_] in said:
            raise RefusedError("register-line-broken", "a relationship names no object", where=where)
        said[columns[type_]] = name
    return said


def _refused(name: str, why: str) -> RefusedError:
    return RefusedError(
        "register-not-ocel",
        f"this is no OCEL 2.0 in JSON that can be read: {why}",
        where=Where(name),
        advice="A register as OCEL is one that Habeas wrote; other event logs come in by a mapping.",
    )
