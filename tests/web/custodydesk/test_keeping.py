"""Keeping a record at the desk: opened, entered, corrected, struck, signed, handed over."""

import logging
from datetime import UTC, datetime

import pytest
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import at, enter, filled, opened, problems, send

from habeas.custody import new_event_id
from habeas.errors import RefusedError
from habeas.web.custody.actions import take_from
from habeas.web.custody.models import Entry, Record
from habeas.web.custodydesk.times import instant_of
from habeas.web.stations import actions as stations
from habeas.web.stations.access import hand_of_user

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
BAKU = "Asia/Baku"


@pytest.mark.bothdbs
def test_a_record_is_opened_with_arrival_and_apprehension_in_one(north, browsers):
    clara = browsers("clara")
    record = opened(clara, apprehended=at(BAKU, minutes=40))
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["apprehended", "arrived", "record_opened"]
    page = clara.get(record).content.decode()
    assert "Tomas Brink" in page
    assert "written on arrival at the station" in page
    board = clara.get("/custody/").content.decode()
    assert "Tomas Brink" in board
    assert "tell of the rights" in board
    assert "CPT, 12th General Report, paragraph 44" in board


def test_who_signs_in_is_told_how_many_are_held_and_led_to_the_board(north, browsers):
    clara = browsers("clara")
    opened(clara, apprehended=at(BAKU, minutes=90))
    desk = clara.get("/").content.decode()
    assert 'href="/custody/at/north/"' in desk
    assert "1 person held" in desk
    assert "late" in desk
    assert "Tomas Brink" not in desk
    assert "Nothing is open for you" not in desk


