"""What the index has still to take in, and searches that somebody keeps."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from habeas.web.publication.models import PublicationFile
from habeas.web.reports.models import Document
from habeas.web.rows import Row


class Waiting(models.Model):
    """Something was written that the index has not taken in: a mark, never what was written.

    It is written in the transaction of the change, and goes once the index holds it.
    """

    mark = models.CharField(max_length=120)
    due = models.DateTimeField(default=timezone.now, db_index=True)
    """Not before then: what is published at an agreed hour is found from that hour."""

    def __str__(self) -> str:
        return self.mark


class SavedSearch(Row):
    """A search that somebody keeps for themselves: nobody else reads it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    text = models.CharField(max_length=400)
    narrowed = models.JSONField(default=dict)
    newest = models.BooleanField(default=False)

    never_in_journal = frozenset({"name", "text", "narrowed"})

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="search_named_once")]

    def __str__(self) -> str:
        return self.public_id


class FileText(models.Model):
    """That a published file was read; ``refusal`` is the code of why nothing came of it."""

    file = models.OneToOneField(PublicationFile, models.CASCADE, related_name="text")
    refusal = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.file)


class Passage(Row):
    """A paragraph of a published file: its own number and its page, where it has them."""

    read = models.ForeignKey(FileText, models.CASCADE, related_name="passages")
    at = models.PositiveIntegerField()
    """Its place among the paragraphs, from 0."""
    number = models.CharField(max_length=40, blank=True)
    page = models.PositiveIntegerField(null=True)
    text = models.TextField()

    class Meta:
        ordering = ("read", "at")

    def __str__(self) -> str:
        return self.public_id

    @property
    def document(self) -> Document:
        """The document that it is of."""
        return self.read.file.document
