"""Sets of criteria, what is put on a year's programme, and places that are not to be visited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import Party
from habeas.web.places.models import Place
from habeas.web.rows import Dated, Row
from habeas.web.sources.models import KLASSES

ENTRY_KINDS = [
    ("periodic", _("periodic")),
    ("ad hoc", _("ad hoc")),
    ("follow-up", _("follow-up")),
    ("urgent", _("urgent")),
]


class CriteriaSet(Row):
    """Thresholds that somebody chose and named; a threshold left open is not used."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    years = models.PositiveSmallIntegerField(_("years without a visit"), null=True, blank=True)
    no_visit = models.BooleanField(_("no visit is known"), default=False)
    kinds = models.JSONField(_("kinds of place"), default=list, blank=True)
    size = models.PositiveIntegerField(_("size"), null=True, blank=True)
    asks = models.PositiveSmallIntegerField(_("open asks that name it"), null=True, blank=True)
    mail = models.PositiveSmallIntegerField(_("information received"), null=True, blank=True)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        ordering = ("retired", "name")

    def __str__(self) -> str:
        return self.name


class ProgrammeYear(Row):
    """What holds for a whole year: visits kept free for what is urgent, and when the list was announced."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    kept_free = models.PositiveSmallIntegerField(_("visits kept free"), null=True, blank=True)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    never_in_journal = frozenset({"note"})

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)


class ProgrammeEntry(Row):
    """A Party, or one place of it, put on the programme of a year: why, and by whose decision.

    It is never changed; what is taken off the programme stays with the reason.
    """

    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ENTRY_KINDS, default="periodic")
    reason = models.TextField(_("reason"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    criteria = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    klass = models.CharField(
        max_length=14, choices=KLASSES, default="confidential", db_index=True, editable=False
    )
    withdrawn_why = models.TextField(blank=True, editable=False)

    never_in_journal = frozenset({"reason", "party"})  # the journal names the Party by its public id

    class Meta:
        ordering = ("-year", "party__name", "pk")

    def __str__(self) -> str:
        return f"{self.year} {self.party}"


class ProtectedPlace(Row, Dated):
    """A place that the ICRC or a Protecting Power effectively and regularly visits; ``date`` is since when.

    One that ended, or was noted in error, stays with the reason.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="protected")
    basis = models.CharField(_("how it is known"), max_length=300)
    klass = models.CharField(
        max_length=14, choices=KLASSES, default="confidential", db_index=True, editable=False
    )
    ended_on = models.DateField(null=True, blank=True, editable=False)
    ended_why = models.TextField(blank=True, editable=False)

    never_in_journal = frozenset({"basis"})

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(ended_on=None), name="place_protected_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.place)
