"""The lists of the programme: Parties due, and what was put on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.access import parties_for
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    TextColumn,
    choice_filter,
    class_column,
    derived_filter,
    party_filter,
)
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.programme import access
from habeas.web.programme.criteria import Coverage, coverage
from habeas.web.programme.models import ENTRY_KINDS, ProgrammeEntry
from habeas.web.programme.wording import (
    last_of,
    since_words,
)
from habeas.web.shell.marks import own_words
from habeas.web.visits.models import VISIT_KINDS, Visit


def tabs(here: str) -> list[tuple[Any, str, bool]]:
    """The lists of this app: label, address, whether it is this one."""
    names = [
        ("programme:parties", _("Parties due")),
        ("programme:places", _("Places due")),
        ("programme:entries", _("On the programme")),
        ("programme:criteria", _("Criteria")),
        ("programme:checklists", _("Checklists")),
    ]
    return [(label, reverse(name), name == here) for name, label in names]


class ProgrammeListing(FactListing):
    """What the lists of this app share: they are drawn up once for a request."""

    def _page(self, table: tables.Table, chosen: Any, total: int) -> Any:
        self.chosen = chosen
        return super()._page(table, chosen, total)

    def holds_invented(self) -> bool:
        """Whether any Party of the reader's is invented."""
        chosen = self.party()
        every = access.parties_due(self.reader)
        return chosen.invented if chosen is not None else every.filter(invented=True).exists()


# Parties ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A Party as the list shows it."""

    row: Party
    last: Visit | None
    last_date: str
    last_sort: date
    kind: str
    kind_key: str
    since: str
    made: int
    ahead: str
    open_threads: int
    mail: int
    places: int
    on: str
    address: str

    @classmethod
    def of(cls, row: Party, known: access.Survey) -> "PartyLine":
        """Say what is known of it."""
        made = known.made.get(row.pk, [])
        dates = tuple(visit.when for visit in made)
        last = made[-1] if made else None
        when = last_of(dates)
        return cls(
            row=row,
            last=last,
            last_date=when.text if when else "",
            last_sort=(when and when.latest) or date.min,
            kind=last.get_kind_display() if last else "",
            kind_key=last.kind if last else "",
            since=since_words(dates, known.as_of, own_words()),
            made=len(made),
            ahead=own_words().listed(
                (own_words().date(visit.when) for visit in known.ahead.get(row.pk, ())), apart=True
            ),
            open_threads=known.open_of.get(row.pk, 0),
            mail=known.mail_of.get(row.pk, 0),
            places=known.places.get(row.pk, 0),
            on=_years(known.programme.get(row.pk, ())),
            address=reverse("programme:brief", args=[row.slug]),
        )


def _years(entries: Iterable[ProgrammeEntry]) -> str:
    return own_words().listed(str(year) for year in sorted({entry.year for entry in entries}))


NUMBER: dict[str, Any] = {"attrs": {"td": {"class": "num"}, "th": {"class": "num"}}}
"""A column of numbers."""


class PartyTable(FactTable):
    """Who has waited longest first."""

    party = TextColumn(verbose_name=_("Party"), accessor="row__name", linkify=lambda record: record.address)
    last_date = EdtfColumn(verbose_name=_("Last visit made"), order_by="last_sort")
    since = tables.Column(verbose_name=_("Since then"), order_by="last_sort")
    kind = tables.Column(verbose_name=_("Kind"), order_by="kind_key")
    made = tables.Column(verbose_name=_("Visits made"), **NUMBER)
    ahead = TextColumn(verbose_name=_("Visit to come"))
    open_threads = tables.Column(verbose_name=_("Open threads"), **NUMBER)
    mail = tables.Column(verbose_name=_("Received, not used yet"), **NUMBER)
    places = tables.Column(verbose_name=_("Places known"), **NUMBER)
    on = tables.Column(verbose_name=_("On the programme"))

    class Meta(FactTable.Meta):
        model = Party
        fields = ()
        order_by = "last_date"

    def render_open_threads(self, value: int, record: PartyLine) -> Any:
        """The number opens to the threads."""
        address = f"{reverse('threads:list')}?party={record.row.slug}"
        return format_html('<a href="{}">{}</a>', address, value) if value else value

    def value_open_threads(self, value: int) -> int:
        """The number in a file."""
        return value

    def render_made(self, value: int, record: PartyLine) -> Any:
        """The number opens to the visits."""
        address = f"{reverse('visits:list')}?party={record.row.slug}"
        return format_html('<a href="{}">{}</a>', address, value) if value else value

    def value_made(self, value: int) -> int:
        """The number in a file."""
        return value

    def render_mail(self, value: int, record: PartyLine) -> Any:
        """The number opens to the mail book."""
        address = f"{reverse('mailbook:list')}?party={record.row.slug}"
        return format_html('<a href="{}">{}</a>', address, value) if value else value

    def value_mail(self, value: int) -> int:
        """The number in a file."""
        return value


