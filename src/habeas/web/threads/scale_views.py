"""The scale of assessments: kept by the head of the body. Nothing is ever removed from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.threads import NO_INFORMATION
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.shell.failures import plainly
from habeas.web.sources.forms import ReasonForm
from habeas.web.threads import access, actions
from habeas.web.threads.forms import DegreeChangeForm, DegreeForm
from habeas.web.threads.marks import degree_mark

form_page = require_http_methods(["GET", "HEAD", "POST"])
keeping = door(Capability.SET_SCALE)


def _crumbs(title: str) -> list[tuple[str, str]]:
    ways = [(_("Threads"), reverse("threads:list")), (_("Scale of assessments"), reverse("threads:scale"))]
    return [*ways, (title, "")]


@keeping
@require_safe
def scale(request: Request) -> HttpResponse:
    """Every degree, in order."""
    used = access.degrees_in_use()
    title = _("Scale of assessments")
    return render(
        request,
        "threads/scale.html",
        {
            "title": title,
            "degrees": [
                {
                    "row": row,
                    "mark": degree_mark(row),
                    "used": row.code in used,
                    "stays": row.code == NO_INFORMATION,
                }
                for row in access.scale()
            ],
            "crumbs": [(_("Threads"), reverse("threads:list")), (title, "")],
        },
    )


@keeping
@form_page
def degree_add(request: Request) -> HttpResponse:
    """Ask for a degree that is not there yet."""
    form = DegreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_degree(request.reader, name=given["name"], names=form.names(), closes=given["closes"])
            messages.success(request, _("Added to the scale."))
            return redirect("threads:scale")
        except RefusedError as error:
            form.add_error("name", plainly(error))
    title = _("Add a degree")
    context = {"form": form, "title": title, "cancel": reverse("threads:scale"), "crumbs": _crumbs(title)}
    return render(request, "threads/degree.html", context)


@keeping
@form_page
def degree_change(request: Request, code: str) -> HttpResponse:
    """Ask what changes of a degree."""
    row = access.degree_named(code)
    first = {"order": row.order, "closes": row.closes} | {
        f"name_{of}": text for of, text in row.names.items()
    }
    shipped = code in actions.SHIPPED
    form = DegreeChangeForm(request.POST or None, initial=first, shipped=shipped)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_degree(
                request.reader,
                code,
                names=row.names if shipped else form.names(),
                closes=row.closes if shipped else given["closes"],
                order=given["order"],
                reason=given["reason"],
            )
            messages.success(request, _("Saved."))
            return redirect("threads:scale")
        except RefusedError as error:
            form.add_error("order", plainly(error))
    title = _("Change the degree: %(name)s") % {"name": row}
    context = {"form": form, "title": title, "cancel": reverse("threads:scale"), "crumbs": _crumbs(title)}
    return render(request, "threads/degree.html", context)


@keeping
@form_page
def degree_retire(request: Request, code: str) -> HttpResponse:
    """Ask why a degree is offered no longer, or again."""
    row = access.degree_named(code)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("Why?")
    if request.method == "POST" and form.is_valid():
        actions.retire_degree(
            request.reader, code, retired=not row.retired, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Saved."))
        return redirect("threads:scale")
    title = (_("Offer again: %(name)s") if row.retired else _("Retire: %(name)s")) % {"name": row}
    said = _("Assessments that were made by it keep it. It is offered for new ones no longer.")
    context = {
        "form": form,
        "title": title,
        "said": "" if row.retired else said,
        "cancel": reverse("threads:scale"),
        "crumbs": _crumbs(title),
    }
    return render(request, "threads/degree.html", context)
