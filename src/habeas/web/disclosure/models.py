"""What was opened to whom: names of fields and the order, never a value."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from habeas.web.rows import Row


class Disclosure(Row):
    """Fields of entries of one record, opened to somebody by an order; it is never changed."""

    record_id = models.CharField(max_length=120, db_index=True)
    chosen = models.JSONField()
    """By event the names of the fields that are opened; a list may be empty: the entry alone."""
    recipient = models.CharField(_("to whom"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=300)
    reference = models.CharField(_("reference of the order"), max_length=120)
    ordered_on = models.DateField(_("date of the order"))
    sealed = models.BooleanField()
    """Whether a value among them is sealed from the station: then a second person decides too."""
    sha256 = models.CharField(max_length=64)
    """Of the order and of the bytes of the file, without the proofs, which come anew as the log grows."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_id: int

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="disclosure_sha256_whole")
        ]

    def __str__(self) -> str:
        """Its id: no person."""
        return self.public_id
