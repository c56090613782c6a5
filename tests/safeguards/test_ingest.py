"""A register as files becomes what an audit reads: the same as the strict reader says, and each fault by its name."""

import io
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Mapping as Mapped
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.custody.registers import EVENTS as DRAWN
from tests.house.repository import ROOT

from habeas.clock.instants import parse_instant
from habeas.custody import Event, Record, kinds, lines, records_of
from habeas.custody.exchange import EVENTS, RECORDS, Folder, Form, ocel, record_row, strictly, write_rows, xes
from habeas.custody.exchange.tables import microseconds
from habeas.custody.synthetic import Plan, books, chunk
from habeas.errors import RefusedError
from habeas.safeguards.ingest import (
    FIELDS,
    LEFT_OUT,
    Fault,
    Ingested,
    Storage,
    ingest,
    open_cache,
    read_mapping,
    touched,
)
from habeas.safeguards.ingest.fields import asked_of, column

PLAN = Plan(120, 5, date(2025, 3, 3), 20, breach_rate=0.5)
PLANTED = {Fault.RECORDED_BEFORE, Fault.SPAN_NOT_ENDED}
"""What the breaches of this plan bring with them; nothing else is wrong with what we write."""
HEADING = "record_id,event_id,seq,kind,occurred_at,recorded_at,source,establishment_id,span_id,corrects,data"


def write_register(folder: Path, form: Form) -> None:
    folder.mkdir()
    for table, of in ((RECORDS, "records"), (EVENTS, "events")):
        rows = [row for made in (books(PLAN), chunk(PLAN, 0)) for row in getattr(made, of)]
        with (folder / f"{table.name}.{form}").open("wb") as stream:
            write_rows(table, rows, stream, form)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers") / "jsonl"
    write_register(folder, Form.JSONL)
    return folder


