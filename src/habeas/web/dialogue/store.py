"""Letters and talks as values."""

from habeas.dossier import entries as kinds
from habeas.web.dialogue.models import Letter, Talks
from habeas.web.sources.store import acts_value, shared_value, when


def letter_value(row: Letter) -> kinds.Letter:
    """A letter with its acts."""
    return kinds.Letter(
        **shared_value(row),
        sender=row.sender,
        addressee=row.addressee,
        subject=row.subject,
        reference=row.reference,
        count=row.count,
        date=when(row.date),
        acts=acts_value(row.acts),
    )


def talks_value(row: Talks) -> kinds.Talks:
    """Talks with their acts."""
    return kinds.Talks(
        **shared_value(row),
        subject=row.subject,
        level=row.level,
        date=when(row.date),
        acts=acts_value(row.acts),
    )
