"""Visits, who makes them, where they go, and incidents of co-operation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import PartyFact
from habeas.web.places.models import Place
from habeas.web.rows import Dated, Row
from habeas.web.sources.models import Act

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


class Visit(PartyFact, Dated):
    """A visit; ``date`` is from its first to its last day, as far as known."""

    kind = models.CharField(max_length=12, choices=VISIT_KINDS, default="unknown")
    label = models.CharField(max_length=60, blank=True)
    aim = models.TextField(blank=True)
    body = models.CharField(max_length=60, default="CPT")
    places = models.ManyToManyField(Place, through="VisitPlace", related_name="visits")

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        return f"{self.party} {self.date}"


class VisitAct(Act):
    """A step of a visit, from which its status is derived."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="acts")


class VisitPlace(Row, Dated):
    """A place that the delegation went to, and when."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="stops")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stops")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "place", "date"], name="stop_once")]


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
