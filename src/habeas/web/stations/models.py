"""Stations, posts, what people sign with, and machines."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.custody.due import Practice
from habeas.web.rows import Row, new_pseudonym

PRACTICE = ("rights", "call", "doctor", "check", "rouse", "review")
"""The times of a station's own, in minutes."""
TYPES = [
    ("police_station", _("police station")),
    ("holding_facility", _("holding facility")),
    ("immigration", _("immigration detention")),
    ("court", _("court cells")),
    ("vehicle", _("vehicle")),
    ("other", _("other")),
]


class Station(Row):
    """A station that keeps a register. ``code`` is its ``establishment_id`` for ever."""

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")],
        help_text=_("Small letters, digits and hyphens. It stands in every entry and cannot be changed."),
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40, choices=TYPES, default="police_station")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20, default="CoE")
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    invented = models.BooleanField(default=False, editable=False)
    rights_minutes = models.PositiveSmallIntegerField(_("to tell of the rights"), default=30)
    call_minutes = models.PositiveSmallIntegerField(
        _("to call a lawyer, somebody to be told, an interpreter"), default=60
    )
    doctor_minutes = models.PositiveSmallIntegerField(_("until a doctor has come"), default=120)
    check_minutes = models.PositiveSmallIntegerField(_("between two checks of a cell"), default=60)
    rouse_minutes = models.PositiveSmallIntegerField(_("between two checks of somebody at risk"), default=30)
    review_minutes = models.PositiveSmallIntegerField(_("between two reviews of a detention"), default=360)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def practice(self) -> Practice:
        """The times that it gives itself where the law has no number."""
        return Practice(**{name: getattr(self, f"{name}_minutes") for name in PRACTICE})


class Post(Row):
    """Somebody works at a station, from one day to another."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="posts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="stations_post_in_order"
            )
        ]

    def __str__(self) -> str:
        """Station and days."""
        return f"{self.station} {self.since}"


class Hand(Row):
    """By what somebody signs an entry, and the pseudonym that stands in it (``actor_id``)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hand")
    user_id: int
    actor_id = models.CharField(max_length=20, unique=True, default=new_pseudonym, editable=False)
    pin = models.CharField(max_length=200, blank=True, editable=False)
    """As a passphrase is kept: salted and slow; empty until it is set."""
    badge = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    """A keyed hash of the number on the badge; empty without one."""

    def __str__(self) -> str:
        """The pseudonym."""
        return self.actor_id


class Device(Row):
    """A machine of a station that sends entries: one with a token, or the browser of a desk with a key."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="devices")
    name = models.CharField(_("name"), max_length=100)
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)
    """SHA-256 of the token, shown once, in hexadecimal: it has 256 random bits, which nobody guesses."""
    public_key = models.CharField(max_length=130, unique=True, null=True, editable=False)
    """Of a browser: the point of its key on P-256, uncompressed, in hexadecimal."""
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(token=None) ^ Q(public_key=None), name="stations_device_token_or_key"
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def device_id(self) -> str:
        """What stands in the entries that it sends."""
        return self.public_id


class Mirror(Row):
    """A copy of the log that somebody outside keeps, as a monitoring body does; it reads every entry.

    Entries hold no value that is personal; who was where and when in pseudonyms, they do.
    """

    name = models.CharField(_("name"), max_length=100)
    token = models.CharField(max_length=64, unique=True, editable=False)
    """As of a machine: the SHA-256 of a random token."""
    read_at = models.DateTimeField(null=True, editable=False)
    """When it first read entries on the last day on which it read any."""
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class WrongPin(models.Model):
    """A PIN that was not right, kept for a quarter of an hour: whose, from which machine, when."""

    hand = models.ForeignKey(Hand, models.CASCADE, related_name="+")
    machine = models.CharField(max_length=64)
    """A keyed hash of where it came from: no address."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        """The pseudonym."""
        return str(self.hand)
