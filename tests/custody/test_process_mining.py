"""A register goes out as XES and OCEL 2.0 and comes back; another's reader (r4pm) finds what is there."""

import io
import json
import operator
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
import r4pm
from hypothesis import given
from hypothesis import strategies as st
from r4pm import bindings
from tests.custody.registers import EVENTS, RECORDS

from habeas.custody import Event, Record
from habeas.custody.exchange import Folder, ocel, sorted_out, strictly, xes
from habeas.custody.exchange import tables as columns
from habeas.custody.exchange.rows import event_read, record_read
from habeas.custody.synthetic import Plan, chunk
from habeas.errors import RefusedError, Where

NOON = datetime(2031, 7, 3, 12, tzinfo=UTC)
ID = "0190c0de-0000-7000-8000-000000000001"
FORMS = st.sampled_from([xes, ocel])
ID_OF = operator.attrgetter("record_id")


def through(
    form: ModuleType, records: list[Record], events: list[Event]
) -> tuple[list[Record], list[Event], list[str]]:
    stream = io.BytesIO()
    losses = form.write(records, events, stream)
    back = []
    for read in (form.read_records, form.read_events):
        stream.seek(0)
        back.append(list(strictly(read(stream, "register"))))
    return back[0], back[1], list(map(str, losses))


def unkept(events: list[Event], records: list[Record]) -> bool:
    texts = [one.page or "" for one in events]
    texts += [value for one in records for value in map(str, xes.record_row(one))]
    return any(xes.UNKEPT.search(text) for text in texts)


@given(
    st.lists(EVENTS, max_size=6), st.lists(RECORDS, max_size=3, unique_by=lambda one: one.record_id), FORMS
)
def test_all_comes_back_but_what_is_counted_as_lost(events, records, form) -> None:
    events = sorted(events, key=ID_OF)
    records_back, events_back, losses = through(form, records, events)
    if form is xes and unkept(events, records):
        assert "control character" in losses[0]
        return
    assert events_back == events
    assert sorted(records_back, key=lambda one: one.record_id) == sorted(
        records, key=lambda one: one.record_id
    )
    untimed = sum(one.occurred_at is None for one in events)
    expected = [f"{untimed} events without a time stand at the time when they were written"]
    assert losses == (expected if form is ocel and untimed else [])


@pytest.mark.parametrize("form", [xes, ocel])
def test_a_folder_with_such_a_file_has_both_tables(tmp_path: Path, form: ModuleType) -> None:
    records, events = register()
    path = tmp_path / f"register.{form.__name__.rpartition('.')[2]}"
    with path.open("wb") as stream:
        form.write(records, events, stream)
    alone = tmp_path / f"old{path.suffix.upper()}"
    alone.write_bytes(path.read_bytes())
    for folder in (Folder(tmp_path), Folder(alone)):
        assert sorted(strictly(folder.records()), key=ID_OF) == sorted(records, key=ID_OF)
        assert list(strictly(folder.events())) == events


def test_what_a_log_of_others_lacks_is_said_of_each_event() -> None:
    log = b"""<log><trace><string key="concept:name" value="r1"/>
        <event><string key="concept:name" value="arrived"/></event>
        <event><string key="concept:name" value="arrived"/><id key="identity:id" value="%s"/>
          <date key="recorded_at" value="2025-01-01T00:00:00+01:00"/></event>
        <event><string key="concept:name" value="Pay invoice"/><int key="cost" value="3"/></event>
        </trace></log>""" % ID.encode()
    good, faults = sorted_out(xes.read_events(io.BytesIO(log), "theirs.xes"))
    assert [one.kind for one in good] == ["arrived"]
    assert [(one.code, str(one.where)) for one in faults] == [
        ("event-column-missing", "theirs.xes:1"),
        ("event-column-unknown", "theirs.xes:3"),
    ]


def register() -> tuple[list[Record], list[Event]]:
    made = chunk(Plan(40, 3, date(2025, 1, 6), 30), 0)
    where = Where("made")

    def said(table: columns.Table, row: columns.Row) -> dict[str, object]:
        return {
            column.name: columns.instant_of(value) if column.type is columns.Type.INSTANT and value else value
            for column, value in zip(table.columns, row, strict=True)
        }

    records = [record_read(where, said(columns.RECORDS, row)) for row in made.records]
    return records, [event_read(where, said(columns.EVENTS, row)) for row in made.events]


