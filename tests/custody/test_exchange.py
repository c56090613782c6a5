"""A register goes through every form and comes back as it was; what is wrong in a file has its line."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.registers import EVENTS, RECORDS

from habeas.custody import Event, Record, records_of
from habeas.custody.exchange import (
    Folder,
    Form,
    read_events,
    read_records,
    sorted_out,
    strictly,
    write_events,
    write_records,
)
from habeas.custody.exchange.lines import LONGEST
from habeas.errors import RefusedError

FORMS = st.sampled_from(list(Form))
NOON = datetime(2031, 7, 3, 12, tzinfo=UTC)
LINE = {
    "record_id": "r-1",
    "event_id": "0190c0de-0000-7000-8000-000000000001",
    "seq": 1,
    "kind": "interview_started",
    "occurred_at": "2031-07-03T12:00:00+04:00",
    "recorded_at": "2031-07-03T08:01:00.000001Z",
    "data": '{"present":[]}',
}


def arrival(occurred_at: datetime | None, recorded_at: datetime) -> Event:
    return Event(
        record_id="r-1",
        event_id=str(LINE["event_id"]),
        kind="arrived",
        occurred_at=occurred_at,
        recorded_at=recorded_at,
    )


def written(events: list[Event], form: Form) -> bytes:
    stream = io.BytesIO()
    write_events(events, stream, form)
    return stream.getvalue()


def read(data: bytes, form: Form = Form.JSONL) -> list[Event | RefusedError]:
    return list(read_events(io.BytesIO(data), form, f"events.{form}"))


def line(**said: object) -> bytes:
    return json.dumps(LINE | said).encode() + b"\n"


@given(st.lists(EVENTS, max_size=5), FORMS, FORMS)
def test_events_go_from_any_form_to_any_other_without_a_loss(events, first, second) -> None:
    once = list(strictly(read(written(events, first), first)))
    assert once == events
    assert written(once, second) == written(events, second)
    assert list(strictly(read(written(once, second), second))) == events


@given(st.lists(RECORDS, max_size=5), FORMS)
def test_records_come_back_as_they_stood(records, form) -> None:
    stream = io.BytesIO()
    write_records(records, stream, form)
    stream.seek(0)
    assert list(strictly(read_records(stream, form, "records"))) == records


def test_the_columns_are_those_of_the_contract() -> None:
    event = Event(
        record_id="r-1", event_id=LINE["event_id"], kind="arrived", occurred_at=None, recorded_at=NOON
    )
    heading, row, _ = written([event], Form.CSV).decode().split("\r\n")
    assert heading == (
        "record_id,event_id,seq,kind,occurred_at,recorded_at,logged_at,source,page,establishment_id,"
        "actor_id,device_id,span_id,corrects,data"
    )
    assert row == f"r-1,{LINE['event_id']},,arrived,,2031-07-03T12:00:00.000000Z,,,,,,,,,"


def test_parquet_has_exact_types_and_needs_no_order_of_columns() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    (event,) = strictly(read(line()))
    table = pq.read_table(io.BytesIO(written([event], Form.PARQUET)))
    assert str(table.schema.field("recorded_at").type) == "timestamp[us, tz=UTC]"
    assert (str(table.schema.field("seq").type), table["data"][0].as_py()) == ("int64", LINE["data"])
    turned = table.select(sorted(table.column_names))
    turned = turned.set_column(0, "actor_id", pa.nulls(1))
    turned = turned.set_column(turned.column_names.index("seq"), "seq", turned["seq"].cast(pa.int16()))
    stream = io.BytesIO()
    pq.write_table(turned, stream)
    assert read(stream.getvalue(), Form.PARQUET) == [event]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{", "register-line-broken"),
        (b"[]", "register-line-broken"),
        (b'{"a":1,"a":2}', "register-line-broken"),
        (b'{"seq":NaN}', "register-line-broken"),
        (b"[" * 100_000, "register-line-broken"),
        (b'{"seq":' + b"9" * 5_000 + b"}", "register-line-broken"),
        (b'{"page":"\xe9"}', "register-not-utf8"),
        (b'{"page":"\0"}', "register-nul"),
        (line(page="\0"), "register-text-wrong"),
        (line(data={"note": "\0"}), "register-text-wrong"),
        (line(data='{"note":"\\u0000"}'), "register-text-wrong"),
        (b'"' + b"x" * LONGEST + b'"', "register-line-too-long"),
        (line(officer="a-7"), "event-column-unknown"),
        (line(recorded_at=None), "event-column-missing"),
        (line(recorded_at="2031-07-03T12:00:00"), "instant-without-zone"),
        (line(recorded_at=12), "event-column-wrong"),
        (line(seq="1"), "event-column-wrong"),
        (line(seq=0), "event-column-wrong"),
        (line(seq=True), "event-column-wrong"),
        (line(kind="interviewed"), "event-kind-unknown"),
        (line(page="\ud800"), "register-text-wrong"),
        (line(data="[]"), "event-data-not-object"),
        (line(data="{"), "event-data-not-object"),
        (line(data='{"present":"lawyer"}'), "event-field-wrong"),
        (line(data='{"of_elsewhere":1.5}'), "event-field-wrong"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_others_are_read(bad: bytes, code: str) -> None:
    good, faults = sorted_out(read(line() + bad.rstrip(b"\n") + b"\n\n" + line()))
    assert len(good) == 2
    assert [(each.code, str(each.where)) for each in faults] == [(code, "events.jsonl:2")]


def test_a_register_whose_times_contradict_each_other_is_read() -> None:
    (event,) = strictly(read(line(occurred_at="2031-07-03T23:00:00Z", logged_at="2030-01-01T00:00:00Z")))
    assert event.occurred_at is not None
    assert event.occurred_at > event.recorded_at


def test_a_byte_order_mark_and_data_as_an_object_are_taken() -> None:
    (event,) = strictly(read(b"\xef\xbb\xbf" + line(data={"present": [], "of_elsewhere": {"deep": [1]}})))
    assert dict(event.data) == {"present": [], "of_elsewhere": {"deep": [1]}}


HEADINGS = b"record_id,event_id,kind,recorded_at,seq\r\n"
GOOD = f"r-1,{LINE['event_id']},arrived,2031-07-03T12:00:00Z,1\r\n".encode()


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"r-1\r\n", "register-line-broken"),
        (b'"r-1"x,2,3,4,5\r\n', "register-line-broken"),
        (GOOD.replace(b",1\r", b",one\r"), "event-column-wrong"),
        (GOOD.replace(b",1\r", b"," + b"9" * 40 + b"\r"), "event-column-wrong"),
        (b"\xff,b,c,d,1\r\n", "register-not-utf8"),
        (b"\0,b,c,d,1\r\n", "register-nul"),
        (b"x" * (LONGEST + 1) + b"\r\n", "register-line-too-long"),
        (b"x" * 200_000 + b",b,c,d,1\r\n", "register-line-broken"),
    ],
)
def test_a_bad_record_of_csv_is_refused_with_its_line(bad: bytes, code: str) -> None:
    good, faults = sorted_out(read(HEADINGS + GOOD + bad + GOOD, Form.CSV))
    assert len(good) == 2
    assert [(each.code, str(each.where)) for each in faults] == [(code, "events.csv:3")]


@pytest.mark.parametrize(
    ("data", "form", "code"),
    [
        (b"", Form.CSV, "register-heading-wrong"),
        (b"record_id,event_id,kind\r\n", Form.CSV, "register-heading-wrong"),
        (HEADINGS.replace(b"seq", b"kind"), Form.CSV, "register-heading-wrong"),
        (HEADINGS.replace(b"seq", b"officer"), Form.CSV, "register-heading-wrong"),
        (b"\xff\xfe", Form.CSV, "register-not-utf8"),
        (b"PAR1 and no more", Form.PARQUET, "register-not-parquet"),
        (b"", Form.PARQUET, "register-not-parquet"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(data: bytes, form: Form, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read(data, form)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recorded_at": [datetime(2031, 7, 3)]}, "register-column-wrong"),  # noqa: DTZ001
        ({"seq": ["one"]}, "register-column-wrong"),
        ({"officer": ["a-7"]}, "register-heading-wrong"),
        ({"kind": None}, "register-heading-wrong"),
    ],
)
def test_parquet_of_other_columns_or_types_is_refused(change: dict[str, object], code: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "record_id": ["r-1"],
        "event_id": [LINE["event_id"]],
        "kind": ["arrived"],
        "recorded_at": [NOON],
    }
    stream = io.BytesIO()
    changed = {name: value for name, value in (columns | change).items() if value is not None}
    pq.write_table(pa.table(changed), stream)
    with pytest.raises(RefusedError) as refused:
        read(stream.getvalue(), Form.PARQUET)
    assert refused.value.code == code


@given(st.binary(max_size=300), FORMS)
def test_whatever_comes_in_what_comes_out_is_an_event_or_a_refusal(noise, form) -> None:
    for data in (noise, HEADINGS + noise, written([], form)[:-9] + noise):
        try:
            assert all(isinstance(each, Event | RefusedError) for each in read(data, form))
        except RefusedError:
            continue  # as a whole


def test_instants_of_other_zones_are_taken_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=4)))
    event = Event(
        record_id="r-1", event_id=LINE["event_id"], kind="arrived", occurred_at=there, recorded_at=there
    )
    for form in Form:
        (back,) = strictly(read(written([event], form), form))
        assert back.occurred_at == NOON
        assert back.occurred_at.utcoffset() == timedelta(0)


def test_the_table_of_records_is_projected_from_openings_and_amendments() -> None:
    def event(number: int, kind: str, corrects: int | None = None, **data: object) -> Event:
        return Event(
            record_id="r-1",
            event_id=f"0190c0de-0000-7000-8000-00000000000{number}",
            seq=number,
            kind=kind,
            occurred_at=NOON,
            recorded_at=NOON,
            establishment_id="est-1",
            corrects=None if corrects is None else f"0190c0de-0000-7000-8000-00000000000{corrects}",
            data=data,
        )

    events = [
        event(1, "arrived"),
        event(2, "record_opened", basis="criminal", juvenile=False, zone="UTC", note="not of the person"),
        event(3, "record_amended", juvenile=True),
        event(4, "record_amended", sex="f"),
        event(5, "annulled", corrects=4),
    ]
    expected = Record(record_id="r-1", establishment_id="est-1", basis="criminal", juvenile=True, zone="UTC")
    assert list(records_of(events)) == [expected]
    assert list(records_of(reversed(events))) == [expected]
    assert list(records_of(events[:1])) == [Record(record_id="r-1")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"zone": "Baku"}, "record-column-wrong"),
        ({"zone": "../../etc/passwd"}, "record-column-wrong"),
        ({"basis": "suspicion"}, "record-column-wrong"),
        ({"juvenile": "no"}, "record-column-wrong"),
        ({"record_id": None}, "record-column-missing"),
        ({"name": "Jane Doe"}, "record-column-unknown"),
    ],
)
def test_a_record_is_held_to_its_columns(said: dict[str, object], code: str) -> None:
    data = json.dumps({"record_id": "r-1"} | said).encode()
    (refused,) = read_records(io.BytesIO(data), Form.JSONL, "records.jsonl")
    assert isinstance(refused, RefusedError)
    assert (refused.code, str(refused.where)) == (code, "records.jsonl:1")


def test_after_a_thousand_faults_nobody_reads_on() -> None:
    with pytest.raises(RefusedError) as refused:
        sorted_out(read(b"{\n" * 2_000))
    assert refused.value.code == "register-too-many-faults"


def test_a_table_may_be_a_folder_of_files_that_came_one_after_the_other(tmp_path: Path) -> None:
    events = list(strictly(read(line() + line(seq=2) + line(seq=3))))
    parts = tmp_path / "register" / "events"
    parts.mkdir(parents=True)
    for night, (event, form) in enumerate(zip(events, Form, strict=True)):
        (parts / f"2031-01-0{night + 1}.{form}").write_bytes(written([event], form))
    (parts / "note.txt").write_text("no part of it")
    assert list(Folder(parts.parent).events()) == events
    (parts.parent / "events.csv").write_bytes(HEADINGS)
    with pytest.raises(RefusedError, match=r"is there as events\.csv and events") as refused:
        list(Folder(parts.parent).events())
    assert refused.value.code == "register-form-ambiguous"


def test_a_folder_has_each_table_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with pytest.raises(RefusedError, match="events is not there") as refused:
        list(folder.events())
    assert refused.value.code == "register-table-missing"
    (tmp_path / "events.parquet").mkdir()
    events = list(strictly(read(line() + line(seq=2))))
    for part, event in enumerate(events):
        (tmp_path / f"events.parquet/part-{part}.parquet").write_bytes(written([event], Form.PARQUET))
    assert list(folder.events()) == events
    alone = tmp_path / "alone" / "events.jsonl"
    alone.parent.mkdir()
    alone.write_bytes(line() + line(seq=2))
    assert list(Folder(alone).events()) == events
    (tmp_path / "events.csv").write_bytes(HEADINGS)
    with pytest.raises(RefusedError) as refused:
        list(folder.events())
    assert refused.value.code == "register-form-ambiguous"
    (tmp_path / "events.xlsx").touch()
    with pytest.raises(RefusedError) as refused:
        list(Folder(tmp_path / "events.xlsx").events())
    assert refused.value.code == "register-form-unknown"
