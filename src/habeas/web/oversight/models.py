"""What an inspector noted on an alert or a complaint. Notes are only added, and emptied with their record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.web.rows import Row

KINDS = [
    ("comment", _("comment")),
    ("escalated", _("escalated")),
    ("answered", _("answered")),
    ("closed", _("closed")),
]


class Note(Row):
    """One note. ``rule`` is that of the alert; a complaint is named by its event."""

    record_id = models.CharField(max_length=120, db_index=True)
    rule = models.CharField(max_length=80, blank=True)
    event_id = models.CharField(max_length=36, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    to = models.CharField(_("to whom"), max_length=200, blank=True)
    text = models.TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule="") ^ ~Q(event_id=""), name="oversight_alert_or_complaint"
            ),
            models.CheckConstraint(
                condition=~Q(kind="escalated") | ~Q(to=""), name="oversight_escalated_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        """Its kind."""
        return self.get_kind_display()
