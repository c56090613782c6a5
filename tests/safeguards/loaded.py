"""A small register in the tables that an engine reads (safeguards.md 4), straight from its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa

from habeas.clock.instants import parse_instant
from habeas.custody import Event, Record, spans
from habeas.custody.history import ordered
from habeas.custody.records import BOOK
from habeas.safeguards import law_of
from habeas.safeguards.ingest.fields import FIELDS, SQL_TYPES, Storage, asked_of, column, speaking
from habeas.safeguards.numbers import FIRST_OWN, kind_codes
from habeas.safeguards.register import placed
from habeas.safeguards.sql.codes import micros

Row = tuple[Any, ...]
OUTAGE = frozenset(spans()["outage"])
ATTRIBUTES = ("establishment_type", "jurisdiction", "zone", "basis")
ASKED = ("juvenile", "foreign_national", "vulnerable", "needs_interpreter")
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "entry": {
        **dict.fromkeys(("e",), "BIGINT"),
        "rid": "INTEGER",
        **dict.fromkeys(("ts", "wr", "seq"), "BIGINT"),
        "kind": "SMALLINT",
        **dict.fromkeys(("span", "fixes"), "BIGINT"),
        "elsewhere": "BOOLEAN",
        "station": "INTEGER",
        "source": "VARCHAR",
        "actor": "INTEGER",
    },
    "spoken": {
        "e": "BIGINT",
        "rid": "INTEGER",
        **dict.fromkeys(("ts", "wr"), "BIGINT"),
        "kind": "SMALLINT",
        **dict.fromkeys(("span", "fixes"), "BIGINT"),
        **{column(name): SQL_TYPES[storage] for name, storage in FIELDS.items()},
    },
    "record": {
        "rid": "INTEGER",
        "record_id": "VARCHAR",
        "place": "INTEGER",
        "person_ref": "VARCHAR",
        **dict.fromkeys(("person", "station"), "INTEGER"),
        **dict.fromkeys(ATTRIBUTES, "VARCHAR"),
        **dict.fromkeys(ASKED, "BOOLEAN"),
    },
    "outage_entry": {
        **dict.fromkeys(("record_id", "event_id", "kind"), "VARCHAR"),
        **dict.fromkeys(("ts", "wr", "seq"), "BIGINT"),
        "corrects": "VARCHAR",
        "station": "INTEGER",
        "span": "VARCHAR",
    },
    "kind_code": {"name": "VARCHAR", "code": "SMALLINT"},
    "event_id": {"e": "BIGINT", **dict.fromkeys(("event_id", "page"), "VARCHAR")},
    "actor": {"number": "INTEGER", "name": "VARCHAR"},
    "station": {"number": "INTEGER", "name": "VARCHAR"},
}


@dataclass(frozen=True)
class Loaded:
    """The rows of each table; the ids of entries by their ``e``, and of records by their ``rid``."""

    tables: Mapping[str, Sequence[Row]]
    event_ids: Sequence[str]
    record_ids: Sequence[str]

    def arrow(self, name: str) -> pa.Table:
        """A table with the types that the cached form has."""
        types = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "SMALLINT": pa.int16()}
        types |= {"BOOLEAN": pa.bool_(), "VARCHAR": pa.string()}
        return pa.table(
            {
                column: pa.array([row[at] for row in self.tables[name]], types[of])
                for at, (column, of) in enumerate(COLUMNS[name].items())
            }
        )

    def duckdb(self) -> duckdb.DuckDBPyConnection:
        """A connection that has the tables."""
        db = duckdb.connect(config={"threads": 1})  # what there is is little
        for name in self.tables:
            db.register("rows", self.arrow(name))
            db.execute(f"CREATE TABLE {name} AS FROM rows")
        db.execute("CREATE TABLE entry_by_kind AS FROM entry ORDER BY kind, e")
        return db


class _Numbers(dict[str | None, int]):
    """Names by the number of their first coming; nothing has none."""

    def of(self, name: str | None) -> int | None:
        return self.setdefault(name, len(self)) if name else None


def load(records: Iterable[Record], events: Mapping[str, Sequence[Event]]) -> Loaded:
    asked = (
        replace(
            one,
            jurisdiction=law_of(one.jurisdiction, one.basis),
            establishment_id=placed(one, events.get(one.record_id, ())),
        )
        for one in records
    )
    known = sorted((one for one in asked if not one.record_id.startswith(BOOK)), key=_id)
    rids = {one.record_id: at for at, one in enumerate(known)}
    numbered = sorted(
        ordered(one for own in events.values() for one in own if one.record_id in rids),
        key=lambda one: rids[one.record_id],
    )
    stations, persons, spans, actors = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    by_id = {(one.record_id, one.event_id): e for e, one in enumerate(numbered)}
    kinds = dict(kind_codes())
    entries = [
        (
            e,
            rids[one.record_id],
            _micros(one.occurred_at),
            micros(one.recorded_at),
            one.seq,
            kinds.setdefault(one.kind, FIRST_OWN + len(kinds)),
            spans.of(one.span_id),
            None if one.corrects is None else by_id.get((one.record_id, one.corrects), -1),
            one.source in {"paper", "device"},
            stations.of(one.establishment_id or known[rids[one.record_id]].establishment_id),
            one.source,
            actors.of(one.actor_id),
        )
        for e, one in enumerate(numbered)
    ]
    spoken = [
        (*row[:4], *row[5:8], *(_held(name, one) for name in FIELDS))
        for row, one in zip(entries, numbered, strict=True)
        if one.kind in speaking()
    ]
    rows = [
        (
            at,
            one.record_id,
            at,
            one.person_ref,
            persons.of(one.person_ref),
            stations.of(one.establishment_id),
            *(getattr(one, name) for name in (*ATTRIBUTES, *ASKED)),
        )
        for at, one in enumerate(known)
    ]
    tables = {
        "entry": entries,
        "spoken": spoken,
        "record": rows,
        "outage_entry": _outage_entries(events, stations),
        "kind_code": list(kinds.items()),
        "event_id": [(e, one.event_id, one.page) for e, one in enumerate(numbered)],
        "actor": [(number, name) for name, number in actors.items()],
        "station": [(number, name) for name, number in stations.items()],
    }
    return Loaded(tables, [one.event_id for one in numbered], [one.record_id for one in known])


def _outage_entries(events: Mapping[str, Sequence[Event]], stations: Mapping[str | None, int]) -> list[Row]:
    return [
        (
            *(one.record_id, one.event_id, one.kind, _micros(one.occurred_at), micros(one.recorded_at)),
            *(one.seq or 0, one.corrects, stations.get(one.establishment_id), one.span_id),
        )
        for own in events.values()
        if any(one.kind in OUTAGE for one in own)
        for one in own
        if one.kind in {*OUTAGE, "annulled"}
    ]


def _id(record: Record) -> str:
    return record.record_id


def _micros(value: Any) -> int | None:
    return None if value is None else micros(value)


def _held(name: str, event: Event) -> Any:
    value = event.data.get(name) if event.kind in asked_of(name) else None
    match FIELDS[name]:
        case Storage.SAID:
            return bool(value)
        case Storage.LIST if value is not None:
            return "|" + "".join(f"{each}|" for each in dict.fromkeys(value))
        case Storage.INSTANT if value is not None:
            return micros(parse_instant(value))
    return value
