"""Drafts of the State, what it sent and when, responses that came by letter, and what was asked of us."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.reports.models import POSITIONS, Ask, Document
from habeas.web.rows import Dated, Row
from habeas.web.threads.models import Claim

ANSWERS = [(value, word) for value, word in POSITIONS if value]
"""The positions that an answer can take: it says one of them."""
RESPONSE_KINDS = [
    ("single", _("single response")),
    ("interim", _("interim report")),
    ("follow-up", _("follow-up report")),
]


class ReplyDraft(Row, Dated):
    """What the State is writing on one ask, for its own liaison officers alone until it is sent."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="reply_drafts")
    position = models.CharField(max_length=20, choices=ANSWERS)
    action = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    ministry = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    sending = models.ForeignKey(
        "Sending", on_delete=models.PROTECT, related_name="drafts", null=True, editable=False
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["ask"], condition=models.Q(sending=None), name="reply_one_open_draft"
            )
        ]

    def __str__(self) -> str:
        return self.position


class Filing(Row):
    """A response as it came: what kind it is, in which language, and which annexes it names."""

    report = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filings")
    response = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="filing")
    kind = models.CharField(max_length=12, choices=RESPONSE_KINDS, default="single")
    received_on = models.DateField()
    channel = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    translated = models.BooleanField(default=False)
    only = models.CharField(max_length=60, blank=True)
    """The paragraphs that it answers, where it leaves others open."""
    annexes = models.TextField(blank=True)
    """A title a line."""

    class Meta:
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"


class Sending(Row):
    """What the State sent at one moment, as exact bytes. It is never changed; another one supplements it."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="sending")
    number = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    items = models.PositiveIntegerField()
    data = models.BinaryField(editable=False)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.sha256[:12]


class AnsweredItem(Row):
    """What one response holds on one ask; without a claim it is silent on it, and somebody said so.

    It is added, never changed: of one corrected the claim is withdrawn with the reason, of one that said
    that the response is silent the item itself.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="answered")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="answered")
    claim = models.OneToOneField(
        Claim, on_delete=models.PROTECT, related_name="answered", null=True, blank=True
    )
    ministry = models.CharField(max_length=200, blank=True)
    action = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.ministry or self.public_id

    @property
    def beyond(self) -> tuple[str, str]:
        """Action and evidence, each where the words of the claim do not hold it already."""
        words = self.claim.text if self.claim else ""
        return ("" if self.action in words else self.action, "" if self.evidence in words else self.evidence)

    @property
    def silent(self) -> bool:
        """Whether it says that the response has no answer to the ask."""
        return self.claim_id is None

    @property
    def why(self) -> str:
        """Why it no longer stands; empty while it does."""
        return self.withdrawn_why or (self.claim.withdrawn_why if self.claim else "")


class PublicationWish(Row):
    """The Party asks that a report be published: what the publication officer records at the desk."""

    report = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="publication_wish")
    asked_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("asked_on", "pk")

    def __str__(self) -> str:
        return str(self.asked_on)
