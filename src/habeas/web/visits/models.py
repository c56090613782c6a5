"""Visits, who makes them, where they go, and incidents of co-operation."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.web.parties.models import PartyFact
from habeas.web.places.models import Place
from habeas.web.rows import Dated, Row
from habeas.web.shell.marks import own_words
from habeas.web.sources.models import ConductedAct

VISIT_KINDS = [("periodic", _("periodic")), ("ad hoc", _("ad hoc")), ("unknown", _("kind not known"))]
VISIT_ACTS = [
    ("planned", _("planned")),
    ("notified", _("notified")),
    ("acknowledged", _("notification acknowledged")),
    ("postponed", _("postponed")),
    ("cancelled", _("cancelled")),
    ("refused", _("refused")),
    ("started", _("started")),
    ("suspended", _("suspended")),
    ("resumed", _("resumed")),
    ("completed", _("completed")),
]
HEADS = [
    ("8(2)(a)", _("8(2)(a): territory and travel")),
    ("8(2)(b)", _("8(2)(b): information on places")),
    ("8(2)(c)", _("8(2)(c): access to places and movement inside")),
    ("8(2)(d)", _("8(2)(d): other information")),
    ("8(3)", _("8(3): private interviews")),
    ("8(4)", _("8(4): communication with others")),
    ("none", _("no head of Article 8")),
]
THEMES = [
    ("co-operation", _("co-operation and access")),
    ("ill-treatment", _("ill-treatment")),
    ("safeguards", _("safeguards: in general")),
    ("notification", _("safeguards: notification of custody")),
    ("lawyer", _("safeguards: access to a lawyer")),
    ("doctor", _("safeguards: access to a doctor")),
    ("information", _("safeguards: information on rights")),
    ("juveniles", _("safeguards: juveniles")),
    ("registers", _("safeguards: custody registers")),
    ("recording", _("safeguards: recording of interviews")),
    ("inspection", _("inspection and monitoring")),
    ("conditions", _("material conditions")),
    ("regime", _("regime and activities")),
    ("violence", _("violence between persons held")),
    ("health", _("health care")),
    ("staff", _("staff")),
    ("discipline", _("discipline, segregation and means of restraint")),
    ("contact", _("contact with the outside world")),
    ("complaints", _("complaints")),
    ("other", _("other matters")),
]
"""The headings of a visit report (domain reference, 3.2)."""
RESTS_ON = [
    ("seen", _("what the delegation saw")),
    ("told", _("what it was told, by more than one person")),
    ("registers", _("registers and files")),
    ("medical", _("medical findings")),
    ("authorities", _("what the authorities said")),
    ("others", _("what others said")),
]


class Visit(PartyFact, Dated):
    """A visit; ``date`` is from its first to its last day, as far as known."""

    kind = models.CharField(max_length=12, choices=VISIT_KINDS, default="unknown")
    label = models.CharField(max_length=60, blank=True)
    aim = models.TextField(blank=True)
    body = models.CharField(max_length=60, default="CPT")
    conducted = models.BooleanField(default=False, editable=False)
    """Whether the body conducts it here: then its steps are held to the Convention (decision 0005)."""
    places = models.ManyToManyField(Place, through="VisitPlace", related_name="visits")

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        when = own_words().date(Edtf.parse(self.date)) if self.date else ""
        return f"{self.party} {when}".strip()


class VisitAct(ConductedAct):
    """A step of a visit, from which its status is derived."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="acts")


class VisitPlace(Row, Dated):
    """A place that the delegation went to, when, and how many were interviewed: never what they said."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="stops")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stops")
    arrived = models.TimeField(null=True, blank=True)
    left = models.TimeField(null=True, blank=True)
    """Both by the clock of the place; where ``left`` is before ``arrived``, it was after midnight."""
    interviews = models.PositiveSmallIntegerField(null=True, blank=True)
    in_private = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "place", "date"], name="stop_once"),
            models.CheckConstraint(
                condition=models.Q(in_private=None) | models.Q(in_private__lte=models.F("interviews")),
                name="no_more_in_private_than_interviews",
            ),
        ]


class Membership(Row):
    """Who belongs to a visit's delegation, as what, and from when until when."""

    ROLES = [
        ("head", _("head of delegation")),
        ("member", _("member")),
        ("expert", _("expert")),
        ("interpreter", _("interpreter")),
        ("secretariat", _("secretariat")),
    ]

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=ROLES)
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "user", "role", "from_day"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(until_day__isnull=True) | models.Q(until_day__gte=models.F("from_day")),
                name="membership_ends_after_it_begins",
            ),
        ]


class Incident(PartyFact, Dated):
    """An incident of co-operation, under a head of Article 8 or (safety of the delegation) none."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="incidents", null=True, blank=True
    )
    head = models.CharField(max_length=8, choices=HEADS, default="none")
    kind = models.CharField(max_length=120)

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        return self.kind


class SealedNote(Row):
    """What is known of an incident and from whom, for named members alone.

    It lies in the store as it is until the vault stands; who is not named sees no sign of it.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    readers: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+"
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id


class Finding(Row):
    """What the delegation found, at a place, under a theme, and on what it rests. No interview's content."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    theme = models.CharField(max_length=32, choices=THEMES)
    text = models.TextField()
    rests_on = models.JSONField(default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    withdrawn_why = models.TextField(blank=True, editable=False)
    ground: tuple[str, str] | None = None
    """From where it was taken over, in words, and a page or nothing: set for a page that shows it."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def rests_on_names(self) -> list[str]:
        """What it rests on, in words."""
        return [str(name) for key, name in RESTS_ON if key in self.rests_on]
