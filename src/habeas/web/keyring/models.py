"""The wrapped keys. A row that is gone is a record erased: nothing else opens its values."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

KEPT = [("committed", "committed"), ("sealed", "sealed")]
"""What a key opens (``habeas.custody.Keeping``); what is public needs none."""


class WrappedKey(models.Model):
    """One key of one record: nonce, key and tag under the wrapping key of its keeping."""

    record_id = models.CharField(max_length=120)
    keeping = models.CharField(max_length=9, choices=KEPT)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_id", "keeping"], name="keyring_one_of_each"),
            models.CheckConstraint(condition=Exact(Length("wrapped"), 60), name="keyring_wrapped_whole"),
        ]

    def __str__(self) -> str:
        """Record and keeping."""
        return f"{self.record_id} {self.keeping}"
