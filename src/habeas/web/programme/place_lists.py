"""The list of places that are due, each held against the criteria that are chosen, and their map."""

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

from habeas.dossier.entries import Lists
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactTable,
    StatusColumn,
    TextColumn,
    choice_filter,
    derived_filter,
    party_filter,
    text_filter,
)
from habeas.web.people.access import Reader
from habeas.web.places.models import KINDS, Place
from habeas.web.programme import access
from habeas.web.programme.criteria import Coverage, Criteria, Held, Verdict, coverage, held
from habeas.web.programme.lists import NUMBER, ProgrammeListing, tabs
from habeas.web.programme.models import CriteriaSet
from habeas.web.programme.picture import coverage_map
from habeas.web.programme.wording import (
    COVERAGE_TONES,
    coverage_name,
    criterion_words,
    last_of,
    since_words,
)
from habeas.web.shell.marks import Status, own_words

USUAL_YEARS = 6
"""The limit between lately and long ago where nobody names another; the address keeps the one named."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as the list shows it, with each criterion of the set that is chosen."""

    row: Place
    coverage_key: str
    coverage: Status
    last_date: str
    last_sort: date
    since: str
    went: int
    asks: int
    mail: int
    found: tuple[Held, ...]
    meets: str
    unknown: str
    size: int | None

    @classmethod
    def of(cls, row: Place, known: access.Survey, criteria: Criteria, *, years: int) -> "PlaceLine":
        """Hold it against the criteria."""
        value = known.known(row)
        protected = row.pk in known.protected
        shown = coverage(value.visits, known.as_of, years=years, protected=protected)
        last = last_of(value.visits)
        found = held(criteria, value, known.as_of)
        return cls(
            row=row,
            coverage_key=shown.value,
            coverage=Status(coverage_name(shown, years), COVERAGE_TONES[shown]),
            last_date=last.text if last else "",
            last_sort=(last and last.latest) or date.min,
            since=since_words(value.visits, known.as_of, own_words()),
            went=len(value.visits),
            asks=value.asks,
            mail=value.mail,
            found=found,
            meets=_said(found, Verdict.MET, criteria),
            unknown=_said(found, Verdict.NOT_KNOWN, criteria),
            size=value.size,
        )


def _said(found: Iterable[Held], verdict: Verdict, criteria: Criteria) -> str:
    return own_words().listed(
        (criterion_words(one.criterion, criteria) for one in found if one.verdict is verdict), apart=True
    )


class PlaceTable(FactTable):
    """Places; those of which no visit is known first."""

    name = TextColumn(
        verbose_name=_("Place"),
        accessor="row__name",
        linkify=("places:place", [tables.A("row__public_id")]),
    )
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    kind = tables.Column(verbose_name=_("Kind"), accessor="row__get_kind_display", order_by="row__kind")
    size = tables.Column(verbose_name=_("Size"), **NUMBER)
    last_date = EdtfColumn(verbose_name=_("Last visit made"), order_by="last_sort")
    since = tables.Column(verbose_name=_("Since then"), order_by="last_sort")
    coverage = StatusColumn(verbose_name=_("Coverage"), order_by="coverage_key")
    asks = tables.Column(verbose_name=_("Open asks that name it"), **NUMBER)
    mail = tables.Column(verbose_name=_("Received, not used yet"), **NUMBER)
    meets = tables.Column(verbose_name=_("Meets"), orderable=False)
    unknown = tables.Column(verbose_name=_("Not known"), orderable=False)
    region = TextColumn(verbose_name=_("Region"), accessor="row__region")

    class Meta(FactTable.Meta):
        model = Place
        fields = ()
        order_by = "last_date"

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        if not any(line.found for line in data):  # no set of criteria is chosen
            kwargs["exclude"] = ("meets", "unknown")
        super().__init__(data, *args, **kwargs)

    def render_asks(self, value: int, record: PlaceLine) -> Any:
        """The number opens to the threads that name the place."""
        address = f"{reverse('threads:list')}?place={record.row.public_id}"
        return format_html('<a href="{}">{}</a>', address, value) if value else value

    def value_asks(self, value: int) -> int:
        """The number in a file."""
        return value


