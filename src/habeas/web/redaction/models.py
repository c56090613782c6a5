"""The confidential text that is gone through, what was decided about each name in it, and who consented."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.web.reports.models import Document
from habeas.web.rows import Row, new_pseudonym

DELETE, CONSENT, OFFICE, NOBODY = "delete", "consent", "office", "nobody"
DECISIONS = [
    (DELETE, _("delete it")),
    (CONSENT, _("it stays: the person consented expressly")),
    (OFFICE, _("it stays: an office-holder who acts publicly in that capacity")),
    (NOBODY, _("it names nobody")),
]
HOW = [
    ("writing", _("in writing")),
    ("recorded", _("by word of mouth, before two members of the delegation")),
    ("representative", _("through a representative who may act for the person")),
]


MET_KINDS = [
    ("authority", _("authority")),
    ("organisation", _("organisation, such as an association or a national mechanism")),
    ("person", _("individual")),
]


class WorkingText(Row):
    """The text of a document as it was brought in; another version is another row, and begins anew."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="working_texts")
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the file that it was read from, which is not kept; empty for a text adopted here."""
    language = models.CharField(max_length=8, choices=list(LANGUAGES.items()))
    units = models.JSONField()
    left_out = models.JSONField(default=dict)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.public_id


class Consent(Row):
    """That a person consented expressly to be named in one document. Who it is, is said nowhere here."""

    never_in_journal: ClassVar[frozenset[str]] = frozenset({"pseudonym"})

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="consents")
    pseudonym = models.CharField(max_length=9, unique=True, default=new_pseudonym, editable=False)
    how = models.CharField(max_length=16, choices=HOW)
    given_on = models.DateField()
    kept_at = models.CharField(max_length=120, blank=True)
    """Where the paper that proves it is filed: a number of the file, not a name."""
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.pseudonym


class Mark(Row):
    """What a person decided about one passage; undone by another act, never changed."""

    text = models.ForeignKey(WorkingText, on_delete=models.PROTECT, related_name="marks")
    unit = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    decision = models.CharField(max_length=8, choices=DECISIONS)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="marks", null=True)
    office = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("unit", "start", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="mark_marks_something"),
            models.CheckConstraint(
                condition=~Q(decision=CONSENT) | Q(consent__isnull=False), name="mark_names_its_consent"
            ),
            models.CheckConstraint(
                condition=~Q(decision=OFFICE) | ~Q(office=""), name="mark_names_the_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}:{self.start}-{self.end}"


class Met(Row):
    """Somebody whom the delegation met, as the list of a report may name them. Nobody is printed unasked."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="met")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=MET_KINDS)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="met_once")]

    def __str__(self) -> str:
        return self.name


class MetAnswer(Row):
    """What was answered: could being on the list expose a source, or show who spoke? The last counts."""

    met = models.ForeignKey(Met, on_delete=models.PROTECT, related_name="answers")
    harmless = models.BooleanField()
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", null=True)
    """Of an individual: without an express consent nobody is printed."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ("pk",)
