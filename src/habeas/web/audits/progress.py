"""How far an audit has come: what a page shows while the job is at it, and no journal keeps."""

from django.utils import timezone

from habeas.web.audits.models import Audit


def begin(row: Audit) -> None:
    """It is at work from now on."""
    row.begun_at, row.done = timezone.now(), 0
    row.save(update_fields=["begun_at", "done"])


def come_to(row: Audit, hundredths: int) -> None:
    """Say how far it has come."""
    row.done = min(hundredths, 100)
    Audit.objects.filter(pk=row.pk).update(done=row.done)
