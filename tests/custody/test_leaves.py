"""A leaf shows that something was entered and when; who it was stays sealed, and opens field by field."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody import Disclosure, Keeping, Place, RecordKey, blindings, event_from, leaf_of
from habeas.errors import NotRightError

NOW = datetime(2031, 7, 3, 14, 30, tzinfo=UTC)
ID = "0190c0de-0000-7000-8000-00000000000a"
KEYS = {Keeping.COMMITTED: RecordKey(bytes(range(32))), Keeping.SEALED: RecordKey(bytes(range(32, 64)))}
PLACE = Place(log="police.example/station", seq=1, previous=None, logged_at=NOW)


def opened(**data):
    said = {
        "record_id": "r-1",
        "event_id": ID,
        "kind": "record_opened",
        "occurred_at": "2031-07-03T14:20:00Z",
    }
    return event_from(said | {"data": data}, now=NOW)


def test_a_leaf_holds_nothing_of_the_person_and_what_is_public() -> None:
    leaf = leaf_of(opened(name="Zebra Finch", zone="Europe/Vaduz"), PLACE, KEYS)
    said = json.loads(leaf.data)
    assert b"Zebra" not in leaf.data
    assert said["pub"] == {"zone": "Europe/Vaduz"}
    assert list(said["c"]) == ["name"]
    assert (said["type"], said["at"], said["s"], said["prev"]) == (
        "record_opened",
        "2031-07-03T14:20:00.000000Z",
        1,
        None,
    )


def test_the_same_event_is_another_leaf_each_time_and_none_is_guessed() -> None:
    event = opened(zone="Europe/Vaduz")
    assert leaf_of(event, PLACE, KEYS).hash != leaf_of(event, PLACE, KEYS).hash


def test_each_of_many_leaves_is_blinded_by_bytes_of_its_own() -> None:
    drawn = list(blindings(500))
    assert {len(each) for each in drawn} == {16}
    assert len(set(drawn)) == 500
    assert not set(drawn) & set(blindings(500))


def test_one_field_is_disclosed_and_opens_nothing_else() -> None:
    event = opened(name="Zebra Finch", born="1990-01-01")
    commitments = json.loads(leaf_of(event, PLACE, KEYS).data)["c"]
    key = KEYS[Keeping.COMMITTED].commit_key(ID, "name")
    assert Disclosure(ID, "name", "Zebra Finch", key).opens(commitments["name"])
    assert not Disclosure(ID, "name", "Another", key).opens(commitments["name"])
    assert not Disclosure(ID, "born", "1990-01-01", key).opens(commitments["born"])


def test_what_the_doctor_wrote_is_not_under_the_key_of_the_station() -> None:
    said = {"record_id": "r-1", "event_id": ID, "kind": "examination_ended"}
    event = event_from(said | {"data": {"fit": "fit", "findings": "bruises"}}, now=NOW)
    leaf = leaf_of(event, PLACE, KEYS)
    assert KEYS[Keeping.COMMITTED].open(ID, "fit", leaf.sealed["fit"]) == b'"fit"'
    with pytest.raises(NotRightError) as refused:
        KEYS[Keeping.COMMITTED].open(ID, "findings", leaf.sealed["findings"])
    assert refused.value.code == "seal-broken"
    assert KEYS[Keeping.SEALED].open(ID, "findings", leaf.sealed["findings"]) == b'"bruises"'


def test_the_key_destroyed_nothing_opens_and_the_leaf_is_the_same() -> None:
    event = opened(name="Zebra Finch")
    leaf = leaf_of(event, PLACE, KEYS, blinding=bytes(16))
    another = RecordKey.new()
    with pytest.raises(NotRightError):
        another.open(ID, "name", leaf.sealed["name"])
    assert another.commit(ID, "name", "Zebra Finch") != json.loads(leaf.data)["c"]["name"]
    assert leaf_of(event, PLACE, KEYS, blinding=bytes(16)).data == leaf.data


def test_a_key_does_not_show_itself() -> None:
    assert "…" in repr(KEYS[Keeping.COMMITTED])


def test_a_correction_names_the_leaf_that_it_corrects() -> None:
    said = {"record_id": "r-1", "event_id": ID, "kind": "annulled", "corrects": ID}
    event = event_from(said, now=NOW)
    place = Place(log="l", seq=2, previous=bytes(32), logged_at=NOW, corrects=(7, b"\xab" * 32))
    assert json.loads(leaf_of(event, place, KEYS).data)["fix"] == {"of": 7, "leaf": "ab" * 32, "id": ID}


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40), st.integers(0, 10_000))
def test_what_was_sealed_opens_and_one_bit_changed_does_not(secret, name, at) -> None:
    key = RecordKey(secret)
    sealed = key.seal(ID, name, "value")
    assert key.open(ID, name, sealed) == b'"value"'
    place = at % (len(sealed) * 8)
    broken = bytearray(sealed)
    broken[place // 8] ^= 1 << place % 8
    with pytest.raises(NotRightError):
        key.open(ID, name, bytes(broken))
