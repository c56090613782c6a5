"""Claims of the State, assessments of the body, links between asks, and the scale of the body."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from habeas.threads import PROGRESS_NAMES, RELATION_NAMES
from habeas.web.parties.models import PartyFact
from habeas.web.reports.models import POSITIONS, Ask, Document
from habeas.web.reports.standing import position_mark
from habeas.web.rows import Dated, Row
from habeas.web.shell.marks import Status
from habeas.web.visits.models import Visit

RELATIONS = [(relation.value, _(name)) for relation, name in RELATION_NAMES.items()]
PROGRESS = [(progress.value, _(name)) for progress, name in PROGRESS_NAMES.items()]


class Degree(Row):
    """A degree of the scale that the body added, or what it says of one that is shipped.

    A row with the code of a shipped degree says only its order and whether it is retired.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    closes = models.BooleanField(_("closes"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.names.get((get_language() or "en").partition("-")[0]) or gettext(self.name))


class OnAsk(PartyFact, Dated):
    """What is said of one ask, on a day. It is added, never changed; withdrawn it stays, with the reason."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="%(class)ss")
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("date_latest", "pk")


class Claim(OnAsk):
    """What the State says of one ask: its position, and how far it says that it went. Its voice alone."""

    position = models.CharField(max_length=20, choices=POSITIONS, blank=True)
    progress = models.CharField(max_length=8, choices=PROGRESS, blank=True)
    text = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="claims", null=True, blank=True
    )

    @property
    def mark(self) -> Status | None:
        """The position with its shape, where it tells one."""
        return position_mark(self.position) if self.position else None

    class Meta(OnAsk.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:80]


class Assessment(OnAsk):
    """What the body found of one ask as of a day, on what evidence, and who assessed it."""

    degree = models.CharField(max_length=40, db_index=True)
    reasons = models.TextField(blank=True)
    third_party = models.TextField(blank=True)
    visits: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        Visit, related_name="assessments", blank=True
    )
    documents: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        Document, related_name="assessments", blank=True
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    author_role = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(OnAsk.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.degree} {self.date}"


class AskLink(PartyFact, Dated):
    """Somebody said what a later ask makes of an earlier one; ``date`` is the day on which it was said."""

    later = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="links_back")
    earlier = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="links_on")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    why = models.TextField(blank=True)
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["later", "earlier"], condition=models.Q(withdrawn_why=""), name="link_stands_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(later=models.F("earlier")), name="link_between_two_asks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.date}"
