"""Who did what, when and why: rows that can only be added.

The database itself refuses to change or delete an entry (``triggers.py``); the journal holds
names of fields, and values only of ordinary facts (``Revision``), never of what is sealed.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.text import capfirst
from django.utils.translation import gettext

from habeas.clock import Edtf
from habeas.errors import HabeasError
from habeas.web.journal.kinds import label_of, points_at, sentence_of, word_of
from habeas.web.rows import Row
from habeas.web.shell.marks import own_words

_DAYS = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?", re.ASCII)
"""A day, or one day to another, as dates are stored."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field changed, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


class JournalEntry(models.Model):
    """One act. ``number`` gives the order in which entries were written."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Empty where the system itself acted (a command on the machine, the demo)."""
    actor_role = models.CharField(max_length=200, blank=True)
    """The roles held at the time, as their names with commas between."""
    action = models.CharField(max_length=64, db_index=True)
    """A dotted name that :mod:`habeas.web.journal.kinds` knows."""
    object_kind = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    """The public id of the row acted on."""
    party_id = models.CharField(max_length=64, blank=True)
    """The public id of the Party concerned, where there is one."""
    fields = models.JSONField(default=list)
    """Names of the fields set, never their values."""
    reason = models.TextField(blank=True)
    session = models.CharField(max_length=32, blank=True)
    """A keyed hash that ties the entries of one sign-in together and tells nothing else."""

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        """Number and name of the act: no person."""
        return f"{self.number} {self.action}"

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language."""
        return sentence_of(self.action)

    @property
    def sha256(self) -> str:
        """The hash of the file that came or left with it; empty without one."""
        revision: Revision | None = getattr(self, "revision", None)
        _before, after = revision.changes.get("sha256", (None, None)) if revision else (None, None)
        return str(after or "")


class Revision(models.Model):
    """What an entry changed, for ordinary facts: ``{field: [before, after]}``."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="revision")
    changes = models.JSONField()

    def __str__(self) -> str:
        """The number of its entry."""
        return f"{self.entry_id}"

    @property
    def told(self) -> list[Change]:
        """The changes as a reader sees them, by the labels of the form."""
        return [
            Change(
                _label(self.entry.object_kind, name),
                _shown(_named(self.entry.object_kind, name, before)),
                _shown(_named(self.entry.object_kind, name, after)),
            )
            for name, (before, after) in self.changes.items()
        ]


def _label(kind: str, name: str) -> str:
    """Return the label of a field; its bare name where the row has none of that name (any more)."""
    try:
        field = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist, ValueError):
        return label_of(kind, name)
    return gettext(capfirst(str(getattr(field, "verbose_name", name))))


def _named(kind: str, name: str, value: object) -> object:
    """A choice by its label, and what a pointer points at by its name: a number tells nobody anything."""
    told = word_of(kind, name, value)
    if told != value or isinstance(value, bool):
        return told
    if of := points_at(kind, name):
        return _names(apps.get_model(of), "public_id", [value]).get(value, value)
    try:
        field: Any = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist, ValueError):
        return value
    if isinstance(field, models.ForeignKey) and isinstance(value, int):
        return _names(field.related_model, "pk", [value]).get(value, value)
    by_id = isinstance(field, models.ManyToManyField) and issubclass(field.related_model, Row)
    if by_id and isinstance(value, list):
        names = _names(field.related_model, "public_id", value)
        return [names.get(one, one) for one in value]  # rows without a public id are kept by their names
    if isinstance(value, str) and getattr(field, "flatchoices", None):
        return dict(field.flatchoices).get(value, value)
    return value


def _names(model: Any, by: str, values: list[Any]) -> dict[Any, str]:
    """The rows that have one of these values, by it."""
    return {getattr(row, by): str(row) for row in model._default_manager.filter(**{f"{by}__in": values})}


def _shown(value: object) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case list():
            return own_words().listed(str(item) for item in value)
        case str() if _DAYS.fullmatch(value):
            return _day(value)
    return str(value)


def _day(text: str) -> str:
    try:
        return own_words().date(Edtf.parse(text))
    except HabeasError:
        return text  # a reference may look like a day


class Approval(Row):
    """One person asks, another approves; it binds the SHA-256 of the exact bytes."""

    sha256 = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256", "action"])]
        constraints = [
            models.CheckConstraint(
                name="approval_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="approval_by_and_at_together",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(name="approval_sha256_whole", condition=Exact(Length("sha256"), 64)),
        ]

    def __str__(self) -> str:
        """The act and the first of the hash."""
        return f"{self.action} {self.sha256[:12]}"
