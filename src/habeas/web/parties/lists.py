"""What every list of facts has: Party, source and class, dates that sort, and who may take it away."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.dossier.entries import Lists
from habeas.dossier.facts import Klass
from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.parties.access import parties_for
from habeas.web.parties.entering import own_band
from habeas.web.parties.models import ListCompleteness, Party
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import Band
from habeas.web.shell.listing import Listing
from habeas.web.shell.marks import SHAPE_OF_TONE, Status, isolated, marked, own_words
from habeas.web.sources.access import may_export, reads_anything_confidential, visible
from habeas.web.sources.models import KLASSES

LIST_EXPORTED = register("list.exported", N_("exported a list"))


class EdtfColumn(tables.Column):
    """A date in words on the page, as EDTF in a file; sorted by its earliest day."""

    def render(self, value: Any) -> str:
        """Say it."""
        return isolated(own_words().date(Edtf.parse(value) if value else None))

    def value(self, **cell: Any) -> str:
        """Write it."""
        return str(cell["value"])


class StatusColumn(tables.Column):
    """A state with its shape on the page, its word in a file."""

    def render(self, value: Status) -> Any:
        """Draw it."""
        return marked(value.word, SHAPE_OF_TONE[value.tone], value.tone)

    def value(self, **cell: Any) -> str:
        """Write it."""
        return str(cell["value"].word)


class TextColumn(tables.Column):
    """A text whose direction is its own."""

    def render(self, value: Any) -> Any:
        """Keep it from disturbing its neighbours."""
        return format_html("<bdi>{}</bdi>", value)

    def value(self, **cell: Any) -> str:
        """Write it as it stands."""
        return str(cell["value"])


class SourceColumn(tables.Column):
    """The mark of the source; in a file its name, where in it, and its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"verbose_name": _("Source"), "orderable": False, "accessor": "source", **kwargs})

    def render(self, record: Any) -> Any:
        """Draw the mark."""
        row = getattr(record, "row", record)
        return render_to_string("shell/source_mark.html", {"fact": row, "source": row.source})

    def value(self, **cell: Any) -> str:
        """Cite it."""
        row = getattr(cell["record"], "row", cell["record"])
        source = row.source
        return "; ".join(part for part in (source.name, row.pinpoint, source.date, source.address) if part)


def class_column(**kwargs: Any) -> tables.Column:
    """The class of the fact."""
    return tables.Column(verbose_name=_("Class"), accessor=kwargs.pop("accessor", "klass"), **kwargs)


class FactTable(tables.Table):
    """A table whose cells are empty, not dashes, where nothing is known."""

    class Meta:
        default = ""
        order_by_field = "sort"

    def render_klass(self, value: str) -> str:
        """The class in words."""
        return str(dict(KLASSES).get(value, value))


def party_filter(**kwargs: Any) -> django_filters.ModelChoiceFilter:
    """Choose a Party that the reader may know of."""

    def offered(request: Any) -> Any:
        return parties_for(request.reader)

    return django_filters.ModelChoiceFilter(
        label=_("Party"), queryset=offered, to_field_name="slug", empty_label=_("all"), **kwargs
    )


def choice_filter(label: Any, choices: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    """Choose one of a set."""
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_("all"), **kwargs)


def text_filter(label: Any, **kwargs: Any) -> django_filters.CharFilter:
    """Look for a part of a text."""
    return django_filters.CharFilter(label=label, lookup_expr="icontains", **kwargs)


def derived_filter(label: Any, choices: Any) -> django_filters.ChoiceFilter:
    """Choose by something that no column holds; :class:`DerivedFilter` narrows by it."""
    return choice_filter(label, choices, method="untouched")


