"""The one door for reading stations: whose they are, who signs, which machine sends."""

import hashlib
from datetime import date

from django.contrib.auth.hashers import check_password
from django.db.models import Q, QuerySet
from django.utils import timezone

from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.stations.models import Device, Hand, Mirror, Post, Station

_OVER_ALL = (Capability.OVERSEE_REGISTER, Capability.READ_REGISTER)


def stations_of(reader: Reader, on: date | None = None) -> QuerySet[Station]:
    """The stations whose register somebody may open: the own ones, or all."""
    if any(may(reader, capability) for capability in _OVER_ALL):
        return Station.objects.all()
    if not (may(reader, Capability.KEEP_REGISTER) or may(reader, Capability.WRITE_HEALTH)):
        return Station.objects.none()
    posts = posts_in_force(on or timezone.localdate()).filter(user__pk=reader.user_id or 0)
    return Station.objects.filter(pk__in=posts.values("station_id"))


def stations_to_run(reader: Reader) -> QuerySet[Station]:
    """The stations that somebody sets up, with their posts and machines; that opens no record."""
    return Station.objects.all() if may(reader, Capability.RUN_REGISTER) else Station.objects.none()


def posts_in_force(day: date) -> QuerySet[Post]:
    """Who works where on a day."""
    return Post.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def hand_of(reader: Reader) -> Hand | None:
    """By what the reader signs; ``None`` for who keeps no register."""
    return Hand.objects.filter(user__pk=reader.user_id or 0).first()


def signs_by_pin(hand: Hand, pin: str) -> bool:
    """Whether this is the PIN of that hand."""
    return bool(hand.pin) and check_password(pin, hand.pin)


def device_of(token: str) -> Device | None:
    """The machine that a token belongs to; ``None`` for none, or one withdrawn."""
    # Found by its hash: how long that takes tells nothing of the token itself.
    machines = Device.objects.select_related("station")
    return machines.filter(token=token_hash(token), withdrawn_at=None).first()


def mirror_of(token: str) -> Mirror | None:
    """The mirror of the log that a token belongs to; ``None`` for none, or one withdrawn."""
    return Mirror.objects.filter(token=token_hash(token), withdrawn_at=None).first()


def token_hash(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
