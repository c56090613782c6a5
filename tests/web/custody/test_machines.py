"""Machines of stations over HTTP: what is taken, what is refused, and what never leaves."""

import json
import uuid

import pytest
from django.test import Client

from habeas.custody.ids import new_event_id
from habeas.tlog.keys import opened
from habeas.tlog.policy import Policy
from habeas.tlog.proof import parse_proof
from habeas.tlog.tree import leaf_hash
from habeas.web.custody import writing
from habeas.web.custody.guard import current_log
from habeas.web.custody.http.pace import BACKLOG, Pace
from habeas.web.custody.ledger import Submission
from habeas.web.custody.models import Entry
from habeas.web.custody.publishing import PublishedLog
from habeas.web.stations import actions
from habeas.web.stations.models import Station

pytestmark = [
    pytest.mark.bothdbs,
    pytest.mark.django_db(databases=["default", "register", "keys"]),
    pytest.mark.usefixtures("on_its_surface"),
]
EVENTS = "/api/v1/register/events"


class Machine:
    """A machine of a station with its token."""

    def __init__(self, station: Station) -> None:
        self.device, self.token = actions.add_device(None, station, "desk terminal")
        self.browser = Client(enforce_csrf_checks=True)

    def send(self, *events, **more):
        return self.browser.post(
            EVENTS, json.dumps(events), content_type="application/json", headers=self.headers, **more
        )

    def get(self, path):
        return self.browser.get(f"/api/v1/register/{path}", headers=self.headers)

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}


def said(kind="checked", record="r1", **columns):
    now = writing.wall_clock()
    own = {"record_id": record, "event_id": new_event_id(now), "kind": kind, "occurred_at": now.isoformat()}
    return {**own, **columns}


@pytest.fixture
def north() -> Station:
    return actions.add_station(None, Station(code="north-1", name="North (invented)"))


@pytest.fixture
def machine(north) -> Machine:
    return Machine(north)


@pytest.fixture
def other() -> Machine:
    return Machine(actions.add_station(None, Station(code="south-1", name="South (invented)")))


def refused(answer) -> tuple[int, str, int | None]:
    told = answer.json()
    assert told["schema"] == "habeas/error/1"
    return answer.status_code, told["code"], told["position"]


def test_events_are_answered_in_order_and_know_their_machine(machine):
    sent = [said("arrived"), said("record_opened"), said()]
    answer = machine.send(*sent)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [one["event_id"] for one in told] == [one["event_id"] for one in sent]
    assert [(one["index"], one["seq"]) for one in told] == [(0, 1), (1, 2), (2, 3)]
    entry = Entry.objects.get(number=2)
    assert bytes.fromhex(told[2]["leaf_hash"]) == bytes(entry.leaf_hash)
    leaf = json.loads(bytes(entry.leaf))
    assert (leaf["on"], leaf["in"], leaf["source"]) == (machine.device.device_id, "north-1", "device")
    assert not answer.cookies


def test_what_comes_again_is_answered_the_same_and_another_under_its_id_is_refused(machine):
    event = said(data={"note": "calm"})
    first = machine.send(event)
    assert machine.send(event).content == first.content
    assert Entry.objects.count() == 1
    fresh, changed = said(), {**event, "data": {"note": "not calm"}}
    assert refused(machine.send(fresh, changed)) == (409, "event-id-taken", 1)
    assert Entry.objects.count() == 1, "nothing of a refused array is taken"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "nonsense"}, "event-kind-unknown"),
        ({"kind": "key_destroyed"}, "event-kind-of-the-register"),
        ({"kind": "log_opened"}, "event-kind-of-the-register"),
        ({"establishment_id": "south-1"}, "event-of-another-station"),
        ({"device_id": "another"}, "event-of-another-station"),
        ({"seq": 1}, "event-column-of-the-ledger"),
        ({"page": "\ud800"}, "event-column-wrong"),
        ({"page": "e\u0301"}, "event-column-wrong"),
        ({"data": {"note": "a\0b"}}, "event-column-wrong"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "instant-unreadable"),
        ({"occurred_at": "2020-01-01T00:00:00Z"}, "event-late-without-reason"),
        ({"record_id": "book:south-1"}, "record-of-another-station"),
    ],
)
def test_one_bad_event_refuses_the_array_and_says_which(machine, wrong, code):
    assert refused(machine.send(said(), {**said(), **wrong})) == (422, code, 1)
    assert not Entry.objects.exists()


