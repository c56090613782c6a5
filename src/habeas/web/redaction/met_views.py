"""Whom the delegation met: a list that asks first whether it exposes a source."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from habeas.errors import RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Request
from habeas.web.redaction import access, actions
from habeas.web.redaction.forms import HarmForm, MetForm, OfferedForm
from habeas.web.redaction.views import at_the_desk, form_page, prepares, preparing, shown


@at_the_desk
@never_cache
@require_safe
def met(request: Request, public_id: str) -> HttpResponse:
    """The list with its answers; what is not answered is not printed."""
    row = access.document_for(request.reader, public_id)
    context = {
        "lines": access.met_of(row),
        "prepares": prepares(request),
        "text": access.text_of(row) is not None,
        "offered": bool(access.offered_for(request.reader, row)),
    }
    return shown(request, "redaction/met.html", row, _("Whom the delegation met"), context)


@preparing
@never_cache
@form_page
def add(request: Request, public_id: str) -> HttpResponse:
    """Ask for somebody whom the delegation met."""
    row = access.document_for(request.reader, public_id)
    form = MetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.list_met(request.reader, row, [given["sealed_name"]], kind=given["kind"])
        return redirect("redaction:met", public_id)
    about = [_("Nobody is printed before somebody has answered that it does no harm.")]
    context = {"form": form, "about": about, "cancel": reverse("redaction:met", args=[public_id])}
    return shown(request, "redaction/form.html", row, _("Put somebody on the list"), context)


@preparing
@never_cache
@form_page
def offered(request: Request, public_id: str) -> HttpResponse:
    """Offer the offices that the record has: those of the end talks, and the authorities of the Party."""
    row = access.document_for(request.reader, public_id)
    form = OfferedForm(request.POST or None, offered=access.offered_for(request.reader, row))
    if request.method == "POST" and form.is_valid():
        actions.list_met(request.reader, row, form.cleaned_data["names"], kind="authority")
        return redirect("redaction:met", public_id)
    about = [_("From the end talks of the visit, and the Party's authorities: take those that were met.")]
    context = {"form": form, "about": about, "cancel": reverse("redaction:met", args=[public_id])}
    return shown(request, "redaction/form.html", row, _("Take offices from the record"), context)


@preparing
@never_cache
@form_page
def answer(request: Request, public_id: str, met_id: str) -> HttpResponse:
    """Ask whether being on the list could expose a source."""
    row = access.document_for(request.reader, public_id)
    one = access.met_for(row, met_id)
    consents = access.consents_of(row).filter(withdrawn_on=None)
    form = HarmForm(request.POST or None, consents=consents)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        consent = consents.filter(public_id=given["consent"]).first()
        try:
            actions.answer_met(request.reader, one, harmless=given["answer"] == "print", consent=consent)
        except RefusedError as error:
            form.add_error("consent", sentence(error))
        else:
            messages.success(request, _("The answer is recorded, with your name."))
            return redirect("redaction:met", public_id)
    about = [f"{one.name} ({one.get_kind_display()})"]
    context = {"form": form, "about": about, "cancel": reverse("redaction:met", args=[public_id])}
    return shown(request, "redaction/form.html", row, _("Does it do harm?"), context)
