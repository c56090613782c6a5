"""Parties, what they are bound by, and their authorities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.dossier.entries import Lists
from habeas.dossier.facts import Klass
from habeas.web.rows import Dated, Row
from habeas.web.sources.models import KLASSES, Fact

LIST_NAMES = {
    Lists.STANDING: _("Instruments and memberships"),
    Lists.AUTHORITY: _("Authorities"),
    Lists.PLACE: _("Places"),
    Lists.VISIT: _("Visits"),
    Lists.DOCUMENT: _("Documents"),
    Lists.ASK: _("What was asked"),
    Lists.LETTER: _("Letters"),
    Lists.TALKS: _("Talks"),
    Lists.CO_OPERATION: _("Incidents of co-operation"),
    Lists.PROCEDURE: _("Procedures"),
    Lists.STATEMENT: _("Statements"),
    Lists.EVENT: _("Events around"),
    Lists.FIGURE: _("Figures"),
}


class Party(Row):
    """A State bound by the Convention, a member of the Council of Europe or not."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    iso = models.CharField(max_length=2, blank=True)
    note = models.TextField(blank=True)
    klass = models.CharField(max_length=14, choices=KLASSES, default="confidential", editable=False)
    invented = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = "Party"
        verbose_name_plural = "Parties"

    def __str__(self) -> str:
        return self.name


class PartyName(models.Model):
    """Another name or spelling by which sources call the Party.

    It is public only where it came in with a Party that already was public at its source (rule 1).
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True)
    klass = models.CharField(max_length=14, choices=KLASSES, default=Klass.CONFIDENTIAL.value, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="party_name_once")]

    def __str__(self) -> str:
        return self.name


class ListCompleteness(models.Model):
    """Whether one list of a dossier is complete; where no row is, nobody has said."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="completeness")
    list = models.CharField(max_length=16, choices=[(item.value, LIST_NAMES[item]) for item in Lists])
    complete = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "list"], name="completeness_once")]

    def __str__(self) -> str:
        return f"{self.list}: {self.complete}"


class PartyFact(Fact):
    """A fact about one Party."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Standing(PartyFact, Dated):
    """An instrument that binds the Party, or an organisation of which it is a member.

    ``date`` is the period: from a day on (``2001-01-25/..``) or between two.
    """

    KINDS = [("instrument", _("bound by")), ("organisation", _("member of")), ("mandate", _("mandate"))]

    kind = models.CharField(max_length=16, choices=KINDS)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("kind", "name")

    def __str__(self) -> str:
        return self.name


class Authority(PartyFact, Dated):
    """A ministry, service or institution. ``date`` is the period in which it had this name and task."""

    KINDS = [
        ("ministry", _("ministry")),
        ("police", _("police")),
        ("prison service", _("prison service")),
        ("health", _("health service")),
        ("prosecution", _("prosecution")),
        ("court", _("court")),
        ("ombudsman", _("ombudsman or national preventive mechanism")),
        ("parliament", _("parliament")),
        ("competent authority", _("competent authority under Article 15")),
        ("other", _("other")),
    ]

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=KINDS, default="other")
    other_names = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class Succession(PartyFact, Dated):
    """What became of an authority: another one took over, on ``date``. A split is two of these.

    It is added, never edited; one recorded in error is withdrawn and says why.
    """

    KINDS = [
        ("renamed", _("renamed")),
        ("split", _("split")),
        ("merged", _("merged")),
        ("took over", _("handed over its task")),
    ]

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=12, choices=KINDS, default="renamed")
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("date_earliest", "pk")
        constraints = [
            models.CheckConstraint(
                name="succeeds_another", condition=~models.Q(authority=models.F("successor"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} – {self.successor}"


class LiaisonOfficer(PartyFact, Dated):
    """The Party's standing contact (ECPT Article 15). ``date`` is the term of office."""

    name = models.CharField(max_length=120)
    office = models.CharField(max_length=200)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="liaison_officers", null=True, blank=True
    )

    class Meta:
        ordering = ("-date_earliest", "name")

    def __str__(self) -> str:
        return self.office
