"""The lists of documents and of what was asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from habeas.dossier.entries import Lists
from habeas.dossier.status import due_date, publication
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    SourceColumn,
    StatusColumn,
    TextColumn,
    choice_filter,
    class_column,
    derived_filter,
    party_filter,
    text_filter,
)
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.reports.access import asks_for, document_of, documents_for, reads_working_number, themes
from habeas.web.reports.models import ASK_KINDS, DOCUMENT_KINDS, Ask, Document
from habeas.web.reports.standing import ANSWERED, STANDINGS, position_mark, with_standing
from habeas.web.reports.store import document_value
from habeas.web.shell.ages import age_words
from habeas.web.shell.marks import Status, isolated, own_words
from habeas.web.sources.access import acts_shown, seen
from habeas.web.visits.store import visit_value

PUBLISHED = {"published": _("published"), "waiting": _("not published")}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as one reader may see it."""

    row: Document
    title: str
    working_number: str
    publication_key: str
    publication: Status
    since: str
    due: str
    due_sort: date

    @classmethod
    def of(cls, row: Document, reader: Reader, today: date) -> "DocumentLine":
        """Derive whether it is published and by when a response is due."""
        value = acts_shown(reader, document_value(row), row.party.public_id)
        visits = [visit for visit in row.visits.all() if seen(reader, visit) is not None]
        found = publication(value, today, visit=visit_value(visits[0]) if visits else None)
        key = "published" if found.published else "waiting"
        waits = found.waiting_since is not None and row.kind in ("visit report", "response")
        due = due_date(value.acts)
        return cls(
            row=row,
            title=row.title or str(row.get_kind_display()),
            working_number=row.confidential_reference if reads_working_number(reader, row) else "",
            publication_key=key,
            publication=Status(PUBLISHED[key], "done" if found.published else "neutral"),
            since=age_words(found.waiting_since, today, own_words()) if waits and not found.published else "",
            due=due.text if due else "",
            due_sort=(due.latest or date.max) if due else date.max,
        )


class DocumentTable(FactTable):
    """Documents, the latest first."""

    title = TextColumn(verbose_name=_("Title"), linkify=("reports:document", [A("row__public_id")]))
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    kind = tables.Column(verbose_name=_("Kind"), accessor="row__get_kind_display", order_by="row__kind")
    reference = TextColumn(verbose_name=_("Reference"), accessor="row__reference")
    working_number = TextColumn(verbose_name=_("Confidential reference"))
    date = EdtfColumn(verbose_name=_("Date"), accessor="row__date", order_by="row__date_earliest")
    publication = StatusColumn(verbose_name=_("Publication"), order_by="publication_key")
    since = tables.Column(verbose_name=_("Waiting"), orderable=False)
    due = EdtfColumn(verbose_name=_("Response due"), order_by="due_sort")
    klass = class_column(accessor="row__klass")
    source = SourceColumn(accessor="row__source")

    class Meta(FactTable.Meta):
        model = Document
        fields = ()


class DocumentFilter(DerivedFilter):
    """By Party, kind, publication (derived from the steps), and words in title and references."""

    derived = ("publication",)
    party = party_filter()
    kind = choice_filter(_("Kind"), DOCUMENT_KINDS)
    publication = derived_filter(_("Publication"), list(PUBLISHED.items()))
    q = django_filters.CharFilter(label=_("Title or reference"), method="words")

    class Meta:
        model = Document
        fields = ()

    def words(self, queryset: Any, _name: str, value: str) -> Any:
        """Look in the title and the references; in the confidential ones only for who reads them all."""
        wanted = Q(title__icontains=value) | Q(reference__icontains=value)
        if parties_where(self.request.reader, Capability.READ_CONFIDENTIAL) is None:
            wanted |= Q(confidential_reference__icontains=value)
        return queryset.filter(wanted)

    def lines(self, rows: Any, reader: Reader) -> list[DocumentLine]:
        """Derive what no column holds."""
        today = timezone.localdate()
        return [DocumentLine.of(row, reader, today) for row in rows]


