"""A record erased: by two persons, for good, and with the log as it was."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.custody.conftest import one

from habeas.custody import Disclosure, Keeping, new_event_id, read_leaf
from habeas.errors import HabeasError, RefusedError
from habeas.tlog.policy import Policy
from habeas.web.custody import actions, writing
from habeas.web.custody.access import read, read_again
from habeas.web.custody.checking import faults
from habeas.web.custody.guard import open_ledger
from habeas.web.custody.ledger import Submission
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.publishing import PublishedLog
from habeas.web.keyring.access import keys_of
from habeas.web.keyring.models import WrappedKey

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db(databases=["default", "register", "keys"])]
BASIS = "Act on police data, section 12 (invented)"
A_KEY_MADE_AND_DESTROYED = """
import django
django.setup()
from habeas.web.keyring.actions import destroy_keys, make_keys
from habeas.web.keyring.models import WrappedKey
from habeas.web.running import stores
stores.make_tables("keys")
make_keys(["r1", "r2"])
print(*(bytes(row.wrapped).hex() for row in WrappedKey.objects.order_by("record_id")))
destroy_keys("r1")
open(r"FOLDER/held", "wb").write(b"".join(open(f"FOLDER/{one}", "rb").read() for one in FILES))
"""


@pytest.fixture
def kept(data_folder, event) -> PublishedLog:
    """Two records of one person each, published."""
    for record in ("r1", "r2"):
        opened = event("record_opened", record=record, data={"name": "Invented Name", "person_ref": "p1"})
        told = event("rights_informed", record=record, data={"language": "fr"})
        writing.pen().append(one(opened, told, as_recorded=True))
    published = PublishedLog(open_log())
    published.publish()
    return published


def open_log():
    return Entry.objects.select_related("log").first().log


def erase(record_id: str = "r1", *, asked_by: str = "a1", approved_by: str = "a2"):
    return actions.erase(record_id, legal_basis=BASIS, asked_by=asked_by, approved_by=approved_by)


def test_what_was_entered_is_read_no_more_and_nothing_else_changes(kept):
    before, proof = [bytes(row.leaf) for row in Entry.objects.order_by("number")], kept.proof(1)
    erase()
    assert [dict(one.data) for one in read(Record.objects.get(record_id="r1")).events[:2]] == [{}, {}]
    assert read(Record.objects.get(record_id="r2")).events[0].data["name"] == "Invented Name"
    assert [bytes(row.leaf) for row in Entry.objects.order_by("number")][:4] == before
    kept.publish()
    policy = Policy().of_logs([kept.signer.verifier])
    assert proof.check(bytes(Entry.objects.get(number=1).leaf_hash), policy).checkpoint.size == 4
    assert (
        kept.reader().root_at(4)
        == proof.check(bytes(Entry.objects.get(number=1).leaf_hash), policy).checkpoint.root
    )
    assert list(faults()) == []


def test_it_says_why_and_who_in_clear_since_nothing_else_will(kept):
    answer = erase()
    said = read_leaf(bytes(Entry.objects.get(number=answer.index).leaf)).event
    assert (said.actor_id, dict(said.data)) == ("a1", {"legal_basis": BASIS, "approved_by": "a2"})
    row = Record.objects.get(record_id="r1")
    assert (row.erased, row.person) == (True, "")


def test_one_person_alone_erases_nothing_and_nothing_is_erased_twice(kept):
    with pytest.raises(RefusedError, match="does not approve"):
        erase(approved_by="a1")
    assert len(keys_of(["r1"])["r1"]) == 2
    erase()
    for record_id in ("r1", "never"):
        with pytest.raises(RefusedError, match="no such record"):
            erase(record_id)


def test_nothing_is_added_to_it_or_held_against_it_afterwards(kept, event):
    again = event("arrived")
    writing.pen().append(one(again, as_recorded=True))
    erase()
    for said in (event("checked"), again):
        with pytest.raises(RefusedError, match="this record was erased"):
            writing.pen().append(one(said, as_recorded=True))
    assert not WrappedKey.objects.filter(record_id="r1").exists()


def test_what_comes_in_the_same_commit_or_before_the_keys_are_gone_is_not_taken(kept, event):
    """Between the entry and the end of its keys the power may fail."""
    ledger, now = open_ledger(), datetime.now(UTC)
    columns = {"legal_basis": BASIS, "approved_by": "a2"}
    erased = event("key_destroyed", event_id=new_event_id(now), data=columns)
    late, kept_one = event("checked"), event("checked", record="r2")
    taken, refused, other = ledger.append(
        [Submission((each,), as_recorded=True) for each in (erased, late, kept_one)], now
    )
    assert isinstance(taken, list)
    assert isinstance(other, list)
    assert isinstance(refused, HabeasError)
    assert refused.code == "record-erased"
    assert len(keys_of(["r1"])["r1"]) == 2  # the power fails here
    [refused] = ledger.append([Submission((late,), as_recorded=True)], now + timedelta(seconds=1))
    assert isinstance(refused, HabeasError)
    assert [fault.code for fault in faults()] == ["erasure-unfinished"] * 3
    [refused] = open_ledger().append([Submission((late,), as_recorded=True)], now + timedelta(seconds=2))
    assert isinstance(refused, HabeasError)
    assert list(faults()) == []
    assert keys_of(["r1"]) == {}


def test_what_boards_had_at_hand_of_it_is_let_go(kept):
    row = Record.objects.get(record_id="r1")
    assert read_again([row])[0][1][0].data["name"] == "Invented Name"
    erase()
    assert "name" not in read_again([row])[0][1][0].data


def test_one_value_shown_to_a_court_opens_nothing_else(kept):
    key = keys_of(["r1"])["r1"][Keeping.COMMITTED]
    row = Entry.objects.get(number=0)
    commitments = read_leaf(bytes(row.leaf)).commitments
    shown = Disclosure(row.event_id, "name", "Invented Name", key.commit_key(row.event_id, "name"))
    assert shown.opens(commitments["name"])
    assert not Disclosure(row.event_id, "name", "Another Name", shown.key).opens(commitments["name"])
    assert not Disclosure(row.event_id, "person_ref", "p1", shown.key).opens(commitments["person_ref"])


def test_no_byte_of_a_destroyed_key_is_left_in_the_embedded_store(tmp_path):
    """Looked for while the store is open: its free pages and its write-ahead log are on the disk too."""
    files = '("keys.sqlite3", "keys.sqlite3-wal")'
    program = A_KEY_MADE_AND_DESTROYED.replace("FOLDER", str(tmp_path)).replace("FILES", files)
    env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    env |= {"HABEAS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "habeas.web.settings"}
    called = [sys.executable, "-c", program]
    done = subprocess.run(called, env=env, capture_output=True, text=True, check=True)
    keys = [bytes.fromhex(one) for one in done.stdout.split()]
    held = (tmp_path / "held").read_bytes()
    # The nonce is overwritten or not with the rest; the middle of what is wrapped is the key itself.
    assert [key[12:44] in held for key in keys] == [False, False, True, True]
