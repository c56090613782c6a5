"""What comes out of the queue of a browser: written once, signed, in order, and nothing taken out unseen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import at, filled, opened, problems, send
from tests.web.offline.machine import Machine, deliver, states

from habeas.clock import parse_instant
from habeas.custody import new_event_id
from habeas.web.custody import actions as register
from habeas.web.custody.access import HEALTH, read
from habeas.web.custody.models import Entry, Record
from habeas.web.offline.access import gaps_at
from habeas.web.offline.actions import forget_erased
from habeas.web.offline.models import Item
from habeas.web.offline.sealing import open_sealed
from habeas.web.stations import actions as stations
from habeas.web.stations.access import browsers_of, hand_of_user
from habeas.web.stations.models import Station

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
HOUR = timedelta(hours=1)
PAGE = "/custody/without-network/north/"
REASON = "written without network, in the queue of a machine"


def events(record: str):
    """What stands in a record."""
    return read(Record.objects.get(record_id=record)).events


def text(client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


@pytest.fixture
def record(clara) -> str:
    """Somebody held; the id of the record."""
    return opened(clara).split("/")[-2]


def test_a_night_without_network_comes_into_the_register_once(clara, people, north, record, machine) -> None:
    first = machine.line(record, "checked", ago=3 * HOUR)
    new, opening = machine.opening(ago=2 * HOUR)
    queue = [
        first,
        opening,
        machine.line(new, "cell_entered", what="4", ago=HOUR),
        machine.line(new, "cell_left", ago=timedelta(minutes=5)),
    ]
    for _time in range(2):  # the answer did not come, and all is sent again
        assert states(deliver(clara, *queue)) == [(n, "written", "") for n in range(1, 5)]
    assert deliver(clara, *queue).json()["answers"] == deliver(clara, *queue).json()["answers"]
    assert [one.kind for one in events(new)] == ["arrived", "record_opened", "cell_entered", "cell_left"]
    checked = events(record)[-1]
    assert (checked.source, checked.device_id) == ("device", machine.device)
    assert checked.actor_id == hand_of_user(people["clara"]).actor_id
    assert "written_by" not in checked.data
    body = json.loads(queue[0]["body"])
    assert parse_instant(checked.data["device_time"]) == parse_instant(body["at"])
    assert checked.recorded_at - checked.occurred_at > 2 * HOUR
    assert checked.data["late_reason"] == REASON
    entered, left = events(new)[2:]
    assert entered.span_id == left.span_id
    assert "late_reason" not in left.data
    page = text(clara, f"/custody/records/{record}/")
    assert "on the machine of the desk, at" in page
    assert REASON in page
    assert not gaps_at(north)
    assert all(one.sealed == b"" for one in Item.objects.all())


def test_in_an_outage_lateness_is_told_and_held_against_nobody(clara, record, machine) -> None:
    sent = machine.line(record, "checked", ago=2 * HOUR)
    failed = [(datetime.now(UTC) - ago).isoformat() for ago in (3 * HOUR, HOUR)]
    way = deliver(clara, sent, failed=failed).json()["outage"]
    assert way.startswith("/outages/north/start/?began=")
    proposed = filled(clara, way)
    assert proposed["began"] == at("Asia/Baku", hours=3)
    assert proposed["ended"] == at("Asia/Baku", hours=1)
    assert send(clara, way, note="no network").status_code == 302
    assert deliver(clara, failed=failed).json()["outage"] == ""
    page = text(clara, f"/custody/records/{record}/")
    assert "by machine in the outage of" in page


def test_a_wrong_pin_loses_nothing(clara, people, north, machine, browsers) -> None:
    new, opening = machine.opening(pin="9999", ago=timedelta(minutes=2))
    assert states(deliver(clara, opening, machine.line(new, "checked"))) == [
        (1, "waiting", "pin-wrong"),
        (2, "waiting", "record-missing"),
    ]
    assert not Record.objects.filter(record_id=new).exists()
    page = text(clara)
    assert "The PIN was wrong." in page
    assert "Tomas Brink" not in page
    waiting = Item.objects.get(number=1)
    opened = open_sealed(bytes(waiting.sealed), machine.device, waiting.event_id)
    assert b"Tomas" in opened
    assert b"9999" not in opened
    assert b"Tomas" not in bytes(waiting.sealed)
    way = f"{PAGE}waiting/{waiting.public_id}/"
    shown = text(clara, way)
    assert "Tomas Brink" in shown
    assert "9999" not in shown
    assert "The PIN is not right" in problems(send(clara, way, pin="8888"))
    rana = hand_of_user(people["rana"])
    assert send(clara, way, signer=rana.actor_id, pin="7391").status_code == 302
    # What waited for the record alone is written by the PIN that was right there.
    arrived, _opened, checked = events(new)
    assert (arrived.actor_id, arrived.source) == (rana.actor_id, "device")
    assert checked.actor_id == hand_of_user(people["clara"]).actor_id
    assert {one.state for one in Item.objects.all()} == {"written"}
    assert bytes(Item.objects.get(number=1).sealed) == b""


def test_what_waits_can_be_left_out_and_that_stays_to_be_seen(clara, record, machine, journalled) -> None:
    deliver(clara, machine.line(record, "checked", pin="9999"))
    way = f"{PAGE}waiting/{Item.objects.get().public_id}/leave/"
    with journalled("queue.left_out"):
        assert send(clara, way, reason="twice").status_code == 302
    assert "It stands in the register already." in text(clara)
    assert bytes(Item.objects.get().sealed) == b""
    assert clara.get(way).status_code == 404


def test_a_signature_that_is_not_of_the_machine(clara, record, machine) -> None:
    sent = machine.line(record, "checked")
    altered = {**sent, "body": sent["body"].replace('"n":1', '"n":2')}
    stranger = Machine()
    stranger.device = machine.device
    assert states(deliver(clara, altered, stranger.line(record, "checked"))) == [
        (2, "refused", "queue-signature-wrong"),
        (1, "refused", "queue-signature-wrong"),
    ]
    assert not Item.objects.exists()
    assert states(deliver(clara, sent)) == [(1, "written", "")]


def test_one_taken_out_is_noticed_and_comes_late_if_it_is_found(
    clara, north, record, machine, browsers
) -> None:
    first, second, third = (machine.line(record, "checked") for _one in range(3))
    assert states(deliver(clara, first, third)) == [(1, "written", ""), (3, "written", "")]
    [gap] = gaps_at(north)
    assert gap.numbers == (2,)
    assert "1 entry is missing" in text(browsers("irena"))
    assert "desk 2" in text(browsers("irena"), "/oversight/")
    assert states(deliver(clara, second)) == [(2, "written", "")]
    assert not gaps_at(north)


def test_a_queue_that_was_wound_back_is_noticed(clara, record, machine) -> None:
    kept = machine.last, machine.next
    gone = machine.line(record, "checked")
    deliver(clara, gone)
    machine.last, machine.next = kept
    other = machine.line(record, "roused")
    after = machine.line(record, "checked")
    assert states(deliver(clara, other, after)) == [
        (1, "refused", "queue-number-taken"),
        (2, "waiting", "queue-chain-broken"),
    ]
    assert "does not follow on" in text(clara)


def test_a_machine_delivers_for_its_own_station_until_it_is_withdrawn(
    clara, south, record, machine, browsers
) -> None:
    omar = browsers("omar")
    sent = machine.line(record, "checked")
    assert states(deliver(omar, sent, station="south")) == [(1, "refused", "queue-machine-unknown")]
    assert deliver(omar, sent).status_code == 404
    strange = machine.line("matrix-record", "checked")
    assert states(deliver(clara, sent, strange))[1] == (2, "waiting", "record-missing")
    [device] = browsers_of(Station.objects.get(code="north"))
    stations.withdraw_device(None, device)
    # What still lies in it is not lost, and not believed unseen: somebody reads and signs it.
    late = machine.line(record, "checked")
    assert states(deliver(clara, late)) == [(3, "waiting", "queue-machine-withdrawn")]
    assert "withdrawn before this came" in text(clara)
    way = f"{PAGE}waiting/{Item.objects.get(number=3).public_id}/"
    assert send(clara, way).status_code == 302
    assert states(deliver(clara, late)) == [(3, "written", "")]


def test_a_record_is_not_opened_over_another(clara, south, record, machine) -> None:
    _same, opening = machine.opening(record=record)
    assert states(deliver(clara, opening)) == [(1, "waiting", "record-id-taken")]
    assert sum(one.kind == "record_opened" for one in events(record)) == 1


def test_a_form_of_the_desk_whose_answer_did_not_come(clara, record, machine) -> None:
    path = f"/custody/records/{record}/enter/checked/"
    form = filled(clara, path) | {"pin_code": "4826", "note": "asleep"}
    assert clara.post(path, form).status_code == 302
    queued = {"form": "enter", "record": record, "kind": "checked", "fields": list(form.items())}
    count = Entry.objects.count()
    assert states(deliver(clara, machine.queue(queued, event_id=form["event_id"]))) == [(1, "written", "")]
    assert Entry.objects.count() == count
    fresh = filled(clara, path) | {"pin_code": "4826", "note": "awake"}
    queued["fields"] = list(fresh.items())
    assert states(deliver(clara, machine.queue(queued, event_id=fresh["event_id"]))) == [(2, "written", "")]
    assert [one.data.get("note") for one in events(record)[-2:]] == ["asleep", "awake"]


def test_a_clock_that_is_wrong_is_told(clara, record, machine) -> None:
    machine.slow = timedelta(minutes=20)
    deliver(clara, machine.line(record, "checked", pin="1111"), slow=machine.slow)
    assert "its clock was 20 min behind" in text(clara)


def test_what_is_no_queue(clara, record, machine) -> None:
    good = machine.line(record, "checked")
    body = json.loads(good["body"])
    for wrong in (
        {"body": good["body"]},
        {"body": 5, "signature": "00"},
        {**good, "signature": "zz"},
        machine.sign(json.dumps(body)),  # not the canonical bytes
        machine.sign(good["body"].replace('"v":1', '"v":2')),
        machine.sign(good["body"].replace('"n":1', '"n":0')),
        machine.sign(good["body"].replace('"n":1', '"n":5')),  # names none before it
    ):
        [(_n, state, why)] = states(deliver(clara, wrong))
        assert (state, why) == ("refused", "queue-malformed")
    other = machine.sign(good["body"].replace(body["id"], new_event_id(datetime.now(UTC))))
    assert states(deliver(clara, other)) == [(1, "refused", "queue-not-for-us")]
    for body in ("[]", "{", '{"items": 1, "sent_at": "2031-01-01T00:00:00Z"}'):
        answer = clara.post(f"{PAGE}deliver/", body, content_type="application/json")
        assert answer.status_code == 422
    assert states(deliver(clara, good)) == [(1, "written", "")]


def test_the_page_that_is_kept_names_nobody(clara, people, north) -> None:
    page = text(clara, "/custody/without-network/")
    assert str(people["clara"]) not in page
    assert "csrfmiddlewaretoken" not in page
    assert "North" not in page
    assert clara.get("/custody/worker.js")["Content-Type"].startswith("text/javascript")


def test_a_complaint_that_waits_is_not_read_at_the_station(clara, record, machine) -> None:
    path = f"/custody/records/{record}/enter/complaint_made/"
    form = filled(clara, path) | {"pin_code": "9999", "sealed_text": "beaten by the canary"}
    form |= {"signature": "refused"}
    queued = {"form": "enter", "record": record, "kind": "complaint_made", "fields": list(form.items())}
    assert states(deliver(clara, machine.queue(queued))) == [(1, "waiting", "pin-wrong")]
    shown = text(clara, f"{PAGE}waiting/{Item.objects.get().public_id}/")
    assert "canary" not in shown
    assert "sealed" in shown


def test_a_browser_without_a_key_is_not_let_queue(clara, north) -> None:
    path = f"{PAGE}enrol/"
    for key in ("", "04" + "00" * 64, "zz"):
        assert "has made no key" in problems(send(clara, path, name="desk 3", public_key=key))
    assert not browsers_of(north)


def test_what_waits_for_a_record_goes_with_it(clara, record, machine) -> None:
    deliver(
        clara, machine.line(record, "checked", pin="9999", what="canary"), machine.line("other", "checked")
    )
    register.erase(record, legal_basis="x", asked_by="a1", approved_by="a2")
    forget_erased(None)
    kept = [("left out", "record-erased", True), ("waiting", "record-missing", False)]
    assert [(one.state, one.why, one.sealed == b"") for one in Item.objects.order_by("number")] == kept
    assert "Its record was erased." in text(clara)
    # Nor is anything kept of what comes after the erasure, whatever else is wrong with it.
    after = [machine.line(record, "checked", pin=pin, what="canary") for pin in ("4826", "9999")]
    assert states(deliver(clara, *after)) == [(n, "left out", "record-erased") for n in (3, 4)]
    assert [one.sealed for one in Item.objects.filter(number__gt=2)] == [b"", b""]


def test_a_right_pin_waits_only_for_a_record_that_is_still_to_come(
    clara, people, south, machine, browsers
) -> None:
    stations.set_pin(None, people["omar"], "2468")
    elsewhere = opened(browsers("omar"), "south", pin="2468").split("/")[-2]
    deliver(clara, machine.line(elsewhere, "checked"), machine.line("23456789abcdef", "checked"))
    held = [
        open_sealed(bytes(one.sealed), machine.device, one.event_id)
        for one in Item.objects.order_by("number")
    ]
    assert [PINS["clara"].encode() in one for one in held] == [False, True]


def test_what_a_doctor_filled_in_a_doctor_signs_again(clara, people, browsers, record, machine) -> None:
    for number, kind, said in (
        (1, "injury_recorded", {"sealed_region": "9", "sealed_findings": "canary bruise"}),
        (2, "examination_ended", {"fit": "fit", "sealed_findings": "canary bruise"}),
    ):
        form = filled(browsers("dov"), f"/custody/records/{record}/enter/{kind}/") | said
        fields = list((form | {"pin_code": "0000"}).items())
        queued = {"form": "enter", "record": record, "kind": kind, "fields": fields}
        assert states(deliver(clara, machine.queue(queued))) == [(number, "waiting", "pin-wrong")]
        way = f"{PAGE}waiting/{Item.objects.get(number=number).public_id}/"
        assert "canary" not in text(clara, way)
        if kind == "examination_ended":  # an officer may make this entry, and would lose the findings
            assert "may make this entry" in problems(send(clara, way))
        doctor = hand_of_user(people["dov"]).actor_id
        assert send(clara, way, signer=doctor, pin=PINS["dov"]).status_code == 302
        written = read(Record.objects.get(record_id=record), opens=HEALTH).events[-1]
        assert (written.kind, written.actor_id) == (kind, doctor)
        assert "canary bruise" in written.data["findings"]


def test_a_doctor_opens_no_record_without_network_either(clara, machine) -> None:
    new, opening = machine.opening(who="dov", pin=PINS["dov"])
    assert states(deliver(clara, opening)) == [(1, "waiting", "signer-unknown")]
    assert not Record.objects.filter(record_id=new).exists()