def test_a_form_that_is_sent_twice_opens_one_record_and_makes_one_entry(north, browsers):
    clara = browsers("clara")
    path = "/custody/at/north/open/"
    said = filled(clara, path) | {"name": "A", "born": "1990-01-01", "pin_code": PINS["clara"]}
    first, again = clara.post(path, said), clara.post(path, said)
    assert first["Location"] == again["Location"]
    assert Record.objects.count() == 1
    entry = f"{first['Location']}enter/drink_offered/"
    said = filled(clara, entry) | {"pin_code": PINS["clara"]}
    assert [clara.post(entry, said).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(kind="drink_offered").count() == 1


def test_records_of_one_person_are_kept_together_and_found_by_name(north, browsers):
    clara = browsers("clara")
    first = opened(clara)
    second = opened(clara, name="BRINK  tomas")
    assert first.split("/")[-2] in clara.get(second).content.decode()
    found = clara.post("/custody/at/north/find/", {"name": "Tomas Brink", "born": "1991-03-04"})
    assert found.content.decode().count("/custody/records/") == 2
    assert (
        b"Nobody of this name"
        in clara.post("/custody/at/north/find/", {"name": "Tomas", "born": "1991-03-04"}).content
    )
    assert not Entry.objects.filter(leaf__contains=b"Brink").exists()


def test_a_date_of_birth_is_one_however_it_is_typed(north, browsers):
    clara = browsers("clara")
    first = opened(clara, born="4 March 1991")
    second = opened(clara, born="04.03.1991")
    assert first.split("/")[-2] in clara.get(second).content.decode()
    assert "4 March 1991" in clara.get(second).content.decode()
    found = clara.post("/custody/at/north/find/", {"name": "Tomas Brink", "born": "1991-03-04"})
    assert found.content.decode().count("/custody/records/") == 2


def test_a_date_of_birth_that_is_none_is_refused_and_stays_on_the_form(north, browsers):
    answer = send(browsers("clara"), "/custody/at/north/open/", name="A", born="31 February 1990")
    assert "Born" in problems(answer)
    assert "31 February 1990" in answer.content.decode()
    assert not Record.objects.exists()


def test_what_is_late_says_why_and_what_lies_ahead_is_refused(north, browsers):
    clara = browsers("clara")
    record = opened(clara)
    path = f"{record}enter/meal_offered/"
    assert "more than 15 minutes ago" in problems(send(clara, path, at=at(BAKU, minutes=50)))
    assert "has not come yet" in problems(send(clara, path, at=at(BAKU, minutes=-50)))
    page = enter(clara, record, "meal_offered", at=at(BAKU, minutes=50), late_reason="busy at the door")
    assert "busy at the door" in page
    assert "50 min after" in page
    assert "sheet 3" in enter(clara, record, "meal_offered", at=at(BAKU, minutes=90), page="sheet 3")


def test_a_correction_leaves_what_stood_and_a_struck_entry_stays(north, browsers):
    clara = browsers("clara")
    record = opened(clara)
    enter(clara, record, "cell_entered", cell="2")
    event = Entry.objects.get(kind="cell_entered")
    path = f"{record}correct/{event.event_id}/"
    assert "Why" in problems(send(clara, path, cell="3"))
    assert send(clara, path, cell="3", why="wrong cell noted").status_code == 302
    page = clara.get(record).content.decode()
    assert "<del><bdi>2</bdi></del>" in page
    assert page.count("was written so, and is replaced") == 1
    assert "<bdi>3</bdi>" in page
    assert "wrong cell noted" in page
    standing = Entry.objects.filter(kind="cell_entered").order_by("seq").last()
    assert send(clara, f"{record}annul/{standing.event_id}/", why="never put there").status_code == 302
    page = clara.get(record).content.decode()
    assert "never put there" in page
    assert "<del><bdi>3</bdi></del>" in page
    assert page.count("was written so, and is replaced") == 1  # the first value alone: the second is struck


def test_who_signs_did_it_and_whose_sign_in_it_was_is_told(north, browsers, people):
    clara = browsers("clara")
    record = opened(clara)
    rana = hand_of_user(people["rana"])
    page = enter(clara, record, "drink_offered", signer=rana.actor_id, pin=PINS["rana"])
    assert "<bdi>Rana</bdi> (written by <bdi>Clara</bdi>)" in page
    stations.set_badge(None, rana, "04:A2:77:19")
    page = enter(clara, record, "meal_offered", pin="04:A2:77:19")
    assert page.count("<bdi>Rana</bdi> (written by") == 2


def test_a_wrong_pin_writes_nothing_and_five_lock(north, browsers, caplog):
    clara = browsers("clara")
    record = opened(clara)
    path = f"{record}enter/drink_offered/"
    with caplog.at_level(logging.DEBUG):
        for _ in range(5):
            answer = send(clara, path, pin="9017")
            assert "The PIN is not right" in problems(answer)
            assert "9017" not in answer.content.decode()
        assert "Too many wrong PINs" in problems(send(clara, path))
    assert not Entry.objects.filter(kind="drink_offered").exists()
    assert "9017" not in caplog.text


def test_a_consulate_is_told_on_the_persons_wish_alone(north, browsers):
    clara = browsers("clara")
    record = opened(clara)
    path = f"{record}enter/consulate_notified/"
    assert "has not asked" in problems(send(clara, path))
    enter(clara, record, "consulate_requested")
    enter(clara, record, "consulate_waived", signature="signed")
    assert "has not asked" in problems(send(clara, path))
    enter(clara, record, "consulate_requested")
    assert send(clara, path).status_code == 302


def test_a_span_starts_runs_and_stops(north, browsers):
    clara = browsers("clara")
    record = opened(clara)
    page = enter(clara, record, "interview_started", interviewers="s-12, s-14", present=["lawyer"])
    assert "interview_ended/?span=" in page
    assert "s-12, s-14" in page
    assert "names" in problems(send(clara, f"{record}enter/interview_started/", interviewers="Ann Bell!"))
    page = enter(clara, record, "interview_ended", signature="refused")
    assert "interview_ended/?span=" not in page
    assert "refused to sign" in page
    spans = set(Entry.objects.filter(kind__startswith="interview").values_list("kind", flat=True))
    assert spans == {"interview_started", "interview_ended"}


def test_nothing_is_said_to_be_signed_or_fit_that_nobody_chose(north, browsers):
    clara, dov = browsers("clara"), browsers("dov")
    record = opened(clara)
    assert "required" in problems(send(clara, f"{record}enter/interview_ended/"))
    for kind, given in (("examination_ended", {}), ("injury_recorded", {"sealed_findings": "bruise"})):
        assert "required" in problems(send(dov, f"{record}enter/{kind}/", pin=PINS["dov"], **given))
    assert "refused" in enter(clara, record, "rights_acknowledgement_refused")


def test_an_entry_of_a_machine_bears_its_name(north, browsers):
    record, now = opened(browsers("clara")), datetime.now(UTC)
    terminal, _token = stations.add_device(None, north, "terminal 7")
    said = {"record_id": Record.objects.get().record_id, "event_id": new_event_id(now), "kind": "checked"}
    take_from(terminal, [said | {"occurred_at": now.isoformat()}])
    assert "terminal 7" in browsers("clara").get(record).content.decode()


def test_what_is_due_leads_only_to_forms_that_are_open(north, browsers):
    record = opened(browsers("clara"))
    assert f"{record}enter/rights_informed/" in browsers("clara").get(record).content.decode()
    assert f"{record}enter/rights_informed/" not in browsers("dov").get(record).content.decode()


def test_a_shift_is_handed_over_by_two(north, browsers, people):
    clara = browsers("clara")
    opened(clara)
    path = "/custody/at/north/handover/"
    assert "Tomas Brink" in clara.get(path).content.decode()
    rana, own = hand_of_user(people["rana"]).actor_id, hand_of_user(people["clara"]).actor_id
    alone = send(clara, path, takes_over=own, takes_over_pin_code=PINS["clara"])
    assert "two people" in problems(alone)
    wrong = send(clara, path, takes_over=rana, takes_over_pin_code="9017")
    assert "PIN is not right" in problems(wrong)
    done = send(clara, path, takes_over=rana, takes_over_pin_code=PINS["rana"], note="nothing open")
    assert done.status_code == 302
    assert "nothing open" in clara.get("/custody/").content.decode()
    assert Entry.objects.get(kind="handover").record_id == "book:north"


def test_particulars_are_amended_with_a_reason_and_the_record_ends(north, browsers):
    clara = browsers("clara")
    record = opened(clara, name="", born="")
    assert "name not known" in clara.get("/custody/").content.decode()
    answer = send(clara, f"{record}amend/", name="Mila Aranyos", born="1994-07-30", why="showed a passport")
    assert answer.status_code == 302
    assert "Mila Aranyos" in clara.get("/custody/").content.decode()
    assert Record.objects.get().person.startswith("p-")
    assert "/enter/" in clara.get(record).content.decode().partition("Every kind of entry")[0]
    page = enter(clara, record, "released", signature="signed")
    assert "/enter/" not in page.partition("Every kind of entry")[0], "what is likely in a stay"
    board = clara.get("/custody/").content.decode()
    assert "Nobody is here" in board
    assert "Mila Aranyos" in board.split("Left within")[1]


def test_somebody_invited_is_on_the_board_and_asked_whether_told_to_be_free(north, browsers):
    clara = browsers("clara")
    record = opened(clara, basis="attendance")
    assert "free to leave" in clara.get("/custody/").content.decode()
    assert "tell of the rights" not in clara.get(record).content.decode()
    enter(clara, record, "attended", told_free_to_leave="yes")
    enter(clara, record, "left_premises")
    assert "Nobody is here" in clara.get("/custody/").content.decode()


@pytest.mark.parametrize(
    ("typed", "now", "meant"),
    [
        ("2026-10-25T02:30", "2026-10-25T00:40+00:00", "2026-10-25T00:30+00:00"),
        ("2026-10-25T02:30", "2026-10-25T01:40+00:00", "2026-10-25T01:30+00:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00+00:00", "2026-07-01T10:00+00:00"),
    ],
)
def test_the_hour_that_comes_twice_is_the_one_that_has_been(typed, now, meant):
    found = instant_of(datetime.fromisoformat(typed), "Europe/Paris", datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(meant).astimezone(UTC)


def test_an_hour_that_never_was_is_refused():
    with pytest.raises(RefusedError):
        instant_of(datetime(2026, 3, 29, 2, 30), "Europe/Paris", datetime(2026, 3, 29, 9, tzinfo=UTC))  # noqa: DTZ001
