"""The one door for writing stations, posts, PINs and machines: row and journal entry together."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from habeas.errors import Phrase, RefusedError
from habeas.language import N_
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.people.models import User
from habeas.web.stations.access import LOCKED_FOR, badge_hash, is_locked, signs_by_pin, token_hash
from habeas.web.stations.models import Device, Hand, Mirror, Post, Station, WrongPin

STATION_CHANGED = register("station.changed", N_("changed the station"))
HAND_GIVEN = register("hand.given", N_("gave somebody a pseudonym for the register"))
PIN_RESET = register("hand.reset", N_("took back the PIN and the badge of somebody"))
BADGE_SET = register("hand.badge_set", N_("gave somebody a badge for signing entries"))
PIN_LOCKED = register("hand.locked", N_("locked somebody out of signing on a machine after wrong PINs"))
STATION_ADDED = register("station.added", N_("added the station"))
POSTED = register("post.begun", N_("posted somebody to the station"))
POST_ENDED = register("post.ended", N_("ended a post at the station"))
PIN_SET = register("hand.pin_set", N_("set an own PIN for signing entries"))
DEVICE_ADDED = register("device.added", N_("let a machine send entries"))
BROWSER_ADDED = register("device.browser_added", N_("let the browser of a desk queue entries"))
DEVICE_WITHDRAWN = register("device.withdrawn", N_("withdrew a machine that sent entries"))
MIRROR_ADDED = register("mirror.added", N_("let a mirror read the entries of the log"))
MIRROR_READ = register("mirror.read", N_("a mirror read entries of the log on this day"))
MIRROR_WITHDRAWN = register("mirror.withdrawn", N_("withdrew a mirror of the log"))

SHORTEST_PIN = 4
LONGEST_PIN = 12
SHORTEST_BADGE = 6
POINT = 130
"""Hexadecimal digits of an uncompressed point of P-256."""


def add_station(actor: Actor | None, station: Station) -> Station:
    """Add a station."""
    with transaction.atomic():
        station.save()
        record(actor, STATION_ADDED, station, changes=changed({}, station))
    return station


def change_station(actor: Actor | None, station: Station, before: Mapping[str, Any]) -> None:
    """Change what is known of a station, its code excepted."""
    with transaction.atomic():
        station.save()
        record(actor, STATION_CHANGED, station, changes=changed(before, station))


def post(actor: Actor | None, station: Station, user: User, *, since: date) -> Post:
    """Post somebody to a station, and give them a pseudonym for its entries."""
    with transaction.atomic():
        made = Post.objects.create(station=station, user=user, since=since)
        Hand.objects.get_or_create(user=user)
        record(actor, POSTED, station, fields=["user", "since"])
    return made


def pseudonym_of(actor: Actor, user_id: int) -> str:
    """The pseudonym under which somebody stands in the register, made where there is none yet."""
    with transaction.atomic():
        hand, new = Hand.objects.get_or_create(user_id=user_id)
        if new:
            record(actor, HAND_GIVEN, hand, fields=["actor_id"])
    return hand.actor_id


def end_post(actor: Actor | None, row: Post, *, until: date) -> None:
    """End a post with a day, which is the last."""
    with transaction.atomic():
        row.until = until
        row.save(update_fields=["until"])
        record(actor, POST_ENDED, row.station, fields=["user", "until"])


def set_pin(actor: Actor | None, user: User, pin: str) -> Hand:
    """Set the PIN that somebody signs entries with. Raises ``RefusedError`` (``pin-weak``)."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise RefusedError(
            "pin-weak", Phrase("a PIN has {least} to {most} digits", least=SHORTEST_PIN, most=LONGEST_PIN)
        )
    if len(set(pin)) == 1 or pin in "01234567890123456789" or pin in "98765432109876543210":
        raise RefusedError("pin-weak", N_("digits that are all the same, or in a row, are guessed first"))
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


def add_browser(actor: Actor | None, station: Station, name: str, public_key: str) -> Device:
    """Let the browser of a desk queue entries that it signs. Raises ``RefusedError`` (``key-…``)."""
    if not _is_point(public_key):
        raise RefusedError(
            "key-not-p256",
            N_("This browser has made no key."),
            advice=N_("Scripts have to be allowed, and the address has to begin with https."),
        )
    with transaction.atomic():
        if Device.objects.filter(public_key=public_key).exists():
            raise RefusedError("key-known", N_("This browser is known already."))
        device = Device.objects.create(station=station, name=name, public_key=public_key)
        record(actor, BROWSER_ADDED, device, fields=["station", "name", "public_key"])
    return device


def _is_point(public_key: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(public_key))
    except ValueError:
        return False
    return len(public_key) == POINT


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


def note_read(mirror: Mirror, now: datetime) -> None:
    """Keep that a mirror read, once a day: it asks for many files, every hour."""
    if mirror.read_at is None or mirror.read_at.date() != now.date():
        with transaction.atomic():
            mirror.read_at = now
            mirror.save(update_fields=["read_at"])
            record(None, MIRROR_READ, mirror, fields=["read_at"])


def withdraw_mirror(actor: Actor | None, mirror: Mirror) -> None:
    """Let a mirror read no more."""
    with transaction.atomic():
        mirror.withdrawn_at = timezone.now()
        mirror.save(update_fields=["withdrawn_at"])
        record(actor, MIRROR_WITHDRAWN, mirror, fields=["withdrawn_at"])


def reset_hand(actor: Actor | None, hand: Hand) -> None:
    """Take back PIN and badge; the owner sets a new PIN."""
    with transaction.atomic():
        hand.pin = hand.badge = ""
        hand.save(update_fields=["pin", "badge"])
        record(actor, PIN_RESET, hand, fields=["pin", "badge"])


def set_badge(actor: Actor | None, hand: Hand, number: str) -> None:
    """Give somebody a badge. Raises ``RefusedError`` (``badge-weak``, ``badge-taken``)."""
    if len(number.strip()) < SHORTEST_BADGE:
        raise RefusedError(
            "badge-weak", Phrase("the number of a badge has {least} signs at least", least=SHORTEST_BADGE)
        )
    kept = badge_hash(number)
    with transaction.atomic():
        if Hand.objects.filter(badge=kept).exclude(pk=hand.pk).exists():
            raise RefusedError("badge-taken", N_("this badge is somebody else's"))
        hand.badge = kept
        hand.save(update_fields=["badge"])
        record(actor, BADGE_SET, hand, fields=["badge"])


def try_pin(hand: Hand, pin: str, *, machine: str, now: datetime) -> bool:
    """Whether the PIN is right; a wrong one is counted, and the fifth locks. Of the PIN nothing is kept.

    Each is counted before it is looked at, which takes a while: else many sent at once were all tried.
    Raises ``RefusedError`` (``pin-locked``).
    """
    with transaction.atomic():
        Hand.objects.select_for_update().get(pk=hand.pk)
        if is_locked(hand, machine, now):
            raise RefusedError(
                "pin-locked",
                N_("Too many wrong PINs were given for this person on this machine."),
                advice=N_("Wait a quarter of an hour, or sign by badge."),
            )
        WrongPin.objects.filter(at__lte=now - LOCKED_FOR).delete()
        tried = WrongPin.objects.create(hand=hand, machine=machine, at=now)
    if signs_by_pin(hand, pin):
        tried.delete()
        return True
    if is_locked(hand, machine, now):
        with transaction.atomic():
            record(None, PIN_LOCKED, hand)
    return False
