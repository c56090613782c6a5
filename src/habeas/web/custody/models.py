"""The rows of the register, in a database of their own. Entries are only ever added (``triggers.py``).

The leaf is the entry: its columns here are copies to find it by, and what a page shows is read from the
leaf. ``Record`` is a projection, made anew from the entries at any time.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Log(models.Model):
    """One log: its name, which no other log ever has, and from which entry on it runs.

    There is a second one only after a restore that lost entries that were published (``guard.py``).
    """

    origin = models.CharField(max_length=200, unique=True)
    first = models.BigIntegerField(unique=True)
    """The number of its first entry."""
    opened_at = models.DateTimeField()
    before = models.TextField(blank=True)
    """The last published head of the log before it, as it was signed."""

    class Meta:
        ordering = ["first"]

    def __str__(self) -> str:
        """Its name."""
        return self.origin


class Entry(models.Model):
    """One event as the ledger took it. ``number`` counts from 0 over all logs, without gaps."""

    number = models.BigIntegerField(primary_key=True)
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False)
    event_id = models.CharField(max_length=36, unique=True)
    record_id = models.CharField(max_length=120)
    seq = models.IntegerField()
    kind = models.CharField(max_length=62)
    occurred_at = models.DateTimeField(null=True)
    logged_at = models.DateTimeField()
    establishment_id = models.CharField(max_length=120, blank=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)
    sealed = models.TextField()
    """A JSON object: by field what lies sealed beside the leaf, in base64."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record_id", "seq"], name="custody_no_two_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=0), name="custody_number_from_0"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="custody_seq_from_1"),
            models.CheckConstraint(condition=Exact(Length("leaf_hash"), 32), name="custody_hash_whole"),
        ]
        indexes = [models.Index(fields=["establishment_id", "kind", "number"], name="custody_by_place")]

    def __str__(self) -> str:
        """Its number and kind: no person."""
        return f"{self.number} {self.kind}"

    @property
    def index(self) -> int:
        """Its place in its log."""
        return self.number - self.log.first


class Record(models.Model):
    """What boards ask of a record, projected from its entries; no value that is sealed."""

    record_id = models.CharField(max_length=120, primary_key=True)
    establishment_id = models.CharField(max_length=120, blank=True)
    """Where the person is now, or was last."""
    person = models.CharField(max_length=120, blank=True)
    """The keyed pseudonym that joins the records of one person; empty once erased."""
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=62, blank=True)
    """The kind of the event that ended the stay."""
    erased = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["establishment_id", "ended_at"], name="custody_who_is_here"),
            models.Index(fields=["person"], name="custody_of_a_person"),
        ]

    def __str__(self) -> str:
        """Its id."""
        return self.record_id

    @property
    def public_id(self) -> str:
        """What the journal calls it by."""
        return self.record_id[:64]
