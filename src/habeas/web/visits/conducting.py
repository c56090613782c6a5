"""The visit that the body makes: its steps on the page of the visit, and a form for each."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.clock import Edtf
from habeas.law import provision
from habeas.procedure.machine import History
from habeas.procedure.visit import MACHINE, STATE_NAMES
from habeas.procedure.visit import acts as said
from habeas.procedure.visit.duties import observations, owed, unusual
from habeas.web.conduct.forms import StepForm
from habeas.web.conduct.rows import rows_of
from habeas.web.conduct.showing import (
    Conducted,
    Lead,
    Line,
    ask_step,
    clock_status,
    next_steps,
)
from habeas.web.parties.entering import may_write
from habeas.web.people.access import Reader, Request, door
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.visits import access, actions
from habeas.web.visits.forms import PlanForm
from habeas.web.visits.models import Visit
from habeas.web.visits.step_forms import FORMS, VisitStepForm
from habeas.web.visits.step_words import details

form_page = require_http_methods(["GET", "HEAD", "POST"])


@door(Capability.WRITE_FACTS)
@form_page
def plan(request: Request) -> HttpResponse:
    """Ask for a visit that the body means to make, and put it on the programme."""
    form = PlanForm(request.POST or None, reader=request.reader, initial={"party": request.GET.get("party")})

    def record() -> str:
        visit = form.visit(request.reader)
        may_write(request.reader, Capability.WRITE_FACTS, visit.party)
        actions.begin(request.reader, visit, said.Programmed(on=form.cleaned_data["on"]))
        return reverse("visits:visit", args=[visit.public_id])

    return ask_step(
        request,
        form,
        record,
        title=_("Plan a visit of the body"),
        said=_("The visit is on the programme. Its page says what may come next."),
        clause="ECPT#7(1)",
        back=reverse("visits:list"),
        crumbs=[(_("Visits"), reverse("visits:list")), (_("Plan a visit of the body"), "")],
        invented=False,
    )


@door(Capability.READ_CONFIDENTIAL)
@form_page
def take(request: Request, public_id: str, step: str) -> HttpResponse:
    """Ask for one step of the visit and record it; one that is forbidden is refused with the clause."""
    row = access.own_visit_for(request.reader, public_id, timezone.localdate())
    form = _form(request, row, step)
    back = reverse("visits:visit", args=[public_id])

    def record() -> str:
        actions.take(request.reader, row, form.made())
        return back

    known = MACHINE.step_of(form.act)
    return ask_step(
        request,
        form,
        record,
        title=_(known.says),
        said=_("The step is recorded."),
        clause=known.clause,
        back=back,
        crumbs=[(_("Visits"), reverse("visits:list")), (str(row), back), (_("Record a step"), "")],
        invented=row.party.invented,
    )


def _form(request: Request, row: Visit, step: str) -> StepForm:
    kind = FORMS.get(step)
    if kind is None or not issubclass(kind, VisitStepForm):
        raise Http404
    places = [(one.public_id, one.name) for one in places_for(request.reader).filter(party=row.party)]
    incidents = [
        (f"{one.head}:{one.public_id}", f"{one.kind} ({one.get_head_display()})")
        for one in access.incidents_for(request.reader).filter(visit=row)
    ]
    return kind(
        request.POST or None,
        history=access.history_for(row),
        places=places,
        incidents=incidents,
        adds_incident=reverse("visits:incident_met", args=[row.public_id]),
    )


def conducted(reader: Reader, row: Visit, today: date) -> Conducted:
    """What the page of the visit shows of its steps, for who reads the file."""
    history = access.history_for(row)
    takes_part = access.takes_part(reader, row, today)
    places = {one.public_id: one.name for one in places_for(reader).filter(party=row.party)}
    ways = {form.act: reverse("visits:take", args=[row.public_id, name]) for name, form in FORMS.items()}
    return Conducted(
        state=_(STATE_NAMES[MACHINE.state(history)]),
        lines=tuple(_lines(reader, row, history, places, writer=takes_part)),
        next=next_steps(MACHINE, history, ways) if takes_part else (),
        notices=tuple((_(one.says), provision(one.clause)) for one in unusual(history, today)),
    )


def _lines(
    reader: Reader, row: Visit, history: History, places: dict[str, str], *, writer: bool
) -> Iterator[Line]:
    incidents = {one.public_id: one for one in access.incidents_for(reader).filter(visit=row)}
    for act, kept in zip(history.acts, rows_of(row), strict=True):
        step = MACHINE.step_of(type(act))
        fact = None
        if isinstance(act, said.IncidentMet) and (found := incidents.get(act.incident)):
            way = reverse("visits:incident", args=[found.public_id])
            fact = Lead(found.get_head_display(), found.kind, found.date, way)
        yield Line(
            act=act,
            says=_(step.says),
            clause=step.provision,
            details=details(act, places),
            fact=fact,
            fact_hidden=isinstance(act, said.IncidentMet) and fact is None,
            withdraw=reverse("visits:withdraw", args=[row.public_id, kept.public_id]) if writer else "",
        )


def countdown(row: Visit, today: date) -> list[dict[str, Any]]:
    """Each immediate observation with what it demands, and how long there is to answer."""
    return [
        {"made": made, "clock": clock, "state": clock_status(clock, today)}
        for made, clock in observations(access.history_for(row).standing())
    ]


def duties(row: Visit) -> list[dict[str, Any]]:
    """What Article 9(2) leaves owed after a representation."""
    return [
        {
            "ground": _(said.GROUND_NAMES[one.representation.ground]),
            "since": Edtf.of(one.representation.on),
            "consultation": one.consultation,
            "given": [Edtf.of(day) for day in one.information_given],
        }
        for one in owed(access.history_for(row).standing())
    ]