def test_another_reader_of_xes_finds_the_same_traces_events_and_times(tmp_path: Path) -> None:
    records, events = register()
    with (tmp_path / "register.xes").open("wb") as stream:
        assert xes.write(records, events, stream) == []
    log = r4pm.import_item("EventLog", str(tmp_path / "register.xes"))
    r4pm.export_item(log, str(tmp_path / "again.xes"))
    with (tmp_path / "again.xes").open("rb") as stream:
        assert list(strictly(xes.read_events(stream, "again.xes"))) == events
    with (tmp_path / "again.xes").open("rb") as stream:
        assert list(strictly(xes.read_records(stream, "again.xes"))) == records
    r4pm.remove_item(log)


@pytest.mark.parametrize("ending", ["json", "xml"])
def test_another_reader_of_ocel_finds_the_same_objects_events_and_times(tmp_path: Path, ending: str) -> None:
    records, events = register()
    with (tmp_path / "register.json").open("wb") as stream:
        losses = ocel.write(records, events, stream)
    assert len(losses) == any(one.occurred_at is None for one in events)
    log = r4pm.import_item("OCEL", str(tmp_path / "register.json"))
    counted = bindings.ocel_type_stats(ocel=log)
    assert counted["event_type_counts"] == Counter(one.kind for one in events)
    assert counted["object_type_counts"]["record"] == len(records)
    assert counted["object_type_counts"]["person"] == len({one.person_ref for one in records})
    # Through the form of XML and back again, by the other's code alone.
    r4pm.export_item(log, str(tmp_path / f"again.{ending}"))
    again = r4pm.import_item("OCEL", str(tmp_path / f"again.{ending}"))
    r4pm.export_item(again, str(tmp_path / "again.json"))
    with (tmp_path / "again.json").open("rb") as stream:
        assert list(strictly(ocel.read_events(stream, "again.json"))) == events
    with (tmp_path / "again.json").open("rb") as stream:
        assert list(strictly(ocel.read_records(stream, "again.json"))) == records
    for item in (log, again):
        r4pm.remove_item(item)


@pytest.mark.parametrize(
    ("form", "data", "code"),
    [
        (xes, b"", "register-not-xes"),
        (xes, b"<html/>", "register-not-xes"),
        (xes, b"<log><trace>", "register-not-xes"),
        (xes, b'<!DOCTYPE log [<!ENTITY a "b">]><log/>', "register-not-xes"),
        (ocel, b"", "register-not-ocel"),
        (ocel, b'{"events":[1]}', "register-not-ocel"),
        (ocel, b'{"events":[{"id":"\xff"}]}', "register-not-ocel"),
    ],
)
def test_what_is_no_such_document_is_refused(form: ModuleType, data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        list(form.read_events(io.BytesIO(data), "register"))
    assert refused.value.code == code


def test_a_bad_event_is_refused_with_its_number_and_the_others_are_read() -> None:
    good = Event(record_id="r-1", event_id=ID, kind="arrived", occurred_at=NOON, recorded_at=NOON)
    for form, kind in ((xes, b'value="arrived"'), (ocel, b'"type":"arrived"')):
        stream = io.BytesIO()
        form.write([], [good, good, good], stream)
        before, after, *more = stream.getvalue().split(kind)
        bad = kind.join([before, after]) + kind.replace(b"arrived", b"interviewed") + kind.join(more)
        found = list(form.read_events(io.BytesIO(bad), "register"))
        assert [isinstance(each, Event) for each in found] == [True, False, True]
        assert isinstance(found[1], RefusedError)
        assert (found[1].code, str(found[1].where)) == ("event-kind-unknown", "register:2")


def test_a_trace_stands_once() -> None:
    one = Event(record_id="r-1", event_id=ID, kind="arrived", occurred_at=NOON, recorded_at=NOON)
    other = Event(record_id="r-2", event_id=ID, kind="arrived", occurred_at=NOON, recorded_at=NOON)
    with pytest.raises(ValueError, match="together"):
        xes.write([], [one, other, one], io.BytesIO())


def test_ocel_joins_an_event_to_its_objects() -> None:
    event = Event(
        record_id="r-1", event_id=ID, kind="arrived", occurred_at=NOON, recorded_at=NOON, actor_id="a-1"
    )
    stream = io.BytesIO()
    ocel.write([Record(record_id="r-1", person_ref="p-1")], [event], stream)
    said = json.loads(stream.getvalue())
    assert [each["objectId"] for each in said["events"][0]["relationships"]] == ["record:r-1", "actor:a-1"]
    assert {each["id"] for each in said["objects"]} == {"record:r-1", "actor:a-1", "person:p-1"}
