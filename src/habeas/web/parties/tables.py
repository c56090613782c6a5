"""The lists of authorities and of liaison officers."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import A

from habeas.dossier.entries import Lists
from habeas.web.parties.access import authorities_for, liaison_officers_for
from habeas.web.parties.lists import (
    EdtfColumn,
    FactListing,
    FactTable,
    SourceColumn,
    TextColumn,
    choice_filter,
    class_column,
    party_filter,
    text_filter,
)
from habeas.web.parties.models import Authority, LiaisonOfficer
from habeas.web.people.access import Reader
from habeas.web.sources.access import seen


def tabs(here: str) -> list[tuple[Any, str, bool]]:
    """The lists of this app: label, address, whether it is this one."""
    names = [("parties:authorities", _("Authorities")), ("parties:officers", _("Liaison officers"))]
    return [(label, reverse(name), name == here) for name, label in names]


class AuthorityTable(FactTable):
    """Authorities by name."""

    name = TextColumn(verbose_name=_("Name"), linkify=("parties:authority", [A("public_id")]))
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    kind = tables.Column(verbose_name=_("Kind"))
    date = EdtfColumn(verbose_name=_("Period"), order_by="date_earliest")
    klass = class_column()
    source = SourceColumn()

    class Meta(FactTable.Meta):
        model = Authority
        fields = ()


class AuthorityFilter(FilterSet):
    """By Party, kind and name."""

    party = party_filter()
    kind = choice_filter(_("Kind"), Authority.KINDS)
    name = text_filter(_("Name"))

    class Meta:
        model = Authority
        fields = ()


class AuthorityList(FactListing):
    """Every authority that the reader may see."""

    table = AuthorityTable
    filters = AuthorityFilter
    title = _("Authorities")
    empty = _("No authority is known yet. Add the ministries and services that answer for places.")
    file_name = "authorities"
    of = Lists.AUTHORITY

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return authorities_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the forms."""
        return [
            (_("Add an authority"), reverse("parties:authority_add"), True),
            (_("Add a Party"), reverse("parties:add"), False),
        ]

    def context(self) -> dict[str, Any]:
        """The two lists of this app."""
        return super().context() | {"tabs": tabs("parties:authorities")}


class OfficerTable(FactTable):
    """Liaison officers, the latest first."""

    name = TextColumn(verbose_name=_("Name"), linkify=("parties:officer", [A("public_id")]))
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    office = TextColumn(verbose_name=_("Office"))
    authority = TextColumn(verbose_name=_("Authority"), empty_values=(), orderable=False)
    date = EdtfColumn(verbose_name=_("Term"), order_by="date_earliest")
    klass = class_column()
    source = SourceColumn()

    class Meta(FactTable.Meta):
        model = LiaisonOfficer
        fields = ()

    def render_authority(self, record: LiaisonOfficer) -> str:
        """The authority, where the reader may see it."""
        row = seen(self.request.reader, record.authority)
        return row.name if row else ""

    def value_authority(self, record: LiaisonOfficer) -> str:
        """The same in a file."""
        return self.render_authority(record)


class OfficerFilter(FilterSet):
    """By Party and office."""

    party = party_filter()
    office = text_filter(_("Office"))

    class Meta:
        model = LiaisonOfficer
        fields = ()


class OfficerList(FactListing):
    """Every liaison officer that the reader may see."""

    table = OfficerTable
    filters = OfficerFilter
    title = _("Liaison officers")
    lead = _("The standing contacts of the Parties (Article 15), office-holders in that capacity.")
    empty = _("No liaison officer is known yet.")
    file_name = "liaison-officers"

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return liaison_officers_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [(_("Add a liaison officer"), reverse("parties:officer_add"), True)]

    def context(self) -> dict[str, Any]:
        """The two lists of this app."""
        return super().context() | {"tabs": tabs("parties:officers")}
