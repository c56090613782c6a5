"""What was asked to be erased, on what ground. Whether it was, the register itself says."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from habeas.web.rows import Row

RETENTION = "retention"
GROUNDS = [
    (RETENTION, _("the time to keep it is over")),
    ("court_order", _("a court orders it")),
    ("legal_duty", _("another legal duty")),
]


class Request(Row):
    """One person asks that a record be erased; another decides on exactly that."""

    record_id = models.CharField(max_length=120, db_index=True)
    ground = models.CharField(_("ground"), max_length=12, choices=GROUNDS)
    basis = models.CharField(_("legal basis"), max_length=300)
    reference = models.CharField(_("reference of the order"), max_length=120, blank=True)
    ordered_on = models.DateField(_("date of the order"), null=True)
    sha256 = models.CharField(max_length=64)
    """Of all of it, and of the last entry of the record: one that comes later makes it void."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_id: int

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="erasure_sha256_whole")
        ]

    def __str__(self) -> str:
        """Its id: no person."""
        return self.public_id
