"""Pages: whose time to be kept is over, ask for an erasure, decide on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from habeas.errors import HabeasError
from habeas.web.erasure import access, actions
from habeas.web.erasure.forms import AskForm, EraseForm, FindForm
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import Band, confidential
from habeas.web.shell.failures import plainly

reading = door(Capability.RUN_REGISTER, Capability.OVERSEE_REGISTER, Capability.READ_REGISTER)
asking = door(Capability.RUN_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST_SHOWN = 100


def _band() -> Band:
    return confidential(_("who runs the register, inspectors and auditors"))


@reading
@never_cache
@form_page
def every(request: Request) -> HttpResponse:
    """The records whose time is over, what waits, what was erased, and how long each station keeps."""
    asks = may(request.reader, Capability.RUN_REGISTER)
    form = FindForm(request.POST or None) if asks else None
    if request.method == "POST" and form is not None and form.is_valid():
        found = access.kept_for(request.reader, form.cleaned_data["record_id"].strip())
        if found is not None:
            return redirect("erasure:ask", record_id=found.record.record_id)
        form.add_error("record_id", _("There is no such record."))
    shown = access.over(timezone.localdate(), MOST_SHOWN + 1)
    rows = [(row, access.waits(row)) for row in access.requests()]
    context = {
        "title": _("Erasure"),
        "over": shown[:MOST_SHOWN],
        "more": len(shown) > MOST_SHOWN,
        "waiting": [row for row, waits in rows if waits],
        "others": [row for row, waits in rows if not waits],
        "periods": access.periods(),
        "asks": asks,
        "form": form,
        "band": _band(),
        "invented": any(station.invented for station, _period in access.periods()),
    }
    return render(request, "erasure/list.html", context)


@asking
@never_cache
@form_page
def ask(request: Request, record_id: str) -> HttpResponse:
    """Ask for the erasure of a record, with what is destroyed in counts."""
    kept = access.kept_for(request.reader, record_id)
    if kept is None:
        raise Http404
    form = AskForm(request.POST or None, is_over=kept.is_over(timezone.localdate()))
    forbidden = _forbidden(kept)
    if request.method == "POST" and form.is_valid():
        row = actions.ask(request.reader, kept, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Asked. Another person decides within 14 days."))
        return redirect("erasure:one", public_id=row.public_id)
    context = {**_about(kept, _("Ask for an erasure")), "form": form, "forbidden": forbidden}
    return render(request, "erasure/ask.html", {**context, "submit": _("Ask for it")})


def _forbidden(kept: access.Kept) -> str:
    """Why it cannot be erased now, and what to do; empty where it can."""
    try:
        access.hold(kept)
    except HabeasError as fault:
        return plainly(fault)
    return ""


def _about(kept: access.Kept, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "kept": kept,
        "counts": access.counts(kept.record.record_id),
        "band": _band(),
        "invented": kept.station.invented,
        "crumbs": [(_("Erasure"), reverse("erasure:list")), (title, "")],
    }


@reading
@never_cache
@form_page
def one(request: Request, public_id: str) -> HttpResponse:
    """What was asked, and for another person the decision."""
    found = access.request_for(request.reader, public_id)
    if found is None:
        raise Http404
    row, kept = found
    decides = access.may_approve(request.reader, row) and not kept.record.erased
    short, form = access.short(row.record_id), None
    if decides:
        form = EraseForm(request.POST or None, short=short, initial={"read": access.digest_of(row)})
    if form is not None and request.method == "POST" and form.is_valid():
        actions.erase(request.reader, row, kept, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Erased: the keys of the record were destroyed."))
        return redirect("erasure:one", public_id=row.public_id)
    context = {
        **_about(kept, _("Erasure of a record")),
        "row": row,
        "approval": access.approval_of(row),
        "waits": access.waits(row),
        "own": row.asked_by_id == request.reader.user_id,
        "short": short,
        "forbidden": "" if kept.record.erased else _forbidden(kept),
        "form": form,
    }
    return render(request, "erasure/one.html", context)