def rows_of(folder: Path, table: str, order: str) -> list[dict[str, Any]]:
    found = open_cache(folder).execute(f"SELECT * FROM {table} ORDER BY {order}")
    names = [each[0] for each in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def held(event: Event, field: str) -> object:
    """A field as the cached form has it, said again in plain Python."""
    value = event.data.get(field) if event.kind in asked_of(field) else None
    match FIELDS[field]:
        case Storage.SAID:
            return bool(value)
        case Storage.INSTANT:
            return None if value is None else microseconds(parse_instant(value))
        case Storage.LIST:
            return None if value is None else "|" + "".join(f"{each}|" for each in dict.fromkeys(value))
        case _:
            return value


def expected(records: list[Record], events: list[Event]) -> list[dict[str, Any]]:
    of_record = {one.record_id: one for one in records}
    own = [one for one in events if not one.record_id.startswith("book:")]
    persons = {name for name in of_record if not name.startswith("book:")}
    rids = {name: rid for rid, name in enumerate(sorted(persons | {one.record_id for one in own}))}
    codes = {kind: code for code, kind in enumerate(sorted(kinds()))}

    def place(one: Event) -> tuple[int, bool, int, int]:
        ts = None if one.occurred_at is None else microseconds(one.occurred_at)
        return rids[one.record_id], ts is None, ts or 0, one.seq or 0

    ordered = sorted(own, key=place)
    numbers = {(one.record_id, one.event_id): e for e, one in enumerate(ordered)}
    others = sorted({one.kind for one in own} - set(codes))
    codes |= {kind: 1_000 + number for number, kind in enumerate(others)}
    return [
        {
            "e": e,
            "rid": rids[one.record_id],
            "ts": None if one.occurred_at is None else microseconds(one.occurred_at),
            "wr": microseconds(one.recorded_at),
            "seq": one.seq or 0,
            "kind": codes[one.kind],
            "span": one.span_id,
            "fixes": numbers.get((one.record_id, one.corrects), -1) if one.corrects else None,
            "elsewhere": one.source in ("paper", "device"),
            "station": one.establishment_id or getattr(of_record.get(one.record_id), "establishment_id", None),
            **{column(field): held(one, field) for field in FIELDS},
        }
        for e, one in enumerate(ordered)
    ]


def hold_same(made: Ingested, records: list[Record], events: list[Event]) -> None:
    stations = made.meta["stations"]
    found = rows_of(made.folder, "entry", "e")
    spans: dict[tuple[int, int], str] = {}
    wanted = expected(records, events)
    for got, want in zip(found, wanted, strict=True):
        got["station"] = None if got["station"] is None else stations[got["station"]]
        if want["span"] is not None:
            assert spans.setdefault((got["rid"], got["span"]), want["span"]) == want["span"]
            got["span"] = want["span"]
        assert got == want
    ids = {one.event_id: (one.page, one.actor_id, one.source) for one in events}
    for row in rows_of(made.folder, "event_id", "e"):
        assert ids[row["event_id"]] == (row["page"], row["actor_id"], row["source"])


def read(folder: Path) -> tuple[list[Record], list[Event]]:
    there = Folder(folder)
    return list(strictly(there.records())), list(strictly(there.events()))


@pytest.mark.parametrize("form", Form)
def test_a_clean_register_says_the_same_in_every_form(form: Form, register: Path, tmp_path: Path) -> None:
    write_register(tmp_path / "register", form)
    made = ingest(tmp_path / "register", tmp_path / "cache")
    records, events = read(register)
    hold_same(made, records, events)
    assert made.faults.keys() == PLANTED
    wanted = {one.record_id: record_row(one)[1:] for one in records if not one.record_id.startswith("book:")}
    found = rows_of(made.folder, "record", "rid")
    persons = {one["person"]: wanted[one["record_id"]][0] for one in found}
    assert [one["rid"] for one in found] == list(range(len(wanted)))
    for one in found:
        said = (persons[one["person"]], *(one[name] for name in RECORDS.names[2:]))
        assert said == wanted[one["record_id"]]


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_event_logs_say_the_same(form: str, register: Path, tmp_path: Path) -> None:
    records, events = read(register)
    writer = {"xes": xes, "ocel": ocel}[form]
    with (tmp_path / f"register.{form}").open("wb") as stream:
        writer.write(records, events, stream)
    made = ingest(tmp_path / f"register.{form}", tmp_path / "cache")
    hold_same(made, records, events)
    assert made.faults.keys() == PLANTED


def test_without_a_table_of_records_their_attributes_are_what_the_entries_say(
    register: Path, tmp_path: Path
) -> None:
    _records, events = read(register)
    amended = next(one for one in events if one.kind == "record_opened")
    number = max(one.seq or 0 for one in events if one.record_id == amended.record_id)

    def later(more: int, **said: Any) -> Event:
        ids = f"0190c0de-0000-7000-8000-00000000000{more}"
        when = amended.recorded_at + timedelta(minutes=more)
        return Event(
            record_id=amended.record_id,
            event_id=ids,
            occurred_at=when,
            recorded_at=when,
            seq=number + more,
            **said,
        )

    first = later(1, kind="record_amended", data={"vulnerable": True, "sex": "x"})
    events += [
        first,
        later(2, kind="record_amended", data={"juvenile": True}),
        later(3, kind="annulled", corrects=first.event_id),
    ]
    (tmp_path / "events").mkdir()
    with (tmp_path / "events" / "events.jsonl").open("wb") as stream:
        write_rows(EVENTS, [row for row in map(event_row_of, events)], stream, Form.JSONL)
    made = ingest(tmp_path / "events", tmp_path / "cache")
    assert made.faults.keys() == {*PLANTED, Fault.TABLE_MISSING}
    wanted = {one.record_id: one for one in records_of(events)}
    for one in rows_of(made.folder, "record", "rid"):
        projected = wanted[one["record_id"]]
        assert {name: one[name] for name in RECORDS.names[2:]} == {
            name: getattr(projected, name) for name in RECORDS.names[2:]
        }


def event_row_of(event: Event) -> Any:
    from habeas.custody.exchange import event_row

    return event_row(event)