class DocumentList(FactListing):
    """Every document that the reader may see."""

    table = DocumentTable
    filters = DocumentFilter
    title = _("Documents")
    lead = _("“Published by the State” and “leaked” are steps of a document; they do not publish it.")
    empty = _("No document is known yet. Add one, or import a dossier.")
    file_name = "documents"
    of = Lists.DOCUMENT
    transmitted = True

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return documents_for(reader)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form."""
        return [(_("Add a document"), reverse("reports:document_add"), True)]


def where_asked(reader: Reader, ask: Ask) -> str:
    """Reference, number, paragraph and page, as far as known."""
    document = document_of(reader, ask)
    named = str(document) if document is not None else ask.reference or ask.document_title
    parts = [named, ask.number, f"§ {ask.paragraph}" if ask.paragraph else ""]
    if ask.page:
        parts.append(now("page %(page)s") % {"page": ask.page})
    return own_words().listed(parts)


_FILLED = {
    "date": ~Q(date=""),
    "response": ~Q(response=""),
    "where": Q(document__isnull=False)
    | ~Q(reference="")
    | ~Q(document_title="")
    | ~Q(number="")
    | ~Q(paragraph=""),
}
"""Columns that many lists do not have, and how a row is found that has one."""


class AskTable(FactTable):
    """What was asked, verbatim, Party by Party."""

    text = TextColumn(verbose_name=_("What was asked"), attrs={"td": {"class": "verbatim"}})
    party = TextColumn(verbose_name=_("Party"), accessor="party__name", order_by="party__name")
    kind = tables.Column(verbose_name=_("Kind"))
    asked_by = TextColumn(verbose_name=_("By"), empty_values=())
    position = StatusColumn(verbose_name=_("State's position"), empty_values=(), order_by="stands")
    session = tables.Column(verbose_name=_("Session"))
    date = EdtfColumn(verbose_name=_("Date"), order_by="date_earliest")
    where = tables.Column(verbose_name=_("Where"), empty_values=(), orderable=False)
    themes = tables.Column(verbose_name=_("Themes"), accessor="pk", orderable=False)
    response = TextColumn(verbose_name=_("What the State said"))
    klass = class_column()
    source = SourceColumn()

    class Meta(FactTable.Meta):
        model = Ask
        fields = ()

    def __init__(self, data: Any, **kwargs: Any) -> None:
        """Leave out columns that are empty in every row chosen, on the page as in a file."""
        empty = [name for name, filled in _FILLED.items() if not data.filter(filled).exists()]
        super().__init__(data, exclude=empty, **kwargs)

    def render_text(self, value: str, record: Ask) -> Any:
        """The text as it stands, which leads to its page."""
        address = reverse("reports:ask", args=[record.public_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, value)

    def value_text(self, value: str) -> str:
        """As it stands."""
        return value

    def render_asked_by(self, record: Ask) -> str:
        """Who asks: a State or a body."""
        return record.asked_by or record.body

    def value_asked_by(self, record: Ask) -> str:
        """The same in a file."""
        return self.render_asked_by(record)

    def render_position(self, record: Any) -> Any:
        """The position with its shape."""
        return StatusColumn().render(position_mark(record.stands))

    def value_position(self, record: Any) -> str:
        """The word, and how it was written where that says more and nothing was said since."""
        word = str(position_mark(record.stands).word)
        written = record.position_as_written if record.stands in (record.position, ANSWERED) else ""
        return f"{word} ({written})" if written and written.casefold() != word.casefold() else word

    def render_where(self, record: Ask) -> str:
        """Reference, paragraph and page."""
        return isolated(where_asked(self.request.reader, record))

    def value_where(self, record: Ask) -> str:
        """The same in a file."""
        return where_asked(self.request.reader, record)

    def render_themes(self, record: Ask) -> str:
        """The themes, as the source names them."""
        return own_words().listed((theme.name for theme in record.themes.all()), apart=True)

    def value_themes(self, record: Ask) -> str:
        """The same in a file."""
        return self.render_themes(record)


def _themes_offered(request: Any) -> Any:
    return themes(request.reader)


def _documents_offered(request: Any) -> Any:
    return documents_for(request.reader).filter(asks__isnull=False).prefetch_related(None).distinct()


class AskFilter(django_filters.FilterSet):
    """By Party, position, theme, session, kind, document, body, and words in the text."""

    party = party_filter()
    position = django_filters.ChoiceFilter(
        label=_("State's position"),
        choices=[(value or "none", word) for value, word in STANDINGS],
        method="by_position",
        empty_label=_("all"),
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"),
        field_name="themes",
        queryset=_themes_offered,
        to_field_name="name",
        empty_label=_("all"),
    )
    session = choice_filter(_("Session"), [])
    kind = choice_filter(_("Kind"), ASK_KINDS)
    body = choice_filter(_("Body"), [])
    document = django_filters.ModelChoiceFilter(
        label=_("Document"), queryset=_documents_offered, to_field_name="public_id", empty_label=_("all")
    )
    text = text_filter(_("Words in it"))

    class Meta:
        model = Ask
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = asks_for(self.request.reader).order_by()
        for name in ("session", "body"):
            found = {value for value in rows.values_list(name, flat=True).distinct() if value}
            ordered = sorted(found, key=_counting)
            self.filters[name].extra["choices"] = [(value, value) for value in ordered]

    def by_position(self, queryset: Any, _name: str, value: str) -> Any:
        """A position, that it was answered without one, or that nothing is recorded."""
        rows = with_standing(self.request.reader, queryset)
        return rows.filter(stands="" if value == "none" else value)


def _counting(value: str) -> tuple[int, str]:
    return (int(value) if value.isdecimal() else 10_000, value)


class AskList(FactListing):
    """Everything that was asked, as far as the reader may see it."""

    table = AskTable
    filters = AskFilter
    title = _("What was asked")
    lead = _("Word for word, with the position of the State as it gave it.")
    empty = _("Nothing is known yet of what was asked. Import a list, or add it document by document.")
    file_name = "asked"
    of = Lists.ASK
    transmitted = True

    def rows(self, reader: Any) -> Any:
        """Through the door."""
        return with_standing(reader, asks_for(reader)).prefetch_related("themes")

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the form and the import."""
        return [
            (_("Import a list"), reverse("reports:import") + "?target=asks", True),
            (_("Add one"), reverse("reports:ask_add"), False),
        ]

    def context(self) -> dict[str, Any]:
        """The form of UPR Info, and the page of one Party that prints."""
        query = self.request.GET.copy()
        query.pop("page", None)
        files: list[tuple[Any, str]] = []
        if self.may_export(self.reader):
            address = f"{reverse('reports:asks_upr_info')}?{query.urlencode()}"
            files.append((_("Export these in the form of UPR Info"), address))
        if party := self.party():
            files.append(
                (
                    _("Asked and answered: %(party)s, to print") % {"party": party.name},
                    reverse("reports:asked", args=[party.slug]),
                )
            )
        return super().context() | {"file_ways": files}
