"""Pages of the law: instruments, and each provision with who enforces it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from habeas import law
from habeas.errors import HabeasError
from habeas.law.coverage import coverage
from habeas.web.people.access import Request, open_door


@open_door
@require_safe
def instruments(request: Request) -> HttpResponse:
    """Every instrument."""
    return render(
        request, "law/instruments.html", {"title": gettext("Law"), "instruments": law.instruments()}
    )


@open_door
@require_safe
def instrument(request: Request, key: str) -> HttpResponse:
    """The provisions of one instrument."""
    try:
        found = law.instrument(key)
    except HabeasError as error:
        raise Http404 from error
    return render(
        request,
        "law/instrument.html",
        {
            "title": found.title,
            "instrument": found,
            "enforced": {item.provision.ref for item in coverage() if item.enforced_by},
            "crumbs": [(gettext("Law"), reverse("law:instruments")), (found.title, "")],
        },
    )


@open_door
@require_safe
def provision(request: Request, key: str, place: str) -> HttpResponse:
    """One provision: what it says in our words, its limits, and where Habeas enforces it."""
    ref = f"{key}#{place}"
    try:
        found = law.provisions_at(ref)
    except HabeasError as error:
        raise Http404 from error
    enforcers = {item.provision.ref: item.enforced_by for item in coverage()}
    whole = law.instrument(key)
    return render(
        request,
        "law/provision.html",
        {
            "title": found[0].pinpoint if len(found) == 1 else ref,
            "instrument": whole,
            "parts": [(item, law.limits(item.ref), enforcers.get(item.ref, ())) for item in found],
            "crumbs": [
                (gettext("Law"), reverse("law:instruments")),
                (whole.title, reverse("law:instrument", args=[key])),
                (ref, ""),
            ],
        },
    )
