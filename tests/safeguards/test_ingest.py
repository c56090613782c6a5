"""A register as files becomes what an audit reads: as the strict reader has it, each fault by its name."""

import gzip
import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.custody.registers import EVENTS as DRAWN
from tests.documents.real import real
from tests.house.repository import ROOT

from habeas.clock.instants import parse_instant
from habeas.custody import Event, Record, kinds, lines, records_of
from habeas.custody.exchange import EVENTS, RECORDS, Folder, Form, ocel, record_row, strictly, write_rows, xes
from habeas.custody.exchange.tables import microseconds
from habeas.custody.synthetic import Plan, books, chunk
from habeas.errors import RefusedError
from habeas.language import words
from habeas.safeguards import law_of
from habeas.safeguards.ingest import (
    FIELDS,
    LEFT_OUT,
    Fault,
    Ingested,
    Storage,
    Unreadable,
    ingest,
    open_cache,
    read_mapping,
    touched,
)
from habeas.safeguards.ingest.cache import META
from habeas.safeguards.ingest.fields import asked_of, column
from habeas.safeguards.register import dated
from habeas.safeguards.report.wrong import wrong as what_is_wrong
from habeas.safeguards.sql import outages

PLAN = Plan(60, 5, date(2025, 3, 3), 20, breach_rate=0.5)
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
    every = persons | {one.record_id for one in own}
    of_person: dict[str | None, list[str]] = {}
    for name in sorted(every):
        of_person.setdefault(getattr(of_record.get(name), "person_ref", None), []).append(name)
    alone = [[name] for name in of_person.pop(None, [])]
    together = sorted([*alone, *of_person.values()])
    rids = {name: rid for rid, name in enumerate(name for names in together for name in names)}
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
            "station": one.establishment_id
            or getattr(of_record.get(one.record_id), "establishment_id", None),
            "source": one.source,
            "actor": one.actor_id,
            **{column(field): held(one, field) for field in FIELDS},
        }
        for e, one in enumerate(ordered)
    ]


def hold_same(made: Ingested, records: list[Record], events: list[Event]) -> None:
    stations = made.meta["stations"]
    actors = {row["number"]: row["name"] for row in rows_of(made.folder, "actor", "number")}
    said = {one["e"]: one for one in rows_of(made.folder, "spoken", "e")}
    nothing = {column(field): False if each is Storage.SAID else None for field, each in FIELDS.items()}
    found = []
    for one in rows_of(made.folder, "entry", "e"):
        spoken = said.pop(one["e"], {})
        assert spoken.items() <= {**one, **{name: spoken.get(name) for name in nothing}}.items()
        found.append({**one, **nothing, **spoken})
    assert not said
    spans: dict[tuple[int, int], str] = {}
    wanted = expected(records, events)
    for got, want in zip(found, wanted, strict=True):
        got["station"] = None if got["station"] is None else stations[got["station"]]
        got["actor"] = None if got["actor"] is None else actors[got["actor"]]
        if want["span"] is not None:
            assert spans.setdefault((got["rid"], got["span"]), want["span"]) == want["span"]
            got["span"] = want["span"]
        assert got == want
    pages = {one.event_id: one.page for one in events}
    for row in rows_of(made.folder, "event_id", "e"):
        assert pages[row["event_id"]] == row["page"]


def read(folder: Path) -> tuple[list[Record], list[Event]]:
    there = Folder(folder)
    return list(map(asked_by_law, strictly(there.records()))), list(strictly(there.events()))


def asked_by_law(one: Record) -> Record:
    """A record as an audit reads it."""
    return replace(one, jurisdiction=law_of(one.jurisdiction, one.basis))


@pytest.mark.parametrize("form", Form)
def test_a_clean_register_says_the_same_in_every_form(form: Form, register: Path, tmp_path: Path) -> None:
    write_register(tmp_path / "register", form)
    made = ingest(tmp_path / "register", tmp_path / "cache")
    records, events = read(register)
    hold_same(made, records, events)
    assert made.faults.keys() <= PLANTED
    wanted = {one.record_id: record_row(one)[1:] for one in records if not one.record_id.startswith("book:")}
    found = rows_of(made.folder, "record", "rid")
    persons = {one["person"]: wanted[one["record_id"]][0] for one in found}
    assert [one["rid"] for one in found] == list(range(len(wanted)))
    for one in found:
        said = (persons[one["person"]], *(one[name] for name in RECORDS.names[2:]))
        assert said == wanted[one["record_id"]]


@pytest.mark.parametrize("form", ["xes", "ocel", "xes.gz"])
def test_event_logs_say_the_same(form: str, register: Path, tmp_path: Path) -> None:
    records, events = read(register)
    writer = {"xes": xes, "ocel": ocel, "xes.gz": xes}[form]
    with (gzip.open if form == "xes.gz" else open)(tmp_path / f"register.{form}", "wb") as stream:
        writer.write(records, events, cast("BinaryIO", stream))
    for place in (tmp_path / f"register.{form}", tmp_path):
        made = ingest(place, tmp_path.with_name(f"{form}-cache"))
        hold_same(made, records, events)
        assert made.faults.keys() <= PLANTED


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
        write_rows(EVENTS, map(event_row_of, events), stream, Form.JSONL)
    made = ingest(tmp_path / "events", tmp_path / "cache")
    assert made.faults.keys() <= {*PLANTED, Fault.TABLE_MISSING}
    wanted = {one.record_id: asked_by_law(one) for one in records_of(events)}
    for one in rows_of(made.folder, "record", "rid"):
        projected = wanted[one["record_id"]]
        assert {name: one[name] for name in RECORDS.names[2:]} == {
            name: getattr(projected, name) for name in RECORDS.names[2:]
        }


def event_row_of(event: Event) -> Any:
    from habeas.custody.exchange import event_row

    return event_row(event)


def test_a_record_that_nothing_says_was_opened_is_where_its_first_entry_was_made(tmp_path: Path) -> None:
    rows = [
        row(3, establishment_id="south", occurred_at=""),
        row(2, establishment_id="north"),
        row(1),
        row(2, establishment_id="east", occurred_at="2025-07-03T08:00:00Z"),  # its id is taken: left out
        of_its_own(2, row(1, kind="record_opened", establishment_id="west")),
        of_its_own(2, row(2, establishment_id="north", occurred_at="2025-07-03T08:00:00Z")),
        of_its_own(3, row(1)),
    ]
    made = brought_in(tmp_path, rows)
    found = dict(
        open_cache(made.folder)
        .execute("SELECT record_id, name FROM record LEFT JOIN station ON number = station")
        .fetchall()
    )
    assert found == {"r-1": "north", "r2-1": "west", "r3-1": None}
    of_entries = [made.meta["stations"][each["station"]] for each in rows_of(made.folder, "entry", "e")[:3]]
    assert of_entries == ["north", "north", "south"]  # an entry that names none was made where its record is


