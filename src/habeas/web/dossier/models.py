"""What stands only in a dossier: statements, events around, procedures, figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import PartyFact
from habeas.web.reports.models import Ask, Document
from habeas.web.rows import Dated, Row
from habeas.web.sources.models import CERTAINTIES
from habeas.web.visits.models import Visit

STATEMENT_KINDS = [
    ("", _("statement")),
    ("claim", _("claim")),
    ("objection", _("objection")),
    ("assurance", _("assurance")),
]


class Statement(PartyFact, Dated):
    """What somebody said publicly, in which capacity, and what it speaks about."""

    speaker = models.CharField(max_length=200)
    name_variants = models.JSONField(default=list, blank=True)
    role = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=STATEMENT_KINDS, blank=True)
    provision = models.CharField(max_length=40, blank=True)
    gist = models.TextField()
    dates_reported = models.JSONField(default=list, blank=True, editable=False)
    about_asks = models.ManyToManyField(Ask, related_name="statements", blank=True)
    about_visits = models.ManyToManyField(Visit, related_name="statements", blank=True)
    about_documents = models.ManyToManyField(Document, related_name="statements", blank=True)
    about_figures: "models.ManyToManyField[Figure, models.Model]" = models.ManyToManyField(
        "Figure", related_name="statements", blank=True
    )

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        return self.gist[:80]


class Event(PartyFact, Dated):
    """Something that happened around the dialogue."""

    body = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=200)
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        return self.kind


class Procedure(PartyFact):
    """A procedure, such as that of ECPT Article 10(2)."""

    kind = models.CharField(max_length=60)
    annex = models.CharField(max_length=300, blank=True)
    conducted = models.BooleanField(default=False, editable=False)
    """Whether the body conducts it here: then its steps are held to the Convention (decision 0005)."""

    def __str__(self) -> str:
        return self.kind


class ProcedureStep(Row, Dated):
    """One step of it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=60)
    ground = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTIES)
    particulars = models.JSONField(default=dict, editable=False)
    """What a step that the body took says more: votes, grounds, the day that a letter set."""
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("date_earliest", "pk")


class Figure(Row):
    """A figure on which sources may differ."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="figures")
    about = models.CharField(max_length=200)

    class Meta:
        ordering = ("about",)

    def __str__(self) -> str:
        return self.about


class FigureValue(PartyFact, Dated):
    """One value, as its source wrote it; ``date`` is the day it stood."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="values")
    value = models.CharField(max_length=120)

    class Meta:
        ordering = ("date_earliest", "pk")

    def __str__(self) -> str:
        return self.value
