"""Whom the delegation met: a list that asks first whether it exposes a source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habeas.web.conduct.showing import asked
from habeas.web.people.access import Request
from habeas.web.redaction import access, actions
from habeas.web.redaction.forms import HarmForm, MetForm, OfferedForm
from habeas.web.redaction.views import FORM, around, at_the_desk, form_page, prepares, preparing
from habeas.web.reports.models import Document


@at_the_desk
@require_safe
def met(request: Request, public_id: str) -> HttpResponse:
    """The list with its answers; what is not answered is not printed."""
    row = access.document_for(request.reader, public_id)
    context = around(request, row, _("Whom the delegation met")) | {
        "lines": access.met_of(row),
        "prepares": prepares(request),
        "text": access.text_of(row) is not None,
        "offered": bool(access.offered_for(request.reader, row)),
    }
    return render(request, "redaction/met.html", context)


def _list(row: Document) -> str:
    return reverse("redaction:met", args=[row.public_id])


@preparing
@form_page
def add(request: Request, public_id: str) -> HttpResponse:
    """Ask for somebody whom the delegation met."""
    row = access.document_for(request.reader, public_id)
    form = MetForm(request.POST or None)

    def go() -> str:
        given = form.cleaned_data
        actions.list_met(request.reader, row, [given["sealed_name"]], kind=given["kind"])
        return _list(row)

    about = _("Nobody is printed before somebody has answered that it does no harm.")
    context = around(request, row, _("Put somebody on the list"), about) | {"cancel": _list(row)}
    return asked(request, form, go, context, template=FORM)


@preparing
@form_page
def offered(request: Request, public_id: str) -> HttpResponse:
    """Offer the offices that the record has: those of the end talks, and the authorities of the Party."""
    row = access.document_for(request.reader, public_id)
    form = OfferedForm(request.POST or None, offered=access.offered_for(request.reader, row))

    def go() -> str:
        actions.list_met(request.reader, row, form.cleaned_data["names"], kind="authority")
        return _list(row)

    about = _("From the end talks of the visit, and the Party's authorities: take those that were met.")
    context = around(request, row, _("Take offices from the record"), about) | {"cancel": _list(row)}
    return asked(request, form, go, context, template=FORM)


@preparing
@form_page
def answer(request: Request, public_id: str, met_id: str) -> HttpResponse:
    """Ask whether being on the list could expose a source."""
    row = access.document_for(request.reader, public_id)
    one = access.met_for(row, met_id)
    consents = access.consents_of(row).filter(withdrawn_on=None)
    form = HarmForm(request.POST or None, consents=consents)

    def go() -> str:
        given = form.cleaned_data
        consent = consents.filter(public_id=given["consent"]).first()
        actions.answer_met(request.reader, one, harmless=given["answer"] == "print", consent=consent)
        return _list(row)

    about = f"{one.name} ({one.get_kind_display()})"
    context = around(request, row, _("Does it do harm?"), about) | {"cancel": _list(row)}
    said = _("The answer is recorded, with your name.")
    return asked(request, form, go, context, template=FORM, said=said, beside="consent")
