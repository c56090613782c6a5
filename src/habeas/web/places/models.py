"""Places of deprivation of liberty, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.dossier.entries import PLACE_KIND_NAMES
from habeas.web.parties.models import Authority, PartyFact
from habeas.web.rows import Dated, Row
from habeas.web.sources.models import CERTAINTIES, Source

KINDS = [(kind, _(name)) for kind, name in PLACE_KIND_NAMES.items()]
"""ECPT Article 2: any place where a public authority deprives persons of liberty; the list is open."""

CHANGES = [
    ("opened", _("opened")),
    ("named", _("named")),
    ("renamed", _("renamed")),
    ("kind changed", _("kind changed")),
    ("merged into", _("merged into")),
    ("moved", _("moved")),
    ("closed", _("closed")),
    ("reopened", _("reopened")),
]


class Place(PartyFact):
    """A place. Name, kind and state are what the last change made them (``actions`` keeps them so)."""

    name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=24, choices=KINDS, default="unknown", db_index=True)
    kind_as_written = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="open", editable=False, db_index=True)
    code = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=120, blank=True)
    municipality = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    capacity_places = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="places", null=True, blank=True
    )
    other_names = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PlaceChange(Row, Dated):
    """One dated change. ``value`` is the new name or kind, ``into`` the place it was merged into.

    A change is added, never edited; one recorded in error is withdrawn and says why.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=CHANGES)
    value = models.CharField(max_length=200, blank=True)
    before = models.CharField(max_length=200, blank=True)
    into = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="merged", null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTIES, blank=True)
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.kind
