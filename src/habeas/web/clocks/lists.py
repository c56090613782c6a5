"""The list of what is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from habeas.web.clocks.access import Due, dues_for
from habeas.web.parties.access import parties_for
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
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.shell.ages import age_words
from habeas.web.shell.marks import Status, own_words

STATES = {"late": Status(_("overdue"), "late"), "due": Status(_("due"), "due")}
WITHIN = [("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days"))]


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due, as the list shows it."""

    due: Due
    party_key: Party
    state_key: str
    state: Status
    when: str
    when_sort: date
    before: str
    late_for: str

    @classmethod
    def of(cls, due: Due, today: date) -> "DueLine":
        """Say its state, and for how long it has been late."""
        state = "late" if due.late else "due"
        return cls(
            due=due,
            party_key=due.party,
            state_key=state,
            state=STATES[state],
            when=due.when.text,
            when_sort=due.day,
            before=due.before.text if due.before else "",
            late_for=age_words(due.when, today, own_words()) if due.late else "",
        )


class DueTable(FactTable):
    """The first due first."""

    what = TextColumn(verbose_name=_("What"), accessor="due__what", linkify=lambda record: record.due.address)
    party = TextColumn(verbose_name=_("Party"), accessor="due__party__name")
    state = StatusColumn(verbose_name=_("State"), order_by="state_key")
    when = EdtfColumn(verbose_name=_("Due"), order_by="when_sort")
    late_for = tables.Column(verbose_name=_("Late for"), order_by="when_sort")
    before = EdtfColumn(verbose_name=_("Before an extension"), order_by="before")
    number = tables.Column(verbose_name=_("Number in a calendar"), accessor="due__number", orderable=False)
    klass = class_column(accessor="due__klass")

    class Meta(FactTable.Meta):
        model = Party
        fields = ()

    def render_number(self, value: str) -> Any:
        """Where an entry of a calendar leads to."""
        return format_html('<bdi dir="ltr" id="due-{}">{}</bdi>', value, value)

    def value_number(self, value: str) -> str:
        """As it stands."""
        return value


class DueFilter(DerivedFilter):
    """By Party, overdue or not, and how soon."""

    derived = ("party", "state")
    party = party_filter(method="untouched")
    state = derived_filter(_("State"), [(key, state.word) for key, state in STATES.items()])
    within = choice_filter(_("Due within"), WITHIN, method="untouched")

    class Meta:
        model = Party
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[DueLine]:
        """A line of each; ``rows`` are the Parties that can be chosen."""
        today = timezone.localdate()
        chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        until = today + timedelta(days=int(chosen["within"])) if chosen.get("within") else date.max
        return [DueLine.of(due, today) for due in dues_for(reader, today) if due.day <= until]


class _Dues:
    """Parties to be chosen, and what is due to be counted."""

    model = Party

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def all(self) -> Any:
        """What the filter of Parties offers."""
        return parties_for(self._reader)

    def count(self) -> int:
        """Everything due."""
        return len(dues_for(self._reader, timezone.localdate()))


class DueList(FactListing):
    """What is due, across letters and documents."""

    table = DueTable
    filters = DueFilter
    title = _("What is due")
    lead = _(
        "Each date was set by a letter or a document, or extended by one. "
        "The Convention itself sets almost none."
    )
    empty = _("Nothing is due. A date comes here when a letter or a document that sets it is entered.")
    file_name = "due"

    def rows(self, reader: Any) -> Any:
        """Through the doors of letters and documents."""
        return _Dues(reader)

    def holds_invented(self) -> bool:
        """Whether any of it is of an invented Party."""
        return any(due.party.invented for due in dues_for(self.reader, timezone.localdate()))

    def context(self) -> dict[str, Any]:
        """Add the ways on, which everybody has here."""
        return super().context() | {
            "ways": [
                (_("Month"), reverse("clocks:month"), False),
                (_("Reminders"), reverse("clocks:reminders"), False),
            ],
            "file_ways": [
                (_("These dates as a calendar file, without a word of content"), reverse("clocks:file"))
            ],
        }
