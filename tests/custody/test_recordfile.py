"""A record as a file: checked with the key of the log alone, and nothing in it is changed unseen."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tlog.logs import LOG, head, signed, tree_of

from habeas import canonical
from habeas.custody import Keeping, Place, RecordKey, event_from, leaf_of, new_event_id, read_leaf
from habeas.custody.recordfile import FileEntry, RecordFile, disclosures, read_file, write_file
from habeas.errors import HabeasError, NotRightError
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.policy import Policy
from habeas.tlog.proof import Proof
from habeas.tlog.tree import inclusion_proof

NOW = datetime(2031, 7, 3, 14, 30, tzinfo=UTC)
KEYS = {Keeping.COMMITTED: RecordKey(bytes(range(32))), Keeping.SEALED: RecordKey(bytes(range(32, 64)))}
POLICY = Policy().of_logs([LOG.verifier])
SAID: list[tuple[str, dict[str, Any]]] = [
    ("record_opened", {"name": "Zebra Finch", "zone": "Europe/Vaduz", "juvenile": False}),
    ("lawyer_requested", {"whom": "A. Advocate"}),
    ("examination_ended", {"fit": "fit", "findings": "bruises on both arms"}),
    ("released", {}),
]


def leaves() -> list[bytes]:
    """The leaves of one record of four entries, between those of others."""
    found, before = list[bytes](), None
    for seq, (kind, data) in enumerate(SAID, 1):
        at = NOW + timedelta(minutes=seq)
        said = {"record_id": "r-1", "event_id": new_event_id(at, bytes(9) + bytes([seq])), "kind": kind}
        event = event_from({**said, "occurred_at": at.isoformat(), "data": data}, now=at)
        place = Place(log=LOG.verifier.name, seq=seq, previous=before, logged_at=at)
        leaf = leaf_of(event, place, KEYS, blinding=bytes([seq]) * 16)
        found.append(leaf.data)
        before = leaf.hash
    return found


def entries(
    *, opens: frozenset[str] = frozenset({"name", "juvenile", "whom", "fit", "findings"})
) -> list[FileEntry]:
    """The same with their proofs, and open what is named."""
    own = leaves()
    tree = tree_of([b"another", *own, b"a third"])
    note = signed(head(tree))
    found = []
    for place, (leaf, (_kind, data)) in enumerate(zip(own, SAID, strict=True), 1):
        values = {name: value for name, value in data.items() if name in opens}
        proof = Proof(place, tuple(inclusion_proof(place, tree.size, tree.subtree)), note)
        found.append(FileEntry(leaf=leaf, proof=proof, open=disclosures(read_leaf(leaf), values, KEYS)))
    return found


WHOLE = write_file("r-1", entries(), keys=[str(LOG.verifier)])


def checked(data: bytes) -> RecordFile:
    found = read_file(data)
    found.check(POLICY)
    return found


def test_the_file_gives_back_every_event_with_its_values_and_its_proof():
    found = checked(WHOLE)
    assert [one.event.kind for one in found.entries] == [kind for kind, _data in SAID]
    assert [dict(one.event.data) for one in found.entries] == [data for _kind, data in SAID]
    told = found.check(POLICY)
    assert sorted(told.judged) == [0, 1, 2, 3]
    assert told.unproven == ()
    assert found.keys == (str(LOG.verifier),)


def test_what_is_not_opened_is_not_in_it_in_any_form_and_is_said_to_be_closed():
    data = write_file("r-1", entries(opens=frozenset({"whom"})), keys=[])
    found = checked(data)
    assert [sorted(one.closed) for one in found.entries] == [
        ["juvenile", "name"],
        [],
        ["findings", "fit"],
        [],
    ]
    for canary in (b"Zebra", b"bruises"):
        assert canary in WHOLE
        assert canary not in data


def test_one_value_is_disclosed_alone():
    one = entries(opens=frozenset({"name"}))[0]
    data = write_file("r-1", [one], keys=[], part=True)
    [found] = checked(data).entries
    assert found.event.data["name"] == "Zebra Finch"
    assert found.closed == {"juvenile"}
    key = bytes.fromhex(json.loads(data.split(b"\n")[1])["open"]["name"]["key"])
    for other in entries():
        for name, commitment in read_leaf(other.leaf).commitments.items():
            for value in ("Zebra Finch", "A. Advocate", "fit", False, "bruises on both arms"):
                opens = replace(one.open[0], name=name, value=value, key=key).opens(commitment)
                assert opens == (name == "name" and value == "Zebra Finch")


def refused(data: bytes) -> str:
    with pytest.raises(NotRightError) as fault:
        checked(data)
    return fault.value.code


def changed(line: int, change: Any) -> bytes:
    lines = WHOLE.split(b"\n")
    told = json.loads(lines[line])
    change(told)
    lines[line] = canonical.encode(told)
    return b"\n".join(lines)


def test_a_value_that_was_changed_is_refused():
    assert (
        refused(changed(1, lambda told: told["open"]["name"].update(value="X")))
        == "record-value-not-committed"
    )
    assert (
        refused(changed(3, lambda told: told["open"]["fit"].update(key="00" * 32)))
        == "record-value-not-committed"
    )


def test_an_entry_taken_out_moved_or_given_twice_is_refused():
    lines = WHOLE.split(b"\n")
    for other in (
        [lines[0], lines[2], lines[3], lines[4], b""],
        [lines[0], lines[1], lines[3], lines[4], b""],
        [lines[0], lines[2], lines[1], lines[3], lines[4], b""],
        [lines[0], lines[1], lines[1], *lines[2:]],
    ):
        assert refused(b"\n".join(other)) == "record-entry-missing"


def test_of_a_part_nothing_is_claimed_that_is_not_in_it_and_its_order_is_kept():
    lines = changed(0, lambda told: told.update(part=True)).split(b"\n")
    assert len(checked(b"\n".join([lines[0], lines[2], lines[4], b""])).entries) == 2
    assert refused(b"\n".join([lines[0], lines[4], lines[2], b""])) == "record-entry-missing"


def test_an_entry_that_no_head_covers_yet_is_told_and_not_taken_for_proven():
    data = changed(4, lambda told: told.update(proof=None))
    told = read_file(data).check(POLICY)
    assert told.unproven == (3,)
    assert sorted(told.judged) == [0, 1, 2]


def test_a_key_that_is_not_the_log_s_is_refused():
    other = Signer(LOG.verifier.name, Kind.ED25519, bytes([9]) * 32)
    with pytest.raises(HabeasError) as fault:
        read_file(WHOLE).check(Policy().of_logs([other.verifier]))
    assert fault.value.code == "log-unsigned"


@settings(deadline=None, max_examples=150)
@given(st.integers(WHOLE.index(b"\n") + 1, len(WHOLE) - 1), st.integers(0, 7))
def test_any_bit_of_any_entry_is_enough(place, bit):
    data = bytearray(WHOLE)
    data[place] ^= 1 << bit
    with pytest.raises(HabeasError):
        checked(bytes(data))


@settings(deadline=None)
@given(st.binary(max_size=300) | st.integers(0, len(WHOLE) - 1).map(lambda end: WHOLE[:end]))
def test_what_is_no_whole_file_is_refused(data):
    try:
        found = checked(data)
    except HabeasError:
        return
    assert data == write_file(
        found.record_id,
        [
            FileEntry(leaf=leaves()[at], proof=one.proof, open=one.open)
            for at, one in enumerate(found.entries)
        ],
        keys=found.keys,
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(schema="habeas/record-file/2"),
        lambda told: told.update(record_id="r-2"),
        lambda told: told.update(keys="k"),
        lambda told: told.update(more=1),
    ],
)
def test_a_first_line_that_says_something_else_is_refused(change):
    assert refused(changed(0, change)) == "record-file-malformed"


def test_what_opens_a_field_that_is_not_there_is_refused():
    def add(told):
        told["open"]["born"] = {"value": "1990", "key": "00" * 32}

    assert refused(changed(1, add)) == "record-file-malformed"
