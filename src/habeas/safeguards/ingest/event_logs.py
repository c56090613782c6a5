"""Event logs (XES, OCEL 2.0 in JSON) made flat: a line of JSON for each entry and each record.

One item is in memory at a time. An attribute is a column under its own name. Of XES, those of the trace are
columns of its record, and ``concept:name`` of the trace is ``case:concept:name`` of each of its events. Of
OCEL, an object that an event names is a column ``@qualifier``.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import ijson
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

from habeas.custody.exchange import EVENTS, RECORDS, Table
from habeas.custody.exchange.ocel import OBJECTS
from habeas.custody.exchange.xes import LISTED, NAMES
from habeas.errors import RefusedError, Where
from habeas.safeguards.ingest.mapping import TableMapping
from habeas.safeguards.ingest.sources import Form

TRACE = "case:concept:name"
Line = dict[str, Any]


def flatten(path: Path, form: Form, name: str, into: Path) -> dict[str, Path]:
    """Write ``events.jsonl`` and ``records.jsonl`` of an event log; line by line in its order."""
    reading = _of_xes if form is Form.XES else _of_ocel
    found = {table.name: into / f"{table.name}.jsonl" for table in (EVENTS, RECORDS)}
    with (
        path.open("rb") as stream,
        found[EVENTS.name].open("w", encoding="utf-8") as events,
        found[RECORDS.name].open("w", encoding="utf-8") as records,
    ):
        for table, line in reading(stream, name):
            out = events if table is EVENTS else records
            out.write(json.dumps(line, ensure_ascii=True, default=_plain) + "\n")
    return found


def usual(form: Form, table: Table) -> TableMapping:
    """Where an event log that Habeas wrote has the columns of the contract."""
    if form is Form.XES:
        columns = {each: NAMES.get(each, each) for each in table.names}
        columns["record_id"] = TRACE
    elif table is EVENTS:
        columns = {each: each for each in table.names}
        columns |= {column: f"@{type_}" for column, type_ in OBJECTS.items()}
        columns |= {"event_id": "id", "kind": "type", "occurred_at": "time"}
    else:
        columns = {each: each for each in table.names}
        columns |= {"record_id": "id", "person_ref": "@person", "establishment_id": "@establishment"}
    return TableMapping(columns=MappingProxyType({column: (own,) for column, own in columns.items()}))


def _of_xes(stream: BinaryIO, name: str) -> Iterator[tuple[Table, Line]]:
    try:
        root = None
        for moment, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if root is None:
                root = element
                if _tag(element) != "log":
                    raise _refused("register-not-xes", name, "its root is no log")
            if moment == "end" and _tag(element) == "trace":
                said = _attributes(element)
                said[TRACE] = said.pop("concept:name", None)
                if said.pop(LISTED, None) or len(said) > 1:
                    yield RECORDS, said
                for event in element.iterfind("{*}event"):
                    yield EVENTS, {**_attributes(event), TRACE: said[TRACE]}
                root.clear()
    except (ParseError, DefusedXmlException) as fault:
        raise _refused("register-not-xes", name, type(fault).__name__) from None


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attributes(element: Any) -> Line:
    return {
        key: each.get("value")
        for each in element
        if _tag(each) != "event" and (key := each.get("key")) is not None
    }


def _of_ocel(stream: BinaryIO, name: str) -> Iterator[tuple[Table, Line]]:
    for table, of in ((EVENTS, "events"), (RECORDS, "objects")):
        stream.seek(0)
        try:
            for item in ijson.items(stream, f"{of}.item"):
                said = _flat(item)
                if table is EVENTS and said.pop("untimed", False):
                    said["time"] = None
                if table is EVENTS or said.get("type") == "record" or said.get(LISTED):
                    yield table, said
        except (ijson.JSONError, UnicodeDecodeError, AttributeError, TypeError) as fault:
            raise _refused("register-not-ocel", name, type(fault).__name__) from None


def _flat(item: Line) -> Line:
    said = {str(each.get("name")): each.get("value") for each in item.get("attributes", ())}
    for each in item.get("relationships", ()):
        qualifier = str(each.get("qualifier"))
        said.setdefault(f"@{qualifier}", str(each.get("objectId")).removeprefix(f"{qualifier}:"))
    own = {key: item.get(key) for key in ("id", "type", "time")}
    own["id"] = str(own["id"]).removeprefix(f"{own['type']}:")
    return {**said, **own}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError


def _refused(code: str, name: str, why: str) -> RefusedError:
    return RefusedError(
        code,
        f"this event log cannot be read: {why}",
        where=Where(name),
        advice="XES is read as XML, OCEL 2.0 as JSON; a log of another form is exported again.",
    )