def row(number: int, **said: str) -> str:
    """A row of CSV that says an arrival at noon, with what else is said."""
    base = {
        "record_id": "r-1",
        "event_id": f"0190c0de-0000-7000-8000-{number:012d}",
        "seq": str(number),
        "kind": "checked",
        "occurred_at": f"2025-07-03T12:{number:02d}:00.000000Z",
        "recorded_at": f"2025-07-03T12:{number:02d}:30.000000Z",
    } | said
    return ",".join(quoted(base.get(name, "")) for name in HEADING.split(","))


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


ID = "0190c0de-0000-7000-8000-{:012d}".format
TO_FIRST = {"kind": "checked", "corrects": ID(1)}
BAD: Mapped[Fault, list[str]] = {
    Fault.ROW_UNREADABLE: ["r-1,too,few"],
    Fault.RECORD_MISSING: [row(2, record_id="")],
    Fault.KIND_MISSING: [row(2, kind="")],
    Fault.RECORDED_MISSING: [row(2, recorded_at="")],
    Fault.RECORDED_UNREADABLE: [row(2, recorded_at="3 July, noon")],
    Fault.OCCURRED_UNREADABLE: [row(2, occurred_at="2025-07-03 12:02")],
    Fault.OCCURRED_LONG_BEFORE: [row(2, occurred_at="1825-07-03T12:02:00Z")],
    Fault.SEQ_UNREADABLE: [row(2, seq="two")],
    Fault.SEQ_MISSING: [row(2, seq="")],
    Fault.SEQ_TWICE: [row(2, seq="1")],
    Fault.SOURCE_UNKNOWN: [row(2, source="hearsay")],
    Fault.DATA_BROKEN: [row(2, data='{"note":')],
    Fault.FIELD_WRONG: [row(2, kind="interview_started", span_id="s", data='{"urgent":"yes"}')],
    Fault.KIND_UNKNOWN: [row(2, kind="chequed")],
    Fault.ID_MISSING: [row(2, event_id="")],
    Fault.ID_NOT_UUID: [row(2, event_id="4711")],
    Fault.TWICE: [row(1)],
    Fault.ID_TAKEN: [row(1, kind="roused")],
    Fault.RECORDED_AHEAD: [row(2, recorded_at="2199-01-01T00:00:00Z")],
    Fault.RECORDED_BEFORE: [row(2, recorded_at="2025-07-03T11:00:00Z")],
    Fault.ANNULS_NOTHING: [row(2, kind="annulled")],
    Fault.CORRECTS_UNKNOWN: [row(2, corrects=ID(99))],
    Fault.CORRECTS_ELSEWHERE: [row(2, record_id="r-2", seq="1"), row(3, seq="2", corrects=ID(2))],
    Fault.CORRECTS_ITSELF: [row(2, corrects=ID(2))],
    Fault.CORRECTS_LATER: [row(2, corrects=ID(3)), row(3)],
    Fault.CORRECTS_KIND: [row(2, kind="roused", corrects=ID(1))],
    Fault.CORRECTS_FAULT: [row(2, kind="annulled", corrects=ID(99)), row(3, corrects=ID(2))],
    Fault.SPAN_NOT_STARTED: [row(2, kind="rest_ended", span_id="s")],
    Fault.SPAN_NOT_ENDED: [row(2, kind="rest_started"), row(3, kind="released")],
}
"""Rows after a good one, of which the last is at fault, or with corrections of a fault the one before too."""
LAST_BUT_ONE = {Fault.CORRECTS_LATER, Fault.SPAN_NOT_ENDED}


def brought_in(
    folder: Path, rows: list[str], mapping: str = "", name: str = "events.csv", **how: int
) -> Ingested:
    (folder / "given").mkdir()
    heading = [] if mapping else [HEADING]
    (folder / "given" / name).write_text("\n".join([*heading, *rows]) + "\n", "utf-8")
    read_as = read_mapping(mapping, file="m.toml") if mapping else None
    return ingest(folder / "given", folder / "cache", mapping=read_as, **how)


def of_its_own(number: int, given: str) -> str:
    """A row as one of a record of its own, its ids with it."""
    return given.replace('"r-', f'"r{number}-').replace("-7000-8000-", f"-7000-8{number:03d}-")


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ingested, dict[Fault, range]]:
    """A file with every fault, each after a good row in a record of its own, and the lines of each."""
    rows: list[str] = []
    lines_of: dict[Fault, range] = {}
    for number, (fault, bad) in enumerate(BAD.items()):
        lines_of[fault] = range(len(rows) + 2, len(rows) + 3 + len(bad))
        rows += [of_its_own(number, each) for each in (row(1), *bad)]
    return brought_in(tmp_path_factory.mktemp("messy"), rows), lines_of


@pytest.mark.parametrize("fault", BAD)
def test_each_fault_is_named_with_its_line(fault: Fault, messy: tuple[Ingested, dict[Fault, range]]) -> None:
    made, lines_of = messy
    own = lines_of[fault]
    told = [one for one in rows_of(made.folder, "fault", "line") if one["line"] in own]
    last = own[-1] - (fault in LAST_BUT_ONE)
    along = [(Fault.CORRECTS_UNKNOWN, own[1])] if fault is Fault.CORRECTS_FAULT else []
    assert [(one["code"], one["line"]) for one in told] == [*along, (fault, last)]
    assert {one["file"] for one in told} == {"given/events.csv"}


def test_the_rest_is_kept_and_counted(messy: tuple[Ingested, dict[Fault, range]]) -> None:
    made, lines_of = messy
    left_out = [fault for fault in BAD if fault in LEFT_OUT]
    assert made.meta["left_out"] == len(left_out)
    assert made.meta["events"] == sum(map(len, lines_of.values())) - len(left_out)
    of_all = {Fault.TABLE_MISSING: 1, Fault.ZONE_MISSING: made.meta["records"]}
    assert made.faults == of_all | dict.fromkeys(BAD, 1) | {Fault.CORRECTS_UNKNOWN: 2}


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("at_once", [1, 400])
def test_what_says_the_same_and_has_no_id_is_counted_once(form: Form, at_once: int, tmp_path: Path) -> None:
    columns = [each for each in HEADING.split(",") if each != "event_id"]
    said = {
        "record_id": "r-1",
        "kind": "rest_started",
        "occurred_at": "2025-07-03T12:00:00Z",
        "recorded_at": "2025-07-03T12:05:00Z",
        "establishment_id": "north",
    }
    others = [
        {"record_id": "r-2"},
        {"kind": "checked"},
        {"occurred_at": "2025-07-03T12:00:01Z"},
        {"recorded_at": "2025-07-03T12:06:00Z"},
        {"establishment_id": "south"},
        {"source": "paper"},
        {"seq": "7"},
        *({"seq": said} for said in ("7b", "7c")),
        *({"source": said} for said in ("hearsay", "rumour")),
        {"data": '{"place": "yard"}'},
    ]
    several = [said, *(said | other for other in others), *([said | {"occurred_at": ""}] * 2), said, said]
    rows = [{name: row.get(name) or None for name in columns} for row in several]
    (tmp_path / "given").mkdir()
    path = tmp_path / "given" / f"events.{form}"
    if form is Form.PARQUET:
        pq.write_table(pa.table({each: pa.array([row[each] for row in rows]) for each in columns}), path)
    elif form is Form.CSV:
        lines_of = [columns, *([row[each] or "" for each in columns] for row in rows)]
        path.write_text("".join(",".join(map(quoted, each)) + "\n" for each in lines_of), "utf-8")
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    made = ingest(tmp_path / "given", tmp_path / "cache", at_once=at_once)
    assert made.meta["events"] == len(rows) - 2
    assert made.meta["left_out"] == 2
    told = [one for one in rows_of(made.folder, "fault", "line") if one["code"] == Fault.TWICE]
    first = len(rows) - 1 + (form is Form.CSV)
    assert [(one["line"], one["record_id"]) for one in told] == [(first, "r-1"), (first + 1, "r-1")]
    assert [each["e"] for each in rows_of(made.folder, "entry", "e")] == list(range(len(rows) - 2))


