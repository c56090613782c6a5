"""The text of a report, passage by passage, every version of each, and what went out and came back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.reports.models import Document
from habeas.web.rows import Row
from habeas.web.visits.models import Finding

FORMS = [
    ("heading", _("heading")),
    ("numbered", _("numbered paragraph")),
    ("plain", _("text without a number")),
    ("ask", _("what is asked")),
]
KINDS = [
    ("recommendation", _("recommendation")),
    ("comment", _("comment")),
    ("request", _("request for information")),
    ("immediate_observation", _("immediate observation")),
]
PROVISIONS = ["ECPT#8(5)", "ECPT#10(1)", "ECPT#8(2)(d)", "OPCAT#19(b)", "OPCAT#22"]
"""What an ask may be made under; each is a provision of ``law``."""
WHATS = [
    ("begun", _("begun")),
    ("written", _("written")),
    ("changed", _("changed")),
    ("word", _("taken over from a Word file")),
    ("moved", _("moved")),
    ("numbered", _("numbered anew")),
    ("removed", _("taken out")),
    ("put back", _("put back")),
]
ROUNDS = [
    ("members", _("comments of the delegation")),
    ("facts", _("factual corrections by the authorities")),
]
DECISIONS = [
    ("accepted", _("accepted")),
    ("in part", _("accepted in part")),
    ("declined", _("not accepted")),
]
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
"""The official languages of the Council of Europe, in which a report of the Committee is drawn up."""

_who = {"on_delete": models.PROTECT, "related_name": "+", "null": True}


class Manuscript(Row):
    """The text of one report. Its numbers run until a copy goes out; from then on they are kept."""

    report = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="manuscript")
    language = models.CharField(max_length=8, choices=LANGUAGES, default="en")
    numbers_kept = models.BooleanField(default=False, editable=False)
    retired = models.JSONField(default=list, editable=False)
    """Numbers that a paragraph had before it was moved: given once, never given again."""

    def __str__(self) -> str:
        return str(self.report)


class Passage(Row):
    """One heading, paragraph or ask, in its place. An ask belongs to the numbered paragraph before it."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="passages")
    place = models.PositiveIntegerField(db_index=True)
    form = models.CharField(max_length=10, choices=FORMS)
    level = models.PositiveSmallIntegerField(default=0)
    """Of a heading: 1 to 3; else 0."""
    number = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=24, choices=KINDS, blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    provision = models.CharField(max_length=24, blank=True)
    findings: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        Finding, related_name="passages", blank=True
    )
    version = models.PositiveIntegerField(default=1)
    removed_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("place", "pk")

    def __str__(self) -> str:
        under = getattr(self, "under", "")  # as ``access.cited`` fetches it
        if self.form == "ask" and under:
            return f"§ {under}, {self.get_form_display()}"
        return f"§ {self.number}" if self.number else str(self.get_form_display())


class Revision(Row):
    """One version of a passage, as it stood: never changed, so that nothing that was written is lost."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=WHATS)
    text = models.TextField()
    said = models.JSONField(default=dict)
    """Form, level, number, kind, addressee and provision, and why it was taken out."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["passage", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.version}"


class Lock(models.Model):
    """Who writes in a passage, and until when nobody else does."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="lock")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.passage_id} {self.until}"


class Copy(Row):
    """A copy that went out: its hash, and the text that it had, against which what comes back is compared."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="copies")
    form = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    base = models.JSONField(default=list)
    """Of a Word file: ``[[public id of the passage, its text as the file has it], …]`` in order."""
    around = models.JSONField(default=list)
    """What stands in the file beside the text: title, list of asks."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.sha256[:12]


class Incoming(Row):
    """A Word file that came back, read and compared; each difference is decided by a person."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="incoming")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="returns")
    sha256 = models.CharField(max_length=64)
    theirs = models.JSONField(default=list)
    """``[{key, text, form, level}, …]`` in the order of the file."""
    comments = models.JSONField(default=list)
    tracked = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.sha256[:12]


class Decision(Row):
    """What a person decided on one difference."""

    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="decisions")
    key = models.CharField(max_length=40)
    choice = models.CharField(
        max_length=8, choices=[("theirs", _("theirs")), ("ours", _("ours")), ("written", _("written anew"))]
    )
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", null=True)
    """What was written by it, where it wrote anything."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["incoming", "key"], name="decision_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.choice}"


class Round(Row):
    """A round in which others say what they have to say of the draft as it stood on a day."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=10, choices=ROUNDS)
    to = models.CharField(max_length=200)
    letter = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="rounds", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sent_on}"


class Remark(Row):
    """What somebody says of one passage, and what was decided on it and why."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="remarks")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="remarks")
    version = models.PositiveIntegerField()
    """Of the passage, when the remark was entered."""
    said_by = models.CharField(max_length=200)
    text = models.TextField()
    proposed = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=DECISIONS, blank=True)
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_who)  # type: ignore[arg-type]
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("passage__place", "pk")

    def __str__(self) -> str:
        return self.public_id
