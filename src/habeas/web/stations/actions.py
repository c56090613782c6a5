"""The one door for writing stations, posts, PINs and machines: row and journal entry together."""

import secrets
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.people.models import User
from habeas.web.stations.access import token_hash
from habeas.web.stations.models import Device, Hand, Mirror, Post, Station

STATION_ADDED = register("station.added", N_("added the station"))
POSTED = register("post.begun", N_("posted somebody to the station"))
POST_ENDED = register("post.ended", N_("ended a post at the station"))
PIN_SET = register("hand.pin_set", N_("set an own PIN for signing entries"))
DEVICE_ADDED = register("device.added", N_("let a machine send entries"))
DEVICE_WITHDRAWN = register("device.withdrawn", N_("withdrew a machine that sent entries"))
MIRROR_ADDED = register("mirror.added", N_("let a mirror read the entries of the log"))
MIRROR_WITHDRAWN = register("mirror.withdrawn", N_("withdrew a mirror of the log"))

SHORTEST_PIN = 4
LONGEST_PIN = 12


def add_station(actor: Actor | None, station: Station) -> Station:
    """Add a station."""
    with transaction.atomic():
        station.save()
        record(actor, STATION_ADDED, station, changes=changed({}, station))
    return station


def post(actor: Actor | None, station: Station, user: User, *, since: date) -> Post:
    """Post somebody to a station, and give them a pseudonym for its entries."""
    with transaction.atomic():
        made = Post.objects.create(station=station, user=user, since=since)
        Hand.objects.get_or_create(user=user)
        record(actor, POSTED, station, fields=["user", "since"])
    return made


def end_post(actor: Actor | None, row: Post, *, until: date) -> None:
    """End a post with a day, which is the last."""
    with transaction.atomic():
        row.until = until
        row.save(update_fields=["until"])
        record(actor, POST_ENDED, row.station, fields=["user", "until"])


def set_pin(actor: Actor | None, user: User, pin: str) -> Hand:
    """Set the PIN that somebody signs entries with. Raises ``RefusedError`` (``pin-weak``)."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise RefusedError("pin-weak", f"a PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits")
    if len(set(pin)) == 1 or pin in "01234567890123456789" or pin in "98765432109876543210":
        raise RefusedError("pin-weak", "digits that are all the same, or in a row, are guessed first")
    with transaction.atomic():
        hand, _new = Hand.objects.get_or_create(user=user)
        hand.pin = make_password(pin)
        hand.save(update_fields=["pin"])
        record(actor, PIN_SET, hand, fields=["pin"])
    return hand


def add_device(actor: Actor | None, station: Station, name: str) -> tuple[Device, str]:
    """Let a machine send entries; its token is returned once and never shown again."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        device = Device.objects.create(station=station, name=name, token=token_hash(token))
        record(actor, DEVICE_ADDED, device, fields=["station", "name", "token"])
    return device, token


def withdraw_device(actor: Actor | None, device: Device) -> None:
    """Take no more entries from a machine."""
    with transaction.atomic():
        device.withdrawn_at = timezone.now()
        device.save(update_fields=["withdrawn_at"])
        record(actor, DEVICE_WITHDRAWN, device, fields=["withdrawn_at"])


def add_mirror(actor: Actor | None, name: str) -> tuple[Mirror, str]:
    """Let a mirror read the entries of the log; its token is returned once and never shown again."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        mirror = Mirror.objects.create(name=name, token=token_hash(token))
        record(actor, MIRROR_ADDED, mirror, fields=["name", "token"])
    return mirror, token


def withdraw_mirror(actor: Actor | None, mirror: Mirror) -> None:
    """Let a mirror read no more."""
    with transaction.atomic():
        mirror.withdrawn_at = timezone.now()
        mirror.save(update_fields=["withdrawn_at"])
        record(actor, MIRROR_WITHDRAWN, mirror, fields=["withdrawn_at"])
