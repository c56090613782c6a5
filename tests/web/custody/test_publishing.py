"""The published log and the guard before the ledger: what was signed is never contradicted."""

import hashlib
import shutil
from datetime import timedelta

import pytest
from tests.web.custody.conftest import NOON, as_insider, one

from habeas.custody import read_leaf
from habeas.errors import HabeasError, NotRightError, RefusedError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.policy import Policy
from habeas.tlog.proof import parse_proof
from habeas.tlog.tree import leaf_hash
from habeas.tlog.verifying import verified_head, walk
from habeas.web.custody import restoring
from habeas.web.custody.checking import faults
from habeas.web.custody.guard import current_log, open_ledger
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.publishing import PublishedLog

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db(databases=["default", "register", "keys"])]
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def ledger(data_folder):
    return open_ledger()


@pytest.fixture
def published(ledger) -> PublishedLog:
    return PublishedLog(ledger.log)


def test_what_is_published_is_verified_by_anybody_and_grows(ledger, published, event):
    assert published.publish() is None
    policy = Policy().of_logs([published.signer.verifier])
    earlier = {}
    for more in (1, 255, 1, 300):
        ledger.append([one(*(event() for _ in range(more)))], LATER)
        note = published.publish()
        head = verified_head(published.fetch, policy, earlier)
        assert sum(walk(head.reader)) == ledger.size == head.judged.checkpoint.size
        earlier[f"at {ledger.size}"] = note
    assert published.publish() == note


def test_files_made_again_are_the_same_to_the_byte(ledger, published, event):
    for more in (3, 300):
        ledger.append([one(*(event() for _ in range(more)))], LATER)
        published.publish()
    before = _files(published.folder)
    shutil.rmtree(published.folder)
    published.publish()
    after = _files(published.folder)
    assert after.items() <= before.items()
    assert before["checkpoint"] == after["checkpoint"]
    assert {path for path in before if path not in after} <= {path for path in before if ".p/" in path}


def test_a_receipt_is_there_once_a_head_covers_the_entry(ledger, published, event):
    [[first, second]] = ledger.append([one(event(), event())], LATER)
    assert published.proof(second.index) is None
    published.publish()
    proof = parse_proof(bytes(published.proof(second.index)))
    policy = Policy().of_logs([published.signer.verifier])
    assert proof.check(second.leaf_hash, policy).checkpoint.size == 2
    with pytest.raises(NotRightError):
        proof.check(first.leaf_hash, policy)


def test_an_entry_changed_in_the_file_is_not_published(ledger, published, event):
    ledger.append([one(event(), event())], LATER)
    as_insider("UPDATE custody_entry SET leaf_hash = %s WHERE number = 1", hashlib.sha256(b"x").digest())
    with pytest.raises(NotRightError, match="entry 1 of the register"):
        published.publish()
    assert published.head() is None


def test_the_signer_signs_no_second_history(ledger, published, event):
    ledger.append([one(event(), event())], LATER)
    published.publish()
    shutil.rmtree(published.folder)
    row = Entry.objects.get(number=1)
    changed = bytes(row.leaf).replace(b'"k4tm-x7qd"', b'"another-01"')
    as_insider(
        "UPDATE custody_entry SET leaf = %s, leaf_hash = %s WHERE number = 1", changed, leaf_hash(changed)
    )
    with pytest.raises(RefusedError, match="this is not how it goes on"):
        published.publish()


@pytest.mark.parametrize("keep", ["files", "signed"])
def test_a_register_put_back_to_an_earlier_state_takes_nothing(ledger, published, event, keep):
    _lose_two_of_four(ledger, published, event)
    if keep == "files":  # the folder of keys came from the backup too
        (published.folder.parents[1] / "register-keys" / f"{published.folder.name}.signed").unlink()
    else:
        shutil.rmtree(published.folder)
    with pytest.raises(NotRightError, match="the register has 2 entries, and 4 were signed"):
        open_ledger()


def test_what_was_lost_comes_back_from_a_mirror_and_the_log_goes_on(ledger, published, event, tmp_path):
    lost = _lose_two_of_four(ledger, published, event)
    mirror = _mirror(published, tmp_path)
    assert restoring.refill(mirror) == 2
    again = open_ledger()
    assert again.size == 5  # and an entry that says so
    assert read_leaf(bytes(Entry.objects.get(number=4).leaf)).event.data == {"first": 2, "last": 3}
    [[answer]] = again.append([one(event(), as_recorded=True)], LATER + timedelta(days=3000))
    assert answer.index == 5
    assert [fault.code for fault in faults()] == []
    published.publish()
    assert {row.event_id for row in Entry.objects.filter(number__in=[2, 3])} == lost
    assert Entry.objects.get(number=3).sealed == "{}"


def test_a_mirror_that_goes_less_far_or_is_of_another_log_brings_nothing(ledger, published, event, tmp_path):
    ledger.append([one(event())], LATER)
    published.publish()
    behind = _mirror(published, tmp_path)
    _lose_two_of_four(ledger, published, event)
    with pytest.raises(NotRightError, match="the mirror has 1 entries, and 5 were signed"):
        restoring.refill(behind)
    published.log.origin = "south.example/register"
    with pytest.raises(HabeasError):
        restoring.refill(_mirror(published, tmp_path / "other", of=b"no note"))
    assert Entry.objects.count() == 3


def test_without_a_mirror_a_new_log_names_the_old_head(ledger, published, event):
    _lose_two_of_four(ledger, published, event)
    with pytest.raises(RefusedError, match="one name for ever"):
        restoring.open_next_log("north.example/register")
    answer = restoring.open_next_log("north.example/register-2")
    assert answer.index == 0
    assert current_log().origin == "north.example/register-2"
    first = read_leaf(bytes(Entry.objects.get(number=2).leaf))
    assert first.place.log == "north.example/register-2"
    named = first.event.data["before"]
    assert parse_checkpoint(named.partition("\n\n")[0] + "\n").size == 4
    new = open_ledger()
    new.append([one(event(), as_recorded=True)], LATER + timedelta(days=3000))
    published = PublishedLog(new.log)
    published.publish()
    assert published.reader().checkpoint.size == 2
    assert Log.objects.get(origin="north.example/register-2").before == named
    assert not list(faults()), "what is lost is told in the log"


def test_a_log_that_lost_nothing_is_not_left_for_a_new_one(ledger):
    with pytest.raises(RefusedError, match="nothing of this log was ever signed"):
        restoring.open_next_log("north.example/register-2")


def _lose_two_of_four(ledger, published, event) -> set[str]:
    """Publish four more entries, and put the store back to before the last two."""
    lost = [event(), event()]
    ledger.append([one(event("record_opened", data={"name": "Invented"}), event(), *lost)], LATER)
    published.publish()
    as_insider("DELETE FROM custody_entry WHERE number >= %s", ledger.size - 2)
    return {each.event_id for each in lost}


def _mirror(published, folder, of=None):
    kept = shutil.copytree(published.folder, folder / "mirror")
    return lambda path: of or (kept / path).read_bytes()


def _files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
