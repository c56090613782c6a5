"""The pages of the search: the box, what was found, and searches that are kept."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import HabeasError, RefusedError
from habeas.search import Facet
from habeas.web.people.access import Request, door_for_signed_in, public_door
from habeas.web.search import actions, recent
from habeas.web.search.access import Asked, Found, find, saved_for, saved_search_for, text_of
from habeas.web.search.forms import KeepForm, SearchForm, narrowing
from habeas.web.shell.bands import confidential
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_anything_confidential

FACETS = {
    Facet.KIND: gettext_lazy("Kind"),
    Facet.PARTY: gettext_lazy("Party"),
    Facet.YEAR: gettext_lazy("Year"),
    Facet.THEME: gettext_lazy("Theme"),
    Facet.STATUS: gettext_lazy("Status"),
    Facet.PLACE: gettext_lazy("Type of place"),
}
form_page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 12
"""Values of a facet that stand open; the others are under “more”."""


@public_door
@form_page
def box(request: Request) -> HttpResponse:
    """The box; what is sent in it leads to an address that does not hold it."""
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    if form.is_bound and form.is_valid():
        return redirect("search:results", recent.put(request, form.cleaned_data["q"]))
    if not form.is_bound:
        form.fields["q"].widget.attrs["autofocus"] = True  # who comes here types
    saved = [(row, _address(row.public_id, _of_row(row))) for row in saved_for(request.reader)]
    return render(request, "search/box.html", {"title": _("Search"), "form": form, "saved": saved})


@public_door
@require_safe
def results(request: Request, public_id: str) -> HttpResponse:
    """What was found, narrowed as the address says."""
    text = _words(request, public_id)
    if text is None:
        return _gone(request)
    asked = Asked(
        text=text,
        narrowed=narrowing(request.GET),
        newest=request.GET.get("order") == "newest",
        page=_number(request.GET.get("page", "")),
    )
    context: dict[str, Any] = {"title": _("Search"), "form": SearchForm({"q": text}), "asked": asked}
    try:
        found = find(request.reader, asked)
    except HabeasError as error:
        said = [own_words().say(part) for part in (error.message, error.advice) if part]
        return render(request, "search/results.html", {**context, "fault": said})
    return render(request, "search/results.html", {**context, **_shown(request, public_id, asked, found)})


@door_for_signed_in
@form_page
def keep(request: Request, public_id: str) -> HttpResponse:
    """Keep a search under a name, as it is narrowed now."""
    text = _words(request, public_id)
    if text is None:
        return _gone(request)
    if request.method != "POST":
        return redirect("search:results", public_id)
    form = KeepForm(request.POST)
    narrowed = {facet.value: value for facet, value in narrowing(request.POST).items()}
    newest = request.POST.get("order") == "newest"
    back = _address(public_id, narrowed | ({"order": "newest"} if newest else {}))
    if not form.is_valid():
        messages.error(request, _("Give the search a name, of 120 letters at most."))
        return redirect(back)
    try:
        row = actions.keep(
            request.reader, name=form.cleaned_data["name"], text=text, narrowed=narrowed, newest=newest
        )
    except RefusedError as error:
        messages.error(request, plainly(error))
        return redirect(back)
    messages.success(request, _("The search is kept. It stands on the page of the search, for you alone."))
    return redirect(_address(row.public_id, _of_row(row)))


@door_for_signed_in
@form_page
def drop(request: Request, public_id: str) -> HttpResponse:
    """Keep a search no longer."""
    row = saved_search_for(request.reader, public_id)
    if request.method != "POST":
        return redirect("search:results", public_id)
    actions.drop(request.reader, row)
    messages.success(request, _("The search is no longer kept."))
    return redirect("search:box")


def _words(request: Request, public_id: str) -> str | None:
    """The words of a search of this session, or of one that the reader keeps."""
    return recent.get(request, public_id) or text_of(request.reader, public_id)


def _gone(request: Request) -> HttpResponse:
    """For an address of another, and of a search of another day: the two look alike."""
    messages.info(request, _("This search is not kept. Type it again."))
    return redirect("search:box")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _of_row(row: Any) -> dict[str, str]:
    return {**row.narrowed, **({"order": "newest"} if row.newest else {})}


def _address(public_id: str, parameters: dict[str, str]) -> str:
    address = reverse("search:results", args=[public_id])
    return f"{address}?{urlencode(parameters)}" if parameters else address


def _shown(request: Request, public_id: str, asked: Asked, found: Found) -> dict[str, Any]:
    """What the page needs of what was found: each way on as an address of codes."""
    here = {facet.value: value for facet, value in asked.narrowed.items()}
    order = {"order": "newest"} if asked.newest else {}

    def way(**changes: str) -> str:
        told = {**here, **order, **changes}
        return _address(public_id, {name: value for name, value in told.items() if value})

    facets = [
        (
            name,
            facet.value,
            [(one, way(**{facet.value: "" if one.chosen else one.code})) for one in found.facets[facet]],
        )
        for facet, name in FACETS.items()
        if found.facets[facet]
    ]
    closed = reads_anything_confidential(request.reader, transmitted=True)
    return {
        "found": found,
        "facets": [(name, code, values[:SHOWN], values[SHOWN:]) for name, code, values in facets],
        "clear": _address(public_id, order) if here else "",
        "orders": way(order="" if asked.newest else "newest"),
        "before": way(page=str(asked.page - 1)) if 1 < asked.page <= found.pages + 1 else "",
        "after": way(page=str(asked.page + 1)) if asked.page < found.pages else "",
        "kept": {**here, **order},
        "keep": reverse("search:keep", args=[public_id]) if request.reader.signed_in else "",
        "keep_form": KeepForm(),
        "any_way": len(asked.text.split()) > 1,
        "band": confidential(_("you, by your roles"), _("Article 11 ECPT")) if closed else None,
        "invented": any(one.invented for one in found.results),
    }
