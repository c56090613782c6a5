"""The list of the mail book: what came in, by codes, and whether it was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_tables2 as tables
from babel import Locale
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.web.mailbook.access import mail_for
from habeas.web.mailbook.models import CHANNELS, SENDER_KINDS, THEMES, MailEntry
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    StatusColumn,
    TextColumn,
    choice_filter,
    class_column,
    derived_filter,
    party_filter,
)
from habeas.web.people.access import Reader
from habeas.web.shell.ages import age_words
from habeas.web.shell.marks import Status, own_words

OPEN, ANSWERED, WITHOUT = "open", "answered", "without"
STATES = {
    OPEN: (_("not answered"), "due"),
    ANSWERED: (_("answered"), "done"),
    WITHOUT: (_("no answer to be given"), "neutral"),
}
_AFTER = {"answered": ANSWERED, "no answer": WITHOUT}


def state_of(entry: MailEntry) -> str:
    """Whether it was answered: by the last step recorded that says so."""
    known = [
        _AFTER[step.kind] for step in entry.steps.all() if step.kind in _AFTER and not step.withdrawn_why
    ]
    return known[-1] if known else OPEN


def state_mark(state: str) -> Status:
    """The state in a word, with its tone."""
    return Status(*STATES[state])


def language_name(code: str) -> str:
    """The name of a language in the language of the reader."""
    if not code:
        return gettext("not known")
    return str(Locale.parse((get_language() or "en").split("-")[0]).languages.get(code, code))


@dataclass(frozen=True, slots=True)
class MailLine:
    """An entry as the list shows it."""

    row: MailEntry
    theme: str
    sender: str
    place: str
    received: str
    language: str
    channel: str
    state_key: str
    state: Status
    waiting: str
    address: str

    @classmethod
    def of(cls, row: MailEntry, today: date) -> "MailLine":
        """Say the codes, and how long it waits."""
        state = state_of(row)
        received = row.received_on.isoformat()
        return cls(
            row=row,
            theme=row.get_theme_display(),
            sender=row.get_sender_kind_display(),
            place=row.place.name if row.place else "",
            received=received,
            language=language_name(row.language),
            channel=row.get_channel_display(),
            state_key=state,
            state=state_mark(state),
            waiting=age_words(Edtf.parse(received), today, own_words()) if state == OPEN else "",
            address=reverse("mailbook:entry", args=[row.public_id]),
        )


class MailTable(FactTable):
    """What came in, the latest first."""

    theme = TextColumn(verbose_name=_("About"), linkify=lambda record: record.address)
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    place = TextColumn(verbose_name=_("Place"))
    sender = tables.Column(verbose_name=_("From, by kind"))
    received = EdtfColumn(verbose_name=_("Received"), order_by="received")
    language = tables.Column(verbose_name=_("Language"))
    channel = tables.Column(verbose_name=_("Channel"))
    state = StatusColumn(verbose_name=_("Answer"), order_by="state_key")
    waiting = tables.Column(verbose_name=_("Waiting"), order_by="received")
    klass = class_column(accessor="row__klass")

    class Meta(FactTable.Meta):
        model = MailEntry
        fields = ()


class MailFilter(DerivedFilter):
    """By Party, kind of sender, theme, channel, and whether it was answered."""

    derived = ("state",)
    party = party_filter()
    sender_kind = choice_filter(_("From, by kind"), SENDER_KINDS)
    theme = choice_filter(_("About"), THEMES)
    channel = choice_filter(_("Channel"), CHANNELS)
    state = derived_filter(_("Answer"), [(key, word) for key, (word, _tone) in STATES.items()])

    class Meta:
        model = MailEntry
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[MailLine]:
        """A line of each entry."""
        today = timezone.localdate()
        return [MailLine.of(row, today) for row in rows]


class MailList(FactListing):
    """The mail book."""

    table = MailTable
    filters = MailFilter
    title = _("Mail book")
    lead = _(
        "Letters and information received. Who sent them is sealed: it stands in no list, no file and no "
        "line of the journal, and only those named on an entry can see it."
    )
    empty = _("Nothing is entered yet. Enter the first letter that came in.")
    file_name = "mail-book"

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return mail_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [(_("Enter something received"), reverse("mailbook:receive"), True)]
