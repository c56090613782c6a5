"""Pages of authorities and liaison officers, and the forms of a Party itself."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.web.parties import access, actions
from habeas.web.parties.entering import enter, enter_act, may_write, own_band, withdraw
from habeas.web.parties.forms import (
    AuthorityForm,
    CompletenessForm,
    LiaisonOfficerForm,
    PartyForm,
    PartyNameForm,
    SuccessionForm,
)
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, Succession
from habeas.web.parties.showing import change_way, show, writes
from habeas.web.parties.tables import AuthorityList, OfficerList
from habeas.web.people.access import Request, door, public_door
from habeas.web.people.roles import Capability
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import seen

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_FACTS)

authorities = public_door(AuthorityList.as_view())
officers = public_door(OfficerList.as_view())


def _party_address(row: Party) -> str:
    return reverse("dossier:page", args=[row.slug])


def _authority_address(row: Authority) -> str:
    return reverse("parties:authority", args=[row.public_id])


def _officer_address(row: LiaisonOfficer) -> str:
    return reverse("parties:officer", args=[row.public_id])


@writing
@form_page
def party_add(request: Request) -> HttpResponse:
    """Ask for a new Party."""
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                row = actions.add_party(
                    request.reader, name=form.cleaned_data["name"], iso=form.cleaned_data["iso"]
                )
                for name in form.other_names():
                    actions.name_party(request.reader, row, name=name)
            messages.success(request, _("The Party is added. Its page is confidential."))
            return redirect(_party_address(row))
        except RefusedError as error:
            form.add_error("name", plainly(error))
    context = {
        "form": form,
        "title": _("Add a Party"),
        "cancel": reverse("dossier:parties"),
        "band": own_band(),
    }
    return render(request, "parties/fact_form.html", context)


@writing
@form_page
def party_name(request: Request, slug: str) -> HttpResponse:
    """Ask for another name of a Party."""
    row = access.party_for(request.reader, slug)
    may_write(request.reader, Capability.WRITE_FACTS, row)
    form = PartyNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.name_party(request.reader, row, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect(_party_address(row))
    title = _("Another name of %(party)s") % {"party": row.name}
    said = _(
        "What you add here is confidential: sources are searched by it, and the public page does not show it."
    )
    context = {"form": form, "title": title, "cancel": _party_address(row), "band": own_band(), "said": said}
    return render(request, "parties/fact_form.html", context)


@writing
@form_page
def completeness(request: Request, slug: str) -> HttpResponse:
    """Ask whether a list of a Party is complete."""
    row = access.party_for(request.reader, slug)
    may_write(request.reader, Capability.WRITE_FACTS, row)
    form = CompletenessForm(request.POST or None, initial={"list": request.GET.get("list")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.say_completeness(
            request.reader, row, of=given["list"], complete=form.complete_value(), note=given["note"]
        )
        messages.success(request, _("Saved."))
        return redirect(_party_address(row))
    title = _("Is a list of %(party)s complete?") % {"party": row.name}
    said = _(
        "A reader is told beside each list. A list of which part is confidential tells the public nothing."
    )
    context = {"form": form, "title": title, "cancel": _party_address(row), "band": own_band(), "said": said}
    return render(request, "parties/fact_form.html", context)


@public_door
@require_safe
def authority(request: Request, public_id: str) -> HttpResponse:
    """One authority."""
    row = access.authority_for(request.reader, public_id)
    writer = writes(request.reader, row)
    officers_of_it = access.liaison_officers_for(request.reader).filter(authority=row)
    return show(
        request,
        "parties/authority.html",
        row,
        title=row.name,
        officers=officers_of_it,
        successions=_successions(request, row),
        succession_way=reverse("parties:succession_add", args=[public_id]) if writer else "",
        facts=[(_("Kind"), row.get_kind_display()), (_("Other names"), own_words().listed(row.other_names))],
        ways=[change_way(reverse("parties:authority_change", args=[public_id]))] if writer else [],
        crumbs=[(_("Authorities"), reverse("parties:authorities")), (row.name, "")],
    )


def _successions(request: Request, row: Authority) -> list[dict[str, Any]]:
    """What came before it and after it: the other authority, how it is said, and where it is withdrawn."""
    found = access.successions_for(request.reader).filter(Q(authority=row) | Q(successor=row))
    writer = writes(request.reader, row)
    return [
        {
            "fact": one,
            "other": one.successor if one.authority_id == row.pk else one.authority,
            "before": one.successor_id == row.pk,
            "withdraw": reverse("parties:succession_withdraw", args=[one.public_id])
            if writer and not one.withdrawn_why
            else "",
        }
        for one in found
    ]


@writing
@form_page
def succession_add(request: Request, public_id: str) -> HttpResponse:
    """Ask which authority took over."""
    row = access.authority_for(request.reader, public_id)
    return enter_act(
        request,
        partial(SuccessionForm, reader=request.reader),
        Succession(authority=row),
        row,
        add=actions.add_succession,
        title=_("What became of %(authority)s?") % {"authority": row.name},
        back=_authority_address(row),
    )


@writing
@form_page
def succession_withdraw(request: Request, public_id: str) -> HttpResponse:
    """Ask why it is withdrawn."""
    row = access.succession_for(request.reader, public_id)

    def go(reason: str) -> None:
        actions.withdraw_succession(request.reader, row, reason=reason)

    said = f"{row.authority} – {row.successor}, {row.get_kind_display()} {row.date}"
    title, back = _("Withdraw a succession recorded in error"), _authority_address(row.authority)
    return withdraw(request, row.party, go, title=title, back=back, said=said)


@writing
@form_page
def authority_add(request: Request) -> HttpResponse:
    """Ask for a new authority."""
    return enter(
        request,
        AuthorityForm,
        Authority(),
        add=actions.add_authority,
        change=actions.change_authority,
        title=_("Add an authority"),
        address=_authority_address,
        cancel=reverse("parties:authorities"),
    )


@writing
@form_page
def authority_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of an authority, and why."""
    row = access.authority_for(request.reader, public_id)
    return enter(
        request,
        AuthorityForm,
        row,
        add=actions.add_authority,
        change=actions.change_authority,
        title=_("Change the authority"),
        address=_authority_address,
        cancel=_authority_address(row),
    )


@public_door
@require_safe
def officer(request: Request, public_id: str) -> HttpResponse:
    """One liaison officer."""
    row = access.liaison_officer_for(request.reader, public_id)
    writer = writes(request.reader, row)
    at = seen(request.reader, row.authority)
    return show(
        request,
        "parties/officer.html",
        row,
        title=row.name,
        facts=[(_("Office"), row.office), (_("Authority"), at.name if at else "")],
        ways=[change_way(reverse("parties:officer_change", args=[public_id]))] if writer else [],
        crumbs=[(_("Liaison officers"), reverse("parties:officers")), (row.office, "")],
    )


@writing
@form_page
def officer_add(request: Request) -> HttpResponse:
    """Ask for a new liaison officer."""
    return enter(
        request,
        LiaisonOfficerForm,
        LiaisonOfficer(),
        add=actions.add_officer,
        change=actions.change_officer,
        title=_("Add a liaison officer"),
        address=_officer_address,
        cancel=reverse("parties:officers"),
    )


@writing
@form_page
def officer_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a liaison officer, and why."""
    row = access.liaison_officer_for(request.reader, public_id)
    return enter(
        request,
        LiaisonOfficerForm,
        row,
        add=actions.add_officer,
        change=actions.change_officer,
        title=_("Change the liaison officer"),
        address=_officer_address,
        cancel=_officer_address(row),
    )