class PartyFilter(DerivedFilter):
    """By the kind of the last visit, and how long ago it was."""

    derived = ("kind",)
    kind = derived_filter(_("Kind of the last visit"), VISIT_KINDS)
    years = django_filters.NumberFilter(
        label=_("Not visited for so many years"), min_value=0, max_value=99, method="untouched"
    )

    class Meta:
        model = Party
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[PartyLine]:
        """A line of each; one without a known visit is due whatever the years."""
        known = access.survey(reader, timezone.localdate())
        given = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        lines = [PartyLine.of(row, known) for row in rows]
        if (years := given.get("years")) is None:
            return lines
        return [line for line in lines if _waits(known, line.row, int(years))]


def _waits(known: access.Survey, party: Party, years: int) -> bool:
    dates = tuple(visit.when for visit in known.made.get(party.pk, ()))
    return coverage(dates, known.as_of, years=years, protected=False) is not Coverage.LATELY


class PartyList(ProgrammeListing):
    """Every Party whose file the reader reads."""

    table = PartyTable
    filters = PartyFilter
    title = _("Parties due")
    lead = _(
        "When each Party was last visited, as this store knows it. Only visits that were made count; who is "
        "visited next, people decide. Open a Party for its pre-visit brief."
    )
    empty = _("No Party is known yet. Add one, or import a dossier.")
    file_name = "parties-due"

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return access.parties_due(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [(_("Put on the programme"), reverse("programme:put_on"), True)]

    def context(self) -> dict[str, Any]:
        """The lists of this app."""
        return super().context() | {"tabs": tabs("programme:parties")}


# What was put on it -----------------------------------------------------------------------------------


class EntryTable(FactTable):
    """The programme by year."""

    year = tables.Column(verbose_name=_("Year"), **NUMBER)
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    place = TextColumn(verbose_name=_("Place"), accessor="place__name", order_by="place__name")
    kind = tables.Column(verbose_name=_("Kind"))
    reason = TextColumn(verbose_name=_("Why"), orderable=False)
    decided_by = TextColumn(verbose_name=_("Decided by"))
    decided_on = EdtfColumn(verbose_name=_("Decided on"), order_by="decided_on")
    withdrawn_why = TextColumn(verbose_name=_("Taken off because"), orderable=False)
    klass = class_column()
    way = tables.Column(
        verbose_name=_("Take off"), empty_values=(), orderable=False, exclude_from_export=True
    )

    class Meta(FactTable.Meta):
        model = ProgrammeEntry
        fields = ()

    def render_decided_on(self, value: date) -> str:
        """The day in words."""
        return own_words().date(value)

    def value_decided_on(self, value: date) -> str:
        """The day in a file."""
        return value.isoformat()

    def render_way(self, record: ProgrammeEntry) -> Any:
        """The way to the form, for who may write."""
        reader = self.request.reader
        if record.withdrawn_why or not may(reader, Capability.WRITE_FACTS, record.party.public_id):
            return ""
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> ({})</span></a>',
            reverse("programme:take_off", args=[record.public_id]),
            gettext("Take off"),
            record,
        )


class EntryFilter(django_filters.FilterSet):
    """By Party, year and kind."""

    party = party_filter()
    year = django_filters.NumberFilter(label=_("Year"))
    kind = choice_filter(_("Kind"), ENTRY_KINDS)

    class Meta:
        model = ProgrammeEntry
        fields = ()


class EntryList(ProgrammeListing):
    """What was put on the programme, taken off or not."""

    table = EntryTable
    filters = EntryFilter
    template_name = "programme/entries.html"
    title = _("On the programme")
    lead = _(
        "What was decided to be visited, by whom and why. Nothing is announced by this: that the list of a "
        "year was made public is recorded below, and opens nothing here."
    )
    empty = _("Nothing is on the programme yet. Put the first Party on it.")
    file_name = "programme"

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return access.entries_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the forms."""
        return [(_("Put on the programme"), reverse("programme:put_on"), True)]

    def context(self) -> dict[str, Any]:
        """Add what holds for the year shown, and how much room for urgent visits is left."""
        given = self.request.GET.get("year", "")
        year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else None
        shown = year or timezone.localdate().year
        urgent = self.rows(self.reader).filter(year=shown, kind="urgent", withdrawn_why="").count()
        return super().context() | {
            "tabs": tabs("programme:entries"),
            "shown_year": shown,
            "year_row": access.year_row(shown),
            "urgent": urgent,
            "writer": may(self.reader, Capability.WRITE_FACTS),
            "parties": parties_for(self.reader),
        }
