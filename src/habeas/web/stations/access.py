"""The one door for reading stations: whose they are, who signs, which machine sends."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from habeas.web.people.access import Reader, may, reader_of
from habeas.web.people.models import User
from habeas.web.people.roles import Capability
from habeas.web.stations.models import Device, Hand, Mirror, Post, Station, WrongPin

TRIES = 5
"""Wrong PINs of one person from one machine after which it is locked there."""
LOCKED_FOR = timedelta(minutes=15)
"""How long, counted from the first of them; as for a passphrase."""

OVER_ALL = (Capability.OVERSEE_REGISTER, Capability.READ_REGISTER)
"""Who holds one of these reads the register of every station."""


def stations_of(reader: Reader, on: date | None = None) -> QuerySet[Station]:
    """The stations whose register somebody may open: the own ones, or all."""
    if any(may(reader, capability) for capability in OVER_ALL):
        return Station.objects.all()
    if not (may(reader, Capability.KEEP_REGISTER) or may(reader, Capability.WRITE_HEALTH)):
        return Station.objects.none()
    posts = posts_in_force(on or timezone.localdate()).filter(user__pk=reader.user_id or 0)
    return Station.objects.filter(pk__in=posts.values("station_id"))


def names_of_stations() -> dict[str, str]:
    """What the stations are called, by their codes."""
    return dict(Station.objects.values_list("code", "name"))


def usual_zone() -> str:
    """The time zone in which most stations are; empty where there is none."""
    zones = Counter(Station.objects.values_list("zone", flat=True)).most_common(1)
    return zones[0][0] if zones else ""


def stations_to_run(reader: Reader) -> QuerySet[Station]:
    """The stations that somebody sets up, with their posts and machines; that opens no record."""
    return Station.objects.all() if may(reader, Capability.RUN_REGISTER) else Station.objects.none()


def posts_in_force(day: date) -> QuerySet[Post]:
    """Who works where on a day."""
    return Post.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def hand_of(reader: Reader) -> Hand | None:
    """By what the reader signs; ``None`` for who keeps no register."""
    return Hand.objects.filter(user__pk=reader.user_id or 0).first()


def hand_of_user(user: User) -> Hand:
    """By what an account signs that was posted once."""
    return Hand.objects.get(user=user)


def signs_by_pin(hand: Hand, pin: str) -> bool:
    """Whether this is the PIN of that hand."""
    return bool(hand.pin) and check_password(pin, hand.pin)


def device_of(token: str) -> Device | None:
    """The machine that a token belongs to; ``None`` for none, or one withdrawn."""
    # Found by its hash: how long that takes tells nothing of the token itself.
    machines = Device.objects.select_related("station")
    return machines.filter(token=token_hash(token), withdrawn_at=None).first()


def browsers_of(station: Station) -> list[Device]:
    """The browsers of a station's desks, those withdrawn too."""
    return list(station.devices.exclude(public_key=None))


def browser_called(station: Station, device_id: str) -> Device | None:
    """The browser of a station's desk that is called so, withdrawn or not."""
    return station.devices.exclude(public_key=None).filter(public_id=device_id).first()


def mirror_of(token: str) -> Mirror | None:
    """The mirror of the log that a token belongs to; ``None`` for none, or one withdrawn."""
    return Mirror.objects.filter(token=token_hash(token), withdrawn_at=None).first()


def mirrors_to_run(reader: Reader) -> QuerySet[Mirror]:
    """The mirrors of the log, for who sets up the register."""
    return Mirror.objects.all() if may(reader, Capability.RUN_REGISTER) else Mirror.objects.none()


def token_hash(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def badge_hash(number: str) -> str:
    """How the number on a badge is kept: keyed, since it has few digits."""
    return salted_hmac("habeas.badge", number.strip(), algorithm="sha256").hexdigest()


def hand_by_badge(number: str) -> Hand | None:
    """Whose badge this is."""
    return Hand.objects.select_related("user").filter(badge=badge_hash(number)).first() if number else None


def machine_hash(address: str) -> str:
    """What stands for a machine where wrong PINs are counted."""
    return salted_hmac("habeas.machine", address, algorithm="sha256").hexdigest()


def is_locked(hand: Hand, machine: str, now: datetime) -> bool:
    """Whether so many PINs of this person were wrong on this machine that none is tried any more."""
    wrong = WrongPin.objects.filter(hand=hand, machine=machine, at__gt=now - LOCKED_FOR)
    return wrong.count() >= TRIES


def hands_at(station: Station, capabilities: Iterable[Capability], day: date | None = None) -> list[Hand]:
    """Who is posted at a station and may do one of these things: they sign there."""
    wanted = tuple(capabilities)
    posts = posts_in_force(day or timezone.localdate()).filter(station=station)
    hands = Hand.objects.filter(user__in=posts.values("user")).select_related("user")
    able = (hand for hand in hands if any(may(reader_of(hand.user), one) for one in wanted))
    return sorted(able, key=lambda hand: str(hand.user))


def names_of(actor_ids: Iterable[str]) -> dict[str, str]:
    """The people behind pseudonyms, for those who read the entries that they signed."""
    hands = Hand.objects.filter(actor_id__in=set(actor_ids)).select_related("user")
    return {hand.actor_id: str(hand.user) for hand in hands}


def machines_of(device_ids: Iterable[str]) -> dict[str, str]:
    """What the machines are called that sent entries."""
    return dict(Device.objects.filter(public_id__in=set(device_ids)).values_list("public_id", "name"))


def station_to_run(reader: Reader, public_id: str) -> Station | None:
    """One of those that somebody sets up."""
    return stations_to_run(reader).filter(public_id=public_id).first()


def posts_at(station: Station) -> list[Post]:
    """Every post at a station, with who holds it."""
    return list(station.posts.select_related("user", "user__hand").order_by("-since"))


def people_to_post() -> QuerySet[User]:
    """Who may be posted: active accounts."""
    return User.objects.filter(is_active=True).order_by("display_name")


def is_demo_station_there() -> bool:
    """Whether invented stations are there already."""
    return Station.objects.filter(invented=True).exists()
