"""Pages of the programme."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.web.journal.actions import snapshot
from habeas.web.parties.entering import may_write, own_band, withdraw
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.programme import access, actions
from habeas.web.programme.forms import CriteriaForm, ProtectForm, PutOnForm, YearForm
from habeas.web.programme.lists import EntryList, PartyList, tabs
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProtectedPlace
from habeas.web.programme.place_lists import PlaceList
from habeas.web.programme.wording import all_criteria_words
from habeas.web.shell.failures import plainly

form_page = require_http_methods(["GET", "HEAD", "POST"])
reading = door(Capability.READ_CONFIDENTIAL)
writing = door(Capability.WRITE_FACTS)
places_writing = door(Capability.WRITE_PLACES)

parties = reading(PartyList.as_view())
places = reading(PlaceList.as_view())
entries = reading(EntryList.as_view())


def _ask(request: Request, form: Any, title: str, cancel: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "cancel": cancel, "band": own_band(), **more}
    return render(request, "programme/form.html", context)


def _refused(form: Any, refused: RefusedError) -> None:
    form.add_error(None, plainly(refused))


@writing
@form_page
def put_on(request: Request) -> HttpResponse:
    """Ask for something that comes on the programme."""
    today = timezone.localdate()
    first = {"year": today.year + 1, "decided_on": today, "party": request.GET.get("party")}
    form = PutOnForm(
        request.POST or None, instance=ProgrammeEntry(), reader=request.reader, today=today, initial=first
    )
    if request.method == "POST" and form.is_valid():
        may_write(request.reader, Capability.WRITE_FACTS, form.instance.party)
        try:
            actions.put_on(request.reader, form.instance)
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("It is on the programme."))
            if form.instance.place in access.places_protected(request.reader):
                messages.warning(
                    request,
                    _("This place is noted as visited by the ICRC: see Article 17(3) before it is visited."),
                )
            return redirect(f"{reverse('programme:entries')}?year={form.instance.year}")
    return _ask(request, form, _("Put on the programme"), reverse("programme:entries"))


@writing
@form_page
def take_off(request: Request, public_id: str) -> HttpResponse:
    """Ask why an entry comes off the programme."""
    row = access.entry_for(request.reader, public_id)

    def go(reason: str) -> None:
        actions.take_off(request.reader, row, reason=reason)

    return withdraw(
        request,
        row.party,
        go,
        title=_("Take off the programme"),
        back=f"{reverse('programme:entries')}?year={row.year}",
        said=str(row),
    )


@writing
@form_page
def year(request: Request, year: int) -> HttpResponse:
    """Ask what holds for a year."""
    if not 1900 <= year <= 2200:
        raise Http404
    row = access.year_row(year)
    before = snapshot(row) if row.pk else {}
    form = YearForm(request.POST or None, instance=row)
    back = f"{reverse('programme:entries')}?year={year}"
    if request.method == "POST" and form.is_valid():
        actions.say_of_year(request.reader, form.instance, before)
        messages.success(request, _("Saved."))
        return redirect(back)
    return _ask(request, form, _("The programme of %(year)s") % {"year": year}, back)


@reading
@require_safe
def criteria(request: Request) -> HttpResponse:
    """Every set of criteria, each said in words."""
    sets = [
        {"row": row, "said": all_criteria_words(access.criteria_value(row))} for row in access.criteria_sets()
    ]
    context = {
        "title": _("Criteria"),
        "sets": sets,
        "tabs": tabs("programme:criteria"),
        "writer": may(request.reader, Capability.WRITE_FACTS),
        "band": own_band(),
    }
    return render(request, "programme/criteria.html", context)


@writing
@form_page
def criteria_add(request: Request) -> HttpResponse:
    """Ask for a new set."""
    form = CriteriaForm(request.POST or None, instance=CriteriaSet())
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_criteria(request.reader, form.instance)
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("programme:criteria")
    return _ask(request, form, _("New set of criteria"), reverse("programme:criteria"))


@writing
@form_page
def criteria_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a set, and why."""
    row = access.criteria_set(public_id)
    before = snapshot(row)
    form = CriteriaForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_criteria(request.reader, form.instance, before, reason=form.cleaned_data["reason"])
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("programme:criteria")
    return _ask(request, form, _("Change the set of criteria"), reverse("programme:criteria"))


@places_writing
@form_page
def protect(request: Request, public_id: str) -> HttpResponse:
    """Ask since when a place is visited by the ICRC or a Protecting Power."""
    place = access.place_due(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_PLACES, place.party)
    form = ProtectForm(request.POST or None, instance=ProtectedPlace(place=place))
    back = reverse("places:place", args=[public_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.protect(request.reader, form.instance)
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    about = [
        _(
            "Under Article 17(3) the Committee does not visit places that the ICRC or Protecting Powers "
            "effectively and regularly visit under the Geneva Conventions. The place stays in every list and "
            "is shown as such: whether to visit it, people decide."
        )
    ]
    return _ask(request, form, _("Visited by the ICRC"), back, about=about)


@places_writing
@form_page
def end_protection(request: Request, public_id: str) -> HttpResponse:
    """Ask why that holds no longer."""
    row = access.protected_place_for(request.reader, public_id)

    def go(reason: str) -> None:
        actions.end_protection(request.reader, row, last_day=timezone.localdate(), reason=reason)

    return withdraw(
        request,
        row.place.party,
        go,
        title=_("No longer visited by the ICRC"),
        back=reverse("places:place", args=[public_id]),
        said=row.place.name,
        capability=Capability.WRITE_PLACES,
    )
