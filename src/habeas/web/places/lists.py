"""The list of places, and its map."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from habeas.dossier.entries import PLACE_KIND_NAMES, Lists
from habeas.pictures.glyphs import Entry, Shape, Tone, legend
from habeas.pictures.map import MapPlace, outline, places_map
from habeas.web.parties.lists import (
    FactListing,
    FactTable,
    SourceColumn,
    StatusColumn,
    TextColumn,
    choice_filter,
    class_column,
    party_filter,
    text_filter,
)
from habeas.web.people.access import Reader
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.places.models import KINDS, Place
from habeas.web.shell.marks import Status, own_words
from habeas.web.sources.access import seen

STATES = [("open", _("open")), ("closed", _("closed"))]
SHAPES = {
    "police": Shape.SQUARE,
    "temporary detention": Shape.SQUARE,
    "remand": Shape.TRIANGLE,
    "prison": Shape.CIRCLE,
    "juvenile": Shape.CIRCLE,
    "immigration": Shape.FLAG,
    "psychiatric": Shape.CROSS,
    "social care": Shape.CROSS,
    "military": Shape.BAR,
}
"""The shape of a kind on the map; all others are diamonds."""


def state_mark(state: str) -> Status:
    """Open or closed, in a word."""
    return Status(dict(STATES).get(state, state), "done" if state == "open" else "neutral")


class PlaceTable(FactTable):
    """Places by name."""

    name = TextColumn(verbose_name=_("Name"), linkify=("places:place", [A("public_id")]))
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    kind = tables.Column(verbose_name=_("Kind"))
    state = StatusColumn(verbose_name=pgettext_lazy("of a thing", "State"), empty_values=())
    region = TextColumn(verbose_name=_("Region"))
    authority = TextColumn(verbose_name=_("Authority"), empty_values=(), orderable=False)
    capacity_places = tables.Column(
        verbose_name=_("Capacity"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    code = TextColumn(verbose_name=_("Code"))
    klass = class_column()
    source = SourceColumn()

    class Meta(FactTable.Meta):
        model = Place
        fields = ()

    def render_state(self, value: str) -> Any:
        """The state with its shape."""
        return StatusColumn().render(state_mark(value))

    def value_state(self, value: str) -> str:
        """The word in a file."""
        return str(state_mark(value).word)

    def render_authority(self, record: Place) -> str:
        """The authority, where the reader may see it."""
        row = seen(self.request.reader, record.authority)
        return row.name if row else ""

    def value_authority(self, record: Place) -> str:
        """The same in a file."""
        return self.render_authority(record)


class PlaceFilter(django_filters.FilterSet):
    """By Party, kind, state, region and name."""

    party = party_filter()
    kind = choice_filter(_("Kind"), KINDS)
    state = choice_filter(pgettext_lazy("of a thing", "State"), STATES)
    region = text_filter(_("Region"))
    name = text_filter(_("Name"))

    class Meta:
        model = Place
        fields = ()


class PlaceList(FactListing):
    """Every place that the reader may see."""

    table = PlaceTable
    filters = PlaceFilter
    title = _("Places")
    lead = _("Any place where a public authority deprives people of their liberty.")
    empty = _("No place is known yet. Paste or import a list of places, or add one.")
    file_name = "places"
    of = Lists.PLACE
    capability = Capability.WRITE_PLACES

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return places_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form and the import."""
        return [
            (_("Add a place"), reverse("places:add"), True),
            (_("Import a list"), reverse("reports:import") + "?target=places", False),
        ]

    def context(self) -> dict[str, Any]:
        """Add the map of the places shown, or why there is none."""
        chosen = PlaceFilter(self.request.GET, queryset=self.rows(self.reader), request=self.request).qs
        located = list(chosen.exclude(latitude=None).exclude(longitude=None))
        more = super().context()
        if not located:
            missing = _("No map: none of these places has coordinates yet.") if chosen.exists() else ""
            return more | {"picture_missing": missing}
        party = self.party()
        return more | {
            "picture": _drawn(located, party),
            "picture_legend": _legend(located),
            "picture_narrow": _drawn(located, party, width=360, prefix="narrow"),
            "picture_narrow_legend": _legend(located, width=360, prefix="narrow-key"),
        }


def _legend(places: list[Place], *, width: int = 960, prefix: str = "map-key") -> str:
    """What the shapes and colours of these places mean."""
    held = {place.kind for place in places}
    kinds: dict[Shape, list[str]] = {}
    for kind, name in PLACE_KIND_NAMES.items():
        if kind in held:
            kinds.setdefault(SHAPES.get(kind, Shape.DIAMOND), []).append(gettext(name))
    entries = [
        Entry(label=own_words().listed(names), shape=one, tone=Tone.ACCENT) for one, names in kinds.items()
    ]
    if any(place.state != "open" for place in places):
        entries.append(Entry(label=gettext("closed"), shape=Shape.CIRCLE, tone=Tone.NEUTRAL))
    title = gettext("What the signs mean")
    return legend(entries, words=own_words(), width=width, title=title, prefix=prefix)


def _drawn(places: list[Place], party: Any, *, width: int = 960, prefix: str = "map") -> str:
    words = own_words()
    found = [
        MapPlace(
            latitude=float(place.latitude or 0),
            longitude=float(place.longitude or 0),
            shape=SHAPES.get(place.kind, Shape.DIAMOND),
            tone=Tone.ACCENT if place.state == "open" else Tone.NEUTRAL,
            label=place.name,
            title=f"{place.name}, {place.get_kind_display()}",
            href=reverse("places:place", args=[place.public_id]),
        )
        for place in places
    ]
    return places_map(
        found,
        focus=focus_of(party, places),
        words=words,
        width=width,
        prefix=prefix,
        title=str(_("Map of places")),
        summary=words.count(
            "{n} place with coordinates; the list below names each.",
            "{n} places with coordinates; the list below names each.",
            len(found),
        ),
    )


def focus_of(party: Any, places: list[Place]) -> str | None:
    """The code of the one Party shown, where its shape is known."""
    codes = {party.iso} if party is not None else {place.party.iso for place in places}
    code = codes.pop() if len(codes) == 1 else ""
    if not code:
        return None
    try:
        outline(code)
    except ValueError:
        return None
    return code
