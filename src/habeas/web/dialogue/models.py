"""Letters and talks between the body and a Party, sent, due, answered or not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import PartyFact
from habeas.web.rows import Dated
from habeas.web.sources.models import Act
from habeas.web.visits.models import Visit

LETTER_ACTS = [
    ("sent", _("sent")),
    ("received", _("received")),
    ("due", _("answer due")),
    ("extended", _("time extended to")),
    ("reminded", _("reminded")),
    ("acknowledged", _("acknowledged")),
    ("answered", _("answered")),
    ("not answered", _("not answered")),
]
TALKS_ACTS = [
    ("proposed", _("proposed")),
    ("agreed", _("agreed")),
    ("refused", _("refused")),
    ("not answered", _("not answered")),
    ("held", _("held")),
    ("cancelled", _("cancelled")),
]


DIRECTIONS = [("out", _("to the Party")), ("in", _("from the Party"))]


class Letter(PartyFact, Dated):
    """A letter; or several at once, where a source counts or does not count them."""

    direction = models.CharField(_("direction"), max_length=3, choices=DIRECTIONS, blank=True)
    sender = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200)
    subject = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=1, null=True, blank=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="letters", null=True, blank=True)

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        return self.subject or f"{self.sender} – {self.addressee}"


class LetterAct(Act):
    """A step in the life of a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="acts")


class Talks(PartyFact, Dated):
    """Talks, proposed or held."""

    subject = models.CharField(max_length=300)
    level = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-date_earliest", "-pk")
        verbose_name_plural = "talks"

    def __str__(self) -> str:
        return self.subject


class TalksAct(Act):
    """A step in the life of talks."""

    talks = models.ForeignKey(Talks, on_delete=models.PROTECT, related_name="acts")
