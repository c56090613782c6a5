"""Sources, and what every fact row carries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.dossier.facts import (
    CAPACITY_NAMES,
    CERTAINTY_NAMES,
    KLASS_NAMES,
    VOICE_NAMES,
    Certainty,
    Klass,
)
from habeas.web.rows import Dated, Row

VOICES = [(voice.value, _(name)) for voice, name in VOICE_NAMES.items()]
CAPACITIES = [(capacity.value, _(name)) for capacity, name in CAPACITY_NAMES.items()]
CERTAINTIES = [(certainty.value, _(name)) for certainty, name in CERTAINTY_NAMES.items()]
KLASSES = [(klass.value, _(name)) for klass, name in KLASS_NAMES.items()]


class Source(Row, Dated):
    """A document, page or account. ``date`` is when it was published."""

    name = models.CharField(max_length=300)
    address = models.URLField(max_length=500, blank=True)
    voice = models.CharField(max_length=8, choices=VOICES, blank=True)
    capacity = models.CharField(max_length=16, choices=CAPACITIES, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="source_named_once")]

    def __str__(self) -> str:
        return self.name


class Fact(Row):
    """What every fact carries. Confidential until an act or a public source opens it (rule 1)."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    pinpoint = models.CharField(max_length=120, blank=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTIES, default=Certainty.RECALLED.value)
    klass = models.CharField(
        max_length=14, choices=KLASSES, default=Klass.CONFIDENTIAL.value, db_index=True, editable=False
    )
    voice = models.CharField(max_length=8, choices=VOICES, blank=True)
    capacity = models.CharField(max_length=16, choices=CAPACITIES, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


class Act(Row, Dated):
    """One dated step, from which a status is derived; acts are added, never changed."""

    kind = models.CharField(max_length=32)
    by = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)
    concerns = models.CharField(max_length=60, blank=True)
    """The paragraphs that a deadline or an answer is about; empty: all of it."""
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTIES, blank=True)
    klass = models.CharField(max_length=14, choices=KLASSES, blank=True, editable=False)
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("pk",)  # as recorded; `dossier.status` orders by date


class ConductedAct(Act):
    """An act of something that the body may conduct itself: then it is held to a machine (decision 0005)."""

    particulars = models.JSONField(default=dict, editable=False)
    """What the act says more, as its procedure has it; empty for what is only reported."""

    class Meta(Act.Meta):
        abstract = True