COVERAGE_CHOICES = [
    (Coverage.NO_VISIT.value, _("no visit known")),
    (Coverage.LONG_AGO.value, _("not visited for as many years")),
    (Coverage.PERHAPS.value, _("perhaps not visited for as many years")),
    (Coverage.LATELY.value, _("visited within as many years")),
    (Coverage.NOT_TO_BE_VISITED.value, _("not to be visited (Article 17(3))")),
]


class PlaceFilter(DerivedFilter):
    """By Party, kind, size, years without a visit, coverage, and a set of criteria."""

    derived = ("coverage",)
    party = party_filter()
    kind = choice_filter(_("Kind"), KINDS)
    region = text_filter(_("Region"))
    years = django_filters.NumberFilter(
        label=_("Years without a visit"), min_value=1, max_value=99, method="untouched"
    )
    coverage = derived_filter(_("Coverage"), COVERAGE_CHOICES)
    criteria = django_filters.ModelChoiceFilter(
        label=_("Set of criteria"),
        queryset=lambda request: access.criteria_sets(),
        to_field_name="public_id",
        empty_label=_("none"),
        method="untouched",
    )
    meets = choice_filter(
        _("Shown are"),
        [("any", _("places that meet at least one of them")), ("all", _("places that meet all of them"))],
        method="untouched",
    )

    class Meta:
        model = Place
        fields = ()

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for, where it could be read."""
        return self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}

    @property
    def criteria_chosen(self) -> CriteriaSet | None:
        """The set of criteria named in the address."""
        found: CriteriaSet | None = self.given.get("criteria")
        return found

    @property
    def years_chosen(self) -> int:
        """The limit for the map and the column: as asked for, as the set has it, else the usual one."""
        chosen = self.criteria_chosen
        return int(self.given.get("years") or (chosen and chosen.years) or USUAL_YEARS)

    def lines(self, rows: Any, reader: Reader) -> list[PlaceLine]:
        """Hold each place against the set."""
        known = access.survey(reader, timezone.localdate())
        chosen, wanted = self.criteria_chosen, self.given.get("meets")
        criteria = access.criteria_value(chosen) if chosen else Criteria()
        lines = [PlaceLine.of(row, known, criteria, years=self.years_chosen) for row in rows]
        if not (chosen and wanted):
            return lines
        test = all if wanted == "all" else any
        return [line for line in lines if test(one.verdict is Verdict.MET for one in line.found)]


class PlaceList(ProgrammeListing):
    """Every open place of the Parties whose file the reader reads, with the map of coverage."""

    table = PlaceTable
    filters = PlaceFilter
    template_name = "programme/places.html"
    title = _("Places due")
    lead = _(
        "Open places, and when a delegation was last there as this store knows it. A set of criteria says "
        "of each place which of them it meets: it puts no place before another."
    )
    empty = _("No place is known yet. Paste or import a list of places, or add one.")
    file_name = "places-due"
    of = Lists.PLACE

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return access.places_due(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the forms."""
        return [
            (_("Put on the programme"), reverse("programme:put_on"), True),
            (_("New set of criteria"), reverse("programme:criteria_add"), False),
        ]

    def context(self) -> dict[str, Any]:
        """Add the map of the places shown with its legend, or why there is none."""
        lines, years = self.chosen.qs, self.chosen.years_chosen
        more = super().context() | {
            "tabs": tabs("programme:places"),
            "criteria_set": self.chosen.criteria_chosen,
        }
        located = [line for line in lines if line.row.latitude is not None and line.row.longitude is not None]
        if not located:
            missing = gettext("No map: none of these places has coordinates yet.") if lines else ""
            return more | {"picture_missing": missing}
        wide = coverage_map(located, years=years)
        narrow = coverage_map(located, years=years, width=360, prefix="narrow")
        unseen = len(lines) - len(located)
        return more | {
            "picture": wide[0],
            "picture_legend": wide[1],
            "picture_narrow": narrow[0],
            "picture_narrow_legend": narrow[1],
            "picture_note": own_words().count(
                "{n} place of this list has no coordinates and is not on the map.",
                "{n} places of this list have no coordinates and are not on the map.",
                unseen,
            )
            if unseen
            else "",
        }
