"""How a fact is entered, changed, and given a further step: one way for all kinds of fact.

Each app brings its form and its actions; the page says what is asked, keeps what was typed when
something is wrong, and names the class, which no form can change.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass
from habeas.web.journal.actions import snapshot
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, Request, may
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import Band, confidential
from habeas.web.sources.forms import FactForm, ReasonForm
from habeas.web.sources.models import Fact

Adds = Callable[..., object]
"""An action ``(actor, row, **more)`` that stores a new row; ``more`` is what the form knows beside it."""
Changes = Callable[..., object]
"""An action ``(actor, row, before, reason=…, **more)`` that stores a changed row."""


def own_band() -> Band:
    """The band of a page that holds what is confidential."""
    return confidential(_("the body and its secretariat"), _("Article 11 ECPT"))


def may_write(reader: Reader, capability: Capability, party: Party) -> None:
    """Answer “not found” to who may not write of this Party."""
    if not may(reader, capability, party.public_id):
        raise Http404


def enter(
    request: Request,
    form_class: type[FactForm],
    row: Any,
    *,
    add: Adds,
    change: Changes,
    title: str,
    address: Callable[[Any], str],
    cancel: str,
) -> HttpResponse:
    """Ask for a new fact or a change of one, store it, and go to its page."""
    new = row.pk is None
    if not new:
        may_write(request.reader, form_class.capability, row.party)
    before = {} if new else snapshot(row)
    was_public = not new and row.klass == Klass.PUBLIC.value
    first = {"party": request.GET.get("party")} if new else {}
    form = form_class(request.POST or None, instance=row, reader=request.reader, initial=first)
    if request.method == "POST" and form.is_valid():
        made = form.instance
        with transaction.atomic():
            made.source = form.source_row(request.reader)
            more = beside(form)
            if new:
                add(request.reader, made, **more)
            else:
                change(request.reader, made, before, reason=form.cleaned_data["reason"], **more)
        messages.success(request, _("Saved."))
        return redirect(address(made))
    context = {"form": form, "title": title, "cancel": cancel, "band": own_band(), "was_public": was_public}
    return render(request, "parties/fact_form.html", context)


def beside(form: "ModelForm[Any]") -> dict[str, Any]:
    """What a form's action needs beside the row: relations, and fields that are no column."""
    names: tuple[str, ...] = getattr(form, "beside", ())
    return {name: form.cleaned_data[name] for name in names}


def enter_act(
    request: Request,
    form_class: Callable[..., Any],
    act: Any,
    holder: Fact,
    *,
    add: Callable[[Reader, Any], object],
    title: str,
    back: str,
) -> HttpResponse:
    """Ask for one step of ``holder`` and store it; entered by hand, it is confidential.

    ``form_class`` makes the form of what was sent and ``instance``; ``act`` is the row to be filled.
    """
    may_write(request.reader, Capability.WRITE_FACTS, holder.party)  # type: ignore[attr-defined]
    form = form_class(request.POST or None, instance=act)
    if request.method == "POST" and form.is_valid():
        made = form.instance
        with transaction.atomic():
            made.source = form.source_row(request.reader)
            made.klass = Klass.CONFIDENTIAL.value
            add(request.reader, made)
        messages.success(request, _("The step is recorded."))
        return redirect(back)
    context = {"form": form, "title": title, "cancel": back, "band": own_band(), "step": True}
    return render(request, "parties/fact_form.html", context)


def withdraw(
    request: Request,
    party: Party,
    act: Callable[[str], object],
    *,
    title: str,
    back: str,
    said: str,
    capability: Capability = Capability.WRITE_FACTS,
) -> HttpResponse:
    """The same as ``take_back`` for who may write of the Party, and nobody else."""
    may_write(request.reader, capability, party)
    return take_back(request, party, act, title=title, back=back, said=said)


def take_back(
    request: Request, party: Party, act: Callable[[str], object], *, title: str, back: str, said: str
) -> HttpResponse:
    """Ask for a reason, withdraw what was recorded in error, and go back."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data["reason"])
        messages.success(request, _("It is withdrawn."))
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "cancel": back,
        "band": own_band(),
        "invented": party.invented,
        "said": said,
        "submit": _("Withdraw it"),
    }
    return render(request, "parties/fact_form.html", context)
