"""Documents of the dialogue, what they ask, and lists of asks brought in from elsewhere."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.models import PartyFact
from habeas.web.places.models import Place
from habeas.web.rows import Dated, Row
from habeas.web.shell.marks import own_words
from habeas.web.sources.models import ConductedAct
from habeas.web.visits.models import Visit

DOCUMENT_KINDS = [
    ("visit report", _("visit report")),
    ("response", _("response of the Party")),
    ("preliminary observations", _("preliminary observations")),
    ("public statement", _("public statement")),
    ("concluding observations", _("concluding observations")),
    ("NPM report", _("report of a national preventive mechanism")),
    ("decision", _("decision or resolution")),
    ("judgment", _("judgment")),
    ("other", _("other")),
]
DOCUMENT_ACTS = [
    ("drafted", _("drafted")),
    ("adopted", _("adopted")),
    ("transmitted", _("transmitted to the Party")),
    ("due", _("response due")),
    ("extended", _("time extended to")),
    ("received", _("received")),
    ("publication requested", _("publication requested by the Party")),
    ("published", _("published")),
    ("published by the State", _("published by the State")),
    ("leaked", _("leaked")),
]
ASK_KINDS = [
    ("recommendation", _("recommendation")),
    ("comment", _("comment")),
    ("request", _("request for information")),
    ("immediate_observation", _("immediate observation")),
    ("concern", _("concern")),
    ("pledge", _("voluntary pledge")),
]
POSITIONS = [
    ("accepted", _("accepted")),
    ("accepted_in_part", _("accepted in part")),
    ("noted", _("noted")),
    ("rejected", _("rejected")),
    ("already_implemented", _("said to be already implemented")),
    ("no_position", _("no position given")),
    ("unclear", _("unclear")),
    ("pending", _("pending")),
    ("", _("no information")),
]


class Document(PartyFact, Dated):
    """A paper of the dialogue; ``date`` is the one it bears."""

    kind = models.CharField(max_length=32, choices=DOCUMENT_KINDS)
    title = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True, db_index=True)
    confidential_reference = models.CharField(max_length=60, blank=True, db_index=True)
    visits = models.ManyToManyField(Visit, related_name="documents", blank=True)
    responds_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="responses", null=True, blank=True
    )
    conducted = models.BooleanField(default=False, editable=False)
    """Whether the body makes it here: then its steps are held to the Convention (decision 0005)."""

    class Meta:
        ordering = ("-date_earliest", "-pk")

    def __str__(self) -> str:
        """Its reference or title; without either its kind, date and Party, which tell it from others."""
        if known := self.reference or self.title:
            return known
        words = own_words()
        return words.listed((self.get_kind_display(), self.when and words.date(self.when), self.party.name))


class DocumentAct(ConductedAct):
    """A step in the life of a document, from draft to publication."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acts")


class ColumnMapping(Row):
    """How the columns of one kind of spreadsheet are read, kept once a person has settled it."""

    name = models.CharField(max_length=120)
    target = models.CharField(max_length=12)
    signature = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "signature"], name="mapping_once")]


class Intake(Row):
    """One file brought in: what it was, what was found, and whether it was taken over."""

    format = models.CharField(max_length=16)
    target = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    header = models.JSONField(default=list)
    encoding = models.CharField(max_length=40, blank=True)
    newline = models.CharField(max_length=2, blank=True)
    bom = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.format} {self.sha256[:12]}"


class Ask(PartyFact, Dated):
    """One thing asked of a Party, verbatim; the position is the State's, as it gave it.

    ``reference`` and ``document_title`` name its document as a list has it, where that document
    is not in the store; ``digest`` tells a row that comes a second time.
    """

    kind = models.CharField(max_length=24, choices=ASK_KINDS, db_index=True)
    text = models.TextField()
    number = models.CharField(max_length=40, blank=True)
    paragraph = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=12, blank=True)
    asked_by = models.TextField(blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="asks", null=True, blank=True
    )
    reference = models.CharField(max_length=120, blank=True)
    document_title = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=120, blank=True, db_index=True)
    cycle = models.CharField(max_length=20, blank=True)
    session = models.CharField(max_length=40, blank=True, db_index=True)
    position = models.CharField(max_length=20, choices=POSITIONS, blank=True, db_index=True)
    position_as_written = models.CharField(max_length=120, blank=True)
    response = models.TextField(blank=True)
    action_level = models.CharField(max_length=8, blank=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="asks", null=True, blank=True)
    row_in_file = models.PositiveIntegerField(null=True, blank=True, editable=False)
    original = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    affected = models.JSONField(default=list, blank=True)
    themes: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "Theme", related_name="asks", blank=True
    )
    places: models.ManyToManyField[Any, Any] = models.ManyToManyField(Place, related_name="asks", blank=True)

    class Meta:
        ordering = ("party__name", "date_earliest", "intake_id", "row_in_file", "pk")

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)


class Theme(models.Model):
    """A theme, as the source names it."""

    name = models.CharField(max_length=240, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