def test_a_machine_writes_for_its_own_station_until_the_person_is_brought_there(machine, other):
    machine.send(said("record_opened"))
    assert refused(other.send(said())) == (422, "record-of-another-station", 0)
    assert other.get("records/r1").status_code == 404
    assert other.send(said("transferred_in"), said()).status_code == 200
    assert other.get("records/r1").status_code == 200
    assert machine.send(said()).status_code == 200, "what is late at the first station is still entered"
    assert machine.get("records/r1").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"[{", "application/json", 400, "body-broken"),
        (b'[{"a": 1, "a": 2}]', "application/json", 400, "body-broken"),
        (b"\xff", "application/json", 400, "body-broken"),
        (b"[" * 100_000, "application/json", 400, "body-broken"),
        (b"{}", "application/json", 400, "body-not-an-array"),
        (b"[1]", "application/json", 400, "body-not-an-array"),
        (b"[]", "text/plain", 415, "body-not-json"),
        (b"[" + b",".join([b"{}"] * 501) + b"]", "application/json", 413, "body-of-too-many-events"),
        (b" " * (4 * 2**20 + 1), "application/json", 413, "body-too-large"),
    ],
)
def test_what_is_no_array_of_events_is_refused(machine, body, kind, status, code):
    answer = machine.browser.post(EVENTS, body, content_type=kind, headers=machine.headers)
    assert refused(answer)[:2] == (status, code)


def test_without_a_token_that_holds_nothing_is_answered(machine, client):
    without = client.post(EVENTS, b"[]", content_type="application/json")
    assert refused(without)[:2] == (401, "token-unknown")
    assert "Authorization: Bearer" in without.json()["advice"]
    token = machine.token
    actions.withdraw_device(None, machine.device)
    late = client.get("/api/v1/register/records/r1", headers={"Authorization": f"Bearer {token}"})
    assert refused(late)[:2] == (401, "token-unknown")
    assert refused(client.get("/api/nothing"))[:2] == (404, "page-missing")


def test_what_doctors_write_and_what_is_complained_of_never_goes_to_a_machine(machine, caplog):
    canary = "canary-7f3a"
    machine.send(
        said("record_opened", data={"note": f"{canary}-name"}),
        said("injury_recorded", data={"statements": f"{canary}-injury"}),
        said("complaint_made", data={"text": f"{canary}-complaint"}),
    )
    read = machine.get("records/r1")
    told = read.content.decode()
    assert f"{canary}-name" in told
    assert f"{canary}-injury" not in told
    assert f"{canary}-complaint" not in told
    assert [one["seq"] for one in read.json()["events"]] == [1, 2, 3]
    assert read["Cache-Control"] == "no-store"
    refused(machine.send(said("nonsense", data={"note": canary})))
    assert canary not in caplog.text


def test_a_receipt_comes_once_a_head_covers_the_event_and_holds_for_its_leaf(machine, other):
    event = said("record_opened")
    machine.send(event)
    path = f"events/{event['event_id']}"
    assert machine.get(f"{path}/proof").status_code == 202
    published = PublishedLog(current_log())
    published.publish()
    proof = parse_proof(machine.get(f"{path}/proof").content)
    policy = Policy().of_logs([published.signer.verifier])
    judged = proof.check(leaf_hash(machine.get(f"{path}/leaf").content), policy)
    assert judged.checkpoint.size == 1
    for stranger in (other.get(f"{path}/proof"), other.get(f"{path}/leaf"), machine.get("events/x/proof")):
        assert refused(stranger)[:2] == (404, "event-missing")
    assert machine.get(f"events/{uuid.uuid4()}/leaf").status_code == 404