def test_rows_that_differ_in_what_a_mapping_cannot_read_are_several(tmp_path: Path) -> None:
    mapping = (
        'zone = "UTC"\n[events]\nfile = "events.csv"\n[events.columns]\nrecord_id = "Nr"\nkind = "What"\n'
        'occurred_at = "When"\nrecorded_at = "When"\n[events.data]\nurgent = "Urgent"\n'
    )
    said = ["yes, they said", "no idea", "no idea"]
    rows = [f'1,interview_started,2025-07-03 12:00,"{each}"' for each in said]
    made = brought_in(tmp_path, ["Nr,What,When,Urgent", *rows], mapping)
    assert (made.meta["events"], made.faults[Fault.TWICE]) == (2, 1)


@pytest.mark.parametrize("at_once", [1, 400])
def test_in_pieces_it_is_the_same_register(
    at_once: int, register: Path, messy: tuple[Ingested, dict[Fault, range]], tmp_path: Path
) -> None:
    for number, source in enumerate((register, messy[0].folder.parent / "given")):
        whole = ingest(source, tmp_path / f"whole-{number}")
        pieces = ingest(source, tmp_path / f"pieces-{number}", at_once=at_once)
        lie = {"begins": [0], "files": {}}
        assert dict(pieces.meta) | lie == dict(whole.meta) | lie
        assert len(pieces.meta["begins"]) > 1 or at_once > whole.meta["events"]
        for table in ("entry", "entry_by_kind", "spoken", "event_id"):
            assert rows_of(pieces.folder, table, "e") == rows_of(whole.folder, table, "e")
        for table in ("record", "actor", "outage_entry", "fault"):
            assert rows_of(pieces.folder, table, "ALL") == rows_of(whole.folder, table, "ALL")


def test_of_some_records_only_their_pieces_are_opened_and_in_order(register: Path, tmp_path: Path) -> None:
    made = ingest(register, tmp_path / "cache", at_once=200)
    begins = made.meta["begins"]
    assert len(begins) > 5
    whole = open_cache(made.folder).execute("SELECT e, rid FROM entry").fetchall()
    assert whole == sorted(whole)
    for own in (range(begins[1], begins[2]), range(begins[1] + 1, begins[4]), range(begins[-1], 1_000)):
        some = open_cache(made.folder, records=own)
        assert some.execute("SELECT e, rid FROM entry").fetchall() == [one for one in whole if one[1] in own]
    piece = made.folder / "entry.parquet" / "part-00000.parquet"
    piece.write_bytes(bytes(piece.stat().st_size))  # not asked for
    assert open_cache(made.folder, records=range(begins[1], begins[2])).execute("FROM entry").fetchone()


def test_lines_are_those_of_the_file_whatever_stands_between(tmp_path: Path) -> None:
    rows = [row(1, data='{"note":\n"two lines"}'), "", "only,three,cells", row(2), row(3, kind="chequed")]
    made = brought_in(tmp_path, rows)
    told = {one["code"]: (one["line"], one["what"]) for one in rows_of(made.folder, "fault", "code")}
    assert told[Fault.ROW_UNREADABLE] == (5, Unreadable.FEW)
    assert told[Fault.KIND_UNKNOWN] == (7, "chequed")
    assert made.meta["kinds"] == {"1000": "chequed"}


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_table_of_ours_is_read_as_a_spreadsheet_program_wrote_it(separator: str, tmp_path: Path) -> None:
    rows = [each.replace('","', f'"{separator}"') for each in (row(1, data='{"a":1,"b":";"}'), row(2))]
    heading = HEADING.replace(",", separator)
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "events.csv").write_text("\n".join([heading, *rows]), "utf-8")
    made = ingest(tmp_path / "given", tmp_path / "cache")
    assert (made.meta["events"], made.meta["left_out"]) == (2, 0)


def test_a_heading_that_a_mapping_names_and_the_file_lacks_is_told(tmp_path: Path) -> None:
    rows = ["Nr,Was,Wann", "7,arrived,2025-07-03T12:00:00Z", "7,released,3 July"]
    columns = '[events.columns]\nrecord_id = "Nr"\nkind = "Was"\noccurred_at = ["Wann", "Uhr"]\nseq = "No"\n'
    more = '[events.data]\nurgent = "Eilig"\n[events.defaults]\nrecorded_at = "=occurred_at"\n'
    made = brought_in(tmp_path, rows, columns + more)
    faults = [(one["code"], one["what"]) for one in rows_of(made.folder, "fault", "ALL")]
    lacking = [(Fault.COLUMN_MISSING, each) for each in ("Eilig", "No", "Uhr", "event_id")]
    assert [one for one in faults if one[0] == Fault.COLUMN_MISSING] == lacking
    # Of the row that says no instant it is told once why it is left out.
    assert [code for code, what in faults if what in ("recorded_at", "occurred_at")] == [
        Fault.RECORDED_ASSUMED,
        Fault.RECORDED_UNREADABLE,
    ]
    wrong = read_mapping(columns.replace('"Was"', '"Art"') + more, file="m.toml")
    with pytest.raises(RefusedError, match="the column “Art”, which the mapping takes for kind, is missing"):
        ingest(tmp_path / "given", tmp_path / "other", mapping=wrong)


def test_lines_that_do_not_all_end_alike_are_read_each_for_itself(tmp_path: Path) -> None:
    made = brought_in(tmp_path, [row(1), row(2)])
    given = tmp_path / "given" / "events.csv"
    ended = given.read_bytes().replace(b"\n", b"\r\n")
    given.write_bytes(ended + b"only,three,cells\n" + row(3).encode() + b"\n")
    made = ingest(given.parent, tmp_path / "again")
    told = {one["line"]: one["what"] for one in rows_of(made.folder, "fault", "line")}
    assert (told[4], made.meta["events"]) == (Unreadable.FEW, 3)


def test_a_cell_without_bounds_hides_nothing_but_itself(tmp_path: Path) -> None:
    rows = [row(1), row(2, data="x" * 3_000_000), row(3), row(4)[:-1]]
    made = brought_in(tmp_path, rows)
    told = {one["line"]: (one["code"], one["what"]) for one in rows_of(made.folder, "fault", "line")}
    assert told[3] == (Fault.ROW_UNREADABLE, Unreadable.LONG)
    assert told[5] == (Fault.ROW_UNREADABLE, Unreadable.QUOTES)
    assert made.meta["events"] == 2


