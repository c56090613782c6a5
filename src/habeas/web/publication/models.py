"""The way of a document to the public: its steps, and the exact bytes that were prepared."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import PartyFact
from habeas.web.reports.models import Document
from habeas.web.rows import Row


class PublicationStep(Row):
    """One act of the history of :mod:`habeas.procedure.publication`; never changed, only withdrawn."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="publication_steps")
    step = models.CharField(max_length=24)
    on = models.DateField()
    note = models.TextField(blank=True)
    particulars = models.JSONField(default=dict)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)  # as recorded: the order of the history

    def __str__(self) -> str:
        return f"{self.step} {self.on}"


class Regime(PartyFact):
    """Terms on which a Party agreed in advance that what it is sent is published; several follow each other.

    ``until`` is the last day. An act that rests on them keeps them as they were.
    """

    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(_("days to object"))
    longest_days = models.PositiveSmallIntegerField(_("longest postponement in days"))
    kinds = models.JSONField(_("kinds of document"), default=list)
    terms = models.TextField(_("the terms"))

    class Meta:
        ordering = ("party__name", "-since", "-pk")

    def __str__(self) -> str:
        return f"{self.party} {self.since}"


class PublicationFile(Row):
    """Bytes that somebody prepared to be published. Another version is another row."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="publication_files")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    published_on = models.DateField(null=True)
    """Set once, when these bytes became public; what follows is then said of them for good."""
    opens_at = models.DateTimeField(null=True)
    """The hour that was agreed: until then nothing public knows of it."""
    text_digest = models.CharField(max_length=64, blank=True)
    """Of the text that it was composed from, as it was decided then; empty for a PDF brought in as it is.

    What is composed has its forms in rows of their own, and ``data`` is the list of their hashes.
    """
    title = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-published_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="publication_bytes_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(published_on__isnull=False), name="publication_one_public"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class PublicationForm(Row):
    """The exact bytes of one form of a text: PDF, Word, a page, JSON."""

    file = models.ForeignKey(PublicationFile, on_delete=models.PROTECT, related_name="forms")
    name = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["file", "name"], name="publication_form_once")]

    def __str__(self) -> str:
        return self.name
