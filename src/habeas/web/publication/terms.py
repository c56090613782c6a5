"""Pages about the terms on which Parties agreed to automatic publication."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from habeas.web.parties.entering import enter, own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.publication import access, actions
from habeas.web.publication.forms import RegimeTermsForm
from habeas.web.publication.models import Regime
from habeas.web.reports.models import DOCUMENT_KINDS

form_page = require_http_methods(["GET", "HEAD", "POST"])
preparing = door(Capability.PREPARE_PUBLICATION)


@door(*access.WORKS)
@require_safe
def regimes(request: Request) -> HttpResponse:
    """Every set of terms, by Party, the latest first."""
    prepares = may(request.reader, Capability.PREPARE_PUBLICATION)
    context = {
        "title": _("Automatic publication"),
        "rows": [_line(row) for row in access.regimes_for(request.reader)],
        "prepares": prepares,
        "band": own_band(),
        "crumbs": [(_("Publication"), reverse("publication:desk")), (_("Automatic publication"), "")],
    }
    return render(request, "publication/regimes.html", context)


@preparing
@form_page
def add(request: Request) -> HttpResponse:
    """Ask for the terms of a Party."""
    return _enter(request, Regime(), _("Enter terms of automatic publication"))


@preparing
@form_page
def change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of them, for example that they ended."""
    row = access.regime_for(request.reader, public_id)
    return _enter(request, row, _("Change terms of automatic publication"))


def _enter(request: Request, row: Regime, title: str) -> HttpResponse:
    back = reverse("publication:regimes")
    return enter(
        request,
        RegimeTermsForm,
        row,
        add=actions.add_regime,
        change=actions.change_regime,
        title=title,
        address=lambda _row: back,
        cancel=back,
    )


def _line(row: Regime) -> dict[str, Any]:
    names = dict(DOCUMENT_KINDS)
    return {
        "row": row,
        "kinds": [names[kind] for kind in row.kinds if kind in names],
        "window": ngettext("%(days)d day to object", "%(days)d days to object", row.window_days)
        % {"days": row.window_days},
        "longest": ngettext(
            "postponed by %(days)d day at most", "postponed by %(days)d days at most", row.longest_days
        )
        % {"days": row.longest_days}
        if row.longest_days
        else _("no postponement"),
    }
