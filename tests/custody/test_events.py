"""One event is read strictly: what is wrong is refused with its column, and nothing personal slips in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody import event_from, kinds, needs_late_reason, spans
from habeas.custody.kinds import Keeping
from habeas.errors import RefusedError, Where

NOW = datetime(2031, 7, 3, 14, 30, tzinfo=UTC)
ID = "0190c0de-0000-7000-8000-000000000001"
PLAIN = {
    "record_id": "r-1",
    "event_id": ID,
    "kind": "interview_started",
    "occurred_at": "2031-07-03T18:20:00+04:00",
    "actor_id": "a-7",
    "data": {"interviewers": ["a-7", "a-9"], "present": ["lawyer"], "urgent": False},
}


def test_an_event_is_read_with_both_its_times_in_utc() -> None:
    event = event_from(PLAIN, now=NOW)
    assert event.occurred_at == datetime(2031, 7, 3, 14, 20, tzinfo=UTC)
    assert (event.recorded_at, event.seq, event.logged_at) == (NOW, None, None)
    assert event.as_json()["occurred_at"] == "2031-07-03T14:20:00.000000Z"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"record_id": None}, "event-column-missing"),
        ({"record_id": "Jane Doe, born 1990"}, "event-column-wrong"),
        ({"event_id": "17"}, "event-id-not-uuid"),
        ({"kind": "interviewed"}, "event-kind-unknown"),
        ({"kind": "x_"}, "event-kind-unknown"),
        ({"occurred_at": "2031-07-03T14:20:00"}, "instant-without-zone"),
        ({"occurred_at": "yesterday"}, "instant-unreadable"),
        ({"occurred_at": "2031-07-03T15:00:00Z"}, "event-before-it-happened"),
        ({"recorded_at": "2031-07-03T15:00:00Z"}, "event-recorded-ahead"),
        ({"seq": 3}, "event-column-of-the-ledger"),
        ({"logged_at": "2031-07-03T14:30:00Z"}, "event-column-of-the-ledger"),
        ({"source": "rumour"}, "event-source-unknown"),
        ({"officer": "a-7"}, "event-column-unknown"),
        ({"corrects": "the one before"}, "event-id-not-uuid"),
        ({"kind": "annulled", "data": None}, "event-annuls-nothing"),
        ({"data": ["lawyer"]}, "event-data-not-object"),
        ({"data": {"name": "Jane Doe"}}, "event-field-unknown"),
        ({"data": {"urgent": "yes"}}, "event-field-wrong"),
        ({"data": {"present": ["lawyer", "Jane Doe"]}}, "event-field-wrong"),
        ({"data": {"urgent_reason": "\ud800"}}, "event-field-wrong"),
        ({"data": {"note": "n" * 9000}}, "event-field-wrong"),
        ({"kind": "x_tea", "data": {"cup": "c" * 9000}}, "event-too-large"),
        ({"kind": "x_tea", "data": {"cups": 1.5}}, "event-field-wrong"),
        ({"kind": "record_opened", "data": {"born": "03.02.1990"}}, "event-field-wrong"),
        ({"kind": "sheet_cancelled", "data": {"sheet": 0}}, "event-field-wrong"),
        ({"kind": "sheet_cancelled", "data": {"sheet": True}}, "event-field-wrong"),
        ({"kind": "sheet_cancelled", "data": {"sheet": "14"}}, "event-field-wrong"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(said, code) -> None:
    with pytest.raises(RefusedError) as refused:
        event_from(PLAIN | said, now=NOW, where=Where("events.jsonl", 12))
    assert refused.value.code == code
    assert str(refused.value.where) == "events.jsonl:12"


def test_a_site_adds_kinds_of_its_own() -> None:
    event = event_from(PLAIN | {"kind": "x_tea", "data": {"cups": 2}}, now=NOW)
    assert dict(event.data) == {"cups": 2}


def test_an_entry_written_late_says_why() -> None:
    late = PLAIN | {"occurred_at": "2031-07-03T14:14:59Z"}
    assert needs_late_reason(event_from(late, now=NOW))
    why = {"data": {"late_reason": "the network was down"}}
    assert not needs_late_reason(event_from(late | why, now=NOW))
    assert not needs_late_reason(event_from(PLAIN | {"occurred_at": "2031-07-03T14:15:00Z"}, now=NOW))
    assert not needs_late_reason(event_from(PLAIN | {"occurred_at": None}, now=NOW))


def test_every_kind_of_the_contract_is_there_and_spans_are_of_kinds() -> None:
    # beside the contract: docs/decisions/0001-house.md
    of_the_register = {"key_destroyed", "log_opened", "log_refilled"}
    assert len(kinds().keys() - of_the_register - {"sheets_issued", "sheet_cancelled"}) == 92
    assert {kind for pair in spans().values() for kind in pair} <= set(kinds())
    assert kinds()["record_amended"].fields == kinds()["record_opened"].fields


def test_what_a_person_or_a_doctor_says_is_never_in_a_leaf() -> None:
    public = {
        (kind.name, field.name)
        for kind in kinds().values()
        for field in kind.fields.values()
        if field.keep is Keeping.PUBLIC
    }
    opening = {("record_opened", name) for name in ("establishment_type", "jurisdiction", "zone")}
    amending = {("record_amended", name) for _kind, name in opening}
    recording = {
        ("recording_started", "medium"),
        ("recording_stopped", "sha256"),
        ("recording_stopped", "kept"),
    }
    erasing = {("key_destroyed", "legal_basis"), ("key_destroyed", "approved_by")}
    paper = {("sheets_issued", "first_sheet"), ("sheets_issued", "last_sheet"), ("sheet_cancelled", "sheet")}
    mending = {("log_opened", "before"), ("log_refilled", "first"), ("log_refilled", "last")}
    machine = {(kind, "device_time") for kind in kinds()}
    assert public == opening | amending | recording | erasing | paper | mending | machine
    health = kinds()["injury_recorded"].fields
    assert health["findings"].keep is Keeping.SEALED


@given(st.uuids(), st.datetimes(timezones=st.just(UTC), max_value=datetime(2031, 7, 3)))  # noqa: DTZ001 (Hypothesis asks for it)
def test_an_event_comes_back_from_its_exchange_form(name: UUID, when: datetime) -> None:
    said = PLAIN | {"event_id": str(name), "occurred_at": when.isoformat()}
    event = event_from(said, now=NOW)
    again = {key: value for key, value in event.as_json().items() if key not in ("seq", "logged_at")}
    assert event_from(again, now=NOW + timedelta(days=1)) == event
