"""Somebody who might suffer for having spoken: under a pseudonym only, and never with a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.places.models import Place
from habeas.web.rows import Row, new_pseudonym
from habeas.web.visits.models import Visit

WORRIES = [
    ("overheard", _("the conversation was seen or overheard")),
    ("asked", _("was asked what had been said")),
    ("threatened", _("was threatened")),
    ("violence", _("fears violence")),
    ("placement", _("fears a transfer, isolation or a worse place")),
    ("loss", _("fears to lose contact, work or release")),
    ("family", _("fears for the family")),
    ("post", _("works there and fears for the post")),
    ("other", _("another worry")),
]
FINDINGS = [
    ("unharmed", _("no sign of harm")),
    ("pressure", _("pressure or threats")),
    ("worse", _("treated worse")),
    ("violence", _("violence")),
    ("moved", _("moved elsewhere")),
    ("not reached", _("could not be reached")),
    ("stop", _("asks us to stop")),
    ("other", _("something else")),
]
ACTS = [("check", _("check back on")), ("found", _("found")), ("closed", _("closed"))]


class Keeper(Row):
    """One of the two members of a delegation who alone see its follow-up."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "user"], condition=models.Q(ended_on=None), name="keeper_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class FollowUp(Row):
    """One person, under a name that we made; what became of it follows from the acts."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    pseudonym = models.CharField(max_length=9, unique=True, default=new_pseudonym, editable=False)
    worries = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id


class FollowUpAct(Row):
    """A day to check back, what was found, or the end: added, never changed."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=8, choices=ACTS)
    on = models.DateField()
    finding = models.CharField(max_length=16, choices=FINDINGS, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="finding_where_found",
                condition=models.Q(kind="found") & ~models.Q(finding="")
                | ~models.Q(kind="found") & models.Q(finding=""),
            )
        ]

    def __str__(self) -> str:
        return self.public_id
