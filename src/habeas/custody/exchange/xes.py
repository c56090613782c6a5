"""A register as XES (IEEE 1849-2016), the form of process mining: a trace a record, an event an entry.

``concept:name`` is the kind, ``time:timestamp`` when it happened (left out where nobody wrote it),
``identity:id`` the id, ``org:resource`` who did it; the other columns have their own names. Everything comes
back but what XML 1.0 cannot hold: a control character in a text becomes U+FFFD, and is counted.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import quoteattr

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

from habeas.custody.events import Event
from habeas.custody.exchange.losses import Loss
from habeas.custody.exchange.rows import event_read, event_row, record_read, record_row
from habeas.custody.exchange.tables import EVENTS, RECORDS, Column, Plain, Type, instant_text
from habeas.custody.records import Record
from habeas.errors import RefusedError, Where

NAMES = {
    "kind": "concept:name",
    "occurred_at": "time:timestamp",
    "event_id": "identity:id",
    "actor_id": "org:resource",
}
"""What standard extensions have a name for."""
COLUMNS = {name: column for column, name in NAMES.items()}
TAGS = {Type.TEXT: "string", Type.BOOL: "boolean", Type.WHOLE: "int", Type.INSTANT: "date"}
LISTED = "in_records"
"""Marks a trace whose record has a row in ``records``."""
UNKEPT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ENTITIES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Identity" prefix="identity" uri="http://www.xes-standard.org/identity.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<classifier name="Kind" keys="concept:name"/>
"""


def write(records: Iterable[Record], events: Iterable[Event], stream: BinaryIO) -> list[Loss]:
    """Write a register whose events come record by record; returns what the form could not keep.

    Raises ``ValueError`` where the events of a record do not come together.
    """
    rows = {record.record_id: record for record in records}
    seen: set[str] = set()
    writing = _Writing(stream)
    writing.line(HEAD)
    for record_id, own in groupby(events, key=lambda one: one.record_id):
        if record_id in seen:
            raise ValueError("the events of a record do not come together")
        seen.add(record_id)
        writing.trace(record_id, rows.get(record_id), own)
    for record_id, record in rows.items():
        if record_id not in seen:
            writing.trace(record_id, record, ())
    writing.line("</log>\n")
    return writing.losses()


class _Writing:
    """Writes elements, and counts what could not be written as it was."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.changed = stream, 0

    def line(self, text: str) -> None:
        self.stream.write(text.encode())

    def trace(self, record_id: str, record: Record | None, events: Iterable[Event]) -> None:
        self.line(f"<trace>{self.attribute('string', 'concept:name', record_id)}")
        if record is not None:
            self.line(self.attribute("boolean", LISTED, "true"))
            for column, value in list(zip(RECORDS.columns, record_row(record), strict=True))[1:]:
                self.line(self.column(column, value))
        self.line("\n")
        for event in events:
            columns = zip(EVENTS.columns[1:], event_row(event)[1:], strict=True)
            self.line(f"<event>{''.join(self.column(column, value) for column, value in columns)}</event>\n")
        self.line("</trace>\n")

    def column(self, column: Column, value: Plain) -> str:
        if value is None:
            return ""
        name = NAMES.get(column.name, column.name)
        tag = "id" if column.name == "event_id" else TAGS[column.type]
        if isinstance(value, bool):
            return self.attribute(tag, name, "true" if value else "false")
        if column.type is Type.INSTANT:
            return self.attribute(tag, name, instant_text(int(value)))
        return self.attribute(tag, name, str(value))

    def attribute(self, tag: str, name: str, value: str) -> str:
        kept, count = UNKEPT.subn("\ufffd", value)
        self.changed += bool(count)
        return f'<{tag} key="{name}" value={quoteattr(kept, ENTITIES)}/>'

    def losses(self) -> list[Loss]:
        return (
            [Loss(self.changed, "texts with a control character that XML cannot hold")]
            if self.changed
            else []
        )


def read_events(stream: BinaryIO, name: str) -> Iterator[Event | RefusedError]:
    """Yield each event, or its refusal; the place is its number in the file."""
    number = 0
    for record_id, trace in _traces(stream, name):
        for element in trace.iterfind("{*}event"):
            number += 1
            where = Where(name, number)
            try:
                yield event_read(where, {"record_id": record_id, **_said(element, EVENTS.columns, where)})
            except RefusedError as refused:
                yield refused


def read_records(stream: BinaryIO, name: str) -> Iterator[Record | RefusedError]:
    """Yield the row of each trace that has one, or its refusal; the place is the number of the trace."""
    for number, (record_id, trace) in enumerate(_traces(stream, name), 1):
        where = Where(name, number)
        try:
            said = _said(trace, (*RECORDS.columns, Column(LISTED, Type.BOOL)), where)
            if said.pop(LISTED, None):
                said.pop("kind", None)  # the name of the trace is that of the record
                yield record_read(where, {**said, "record_id": record_id})
        except RefusedError as refused:
            yield refused


def _traces(stream: BinaryIO, name: str) -> Iterator[tuple[str | None, Any]]:
    """Each trace with its name, one in memory at a time."""
    try:
        root = None
        for moment, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if root is None:
                root = element
                if _is(element) != "log":
                    raise _refused(name, "its root is no log")
            if moment == "end" and _is(element) == "trace":
                yield _name(element), element
                root.clear()
    except (ParseError, DefusedXmlException) as fault:
        raise _refused(name, type(fault).__name__) from None


def _is(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(trace: Any) -> str | None:
    found = next((each for each in trace if each.get("key") == "concept:name"), None)
    return None if found is None else found.get("value")


def _said(element: Any, columns: Iterable[Column], where: Where) -> dict[str, object]:
    types = {column.name: column.type for column in columns} | {"kind": Type.TEXT}
    said: dict[str, object] = {}
    for each in element:
        key = each.get("key")
        if key is None or _is(each) == "event":
            continue
        column = COLUMNS.get(key, key)
        if column in said:
            raise RefusedError("register-line-broken", f"“{key}” stands twice", where=where)
        said[column] = _value(types.get(column, Type.TEXT), each.get("value", ""))
    return said


def _value(type_: Type, text: str) -> object:
    if type_ is Type.BOOL:
        return {"true": True, "false": False}.get(text, text)
    if type_ is Type.WHOLE:
        return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else text
    return text


def _refused(name: str, why: str) -> RefusedError:
    return RefusedError(
        "register-not-xes",
        f"this is no XES that can be read: {why}",
        where=Where(name),
        advice="A register as XES is one that Habeas wrote; other event logs come in by a mapping.",
    )