def test_hashes_of_the_log_are_public_and_entries_are_for_who_reads_the_register(machine, client):
    assert client.get("/log/checkpoint").status_code == 404
    machine.send(said())
    published = PublishedLog(current_log())
    published.publish()
    head = client.get("/log/checkpoint")
    assert head.content == published.fetch("checkpoint")
    assert opened(published.head(), [published.signer.verifier])
    assert client.get("/log/tile/0/000.p/1").content == bytes(Entry.objects.get().leaf_hash)
    assert refused(client.get("/log/tile/entries/000.p/1"))[:2] == (401, "token-unknown")
    assert machine.browser.get("/log/tile/entries/000.p/1", headers=machine.headers).status_code == 401
    mirror, token = actions.add_mirror(None, "National preventive mechanism")
    as_mirror = {"Authorization": f"Bearer {token}"}
    bundle = client.get("/log/tile/entries/000.p/1", headers=as_mirror)
    assert bundle.content == published.fetch("tile/entries/000.p/1")
    assert "private" in bundle["Cache-Control"]
    actions.withdraw_mirror(None, mirror)
    assert client.get("/log/tile/entries/000.p/1", headers=as_mirror).status_code == 401
    for strange in ("/log/tile/../../keys/x", "/log/tile/0/1", "/log/tile/0/000.p/257"):
        assert client.get(strange).status_code == 404


def test_a_machine_sends_its_backlog_at_once_and_then_no_faster_than_a_station_works():
    now = 0.0
    pace = Pace(lambda: now)
    for _ in range(BACKLOG // 500):
        pace.hold("m", 500)
    with pytest.raises(Exception, match="at most") as told:
        pace.hold("m", 1)
    assert told.value.code == "machine-too-fast"
    pace.hold("another", 1)
    now = 5.0
    pace.hold("m", 500)


def test_a_consulate_is_told_on_the_persons_wish_alone_whoever_writes_it(machine):
    def at(minute: int, kind: str, **columns):
        return said(
            kind, occurred_at=f"2026-05-04T10:{minute:02}:00Z", data={"late_reason": "invented"}, **columns
        )

    machine.send(at(0, "arrived"), at(0, "record_opened"))
    unwished = at(20, "consulate_notified")
    assert refused(machine.send(at(1, "checked"), unwished)) == (422, "consulate-not-wished", 1)
    wish = at(10, "consulate_requested")
    answer = machine.send(wish, unwished)
    assert answer.status_code == 200, "the wish may come with it"
    waived = at(30, "consulate_waived")
    assert machine.send(waived).status_code == 200
    assert refused(machine.send(at(40, "consulate_notified")))[1] == "consulate-not-wished"
    assert machine.send(at(25, "consulate_notified")).status_code == 200, "it was wished until half past"
    assert machine.send(unwished).json() == machine.send(unwished).json()
    corrected = at(22, "consulate_notified", corrects=unwished["event_id"])
    assert machine.send(corrected).status_code == 200, "a correction tells nobody anew"
    assert machine.send(at(31, "annulled", corrects=waived["event_id"])).status_code == 200
    assert machine.send(at(41, "consulate_notified")).status_code == 200
    assert machine.send(at(0, "record_opened", record="r2")).status_code == 200
    on_paper = at(5, "consulate_notified", record="r2", source="paper")
    assert refused(machine.send(on_paper))[1] == "consulate-not-wished"
    assert machine.send({**on_paper, "page": "sheet 3, line 1"}).status_code == 200


def test_what_another_register_says_of_a_consulate_is_brought_in_as_it_is(event, data_folder):
    told = event("consulate_notified", record="r-old")
    [answer] = writing.pen().append(
        Submission((event("record_opened", record="r-old"), told), as_recorded=True)
    )[1:]
    assert answer.event_id == told.event_id
