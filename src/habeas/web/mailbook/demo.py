"""Invented entries of the mail book, for the demo."""

from datetime import date

from habeas.web.mailbook.actions import add_step, receive
from habeas.web.mailbook.models import MailEntry, MailStep
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader

_CAME_IN = (
    (date(2026, 6, 2), "fr", "post", "prisoner", "health", "No doctor for six weeks on one wing.", ""),
    (date(2026, 8, 14), "en", "mail", "organisation", "conditions", "A second report on damp.", "answered"),
    (date(2026, 10, 3), "en", "through another", "family", "contact", "Visits are put off.", ""),
)


def fill(reader: Reader, party: Party) -> None:
    """Enter what an invented Party's people wrote, unless the book holds anything of it."""
    if not party.invented or MailEntry.objects.filter(party=party).exists():
        return
    for received_on, language, channel, kind, theme, gist, step in _CAME_IN:
        entry = MailEntry(
            party=party,
            received_on=received_on,
            language=language,
            channel=channel,
            sender_kind=kind,
            theme=theme,
            gist=gist,
        )
        receive(reader, entry, who="Somebody invented", sender=None, readers=[])
        if step:
            add_step(reader, MailStep(entry=entry, kind=step, on=received_on))
