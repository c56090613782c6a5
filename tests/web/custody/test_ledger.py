"""The ledger: numbers without gaps, one answer to one event for ever, all of a submission or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.custody.conftest import NOON, one

from habeas.custody import Keeping, read_leaf
from habeas.errors import HabeasError, RefusedError
from habeas.tlog.tree import leaf_hash
from habeas.web.custody import projection
from habeas.web.custody.guard import current_log, open_ledger
from habeas.web.custody.ledger import Ledger
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.store import event_of
from habeas.web.keyring.access import keys_of

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db(databases=["default", "register", "keys"])]
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def ledger(data_folder) -> Ledger:
    return open_ledger()


def test_each_event_gets_the_next_place_and_names_the_leaf_before_it(ledger, event):
    first, second, other = event("record_opened"), event("rights_informed"), event("arrived", record="r2")
    [answers, [elsewhere]] = ledger.append([one(first, second), one(other)], LATER)
    assert [(each.index, each.seq) for each in (*answers, elsewhere)] == [(0, 1), (1, 2), (2, 1)]
    leaves = [read_leaf(bytes(row.leaf)) for row in Entry.objects.order_by("number")]
    assert [leaf.place.previous for leaf in leaves] == [None, answers[0].leaf_hash, None]
    assert {leaf.event.logged_at for leaf in leaves} == {LATER}
    assert all(leaf_hash(bytes(row.leaf)) == bytes(row.leaf_hash) for row in Entry.objects.all())


def test_what_was_said_is_read_again_with_its_key_and_not_without(ledger, event):
    said = event("record_opened", data={"name": "Invented Name", "zone": "Europe/Paris"})
    ledger.append([one(said)], LATER)
    row = Entry.objects.get()
    whole = event_of(row, keys_of(["r1"])["r1"])
    assert whole.data == {"name": "Invented Name", "zone": "Europe/Paris"}
    assert event_of(row, {}).data == {"zone": "Europe/Paris"}
    assert b"Invented" not in bytes(row.leaf)


def test_what_health_staff_wrote_does_not_open_with_the_key_of_the_station(ledger, event):
    ledger.append([one(event("examination_ended", data={"fit": "unfit", "findings": "bruises"}))], LATER)
    row = Entry.objects.get()
    assert event_of(row, keys_of(["r1"], [Keeping.COMMITTED])["r1"]).data == {"fit": "unfit"}
    assert event_of(row, keys_of(["r1"])["r1"]).data["findings"] == "bruises"


def test_an_event_sent_again_gets_the_answer_that_it_had(ledger, event):
    said = event("record_opened", data={"name": "Invented Name"})
    [[before]] = ledger.append([one(said)], LATER)
    much_later = LATER + timedelta(hours=3)  # late by now: but it is not written now
    [[again], [twice, other]] = ledger.append([one(said), one(said, event(minutes=180))], much_later)
    assert again == twice == replace(before, again=True)
    assert other.index == 1
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("change", [{"kind": "arrived"}, {"record": "r2"}, {"data": {"name": "Another"}}])
def test_another_event_under_an_id_that_is_taken_is_refused(ledger, event, change):
    said = event("record_opened", data={"name": "Invented Name"})
    ledger.append([one(said)], LATER)
    values = {"kind": "record_opened", "data": {"name": "Invented Name"}} | change
    if values["kind"] != "record_opened":
        del values["data"]
    [refusal] = ledger.append([one(event(**values, event_id=said.event_id))], LATER)
    assert isinstance(refusal, RefusedError)
    assert refusal.code == "event-id-taken"
    assert Entry.objects.count() == 1


def test_a_submission_is_taken_whole_or_not_at_all_and_others_beside_it_are_taken(ledger, event):
    bad = event("annulled", corrects="00000000-0000-7000-8000-000000000000")
    good, kept = event("record_opened"), event("arrived")
    [refusal, [answer]] = ledger.append([one(good, bad), one(kept)], LATER)
    assert isinstance(refusal, HabeasError)
    assert refusal.code == "event-corrects-unknown"
    assert (answer.index, answer.seq) == (0, 1)
    [[after]] = ledger.append([one(good)], LATER)
    assert (after.index, after.seq) == (1, 2)


def test_a_correction_names_the_leaf_that_it_corrects(ledger, event):
    wrong = event("arrived")
    [[stood]] = ledger.append([one(wrong)], LATER)
    right = event("arrived", minutes=-3, corrects=wrong.event_id, data={"why": "misread"})
    ledger.append([one(right)], LATER)
    leaf = read_leaf(bytes(Entry.objects.get(number=1).leaf))
    assert leaf.place.corrects == (0, stood.leaf_hash)
    for kind, record, code in (
        ("released", "r1", "event-corrects-another-kind"),
        ("arrived", "r2", "event-corrects-unknown"),
    ):
        [refusal] = ledger.append([one(event(kind, record=record, corrects=wrong.event_id))], LATER)
        assert isinstance(refusal, HabeasError)
        assert refusal.code == code


def test_a_late_entry_says_why_unless_it_comes_from_paper_or_is_taken_in(ledger, event):
    late = NOON + timedelta(minutes=16)
    [refusal] = ledger.append([one(event())], late)
    assert isinstance(refusal, HabeasError)
    assert refusal.code == "event-late-without-reason"
    reason, paper = (
        event(data={"late_reason": "alone on duty"}),
        event(source="paper", page="sheet 4, line 2"),
    )
    [[_], [_], [taken_in]] = ledger.append([one(reason), one(paper), one(event(), as_recorded=True)], late)
    stood = read_leaf(bytes(Entry.objects.get(number=taken_in.index).leaf)).event
    assert stood.recorded_at == NOON + timedelta(minutes=1)
    assert stood.logged_at == late


def test_a_clock_set_back_stops_the_ledger_and_a_slip_of_it_does_not(ledger, event):
    ledger.append([one(event())], LATER)
    ledger.append([one(event())], LATER - timedelta(seconds=3))
    assert Entry.objects.get(number=1).logged_at == LATER
    with pytest.raises(RefusedError, match="behind the last entry"):
        ledger.append([one(event())], LATER - timedelta(hours=1))
    assert Entry.objects.count() == 2


def test_a_second_writer_is_noticed_before_anything_is_written_twice(ledger, event):
    another = Ledger(current_log())
    another.append([one(event())], LATER)
    with pytest.raises(RefusedError, match="something else wrote"):
        ledger.append([one(event())], LATER)
    [[answer]] = ledger.append([one(event())], LATER)
    assert answer.index == 1


STATEMENTS = (
    "UPDATE custody_entry SET kind = 'released' WHERE number = 0",
    "DELETE FROM custody_entry WHERE number = 0",
    "INSERT INTO custody_entry SELECT * FROM custody_entry WHERE number = 0",
    "DELETE FROM custody_log",
    "UPDATE custody_log SET origin = 'another'",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses_to_change_what_stands(ledger, event, statement):
    ledger.append([one(event())], LATER)
    _hold_refused(statement)


@pytest.mark.parametrize(
    ("vendor", "statement"),
    [
        ("sqlite", "INSERT OR REPLACE INTO custody_entry SELECT * FROM custody_entry WHERE number = 0"),
        ("sqlite", "REPLACE INTO custody_log SELECT * FROM custody_log"),
        ("postgresql", "TRUNCATE custody_entry"),
        (
            "postgresql",
            "INSERT INTO custody_log SELECT * FROM custody_log ON CONFLICT (id) DO UPDATE SET origin = 'x'",
        ),
    ],
)
def test_it_refuses_what_only_one_of_them_knows(ledger, event, vendor, statement):
    if connections["register"].vendor == vendor:
        ledger.append([one(event())], LATER)
        _hold_refused(statement)


def _hold_refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(using="register"):
        connections["register"].cursor().execute(statement)
    assert Entry.objects.get().kind == "arrived"


def test_an_entry_out_of_its_place_is_refused_by_the_database(ledger, event):
    ledger.append([one(event())], LATER)
    row = Entry.objects.get()
    row.number, row.seq, row.event_id = 2, 2, event().event_id
    with pytest.raises(DatabaseError), transaction.atomic(using="register"):
        row.save(force_insert=True)


KINDS = st.sampled_from(["arrived", "record_opened", "released", "checked", "transferred_in", "annulled"])
STEPS = st.lists(st.tuples(KINDS, st.sampled_from(["r1", "r2", "r3"]), st.integers(0, 9)), max_size=14)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(steps=STEPS)
def test_the_boards_view_made_anew_is_the_one_that_was_kept(ledger, event, steps):
    run, sent = ledger.size, dict[str, list[str]]()
    for kind, name, which in steps:
        record = f"{name}-{run}"  # what earlier examples wrote stays, as it does in life
        earlier = sent.setdefault(record, [])
        if kind == "annulled" and not earlier:
            continue
        said = event(
            kind,
            record=record,
            minutes=which,
            establishment_id=f"north-{which}",
            corrects=earlier[which % len(earlier)] if kind == "annulled" else None,
            data={"person_ref": f"p{which}"} if kind == "record_opened" else None,
        )
        ledger.append([one(said, as_recorded=True)], LATER)
        earlier.append(said.event_id)
    kept = list(Record.objects.order_by("record_id").values())
    assert projection.rebuild() == len(kept)
    assert list(Record.objects.order_by("record_id").values()) == kept