def test_a_broken_line_of_json_is_told_by_its_number(tmp_path: Path) -> None:
    good = {"record_id": "r-1", "event_id": ID(1), "seq": 1, "kind": "checked"}
    good |= {"recorded_at": "2025-07-03T14:00:00+02:00", "data": {"note": "x"}}
    given = ["", json.dumps(good), "{", "[1]", '{"record_id": "r-1"}']
    (tmp_path / "events.jsonl").write_text("\n".join(given), "utf-8")
    made = ingest(tmp_path / "events.jsonl", tmp_path / "cache")
    told = [(one["code"], one["line"], one["what"]) for one in rows_of(made.folder, "fault", "line")]
    assert (Fault.ROW_UNREADABLE, 3, Unreadable.NO_OBJECT) in told
    assert (Fault.ROW_UNREADABLE, 4, Unreadable.NO_OBJECT) in told
    assert (Fault.KIND_MISSING, 5, "kind") in told
    (entry,) = rows_of(made.folder, "entry", "e")
    assert (entry["ts"], entry["wr"]) == (None, microseconds(datetime(2025, 7, 3, 12, tzinfo=UTC)))


def test_rows_of_records_are_held_to_the_entries(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    heading = "record_id,person_ref,establishment_id,jurisdiction,zone,juvenile"
    rows = ["r-1,p,e,Atlantis,Mars/Olympus,true", "r-1,q,e,EU,UTC,false", "r-3,,,CoE,UTC,perhaps"]
    (tmp_path / "given" / "records.csv").write_text("\n".join([heading, *rows]), "utf-8")
    (tmp_path / "given" / "events.csv").write_text(
        "\n".join([HEADING, row(1), row(2, record_id="r-2", seq="1")]), "utf-8"
    )
    made = ingest(tmp_path / "given", tmp_path / "cache")
    told = {(one["code"], one["line"], one["record_id"]) for one in rows_of(made.folder, "fault", "code")}
    assert told >= {
        (Fault.JURISDICTION_UNKNOWN, 2, "r-1"),
        (Fault.ATTRIBUTE_WRONG, 2, "r-1"),
        (Fault.RECORD_TWICE, 3, None),
        (Fault.ATTRIBUTE_WRONG, 4, "r-3"),
        (Fault.RECORD_WITHOUT_ENTRIES, 4, "r-3"),
        (Fault.RECORD_WITHOUT_ROW, None, "r-2"),
    }
    found = {one["record_id"]: one for one in rows_of(made.folder, "record", "rid")}
    assert [one["rid"] for one in found.values()] == [0, 1, 2]
    assert (found["r-1"]["juvenile"], found["r-1"]["zone"], found["r-2"]["jurisdiction"]) == (
        True,
        None,
        None,
    )
    assert found["r-3"]["juvenile"] is None


OF_BOTH = """
zone = "Europe/Paris"
time = "%d/%m/%Y %H:%M"
[events]
file = "export.csv"
[events.columns]
record_id = "Nr"
kind = "What"
occurred_at = "When"
recorded_at = "Written"
[records]
file = "export.csv"
[records.columns]
record_id = "Nr"
juvenile = "Minor"
jurisdiction = "Law"
[words]
yes = "oui"
no = "non"
"""


def of_both(tmp_path: Path, *rows: str) -> Ingested:
    """A table of movements of which entries and records are read."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "export.csv").write_text(
        "\n".join(["Nr,What,When,Written,Minor", *rows]) + "\n", "utf-8"
    )
    return ingest(tmp_path / "given", tmp_path / "cache", mapping=read_mapping(OF_BOTH, file="m.toml"))


AT_NOON = "03/07/2025 12:00,03/07/2025 12:05"


def test_a_line_of_which_nothing_is_read_is_told_once(tmp_path: Path) -> None:
    made = of_both(
        tmp_path,
        f"1,arrived,{AT_NOON},non",
        "1,checked,03/07/2025 13:00",
        f",checked,{AT_NOON},non",
        "1,,03/07/2025 14:00,,non",
        f"1,checked,{AT_NOON},non",
        f"1,checked,{AT_NOON},non",
    )
    told = [(one["code"], one["line"]) for one in rows_of(made.folder, "fault", "line")]
    assert [each for each in told if each[1]] == [
        (Fault.ROW_UNREADABLE, 3),
        (Fault.RECORD_MISSING, 4),
        (Fault.KIND_MISSING, 5),
        (Fault.TWICE, 7),
    ]
    assert made.meta["left_out"] == sum(made.faults[one] for one in LEFT_OUT & made.faults.keys()) == 4
    whole = [one for one in rows_of(made.folder, "fault", "line") if not one["line"]]
    assert len({(one["code"], one["what"]) for one in whole}) == len(whole)


def test_what_a_later_row_says_of_a_record_and_is_not_taken_is_told(tmp_path: Path) -> None:
    of = {
        "as-before": ("non", "non", ""),
        "unreadable-later": ("non", "perhaps", "perhaps"),
        "unreadable-first": ("perhaps", "non", "perhaps"),
        "otherwise": ("non", "oui", ""),
        "first-nothing": ("", "oui", "oui"),
    }
    rows = [
        f"{record},checked,03/07/2025 1{hour}:00,03/07/2025 1{hour}:05,{minor}"
        for record, own in of.items()
        for hour, minor in enumerate(own)
    ]
    made = of_both(tmp_path, *rows)
    of_person = (Fault.ATTRIBUTE_WRONG, Fault.RECORD_TWICE)
    told = [one for one in rows_of(made.folder, "fault", "line") if one["code"] in of_person]
    assert [(one["code"], one["line"], one["record_id"]) for one in told] == [
        (Fault.ATTRIBUTE_WRONG, 6, "unreadable-later"),
        (Fault.ATTRIBUTE_WRONG, 8, "unreadable-first"),
        (Fault.RECORD_TWICE, 12, None),
        (Fault.RECORD_TWICE, 15, None),
        (Fault.RECORD_TWICE, 16, None),
    ]
    assert (made.meta["events"], made.meta["left_out"]) == (len(rows), 0)
    held = {one["record_id"]: one["juvenile"] for one in rows_of(made.folder, "record", "rid")}
    assert held == {
        "as-before": False,
        "unreadable-later": False,
        "unreadable-first": None,
        "otherwise": False,
        "first-nothing": None,
    }


@pytest.mark.parametrize(
    ("zone", "found", "missing"),
    [
        ("Asia/Baku", {"1": "Asia/Baku", "2": "Europe/Paris", "3": "Asia/Baku", "4": "Asia/Baku"}, 0),
        ("", {"1": None, "2": "Europe/Paris", "3": None, "4": None}, 3),
    ],
)
def test_the_zone_of_a_mapping_is_that_of_records_that_name_none(
    zone: str, found: Mapped[str, str | None], missing: int, tmp_path: Path
) -> None:
    (tmp_path / "given").mkdir()
    rows = [row(number, record_id=str(number)) for number in range(1, 5)]
    (tmp_path / "given" / "events.csv").write_text("\n".join([HEADING, *rows]), "utf-8")
    records = "record_id,jurisdiction,zone\n1,CoE,\n2,CoE,Europe/Paris\n3,CoE,Mars/Olympus\n"
    (tmp_path / "given" / "records.csv").write_text(records, "utf-8")
    mapping = read_mapping(f'zone = "{zone}"' if zone else "", file="m.toml")
    made = ingest(tmp_path / "given", tmp_path / "cache", mapping=mapping)
    assert {one["record_id"]: one["zone"] for one in rows_of(made.folder, "record", "rid")} == found
    assert made.faults.get(Fault.ZONE_MISSING, 0) == missing
    first = next(what_is_wrong({Fault.KIND_UNKNOWN: 9, **made.faults}, [], words("en")))
    assert first.fault is (Fault.ZONE_MISSING if missing else Fault.KIND_UNKNOWN)


MAPPED = """
zone = "Europe/Paris"
time = "%d/%m/%Y %H:%M"
[events]
file = "mouvements.csv"
[events.columns]
record_id = "N° écrou"
kind = "Mouvement"
occurred_at = ["Date", "Heure"]
recorded_at = "Saisi"
[events.defaults]
establishment_id = "north"
[events.data]
present = "Présents"
urgent = "Urgence"
[kinds]
"Audition" = "interview_started"
"Sortie" = "released"
"Divers" = ""
[words]
yes = "oui"
no = "non"
"""
FOREIGN = """N° écrou;Mouvement;Date;Heure;Saisi;Présents;Urgence;Autre
12;Audition;03/07/2025;14:00;03/07/2025 14:05;lawyer, lawyer/interpreter;oui;
12;Divers;03/07/2025;15:00;03/07/2025 15:05;;;
12;Sortie;03/11/2025;16:00;2025-11-03T15:05:00Z;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_foreign_file_is_read_by_a_mapping(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "mouvements.csv").write_bytes(FOREIGN.encode(encoding))
    made = ingest(tmp_path / "given", tmp_path / "cache", mapping=read_mapping(MAPPED, file="m.toml"))
    interview, released = rows_of(made.folder, "entry", "e")
    assert interview["ts"] == microseconds(datetime(2025, 7, 3, 12, tzinfo=UTC))
    assert interview["wr"] == microseconds(datetime(2025, 7, 3, 12, 5, tzinfo=UTC))
    [said] = rows_of(made.folder, "spoken", "e")
    assert (said["e"], said["f_present"], said["f_urgent"]) == (0, "|lawyer|interpreter|", True)
    assert released["ts"] == microseconds(datetime(2025, 11, 3, 15, tzinfo=UTC))
    assert made.meta["stations"] == ["north"]
    assert made.faults.get(Fault.PASSED_OVER) == 1
    assert (Fault.ENCODING_ASSUMED in made.faults) is (encoding == "cp1252")


OCEL = {
    "objects": [
        {"id": "D-1", "type": "Detainee", "attributes": [{"name": "minor", "value": True}]},
        {"id": "North", "type": "Station", "attributes": []},
    ],
    "events": [
        {
            "id": f"e{number}",
            "type": kind,
            "time": f"2026-02-01T1{number}:00:00Z",
            "attributes": [{"name": "entered", "value": f"2026-02-01T1{number}:05:00Z"}],
            "relationships": [
                {"objectId": "D-1", "qualifier": "detainee"},
                {"objectId": "North", "qualifier": "station"},
            ],
        }
        for number, kind in enumerate(("Arrest", "Coffee", "Release"))
    ],
}
OCEL_MAPPING = """
[events.columns]
record_id = "@detainee"
event_id = "id"
kind = "type"
occurred_at = "time"
recorded_at = "entered"
establishment_id = "@station"
[records.columns]
record_id = "id"
juvenile = "minor"
[kinds]
"Arrest" = "apprehended"
"Release" = "released"
"Coffee" = ""
"""


def test_objects_that_events_of_a_foreign_log_name_as_their_record_are_its_records(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text(json.dumps(OCEL), "utf-8")
    mapping = read_mapping(OCEL_MAPPING, file="m.toml")
    made = ingest(tmp_path / "log.json", tmp_path / "cache", mapping=mapping)
    (record,) = rows_of(made.folder, "record", "rid")
    assert (record["record_id"], record["juvenile"]) == ("D-1", True)
    assert (made.meta["events"], made.meta["stations"]) == (2, ["North"])
    assert made.faults == {Fault.PASSED_OVER: 1, Fault.ZONE_MISSING: 1}


@pytest.mark.parametrize("column", ["@detainee", "@=Detainee", "@detainee=Detainee"])
def test_whoever_an_event_is_joined_to_beside_its_record_is_told(tmp_path: Path, column: str) -> None:
    arrest, *others = OCEL["events"]
    more = [{"objectId": each, "qualifier": "detainee"} for each in ("D-1", "D-2", "D-3")]
    arrest = {**arrest, "relationships": [*arrest["relationships"], *more]}
    objects = [*OCEL["objects"], *({"id": each, "type": "Detainee"} for each in ("D-2", "D-3"))]
    coffee = {**others[0], "relationships": arrest["relationships"]}
    said = {"objects": objects, "events": [coffee, others[1], arrest]}
    (tmp_path / "log.json").write_text(json.dumps(said), "utf-8")
    mapping = read_mapping(OCEL_MAPPING.replace("@detainee", column), file="m.toml")
    made = ingest(tmp_path / "log.json", tmp_path / "cache", mapping=mapping)
    assert made.faults == {Fault.PASSED_OVER: 1, Fault.ZONE_MISSING: 1, Fault.OF_SEVERAL: 2}
    told = [each for each in rows_of(made.folder, "fault", "line") if each["code"] == Fault.OF_SEVERAL]
    places = {(each["file"], each["line"], each["event_id"], each["what"]) for each in told}
    assert places == {("log.json", 3, "e0", column)}
    assert (made.meta["events"], made.meta["left_out"]) == (2, 1)


def test_a_mapping_names_objects_by_their_type_where_each_event_calls_them_otherwise(tmp_path: Path) -> None:
    """The sample of the OCEL standard has a qualifier of its own for nearly every relation."""
    text = """
[events.columns]
record_id = "@=Purchase Order"
kind = "type"
occurred_at = "time"
establishment_id = "@Payment for the invoice=Invoice"
actor_id = "@Payment inserted with identifier"
[events.defaults]
recorded_at = "=occurred_at"
[records.columns]
record_id = "id"
sex = "po_product"
[kinds]
"Create Purchase Order" = "x_ordered"
"Change PO Quantity" = "x_changed"
"""
    source = real("logs/ocel20_example.jsonocel")
    made = ingest(source, tmp_path / "cache", mapping=read_mapping(text, file="m.toml"))
    of_type = {
        one["id"]
        for one in json.loads(source.read_text("utf-8"))["objects"]
        if one["type"] == "Purchase Order"
    }
    assert {one["record_id"] for one in rows_of(made.folder, "record", "rid")} == of_type
    named = read_mapping(
        text.replace("@=Purchase Order", "@Change of quantity=Purchase Order"), file="m.toml"
    )
    made = ingest(source, tmp_path / "cache", mapping=named)
    assert [one["record_id"] for one in rows_of(made.folder, "record", "rid")] == ["PO1"]
    for wrong, line, says in (
        ("@=Purchase Ordre", 3, "of the type “Purchase Ordre”; perhaps “Purchase Order” is meant"),
        ("@", 3, "no event of ocel20_example.jsonocel has “@”"),
        ("@Invoice=Purchase Order", 3, "no event of ocel20_example.jsonocel has “@Invoice=Purchase Order”"),
    ):
        with pytest.raises(RefusedError, match=says) as refused:
            ingest(
                source,
                tmp_path / "cache",
                mapping=read_mapping(text.replace("@=Purchase Order", wrong), file="m.toml"),
            )
        assert refused.value.code == "mapping-misfit"
        assert str(refused.value.where) == f"m.toml:{line}"
    (tmp_path / "list.json").write_text("[]", "utf-8")
    with pytest.raises(RefusedError, match="there are no objects in it") as refused:
        ingest(tmp_path / "list.json", tmp_path / "cache", mapping=named)
    assert refused.value.code == "register-not-ocel"
    amiss = text.replace("@Payment inserted with identifier", "@Clerk")
    made = ingest(source, tmp_path / "cache", mapping=read_mapping(amiss, file="m.toml"))
    assert made.faults[Fault.COLUMN_MISSING] == 1


def test_a_log_that_breaks_off_or_that_no_mapping_explains_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    for text, code, line, says in (
        (json.dumps(OCEL), "register-nothing-read", None, "Its entries have: entered, @detainee, @station"),
        (json.dumps(OCEL, indent=1)[:600], "register-not-ocel", 43, "OCEL 2.0 as JSON"),
        ('{"a": 1}', "register-not-ocel", None, "OCEL 2.0 as JSON"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(RefusedError) as refused:
            ingest(path, tmp_path / "cache")
        assert refused.value.code == code
        assert refused.value.where is not None
        assert refused.value.where.line == line
        assert says in (refused.value.advice or "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b'{"events": [\n{"id": "a"},\n\n{"id": "b" "c"}\n]}', 4),
        (b'{"events": [\n{"id": "\xff"}\n]}', 2),
        (b'{"events": [\n{"id": "a"},\n', 3),
        (b'{"events": [], "objects": [{"id": "a"}]\n,}', 2),
    ],
)
def test_the_line_at_which_a_log_is_no_json_any_more(tmp_path: Path, text: bytes, line: int) -> None:
    path = tmp_path / "log.ocel"
    path.write_bytes(text)
    with pytest.raises(RefusedError) as refused:
        ingest(path, tmp_path / "cache")
    assert refused.value.code == "register-not-ocel"
    assert refused.value.where is not None
    assert refused.value.where.line == line


def test_a_large_log_is_not_held_in_memory_to_find_the_line_of_its_fault(tmp_path: Path) -> None:
    path, size = tmp_path / "log.ocel", 0
    event = json.dumps({"id": "e", "type": "checked", "time": "2026-03-01T10:00:00Z", "note": "n" * 40_000})
    with path.open("w", encoding="utf-8") as out:
        size += out.write('{"events": [\n')
        for _ in range(1_000):
            size += out.write(f"{event},\n")
        out.write("{]")
    tracemalloc.start()
    with pytest.raises(RefusedError) as refused:
        ingest(path, tmp_path / "cache")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.where is not None
    assert refused.value.where.line == 1_002
    assert most < size / 4


ONE_ENTRY = {
    "record_id": ["r-1"],
    "kind": ["arrived"],
    "recorded_at": ["2025-07-03T12:00:00Z"],
    "data": [{"in_writing": True}],
}


def test_columns_of_parquet_may_have_any_name_but_one(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    path = tmp_path / "given" / "events.parquet"
    pq.write_table(pa.table({"Kind": ["another"], **ONE_ENTRY, "filename": ["x"], "DATA": [3]}), path)
    made = ingest(tmp_path / "given", tmp_path / "cache")
    unknown = [
        one["what"] for one in rows_of(made.folder, "fault", "what") if one["code"] == Fault.COLUMN_UNKNOWN
    ]
    assert (made.meta["events"], unknown) == (1, ["DATA", "Kind", "filename"])
    assert not {Fault.KIND_UNKNOWN, Fault.FIELD_WRONG} & made.faults.keys()
    pq.write_table(pa.table({**ONE_ENTRY, "file_row_number": [1]}), path)
    with pytest.raises(RefusedError, match="no column of a file in Parquet may be called file_row_number"):
        ingest(tmp_path / "given", tmp_path / "cache")


def test_instants_of_nanoseconds_are_instants(tmp_path: Path) -> None:
    at = pa.array([1_700_000_000_000_001_000], pa.timestamp("ns", tz="UTC"))
    columns = {"record_id": ["r"], "kind": ["arrived"], "occurred_at": at, "recorded_at": at}
    pq.write_table(pa.table(columns), tmp_path / "events.parquet")
    made = ingest(tmp_path, tmp_path / "cache")
    [entry] = rows_of(made.folder, "entry", "e")
    assert (entry["ts"], entry["wr"]) == (1_700_000_000_000_001, 1_700_000_000_000_001)


def test_a_number_that_was_kept_as_a_fraction_is_whole(tmp_path: Path) -> None:
    """So tables of numbers with a gap are written by many programs."""
    at = pa.array([0, 1, 2], pa.timestamp("us", tz="UTC"))
    columns = {"record_id": ["r"] * 3, "kind": ["checked"] * 3, "occurred_at": at, "recorded_at": at}
    pq.write_table(pa.table(columns | {"seq": [1.0, None, 2.5]}), tmp_path / "events.parquet")
    made = ingest(tmp_path, tmp_path / "cache")
    assert [entry["seq"] for entry in rows_of(made.folder, "entry", "e")] == [1, 0, 0]
    assert made.faults[Fault.SEQ_UNREADABLE] == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("zone = ", 1),
        ('zone = "Mars"', 1),
        ('[events]\n[events.columns]\nrecord = "a"', 3),
        ('[kinds]\n"a" = "checked"\n"Divers" = "nothing"', 3),
        ('[events.data]\nshoe = "a"', 2),
        ('separator = ";;"', 1),
        ('time = "%d/%m/%Y"', 1),
        ("[words]\nyes = 1", 2),
        ('[events]\nsheet = "a"\n[events.kinds]\nAnkunft = "arrived"', 3),
        # Nothing but what lies in the folder of the register is read.
        ('[events]\nfile = "../of-a-visit/events.csv"', 2),
        ('[events]\nfile = "*/../../events.csv"', 2),
        ('[records]\nfile = "/etc/passwd"', 2),
        ('[records]\nfile = "a**.csv"', 2),
        ('[records]\nfile = "."', 2),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(RefusedError) as caught:
        read_mapping(text, file="m.toml")
    assert caught.value.code == "mapping-unreadable"
    assert caught.value.where is not None
    assert caught.value.where.line == line


def _folder_of(folder: Path, name: str) -> Path:
    folder.mkdir()
    (folder / name).write_bytes(b"")
    return folder


def test_what_cannot_be_audited_at_all_is_refused(tmp_path: Path) -> None:
    for name, text, code in (
        ("events.csv", "a,b\n1,2\n", "register-heading-wrong"),
        ("events.csv", "record_id,kind,kind\n", "register-heading-wrong"),
        ("events.parquet", "PAR1 this is none", "register-not-parquet"),
        ("register.xes", "<log><trace>", "register-not-xes"),
        ("register.xes", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><log>&x;</log>', "register-not-xes"),
        ("register.ocel", '{"events": [1', "register-not-ocel"),
        ("register.ocel", '{"events": [1]}', "register-not-ocel"),
        ("register.xes.gz", "<log></log>", "register-not-xes"),
        ("register.docx", "", "register-form-unknown"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(RefusedError) as caught:
            ingest(tmp_path / name, tmp_path / "cache")
        assert caught.value.code == code
        assert not re.search("Forbidden|TypeError|AttributeError", str(caught.value)), "said in words"
        assert not (tmp_path / "cache").exists()
    with pytest.raises(RefusedError) as caught:  # not told as if it were not there
        ingest(_folder_of(tmp_path / "folder", "events.xls"), tmp_path / "cache")
    assert (caught.value.code, str(caught.value.advice)) == (
        "register-form-unknown",
        "Save it as XLSX or CSV.",
    )
    (tmp_path / "empty").mkdir()
    for name, says in (("empty", "events is not there"), ("nowhere", "nothing of this name")):
        with pytest.raises(RefusedError, match=says):
            ingest(tmp_path / name, tmp_path / "cache")
    with pytest.raises(RefusedError, match="no register"):
        open_cache(tmp_path / "cache")
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []


def test_a_parquet_that_is_damaged_in_its_middle_is_refused_without_a_word_of_its_rows(
    tmp_path: Path,
) -> None:
    rows = [(f"r-{number}", "Jane Roe", "checked", "2026-03-01T10:00:00Z") for number in range(20_000)]
    names = ("record_id", "event_id", "kind", "recorded_at")
    path = tmp_path / "events.parquet"
    pq.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], names=names), path)
    damaged = bytearray(path.read_bytes())
    damaged[100:5_000] = b"x" * 4_900
    path.write_bytes(damaged)
    with pytest.raises(RefusedError) as caught:
        ingest(path, tmp_path / "cache")
    assert caught.value.code in {"register-unreadable", "register-not-parquet"}
    assert "Jane Roe" not in f"{caught.value.line()} {caught.value.advice}"
    assert [each.name for each in tmp_path.iterdir()] == ["events.parquet"]


def test_files_that_have_not_changed_are_not_read_again(tmp_path: Path) -> None:
    made = brought_in(tmp_path, [row(1)])
    shares: list[float] = []
    again = ingest(tmp_path / "given", tmp_path / "cache", progress=lambda share, what: shares.append(share))
    assert (made.reused, again.reused, again.meta) == (False, True, made.meta)
    assert shares == []
    path = tmp_path / "given" / "events.csv"
    path.write_text(path.read_text("utf-8") + row(2) + "\n", "utf-8")
    anew = ingest(tmp_path / "given", tmp_path / "cache", progress=lambda share, what: shares.append(share))
    assert (anew.reused, anew.meta["events"]) == (False, 2)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("table", ["entry.parquet/part-00000", "spoken.parquet/part-00001", "record"])
@pytest.mark.parametrize("cut", [True, False])
def test_what_somebody_cut_off_or_took_away_is_read_again(table: str, cut: bool, tmp_path: Path) -> None:
    made = brought_in(tmp_path, [row(1), row(2, record_id="r-2")], at_once=1)
    file = made.folder / f"{table}.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9]) if cut else file.unlink()
    with pytest.raises(RefusedError, match="no register that was brought in"):
        open_cache(made.folder)
    again = ingest(tmp_path / "given", made.folder, at_once=1)
    assert (again.reused, file.stat().st_size) == (False, len(whole))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((name, None) for name in ("files", "engine", "sources", "begins", "kinds", "faults", "records")),
        ("begins", []),
        ("files", ["entry.parquet"]),
        ("stations", [1]),
        ("kinds", {"own": "own:kind"}),
    ],
)
def test_a_cache_that_says_of_itself_what_none_says_is_none(name: str, said: object, tmp_path: Path) -> None:
    made = brought_in(tmp_path, [row(1)])
    meta = {each: value for each, value in made.meta.items() if each != name}
    (made.folder / META).write_text(json.dumps(meta if said is None else {**meta, name: said}), "utf-8")
    with pytest.raises(RefusedError, match="no register that was brought in"):
        open_cache(made.folder)
    again = ingest(tmp_path / "given", made.folder)
    assert (again.reused, again.meta) == (False, made.meta)


@pytest.mark.parametrize("form", [Form.CSV, Form.PARQUET, Form.JSONL])
def test_names_may_be_in_capitals(form: Form, register: Path, tmp_path: Path) -> None:
    write_register(tmp_path / "given", form)
    for path in sorted((tmp_path / "given").iterdir()):
        path.rename(path.with_name(path.name.upper()))
    hold_same(ingest(tmp_path / "given", tmp_path / "cache"), *read(register))


@pytest.mark.parametrize(
    ("lies_as", "said"),
    [
        ("export [2025].csv", "export [2025].csv"),
        ("garde a\u0300 vue.csv", "garde \u00e0 vue.csv"),
        ("garde \u00e0 vue.csv", "garde a\u0300 vue.csv"),
        ("garde a\u0300 vue.csv", "* \u00e0 *.csv"),
        ("export 2.csv", "export [2025].csv"),
    ],
)
def test_a_mapping_names_a_file_as_a_person_reads_its_name(lies_as: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / lies_as).write_text(f"{HEADING}\n{row(1)}\n", "utf-8")
    (tmp_path / "given" / "export 9.csv").write_text("of another\n", "utf-8")
    mapping = read_mapping(f'[events]\nfile = "{said}"\n', file="m.toml")
    assert ingest(tmp_path / "given", tmp_path / "cache", mapping=mapping).meta["events"] == 1


@pytest.mark.parametrize("form", [Form.CSV, Form.PARQUET, Form.JSONL])
def test_a_path_may_look_like_a_pattern(form: Form, register: Path, tmp_path: Path) -> None:
    events = [one for one in read(register)[1] if not one.record_id.startswith("book:")]
    for number, name in enumerate(("a 1", "wx", "a [1]", "w*")):  # the later ones fit the earlier, too
        source = tmp_path / name / "given"
        source.mkdir(parents=True)
        own = events[: 10 + number]
        with (source / f"events.{form}").open("wb") as stream:
            write_rows(EVENTS, map(event_row_of, own), stream, form)
        made = ingest(source, tmp_path / name / "cache", at_once=5)
        assert open_cache(made.folder).execute("SELECT count(*) FROM entry").fetchone() == (len(own),)
        assert ingest(source, made.folder).reused


def test_the_records_touched_since_an_older_cache_are_named(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    path = tmp_path / "given" / "events.csv"
    said = {"kind": "record_opened", "data": '{"person_ref":"p"}'}
    rows = [row(n, record_id=f"r-{n}", seq="1", **(said if n in (2, 3) else {})) for n in range(1, 7)]
    path.write_text("\n".join([HEADING, *rows[:5]]), "utf-8")
    ingest(tmp_path / "given", tmp_path / "older")
    path.write_text("\n".join([HEADING, rows[5], *rows[:5], row(7, record_id="r-3", seq="2")]), "utf-8")
    ingest(tmp_path / "given", tmp_path / "newer")
    assert touched(tmp_path / "older", tmp_path / "newer") == [1, 2, 5]
    assert touched(tmp_path / "newer", tmp_path / "newer") == []
    assert touched(tmp_path / "nothing", tmp_path / "newer") == [0, 1, 2, 3, 4, 5]
    out = row(8, record_id="book:n", seq="1", kind="outage_started", establishment_id="n")
    at = row(9, record_id="r-5", seq="2", establishment_id="n")
    path.write_text("\n".join([HEADING, *rows[:5], at]), "utf-8")
    ingest(tmp_path / "given", tmp_path / "older")
    path.write_text("\n".join([HEADING, *rows[:5], at, out]), "utf-8")
    ingest(tmp_path / "given", tmp_path / "newer")
    assert touched(tmp_path / "older", tmp_path / "newer") == [4]


@pytest.mark.parametrize(
    ("then", "now"),
    [
        pytest.param([0], [1], id="its only entry, which says another thing"),
        pytest.param([2, 3], [3, 2], id="without ids, in another order at one time"),
        pytest.param([0, 0], [1, 1], id="rows that stand twice, of an export without ids"),
    ],
)
def test_a_record_is_touched_by(then: Sequence[int], now: Sequence[int], tmp_path: Path) -> None:
    at_once = {"seq": "1", "occurred_at": "2025-07-03T12:00:00Z", "event_id": ""}
    rows = [
        *(row(9, event_id="", seq="", kind=kind) for kind in ("checked", "roused")),
        *(row(9, kind=kind, **at_once) for kind in ("checked", "roused")),
    ]
    for name, those in (("older", then), ("newer", now)):
        made = [*(rows[each] for each in those), row(8, record_id="another")]
        (tmp_path / name).mkdir()
        brought_in(tmp_path / name, made)
    assert touched(tmp_path / "older" / "cache", tmp_path / "newer" / "cache") == [1]


def test_outages_are_paired_as_the_books_told_them_at_an_instant(tmp_path: Path) -> None:
    def book(number: int, kind: str, **said: str) -> str:
        own = {"record_id": "book:n", "establishment_id": "n", "kind": kind, "span_id": "o"} | said
        return row(number, **own)

    made = brought_in(
        tmp_path,
        [
            book(1, "outage_started"),
            book(3, "outage_ended", seq="2"),
            book(4, "outage_started", seq="3", span_id="p"),
            book(5, "outage_started", seq="4", span_id="q"),
            book(6, "annulled", seq="5", span_id="", corrects=ID(5)),
            row(7, seq="1"),
        ],
    )
    noon = microseconds(datetime(2025, 7, 3, 12, tzinfo=UTC))
    minute = 60_000_000
    db = open_cache(made.folder)

    def told(after: int) -> list[tuple[int, int | None]]:
        found = outages.paired(db.execute(outages.entries(noon + after * minute)).fetchall())
        return [
            ((began - noon) // minute, ended and (ended - noon) // minute) for _station, began, ended in found
        ]

    assert [told(after) for after in (1, 2, 4)] == [[], [(1, None)], [(1, 3)]]
    assert [told(after) for after in (6, 7)] == [[(1, 3), (4, None), (5, None)], [(1, 3), (4, None)]]
    assert [one["record_id"] for one in rows_of(made.folder, "record", "rid")] == ["r-1"]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(events=st.lists(DRAWN, max_size=12), form=st.sampled_from(Form))
def test_whatever_the_strict_reader_takes_is_taken(
    events: list[Event], form: Form, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = {one.event_id: one for one in reversed(events)}
    folder = tmp_path_factory.mktemp("nasty")
    with (folder / f"events.{form}").open("wb") as stream:
        write_rows(EVENTS, map(event_row_of, events), stream, form)
    made = ingest(folder / f"events.{form}", folder / "cache")
    kept = [one for one in events if first[one.event_id] is one]
    hold_same(made, list(records_of(kept)), list(map(dated, kept)))
    # What the history of a record says of its corrections, the file says too.
    of_record: dict[str, list[Event]] = {}
    for one in kept:
        of_record.setdefault(one.record_id, []).append(one)
    wanted = {(fault.event_id) for own in of_record.values() for fault in lines(own)[1]}
    told = rows_of(made.folder, "fault", "code")
    assert {one["event_id"] for one in told if one["code"].startswith("corrects-")} == wanted


MEMORY = """
import resource, sys
from pathlib import Path
from habeas.safeguards.ingest import ingest
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = ingest(Path(sys.argv[1]), Path(sys.argv[2]), memory="200MB")
print(made.meta["events"], (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_is_bounded_whatever_the_size(tmp_path: Path) -> None:
    import duckdb

    made = chunk(Plan(500, 3, date(2025, 3, 3), 20), 0)
    with (tmp_path / "few.parquet").open("wb") as stream:
        write_rows(EVENTS, made.events, stream, Form.PARQUET)
    # The same stays under other names: 10,000 detentions, without making each.
    duckdb.execute(f"""
        COPY (SELECT * EXCLUDE n REPLACE (
            record_id || '-' || n AS record_id, CAST(CAST(md5(event_id || n) AS UUID) AS VARCHAR) AS event_id,
            CAST(CAST(md5(corrects || n) AS UUID) AS VARCHAR) AS corrects)
        FROM '{tmp_path}/few.parquet', range(20) AS times(n)) TO '{tmp_path}/events.parquet' (FORMAT parquet)
    """)
    ended = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / "events.parquet"), str(tmp_path / "cache")],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    events, grown = map(int, ended.stdout.split())
    assert events == 20 * len(made.events)
    assert grown < 700, f"{grown} MiB"


def test_every_fault_is_documented() -> None:
    page = (ROOT / "docs" / "register.md").read_text("utf-8")
    (section,) = re.findall(r"## A register brought in(.*?)\n### ", page, re.DOTALL)
    told = re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)))
    assert sorted(told) == sorted(Fault)


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = "import sys, habeas.safeguards.ingest; print({'duckdb', 'pyarrow'} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert ended.stdout.strip() == "set()"
