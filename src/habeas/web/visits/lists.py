"""The lists of visits and of incidents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import A

from habeas.dossier.entries import Lists
from habeas.dossier.status import VISIT_STATUS_NAMES, VisitStatus, last_act, visit_status
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    SourceColumn,
    StatusColumn,
    TextColumn,
    choice_filter,
    choices_of,
    class_column,
    derived_filter,
    party_filter,
    text_filter,
)
from habeas.web.people.access import Reader
from habeas.web.shell.marks import Status
from habeas.web.sources.access import acts_shown
from habeas.web.visits.access import incidents_for, visits_for
from habeas.web.visits.models import HEADS, VISIT_KINDS, Incident, Visit
from habeas.web.visits.store import visit_value

TONES = {
    VisitStatus.NOTIFIED: "accent",
    VisitStatus.UNDER_WAY: "accent",
    VisitStatus.SUSPENDED: "due",
    VisitStatus.POSTPONED: "due",
    VisitStatus.COMPLETED: "done",
    VisitStatus.CANCELLED: "late",
    VisitStatus.REFUSED: "late",
}


def status_mark(status: VisitStatus) -> Status:
    """The state of a visit in a word, with its tone."""
    return Status(_(VISIT_STATUS_NAMES[status]), TONES.get(status, "neutral"))


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as one reader may see it."""

    row: Visit
    status_key: str
    status: Status
    last_step: str

    @classmethod
    def of(cls, row: Visit, reader: Reader, today: date) -> "VisitLine":
        """Derive what no column holds."""
        value = acts_shown(reader, visit_value(row), row.party.public_id)
        status = visit_status(value, today)
        last = last_act(value.acts, today)
        when = last.date.text if last is not None and last.date is not None else ""
        return cls(row, status.value, status_mark(status), when)


class VisitTable(FactTable):
    """Visits, the latest first."""

    date = EdtfColumn(
        verbose_name=_("When"),
        accessor="row__date",
        order_by="row__date_earliest",
        linkify=("visits:visit", [A("row__public_id")]),
        empty_values=(),
    )
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    kind = tables.Column(verbose_name=_("Kind"), accessor="row__get_kind_display", order_by="row__kind")
    label = TextColumn(verbose_name=_("Word for it"), accessor="row__label")
    body = TextColumn(verbose_name=_("By"), accessor="row__body")
    status = StatusColumn(verbose_name=_("Status"), order_by="status_key")
    last_step = EdtfColumn(verbose_name=_("Last step"))
    klass = class_column(accessor="row__klass")
    source = SourceColumn(accessor="row__source")

    class Meta(FactTable.Meta):
        model = Visit
        fields = ()


class VisitFilter(DerivedFilter):
    """By Party, kind, status (derived from the steps), body, and year."""

    derived = ("status",)
    party = party_filter()
    kind = choice_filter(_("Kind"), VISIT_KINDS)
    status = derived_filter(_("Status"), choices_of(VISIT_STATUS_NAMES))
    body = text_filter(_("By"))

    class Meta:
        model = Visit
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[VisitLine]:
        """Derive each visit's status."""
        today = timezone.localdate()
        return [VisitLine.of(row, reader, today) for row in rows]


class VisitList(FactListing):
    """Every visit that the reader may see."""

    table = VisitTable
    filters = VisitFilter
    title = _("Visits")
    lead = _("The status of a visit follows from its dated steps.")
    empty = _("No visit is known yet. Add one, or import a dossier.")
    file_name = "visits"
    of = Lists.VISIT

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return visits_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [
            (_("Plan a visit of the body"), reverse("visits:plan"), True),
            (_("Add a visit that is reported"), reverse("visits:add"), False),
        ]

    def context(self) -> dict[str, Any]:
        """The two lists of this app."""
        return super().context() | {"tabs": tabs("visits:list")}


def tabs(here: str) -> list[tuple[Any, str, bool]]:
    """The lists of this app: label, address, whether it is this one."""
    names = [("visits:list", _("Visits")), ("visits:incidents", _("Incidents of co-operation"))]
    return [(label, reverse(name), name == here) for name, label in names]


class IncidentTable(FactTable):
    """Incidents, the latest first."""

    kind = TextColumn(verbose_name=_("What happened"), linkify=("visits:incident", [A("public_id")]))
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    date = EdtfColumn(verbose_name=_("When"), order_by="date_earliest")
    head = tables.Column(verbose_name=_("Head of Article 8"))
    klass = class_column()
    source = SourceColumn()

    class Meta(FactTable.Meta):
        model = Incident
        fields = ()


class IncidentFilter(FilterSet):
    """By Party and head."""

    party = party_filter()
    head = choice_filter(_("Head of Article 8"), HEADS)
    kind = text_filter(_("Words in it"))

    class Meta:
        model = Incident
        fields = ()


class IncidentList(FactListing):
    """Every incident that the reader may see."""

    table = IncidentTable
    filters = IncidentFilter
    title = _("Incidents of co-operation")
    lead = _("What kept a delegation from what Article 8 gives it, head by head.")
    empty = _("No incident is known yet.")
    file_name = "incidents"
    of = Lists.CO_OPERATION

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return incidents_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [(_("Add an incident"), reverse("visits:incident_add"), True)]

    def context(self) -> dict[str, Any]:
        """The two lists of this app."""
        return super().context() | {"tabs": tabs("visits:incidents")}
