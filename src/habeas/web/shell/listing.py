"""Lists: filters that stay in the address, counts, sort, pages, and export of exactly what is shown.

An app writes::

    class PlaceList(Listing):
        table = PlaceTable                  # django_tables2.Table
        filters = PlaceFilter               # django_filters.FilterSet, may be left out
        title = _("Places")
        file_name = "places"
        empty = _("No place is known yet. Import a list, or add one.")

        def rows(self, reader):
            return access.places_for(reader)

and puts its door about ``PlaceList.as_view()``. The address is the whole state: ``sort``, ``page``,
``compact``, ``export`` and the names of the filters; a saved view is a link.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from habeas.web.shell.bands import Band
from habeas.web.shell.exporting import KINDS, file_response
from habeas.web.shell.marks import own_words

Rows = QuerySet[Any] | list[Any]
SHORT_PAGE, LONG_PAGE = 50, 200
"""Rows on a page, and on a page of the compact table."""


class Listing(View):
    """A page with one list. ``rows`` must be given; the rest has defaults."""

    http_method_names = ["get", "head", "options"]
    table: ClassVar[type[Table]]
    filters: ClassVar[type[FilterSet] | None] = None
    title: str | Promise = ""
    lead: str | Promise = ""
    empty: str | Promise = _("Nothing is here yet.")
    """What to do first, where there is no row at all."""
    file_name = "list"
    template_name = "shell/listing.html"

    def rows(self, reader: Any) -> Rows:
        """Return every row that this reader may see, from the app's ``access``."""
        raise NotImplementedError

    def band(self, reader: Any) -> Band | None:
        """Return the band, where the list may hold anything confidential."""
        return None

    def may_export(self, reader: Any) -> bool:
        """Whether this reader may take the list away as a file."""
        return True

    def exported(self, reader: Any, kind: str, count: int) -> None:
        """Do what an export asks for besides the file: the app's entry in the journal."""

    def context(self) -> dict[str, Any]:
        """Return what the app's own template needs besides."""
        return {}

    @cached_property
    def reader(self) -> Any:
        """Who reads: set before any view by the app of accounts, else the user."""
        return getattr(self.request, "reader", self.request.user)

    @cached_property
    def compact(self) -> bool:
        """Whether the dense table is asked for."""
        return self.request.GET.get("compact") == "1"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Answer with the page, or with the file that ``export`` names."""
        every = self.rows(self.reader)
        chosen = self.filters(request.GET, queryset=every, request=request) if self.filters else None
        table = self.table(every if chosen is None else chosen.qs)
        per_page = LONG_PAGE if self.compact else SHORT_PAGE
        kind = request.GET.get("export", "")
        RequestConfig(request, paginate=not kind and {"per_page": per_page}).configure(table)
        return self._file(table, kind) if kind else self._page(table, chosen, _count(every))

    def _file(self, table: Table, kind: str) -> HttpResponse:
        if kind not in KINDS or not self.may_export(self.reader):
            raise Http404
        header, *rows = table.as_values(exclude_columns=_hidden(table))
        self.exported(self.reader, kind, len(rows))
        name = f"{self.file_name}-confidential" if self.band(self.reader) else self.file_name
        return file_response(name, kind, header, rows)

    def _page(self, table: Table, chosen: FilterSet | None, total: int) -> HttpResponse:
        words = own_words()
        shown = table.paginator.count
        given = {name for name in (chosen.form.fields if chosen else ()) if self.request.GET.get(name)}
        return render(
            self.request,
            self.template_name,
            {
                "title": self.title,
                "lead": self.lead,
                "empty": self.empty,
                "table": table,
                "filter": chosen,
                "filtered": bool(given),
                "kept": [(n, self.request.GET[n]) for n in ("sort", "compact") if self.request.GET.get(n)],
                "total": words.number(total),
                "shown": words.number(shown),
                "none_at_all": not total,
                "compact": self.compact,
                "kinds": KINDS if self.may_export(self.reader) else (),
                "band": self.band(self.reader),
                **self.context(),
            },
        )


def _count(rows: Rows) -> int:
    return len(rows) if isinstance(rows, list) else rows.count()


def _hidden(table: Table) -> list[str]:
    shown = {column.name for column in table.columns}
    return [column.name for column in table.columns.iterall() if column.name not in shown]
