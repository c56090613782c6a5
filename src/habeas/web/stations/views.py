"""Pages that set up stations, their posts and machines; and one's own PIN."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.forms.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.web.journal.actions import snapshot
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.shell.failures import plainly
from habeas.web.stations import access, actions
from habeas.web.stations.forms import BadgeForm, EndForm, MachineForm, PinForm, PostForm, StationForm
from habeas.web.stations.models import Station

form_page = require_http_methods(["GET", "HEAD", "POST"])
running = door(Capability.RUN_REGISTER)
signing = door(Capability.KEEP_REGISTER, Capability.WRITE_HEALTH)


def _station(request: Request, public_id: str) -> Station:
    found = access.station_to_run(request.reader, public_id)
    if found is None:
        raise Http404
    return found


def ask(
    request: Request, form: BaseForm, go: Callable[[], None], *, title: str, back: str, **more: Any
) -> HttpResponse:
    """Ask, do what was asked, and go back; what is refused is told beside the form."""
    if request.method == "POST" and form.is_valid():
        try:
            go()
        except RefusedError as refused:
            form.add_error(None, plainly(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "title": title, "cancel": back, "crumbs": crumbs(), **more}
    return render(request, "stations/form.html", context)


def crumbs() -> list[tuple[str, str]]:
    """The way back to the list of stations."""
    return [(_("Stations"), reverse("stations:list"))]


@running
@require_safe
def stations(request: Request) -> HttpResponse:
    """Every station."""
    context = {"title": _("Stations"), "stations": access.stations_to_run(request.reader)}
    return render(request, "stations/list.html", context)


@running
@form_page
def add(request: Request) -> HttpResponse:
    """Ask for a new station."""
    form = StationForm(request.POST or None, instance=Station())
    back = reverse("stations:list")
    return ask(
        request,
        form,
        lambda: _no(actions.add_station(request.reader, form.instance)),
        title=_("Add a station"),
        back=back,
    )


def _no(_made: object) -> None:
    """Nothing more is done with what was made."""


@running
@require_safe
def station(request: Request, public_id: str) -> HttpResponse:
    """A station: who works there, which machines send."""
    found = _station(request, public_id)
    context = {
        "title": found.name,
        "station": found,
        "posts": access.posts_at(found),
        "machines": found.devices.all(),
        "invented": found.invented,
        "crumbs": crumbs(),
        "today": timezone.localdate(),
    }
    return render(request, "stations/station.html", context)


@running
@form_page
def change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a station."""
    found = _station(request, public_id)
    before = snapshot(found)
    form = StationForm(request.POST or None, instance=found)
    return ask(
        request,
        form,
        lambda: actions.change_station(request.reader, form.instance, before),
        title=_("Change the station"),
        back=reverse("stations:station", args=[public_id]),
        invented=found.invented,
    )


@running
@form_page
def post(request: Request, public_id: str) -> HttpResponse:
    """Ask who is posted to a station."""
    found = _station(request, public_id)
    form = PostForm(request.POST or None, initial={"since": timezone.localdate()})

    def go() -> None:
        actions.post(request.reader, found, form.cleaned_data["user"], since=form.cleaned_data["since"])

    back = reverse("stations:station", args=[public_id])
    return ask(request, form, go, title=_("Post somebody"), back=back, invented=found.invented)


def _post(request: Request, public_id: str, post_id: str) -> tuple[Station, Any]:
    found = _station(request, public_id)
    row = next((one for one in access.posts_at(found) if one.public_id == post_id), None)
    if row is None:
        raise Http404
    return found, row


@running
@form_page
def end_post(request: Request, public_id: str, post_id: str) -> HttpResponse:
    """Ask for the last day of a post."""
    found, row = _post(request, public_id, post_id)
    form = EndForm(request.POST or None, initial={"until": timezone.localdate()})

    def go() -> None:
        if form.cleaned_data["until"] < row.since:
            raise RefusedError("post-ends-before", _("It ends before it began."))
        actions.end_post(request.reader, row, until=form.cleaned_data["until"])

    title = _("End the post of %(name)s") % {"name": row.user}
    back = reverse("stations:station", args=[public_id])
    return ask(request, form, go, title=title, back=back, invented=found.invented)


@running
@form_page
def reset(request: Request, public_id: str, post_id: str) -> HttpResponse:
    """Take back the PIN and the badge of somebody who is posted here."""
    found, row = _post(request, public_id, post_id)
    about = _("PIN and badge sign nothing any more. %(name)s sets a new PIN under “PIN for signing”.")
    return ask(
        request,
        Form(request.POST or None),
        lambda: actions.reset_hand(request.reader, row.user.hand),
        title=_("Take back the PIN of %(name)s") % {"name": row.user},
        back=reverse("stations:station", args=[public_id]),
        about=about % {"name": row.user},
        submit=_("Take back"),
        invented=found.invented,
    )


@running
@form_page
def badge(request: Request, public_id: str, post_id: str) -> HttpResponse:
    """Give a badge to somebody who is posted here."""
    found, row = _post(request, public_id, post_id)
    form = BadgeForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: actions.set_badge(request.reader, row.user.hand, form.cleaned_data["number"]),
        title=_("Badge of %(name)s") % {"name": row.user},
        back=reverse("stations:station", args=[public_id]),
        invented=found.invented,
    )


@running
@never_cache
@form_page
def add_machine(request: Request, public_id: str) -> HttpResponse:
    """Ask for a machine, and show its token once."""
    found = _station(request, public_id)
    form = MachineForm(request.POST or None)
    back = reverse("stations:station", args=[public_id])
    context = {"form": form, "title": _("Let a machine send entries"), "cancel": back, "crumbs": crumbs()}
    if request.method == "POST" and form.is_valid():
        device, token = actions.add_device(request.reader, found, form.cleaned_data["name"])
        context |= {"name": device.name, "device": device, "token": token}
        return render(request, "stations/token.html", context)
    return render(request, "stations/form.html", context)


@running
@form_page
def withdraw_machine(request: Request, public_id: str, device_id: str) -> HttpResponse:
    """Ask whether a machine is to send nothing more."""
    found = _station(request, public_id)
    device = found.devices.filter(public_id=device_id, withdrawn_at=None).first()
    if device is None:
        raise Http404
    return ask(
        request,
        Form(request.POST or None),
        lambda: actions.withdraw_device(request.reader, device),
        title=_("Withdraw the machine %(name)s") % {"name": device.name},
        back=reverse("stations:station", args=[public_id]),
        about=_("What it sent stays in the register. It sends nothing more, from now on."),
        submit=_("Withdraw"),
        invented=found.invented,
    )


@signing
@never_cache
@form_page
def pin(request: Request) -> HttpResponse:
    """Ask for one's own new PIN."""
    hand = access.hand_of(request.reader)
    form = PinForm(request.POST or None)
    about = (
        _("You have a PIN. A new one takes its place.")
        if hand is not None and hand.pin
        else _("You have no PIN yet: without one you sign no entry.")
    )
    return ask(
        request,
        form,
        lambda: _no(actions.set_pin(request.reader, request.user, form.cleaned_data["pin"])),
        title=_("PIN for signing"),
        back=reverse("stations:pin"),
        about=about,
        crumbs=[],
        cancel="",
    )
