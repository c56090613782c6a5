"""Who opens whose register, by what people sign, and which machines may send."""

from datetime import date
from typing import ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone, translation
from tests import cast

from habeas.errors import RefusedError
from habeas.web.shell.failures import plainly
from habeas.web.stations import actions
from habeas.web.stations.access import TRIES, device_of, hand_of, signs_by_pin, stations_of
from habeas.web.stations.models import Station, WrongPin

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db]


@pytest.fixture
def north() -> Station:
    return actions.add_station(None, Station(code="north-1", name="North (invented)"))


@pytest.fixture
def south() -> Station:
    return actions.add_station(None, Station(code="south-1", name="South (invented)"))


def test_an_officer_opens_the_own_station_while_posted_there(north, south):
    clara = cast.custody_officer()
    posted = actions.post(None, north, clara, since=date(2026, 1, 1))
    reader = cast.reader(clara)
    assert list(stations_of(reader, date(2026, 5, 4))) == [north]
    assert list(stations_of(reader, date(2025, 12, 31))) == []
    actions.end_post(None, posted, until=date(2026, 5, 3))
    assert list(stations_of(reader, date(2026, 5, 4))) == []


def test_inspector_and_auditor_cannot_be_locked_out_and_others_see_none(north, south):
    assert list(stations_of(cast.reader(cast.inspector()))) == [north, south]
    assert list(stations_of(cast.reader(cast.auditor()))) == [north, south]
    for person in (cast.desk_officer(), cast.head_of_body(), cast.system_administrator(), cast.doctor()):
        assert list(stations_of(cast.reader(person))) == []


def test_a_pin_signs_for_its_owner_and_is_nowhere_in_clear(north):
    clara = cast.custody_officer()
    hand = actions.set_pin(None, clara, "4071")
    assert signs_by_pin(hand, "4071")
    assert not signs_by_pin(hand, "4072")
    assert "4071" not in hand.pin
    assert hand_of(cast.reader(clara)) == hand
    for weak in ("123", "1111", "3456", "9876", "12a4", "4" * 13, "٤٠٧١"):
        with pytest.raises(RefusedError):
            actions.set_pin(None, clara, weak)


def test_a_machine_is_known_by_its_token_until_it_is_withdrawn(north, journalled):
    with journalled("device.added"):
        device, token = actions.add_device(None, north, "desk 2")
    assert device_of(token) == device
    assert device_of(token + "x") is None
    assert token not in device.token
    with journalled("device.withdrawn"):
        actions.withdraw_device(None, device)
    assert device_of(token) is None


class Looking(MD5PasswordHasher):
    """Keeps how many tries were counted when one was looked at."""

    algorithm = "looking"
    counted: ClassVar[list[int]] = []

    def verify(self, password: str, encoded: str) -> bool:
        self.counted.append(WrongPin.objects.count())
        return super().verify(password, encoded)


def test_a_pin_is_counted_before_it_is_looked_at_so_that_many_at_once_are_no_way_round(north, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Looking"]
    hand = actions.set_pin(None, cast.custody_officer(), "4071")
    for number in range(TRIES):
        assert not actions.try_pin(hand, f"20{number}9", machine="one", now=timezone.now())
    assert Looking.counted == [1, 2, 3, 4, 5]
    with pytest.raises(RefusedError, match="Too many wrong PINs"):
        actions.try_pin(hand, "4071", machine="one", now=timezone.now())
    assert len(Looking.counted) == TRIES


def test_a_right_pin_is_not_counted(north):
    hand = actions.set_pin(None, cast.custody_officer(), "4071")
    for _time in range(TRIES + 1):
        assert actions.try_pin(hand, "4071", machine="one", now=timezone.now())
    assert not WrongPin.objects.exists()


@pytest.mark.parametrize(
    ("language", "told"), [("en", "a PIN has 4 to 12 digits"), ("fr", "un code PIN a de 4 à 12 chiffres")]
)
def test_why_a_pin_is_not_taken_is_told_in_the_language_of_the_page(language, told):
    with pytest.raises(RefusedError) as refused:
        actions.set_pin(None, cast.custody_officer(), "123")
    with translation.override(language):
        assert told in plainly(refused.value)
