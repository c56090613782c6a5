"""Documents brought to be read, what is proposed of each, and every step of its review."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.dossier.facts import Klass
from habeas.errors import HabeasError, RefusedError, from_kept
from habeas.web.parties.models import Party
from habeas.web.reports.models import Document
from habeas.web.rows import Dated, Row

FORMS = {
    "auto": _("let Habeas tell"),
    "recommendations": _("a list of recommendations"),
    "report": _("a visit report"),
    "reply": _("a reply of a State"),
    "press": _("a press text or a statement"),
}
"""What a document can be read as. Which of them can be read here is the reader's to say."""


class State(models.TextChoices):
    """How a proposal stands; that follows from its steps."""

    OPEN = "open", _("to be reviewed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    GONE = "gone", _("split or joined")


class What(models.TextChoices):
    """What a proposal is of."""

    ASK = "ask", _("what is asked")
    ANSWER = "answer", _("answer")
    STATEMENT = "statement", _("statement")
    EVENT = "event", _("event")


class Reading(Row, Dated):
    """One document that somebody brought; ``date`` is that of its publication, never assumed.

    The file and all that was read lie beside the store (``kept``); it is called by what stands in it, and
    until that is known as its file was.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    form = models.CharField(max_length=16, choices=list(FORMS.items()))
    suffix = models.CharField(max_length=8)
    name = models.CharField(max_length=200, blank=True)
    """What the file was called where it came from: to tell it by as long as nothing else is known of it."""
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    """Why nothing came of it: code, message and advice of the error, as ``errors.as_kept`` writes it."""
    schema = models.CharField(max_length=40, blank=True)
    """What was read: ``habeas/report/1`` and the like."""
    reference = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    sizes = models.JSONField(default=list)
    """Width and height of each page in points; empty for what has no pages."""
    warnings = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    withdrawn_why = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True)
    """What it is in the file of the Party, once something of it was taken over."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False), name="reading_ends_once_begun"
            )
        ]

    def __str__(self) -> str:
        """Its id: what it is may be confidential."""
        return self.public_id

    @property
    def party_public_id(self) -> str:
        """Its Party, for the journal."""
        return self.party.public_id

    @property
    def klass(self) -> str:
        """Confidential, whatever it is: what may be opened is what was taken over."""
        return Klass.CONFIDENTIAL.value

    @property
    def state(self) -> str:
        """``waiting``, ``running``, ``refused``, ``done`` or ``withdrawn``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.refusal is not None:
            return "refused"
        if self.ended_at is not None:
            return "done"
        return "waiting" if self.begun_at is None else "running"

    @property
    def read_as(self) -> str:
        """What it was read as, or is to be read as; empty where nothing came of it."""
        if not self.schema and not self.goes_on:
            return ""
        told = self.schema.removeprefix("habeas/").partition("/")[0]
        return str(FORMS.get(told, FORMS[self.form]))

    @property
    def goes_on(self) -> bool:
        """Whether there is anything to wait for."""
        return self.state in ("waiting", "running")

    @property
    def error(self) -> HabeasError | None:
        """Why nothing came of it."""
        if self.refusal is None:
            return None
        message, advice = (from_kept(self.refusal.get(each)) for each in ("message", "advice"))
        return RefusedError(self.refusal["code"], message, advice=advice)


class Proposal(Row):
    """One thing proposed beside its very words: ``proposed`` is what was read, ``given`` what stands now.

    ``start`` and ``end`` are its place in the text that was read; ``boxes`` its lines on the pages (page,
    left, bottom, right, top). What came of it in the file of the Party is named by kind and public id.
    """

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="proposals")
    what = models.CharField(max_length=12, choices=What.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    boxes = models.JSONField(default=list)
    proposed = models.JSONField()
    given = models.JSONField()
    hints = models.JSONField(default=dict)
    """What the reader says beside it: what told it, what it repeats, by when."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    taken_at = models.DateTimeField(null=True)
    taken_as = models.JSONField(default=list)
    """Kind and public id of each row that came of it in the file of the Party."""

    class Meta:
        ordering = ["start", "pk"]

    def __str__(self) -> str:
        """Its id."""
        return self.public_id

    @property
    def party_public_id(self) -> str:
        """The Party of its document, for the journal."""
        return self.reading.party.public_id

    @property
    def changed(self) -> bool:
        """Whether somebody made something else of it than was read."""
        return bool(self.given != self.proposed)


class Step(Row):
    """One step of a review: who did what, and what each proposal was before and after. It is never changed.

    Undone, it stays, and says by whom.
    """

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)
    changes: Any = models.JSONField()
    """By public id of a proposal: its values before and after; ``null`` before it was made."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """Its id."""
        return self.public_id