class DerivedFilter(django_filters.FilterSet):
    """Filters over values that are derived from acts: the rows become a list of lines.

    ``derived`` names filters whose value is an attribute's ``<name>_key`` of a line.
    """

    derived: ClassVar[tuple[str, ...]] = ()

    def untouched(self, queryset: Any, _name: str, _value: Any) -> Any:
        """Leave the query as it is: a derived filter narrows the lines."""
        return queryset

    def lines(self, rows: Any, reader: Reader) -> list[Any]:
        """Make a line of each row, as this reader may see it."""
        raise NotImplementedError

    @property
    def qs(self) -> Any:
        """The lines chosen."""
        if not hasattr(self, "_lines"):
            reader: Reader = self.request.reader
            lines = self.lines(super().qs, reader)
            chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
            for name in self.derived:
                if wanted := chosen.get(name):
                    lines = [line for line in lines if getattr(line, f"{name}_key") == wanted]
            self._lines = lines
        return self._lines


class FactListing(Listing):
    """A list of facts: its band, its ways on, whether it is complete, and the journal of exports."""

    template_name = "parties/listing.html"
    of: ClassVar[Lists | None] = None
    capability: ClassVar[Capability] = Capability.WRITE_FACTS
    transmitted: ClassVar[bool] = False
    """Whether it holds what is sent to the State, which its liaison officer reads."""

    def band(self, reader: Any) -> Band | None:
        """Everything that a reader of confidential facts sees carries the band."""
        return own_band() if reads_anything_confidential(reader, transmitted=self.transmitted) else None

    def may_export(self, reader: Any) -> bool:
        """What is public anyone may take away."""
        return may_export(reader, transmitted=self.transmitted)

    def exported(self, reader: Any, kind: str, count: int) -> None:
        """Note what left, of which list, narrowed by which filters (their names, not their values)."""
        if not reader.signed_in:
            return
        with transaction.atomic():
            changes = {"list": (None, self.file_name), "format": (None, kind), "rows": (None, count)}
            record(reader, LIST_EXPORTED, None, changes=changes)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """Buttons for those who may write: label, address, whether it is the main one."""
        return []

    def party(self) -> Party | None:
        """The one Party that the list is narrowed to."""
        slug = self.request.GET.get("party", "")
        return parties_for(self.reader).filter(slug=slug).first() if slug else None

    def context(self) -> dict[str, Any]:
        """Add what the template of lists of facts draws."""
        ways = self.ways(self.reader) if may(self.reader, self.capability) else []
        return {"ways": ways, **self._completeness(), "invented": self.holds_invented()}

    def holds_invented(self) -> bool:
        """Whether any row is of an invented Party: the page then says so."""
        chosen = self.party()
        if chosen is not None:
            return chosen.invented
        rows: Any = self.rows(self.reader)
        return bool(rows.filter(party__invented=True).exists())

    def _completeness(self) -> dict[str, Any]:
        """What is said of the list, for the Party chosen, else for all."""
        if self.of is None:
            return {}
        return {"completes": True, "complete": self.completeness_of(self.party(), self.of)}

    def completeness_of(self, party: Party | None, of: Lists) -> bool | None:
        """Whether the list is complete for one Party, or for all of them.

        ``None`` where nobody said, and where part of the list is held back from this reader.
        """
        parties = parties_for(self.reader)
        if party is not None:
            parties = parties.filter(pk=party.pk)
        told = list(
            ListCompleteness.objects.filter(list=of.value, party__in=parties).values_list(
                "complete", flat=True
            )
        )
        if not told or self._held_back(party):
            return None
        if not all(told):
            return False
        return True if len(told) == parties.count() else None

    def _held_back(self, party: Party | None) -> bool:
        """Whether the list has confidential rows that this reader does not see."""
        model: Any = self.table.Meta.model
        rows = model.objects.filter(klass=Klass.CONFIDENTIAL.value)
        if party is not None:
            rows = rows.filter(party=party)
        return bool(rows.exclude(pk__in=visible(self.reader, rows).values("pk")).exists())


def choices_of(names: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """The words of an enumeration, for a filter."""
    return [(key.value, _(name)) for key, name in names.items()]
