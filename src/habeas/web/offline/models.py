"""What became of each entry that came out of the queue of a browser."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.web.rows import Row
from habeas.web.stations.models import Device

WRITTEN, WAITING, LEFT_OUT = "written", "waiting", "left out"
STATES = [(WRITTEN, _("written")), (WAITING, _("to be signed again")), (LEFT_OUT, _("left out"))]
REASONS = [
    ("entered", _("It was entered at the desk by hand.")),
    ("twice", _("It stands in the register already.")),
    ("mistake", _("It was made by mistake.")),
]
"""Why an entry is left out. A choice: no words of a person beside an entry that nobody signed."""


class Item(Row):
    """One entry of a queue: where it stood in it, when it was made by the clock there, what became of it.

    What it says lies sealed in it only while it waits for somebody who signs it again.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of what the browser signed; the next entry names it."""
    previous = models.CharField(max_length=64, blank=True)
    event_id = models.CharField(max_length=36)
    queued_at = models.DateTimeField()
    """By the clock of the machine."""
    delivered_at = models.DateTimeField()
    ahead = models.IntegerField(default=0)
    """Seconds by which the clock of the machine was ahead when it delivered; less than 0 behind."""
    state = models.CharField(max_length=10, choices=STATES)
    why = models.CharField(max_length=60, blank=True)
    """The code of what kept it from being written, or the reason for which it was left out."""
    sealed = models.BinaryField(default=b"")

    class Meta:
        ordering = ["device", "number"]
        constraints = [
            models.UniqueConstraint(fields=["device", "number"], name="offline_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="offline_number_from_1"),
        ]

    def __str__(self) -> str:
        """Its number: what it says is nobody's here."""
        return str(self.number)
