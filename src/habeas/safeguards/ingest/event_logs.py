"""Event logs (XES, OCEL 2.0 in JSON) made flat: a line of JSON for each entry and each record.

One item is in memory at a time. An attribute is a column under its own name. Of XES, those of the trace are
columns of its record, and ``concept:name`` of the trace is ``case:concept:name`` of each of its events. Of
OCEL, an object that an event names is a column ``@qualifier``; where a mapping asks for it, one ``@=type`` or
``@qualifier=type`` too.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError

import ijson
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

from habeas.custody.exchange import EVENTS, RECORDS, Table
from habeas.custody.exchange.ocel import OBJECTS
from habeas.custody.exchange.xes import LISTED, NAMES
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards.ingest.mapping import Mapping, TableMapping, misfit
from habeas.safeguards.ingest.sources import MEBIBYTE, Form, is_packed
from habeas.safeguards.strict import listed

TRACE = "case:concept:name"
LOOKED_AT = 1_000
"""So many entries of a log tell what its entries have."""
NEEDED = ("record_id", "kind", "recorded_at")
"""Columns without which nothing can be said of an entry."""
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Flat:
    """An event log as lines of JSON, a file for each table, and what its entries have."""

    files: dict[str, Path]
    columns: tuple[str, ...]
    lacking: tuple[str, ...]
    """What a mapping takes for something and no line of the log has."""
    several: "Several"
    """What it joins to more than one record."""


@dataclass(slots=True)
class Several:
    """Events of OCEL that are joined to more objects than the one that is their record: each so often."""

    column: str = ""
    """The column that names the record."""
    numbers: list[int] = field(default_factory=list)
    """The number of the event, from 1."""
    ids: list[str] = field(default_factory=list)

    def add(self, number: int, said: Line, more: int, mapping: Mapping) -> None:
        """Keep an event, unless the mapping passes its kind over."""
        if more > 0 and mapping.kinds.get(str(said["type"])) != "":
            self.numbers += [number] * more
            self.ids += [str(said["id"])] * more


def flatten(path: Path, form: Form, name: str, into: Path, mapping: Mapping | None = None) -> Flat:
    """Write ``events.jsonl`` and ``records.jsonl`` of an event log; line by line in its order.

    Of OCEL the objects are records that a ``mapping`` says events name as theirs, else those of that type.
    Raises ``RefusedError`` (``mapping-misfit``) where a mapping takes what nothing of it has.
    """
    mapping = mapping or Mapping()
    several = Several(_record_column(mapping))
    reading = _of_xes(path, name) if form is Form.XES else _of_ocel(path, name, mapping, several)
    lacking = {table.name: _taken(getattr(mapping, table.name)) for table in (EVENTS, RECORDS)}
    found = {table.name: into / f"{table.name}.jsonl" for table in (EVENTS, RECORDS)}
    columns: dict[str, None] = {}
    with (
        found[EVENTS.name].open("w", encoding="utf-8") as events,
        found[RECORDS.name].open("w", encoding="utf-8") as records,
    ):
        looked_at = 0
        for table, line in reading:
            if table is EVENTS and looked_at < LOOKED_AT:
                columns |= dict.fromkeys(line)
                looked_at += 1
            if lacking[table.name]:
                lacking[table.name] = {at: key for at, key in lacking[table.name].items() if at not in line}
            out = events if table is EVENTS else records
            out.write(json.dumps(line, ensure_ascii=True, default=_plain) + "\n")
    if not looked_at:
        raise _refused(form, Where(name), Phrase("there are no events in it"))
    for column, key in lacking[EVENTS.name].items():
        if key in NEEDED:
            no = N_("no event of {file} has “{column}”{near}")
            near = listed(column, tuple(columns))
            raise misfit(mapping, EVENTS.name, key, Phrase(no, file=name, column=column, near=near))
    return Flat(found, tuple(columns), (*lacking[EVENTS.name], *lacking[RECORDS.name]), several)


def _taken(table: TableMapping) -> dict[str, str]:
    """What a mapping takes of a table, and for what."""
    columns = {each: key for key, own in table.columns.items() for each in own}
    return {each: key for key, each in table.data.items()} | columns


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


def _of_xes(path: Path, name: str) -> Iterator[tuple[Table, Line]]:
    try:
        root = None
        with _opened(path) as stream:
            for moment, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
                if root is None:
                    root = element
                    if _tag(element) != "log":
                        raise _refused(Form.XES, Where(name), Phrase("its root is no log"))
                if moment == "end" and _tag(element) == "trace":
                    yield from _of_trace(element)
                    root.clear()
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _refused(Form.XES, Where(name), Phrase("it is no gzip, or breaks off")) from None
    except ParseError as fault:
        raise _refused(
            Form.XES, Where(name, fault.position[0]), Phrase("it is no XML from here on")
        ) from None
    except DefusedXmlException:
        why = Phrase("it declares a document type or entities, which are not read")
        raise _refused(Form.XES, Where(name), why) from None


def _opened(path: Path) -> BinaryIO:
    """A log as its bytes, unpacked where it is packed."""
    if is_packed(path):
        return cast("BinaryIO", gzip.open(path, "rb"))
    return path.open("rb")


def _of_trace(element: Any) -> Iterator[tuple[Table, Line]]:
    said = _attributes(element)
    said[TRACE] = said.pop("concept:name", None)
    if said.pop(LISTED, None) or len(said) > 1:
        yield RECORDS, said
    for event in element.iterfind("{*}event"):
        yield EVENTS, {**_attributes(event), TRACE: said[TRACE]}


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attributes(element: Any) -> Line:
    return {
        key: each.get("value")
        for each in element
        if _tag(each) != "event" and (key := each.get("key")) is not None
    }


def _record_column(mapping: Mapping) -> str:
    """The column in which an event of OCEL names its record, where that is an object that it is joined to."""
    said = mapping.events.columns or usual(Form.OCEL, EVENTS).columns
    columns = said.get("record_id", ())
    return columns[0] if len(columns) == 1 and columns[0].startswith("@") else ""


def _of_ocel(path: Path, name: str, mapping: Mapping, several: Several) -> Iterator[tuple[Table, Line]]:
    records: dict[str, str] = {}
    try:
        objects = _Objects(path, name, mapping)
        with path.open("rb") as stream:
            for number, item in enumerate(ijson.items(stream, "events.item"), 1):
                said = _flat(item)
                if said.pop("untimed", False):
                    said["time"] = None
                objects.put(item, said)
                named = objects.named(item, several.column)
                if named:
                    records[named[0]] = str(said[several.column])
                several.add(number, said, len(named) - 1, mapping)
                yield EVENTS, said
        with path.open("rb") as stream:
            for item in ijson.items(stream, "objects.item"):
                said = _flat(item)
                if several.column and mapping.records.columns:
                    if (own := records.get(str(item.get("id")))) is not None:
                        objects.put(item, said)
                        yield RECORDS, {**said, "id": own}
                elif said.get("type") == "record" or said.get(LISTED):
                    yield RECORDS, said
    except (ijson.JSONError, UnicodeDecodeError):
        raise _refused(
            Form.OCEL, Where(name, _broken_at(path)), Phrase("it is no JSON from here on")
        ) from None
    except (AttributeError, TypeError):
        raise _refused(Form.OCEL, Where(name), Phrase("its parts are not those of OCEL 2.0")) from None


class _Objects:
    """How a mapping names objects, of several the first: ``@qualifier``, ``@=type``, ``@qualifier=type``."""

    def __init__(self, path: Path, name: str, mapping: Mapping) -> None:
        self.typed: dict[str, str] = {}
        """Columns that name a type, and which."""
        asked: dict[str, tuple[str, str]] = {}
        for table in (EVENTS.name, RECORDS.name):
            for column, key in _taken(getattr(mapping, table)).items():
                if column.startswith("@") and "=" in column:
                    self.typed[column] = column.rpartition("=")[2]
                    asked.setdefault(self.typed[column], (table, key))
        self.types: dict[str, str] = {}
        """The type of each object that is of one of these."""
        there: dict[str, None] = {}
        if asked:
            with path.open("rb") as stream:
                for item in ijson.items(stream, "objects.item"):
                    there[str(item.get("type"))] = None
                    if item.get("type") in asked:
                        self.types[str(item.get("id"))] = str(item["type"])
        if asked and not there:
            raise _refused(Form.OCEL, Where(name), Phrase("there are no objects in it"))
        for type_, (table, key) in asked.items():
            if type_ not in there:
                no = N_("no object of {file} is of the type “{type}”{near}")
                near = listed(type_, tuple(there))
                raise misfit(mapping, table, key, Phrase(no, file=name, type=type_, near=near))

    def put(self, item: Line, said: Line) -> None:
        """Put what an item names into its line."""
        for column, type_ in self.typed.items():
            if named := self.named(item, column):
                said.setdefault(column, named[0].removeprefix(f"{type_}:"))

    def named(self, item: Line, column: str) -> list[str]:
        """The objects that an item names in a column, each once."""
        type_ = self.typed.get(column, "")
        qualifier = column.removeprefix("@").removesuffix(f"={type_}" if type_ else "")
        found: dict[str, None] = {}
        for each in item.get("relationships", ()):
            named = str(each.get("objectId"))
            is_called = str(each.get("qualifier")) == qualifier or (type_ and not qualifier)
            if is_called and type_ in ("", self.types.get(named)):
                found[named] = None
        return list(found)


def _broken_at(path: Path) -> int | None:
    """The line at which a file is no JSON any more: read once more, a line or a part of one at a time."""
    passed = ijson.sendable_list()
    parsing, line = ijson.basic_parse_coro(passed), 1
    with path.open("rb") as stream:
        try:
            while part := stream.readline(MEBIBYTE):
                parsing.send(part)
                passed.clear()
                line += part.endswith(b"\n")
            parsing.close()
        except (ijson.JSONError, UnicodeDecodeError):
            return line
    return None


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


def _refused(form: Form, where: Where, why: str) -> RefusedError:
    return RefusedError(
        "register-not-xes" if form is Form.XES else "register-not-ocel",
        Phrase("this event log cannot be read: {why}", why=why),
        where=where,
        advice=N_(
            "XES is read as XML (or .xes.gz), OCEL 2.0 as JSON; a log of another form is exported again."
        ),
    )
