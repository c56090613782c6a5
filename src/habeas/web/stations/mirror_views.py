"""Pages of the mirrors that read every entry of the log: who they are, when they read, and their end."""

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from habeas.web.people.access import Request
from habeas.web.stations import access, actions
from habeas.web.stations.forms import MirrorForm
from habeas.web.stations.views import ask, crumbs, form_page, running


@running
@require_safe
def mirrors(request: Request) -> HttpResponse:
    """Every mirror, those withdrawn too."""
    context = {
        "title": _("Mirrors of the log"),
        "mirrors": access.mirrors_to_run(request.reader),
        "crumbs": crumbs(),
    }
    return render(request, "stations/mirrors.html", context)


@running
@never_cache
@form_page
def add_mirror(request: Request) -> HttpResponse:
    """Ask whose mirror it is, and show its token once."""
    form = MirrorForm(request.POST or None)
    context = {
        "form": form,
        "title": _("Let a mirror read the log"),
        "cancel": reverse("stations:mirrors"),
        "crumbs": crumbs(),
        "about": _(
            "A mirror keeps a copy of every entry: times, kinds and stations, and no name. With it a loss is "
            "made good, and nobody rewrites the register unseen."
        ),
    }
    if request.method == "POST" and form.is_valid():
        mirror, token = actions.add_mirror(request.reader, form.cleaned_data["name"])
        return render(request, "stations/token.html", context | {"name": mirror.name, "token": token})
    return render(request, "stations/form.html", context)


@running
@form_page
def withdraw_mirror(request: Request, public_id: str) -> HttpResponse:
    """Ask whether a mirror is to read nothing more."""
    mirror = access.mirrors_to_run(request.reader).filter(public_id=public_id, withdrawn_at=None).first()
    if mirror is None:
        raise Http404
    return ask(
        request,
        Form(request.POST or None),
        lambda: actions.withdraw_mirror(request.reader, mirror),
        title=_("Withdraw the mirror %(name)s") % {"name": mirror.name},
        back=reverse("stations:mirrors"),
        about=_("It keeps what it has read. It reads no entry more, from now on."),
        submit=_("Withdraw"),
    )
