"""What is due at the desk, by when, after which provision; and whose pseudonym is whose."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.custody.entered import Said, entered

from habeas.custody import Event
from habeas.custody.before import Before
from habeas.custody.due import Practice, due
from habeas.custody.kinds import kinds, spans
from habeas.custody.notice import LANGUAGES, SOURCES, notice
from habeas.custody.persons import person_ref
from habeas.custody.wishes import wants_consulate_told
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES, GROUP_NAMES, KIND_NAMES, SPAN_NAMES

START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def record(*entries: Said) -> list[Event]:
    """Events by minutes after the apprehension."""
    return entered(START, *entries)


def items(
    events: list[Event], minutes: int, *, jurisdiction: str = "CoE"
) -> dict[str, tuple[int, bool, bool]]:
    """By kind of the entry that settles it: after how many minutes it is late, whether it is, whose time."""
    at = START + timedelta(minutes=minutes)
    found = due(events, at=at, practice=Practice(), jurisdiction=jurisdiction)
    return {one.kind: (int((one.by - START).total_seconds()) // 60, one.late(at), one.own) for one in found}


def test_from_the_outset_the_rights_are_due_and_settled_by_their_entries():
    begun = record(("apprehended", 0), ("arrived", 20), ("record_opened", 22))
    assert items(begun, 25)["rights_informed"] == (30, False, True)
    assert items(begun, 31)["rights_informed"] == (30, True, True)
    told = record(("apprehended", 0), ("rights_informed", 5), ("rights_leaflet_given", 6))
    assert "rights_informed" not in items(told, 25)
    assert items(told, 25)["rights_acknowledged"] == (36, False, True)
    assert "rights_acknowledged" not in items([*told, *record(("rights_acknowledgement_refused", 9))], 25)


def test_a_lawyer_asked_for_again_is_due_again():
    asked = record(("apprehended", 0), ("lawyer_requested", 10))
    assert items(asked, 20)["lawyer_called"] == (70, False, True)
    called = record(("apprehended", 0), ("lawyer_requested", 10), ("lawyer_called", 20))
    assert items(called, 30)["lawyer_arrived"] == (140, False, True)
    again = record(
        ("apprehended", 0),
        ("lawyer_requested", 10),
        ("lawyer_called", 20),
        ("lawyer_arrived", 40),
        ("lawyer_requested", 90),
    )
    assert items(again, 95)["lawyer_called"] == (150, False, True)


def test_a_limit_of_law_is_the_laws_and_not_the_stations():
    held = record(("apprehended", 0), ("record_opened", 2, {"juvenile": True}), ("detention_authorised", 10))
    assert items(held, 20)["judge_seen"] == (24 * 60, False, False)
    assert items(held, 20)["notification_requested"] == (18 * 60, False, False)
    assert items(held, 20)["review_held"] == (370, False, True)
    assert items(held, 20, jurisdiction="GB-EAW")["review_held"] == (370, False, False)
    assert {"guardian_notified", "appropriate_adult_called"} <= items(held, 20).keys()
    reviewed = [*held, *record(("review_held", 100))]
    assert items(reviewed, 120, jurisdiction="GB-EAW")["review_held"] == (100 + 540, False, False)


def test_somebody_in_a_cell_is_checked_on_as_the_risk_says():
    cell = [("apprehended", 0), ("cell_entered", 30)]
    assert items(record(*cell), 40)["checked"] == (90, False, True)
    assert items(record(*cell, ("checked", 50)), 60)["checked"] == (110, False, True)
    rouse = ("risk_assessed", 31, {"observation": "rouse"})
    assert items(record(*cell, rouse, ("checked", 50)), 60)["roused"] == (60, False, True)
    assert "checked" not in items(record(*cell, ("cell_left", 40)), 60)
    assert "checked" not in items(record(*cell, ("hospital_left_for", 40)), 60)
    constant = ("risk_assessed", 31, {"observation": "constant"})
    assert "checked" not in items(record(*cell, constant), 60)


def test_an_authorised_delay_ends_when_it_says():
    until = (START + timedelta(minutes=200)).isoformat().replace("+00:00", "Z")
    delayed = record(("apprehended", 0), ("notification_delay_authorised", 20, {"until": until}))
    assert items(delayed, 210)["third_party_notified"] == (200, True, False)


def test_nothing_is_due_of_somebody_who_left_and_little_of_somebody_invited():
    assert not items(record(("apprehended", 0), ("released", 60)), 70)
    back = record(("apprehended", 0), ("transferred_out", 60), ("arrived", 90))
    assert items(back, 95)
    invited = record(("attended", 0), ("record_opened", 1, {"basis": "attendance"}))
    assert items(invited, 10).keys() == {"attended"}
    told = record(
        ("attended", 0, {"told_free_to_leave": True}), ("record_opened", 1, {"basis": "attendance"})
    )
    assert not items(told, 10)


def test_the_way_to_a_judge_goes_on_after_a_transfer_and_the_rights_are_told_anew():
    there = due(
        record(("arrived", 0)),
        at=START,
        practice=Practice(),
        jurisdiction="CoE",
        earlier=Before(since=START - timedelta(hours=20)),
    )
    by = {one.kind: one.by - START for one in there}
    assert by["judge_seen"] == timedelta(hours=28)
    assert by["rights_informed"] == timedelta(minutes=30)


def test_time_that_somebody_was_free_is_none_of_the_way_to_a_judge():
    earlier = Before(since=START - timedelta(hours=20), free=timedelta(hours=15))
    there = due(record(("arrived", 0)), at=START, practice=Practice(), jurisdiction="CoE", earlier=earlier)
    assert {one.kind: one.by - START for one in there}["judge_seen"] == timedelta(hours=43)


def test_a_judge_who_was_reached_before_a_transfer_need_not_be_reached_again():
    earlier = Before(since=START - timedelta(hours=20), judge=True)
    there = due(record(("arrived", 0)), at=START, practice=Practice(), jurisdiction="CoE", earlier=earlier)
    assert "judge_seen" not in {one.kind for one in there}


def test_what_was_not_yet_written_was_not_yet_known():
    events = record(("apprehended", 0), ("rights_informed", 40))
    assert "rights_informed" in items(events, 35)


def test_a_consulate_is_told_on_the_last_word():
    assert not wants_consulate_told(record(("arrived", 0)))
    assert wants_consulate_told(record(("consulate_requested", 0)))
    assert not wants_consulate_told(record(("consulate_requested", 0), ("consulate_waived", 5)))


def test_one_person_has_one_pseudonym_under_one_secret():
    secret = b"s" * 32
    same = {
        person_ref(secret, name=name, born=born)
        for name, born in (
            ("José  Núñez", "1990-02-01"),
            ("NUNEZ, Jose", "1990 02 01"),
            ("jose nunez", "1990/02/01"),
        )
    }
    assert len(same) == 1
    assert person_ref(b"t" * 32, name="José Núñez", born="1990-02-01") not in same
    assert person_ref(secret, name="José Núñez", born="1990-02-02") not in same
    assert person_ref(secret, name="José Núñez") is None
    assert person_ref(secret, born="1990-02-01") is None
    assert person_ref(secret, document="AB 123-4") == person_ref(
        secret, document="ab1234", name="x", born="y"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_says_every_right_in_each_language(language):
    found = notice(language)
    assert [right.key for right in found.rights] == list(SOURCES)
    assert all(right.heading.strip() and right.text.strip() and right.sources for right in found.rights)
    assert "48" in found.rights[8].text


def test_every_kind_field_choice_group_and_span_has_its_words():
    assert set(KIND_NAMES) == set(kinds())
    of_people = [kind for kind in kinds().values() if kind.group not in ("register", "paper")]
    fields = [one for kind in of_people for one in kind.fields.values()]
    assert {one.name for one in fields} <= set(FIELD_NAMES)
    assert {value for one in fields for value in one.of} <= set(CHOICE_NAMES)
    assert {kind.group for kind in of_people} == set(GROUP_NAMES)
    assert set(SPAN_NAMES) == set(spans())
