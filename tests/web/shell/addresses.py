"""Addresses of pages that show what the shell offers to the apps: lists, errors, every sign."""

from datetime import date

import django_filters
import django_tables2 as tables
from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from habeas.clock import Edtf
from habeas.dossier.facts import Capacity, Certainty, Fact, Klass, Source, Voice
from habeas.errors import RefusedError, Where
from habeas.web.shell.bands import Band, confidential
from habeas.web.shell.fields import EdtfFormField
from habeas.web.shell.listing import Listing
from habeas.web.shell.opening import opened
from habeas.web.sources.models import Source as SourceRow
from habeas.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class PlaceForm(forms.Form):
    name = forms.CharField(label="What is the place called?", help_text="As its own sign has it.")
    opened = EdtfFormField(label="When was it opened?", required=False)
    kind = forms.ChoiceField(label="What kind is it?", choices=[("", "Choose"), ("p", "Police station")])
    used = forms.ChoiceField(
        label="Is it in use?", widget=forms.RadioSelect, choices=[("y", "Yes"), ("n", "No")]
    )
    sure = forms.BooleanField(label="I have read this in the source")


READ = Fact(
    id="1",
    source=Source(
        name="CPT/Inf (2018) 37",
        address="https://rm.coe.int/16808c5e46",
        date=Edtf.parse("2018-07-18"),
        voice=Voice.BODY,
        capacity=Capacity.INTERNATIONAL,
    ),
    pinpoint="§ 25",
    certainty=Certainty.SEEN,
    klass=Klass.PUBLIC,
)
RECALLED = Fact(id="2", source=Source(name="A letter", address="javascript:alert(1)"), note="Told by hand.")


EVERY_SIGN = """
{% extends "shell/page.html" %}
{% block content %}
<dl class="facts">
<dt>Letter</dt><dd>{% status "unanswered" "late" %} {{ since|age:today }} {% source_mark read %}</dd>
<dt>Doubtful</dt><dd>{{ since|edtf }} {% source_mark recalled %}</dd>
<dt>Reference</dt><dd>{% ref "CPT/Inf (2018) 37" %} {{ hostile|bdi }}</dd>
</dl>
<p>{% voice "State" %} {% voice "body" %} {% voice "other" %} {% voice "" %} {% certainty "announced" %}</p>
{% completeness False "Visits before 2005 are missing." %}{% completeness None %}
<form method="post" novalidate>{% csrf_token %}{{ form }}<button>Save</button></form>
{% endblock %}
"""


@opened
def every_sign(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.POST or None)
    context = {
        "title": "Orland",
        "invented": "invented" in request.GET,
        "hostile": "<b>",
        "band": confidential("Visit members may read this page", "Article 11 ECPT"),
        "form": form,
        "read": READ,
        "recalled": RECALLED,
        "since": Edtf.parse("2024-03"),
        "today": date(2024, 7, 3),
        "crumbs": [("Parties", "/"), ("Orland", "")],
    }
    return HttpResponse(engines["django"].from_string(EVERY_SIGN).render(context, request))


@opened
def refuse(request: HttpRequest) -> HttpResponse:
    codes = {"404": "place-not-found", "413": "file-too-large"}
    raise RefusedError(
        codes.get(request.GET.get("as", ""), "row-broken"),
        "Row 12 has no name",
        where=Where("places.xlsx", 12, "Name"),
        advice="Fill in the name.",
    )


@opened
def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@opened
def fault(request: HttpRequest) -> HttpResponse:
    raise KeyError("a secret that stands in no page")


@opened
def silent(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no such table: people_user")


class SourceTable(tables.Table):
    name = tables.Column()
    address = tables.Column(orderable=False)

    class Meta:
        model = SourceRow
        fields = ("name", "address")
        order_by = "name"


class SourceFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="Name holds", lookup_expr="icontains")

    class Meta:
        model = SourceRow
        fields = ()


class SourceList(Listing):
    table = SourceTable
    filters = SourceFilter
    title = "Sources"
    file_name = "sources"
    empty = "No source is known yet. Import a list first."

    def rows(self, reader: object) -> object:
        return SourceRow.objects.all()


class ClosedList(SourceList):
    def band(self, reader: object) -> Band:
        return confidential("Desk officers may read this list")

    def exported(self, reader: object, kind: str, count: int) -> None:
        self.request.session["exported"] = [kind, count]


class KeptList(SourceList):
    def may_export(self, reader: object) -> bool:
        return False


urlpatterns = [
    path("", include("habeas.web.urls")),
    path("signs/", every_sign, name="signs"),
    path("refuse/", refuse),
    path("busy/", busy),
    path("fault/", fault),
    path("silent/", silent),
    path("list/", opened(SourceList.as_view()), name="list"),
    path("closed/", opened(ClosedList.as_view())),
    path("kept/", opened(KeptList.as_view())),
]
