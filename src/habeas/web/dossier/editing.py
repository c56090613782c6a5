"""Adding to a dossier by hand, and changing what was added."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.web.dossier import actions, opening
from habeas.web.dossier.access import fact_for
from habeas.web.dossier.forms import EventForm, FigureValueForm, OpeningForm, StatementForm, StepForm
from habeas.web.dossier.models import Procedure
from habeas.web.journal.access import history_of
from habeas.web.journal.actions import snapshot
from habeas.web.parties.access import party_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import confidential

FORMS: dict[str, Any] = {"statement": StatementForm, "event": EventForm, "figure": FigureValueForm}
_TITLES = {
    "statement": (lambda: _("Add a statement"), lambda: _("Change the statement")),
    "event": (lambda: _("Add an event"), lambda: _("Change the event")),
    "figure": (lambda: _("Add a value of a figure"), lambda: _("Change the value")),
}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@door(Capability.WRITE_FACTS)
@form_page
def add(request: Request, slug: str, kind: str) -> HttpResponse:
    """Add a statement, an event or a value of a figure to the dossier of a Party."""
    party = _writable(request.reader, party_for(request.reader, slug))
    form = _form(kind, request, initial={"party": party.slug})
    if request.method == "POST" and form.is_valid():
        row = form.fact(request.reader)
        actions.add_fact(request.reader, row, party)
        messages.success(request, _("Added. It is confidential."))
        return redirect(f"{reverse('dossier:page', args=[slug])}#fact-{row.public_id}")
    return _form_page(request, _TITLES[kind][0](), form, party)


@door(Capability.WRITE_FACTS)
@form_page
def change(request: Request, kind: str, public_id: str) -> HttpResponse:
    """Change one, saying why; what it was stays in its history, shown beneath."""
    row = fact_for(request.reader, kind, public_id)
    party = _writable(request.reader, row.party)
    before = snapshot(row)
    form = _form(kind, request, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change_fact(
            request.reader, form.fact(request.reader), before, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Changed."))
        return redirect(f"{reverse('dossier:page', args=[party.slug])}#fact-{row.public_id}")
    return _form_page(request, _TITLES[kind][1](), form, party, history=history_of(row))


@door(Capability.WRITE_FACTS)
@form_page
def step(request: Request, public_id: str) -> HttpResponse:
    """Add a step to a procedure."""
    procedure: Procedure = fact_for(request.reader, "procedure", public_id)
    party = _writable(request.reader, procedure.party)
    if procedure.conducted:
        raise Http404  # its steps are taken on its own page, held to the Convention
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_step(request.reader, procedure, form.save(commit=False))
        messages.success(request, _("Added."))
        return redirect(f"{reverse('dossier:page', args=[party.slug])}#fact-{procedure.public_id}")
    return _form_page(request, _("Add a step"), form, party, history=history_of(procedure))


@door(Capability.WRITE_FACTS, Capability.PREPARE_PUBLICATION)
@form_page
def ask_to_open(request: Request, kind: str, public_id: str) -> HttpResponse:
    """Ask that another person opens a fact that already was public at its source."""
    row, value = opening.confidential_fact(request.reader, kind, public_id)
    party: Party = row.party  # type: ignore[attr-defined]  # every fact row has one
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opening.ask_to_open(request.reader, row, value, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("Asked. Another person who may approve will find it on the desk."))
        return redirect(f"{reverse('dossier:page', args=[party.slug])}#fact-{public_id}")
    title, more = _("Ask to open a fact to the public"), opening.beside(row, value)
    return _form_page(request, title, form, party, fact=value, more=more)


@door(Capability.APPROVE)
@form_page
def openings(request: Request) -> HttpResponse:
    """What waits to be opened, each exactly as it would be public; approved one at a time."""
    if request.method == "POST":
        approval = opening.pending().filter(public_id=request.POST.get("approval", "")).first()
        if approval is None:
            messages.warning(request, _("That one no longer waits: somebody else may have approved it."))
        else:
            read = request.POST.get("read", "")
            opening.open_fact(request.reader, approval, read=read, at=timezone.now())
            messages.success(request, _("Opened. It is public from now on."))
        return redirect("dossier:openings")
    waiting = [(approval, *opening.shown(request.reader, approval)) for approval in opening.pending()]
    return render(
        request,
        "dossier/openings.html",
        {
            "title": _("Waiting to be opened to the public"),
            "waiting": waiting,
            "reader": request.reader,
            "band": confidential(_("who may approve"), _("Article 11 ECPT")),
        },
    )


def _form(kind: str, request: Request, **kwargs: Any) -> Any:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind](request.POST or None, reader=request.reader, **kwargs)


def _writable(reader: Reader, party: Party) -> Party:
    """The door asked whether the reader may write at all; here it is asked for this Party."""
    if not may(reader, Capability.WRITE_FACTS, party.public_id):
        raise Http404
    return party


def _form_page(
    request: Request,
    title: str,
    form: Any,
    party: Party,
    *,
    history: Any = None,
    fact: Any = None,
    more: Any = (),
) -> HttpResponse:
    address = reverse("dossier:page", args=[party.slug])
    return render(
        request,
        "dossier/form.html",
        {
            "title": title,
            "form": form,
            "cancel": address,
            "history": history,
            "fact": fact,
            "beside": more,
            "invented": party.invented,
            "band": confidential(_("the body and its secretariat"), _("Article 11 ECPT")),
            "crumbs": [(_("Dossiers"), reverse("dossier:parties")), (party.name, address), (title, "")],
        },
    )
