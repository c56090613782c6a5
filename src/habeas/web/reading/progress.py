"""How far a reading has come: what a page shows while the job is at it, and no journal keeps."""

from django.utils import timezone

from habeas.web.reading.models import Reading


def begin(row: Reading) -> None:
    """It is at work from now on."""
    row.begun_at = timezone.now()
    row.save(update_fields=["begun_at"])
